"""Reads of what is watched, what fired, and what is not explained yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.db.models.functions import Length, Substr

from hoshin.apps.obligations import clock
from hoshin.apps.obligations.models import (
    SILENT,
    Answer,
    Channel,
    Check,
    Deadline,
    Delivery,
    Mute,
    Obligation,
    State,
    Subscription,
    Threshold,
    Watch,
)
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.scorecards.selection import Selection
from hoshin.signals.firing import Fired

BEGINNING = 2_000
"""Characters of a message that the list of messages shows."""


@dataclass(frozen=True)
class Unexplained:
    """How many signals nobody has explained yet, and how many of them are overdue."""

    open: int
    overdue: int


def watches() -> QuerySet[Watch]:
    """All that is watched, with its threshold."""
    return Watch.objects.filter(ended=False).select_related("threshold", "person")


def threshold(watch: Watch) -> Threshold | None:
    """What a watched number is to keep to; None where nothing was set."""
    found: Threshold | None = getattr(watch, "threshold", None)
    return found


def mutes(today: date) -> dict[int, Mute]:
    """The mutes that hold today, by the number of their watch."""
    found = Mute.objects.filter(since__lte=today, until__gte=today, lifted_on=None)
    return {mute.watch_id: mute for mute in found.select_related("watch", "person")}


def obligations() -> QuerySet[Obligation]:
    """All that fired, newest first, with watch and answers, in a fixed number of queries."""
    return Obligation.objects.select_related("watch").prefetch_related(
        Prefetch("answers", Answer.objects.select_related("person", "initiative"))
    )


def answered_by(initiative: Initiative) -> QuerySet[Obligation]:
    """The obligations of which an answer links the initiative, newest first."""
    return obligations().filter(answers__initiative=initiative).distinct()


def register(*, state: str = "", metric: str = "", kind: str = "", today: date) -> QuerySet[Obligation]:
    """The part of the register that is asked for; an empty filter takes all. ``overdue`` is a state here.

    What waits for an answer comes first, by the day on which it is due; what raised no alarm comes last.
    """
    rank = Case(When(state=State.OPEN, then=0), When(state__in=SILENT, then=2), default=1)
    due = Case(When(state=State.OPEN, then="due"))
    found = obligations().order_by(rank, due, "-opened_on", "-pk")
    if state == "overdue":
        found = found.filter(state=State.OPEN, watch__ended=False, due__lt=today)
    elif state == State.OPEN:
        found = found.filter(state=State.OPEN, watch__ended=False)
    elif state:
        found = found.filter(state=state)
    if metric:
        found = found.filter(watch__metric=metric)
    return found.filter(kind=kind) if kind else found


def unexplained(today: date) -> Unexplained:
    """The signals that nobody has explained yet, of what is still watched."""
    late = Count("pk", filter=Q(due__lt=today))
    found = Obligation.objects.filter(state=State.OPEN, watch__ended=False).aggregate(open=Count("pk"), overdue=late)
    return Unexplained(found["open"], found["overdue"])


def muted_open(watch: Watch) -> QuerySet[Obligation]:
    """What was open when its watch was muted: it has its clock still, and comes back when the mute ends."""
    return watch.obligations.filter(state=State.MUTED, due__isnull=False)


def counts(today: date) -> dict[str, int]:
    """How many obligations are in each state; ``overdue`` counts those of the open ones whose day has passed."""
    found = dict(Obligation.objects.values_list("state").annotate(Count("pk")).order_by())
    waiting = unexplained(today)
    return found | {"all": sum(found.values()), State.OPEN.value: waiting.open, "overdue": waiting.overdue}


def standing(watch: Watch, fired: Fired, began: date, last: date) -> Obligation | None:
    """The obligation whose stretch overlaps that of what fired, on the same side; the first one if there are more."""
    return (
        Obligation.objects.filter(
            watch=watch, kind=fired.kind, higher=fired.higher, began__lte=last, newest_last__gte=began
        )
        .order_by("began")
        .first()
    )


def working_days() -> int:
    """In how many working days a signal has to be answered for."""
    found = Deadline.objects.first()
    return found.working_days if found else clock.USUAL


def subscriptions() -> QuerySet[Subscription]:
    """Who is told, in the order in which they asked for it; nobody by mail who may not sign in any more."""
    gone = Q(channel=Channel.MAIL, person__is_active=False)
    return Subscription.objects.filter(ended=False).exclude(gone).select_related("person")


def deliveries() -> QuerySet[Delivery]:
    """All messages, newest first, with every try and the beginning of what was said, in a fixed number of queries.

    What is told to another system may name thousands of signals, so the whole body is read where it is sent alone.
    """
    found = Delivery.objects.select_related("subscription__person").prefetch_related("attempts").defer("body")
    return found.annotate(beginning=Substr("body", 1, BEGINNING), length=Length("body"))


def scopes() -> list[Selection]:
    """The scopes that are watched, the whole desks first."""
    found = watches().values_list("desk", "dimension", "value").distinct()
    ordered = sorted(found, key=lambda each: (each[1], each[2], each[0]))
    return [Selection(desk=desk, dimension=dimension, value=value) for desk, dimension, value in ordered]


def unreminded(today: date) -> QuerySet[Obligation]:
    """What is overdue, and nobody has been told so yet."""
    return obligations().filter(state=State.OPEN, watch__ended=False, due__lt=today, reminded=False)


def latest_check() -> Check | None:
    """When all that is watched was last looked at."""
    return Check.objects.first()

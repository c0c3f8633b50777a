"""Writes of answers."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.obligations.models import ANSWERED, Answer, Cause, Obligation, State
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.scorecards import actions as scorecards
from hoshin.eventlog.refused import Refused


class NotAnAnswer(Refused):
    """An answer that does not say what it has to."""


@transaction.atomic
def answer(
    person: Person | None,
    obligation: Obligation,
    *,
    cause: str,
    sentence: str,
    now: datetime,
    change: str = "",
    elsewhere: bool = False,
    initiative: Initiative | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Answer:
    """Say what is behind a signal. A later answer takes the place of an earlier one, which stays to be read.

    A change that is kept ``elsewhere``, and not in the log, links nothing: it explains.

    Raises NotAnAnswer where it does not say what its cause needs: the change's number, a sealed initiative, or the days
    of the new baseline.
    """
    found = Obligation.objects.select_for_update().select_related("watch").get(pk=obligation.pk)
    kind = Cause(cause)
    if not sentence.strip():
        raise NotAnAnswer("Say in a sentence what is behind it.")
    if kind is Cause.CHANGE and not change.strip():
        raise NotAnAnswer("Name the change, such as CHG0012345.")
    if kind is Cause.INITIATIVE and (initiative is None or not initiative.sealed):
        raise NotAnAnswer("Choose an initiative whose claim is sealed.")
    if kind is Cause.NEW_LEVEL:
        if first is None or last is None or first > last:
            raise NotAnAnswer("Say from which day to which the new baseline runs.")
        watch = found.watch
        scorecards.choose_baseline(
            person,
            watch.metric,
            first,
            last,
            sentence[:300],
            desk=watch.desk,
            dimension=watch.dimension,
            value=watch.value,
        )
    given = Answer.objects.create(
        obligation=found,
        cause=kind,
        sentence=sentence.strip(),
        change=change.strip() if kind is Cause.CHANGE else "",
        initiative=initiative if kind is Cause.INITIATIVE else None,
        first=first if kind is Cause.NEW_LEVEL else None,
        last=last if kind is Cause.NEW_LEVEL else None,
        person=person,
        at=now,
    )
    before = found.state
    found.state = State.EXPLAINED if kind is Cause.CHANGE and elsewhere else ANSWERED[kind]
    found.save(update_fields=["state"])
    title = definitions.catalogue().metric(found.watch.metric).title
    changes = changed({"state": before}, {"state": found.state})
    record(person, "answered for a signal", title, f"{found.words} {given}", changes=changes)
    return given

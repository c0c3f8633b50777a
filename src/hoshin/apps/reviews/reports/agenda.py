"""The agenda of a review: gathered from what happened since the last one, composed into one list of lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.obligations import queries as obligations
from hoshin.apps.obligations import wording
from hoshin.apps.obligations.models import ANSWERED, Obligation, State
from hoshin.apps.portfolios.models import Verdict
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict
from hoshin.apps.portfolios.reports.status import silence
from hoshin.apps.reviews import timebox
from hoshin.apps.reviews.line import Line
from hoshin.apps.reviews.models import AgendaItem, Commitment, Decision, Forum, Risk, Source
from hoshin.apps.reviews.queries import forums, objectives_of
from hoshin.apps.reviews.reports import standings
from hoshin.apps.reviews.reports.standings import Row
from hoshin.apps.reviews.timebox import Group
from hoshin.apps.strategy.reports.progress import Standing
from hoshin.apps.strategy.status import Status
from hoshin.metrics.catalogue import Catalogue
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day

SIGNALS = 6
"""The most signals that an agenda lists one by one; the register holds the rest."""
SOON = timedelta(days=14)
"""A risk that expires so soon after a meeting is taken up in it."""
TO_TALK_ABOUT = (Status.MISSED, Status.OFF_TRACK, Status.UNKNOWN, Status.AT_RISK)


@dataclass(frozen=True)
class Gathered:
    """What an agenda is written from, as of ``on``."""

    on: date
    standing: tuple[tuple[int, str], ...]
    decisions: tuple[Decision, ...]
    commitments: tuple[Commitment, ...]
    verdicts: tuple[Judged, ...]
    unexplained: tuple[Obligation, ...]
    explained: tuple[Obligation, ...]
    key_results: tuple[Standing, ...]
    silent: tuple[tuple[Judged, str], ...]
    risks: tuple[Risk, ...]
    hiding: tuple[Row, ...]
    unreached: tuple[AgendaItem, ...]
    catalogue: Catalogue


def gather(reader: Reader | None, forum: Forum, since: date, on: date, today: date) -> Gathered:
    """What happened since the last review of a forum, and what waits on the day of the next one."""
    own = {each.pk for each in objectives_of(forum)}
    everything = standings.gather(reader, today)
    judged = [
        each
        for each in (standing.judged for standing in everything.initiatives)
        if each.initiative.key_result is None or each.initiative.key_result.objective_id in own
    ]
    news = _news(judged, since)
    found = obligations.obligations()
    catalogue = reader.catalogue if reader else definitions.catalogue()
    stood = [each for each in everything.objectives if each.objective.pk in own]
    rows = standings.of(standings.compose(everything), own)
    return Gathered(
        on,
        tuple(forum.standing.values_list("pk", "title")),
        tuple(forum.decisions.filter(due__lte=on).prefetch_related("options")),
        tuple(_late(forum, on)),
        tuple(news),
        tuple(found.filter(state=State.OPEN, watch__ended=False).order_by("due", "pk")),
        tuple(found.filter(state__in=set(ANSWERED.values()), answers__at__date__gt=since).distinct().order_by("pk")),
        tuple(each for standing in stood for each in standing.key_results if each.status in TO_TALK_ABOUT),
        tuple((each, why) for each in judged if (why := silence(each, today, reader))),
        tuple(forum.risks.filter(closed_on=None, expires__lte=on + SOON).select_related("owner")),
        tuple(row for row in rows if row.hides),
        tuple(_unreached(forum, on)),
        catalogue,
    )


def written(forum: Forum, since: date, on: date, today: date) -> list[Line]:
    """The agenda of a forum's review on a day, as everything stands today."""
    with readers.if_published() as reader:
        return compose(gather(reader, forum, since, on, today))


def _late(forum: Forum, on: date) -> Iterable[Commitment]:
    return forum.commitments.filter(kept_on=None, withdrawn_on=None, due__lt=on).select_related("owner")


def _unreached(forum: Forum, on: date) -> Iterable[AgendaItem]:
    """What the last review had on its agenda and did not reach."""
    last = forums.last_review(forum, on)
    if last is None:
        return []
    listed = last.items.filter(dropped=False).exclude(source=Source.STANDING).select_related("review")
    return [each for each in listed.prefetch_related("decisions", "commitments") if not timebox.reached(each)]


def _news(judged: Iterable[Judged], since: date) -> list[Judged]:
    """The initiatives whose verdict was read for the first time after ``since``, or says something else since."""
    found = [each for each in judged if each.claim and each.verdict]
    before: dict[int, str] = {}
    own = Verdict.objects.filter(guardrail="", months=0, at__date__lte=since).order_by("pk")
    for claim, kind in own.values_list("claim_id", "kind"):
        before[claim] = kind
    return [e for e in found if e.claim and e.verdict and before.get(e.claim.pk) != e.verdict.kind]


def compose(found: Gathered) -> list[Line]:
    """The agenda: what the forum always has, what it owes, and what the data say, most urgent first in each chapter.

    What was not reached last time says so. Most of it the data tell again while it holds; what they do not tell twice
    (a verdict, what somebody added) is taken over.
    """
    missed = {each.subject: each for each in found.unreached}
    fresh = [
        replace(line, carried=missed[line.subject].review.on) if line.subject in missed else line
        for line in _told(found)
    ]
    known = {line.subject for line in fresh}
    taken_over = [
        _carried(each)
        for each in found.unreached
        if each.subject not in known and each.source in (Source.ADDED, Source.VERDICT)
    ]
    return sorted(
        [*fresh, *taken_over],
        key=lambda e: (list(Group).index(timebox.GROUPS[e.source]), timebox.URGENT.index(e.tone)),
    )


def _carried(item: AgendaItem) -> Line:
    return Line(
        Source(item.source),
        f"carried {item.pk}",
        item.title,
        item.detail,
        Tone(item.tone),
        item.word,
        item.href,
        item.review.on,
    )


def _told(found: Gathered) -> list[Line]:
    """What forum and data tell of themselves."""
    return [
        *(Line(Source.STANDING, f"standing {pk}", title) for pk, title in found.standing),
        *(_decision(each) for each in found.decisions),
        *(_commitment(each, found.on) for each in sorted(found.commitments, key=lambda e: e.due)),
        *(_verdict(each) for each in found.verdicts),
        *_signals(found),
        *(_key_result(each) for each in sorted(found.key_results, key=lambda e: TO_TALK_ABOUT.index(e.status))),
        *(_silent(each, why) for each, why in found.silent),
        *(_hiding(each) for each in found.hiding),
        *(_risk(each, found.on) for each in sorted(found.risks, key=lambda e: -e.weight)),
    ]


def _decision(found: Decision) -> Line:
    detail = f"Decided on {day(found.on)}. Expected: {found.expected}"
    href = reverse("reviews:decision", args=[found.pk])
    return Line(Source.DECISION, f"decision {found.pk} {found.due}", found.title, detail, Tone.WATCH, "to check", href)


def _commitment(found: Commitment, on: date) -> Line:
    late = (on - found.due).days
    moved = f", promised for {day(found.first_due)} at first" if found.first_due != found.due else ""
    return Line(
        Source.COMMITMENT,
        f"commitment {found.pk} {found.due}",
        found.words,
        f"{found.owner.name}, due {day(found.due)}{moved}.",
        Tone.BAD,
        f"{late} day{'' if late == 1 else 's'} late",
        reverse("reviews:commitment", args=[found.pk]),
    )


def _verdict(found: Judged) -> Line:
    kind = found.verdict.kind if found.verdict else ""
    claim = found.claim.pk if found.claim else 0
    return Line(
        Source.VERDICT,
        f"verdict {claim} {kind}",
        found.initiative.title,
        f"Claimed: {verdict.claimed(found)}. {verdict.sentence(found)}",
        verdict.tone(found),
        verdict.label(found).lower(),
        reverse("portfolios:initiative", args=[found.initiative.slug]),
    )


def _signals(found: Gathered) -> list[Line]:
    ordered = sorted(found.unexplained, key=lambda e: (not e.is_overdue(found.on), e.meaning != "worse", e.due, e.pk))
    lines = [_signal(each, found) for each in ordered[:SIGNALS]]
    rest = len(ordered) - len(lines)
    if rest > 0:
        title = f"{rest} more unexplained signal{'' if rest == 1 else 's'}"
        href = f"{reverse('obligations:register')}?state=open"
        lines.append(
            Line(Source.SIGNAL, "signals", title, "Who explains them, and by when?", Tone.WATCH, "unexplained", href)
        )
    return lines + [_answered(each, found.catalogue) for each in found.explained[:SIGNALS]]


def _signal(found: Obligation, of: Gathered) -> Line:
    overdue = found.is_overdue(of.on)
    return Line(
        Source.SIGNAL,
        f"signal {found.pk}",
        f"{wording.about(found.watch, of.catalogue)}: {wording.shown_amount(found)}",
        f"{found.words} Nobody has explained it; due {day(found.due) if found.due else 'never'}.",
        Tone.BAD if overdue else Tone.WATCH,
        "overdue" if overdue else "unexplained",
        reverse("obligations:obligation", args=[found.pk]),
    )


def _answered(found: Obligation, catalogue: Catalogue) -> Line:
    said = list(found.answers.all())[-1]
    who = said.person.name if said.person else "Hoshin"
    return Line(
        Source.SIGNAL,
        f"signal {found.pk} answered {said.pk}",
        wording.about(found.watch, catalogue),
        f"{found.words} {who} says: {said.sentence}",
        Tone.GOOD,
        "explained",
        reverse("obligations:obligation", args=[found.pk]),
    )


def _key_result(found: Standing) -> Line:
    return Line(
        Source.KEY_RESULT,
        f"key-result {found.key_result.pk}",
        found.key_result.title,
        f"{found.baseline_words} at first, {found.actual_words} now, {found.target_words} wanted by "
        f"{day(found.key_result.due)}. {found.why}",
        found.tone,
        found.status,
        reverse("strategy:objective", args=[found.key_result.objective_id]),
    )


def _silent(found: Judged, why: str) -> Line:
    href = reverse("portfolios:initiative", args=[found.initiative.slug])
    subject = f"initiative {found.initiative.pk}"
    return Line(Source.INITIATIVE, subject, found.initiative.title, why, Tone.UNKNOWN, "silent", href)


def _hiding(row: Row) -> Line:
    said = row.shown
    assert said is not None  # nothing else hides a status
    detail = f"{said.who} shows it as {said.status}: {said.reason} The rule says {row.derived.status}."
    href = reverse("reviews:override", args=[row.kind, row.pk])
    subject = f"status {row.kind} {row.pk} {said.number}"
    return Line(
        Source.STATUS, subject, row.title, detail, row.derived.status.tone, f"by rule {row.derived.status}", href
    )


def _risk(found: Risk, on: date) -> Line:
    expired = found.expires < on
    return Line(
        Source.RISK,
        f"risk {found.pk} {found.expires}",
        found.title,
        f"{found.words} {found.owner.name} answers for it: {found.answer}",
        Tone.BAD if expired else Tone.WATCH,
        "expired" if expired else f"expires {day(found.expires)}",
        reverse("reviews:risk", args=[found.pk]),
    )

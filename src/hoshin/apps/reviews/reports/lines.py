"""What an agenda says of each thing: one line, in words as they are when it is written. Pure."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from hoshin.apps.obligations import wording
from hoshin.apps.obligations.models import Obligation
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.apps.reviews.line import Line
from hoshin.apps.reviews.models import AgendaItem, Commitment, Decision, Risk, Source
from hoshin.apps.reviews.reports.standings import Row
from hoshin.apps.strategy.reports.progress import Standing
from hoshin.metrics.catalogue import Catalogue
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day


def carried(item: AgendaItem) -> Line:
    """What the last review had on its agenda and did not reach."""
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


def decision(found: Decision) -> Line:
    """A decision whose day to be checked has come."""
    detail = f"Decided on {day(found.on)}. Expected: {found.expected}"
    href = reverse("reviews:decision", args=[found.pk])
    return Line(Source.DECISION, f"decision {found.pk} {found.due}", found.title, detail, Tone.WATCH, "to check", href)


def commitment(found: Commitment, on: date) -> Line:
    """A commitment that is late on the day of the meeting."""
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


def verdict(found: Judged) -> Line:
    """A verdict that is new, or says something else than before."""
    kind = found.verdict.kind if found.verdict else ""
    claim = found.claim.pk if found.claim else 0
    return Line(
        Source.VERDICT,
        f"verdict {claim} {kind}",
        found.initiative.title,
        f"Claimed: {report.claimed(found)}. {report.sentence(found)}",
        report.tone(found),
        report.label(found).lower(),
        reverse("portfolios:initiative", args=[found.initiative.slug]),
    )


def signal(found: Obligation, on: date, catalogue: Catalogue) -> Line:
    """A signal that nobody has explained."""
    overdue = found.is_overdue(on)
    return Line(
        Source.SIGNAL,
        f"signal {found.pk}",
        f"{wording.about(found.watch, catalogue)}: {wording.shown_amount(found)}",
        f"{found.words} Nobody has explained it; due {day(found.due) if found.due else 'never'}.",
        Tone.BAD if overdue else Tone.WATCH,
        "overdue" if overdue else "unexplained",
        reverse("obligations:obligation", args=[found.pk]),
    )


def answered(found: Obligation, catalogue: Catalogue) -> Line:
    """A signal that somebody has explained since."""
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


def key_result(found: Standing) -> Line:
    """A key result that is not on its way."""
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


def silent(found: Judged, why: str) -> Line:
    """An initiative of which nobody can tell what it does."""
    href = reverse("portfolios:initiative", args=[found.initiative.slug])
    subject = f"initiative {found.initiative.pk}"
    return Line(Source.INITIATIVE, subject, found.initiative.title, why, Tone.UNKNOWN, "silent", href)


def hiding(row: Row) -> Line:
    """A status that is shown better than the rule says."""
    said = row.shown
    assert said is not None  # nothing else hides a status
    detail = f"{said.who} shows it as {said.status}: {said.reason} The rule says {row.derived.status}."
    href = reverse("reviews:override", args=[row.kind, row.pk])
    subject = f"status {row.kind} {row.pk} {said.number}"
    return Line(
        Source.STATUS, subject, row.title, detail, row.derived.status.tone, f"by rule {row.derived.status}", href
    )


def risk(found: Risk, on: date) -> Line:
    """A risk or exception that has expired, or soon will."""
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

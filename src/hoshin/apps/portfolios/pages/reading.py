"""What pages of initiatives read from the published tickets, and do without where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import queries
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.reports import ledger
from hoshin.apps.portfolios.reports import verdict as report


def judged_now(found: Iterable[Initiative]) -> list[queries.Judged]:
    """Each initiative with its verdict by the published tickets."""
    with readers.if_published() as reader:
        return queries.judged(reader, found)


def judged_beside(shown: Iterable[Initiative], onlooker: Person) -> tuple[list[queries.Judged], list[queries.Judged]]:
    """The initiatives shown with their verdicts, and all seen ones with a claim, for the sentence on top."""
    own = list(shown)
    every = {each.pk: each for each in (*queries.sealed(onlooker), *own)}
    judged = {each.initiative.pk: each for each in judged_now(every.values())}
    return [judged[each.pk] for each in own], [each for each in judged.values() if each.claim]


def rows(judged: Sequence[queries.Judged]) -> list[dict[str, object]]:
    """A line for each initiative: claimed beside seen, in words and as the ledger draws it."""
    return [
        {
            "initiative": each.initiative,
            "phase": each.initiative.phase(timezone.localdate()),
            "tone": report.tone(each),
            "label": report.label(each),
            "claimed": report.claimed(each),
            "seen": report.seen(each.verdict),
            "drawn": drawn,
        }
        for each, drawn in zip(judged, ledger.compose(judged).rows, strict=True)
    ]

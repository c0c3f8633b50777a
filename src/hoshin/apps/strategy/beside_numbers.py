"""What the whole installation knows of a status beside its numbers: asked of all apps that know something of it.

The lowest app that shows a status is this one, and what makes it worse is known to apps above: signals that nobody
explained, check-ins, blockers, late commitments. The setting ``STATUS_EVIDENCE`` names them, so that a status is
derived in one place and reads the same wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias, cast

from django.conf import settings
from django.utils.module_loading import import_string

from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.status import Evidence, Shown


class Kind(StrEnum):
    """What has a status."""

    OBJECTIVE = "objective"
    KEY_RESULT = "key result"
    INITIATIVE = "initiative"


Subject: TypeAlias = tuple[Kind, int]
"""One thing that has a status, by its number."""
NONE = Evidence()


@dataclass(frozen=True)
class Asked:
    """Of what the status is asked, by number: nothing else is read, however much else there is."""

    objectives: frozenset[int] = frozenset()
    key_results: frozenset[int] = frozenset()
    initiatives: frozenset[int] = frozenset()


def asked(objectives: Iterable[Objective] = (), initiatives: Iterable[int] = ()) -> Asked:
    """Some objectives with their key results, and some initiatives by number."""
    found = list(objectives)
    measured = (key_result.pk for objective in found for key_result in objective.key_results.all())
    return Asked(frozenset(each.pk for each in found), frozenset(measured), frozenset(initiatives))


@dataclass(frozen=True)
class Known:
    """The evidence on each thing of which there is any, and what is shown beside its derived status today."""

    evidence: Mapping[Subject, Evidence] = field(default_factory=dict)
    shown: Mapping[Subject, Shown] = field(default_factory=dict)

    def on(self, kind: Kind, pk: int) -> Evidence:
        """The evidence on one thing; without any, it changes nothing."""
        return self.evidence.get((kind, pk), NONE)

    def beside(self, kind: Kind, pk: int) -> Shown | None:
        """What is shown beside the derived status of one thing; None where nothing is."""
        return self.shown.get((kind, pk))


def known(today: date, of: Asked) -> Known:
    """What all apps that ``STATUS_EVIDENCE`` names know today, put together, in a fixed number of queries."""
    evidence: dict[Subject, Evidence] = {}
    shown: dict[Subject, Shown] = {}
    for name in settings.STATUS_EVIDENCE:
        said = cast("Callable[[date, Asked], Known]", import_string(name))(today, of)
        for subject, each in said.evidence.items():
            evidence[subject] = evidence.get(subject, NONE) | each
        shown |= said.shown
    return Known(evidence, shown)

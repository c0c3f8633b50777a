"""How many tickets fall under each agreement, and how many under none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
from ibis import Table

from hoshin.metrics.expression import all_of, kept
from hoshin.metrics.query import Query
from hoshin.metrics.scope import holds
from hoshin.service_levels.agreement import Agreement
from hoshin.service_levels.lives import fits


@dataclass(frozen=True)
class Reach:
    """Of all ``tickets`` those that fall ``under`` each agreement, in their order: the first that fits counts."""

    tickets: int
    under: tuple[int, ...]

    @property
    def without(self) -> int:
        """Tickets that fall under no agreement."""
        return self.tickets - sum(self.under)


def reach(tickets: Table, agreements: Sequence[Agreement], query: Query) -> Reach:
    """Count the tickets of the question's scope. Agreements must all be on one clock. Duplicates are left out."""
    t = kept(tickets, all_of(holds(tickets, query), ~ibis.coalesce(tickets.duplicate, False)))
    nobody = ibis.literal(-1, "int32")
    cases = [(fits(t, each), ibis.literal(place, "int32")) for place, each in enumerate(agreements)]
    place = ibis.cases(*cases, else_=nobody) if cases else nobody
    rows = t.group_by(place=place).aggregate(n=t.count()).to_pyarrow().to_pylist()
    found = {row["place"]: row["n"] for row in rows}
    return Reach(sum(found.values()), tuple(found.get(place, 0) for place in range(len(agreements))))

"""A small desk with two planted effects: what the pages of direction are tried on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hoshin.connectors.registry import ready_mapping
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import import_file
from hoshin.simulation.export import export
from hoshin.simulation.plan import Group, Happening, Plan, Region, Service

DESK = "Norrland"
FIRST, LAST = date(2025, 9, 1), date(2026, 11, 20)
WHOLE = date(2026, 11, 19)
"""The last day that is wholly covered: an export may be cut within its last day."""
TODAY = date(2026, 11, 23)
SWARMING, TRIAGE = date(2026, 6, 1), date(2026, 7, 6)
HELPED, HARMED = "Network", "Depots"
OTHERS = ("Customs", "Identity", "Portal", "Transport", "Workplace")

PLAN = Plan(
    first=FIRST,
    last=LAST,
    tickets=6_500,
    regions=(Region("Europe", 1),),
    groups=(
        Group("First line", 1, 0.16, 5.0, "Europe"),
        *(Group(name, 2, 0.12, 20.0, "Europe") for name in (HELPED, HARMED, *OTHERS)),
    ),
    services=(Service("Workplace", 0.5, ("Laptop", "Mail")), Service("Freight", 0.5, ("Route", "Status"))),
    weekdays=(1.25, 1.15, 1.1, 1.05, 1.0, 0.5, 0.3),
    months=(1.0,) * 12,
    slow_months=(1.0,) * 12,
    priorities=(0.02, 0.08, 0.68, 0.22),
    targets=(8.0, 16.0, 40.0, 80.0),
    channels=(("Phone", 0.6, 0.5), ("Mail", 0.4, 0.5)),
    effects=(
        Happening("swarming", SWARMING, LAST, (HELPED,), times=0.35),
        Happening("triage", TRIAGE, LAST, (HARMED,), times=2.6),
    ),
)

LITTLE = replace(
    PLAN, tickets=400, groups=(Group("Only line", 1, 1.0, 5.0, "Europe"),), services=PLAN.services[:1], effects=()
)
"""A desk of one group."""


def take_in(home: Home, folder: Path, desk: str = DESK, *, plan: Plan = PLAN, demonstration: bool = False) -> None:
    """Import the export of the small desk, or of another plan, under a name."""
    file = folder / f"{desk}.csv"
    file.write_bytes(export(plan, seed=3))
    mapping = replace(ready_mapping("servicenow"), desk=desk, zone="UTC")
    import_file(home, file, mapping, demonstration=demonstration)

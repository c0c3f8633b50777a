"""What the logistics provider does to get there, what each initiative claims, and what it really does."""

from __future__ import annotations

from datetime import date

from hoshin.simulation.library.global_logistics.desk import (
    DEPOTS,
    DRAWN,
    EUROPE,
    KNOWLEDGE,
    SELF_HELP,
    SHELVES,
    SWARMING,
    TRIAGE,
)
from hoshin.simulation.organisation import InitiativeStory, Truth

INITIATIVES = (
    InitiativeStory(
        title="Swarming between lines in Europe",
        description="First and second line of the European hub take new tickets together for the first hour "
        "instead of queueing them from line to line.",
        owner="tomas",
        key_result="European teams resolve a quarter faster",
        groups=EUROPE,
        start=SWARMING,
        metric="time_to_resolve_median",
        towards="down",
        size=0.2,
        sealed_on=date(2026, 1, 26),
        sealed_by="ines",
        truth=Truth.WORKS,
        guardrails=("reopen_share", "csat_share"),
    ),
    InitiativeStory(
        title="Knowledge base for portal and access",
        description="Known answers are written down and offered to portal, identity and workplace teams while "
        "they type.",
        owner="jonas",
        key_result="Half of all disturbances are over a tenth sooner",
        groups=SELF_HELP,
        start=KNOWLEDGE,
        metric="time_to_resolve_median",
        towards="down",
        size=0.25,
        sealed_on=date(2025, 12, 15),
        sealed_by="tomas",
        truth=Truth.NOTHING,
    ),
    InitiativeStory(
        title="Strict triage for depot tickets",
        description="A triage board releases depot tickets twice a day, so that teams work on the most urgent first.",
        owner="mei",
        key_result="Depot disturbances are over a fifth sooner",
        groups=DEPOTS,
        start=TRIAGE,
        metric="time_to_resolve_median",
        towards="down",
        size=0.15,
        sealed_on=date(2026, 2, 20),
        sealed_by="mei",
        truth=Truth.HARMS,
    ),
    InitiativeStory(
        title="Spare devices on the depots' shelves",
        description="Each depot keeps ready scanners, access points and laptops. The on-site team swaps at once and "
        "repairs afterwards.",
        owner="mei",
        key_result="Half of all disturbances are over a tenth sooner",
        groups=tuple(team for team, _ in SHELVES),
        start=min(on for _, on in SHELVES),
        metric="time_to_resolve_median",
        towards="down",
        size=0.2,
        sealed_on=date(2026, 1, 21),
        sealed_by="tomas",
        truth=Truth.WORKS,
        guardrails=("csat_share",),
        draw=DRAWN,
        starts=SHELVES,
    ),
)

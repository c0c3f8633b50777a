"""Where the logistics provider wants to go: objectives with key results."""

from __future__ import annotations

from datetime import date

from hoshin.simulation.library.global_logistics.desk import DEPOTS, EUROPE
from hoshin.simulation.organisation import KeyResultStory, ObjectiveStory

AUTUMN = (date(2025, 8, 1), date(2025, 10, 31))
"""Where key results start from: the last months before the initiatives, at the time of year in which the plan ends."""
YEAR = (date(2026, 1, 1), date(2026, 12, 31))

OBJECTIVES = (
    ObjectiveStory(
        "Depots get working systems back within the shift",
        "Every hour that a depot waits is freight that stands still. Response has slowed for two years.",
        "ines",
        *YEAR,
        key_results=(
            KeyResultStory(
                "Half of all disturbances are over a tenth sooner", "time_to_resolve_median", AUTUMN, 0.9, *YEAR
            ),
            KeyResultStory(
                "European teams resolve a quarter faster",
                "time_to_resolve_median",
                AUTUMN,
                0.75,
                *YEAR,
                scope=tuple(("group", name) for name in EUROPE),
            ),
            KeyResultStory("More is resolved in time", "resolution_sla_met_share", AUTUMN, 1.06, *YEAR),
        ),
    ),
    ObjectiveStory(
        "Right the first time",
        "People call twice when a repair does not hold, and tickets wander between teams.",
        "tomas",
        *YEAR,
        key_results=(
            KeyResultStory("A fifth fewer resolutions fail to hold", "reopen_share", AUTUMN, 0.8, *YEAR),
            KeyResultStory(
                "Two of five tickets that wander in Europe do so no more",
                "ping_pong_share",
                AUTUMN,
                0.6,
                *YEAR,
                scope=tuple(("group", name) for name in EUROPE),
            ),
        ),
    ),
    ObjectiveStory(
        "Depot teams stay ahead of their queue",
        "Scanners and networks decide whether a shift can work at all.",
        "mei",
        *YEAR,
        key_results=(
            KeyResultStory(
                "Depot disturbances are over a fifth sooner",
                "time_to_resolve_median",
                AUTUMN,
                0.8,
                *YEAR,
                scope=tuple(("group", name) for name in DEPOTS),
            ),
        ),
    ),
    ObjectiveStory(
        "Causes, not symptoms",
        "The same disturbances come back because nobody looks for what lies behind them.",
        "jonas",
        *YEAR,
        key_results=(
            KeyResultStory(
                "More disturbances are linked to a cause that is pursued",
                "problem_linked_share",
                (date(2025, 1, 1), date(2025, 12, 31)),
                1.6,
                *YEAR,
            ),
        ),
    ),
)

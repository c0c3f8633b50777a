"""Small desks with everything in them, for tests that draw many."""

from __future__ import annotations

from datetime import date, timedelta

from hoshin.simulation.plan import Group, Happening, Plan, Region, Service

FIRST = date(2025, 3, 3)


def small(days: int = 60, tickets: int = 400, *, effects: tuple[Happening, ...] = ()) -> Plan:
    """A desk of two sites, four teams and a third line, in two regions."""
    return Plan(
        first=FIRST,
        last=FIRST + timedelta(days=days - 1),
        tickets=tickets,
        regions=(Region("West", -5), Region("East", 9)),
        groups=(
            Group("Desk West", 1, 0.3, 4.0, "West"),
            Group("Desk East", 1, 0.2, 5.0, "East"),
            Group("Team West", 2, 0.2, 20.0, "West", ("Mail",), ("Desk West",)),
            Group("Team East", 2, 0.2, 25.0, "East", ("Mail", "Network"), ("Desk East",)),
            Group("Platform", 3, 0.1, 60.0, "West"),
        ),
        services=(
            Service("Mail", 0.7, ("No mail", "Slow mail, very", 'The "other" mail')),
            Service("Network", 0.3, ("Down",)),
        ),
        weekdays=(1.2, 1.1, 1.0, 1.0, 1.0, 0.4, 0.3),
        months=(1.0,) * 12,
        slow_months=(1.0,) * 12,
        priorities=(0.05, 0.15, 0.6, 0.2),
        targets=(8.0, 16.0, 40.0, 80.0),
        channels=(("Phone", 0.5, 0.3), ("Portal", 0.5, 0.7)),
        happenings=(
            Happening("a storm", FIRST + timedelta(days=5), FIRST + timedelta(days=9), times=2.0, arrivals=3.0),
        ),
        effects=effects,
    )

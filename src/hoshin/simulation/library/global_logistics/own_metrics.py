"""What the leaders of the logistics provider measure themselves."""

from __future__ import annotations

from hoshin.metrics.definition import Direction
from hoshin.metrics.own.conditions import Comparison, Condition
from hoshin.metrics.own.specification import Measured, Specification
from hoshin.metrics.statistic import Dating

FREIGHT = Specification(
    key="own_freight_within_a_shift",
    title="Freight moving within a shift",
    question="Which part of what stops trucks, depots and scanners is over within a shift?",
    measured=Measured.SHARE,
    met=(Condition("resolution_time", Comparison.AT_MOST, ("8",)),),
    filter=(
        Condition("priority", Comparison.IS, ("1 - Critical", "2 - High")),
        Condition(
            "service",
            Comparison.IS,
            ("Handheld scanners", "Track and trace", "Transport planning", "Warehouse management"),
        ),
    ),
    dating=Dating.RESOLVED,
    direction=Direction.HIGHER,
    practice="incident management",
    owner_role="service desk manager",
    least=5,
    counter_metrics=("reopen_share",),
)
"""What the leaders defined themselves: no metric of the field knows a shift."""

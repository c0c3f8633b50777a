"""Writes of initiatives, claims and rates. Those of error checks have a module of their own."""

from hoshin.apps.portfolios.actions.check_ins import check_in
from hoshin.apps.portfolios.actions.claims import seal
from hoshin.apps.portfolios.actions.initiatives import discard, draft_planned, stop, write_initiative
from hoshin.apps.portfolios.actions.rates import add_rate
from hoshin.apps.portfolios.actions.refusals import (
    NoScope,
    NotAClaim,
    NotARate,
    NotARollOut,
    NotSaid,
    Sealed,
    TooLate,
)
from hoshin.apps.portfolios.actions.starts import draw_starts, plan_starts

__all__ = [
    "NoScope",
    "NotAClaim",
    "NotARate",
    "NotARollOut",
    "NotSaid",
    "Sealed",
    "TooLate",
    "add_rate",
    "check_in",
    "discard",
    "draft_planned",
    "draw_starts",
    "plan_starts",
    "seal",
    "stop",
    "write_initiative",
]

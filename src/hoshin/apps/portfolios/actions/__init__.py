"""Writes of initiatives, claims and rates. Those of error checks have a module of their own."""

from hoshin.apps.portfolios.actions.claims import seal
from hoshin.apps.portfolios.actions.initiatives import discard, stop, write_initiative
from hoshin.apps.portfolios.actions.rates import add_rate
from hoshin.apps.portfolios.actions.refusals import NoScope, NotAClaim, NotARate, NotARollOut, Sealed, TooLate
from hoshin.apps.portfolios.actions.starts import draw_starts, plan_starts

__all__ = [
    "NoScope",
    "NotAClaim",
    "NotARate",
    "NotARollOut",
    "Sealed",
    "TooLate",
    "add_rate",
    "discard",
    "draw_starts",
    "plan_starts",
    "seal",
    "stop",
    "write_initiative",
]

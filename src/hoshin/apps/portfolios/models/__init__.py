"""Initiatives and who starts when, their sealed claims, the verdicts that were worked out, rates, error checks."""

from hoshin.apps.portfolios.models.check_ins import InitiativeCheckIn
from hoshin.apps.portfolios.models.error_checks import CheckState, ErrorCheck
from hoshin.apps.portfolios.models.initiatives import Category, Claim, Draw, Initiative, InitiativeValue, Towards
from hoshin.apps.portfolios.models.rates import Priced, Rate
from hoshin.apps.portfolios.models.verdicts import (
    ComparisonGroup,
    Verdict,
    VerdictGroup,
    VerdictPeriod,
    VerdictPlacebo,
    VerdictSince,
)

__all__ = [
    "Category",
    "CheckState",
    "Claim",
    "ComparisonGroup",
    "Draw",
    "ErrorCheck",
    "Initiative",
    "InitiativeCheckIn",
    "InitiativeValue",
    "Priced",
    "Rate",
    "Towards",
    "Verdict",
    "VerdictGroup",
    "VerdictPeriod",
    "VerdictPlacebo",
    "VerdictSince",
]

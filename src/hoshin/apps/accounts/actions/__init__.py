"""Writes of organisation, units, teams, people and the audit trail."""

from __future__ import annotations

from hoshin.apps.accounts.actions.organisation import (
    UnitInACircle,
    UnitInUse,
    change_team,
    drop_unit,
    make_team,
    name_organisation,
    write_unit,
)
from hoshin.apps.accounts.actions.people import (
    LastAdministrator,
    LedInACircle,
    change_person,
    make_person,
    place_person,
    set_password,
)
from hoshin.apps.accounts.actions.recording import record

__all__ = [
    "LastAdministrator",
    "LedInACircle",
    "UnitInACircle",
    "UnitInUse",
    "change_person",
    "change_team",
    "drop_unit",
    "make_person",
    "make_team",
    "name_organisation",
    "place_person",
    "record",
    "set_password",
    "write_unit",
]

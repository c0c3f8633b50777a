"""Exports to import: the real one where it lies, and invented ones in the same form."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hoshin.connectors.mapping import DayOrder, Mapping
from hoshin.connectors.registry import ready_mappings

REAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "servicenow" / "incident_event_log.csv.gz"

COLUMNS = """
    number incident_state active reassignment_count reopen_count sys_mod_count made_sla caller_id opened_by opened_at
    sys_created_by sys_created_at sys_updated_by sys_updated_at contact_type location category subcategory u_symptom
    cmdb_ci impact urgency priority assignment_group assigned_to knowledge u_priority_confirmation notify problem_id
    rfc vendor caused_by closed_code resolved_by resolved_at closed_at
""".split()  # noqa: SIM905 — as they stand in the file's header


def servicenow(zone: str = "UTC") -> Mapping:
    """The ready mapping for ServiceNow's exports, with what it cannot know answered."""
    (ready,) = [mapping for mapping in ready_mappings() if mapping.name == "servicenow"]
    return replace(ready, zone=zone, day_order=DayOrder.DAY_FIRST)


def real() -> Path:
    """The real export. The test is skipped where it is absent."""
    if not REAL.exists():
        pytest.skip("THE REAL SERVICENOW EXPORT IS ABSENT (../shared/data/servicenow): its facts go unproven here")
    return REAL


def invented(count: int, seed: int = 1) -> list[str]:
    """An audit log of ``count`` tickets in ServiceNow's form, as lines of CSV, the header first."""
    chance = random.Random(seed)
    lines = [",".join(COLUMNS)]
    for number in range(1, count + 1):
        lines += _ticket(chance, f"INC{number:07d}")
    return lines


def save(path: Path, lines: list[str]) -> Path:
    """Write lines to ``path``, and give it back."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _ticket(chance: random.Random, number: str) -> list[str]:
    at = opened = datetime(2026, 1, 1) + timedelta(minutes=chance.randrange(90 * 24 * 60))  # noqa: DTZ001
    state, groups = "New", [f"Group {chance.randrange(9)}"]
    updates: list[tuple[str, datetime, str, int]] = []
    while state != "Closed" and len(updates) < 12:
        updates.append((state, at, groups[-1], len(groups) - 1))
        at += timedelta(minutes=chance.randrange(1, 3000))
        if chance.random() < 0.3:
            groups.append(f"Group {chance.randrange(9)}")
        state = chance.choice({"Resolved": ["Closed", "Closed", "Active"]}.get(state, STATES))
    if state == "Closed":
        updates.append((state, at, groups[-1], len(groups) - 1))
    resolved = max((at for state, at, *_ in updates if state == "Resolved"), default=None)
    said = {
        "number": number,
        "opened_at": _text(opened),
        "resolved_at": _text(resolved),
        "closed_at": _text(at if state == "Closed" else None),
        "priority": chance.choice(["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"]),
        "category": f"Category {chance.randrange(5)}",
        "contact_type": chance.choice(["Phone", "Email"]),
        "made_sla": chance.choice(["true", "false"]),
        "reopen_count": "0",
    }
    lines = []
    for position, (state, at, group, moves) in enumerate(updates):
        update = {
            "incident_state": state,
            "sys_mod_count": str(position),
            "sys_updated_at": _text(at),
            "assignment_group": group,
            "reassignment_count": str(moves),
        }
        lines.append(",".join({**said, **update}.get(column, "?") for column in COLUMNS))
    return lines


STATES = ["Active", "Active", "Awaiting User Info", "Awaiting Vendor", "Resolved", "Resolved"]


def _text(at: datetime | None) -> str:
    return "?" if at is None else f"{at.day}/{at.month}/{at:%Y %H:%M}"

"""Workbooks at the terminal: nothing is written unless --write is said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models import Objective
from hoshin.server.command.workbooks import workbook as command
from tests.apps.workbooks.made import OBJECTIVES, read, workbook

pytestmark = pytest.mark.django_db
ROWS = [OBJECTIVES, ("", "Sooner", "Lena", date(2026, 1, 1), date(2026, 12, 31)), ("", "X")]


def run(*arguments: object) -> str:
    """What is printed."""
    done = CliRunner().invoke(command, [str(each) for each in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_in_and_out(lena: Person, tmp_path: Path) -> None:
    file, out = tmp_path / "plan.xlsx", tmp_path / "out.xlsx"
    file.write_bytes(workbook({"Objectives": ROWS}))
    said = run("import", file)
    assert "Objectives, row 3: X" in said
    assert "Say --write to write them." in said
    assert Objective.objects.count() == 0
    assert "Written: 1 new." in run("import", file, "--write", "--rejected", out)
    assert Objective.objects.get().title == "Sooner"
    assert read(out.read_bytes())["Objectives"][1][1] == "X"
    assert json.loads(run("import", file, "--json"))["same"] == 1
    run("export", out)
    assert read(out.read_bytes())["Objectives"][1][1] == "Sooner"
    run("export", out, "--empty")
    assert len(read(out.read_bytes())["Objectives"]) == 1

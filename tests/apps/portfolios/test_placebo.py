"""``hoshin placebo`` leaves out where initiatives acted, drafts too: what they did is no false effect."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from hoshin.apps.accounts.models import Person
from hoshin.server.command.placebo import placebo
from hoshin.warehouse.errors import NothingPublished
from tests.apps.portfolios.drafted import initiative
from tests.apps.small_desk import HARMED, HELPED, SWARMING, TRIAGE


def asked(*arguments: str) -> dict[str, object]:
    """What it prints as JSON."""
    done = CliRunner().invoke(placebo, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.usefixtures("tickets")
def test_planted_effects_count_as_false_until_their_initiatives_are_known(lena: Person) -> None:
    unknown = asked("--starts", "60")
    assert (unknown["grain"], unknown["starts"]) == ("week", 60)
    assert "an initiative acted there" not in str(unknown["reasons"])
    initiative(lena, (HELPED,), title="Swarming", start=SWARMING)
    initiative(lena, (HARMED,), title="Triage", start=TRIAGE)
    known = asked("--starts", "60")
    assert "an initiative acted there" in str(known["reasons"])
    groups = known["groups"]
    assert isinstance(groups, dict)
    assert groups[HELPED]["cannot_tell"] > groups[HELPED]["starts"]
    assert isinstance(known["false_rate"], float)
    assert isinstance(unknown["false_rate"], float)
    assert known["false_rate"] <= unknown["false_rate"]


@pytest.mark.usefixtures("tickets")
def test_the_sentence_stands_on_top_and_other_dimensions_are_warned_of(lena: Person) -> None:
    initiative(lena, (HELPED,), title="Swarming", start=date(2026, 6, 1))
    done = CliRunner().invoke(placebo, ["--by", "priority", "--starts", "5"], catch_exceptions=False)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith(("Of 5 starts at which nothing began", "It cannot be told"))
    assert "1 initiative acts by another dimension" in done.stdout


@pytest.mark.usefixtures("home", "db")
def test_without_tickets_it_says_what_to_do() -> None:
    with pytest.raises(NothingPublished, match="import"):
        CliRunner().invoke(placebo, [], catch_exceptions=False)

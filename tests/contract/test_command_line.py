"""The command line is a promise: verbs, options, exit codes and JSON stay as they are. Run as users run it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOSHIN = Path(sys.executable).with_name("hoshin")
SERVICENOW = Path(__file__).resolve().parents[3] / "shared/data/servicenow/incident_event_log.csv.gz"
VERBS = (
    "demo",
    "serve",
    "import",
    "read",
    "metrics",
    "tickets",
    "quality",
    "reconcile",
    "sla",
    "forecast",
    "check",
    "signals",
    "verdict",
    "placebo",
    "pack",
    "backup",
    "restore",
    "rebuild",
    "password",
)
SIGNAL_KEYS = [
    "number",
    "kind",
    "metric",
    "scope",
    "meaning",
    "words",
    "began",
    "newest_week",
    "weeks",
    "amount",
    "unit",
    "n",
    "bound",
    "state",
    "overdue",
    "opened_on",
    "due",
    "held",
    "answer",
    "generation",
    "definition",
]
PLACEBO_KEYS = [
    "metric",
    "by",
    "generation",
    "sentence",
    "grain",
    "periods",
    "after",
    "possible",
    "apart",
    "starts",
    "false_effects",
    "false_rate",
    "before_after_false_effects",
    "before_after_false_rate",
    "cannot_tell",
    "reasons",
    "groups",
    "thin",
]
KEYS = ["metric", "period", "scope", "amount", "unit", "n", "low", "high", "refusal", "generation", "definition"]


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call ``hoshin`` on a home of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HOSHIN_", "DJANGO_"))}
    return subprocess.run(
        [HOSHIN, *arguments], env=kept | {"HOSHIN_HOME": str(home)}, capture_output=True, text=True, check=False
    )


def readings(home: Path, *arguments: str) -> list[dict[str, Any]]:
    """The readings that ``hoshin read … --json`` prints."""
    done = run(home, "read", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["readings"]
    return found


@pytest.fixture(scope="module")
def servicenow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the real export, imported as its README says."""
    if not SERVICENOW.is_file():
        pytest.skip(f"NO DATA: {SERVICENOW.name} is not beside this checkout, so the real export is not tried")
    home = tmp_path_factory.mktemp("servicenow")
    done = run(home, "import", str(SERVICENOW), "--dayfirst", "--timezone", "UTC", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["changed"], said["mapping"], said["rows"], said["rejected"], said["tickets"]) == (
        True,
        "servicenow",
        119_998,
        0,
        20_769,
    )
    return home


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(tmp_path: Path, verb: str) -> None:
    done = run(tmp_path, verb, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: hoshin")
    assert not list(tmp_path.iterdir()), "help must not touch the home"


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("read",),
        ("read", "backlog", "--grain", "hour"),
        ("read", "backlog", "--by", "colour"),
        ("read", "backlog", "--from", "yesterday"),
        ("read", "backlog", "--from", "2016-05-01", "--to", "2016-04-01"),
        ("read", "backlog", "--where", "group"),
        ("import", "/nowhere/at/all.csv"),
        ("pack", "issue", "--form", "docx"),
        ("placebo", "--by", "colour"),
        ("placebo", "--grain", "month"),
        ("placebo", "--starts", "0"),
    ],
)
def test_wrong_usage_ends_with_two(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert "Usage" in done.stderr
    assert "Traceback" not in done.stderr


def test_refusals_end_with_one_and_a_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(b"number,opened_at\nINC1,2024-01-01 10:00:00\n" * 500)[:-40])
    ambiguous = tmp_path / "ambiguous.csv"
    ambiguous.write_text("number,opened_at\nINC1,03/04/2024 10:00\n")
    for arguments, expected in (
        (("read", "backlog"), "import"),
        (("verdict", "nothing"), "no initiative"),
        (("placebo",), "import"),
        (("import", str(empty)), "empty"),
        (("import", str(cut)), "cut"),
        (("import", str(ambiguous), "--timezone", "UTC"), "--dayfirst"),
        (("import", str(ambiguous), "--dayfirst"), "--timezone"),
        (("import", str(ambiguous), "--mapping", "nobody"), "nobody"),
        (("pack", "verify", str(empty)), "pack"),
        (("restore", str(empty)), "backup"),
    ):
        done = run(tmp_path / arguments[0], *arguments)
        assert done.returncode == 1, (arguments, done.stdout, done.stderr)
        assert expected in done.stderr, (arguments, done.stderr)
        assert "Traceback" not in done.stderr


def test_the_published_facts_come_out(servicenow: Path) -> None:
    facts = {
        "ticket_volume": (20_769, 20_769),
        "time_to_resolve_mean": (187.678, 19_351),
        "time_to_resolve_median": (24.6, 19_351),
        "time_to_resolve_p85": (290.9, 19_351),
        "first_assignment_resolution_share": (0.491809, 19_351),
        "reassignments_per_ticket": (1.059945, 19_351),
        "resolution_sla_met_share": (0.587153, 19_351),
        "reopen_share": (234 / 19_352, 19_352),
    }
    [first] = readings(servicenow, "reopen_share", "--version", "1", "--grain", "all")
    assert (first["n"], first["amount"]) == (19_351, pytest.approx(0.0120407, rel=5e-6))
    for key, (amount, n) in facts.items():
        [reading] = readings(servicenow, key, "--grain", "all")
        assert list(reading) == KEYS
        assert reading["amount"] == pytest.approx(amount, rel=5e-6)
        assert reading["n"] == n
        assert reading["refusal"] is None
    by_priority = readings(servicenow, "ticket_volume", "--grain", "all", "--by", "priority")
    assert {r["scope"]["priority"]: r["amount"] for r in by_priority} == {
        "1 - Critical": 220,
        "2 - High": 337,
        "3 - Moderate": 19_554,
        "4 - Low": 658,
    }
    april = ("--grain", "month", "--from", "2016-04-01", "--to", "2016-04-30")
    [opened] = readings(servicenow, "ticket_volume", *april)
    [resolved] = readings(servicenow, "time_to_resolve_mean", *april)
    assert (opened["period"], opened["amount"]) == ("2016-04", 7_934)
    assert (resolved["n"], resolved["amount"]) == (7_794, pytest.approx(101.2785, abs=5e-5))


def test_a_number_drills_to_as_many_tickets_as_it_has(servicenow: Path) -> None:
    filters = ("--grain", "all", "--from", "2016-04-01", "--to", "2016-04-30", "--where", "group=Group 25")
    [reading] = readings(servicenow, "reopen_share", *filters)
    done = run(servicenow, "tickets", "reopen_share", *filters, "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == reading["n"] > 0
    assert sum(row["met"] == "True" for row in rows) == round(reading["amount"] * reading["n"])
    assert {row["group"] for row in rows} == {"Group 25"}


def test_nothing_is_never_zero(servicenow: Path) -> None:
    [reading] = readings(
        servicenow, "time_to_resolve_mean", "--grain", "all", "--from", "2010-01-01", "--to", "2010-12-31"
    )
    assert reading["amount"] is None
    assert reading["n"] == 0
    assert "no" in reading["refusal"]


def test_the_same_file_changes_nothing(servicenow: Path) -> None:
    before = readings(servicenow, "backlog", "--grain", "week")
    done = run(servicenow, "import", str(SERVICENOW), "--dayfirst", "--timezone", "UTC")
    assert (done.returncode, done.stdout.startswith("Nothing new")) == (0, True)
    assert readings(servicenow, "backlog", "--grain", "week") == before


def test_unknown_names_are_answered_with_known_ones(servicenow: Path) -> None:
    done = run(servicenow, "read", "time_to_resolve")
    assert done.returncode == 1
    assert "time_to_resolve_median" in done.stderr


def test_state_moves_to_another_home(servicenow: Path, tmp_path: Path) -> None:
    file = tmp_path / "state.tar.gz"
    assert run(servicenow, "backup", str(file)).returncode == 0
    other = tmp_path / "other"
    assert run(other, "restore", str(file)).returncode == 0
    assert readings(other, "backlog", "--grain", "all") == readings(servicenow, "backlog", "--grain", "all")
    again = run(other, "restore", str(file))
    assert again.returncode == 1
    assert "--force" in again.stderr
    assert run(other, "rebuild").returncode == 0
    assert readings(other, "backlog", "--grain", "all") == readings(servicenow, "backlog", "--grain", "all")


def test_signals_are_judged_and_listed(servicenow: Path) -> None:
    done = run(servicenow, "check")
    assert done.returncode == 0, done.stderr
    assert "watched numbers, whole weeks up to 2016-" in done.stdout
    opened = int(re.search(r"(\d+) opened", done.stdout)[1])  # type: ignore[index]
    said = json.loads(run(servicenow, "signals", "--open", "--json").stdout)["signals"]
    assert len(said) == opened > 0
    assert list(said[0]) == SIGNAL_KEYS
    assert {each["state"] for each in said} == {"open"}
    assert "0 opened" in run(servicenow, "check").stdout
    assert "No." in run(servicenow, "signals").stdout


def test_placebo_starts_say_how_often_hoshin_would_err(servicenow: Path) -> None:
    done = run(servicenow, "placebo", "--metric", "ticket_volume", "--starts", "60", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert list(said) == PLACEBO_KEYS
    assert said["starts"] == 60
    assert said["false_rate"] == said["false_effects"] / 60 < said["before_after_false_rate"]
    assert sum(said["reasons"].values()) == said["cannot_tell"]
    assert sum(each["starts"] for each in said["groups"].values()) == 60
    assert said["sentence"].startswith("Of 60 starts at which nothing began, Hoshin would have called ")
    weekly = run(servicenow, "placebo", "--grain", "week")
    assert weekly.returncode == 0, weekly.stderr
    assert "cannot be told" in weekly.stdout
    for arguments, expected in (
        (("--metric", "time_to_resolve"), "time_to_resolve_median"),
        (("--metric", "csat_mean"), "does not give what the metric needs"),
        (("--where", "group=Nobody"), "Nobody"),
    ):
        wrong = run(servicenow, "placebo", *arguments)
        assert wrong.returncode == 1, wrong.stdout
        assert expected in wrong.stderr
        assert "Traceback" not in wrong.stderr


def test_a_pack_is_issued_and_verified(servicenow: Path, tmp_path: Path) -> None:
    done = run(servicenow, "pack", "issue", "--form", "html")
    assert done.returncode == 0, done.stderr
    file = Path(done.stdout.strip())
    assert file.suffix == ".html"
    assert run(servicenow, "pack", "verify", str(file)).returncode == 0
    changed = tmp_path / "changed.html"
    changed.write_text(file.read_text().replace("187", "178").replace("24.6", "12.3"))
    said = run(servicenow, "pack", "verify", str(changed))
    assert said.returncode == 1
    assert "Traceback" not in said.stderr


BOOK = """
[[calendars]]
name = "Office"
zone = "Europe/Lisbon"
monday = "8-18"
tuesday = "8-18"
wednesday = "8-18"
thursday = "8-18"
friday = "8-18"

[[agreements]]
name = "Resolution"
clock = "resolution"
target = "40 h"
calendar = "Office"
pauses = ["waiting"]
"""


def test_sla_clocks_are_computed_beside_the_desks_own_flag(servicenow: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.toml"
    book.write_text(BOOK)
    done = run(servicenow, "sla", "resolution", "--book", str(book), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["readings"]["desk"] == readings(servicenow, "resolution_sla_met_share", "--grain", "all")
    assert [each["n"] for each in said["readings"]["either"]] == [each["n"] for each in said["readings"]["desk"]]
    cells = ("both_met", "both_breached", "desk_met_clock_breached", "desk_breached_clock_met")
    compared = said["reconciliation"]
    assert sum(compared[cell] for cell in cells) + compared["only_desk"] == said["readings"]["desk"][0]["n"]
    judged = sum(compared[cell] for cell in cells) + compared["only_clock"]
    assert judged == sum(each["met"] + each["breached"] for each in said["agreements"])
    assert compared["only_clock"] == sum(compared["without_desk"].values())
    apart = compared["desk_met_clock_breached"] + compared["desk_breached_clock_met"]
    assert len(compared["tickets"]) == sum(compared["causes"].values()) == apart > 0
    shown = run(servicenow, "sla", "resolution", "--book", str(book))
    assert shown.returncode == 0, shown.stderr
    assert "the desk's clock seems to run on while the ticket waits" in shown.stdout

    book.write_text(BOOK.replace("Europe/Lisbon", "Europe/Lissabon"))
    wrong = run(servicenow, "sla", "resolution", "--book", str(book))
    assert wrong.returncode == 1
    assert f"{book}:4: Calendar 'Office': 'Europe/Lissabon' is no time zone" in " ".join(wrong.stderr.split())
    missing = run(servicenow, "sla", "resolution", "--book", str(tmp_path / "none.toml"))
    assert missing.returncode == 1
    assert "no such file or directory. Name a TOML file" in " ".join(missing.stderr.split())
    assert "Errno" not in missing.stderr

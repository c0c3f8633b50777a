"""What comes of rows: matched, changed field by field, or rejected with the place, what was found and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from hoshin.apps.accounts.models import AuditChange, AuditLine, Person, Team
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy import actions as strategy
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.apps.workbooks import actions
from hoshin.apps.workbooks.confirming import confirm
from hoshin.apps.workbooks.plan import Plan
from hoshin.apps.workbooks.planning import plan
from hoshin.apps.workbooks.reports import rejected
from hoshin.pipeline.read import Reader
from tests.apps.portfolios.drafted import initiative, seal
from tests.apps.small_desk import HELPED
from tests.apps.strategy.written import key_result, objective
from tests.apps.workbooks.made import KEY_RESULTS, OBJECTIVES, read, workbook

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = (date(2026, 2, 1), date(2026, 5, 31))


def of(person: Person, *rows: Sequence[Any], headings: Sequence[str] = OBJECTIVES) -> Plan:
    """The plan of objectives."""
    return plan(person, workbook({"Objectives": [headings, *rows]}), "plan.xlsx", None)


def told(found: Plan) -> list[tuple[str, str]]:
    """Each row's outcome with its title."""
    return [(each.outcome.value, each.title) for each in found.rows]


def wrong(found: Plan) -> list[tuple[str, str]]:
    """The columns and reasons of the rejected rows."""
    return [(each.column, each.reason) for row in found.rows for each in row.wrong]


def test_a_change_is_shown_field_by_field_and_kept_in_the_trail(lena: Person, max_: Person) -> None:
    there = objective(lena, "Sooner")
    content = workbook({"Objectives": [("Code", "Title", "Owner"), (f"H-O{there.pk}", "Sooner for all", "max")]})
    found = plan(lena, content, "plan.xlsx", None)
    [row] = found.rows
    assert [(each.field, each.before, each.after) for each in row.changes] == [
        ("Title", "Sooner", "Sooner for all"),
        ("Owner", "Lena", "Max"),
    ]
    confirm(lena, content, "plan.xlsx", None, seen=found.digest)
    there.refresh_from_db()
    assert (there.title, there.owner, there.why) == ("Sooner for all", max_, "Every hour counts.")
    kept = AuditChange.objects.filter(line__action="changed an objective").values_list("field", "before", "after")
    assert set(kept) == {("title", "Sooner", "Sooner for all"), ("owner", "Lena", "Max")}


def test_messy_headings_rows_and_cells_are_read(lena: Person) -> None:
    Team.objects.create(name="Service desk")
    rows: list[list[Any]] = [
        ["Our direction", None, None],
        [],
        [None, "end date", "OBJECTIVE ", "Our own notes", "Owner E-mail", "Start date", "Whose", "team"],
        [],
        [None, 46387.0, "  Answer  sooner ", "x", "lena", "2026-01-01 00:00:00", "a team", " service desk "],
        [None, "31.12.2026", 2026, None, "LENA", 46023, None, None],
    ]
    Person.objects.filter(pk=lena.pk).update(email="lena@example.org")
    found = plan(lena, workbook({"OKRs 2026": rows}), "plan.xlsx", None)
    assert wrong(found) == []
    assert told(found) == [("new", "Answer  sooner"), ("new", "2026")]
    assert found.ignored == (("OKRs 2026", ("Our own notes",)),)
    confirm(lena, workbook({"OKRs 2026": rows}), "plan.xlsx", None, seen=found.digest)
    assert set(Objective.objects.values_list("first", "last", "level")) == {(FIRST, LAST, "team"), (FIRST, LAST, "it")}


def test_parents_are_found_wherever_they_stand(lena: Person) -> None:
    headings = (*OBJECTIVES, "Contributes to")
    rows = [
        ("", "Third", "Lena", FIRST, LAST, "second"),
        ("B", "Second", "Lena", FIRST, LAST, "a"),
        ("A", "First", "Lena", FIRST, LAST, ""),
    ]
    content = workbook({"Objectives": [headings, *rows]})
    found = plan(lena, content, "plan.xlsx", None)
    assert wrong(found) == []
    confirm(lena, content, "plan.xlsx", None, seen=found.digest)
    assert set(Objective.objects.values_list("title", "parent__title")) == {
        ("First", None),
        ("Second", "First"),
        ("Third", "Second"),
    }
    assert plan(lena, content, "plan.xlsx", None).counted["same"] == 3


def test_two_that_change_places_are_written_in_the_right_order(lena: Person) -> None:
    above, below = objective(lena, "Above"), objective(lena, "Below")
    below.parent = above
    below.save()
    headings = ("Code", "Contributes to")
    content = workbook(
        {"Objectives": [("Code", "Title", headings[1]), (f"H-O{above.pk}", "Above", "Below"), ("", "Below", "")]}
    )
    found = plan(lena, content, "plan.xlsx", None)
    assert wrong(found) == []
    confirm(lena, content, "plan.xlsx", None, seen=found.digest)
    assert set(Objective.objects.values_list("title", "parent__title")) == {("Below", None), ("Above", "Below")}


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("", "", "Lena", FIRST, LAST), "Title", "It is empty"),
        (("", "T", "", FIRST, LAST), "Owner", "It is empty"),
        (("", "T", "Lenna", FIRST, LAST), "Owner", "Did you mean 'Lena'?"),
        (("", "T", "Lena", "01/02/2026", LAST), "From", "such as 2026-02-01"),
        (("", "T", "Lena", "2026-02-30", LAST), "From", "no such day"),
        (("", "T", "Lena", 7, LAST), "From", "such as 2026-02-01"),
        (("", "T", "Lena", LAST, FIRST), "To", "It has to end after it begins."),
        (("H-O99", "T", "Lena", FIRST, LAST), "Code", "There is no objective H-O99"),
        (("H-K1", "T", "Lena", FIRST, LAST), "Code", "There is no objective H-K1"),
        (("", "T" * 161, "Lena", FIRST, LAST), "Title", "160"),
    ],
)
def test_a_row_that_cannot_be_taken_says_where_and_what_to_do(
    lena: Person, row: tuple[Any, ...], column: str, words: str
) -> None:
    found = of(lena, row)
    [(place, reason)] = wrong(found)
    assert (place, found.counted["rejected"]) == (column, 1)
    assert words in reason


def test_what_fits_two_is_never_guessed(lena: Person) -> None:
    one, two = objective(lena, "Sooner"), objective(lena, "Sooner")
    Person.objects.create_person("lena2", "long enough to sign in", name="Lena")
    found = of(
        lena,
        ("", "Sooner", "lena", FIRST, LAST, ""),
        ("", "New", "Lena", FIRST, LAST, "sooner"),
        headings=(*OBJECTIVES, "Contributes to"),
    )
    reasons = dict(wrong(found))
    assert f'write "H-O{one.pk} Sooner" or "H-O{two.pk} Sooner" under Code' in reasons["Title"]
    assert 'write "Lena (lena)" or "Lena (lena2)" instead' in reasons["Owner"]
    assert f'"H-O{one.pk} Sooner"' in reasons["Contributes to"]


def test_circles_doubles_and_children_of_rejected_rows_are_refused(lena: Person) -> None:
    found = of(
        lena,
        ("A", "One", "Lena", FIRST, LAST, "B"),
        ("B", "Two", "Lena", FIRST, LAST, "A"),
        ("", "Below", "Lena", FIRST, LAST, "One"),
        ("", "Alone", "Lena", FIRST, LAST, "Alone"),
        ("", "Twice", "Lena", FIRST, LAST, ""),
        ("", "twice ", "Lena", FIRST, LAST, ""),
        ("", "Of the first", "Lena", FIRST, LAST, "Twice"),
        headings=(*OBJECTIVES, "Contributes to"),
    )
    outcomes = {each.given.line: each for each in found.rows}
    assert [outcomes[line].outcome.value for line in range(2, 9)] == ["rejected"] * 4 + ["new", "rejected", "new"]
    assert "circle" in outcomes[2].reason
    assert "is rejected (Objectives, row 2)" in outcomes[4].reason
    assert "Objectives, row 6 says the same objective already" in outcomes[7].reason


def test_rejected_rows_go_out_and_come_back_mended(lena: Person) -> None:
    headings = (*OBJECTIVES, "Contributes to")
    rows = [("A", "Above", "Lena", FIRST, LAST, ""), ("B", "Below", "Nobody", FIRST, LAST, "A")]
    content = workbook({"Objectives": [headings, *rows]})
    found = plan(lena, content, "plan.xlsx", None)
    confirm(lena, content, "plan.xlsx", None, seen=found.digest)
    out = read(rejected.compose(found))["Objectives"]
    assert out[0][-1] == "What is wrong"
    row = dict(zip(out[0], out[1], strict=True))
    assert (row["Title"], row["Owner"], row["Contributes to"]) == ("Below", "Nobody", "Above")
    assert "There is no person of that name" in row["What is wrong"]
    mended = [tuple("Lena" if cell == "Nobody" else cell for cell in each) for each in out]
    again = workbook({"Objectives": mended})
    found = plan(lena, again, "mended.xlsx", None)
    assert told(found) == [("new", "Below")]
    confirm(lena, again, "mended.xlsx", None, seen=found.digest)
    assert Objective.objects.get(title="Below").parent == Objective.objects.get(title="Above")


def test_what_was_changed_meanwhile_is_not_written_over(lena: Person) -> None:
    there = objective(lena, "Sooner")
    content = workbook({"Objectives": [("Title", "Why"), ("Sooner", "Mine.")]})
    seen = plan(lena, content, "plan.xlsx", None).digest
    answers: dict[str, Any] = {"title": "Sooner", "owner": lena, "first": there.first, "last": there.last}
    strategy.write_objective(lena, **answers, why="Theirs.", objective=there)
    lines = AuditLine.objects.count()
    with pytest.raises(actions.Moved, match="Nothing is written"):
        confirm(lena, content, "plan.xlsx", None, seen=seen)
    assert Objective.objects.get().why == "Theirs."
    assert AuditLine.objects.count() == lines


def test_all_rows_are_written_or_none(lena: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook({"Objectives": [OBJECTIVES, ("", "A", "Lena", FIRST, LAST), ("", "B", "Lena", FIRST, LAST)]})
    found = plan(lena, content, "plan.xlsx", None)
    broken = found.rows[1].write
    assert broken is not None
    monkeypatch.setitem(broken.answers, "weight", 99)
    with pytest.raises(Exception, match="a_weight_is_at_most_five"):
        actions.write(lena, found, "plan.xlsx")
    assert Objective.objects.count() == 0


def test_members_bring_in_initiatives_alone(lena: Person, max_: Person, reader: Reader) -> None:
    sheets: dict[str, list[tuple[Any, ...]]] = {
        "Objectives": [OBJECTIVES, ("", "Sooner", "Lena", FIRST, LAST)],
        "Initiatives": [("Title", "Owner", "Where it acts", "Starts on"), ("Swarm", "Max", HELPED, date(2027, 1, 4))],
    }
    content = workbook(sheets)
    found = plan(max_, content, "plan.xlsx", reader)
    assert told(found) == [("rejected", "Sooner"), ("new", "Swarm")]
    assert "written by leaders" in found.rows[0].reason
    confirm(max_, content, "plan.xlsx", reader, seen=found.digest)
    assert (Objective.objects.count(), Initiative.objects.count()) == (0, 1)


def test_what_a_key_result_measures_stays_and_percentages_are_told_apart(lena: Person, reader: Reader) -> None:
    of_it = objective(lena, "Sooner")
    there = key_result(reader, lena, of_it, "resolution_sla_met_share", target=0.9, title="Kept")
    headings = ("Objective", "Title", "Target", "Metric")
    content = workbook({"Key results": [headings[:3], ("Sooner", "Kept", 0.955)]}, {("Key results", "C2"): "0.0%"})
    [row] = plan(lena, content, "plan.xlsx", reader).rows
    assert [(each.before, each.after) for each in row.changes] == [("90 %", "95.5 %")]
    other = [("Sooner", "Kept", 95.5, "time_to_resolve_median")]
    found = plan(lena, workbook({"Key results": [headings, *other]}), "plan.xlsx", reader)
    assert "What a key result measures stays" in found.rows[0].reason
    new = ("Sooner", "New", "time_to_resolve_median", "", *DAYS, 0.5, *DAYS)
    content = workbook({"Key results": [KEY_RESULTS, new]}, {("Key results", "G2"): "0%"})
    found = plan(lena, content, "plan.xlsx", reader)
    assert "It is a percentage" in found.rows[0].reason
    assert KeyResult.objects.get() == there


def test_without_tickets_objectives_come_in_and_what_is_measured_waits(lena: Person) -> None:
    sheets: dict[str, list[tuple[Any, ...]]] = {
        "Objectives": [OBJECTIVES, ("", "Sooner", "Lena", FIRST, LAST)],
        "Key results": [KEY_RESULTS, ("Sooner", "New", "time_to_resolve_median", "", *DAYS, 5, *DAYS)],
    }
    found = plan(lena, workbook(sheets), "plan.xlsx", None)
    assert told(found) == [("new", "Sooner"), ("rejected", "New")]
    assert "No tickets have been read yet" in found.rows[1].reason


def test_of_a_sealed_initiative_only_words_change(lena: Person, reader: Reader, today: object) -> None:
    seal(lena, initiative(lena))
    headings = ("Title", "Description", "Starts on")
    content = workbook({"Initiatives": [headings, ("Swarming", "In other words.", date(2027, 1, 1))]})
    [row] = plan(lena, content, "plan.xlsx", reader).rows
    assert "The claim is sealed, so this stays, 1 Jun 2026" in row.reason
    content = workbook({"Initiatives": [headings[:2], ("Swarming", "In other words.")]})
    found = plan(lena, content, "plan.xlsx", reader)
    confirm(lena, content, "plan.xlsx", reader, seen=found.digest)
    assert Initiative.objects.get().description == "In other words."

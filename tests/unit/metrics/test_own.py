"""Own metrics: every field is checked, what is sound compiles to a metric like any other, and its numbers are right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hoshin.metrics.drill import tickets
from hoshin.metrics.engine import read
from hoshin.metrics.own.compilation import compiled
from hoshin.metrics.own.conditions import PRESENCE, Comparison, comparisons
from hoshin.metrics.own.fields import FIELDS, Sort
from hoshin.metrics.own.specification import FALLING, STANDING, Measured, Specification, as_json
from hoshin.metrics.own.validation import SpecificationInvalid, key_of, specified
from hoshin.metrics.own.wording import absences, cautions
from hoshin.metrics.quality import grades
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS
from hoshin.metrics.result import Reason, Refusal, Value
from hoshin.metrics.statistic import Dating
from tests.unit.metrics.oracle import LABELS, quantile
from tests.unit.metrics.small_log import GENERATION, coverage_of, log_of, ticket

SAID: dict[str, Any] = {
    "key": "own_quick_incidents",
    "title": "Quick incidents",
    "question": "How many incidents are over before lunch?",
    "measured": "share",
    "met": [{"field": "resolution_time", "comparison": "at most", "values": ["4"]}],
    "filter": [
        {"field": "kind", "comparison": "is", "values": ["incident"]},
        {"field": "group", "comparison": "is not", "values": ["B"]},
    ],
    "dating": "resolved",
    "direction": "higher",
    "least": 2,
    "practice": "incident management",
    "owner_role": "incident manager",
    "counter_metrics": ["reopen_share"],
}


def said(**changes: Any) -> Specification:
    return specified({**SAID, **changes})


def condition(field: str, comparison: str, *values: str) -> dict[str, Any]:
    return {"field": field, "comparison": comparison, "values": list(values)}


# What a field must be

WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("no title", {"title": " "}, "title", "fill it in"),
    ("a long title", {"title": "x" * 81}, "title", "shorten it to 80"),
    ("two lines", {"title": "a\nb"}, "title", "write it on one line"),
    ("a key of the library", {"key": "backlog"}, "key", "such as own_vpn_tickets"),
    ("a key with capitals", {"key": "own_VPN"}, "key", "small letters"),
    ("no question", {"question": ""}, "question", "fill it in"),
    ("an unknown measure", {"measured": "meen"}, "measured", "did you mean mean"),
    ("no measure", {"measured": None}, "measured", "choose a measure"),
    ("a standing share", {"dating": "standing"}, "measured", "choose one of count, median age"),
    ("an age of resolved tickets", {"measured": "median age", "met": []}, "measured", "choose the dating 'standing'"),
    ("a share of nothing", {"met": []}, "met", "add it"),
    ("conditions of a count", {"measured": "count", "least": 1}, "met", "put them in the filter"),
    ("a mean of nothing", {"measured": "mean", "met": []}, "amount", "choose a number"),
    ("a mean of words", {"measured": "mean", "met": [], "amount": "group"}, "amount", "no number 'group'"),
    ("an amount of a share", {"amount": "reopens"}, "amount", "leave it empty"),
    ("a sum of answers", {"measured": "total", "met": [], "amount": "satisfaction"}, "amount", "choose the mean"),
    ("no age", {"measured": "share that is older", "dating": "standing", "met": []}, "days", "from 1 to 3,650"),
    ("an age of a share", {"days": 30}, "days", "leave it empty"),
    ("an unknown dating", {"dating": "open"}, "dating", "did you mean opened"),
    ("an unknown unit", {"unit": "weeks"}, "unit", "choose one of h, days"),
    ("a half ticket", {"least": "1.5"}, "least", "from 1 to 10,000"),
    ("no tickets", {"least": 0}, "least", "from 1 to 10,000"),
    ("a count of many", {"measured": "count", "met": []}, "least", "write 1"),
    ("an unknown direction", {"direction": "sideways"}, "direction", "choose one of higher"),
    ("nobody's", {"owner_role": ""}, "owner_role", "fill it in"),
    ("an unknown practice", {"practice": "incidents"}, "practice", "did you mean incident management"),
    ("an unknown counter-metric", {"counter_metrics": ["reopens"]}, "counter_metrics", "did you mean reopen_share"),
    ("itself", {"counter_metrics": ["own_quick_incidents"]}, "counter_metrics", "choose another one"),
    ("SQL", {"sql": "DROP TABLE tickets"}, "sql", "There is no such field"),
    ("no list", {"filter": "kind = incident"}, "filter", "list of conditions"),
    ("an unknown field", {"filter": [condition("grop", "is", "A")]}, "filter", "Condition 1: .*did you mean group"),
    ("an unfit comparison", {"filter": [condition("group", "at most", "1")]}, "filter", "choose one of is, is not"),
    ("an unknown word", {"filter": [condition("kind", "is", "incidnt")]}, "filter", "did you mean incident"),
    ("what is always there", {"filter": [condition("kind", "is given")]}, "filter", "no comparison .is given.: "),
    ("no word", {"filter": [condition("group", "is")]}, "filter", "choose a value"),
    ("a word too much", {"filter": [condition("major", "yes", "1")]}, "filter", "leave out 1"),
    ("two numbers", {"filter": [condition("reopens", "at most", "1", "2")]}, "filter", "one number, not with 2"),
    ("no number", {"filter": [condition("reopens", "at most", "few")]}, "filter", "write one from 0"),
    ("not a number", {"filter": [condition("reopens", "at most", "nan")]}, "filter", "write one from 0"),
    ("a decimal comma", {"filter": [condition("resolution_time", "at most", "1,5")]}, "filter", "such as 4 or 1.5"),
    ("half a reopening", {"filter": [condition("reopens", "at most", "1.5")]}, "filter", "whole number"),
    ("none", {"filter": [condition("group", "is", "(none)")]}, "filter", "'is not given'"),
    ("the same twice", {"filter": [condition("major", "yes")] * 2}, "filter", "the same as condition 1"),
    ("too many", {"filter": [condition("reopens", "at most", str(n)) for n in range(7)]}, "filter", "keep 6 at most"),
    (
        "two absences",
        {"met": [condition("problem", "is given")], "filter": [condition("article", "is not given")]},
        "met",
        "keep one of them",
    ),
]


@pytest.mark.parametrize(("changes", "field", "message"), [pytest.param(*each, id=name) for name, *each in WRONG])
def test_what_is_wrong_is_told_by_field_and_says_what_to_do(changes: dict[str, Any], field: str, message: str) -> None:
    practices = {metric.practice for metric in METRICS.values()}
    with pytest.raises(SpecificationInvalid, match=message) as caught:
        specified({**SAID, **changes}, practices=practices, metrics=[*METRICS, SAID["key"]])
    assert field in caught.value.problems


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(SpecificationInvalid) as caught:
        specified({})
    assert set(caught.value.problems) == {
        *("title", "key", "question", "dating", "measured", "direction", "least", "practice", "owner_role")
    }


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), st.lists, max_leaves=6))
@settings(max_examples=40)
def test_no_field_takes_anything_down(anything: object) -> None:
    for field in SAID:
        with suppress(SpecificationInvalid):
            assert compiled(specified({**SAID, field: anything})).formula


def test_a_title_suggests_a_key() -> None:
    assert key_of("VPN tickets, first line") == "own_vpn_tickets_first_line"
    assert len(key_of("x" * 80)) == 60


# What it compiles to


def test_an_own_metric_says_all_that_a_metric_must() -> None:
    metric = compiled(said(), 3)
    assert metric.version == 3
    assert metric.unit == "share"
    assert metric.formula == (
        "tickets where time to resolve at most 4 h / tickets, over tickets resolved in the period where kind is "
        "“incident” and support group is not “B”"
    )
    assert metric.exclusions == (
        "cancelled tickets; tickets with unknown time to resolve; tickets whose times are in an order that cannot be; "
        "periods with fewer than 2 tickets"
    )
    assert metric.counter_metrics == ("reopen_share",)


PINNED = {
    "count": "e690705368436e33",
    "linked": "7369fb383fb112cc",
    "median": "85aba49011ddc1b0",
    "older": "6aa146e0f6db40f3",
    "share": "d9ad2315c72af35a",
}


def test_hashes_stay_for_ever() -> None:
    """What was published with an own metric is found by its hash: words and expressions may not drift."""
    found = {
        "share": compiled(said()).digest,
        "count": compiled(said(measured="count", met=[], dating="standing", least=1)).digest,
        "median": compiled(said(measured="median", met=[], amount="lead_time", unit="days", dating="finished")).digest,
        "older": compiled(said(measured="share that is older", met=[], days=14, dating="standing", filter=[])).digest,
        "linked": compiled(said(met=[condition("problem", "is given")], least=1)).digest,
    }
    assert found == PINNED


def test_only_what_decides_the_number_changes_the_hash() -> None:
    own = compiled(said())
    assert compiled(said(title="Another", question="Why?", owner_role="x", counter_metrics=[])).digest == own.digest
    for changes in (
        {"least": 3},
        {"dating": "closed"},
        {"direction": "lower"},
        {"filter": SAID["filter"][:1]},
        {"met": [condition("resolution_time", "less than", "4")]},
        {"met": [condition("resolution_time", "at most", "4.5")]},
    ):
        assert compiled(said(**changes)).digest != own.digest
    assert compiled(said(), 2).digest != own.digest


def test_cautions_name_what_to_choose_instead() -> None:
    assert cautions(said()) == ()
    early, unwatched = cautions(said(dating="opened", counter_metrics=[]))
    assert "date the metric by 'resolved'" in early
    assert "name a counter-metric" in unwatched
    assert "the median says better" in cautions(said(measured="mean", met=[], amount="response_time"))[0]


# Its numbers

START = datetime(2024, 2, 1)  # noqa: DTZ001 — the canonical tables hold UTC without a zone
FIRST, LAST = date(2024, 2, 1), date(2024, 4, 30)
QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: each example asks an engine, and a failing one is small enough to read."""
moments = st.integers(0, 60 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
whole = st.none() | st.integers(0, 5)
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(["incident", "request", "change"]),
    "title": st.sampled_from([None, "VPN down", "vpn slow", "Printer"]),
    "status": st.sampled_from([None, "active", "resolved", "cancelled"]),
    "priority": st.none() | st.integers(1, 3),
    "group": st.sampled_from([None, "A", "B"]),
    "channel": st.sampled_from([None, "phone"]),
    "problem": st.sampled_from([None, None, "P1"]),
    "major": st.none() | st.booleans(),
    "sla_met": st.none() | st.booleans(),
    "reassignments": whole,
    "reopens": whole,
    "satisfaction": st.none() | st.integers(1, 5),
    "lost_minutes": st.none() | st.integers(0, 600),
    "waiting_hours": st.none() | st.integers(0, 400).map(lambda quarters: quarters / 4),
}
TIMES = ("resolved_at", "responded_at", "closed_at")
DATINGS = (Dating.OPENED, Dating.RESPONDED, Dating.RESOLVED, Dating.CLOSED, Dating.STANDING)
USED = (
    *("kind", "priority", "group", "title", "major", "sla_met", "problem", "reassignments", "lost_time"),
    *("waiting_hours", "resolution_time", "resolution_time_without_waiting", "response_time", "satisfaction"),
)
VALUES = {"kind": ["incident", "request"], "priority": ["1 - Critical", "3 - Moderate"], "group": ["A", "B"]}
VALUES["title"] = ["vpn", "PRINT"]


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    row: dict[str, Any] = {name: draw(values) for name, values in COLUMNS.items()} | {"opened_at": draw(moments)}
    late = st.integers(-100, 9000).map(lambda minutes: row["opened_at"] + timedelta(minutes=minutes))
    return row | {name: draw(late) if draw(st.integers(0, 3)) else None for name in TIMES}


@st.composite
def conditions(draw: st.DrawFn, *, presence: bool = True) -> dict[str, Any]:
    field = FIELDS[draw(st.sampled_from(USED))]
    possible = [each for each in comparisons(field) if presence or each not in PRESENCE]
    if not possible:
        return condition("major", "yes")
    comparison = draw(st.sampled_from(possible))
    values: list[str] = []
    if field.sort is Sort.NUMBER:
        values = [draw(st.sampled_from(["0", "1", "2", "24"] if field.unit == "h" else ["0", "1", "3"]))]
    elif comparison not in PRESENCE and field.sort is not Sort.YES_NO:
        values = draw(st.lists(st.sampled_from(VALUES[field.name]), min_size=1, max_size=2, unique=True))
    return condition(field.name, comparison, *values)


@st.composite
def specifications(draw: st.DrawFn) -> Specification:
    dating = draw(st.sampled_from(DATINGS))
    measured = draw(st.sampled_from(STANDING if dating is Dating.STANDING else FALLING))
    numbers = [name for name in USED if FIELDS[name].measure]
    if measured is Measured.TOTAL:
        numbers = [name for name in numbers if FIELDS[name].summed]
    met = [draw(conditions())] if measured is Measured.SHARE else []
    presence = not any(each["comparison"] in PRESENCE for each in met)
    found = draw(st.lists(conditions(presence=presence), max_size=2, unique_by=lambda each: each["field"]))
    asks = [each for each in found if each["comparison"] == "is not given"]
    return said(
        dating=dating.value,
        measured=measured.value,
        amount=draw(st.sampled_from(numbers)) if measured.needs_amount else "",
        met=met,
        filter=[each for each in found if each not in asks[1:]],
        days=draw(st.integers(1, 40)) if measured is Measured.OLDER else 0,
        unit=draw(st.sampled_from(["h", "days"])),
        least=1 if measured in (Measured.COUNT, Measured.WEEKLY) else draw(st.sampled_from([1, 1, 3])),
    )


def number(row: Mapping[str, Any], field: str) -> float | None:
    """A number of a ticket in its field's unit; None where it is unknown or cannot be."""
    ends = {"resolution_time": "resolved_at", "resolution_time_without_waiting": "resolved_at"}
    ends["response_time"] = "responded_at"
    if field == "lost_time":
        return None if row["lost_minutes"] is None else row["lost_minutes"] / 60
    if field not in ends:
        return None if row[field] is None else float(row[field])
    if row[ends[field]] is None or row[ends[field]] < row["opened_at"]:
        return None
    took: float = (row[ends[field]] - row["opened_at"]) / timedelta(hours=1)
    if field == "resolution_time_without_waiting":
        return None if row["waiting_hours"] is None else max(took - row["waiting_hours"], 0)
    return took


def holds(row: Mapping[str, Any], each: Any) -> bool | None:
    """Whether a condition holds for a ticket; None where that is unknown."""
    field, comparison = FIELDS[each.field], each.comparison
    if field.sort is Sort.NUMBER:
        amount, limit = number(row, each.field), float(each.values[0])
        if amount is None:
            return None
        return {
            Comparison.AT_LEAST: amount >= limit,
            Comparison.AT_MOST: amount <= limit,
            Comparison.MORE_THAN: amount > limit,
            Comparison.LESS_THAN: amount < limit,
        }[comparison]
    value = row[each.field]
    if comparison in PRESENCE:
        return (value is not None) is (comparison is Comparison.GIVEN)
    if value is None:
        return None
    if field.sort is Sort.YES_NO:
        return value is (comparison is Comparison.YES)
    if field.sort is Sort.TEXT:
        return any(v.lower() in value.lower() for v in each.values) is (comparison is Comparison.CONTAINS)
    word = LABELS[value] if each.field == "priority" else value
    return (word in each.values) is (comparison is Comparison.IS)


def expected(own: Specification, every: list[dict[str, Any]]) -> tuple[float | None, int]:
    """The number over all days and its n, by plain loops; None where there is none."""

    def about(row: Mapping[str, Any]) -> bool:
        sides = [(holds(row, each), each) for each in own.filter]
        unsure = (Comparison.IS_NOT, Comparison.CONTAINS_NOT)
        return all(each.comparison in unsure if held is None else held for held, each in sides)

    if own.dating is Dating.STANDING:
        there = [row for row in every if about(row)]
        left = [(row["opened_on"], max(row["left_on"] or date.max, row["opened_on"])) for row in there]
        ages = [(LAST - opened).days for opened, gone in left if opened <= LAST < gone]
        if own.measured is Measured.COUNT:
            return (len(ages), len(ages)) if left else (None, 0)
        if not ages:
            return None, 0
        if own.measured is Measured.MEDIAN_AGE:
            return quantile(ages, 0.5), len(ages)
        return sum(age >= own.days for age in ages) / len(ages), len(ages)
    there = [row for row in every if row[own.dating.column] and FIRST <= row[own.dating.column] <= LAST and about(row)]
    if own.dating is not Dating.OPENED:
        there = [row for row in there if row["status"] != "cancelled"]
    for each in absences(own):
        giving = any(row[each.field] is not None for row in every)
        there = there if giving else []
    amounts: list[float] = []
    for row in there:
        if own.measured in (Measured.COUNT, Measured.WEEKLY):
            amounts.append(1)
        elif own.measured is Measured.SHARE:
            sides = [holds(row, each) for each in own.met]
            amounts += [] if None in sides else [all(sides)]
        elif (amount := number(row, own.amount)) is not None:
            amounts.append(amount / (24 if own.unit == "days" and FIELDS[own.amount].unit == "h" else 1))
    if not amounts:
        return None, 0
    n, fraction = len(amounts), own.measured.quantile
    if fraction is not None:
        return quantile(amounts, fraction), n
    if own.measured is Measured.WEEKLY:
        return n * 7 / ((LAST - FIRST).days + 1), n
    return (n if own.measured is Measured.COUNT else sum(amounts) / (1 if own.measured is Measured.TOTAL else n)), n


def needed(own: Specification, every: list[dict[str, Any]]) -> bool:
    """Whether every column that the filter or the dating names is given by any ticket."""
    columns = [column for each in own.filter for column in each.of.columns]
    columns += [] if own.dating is Dating.STANDING else [own.dating.column]
    return all(any(row[column] is not None for row in every) for column in columns)


@given(st.lists(rows(), min_size=5, max_size=25), specifications())
@settings(max_examples=70, deadline=None, phases=QUICKLY)
def test_every_sound_specification_computes_what_plain_loops_do(
    said_rows: list[dict[str, Any]], own: Specification
) -> None:
    # One ticket holds the coverage open to both ends of what is asked.
    ends = [{"opened_at": datetime(2024, 4, 30, 12), "kind": "task"}]  # noqa: DTZ001
    ends = [dict.fromkeys((*COLUMNS, *TIMES)) | end for end in ends]
    every = [ticket(place, row) for place, row in enumerate([*said_rows, *ends], 1)]
    log, coverage = log_of(every), coverage_of([{**every[-1], "opened_at": START}, every[-1]])
    metric, query = compiled(own), Query(Grain.ALL, None, FIRST, LAST)
    (reading,) = read(log, [metric], query, coverage=coverage, generation=GENERATION)
    amount, n = expected(own, every)
    if not needed(own, every):
        assert isinstance(reading.result, Refusal)
        assert reading.result.reason in (Reason.NO_FIELD, Reason.NO_CASES)
    elif amount is None:
        assert isinstance(reading.result, Refusal)
    elif n < own.least > 1:
        assert isinstance(reading.result, Refusal)
        assert (reading.result.reason, reading.result.n) == (Reason.TOO_FEW, n)
    else:
        assert isinstance(reading.result, Value)
        assert reading.result.amount == pytest.approx(amount, rel=1e-9, abs=1e-9)
        assert reading.result.n == n
        behind = tickets(log, metric, query, coverage=coverage).to_pyarrow()
        assert behind.num_rows == n
    assert all(grade.of for grade in grades(log, [metric], query).values())


@given(specifications())
@settings(max_examples=60)
def test_json_says_the_same(own: Specification) -> None:
    assert specified(json.loads(json.dumps(as_json(own)))) == own


def test_a_field_that_no_desk_gives_is_named() -> None:
    rows = [{"opened_at": "2024-02-01T08:00", "resolved_at": "2024-02-01T09:00"}] * 3
    count = {"measured": "count", "met": [], "least": 1}
    for changes, column in (
        ({"filter": [condition("channel", "is", "phone")]}, "channel"),
        ({"filter": [condition("channel", "is", "phone")], "dating": "standing", **count}, "channel"),
        ({"met": [condition("sla_met", "yes")], "filter": []}, "sla_met"),
        ({"measured": "mean", "amount": "lost_time", "met": [], "filter": []}, "lost_minutes"),
    ):
        metric = compiled(said(**changes))
        (reading,) = read(log_of(rows), [metric], Query(Grain.ALL), coverage=coverage_of(rows), generation=GENERATION)
        assert isinstance(reading.result, Refusal)
        assert reading.result.reason is Reason.NO_FIELD
        assert reading.result.detail.startswith(f"{column}: ")

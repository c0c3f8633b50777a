from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.connectors.errors import MappingInvalid
from hoshin.connectors.fields import FIELDS, MEANINGS
from hoshin.connectors.mapping import DELIMITERS, DayOrder, Mapping, Shape, dumps, folded, loads
from hoshin.connectors.parsing import INTAKE
from hoshin.connectors.registry import ready_mapping, ready_mappings
from hoshin.eventlog.schema import Kind, Status

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(str.strip)


def tables(values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    words = st.lists(NAMES, max_size=4, unique_by=folded)
    return words.flatmap(lambda some: st.fixed_dictionaries(dict.fromkeys(some, values)))


MAPPINGS = st.builds(
    Mapping,
    name=NAMES,
    desk=NAMES | st.just(""),
    columns=st.dictionaries(st.sampled_from(sorted(FIELDS)), NAMES),
    shape=st.sampled_from(Shape),
    kind=st.sampled_from(Kind),
    zone=st.sampled_from([None, "UTC", "Europe/Berlin"]),
    day_order=st.none() | st.sampled_from(DayOrder),
    delimiter=st.none() | st.sampled_from(DELIMITERS),
    encoding=st.sampled_from([None, "utf-8", "cp1252", "utf-16"]),
    empty=st.lists(NAMES, max_size=3).map(tuple),
    states=tables(st.sampled_from(Status)),
    priorities=tables(st.integers(1, 5)),
    kinds=tables(st.sampled_from(Kind)),
    meanings=st.fixed_dictionaries(
        {}, optional={name: tables(st.sampled_from(allowed)).filter(bool) for name, allowed in MEANINGS.items()}
    ),
)


@given(mapping=MAPPINGS)
def test_a_mapping_is_what_its_file_says(mapping: Mapping) -> None:
    again = loads(dumps(mapping))
    assert again == mapping
    assert again.digest == mapping.digest
    assert hash(again) == hash(mapping)


def test_the_digest_is_that_of_what_is_said() -> None:
    states = {"New": Status.NEW, "Done": Status.CLOSED}
    mapping = Mapping("a", {"ticket": "n", "opened_at": "t"}, states=states)
    turned = Mapping("a", {"opened_at": "t", "ticket": "n"}, states=dict(reversed(states.items())))
    assert mapping.digest == turned.digest
    assert len(mapping.digest) == 64
    changes: list[dict[str, object]] = [
        {"name": "b"},
        {"desk": "b"},
        {"shape": Shape.UPDATES},
        {"kind": Kind.REQUEST},
        {"zone": "UTC"},
        {"day_order": DayOrder.DAY_FIRST},
        {"delimiter": ";"},
        {"encoding": "cp1252"},
        {"empty": ("?",)},
        {"columns": {"ticket": "n", "opened_at": "u"}},
        {"states": {"New": Status.NEW}},
        {"priorities": {"1": 1}},
        {"kinds": {"x": Kind.TASK}},
    ]
    digests = {mapping.digest} | {replace(mapping, **change).digest for change in changes}  # type: ignore[arg-type]
    assert len(digests) == 1 + len(changes)


def test_the_desk_is_the_name_unless_said() -> None:
    assert Mapping("Our desk").desk == "Our desk"
    assert loads('name = "a"\ndesk = "b"').desk == "b"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "not valid TOML"),
        ("desk = 'x'", "needs the key 'name'"),
        ("name = ' '", "key 'name' is empty"),
        ("name = 3", "needs the key 'name'"),
        ("name = 'x'\nzonee = 'UTC'", r"no key 'zonee': expected are .*zone.* Did you mean 'zone'"),
        (
            "name = 'x'\nzone = 'Europe/Berlln'",
            r"Key 'zone' is 'Europe/Berlln', which is no time zone.*'Europe/Berlin'",
        ),
        ("name = 'x'\nzone = 1", "Key 'zone' is 1: expected is a text"),
        ("name = 'x'\nzone = '../../etc/passwd'", "no time zone"),
        ("name = 'x'\nshape = 'ticket'", r"Key 'shape' is 'ticket': expected is one of tickets, updates. Did you mean"),
        ("name = 'x'\nday_order = 'dmy'", "Key 'day_order' is 'dmy': expected is one of day-first, month-first"),
        ("name = 'x'\nkind = 'ticket'", "Key 'kind' is 'ticket': expected is one of incident"),
        ("name = 'x'\ndelimiter = ':'", "Key 'delimiter' is ':'"),
        ("name = 'x'\nencoding = 'klingon'", "Key 'encoding' is 'klingon', which is not known"),
        ("name = 'x'\nencoding = 'base64'", "Key 'encoding' is 'base64', which is not known"),
        ("name = 'x'\nempty = '?'", "Key 'empty' is '\\?': expected is a list of texts"),
        ("name = 'x'\ncolumns = 'number'", r"Key 'columns' is 'number': expected is a table, \[columns\]"),
        ("name = 'x'\n[columns]\ntickets = 'n'", r"\[columns\] has no field 'tickets': .* Did you mean 'ticket'"),
        ("name = 'x'\n[columns]\nticket = 3", r"\[columns\], key 'ticket' is 3: expected is the name of a column"),
        ("name = 'x'\n[columns]\nticket = ''", r"\[columns\], key 'ticket' is empty"),
        ("name = 'x'\n[states]\nNew = 'fresh'", r"\[states\], key 'New' is 'fresh': expected is one of new, active"),
        ("name = 'x'\n[states]\nNew = 'new'\n' NEW ' = 'active'", r"\[states\] gives two meanings to ' NEW '"),
        ("name = 'x'\n[priorities]\nHigh = 0", r"\[priorities\], key 'High' is 0: expected is a number from 1"),
        ("name = 'x'\n[priorities]\nHigh = true", r"\[priorities\], key 'High' is True: expected is a number"),
        ("name = 'x'\n[kinds]\nBug = 'bug'", r"\[kinds\], key 'Bug' is 'bug': expected is one of incident"),
    ],
)
def test_what_is_wrong_is_said_by_table_and_key(text: str, said: str) -> None:
    with pytest.raises(MappingInvalid, match=said) as caught:
        loads(text)
    assert str(caught.value).rstrip("?").count("\n") == 0


def test_what_no_row_can_do_without() -> None:
    assert Mapping("x").missing == ("ticket", "opened_at")
    assert Mapping("x", shape=Shape.UPDATES).missing == ("ticket", "at")
    assert Mapping("x", {"ticket": "n", "opened_at": "t"}, Shape.UPDATES).missing == ()
    assert Mapping("x", {"ticket": "n", "at": "t"}, Shape.UPDATES).missing == ()
    assert Mapping("x", {"ticket": "n", "at": "t"}, Shape.TICKETS).missing == ("opened_at",)


def test_every_field_lands_in_the_intake() -> None:
    assert set(FIELDS) | {"line", "status"} == set(INTAKE.names)


def test_ready_mappings_are_whole_and_have_names_of_their_own() -> None:
    names = [mapping.name.casefold() for mapping in ready_mappings()]
    assert len(set(names)) == len(names)
    assert all(not mapping.missing for mapping in ready_mappings())
    assert ready_mapping("ServiceNow").desk == "servicenow"
    with pytest.raises(MappingInvalid, match=r"no ready mapping 'servicenwo': there are .* Did you mean 'servicenow'"):
        ready_mapping("servicenwo")

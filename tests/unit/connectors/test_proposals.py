"""What is proposed for the exports of the usual desks, and what is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from hoshin.connectors.detection import answered, examine, open_questions, preview
from hoshin.connectors.errors import FileRefused, MappingInvalid, NeedsAnswer
from hoshin.connectors.mapping import DayOrder, Mapping, Shape
from hoshin.connectors.registry import ready_mapping
from hoshin.connectors.settling import settle
from hoshin.eventlog.schema import Kind, Status
from tests.unit.connectors.exported import as_csv, as_xes, as_xlsx, read, write

SERVICENOW_LABELS = """Number,Opened,Short description,Priority,State,Category,Assignment group,Updated,Resolved,\
Business service,Channel
INC0000060,2026-01-12 03:20:30,"Off, again",3 - Moderate,Closed,Inquiry,Network,2026-01-13 02:00:00,\
2026-01-12 09:00:00,Email,Phone
INC0000061,2026-01-12 04:20:30,Down,1 - Critical,On Hold,Software,Database,2026-01-14 02:00:00,,SAP,Self-service
"""
JIRA = """Summary,Issue key,Issue id,Issue Type,Status,Priority,Resolution,Assignee,Created,Updated,Resolved,Components
Mail is slow,ITSM-1,10001,[System] Incident,Waiting for customer,Highest,,Bob,01/Mar/26 9:12 AM,02/Mar/26 9:12 AM,,Mail
Laptop,ITSM-2,10002,[System] Service request,Done,Low,Done,Ann,28/Feb/26 5:00 PM,02/Mar/26 1:12 PM,02/Mar/26 1:12 PM,PC
"""
GLPI = """"ID";"Titre";"Statut";"Dernière modification";"Date d'ouverture";"Priorité";"Catégorie";\
"Attribué à - Groupe de techniciens"
"1 204";"Imprimante";"En cours (Attribué)";"2026-03-02 10:00";"2026-03-01 08:30";"Haute";"Matériel";"Niveau 1"
"1 205";"Réseau";"Clos";"2026-03-04 10:00";"2026-03-01 09:30";"Moyenne";"Réseau";"Niveau 2"
"""
ITOP = """Ref,Title,Status,Start date,Last update,Resolution date,Close date,Priority,Team->Name,Service->Name,Origin
R-000123,Mail,resolved,2026-03-01 09:00:00,2026-03-02 09:00:00,2026-03-02 09:00:00,,critical,Helpdesk,Mail,portal
I-000124,Disk,escalated_ttr,2026-03-01 10:00:00,2026-03-03 09:00:00,,,low,Servers,Storage,phone
"""
ZAMMAD = """#,title,state,group,priority,created_at,updated_at,close_at,last_close_at
67001,Login,open,Users,2 normal,2026-03-01T09:10:11.123Z,2026-03-01T10:10:11.123Z,,
67002,Mail,merged,Users,3 high,2026-03-01T09:10:11.123Z,2026-03-01T10:10:11.123Z,,
67003,Fax,pending reminder,Users,1 low,2026-03-01T09:10:11.123Z,2026-03-02T10:10:11.123Z,,
"""
RT = """id,Subject,Status,Queue,Owner,Created,Resolved,LastUpdated,Priority
2,Sample,stalled,General,root,Fri Jun 29 10:25:00 2018,,Fri Jun 29 11:25:00 2018,50
3,Other,rejected,General,root,Fri Jun 29 10:26:00 2018,Sat Jun 30 10:26:00 2018,Sat Jun 30 10:26:00 2018,0
"""
A, W, C, X, R, N = Status.ACTIVE, Status.WAITING, Status.CLOSED, Status.CANCELLED, Status.RESOLVED, Status.NEW


@pytest.mark.parametrize(
    ("text", "columns", "states", "priorities"),
    [
        (
            SERVICENOW_LABELS,
            {
                "ticket": "Number",
                "opened_at": "Opened",
                "updated_at": "Updated",
                "resolved_at": "Resolved",
                "title": "Short description",
                "state": "State",
                "priority": "Priority",
                "group": "Assignment group",
                "service": "Business service",
                "category": "Category",
                "channel": "Channel",
            },
            {"Closed": C, "On Hold": W},
            {"3 - Moderate": 3, "1 - Critical": 1},
        ),
        (
            JIRA,
            {
                "ticket": "Issue key",
                "opened_at": "Created",
                "updated_at": "Updated",
                "resolved_at": "Resolved",
                "title": "Summary",
                "state": "Status",
                "priority": "Priority",
                "category": "Components",
                "kind": "Issue Type",
                "closure": "Resolution",
            },
            {"Waiting for customer": W, "Done": R},
            {"Highest": 1, "Low": 4},
        ),
        (
            GLPI,
            {
                "ticket": "ID",
                "opened_at": "Date d'ouverture",
                "updated_at": "Dernière modification",
                "title": "Titre",
                "state": "Statut",
                "priority": "Priorité",
                "category": "Catégorie",
                "group": "Attribué à - Groupe de techniciens",
            },
            {"En cours (Attribué)": A, "Clos": C},
            {"Haute": 2, "Moyenne": 3},
        ),
        (
            ITOP,
            {
                "ticket": "Ref",
                "opened_at": "Start date",
                "updated_at": "Last update",
                "resolved_at": "Resolution date",
                "closed_at": "Close date",
                "title": "Title",
                "state": "Status",
                "priority": "Priority",
                "group": "Team->Name",
                "service": "Service->Name",
                "channel": "Origin",
            },
            {"resolved": R, "escalated_ttr": A},
            {"critical": 1, "low": 4},
        ),
        (
            ZAMMAD,
            {
                "ticket": "#",
                "opened_at": "created_at",
                "updated_at": "updated_at",
                "closed_at": "last_close_at",
                "title": "title",
                "state": "state",
                "priority": "priority",
                "group": "group",
            },
            {"open": A, "merged": X, "pending reminder": W},
            {"2 normal": 3, "3 high": 2, "1 low": 4},
        ),
        (
            RT,
            {
                "ticket": "id",
                "opened_at": "Created",
                "updated_at": "LastUpdated",
                "resolved_at": "Resolved",
                "title": "Subject",
                "state": "Status",
                "priority": "Priority",
                "group": "Queue",
            },
            {"stalled": W, "rejected": X},
            {},
        ),
    ],
    ids=["servicenow", "jira", "glpi", "itop", "zammad", "rt"],
)
def test_usual_desks_are_known(
    tmp_path: Path, text: str, columns: dict[str, str], states: dict[str, Status], priorities: dict[str, int]
) -> None:
    path = write(tmp_path / "All incidents 2026-10.csv", text)
    found = examine(path)
    assert dict(found.proposal.columns) == columns
    assert found.proposal.shape is Shape.TICKETS
    assert dict(found.proposal.states) == states
    assert dict(found.proposal.priorities) == priorities
    assert found.proposal.desk == "all-incidents"
    zoned = [] if text is ZAMMAD else ["zone"]
    assert [q.key for q in found.questions if q.required] == zoned
    rows = preview(path, replace(found.proposal, zone="Europe/Berlin"))
    assert len(rows) == text.count("\n") - 1
    assert [row.error for row in rows] == [""] * len(rows)
    assert all(row.values["opened_at"] for row in rows)


def test_kinds_are_known(tmp_path: Path) -> None:
    found = examine(write(tmp_path / "jira.csv", JIRA)).proposal
    assert found.kinds == {"[System] Incident": Kind.INCIDENT, "[System] Service request": Kind.REQUEST}


def test_a_log_of_events_is_known(tmp_path: Path) -> None:
    events = [
        {"concept:name": s, "time:timestamp": f"2026-01-0{i}T08:00:00+01:00", "org:group": "V3"}
        for i, s in enumerate(("Accepted", "Queued", "Completed"), 1)
    ]
    path = write(tmp_path / "BPI.xes.gz", as_xes([("1-364285768", events), ("1-364285769", events)]))
    found = examine(path)
    assert (found.form, found.compression, found.delimiter, found.encoding) == ("XES", "gz", None, None)
    assert found.proposal.shape is Shape.UPDATES
    assert found.proposal.columns == {
        "ticket": "case:concept:name",
        "at": "time:timestamp",
        "state": "concept:name",
        "group": "org:group",
    }
    assert found.questions == ()
    rows = preview(path, settle(path, found.proposal).mapping)
    assert [row.values["at"] for row in rows[:2]] == [datetime(2026, 1, 1, 7), datetime(2026, 1, 2, 7)]  # noqa: DTZ001


def test_an_audit_log_is_told_from_a_list(tmp_path: Path) -> None:
    header = ("Number", "Opened", "Updated", "Status", "Group")
    rows = [(f"T{n}", "2026-01-05 08:00", f"2026-01-0{u} 09:00", "Open", "A") for n in range(9) for u in range(5, 8)]
    found = examine(write(tmp_path / "log.csv", as_csv(rows, header))).proposal
    assert (found.shape, found.columns["at"], found.columns["opened_at"]) == (Shape.UPDATES, "Updated", "Opened")
    listed = examine(write(tmp_path / "list.csv", as_csv(rows[::3], header))).proposal
    assert (listed.shape, listed.columns["updated_at"]) == (Shape.TICKETS, "Updated")


def test_the_ready_mapping_fits_a_plain_list_as_well(tmp_path: Path) -> None:
    header = (
        "number",
        "opened_at",
        "resolved_at",
        "sys_updated_on",
        "incident_state",
        "priority",
        "assignment_group",
        "category",
        "contact_type",
        "made_sla",
    )
    rows = [
        ("INC1", "2026-01-05 08:00:00", "", "2026-01-06 08:00:00", "New", "3 - Moderate", "A", "B", "Phone", "true")
    ]
    path = write(tmp_path / "incident.csv", as_csv(rows, header))
    settled = settle(path, replace(ready_mapping("servicenow"), zone="UTC"))
    assert settled.mapping.shape is Shape.TICKETS
    assert set(settled.absent) == set(ready_mapping("servicenow").columns) - {
        "ticket",
        "opened_at",
        "resolved_at",
        "updated_at",
        "state",
        "priority",
        "group",
        "category",
        "channel",
        "sla_met",
    }
    assert "Not in this file, so left out: position ('sys_mod_count')" in settled.notes[0]
    assert "taken for a ticket" in settled.notes[1]
    assert examine(path).proposal.name == "servicenow"


@pytest.mark.parametrize("order", list(DayOrder))
def test_one_date_in_a_whole_file_decides(tmp_path: Path, order: DayOrder) -> None:
    rows = [(f"INC{n}", f"{n % 12 + 1}/{n % 11 + 1}/2026 08:00", "x") for n in range(30_000)]
    rows.append(("INC30000", "29/2/2024" if order is DayOrder.DAY_FIRST else "2/29/2024", "x"))
    path = write(tmp_path / "t.csv.gz", as_csv(rows))
    mapping = Mapping("m", {"ticket": "Number", "opened_at": "Opened"}, zone="UTC")
    settled = settle(path, mapping)
    assert settled.mapping.day_order is order
    (note,) = settled.notes
    assert "can be nothing else" in note
    assert rows[-1][1] in note
    found = examine(path)
    assert found.proposal.day_order is order
    assert [q.key for q in found.questions] == ["zone"]
    assert note in found.notes


def test_another_column_of_times_may_decide(tmp_path: Path) -> None:
    rows = [(f"INC{n}", f"{n}/{13 - n}/2026", f"{n + 12}/{n}/2026") for n in range(1, 7)]
    path = write(tmp_path / "t.csv", as_csv(rows, ("Number", "Opened", "Due")))
    mapping = Mapping("m", {"ticket": "Number", "opened_at": "Opened"}, zone="UTC")
    assert settle(path, mapping).mapping.day_order is DayOrder.DAY_FIRST


def asked(path: Path, mapping: Mapping) -> str:
    """The one question that is asked; every way to import asks it."""
    (question,) = open_questions(path, mapping)
    with pytest.raises(NeedsAnswer, match=question.flag.split(",")[0] or question.options[0].flag) as settling:
        settle(path, mapping)
    assert settling.value.questions == (question,)
    with pytest.raises(NeedsAnswer) as reading:
        list(read(path, mapping))
    assert reading.value.questions == (question,)
    return question.key


def test_when_every_date_can_be_both_it_asks(tmp_path: Path) -> None:
    rows = [(f"INC{n}", f"{n % 12 + 1}/{n % 11 + 1}/2026 08:00", "x") for n in range(200)]
    path = write(tmp_path / "t.csv", as_csv(rows))
    mapping = Mapping("m", {"ticket": "Number", "opened_at": "Opened"}, zone="UTC")
    assert asked(path, mapping) == "day_order"
    (question,) = open_questions(path, mapping)
    assert [option.flag for option in question.options] == ["--dayfirst", "--monthfirst"]
    assert question.answers == "--dayfirst or --monthfirst"
    for order in DayOrder:
        assert settle(path, replace(mapping, day_order=order)).mapping.day_order is order
    error = preview(path, mapping)[11]
    assert (error.error, error.column) == ("The value can be read day first or month first.", "Opened")


def test_when_dates_contradict_each_other_it_asks(tmp_path: Path) -> None:
    rows = [("INC1", "29/2/2024", "x"), ("INC2", "2/29/2024", "x"), ("INC3", "1/2/2024", "x")]
    path = write(tmp_path / "t.csv", as_csv(rows))
    mapping = Mapping("m", {"ticket": "Number", "opened_at": "Opened"}, zone="UTC")
    assert asked(path, mapping) == "day_order"
    (question,) = open_questions(path, mapping)
    assert "'29/2/2024'" in question.text
    assert "'2/29/2024'" in question.text


def test_dates_that_mean_the_same_either_way_raise_no_question(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", as_csv([("INC1", "4/4/2026", "x"), ("INC2", "2026-04-05", "y")]))
    mapping = Mapping("m", {"ticket": "Number", "opened_at": "Opened"}, zone="UTC")
    assert open_questions(path, mapping) == ()
    assert sum(chunk.raw.num_rows for chunk in read(path, mapping)) == 2


def test_a_few_odd_dates_among_many_are_rejected_and_not_asked_about(tmp_path: Path) -> None:
    rows = [(f"INC{n}", f"2026-01-{n % 28 + 1:02d} {n % 24:02d}:{n % 60:02d}Z", "x") for n in range(500)]
    rows[77] = ("INC77", "1/2/2026", "x")
    path = write(tmp_path / "t.csv", as_csv(rows))
    mapping = Mapping("m", {"ticket": "Number", "opened_at": "Opened"})
    assert open_questions(path, mapping) == ()
    assert [row.line for row in preview(path, settle(path, mapping).mapping, 600) if row.error] == [79]


def test_the_zone_is_asked_where_times_do_not_say_it(tmp_path: Path) -> None:
    local = write(tmp_path / "local.csv", as_csv([("INC1", "2026-01-05 08:00", "x")]))
    mapping = Mapping("m", {"ticket": "Number", "opened_at": "Opened"})
    assert asked(local, mapping) == "zone"
    zoned = write(tmp_path / "zoned.csv", as_csv([("INC1", "2026-01-05T08:00+01:00", "x")]))
    assert settle(zoned, mapping).mapping.zone is None


def test_the_direction_of_bare_numbers_is_asked(tmp_path: Path) -> None:
    rows = [(f"INC{n}", "2026-01-05 08:00", str(n % 3 + 1)) for n in range(9)]
    path = write(tmp_path / "t.csv", as_csv(rows, ("Number", "Opened", "Priority")))
    found = examine(path)
    (question,) = [q for q in found.questions if q.key == "priorities"]
    assert not question.required
    assert found.proposal.priorities == {}
    most, least = [answered(found, {"priorities": option.value, "zone": "UTC"}) for option in question.options]
    assert most.priorities == {"1": 1, "2": 2, "3": 3}
    assert least.priorities == {"1": 3, "2": 2, "3": 1}
    assert [row.values["priority"] for row in preview(path, least, 3)] == [3, 2, 1]
    assert any("no priority" in note for note in found.notes)


def test_which_column_holds_the_time_is_asked(tmp_path: Path) -> None:
    rows = [(f"A-{n}", f"2026-01-0{n} 08:00", f"2026-02-0{n} 08:00") for n in range(1, 9)]
    found = examine(write(tmp_path / "t.csv", as_csv(rows, ("Vorgang", "Anfang", "Ende"))))
    ticket, opened = [q for q in found.questions if q.key.startswith("columns.")]
    assert (ticket.key, ticket.options[0].value) == ("columns.ticket", "Vorgang")
    assert (opened.key, [o.value for o in opened.options]) == ("columns.opened_at", ["Anfang", "Ende"])
    mapping = answered(found, {"columns.ticket": "Vorgang", "columns.opened_at": "Anfang", "zone": "UTC"})
    assert mapping.missing == ()
    with pytest.raises(MappingInvalid, match="no question 'colour'"):
        answered(found, {"colour": "red"})


def test_a_file_without_times_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", as_csv([("INC1", "soon", "x"), ("INC2", "later", "y")]))
    with pytest.raises(FileRefused, match=r"no column of times.* The file has: Number, Opened, Title\."):
        examine(path)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"ticket": "Nummer", "opened_at": "Opened"},
            r"no column 'Nummer', .* It has: Number, Opened, Title\. Did you mean 'Number'\?",
        ),
        ({"ticket": "Number", "opened_at": "opend"}, r"no column 'opend', .* Did you mean 'Opened'\?"),
        ({"ticket": "Number"}, r"The mapping 'm' gives no 'opened_at'"),
    ],
)
def test_a_column_that_no_row_can_do_without_must_be_there(tmp_path: Path, columns: dict[str, str], said: str) -> None:
    path = write(tmp_path / "t.csv", as_csv([("INC1", "2026-01-05", "x")]))
    for does in (settle, lambda p, m: list(read(p, m))):
        with pytest.raises(FileRefused, match=said):
            does(path, Mapping("m", columns, zone="UTC"))


def test_an_examination_shows_the_file_as_it_is(tmp_path: Path) -> None:
    rows = [(f"INC{n}", "2026-01-05 08:00", f"é {n}") for n in range(250)]
    path = write(tmp_path / "t.csv", (as_csv(rows, delimiter=";") + "one;field;too;many\n").encode("cp1252"))
    found = examine(path)
    assert (found.form, found.compression, found.delimiter, found.encoding) == ("CSV", None, ";", "cp1252")
    assert found.columns == ("Number", "Opened", "Title")
    assert found.rows == tuple(rows[:100])
    assert (found.total, found.rejected) == (250, 1)
    assert any("read as Western European (cp1252)" in note for note in found.notes)


def test_an_order_that_the_file_denies_is_pointed_out(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", as_csv([("INC1", "2/29/2024", "x"), ("INC2", "3/4/2024", "x")]))
    mapping = Mapping("m", {"ticket": "Number", "opened_at": "Opened"}, zone="UTC")
    (note,) = examine(path, replace(mapping, day_order=DayOrder.DAY_FIRST)).notes
    assert "says day first, but '2/29/2024' in 'Opened' cannot be read so" in note
    assert examine(path, replace(mapping, day_order=DayOrder.MONTH_FIRST)).notes == ()


def test_an_examination_keeps_a_mapping_that_is_given(tmp_path: Path) -> None:
    mapping = Mapping("mine", {"ticket": "Number", "opened_at": "Opened", "state": "Title"}, desk="ours")
    path = write(
        tmp_path / "t.xlsx", as_xlsx([("INC1", "2026-01-05 08:00", "New"), ("INC2", "2026-01-05 08:00", "Odd")])
    )
    found = examine(path, mapping)
    assert found.proposal == mapping
    assert found.words == {"state": {"New": 1, "Odd": 1}}
    assert found.notes == ("These words of 'Title' have no status: 'New' (1), 'Odd' (1).",)


def test_a_preview_shows_rejects_in_their_place(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv", "Number,Opened,Title\nINC1,2026-01-05,a\nINC2,31/02/2026,b\nINC3\nINC4,2026-01-05,d\n"
    )
    rows = preview(path, Mapping("m", {"ticket": "Number", "opened_at": "Opened"}, zone="UTC"))
    assert [row.line for row in rows] == [2, 3, 4, 5]
    assert [row.values["ticket"] for row in rows] == ["INC1", None, None, "INC4"]
    assert [row.error for row in rows] == ["", "The value is not a day of the calendar.", "The row has 1 field.", ""]
    assert [
        row.line for row in preview(path, Mapping("m", {"ticket": "Number", "opened_at": "Opened"}, zone="UTC"), 2)
    ] == [2, 3]


def test_words_for_waiting_say_for_whom(tmp_path: Path) -> None:
    lines = ["Issue key,Status,Created,Resolution"]
    words = ("Waiting for customer", "Waiting for vendor", "Pending change", "Pending", "Waiting for approval", "Done")
    lines += [f"IT-{number},{word},2026-03-0{number} 09:12,Duplicate" for number, word in enumerate(words, 1)]
    found = examine(write(tmp_path / "jira.csv", "\n".join(lines) + "\n")).proposal
    assert found.meanings["hold_reason"] == {
        "Waiting for customer": "user",
        "Waiting for vendor": "vendor",
        "Pending change": "change",
        "Waiting for approval": "other",
    }
    assert found.meanings["closure"] == {"Duplicate": "duplicate"}

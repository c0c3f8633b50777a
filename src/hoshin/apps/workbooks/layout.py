"""How a workbook of direction is laid out: its sheets, their columns, and by which other headings people call them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a sheet lists; the value is its name."""

    OBJECTIVES = "Objectives"
    KEY_RESULTS = "Key results"
    INITIATIVES = "Initiatives"

    @property
    def one(self) -> str:
        """What one of its rows says."""
        return {"Objectives": "objective", "Key results": "key result", "Initiatives": "initiative"}[self.value]


class Kind(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """One column: the field that it says, its heading, and other ``headings`` under which it is found.

    ``choices`` names the list that its cells are chosen from. A ``told`` column is written for people to read, and
    ignored when a workbook comes in. ``width`` is in characters.
    """

    field: str
    heading: str
    note: str
    headings: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    choices: str = ""
    width: int = 18
    told: bool = False
    needed: bool = False


@dataclass(frozen=True)
class Layout:
    """One sheet: what it lists, other names under which it is found, and its columns in their order."""

    topic: Topic
    names: tuple[str, ...]
    columns: tuple[Column, ...]

    def heading(self, field: str) -> str:
        """The heading of a field; the field itself where it has no column."""
        return next((each.heading for each in self.columns if each.field == field), field)


CODE = Column(
    "code",
    "Code",
    "Leave it empty for what is new, or give it a code of your own that other rows can name. Codes that begin with H- "
    "are Hoshin's: they say which one a row changes, also where its title is new.",
    ("id", "key", "no", "nr", "number", "ref", "reference"),
    width=10,
)
FIRST = ("start", "start date", "starts", "starts on", "begins", "begin", "from date")
LAST = ("end", "end date", "ends", "ends on", "due", "due date", "until", "by when", "deadline", "finish")

OBJECTIVES = Layout(
    Topic.OBJECTIVES,
    ("objective", "goals", "goal", "okr", "okrs"),
    (
        CODE,
        Column("title", "Title", "What shall be better, and for whom.", ("objective", "name", "goal", "what"), width=44,
               needed=True),
        Column("why", "Why", "What it costs to stay as we are.", ("description", "reason", "rationale", "purpose"),
               width=44),
        Column("level", "Whose objective", "The business, IT or a team; empty means the team's where there is one.",
               ("level", "whose", "scope"), choices="levels"),
        Column("team", "Team", "The team whose objective it is.", ("unit", "department", "team name"), choices="teams"),
        Column("owner", "Owner", "Who answers for it: name, sign-in name or mail address.",
               ("responsible", "accountable", "lead", "owned by", "owner name", "owner e-mail", "owner email"),
               choices="people", needed=True),
        Column("theme", "Theme", "What it serves of the vision.", ("strategic theme", "pillar", "serves"),
               choices="themes"),
        Column("parent", "Contributes to", "The objective above it: its code or its title.",
               ("parent", "parent objective", "supports", "aligned to", "parent code"), choices="objectives", width=30),
        Column("weight", "Impact there", "From 0 (none) to 5 (it decides it); empty means 3.",
               ("impact", "weight", "contribution"), Kind.NUMBER, choices="weights", width=13),
        Column("first", "From", "Its first day.", FIRST, Kind.DAY, width=13, needed=True),
        Column("last", "To", "Its last day.", LAST, Kind.DAY, width=13, needed=True),
    ),
)  # fmt: skip
KEY_RESULTS = Layout(
    Topic.KEY_RESULTS,
    ("key result", "krs", "kr", "results"),
    (
        CODE,
        Column("objective", "Objective", "The objective that it measures: its code or its title.",
               ("objective code", "objective title", "parent", "of objective"), choices="objectives", width=34,
               needed=True),
        Column("title", "Title", "Such as: incidents are resolved within a working day.",
               ("key result", "name", "kr", "what"), width=44, needed=True),
        Column("metric", "Metric", "A metric of Hoshin: its name or its key.", ("measure", "kpi", "indicator"),
               choices="metrics", width=30, needed=True),
        Column("desk", "Desk", "Empty means all real desks.", ("service desk", "source"), choices="desks"),
        Column("scope", "Scope", "Which tickets, such as group: Network; priority: 1 - Critical. Empty means all.",
               ("where", "filter", "narrowed to"), width=30),
        Column("baseline_first", "Baseline from", "First day of what it starts from.", ("baseline start",), Kind.DAY,
               width=14, needed=True),
        Column("baseline_last", "Baseline to", "Last day of what it starts from.", ("baseline end",), Kind.DAY,
               width=14, needed=True),
        Column("baseline", "Baseline", "Measured by Hoshin; what you write here is ignored.", ("measured",),
               Kind.NUMBER, width=11, told=True),
        Column("target", "Target", "Shares in %, times in hours, counts in 4 weeks.",
               ("target value", "goal", "to reach"), Kind.NUMBER, width=11, needed=True),
        Column("unit", "Unit", "Of baseline and target; what you write here is ignored.", (), width=16, told=True),
        Column("start", "Start", "From which day the target is worked on.", ("from", *FIRST[1:]), Kind.DAY, width=13,
               needed=True),
        Column("due", "Due", "By which day it is to be reached.", ("to", *LAST), Kind.DAY, width=13, needed=True),
    ),
)  # fmt: skip
INITIATIVES = Layout(
    Topic.INITIATIVES,
    ("initiative", "projects", "project", "measures", "actions"),
    (
        CODE,
        Column("title", "Title", "What is done.", ("initiative", "name", "project"), width=44, needed=True),
        Column("description", "Description", "What will be done differently, by whom.", ("details", "what", "why"),
               width=44),
        Column("owner", "Owner", "Who answers for it: name, sign-in name or mail address.",
               ("responsible", "accountable", "lead", "owned by", "project lead", "owner e-mail", "owner email"),
               choices="people", needed=True),
        Column("key_result", "Serves the key result", "Its code or its title.", ("key result", "serves", "kr"),
               choices="key results", width=34),
        Column("desk", "Desk", "Empty means all real desks.", ("service desk", "source"), choices="desks"),
        Column("scope", "Where it acts", "Groups or services, such as group: Network; group: Depots. What stays "
               "outside is what it is compared with.", ("scope", "where", "groups", "services"), width=30, needed=True),
        Column("pace", "Who starts when", "All together where it is empty; the days of one after the other are set on "
               "its page.", ("pace", "roll-out", "rollout"), choices="paces"),
        Column("start", "Starts on", "Its first day.", ("from", *FIRST), Kind.DAY, width=13, needed=True),
        Column("end", "Ends on", "Empty where it is to stay.", ("to", *LAST), Kind.DAY, width=13),
    ),
)  # fmt: skip
LAYOUTS = {each.topic: each for each in (OBJECTIVES, KEY_RESULTS, INITIATIVES)}
"""In the order in which they are read: what a later sheet names stands in an earlier one."""

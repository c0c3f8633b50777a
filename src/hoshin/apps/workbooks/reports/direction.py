"""The direction as it stands, or none, as a workbook that can be changed and brought in again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hoshin.apps.accounts import queries as accounts
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.forms.initiatives import PACES
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.forms.objectives import WEIGHTS
from hoshin.apps.strategy.level import typed, unit_words
from hoshin.apps.strategy.models import KeyResult, Level, Objective
from hoshin.apps.workbooks.known import Known, known, person_labels
from hoshin.apps.workbooks.layout import LAYOUTS, Topic
from hoshin.apps.workbooks.names import code_of
from hoshin.apps.workbooks.rows import initiatives, key_results, objectives
from hoshin.apps.workbooks.rows.draft import words
from hoshin.apps.workbooks.writing import Filled, Value, book
from hoshin.pipeline.read import Reader

READ_ME = (
    "Objectives, key results and initiatives",
    "",
    "Fill in the sheets and give the file back under Objectives, Workbook. Hoshin shows what would be new, what would "
    "change and which rows it cannot take, and why. Nothing is written before you have seen that and confirmed it.",
    "",
    "One row is one objective, key result or initiative. Columns with a darker heading are needed. Point at a heading "
    "to read what belongs there. Columns may stand in another order, and columns of your own are left alone.",
    "A row without a code and with a new title is new. A row with the title of something that is there changes it. To "
    "change a title, leave the code that begins with H-.",
    "An empty cell empties the field; a column that you delete leaves it as it is. A row that you delete removes "
    "nothing: what is to go is removed on its page.",
    "Days are written as 2026-02-01 or formatted as dates. Shares are in %, times in hours, counts in 4 weeks.",
    "A key result starts from a number that Hoshin measures from your tickets over the days that you name. What it "
    "measures stays; its title, target and days can change.",
    "Giving the same file twice changes nothing.",
)


@dataclass(frozen=True)
class Gathered:
    """All that the workbook says: the rows by topic as fields, and the lists to choose from."""

    rows: Mapping[Topic, Sequence[Mapping[str, Value]]]
    choices: Mapping[str, Sequence[str]]


def gather(person: Person | None, reader: Reader | None, *, empty: bool = False) -> Gathered:
    """What ``person`` (None: the terminal) may see of the direction as it stands; ``empty`` leaves the rows out."""
    there = known(person, reader)
    found = list(strategy.objectives())
    measured = [each for objective in found for each in objective.key_results.all()]
    started = list(there.initiatives)
    labels = person_labels()
    rows: dict[Topic, list[Mapping[str, Value]]] = {topic: [] for topic in Topic}
    if not empty:
        rows[Topic.OBJECTIVES] = [_objective(each, labels) for each in found]
        rows[Topic.KEY_RESULTS] = [_key_result(there, each) for each in measured]
        rows[Topic.INITIATIVES] = [_initiative(each, labels) for each in reversed(started)]
    return Gathered(rows, _choices(there, found, measured, labels))


def compose(found: Gathered) -> bytes:
    """The workbook."""
    return book(READ_ME, [Filled(layout, found.rows[topic]) for topic, layout in LAYOUTS.items()], found.choices)


def _choices(
    there: Known, found: Sequence[Objective], measured: Sequence[KeyResult], labels: Mapping[int, str]
) -> dict[str, list[str]]:
    vision = strategy.vision()
    return {
        "levels": [each.label for each in Level],
        "teams": [each.name for each in accounts.teams()],
        "people": [labels[each.pk] for each in accounts.people() if each.is_active],
        "themes": [each.name for each in (strategy.themes(vision) if vision else ())],
        "weights": [str(value) for value, _ in WEIGHTS],
        "metrics": sorted(each.title for each in there.catalogue.metrics.values()),
        "desks": sorted(there.reader.desks) if there.reader else [],
        "paces": [word for _, word in PACES],
        "objectives": [_label(Topic.OBJECTIVES, each) for each in found],
        "key results": [_label(Topic.KEY_RESULTS, each) for each in measured],
    }


def _label(topic: Topic, thing: Objective | KeyResult | Initiative) -> str:
    return f"{code_of(topic, thing.pk)} {thing.title}"


def _objective(found: Objective, labels: Mapping[int, str]) -> dict[str, Value]:
    own = objectives.values(found)
    return _cells(own, objectives.SPOKEN, labels) | {
        "code": code_of(Topic.OBJECTIVES, found.pk),
        "parent": _label(Topic.OBJECTIVES, found.parent) if found.parent else None,
    }


def _key_result(there: Known, found: KeyResult) -> dict[str, Value]:
    metric = there.catalogue.metric(found.metric)
    return _cells(key_results.values(found, there.catalogue), {}, {}) | {
        "code": code_of(Topic.KEY_RESULTS, found.pk),
        "objective": _label(Topic.OBJECTIVES, found.objective),
        "metric": metric.title,
        "baseline": typed(metric, found.baseline),
        "unit": unit_words(metric),
    }


def _initiative(found: Initiative, labels: Mapping[int, str]) -> dict[str, Value]:
    return _cells(initiatives.values(found), initiatives.SPOKEN, labels) | {
        "code": code_of(Topic.INITIATIVES, found.pk),
        "key_result": _label(Topic.KEY_RESULTS, found.key_result) if found.key_result else None,
    }


def _cells(
    values: Mapping[str, object], spoken: Mapping[str, Callable[[object], str]], labels: Mapping[int, str]
) -> dict[str, Value]:
    """Values as cells: days and numbers as they are, people under the name that tells them from all others."""
    cells: dict[str, Value] = {}
    for field, value in values.items():
        match value:
            case None | date() | float() | int():
                cells[field] = value
            case Person():
                cells[field] = labels[value.pk]
            case _:
                cells[field] = spoken.get(field, words)(value)
    return cells

"""Rows of objectives: parents before what contributes to them, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hoshin.apps.accounts.keeping import KeepingForm
from hoshin.apps.accounts.models import Role
from hoshin.apps.strategy.models import Level, Objective
from hoshin.apps.workbooks import known as choices
from hoshin.apps.workbooks.cells import Unread, plain
from hoshin.apps.workbooks.forms import ObjectiveRowForm
from hoshin.apps.workbooks.known import Known
from hoshin.apps.workbooks.plan import Outcome, Row, Write
from hoshin.apps.workbooks.rows.draft import Draft, match, once, told, words
from hoshin.apps.workbooks.tables import Given

USUAL_WEIGHT = 3
UNSAID = {"after", *KeepingForm.base_fields}
"""Fields of the form that no column says: they stay as they are."""
SPOKEN: Mapping[str, Callable[[object], str]] = {"level": lambda value: Level(str(value)).label if value else ""}


def values(found: Objective) -> dict[str, object]:
    """An objective as a row says it."""
    return {
        "title": plain(found.title),
        "why": plain(found.why) or None,
        "level": found.level,
        "team": found.team,
        "owner": found.owner,
        "theme": found.theme,
        "parent": found.parent,
        "weight": found.weight,
        "first": found.first,
        "last": found.last,
    }


def judged(known: Known, rows: Iterable[Given]) -> list[Row]:
    """What comes of the rows, parents first."""
    things = known.objectives
    pairs = []
    for place, draft in enumerate(map(Draft, rows), 1):
        title = draft.text("title")
        pairs.append((draft, match(draft, things, Objective(pk=-place, title=title), things.titled(title))))
    once((draft, found.pk) for draft, found in pairs)
    return [_row(known, *pairs[place]) for place in _parents_first(known, pairs)]


def _parents_first(known: Known, pairs: list[tuple[Draft, Objective]]) -> list[int]:
    """The order of the rows in which what contributes comes after what it contributes to. Circles are refused."""
    place = {found.pk: at for at, (_, found) in reversed(list(enumerate(pairs)))}
    above: dict[int, int] = {}
    for at, (draft, _) in enumerate(pairs):
        try:
            parent = known.objectives.find(draft.text("parent")) if draft.text("parent") else None
        except Unread:
            continue  # said when the row is judged
        if parent is not None and parent.pk in place:
            above[at] = place[parent.pk]
    order: list[int] = []
    walk_of: dict[int, int] = {}
    for start in range(len(pairs)):
        path: list[int] = []
        here: int | None = start
        while here is not None and here not in walk_of:
            walk_of[here] = start
            path.append(here)
            here = above.get(here)
        if here is not None and walk_of[here] == start:
            _refuse_circle([pairs[each][0] for each in path[path.index(here) :]])
        order += reversed(path)
    return order


def _refuse_circle(drafts: list[Draft]) -> None:
    for draft in drafts:
        lines = " and ".join(str(each.given.line) for each in drafts[:4])
        draft.refuse("parent", f"It contributes to itself in a circle (row {lines}): choose another objective above.")


def _row(known: Known, draft: Draft, found: Objective) -> Row:
    was = values(found) if found.pk > 0 else None
    themes = {found.theme.name: found.theme} if found.theme else {}
    draft.find(
        {
            "level": choices.level,
            "team": known.teams.find,
            "owner": known.people.find,
            "theme": lambda text: themes.get(text) or known.themes.find(text),
            "parent": known.objectives.find,
            "weight": choices.weight,
        },
        was,
    )
    if not draft.wrong:
        own = draft.values
        own["weight"] = USUAL_WEIGHT if own["weight"] is None else own["weight"]
        own["level"] = own["level"] or (Level.TEAM.value if own["team"] else Level.IT.value)
        if was == own:
            return draft.row(found.title, Outcome.SAME)
    if not known.may(Role.LEADER):
        draft.refuse("", "Objectives are written by leaders: ask one to upload this row.")
    form = ObjectiveRowForm(_answers(draft), objective=found, onlooker=known.onlooker)
    if not draft.hold_to(form):
        return draft.rejected(known.objectives, found, found.title)
    # What is judged after it sees the tree as it will be.
    found.parent, found.level = form.cleaned_data["parent"], form.cleaned_data["level"]
    before = told(draft, was, SPOKEN) if was is not None else None
    answers = {name: value for name, value in form.cleaned_data.items() if name not in UNSAID}
    write = Write(found.pk, answers, found.edition if was is not None else None)
    seen = f"{found.pk if was is not None else ''}:{write.edition or ''}"
    return draft.accepted(str(draft.values["title"]), before, told(draft, draft.values, SPOKEN), write, seen)


def _answers(draft: Draft) -> dict[str, object]:
    own = draft.values
    return {name: words(own[name]) if name == "weight" else own[name] for name in own}

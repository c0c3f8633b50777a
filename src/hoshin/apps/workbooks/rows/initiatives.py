"""Rows of initiatives: drafts by members; of a sealed one only what its claim does not rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hoshin.apps.accounts.keeping import KeepingForm
from hoshin.apps.accounts.models import Role
from hoshin.apps.portfolios.forms.initiatives import DIMENSIONS, IN_TURN, PACES, TOGETHER
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.workbooks import known as choices
from hoshin.apps.workbooks.cells import Unread, folded, plain
from hoshin.apps.workbooks.forms import InitiativeRowForm, SealedInitiativeRowForm
from hoshin.apps.workbooks.known import Known
from hoshin.apps.workbooks.plan import Outcome, Row, Write
from hoshin.apps.workbooks.rows.draft import Draft, match, once, told, words
from hoshin.apps.workbooks.rows.scopes import scope
from hoshin.apps.workbooks.tables import Given

UNSAID = {"version", *KeepingForm.base_fields}
"""Fields of the form that no column says: they stay as they are."""
SEALED = ("desk", "scope", "pace", "start", "end")
"""What the claim of an initiative rests on."""
SPOKEN = {"pace": lambda value: dict(PACES).get(str(value), "")}


def values(found: Initiative) -> dict[str, object]:
    """An initiative as a row says it."""
    return {
        "title": plain(found.title),
        "description": plain(found.description) or None,
        "owner": found.owner,
        "key_result": found.key_result,
        "desk": found.desk or None,
        "scope": tuple((found.dimension, value) for value in sorted(found.scope_values)),
        "pace": IN_TURN if found.starts else TOGETHER,
        "start": found.start,
        "end": found.end,
    }


def judged(known: Known, rows: Iterable[Given]) -> list[Row]:
    """What comes of the rows, in their order."""
    pairs = []
    for place, draft in enumerate(map(Draft, rows), 1):
        title = draft.text("title")
        fresh = Initiative(pk=-place, title=title)
        pairs.append((draft, match(draft, known.initiatives, fresh, known.initiatives.titled(title))))
    once((draft, found.pk) for draft, found in pairs)
    return [_row(known, draft, found) for draft, found in pairs]


def _row(known: Known, draft: Draft, found: Initiative) -> Row:
    was = values(found) if found.pk > 0 else None

    def where(text: str) -> object:
        if was is not None and folded(text) == folded(words(was["scope"])):
            return was["scope"]
        return scope(text, known.offer(draft.text("desk") or None, DIMENSIONS, missing=False), DIMENSIONS)

    finders = {
        "owner": known.people.find,
        "key_result": known.key_results.find,
        "scope": where,
        "pace": choices.pace,
    }
    draft.find(finders, was)
    if not draft.wrong:
        draft.values["pace"] = draft.values["pace"] or TOGETHER
        if was == draft.values:
            return draft.row(found.title, Outcome.SAME)
    if not known.may(Role.MEMBER):
        draft.refuse("", "Initiatives are drafted by members: ask one to upload this row.")
    if was is not None and found.sealed:
        return _sealed(known, draft, found, was)
    return _draft(known, draft, found, was)


def _draft(known: Known, draft: Draft, found: Initiative, was: Mapping[str, object] | None) -> Row:
    own = draft.values
    if draft.wrong:
        return draft.rejected(known.initiatives, found, found.title)
    try:
        offered = known.offer(str(own["desk"]) if own["desk"] else None, DIMENSIONS, missing=False)
    except Unread as error:
        draft.refuse("", str(error))
        return draft.rejected(known.initiatives, found, found.title)
    pairs = own["scope"]
    form = InitiativeRowForm(
        own
        | {
            "desk": own["desk"] or offered.desk,
            "scope": [f"{dimension}={value}" for dimension, value in pairs] if isinstance(pairs, tuple) else [],
        },
        offer=offered,
        onlooker=known.onlooker,
    )
    if not draft.hold_to(form):
        return draft.rejected(known.initiatives, found, found.title)
    answers = form.fields_of(found if was is not None else None)
    return _accepted(draft, found, was, answers)


def _sealed(known: Known, draft: Draft, found: Initiative, was: Mapping[str, object]) -> Row:
    if not known.may(Role.LEADER):
        draft.refuse("", "The claim is sealed, and what is sealed is changed by leaders: ask one to upload this row.")
    for field in SEALED:
        if field in draft.values and draft.values[field] != was[field]:
            kept = SPOKEN.get(field, words)(was[field]) or "empty"
            draft.refuse(field, f"The claim is sealed, so this stays, {kept}: leave it, or draft a new initiative.")
    form = SealedInitiativeRowForm(draft.values, onlooker=known.onlooker)
    if not draft.hold_to(form):
        return draft.rejected(known.initiatives, found, found.title)
    return _accepted(draft, found, was, form.fields_of(found))


def _accepted(draft: Draft, found: Initiative, was: Mapping[str, object] | None, answers: Mapping[str, object]) -> Row:
    before = told(draft, was, SPOKEN) if was is not None else None
    after = told(draft, draft.values, SPOKEN)
    answers = {name: value for name, value in answers.items() if name not in UNSAID}
    return draft.accepted(
        str(draft.values["title"]), before, after, Write(found.pk, answers), str(found.pk) if was is not None else ""
    )

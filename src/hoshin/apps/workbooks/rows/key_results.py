"""Rows of key results: what is new is measured first; of what is there, what it measures stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hoshin.apps.accounts.models import Role
from hoshin.apps.strategy.actions import NoBaseline, NoChange, read_baseline
from hoshin.apps.strategy.actions.key_results import check_promise, check_target
from hoshin.apps.strategy.actions.refusals import Signed
from hoshin.apps.strategy.forms import DIMENSIONS, KeyResultChangeForm, KeyResultForm
from hoshin.apps.strategy.level import level, level_words, typed, unit_words
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.apps.strategy.scoping import Offer
from hoshin.apps.workbooks.cells import Percent, Unread, folded, plain
from hoshin.apps.workbooks.known import Known
from hoshin.apps.workbooks.plan import Outcome, Row, Write
from hoshin.apps.workbooks.rows.draft import Draft, match, once, told, words
from hoshin.apps.workbooks.rows.scopes import scope
from hoshin.apps.workbooks.tables import Given
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.definition import Metric
from hoshin.metrics.result import Reading, Value

STAYS = ("objective", "metric", "desk", "scope", "baseline_first", "baseline_last")
"""What a key result measures, and for which objective: something else is another key result."""
MOST_MEASURED = 500
"""New key results of one workbook: each baseline is read from the tickets."""


def values(found: KeyResult, catalogue: Catalogue) -> dict[str, object]:
    """A key result as a row says it; the metric is its key, the target in the unit in which people type it."""
    metric = catalogue.metric(found.metric)
    return {
        "objective": found.objective,
        "title": plain(found.title),
        "metric": found.metric,
        "desk": found.desk or None,
        "scope": tuple(sorted((each.dimension, each.value) for each in found.scope.all())) or None,
        "baseline_first": found.baseline_first,
        "baseline_last": found.baseline_last,
        "target": typed(metric, found.target),
        "start": found.start,
        "due": found.due,
    }


def judged(known: Known, rows: Iterable[Given]) -> list[Row]:
    """What comes of the rows, in their order."""
    pairs = []
    for place, draft in enumerate(map(Draft, rows), 1):
        title = draft.text("title")
        pairs.append(
            (draft, match(draft, known.key_results, KeyResult(pk=-place, title=title), _fitting(known, draft)))
        )
        _remember(known, *pairs[-1])
    once((draft, found.pk) for draft, found in pairs)
    measured = 0
    judged = []
    for draft, found in pairs:
        if found.pk < 0:
            measured += 1
            if measured > MOST_MEASURED:
                draft.refuse("", f"More than {MOST_MEASURED} key results are new: upload the others afterwards.")
        judged.append(_row(known, draft, found))
    return judged


def _objective(known: Known, draft: Draft) -> Objective | None:
    try:
        return known.objectives.find(draft.text("objective"))
    except Unread:
        return None  # said when the row is judged


def _fitting(known: Known, draft: Draft) -> dict[str, KeyResult]:
    """The key results of the row's objective that have its title, by label."""
    objective, title = _objective(known, draft), folded(draft.text("title"))
    if objective is None:
        return known.key_results.titled(title) if "objective" not in draft.given.cells else {}
    return {
        known.key_results.label(each.pk, each.title): each
        for each in known.key_results_of.get(objective.pk, [])
        if folded(each.title) == title
    }


def _remember(known: Known, draft: Draft, found: KeyResult) -> None:
    """A new one is found by the rows after it as well, so that two rows do not make the same."""
    objective = _objective(known, draft)
    if objective is not None and found.pk < 0 and draft.text("title"):
        below = known.key_results_of.setdefault(objective.pk, [])
        if found not in below:
            below.append(found)


def _row(known: Known, draft: Draft, found: KeyResult) -> Row:
    was = values(found, known.catalogue) if found.pk > 0 else None
    offered: Offer | None = None
    if was is None:
        try:
            offered = known.offer(draft.text("desk") or None, DIMENSIONS, missing=True)
        except Unread as error:
            draft.refuse("", str(error))
    draft.find(
        {
            "objective": known.objectives.find,
            "metric": lambda text: _metric(known, text, was),
            "scope": lambda text: _scope(known, draft, text, was) or None,
        },
        was,
    )
    _settle_target(known, draft)
    if was is not None and not draft.wrong and was == draft.values:
        return draft.row(found.title, Outcome.SAME)
    if not known.may(Role.LEADER):
        draft.refuse("", "Key results are written by leaders: ask one to upload this row.")
    return _new(known, draft, found, offered) if was is None else _changed(known, draft, found, was)


def _scope(known: Known, draft: Draft, text: str, was: Mapping[str, object] | None) -> object:
    if was is not None and folded(text) == folded(words(was["scope"])):
        return was["scope"]
    return scope(text, known.offer(draft.text("desk") or None, DIMENSIONS, missing=True), DIMENSIONS)


def _metric(known: Known, text: str, was: Mapping[str, object] | None) -> str:
    """The key of the metric that a text names; one that is no longer in use stays where it is."""
    kept = str(was["metric"]) if was else ""
    if kept and folded(text) in (kept, folded(known.catalogue.metric(kept).title)):
        return kept
    return known.metrics.find(text).key


def _settle_target(known: Known, draft: Draft) -> None:
    """The target as a number in the unit of typing; a percentage of what is no share is refused."""
    target, key = draft.said.get("target"), draft.values.get("metric")
    if "target" not in draft.values or target is None:
        return
    if isinstance(target, Percent):
        if not isinstance(key, str):
            return
        metric = known.catalogue.metric(key)
        if metric.unit != "share":
            draft.refuse("target", f"It is a percentage, and {metric.title} is not: write it in {unit_words(metric)}.")
            return
        target = target.amount
    # As ``typed`` rounds what is shown.
    draft.values["target"] = round(target, 6) if isinstance(target, float) else target


def _new(known: Known, draft: Draft, found: KeyResult, offered: Offer | None) -> Row:
    if draft.wrong or offered is None or known.reader is None:
        return draft.rejected(known.key_results, found, found.title)
    own = draft.values
    metric, pairs = known.catalogue.metric(str(own["metric"])), own["scope"]
    form = KeyResultForm(
        own
        | {
            "metric": metric.key,
            "desk": own["desk"] or offered.desk,
            "scope": [f"{dimension}={value}" for dimension, value in pairs] if isinstance(pairs, tuple) else [],
        },
        offer=offered,
    )
    if not draft.hold_to(form):
        return draft.rejected(known.key_results, found, found.title)
    answers = form.cleaned_data
    try:
        baseline = read_baseline(
            known.reader, metric.key, form.where, answers["baseline_first"], answers["baseline_last"]
        )
        check_target(metric, _amount(metric, baseline), answers["target"])
    except NoBaseline as refusal:
        draft.refuse("baseline_first", str(refusal))
        return draft.rejected(known.key_results, found, found.title)
    except NoChange as refusal:
        draft.refuse("target", str(refusal))
        return draft.rejected(known.key_results, found, found.title)
    names = ("title", "target", "start", "due", "desk", "scope")
    write = Write(
        found.pk, {name: answers[name] for name in names} | {"objective": own["objective"]}, baseline=baseline
    )
    after = told(draft, own, _spoken(known, metric))
    after["Baseline"] = level_words(metric, _amount(metric, baseline))
    return draft.accepted(found.title, None, after, write, baseline.generation)


def _spoken(known: Known, metric: Metric) -> dict[str, Callable[[object], str]]:
    """How values are put into words: metrics by their titles, the target in the unit of ``metric``."""
    return {
        "metric": lambda key: known.catalogue.metric(str(key)).title,
        "target": lambda amount: f"{words(amount)} {unit_words(metric)}",
    }


def _amount(metric: Metric, baseline: Reading) -> float:
    assert isinstance(baseline.result, Value)
    return level(metric, baseline.result.amount, baseline.period.first, baseline.period.last)


def _changed(known: Known, draft: Draft, found: KeyResult, was: Mapping[str, object]) -> Row:
    own = draft.values
    spoken = _spoken(known, known.catalogue.metric(found.metric))
    for field in STAYS:
        if field in own and own[field] != was[field]:
            kept = spoken.get(field, words)(was[field]) or "empty"
            draft.refuse(
                field, f"What a key result measures stays, {kept}: leave it, or write a new one under another title."
            )
    form = KeyResultChangeForm({name: own.get(name) for name in ("title", "target", "start", "due")}, key_result=found)
    if not draft.hold_to(form):
        return draft.rejected(known.key_results, found, found.title)
    answers = {name: value for name, value in form.cleaned_data.items() if name != "after"}
    if own["target"] == was["target"]:
        # What is typed is rounded; a target that nobody touched stays to the last digit.
        answers["target"] = found.target
    try:
        check_promise(found, answers["target"], answers["due"])
    except (NoChange, Signed) as refusal:
        draft.refuse("target", str(refusal))
        return draft.rejected(known.key_results, found, found.title)
    write = Write(found.pk, answers, found.edition)
    before, after = told(draft, was, spoken), told(draft, own, spoken)
    return draft.accepted(str(own["title"]), before, after, write, f"{found.pk}:{found.edition}")

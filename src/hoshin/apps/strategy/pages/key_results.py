"""Pages of key results: bind one to a metric, see its baseline measured, change what it promises."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.strategy import access, actions
from hoshin.apps.strategy.forms import DIMENSIONS, BaselineForm, KeyResultChangeForm, KeyResultForm, ScopeForm
from hoshin.apps.strategy.level import level, level_words, typed, unit_words
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.reports.course import before
from hoshin.apps.strategy.scoping import Offer, offer
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished


@at_least(Role.LEADER)
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bind a key result to a metric: choose, see the measured baseline, set target and date."""
    found = access.objective(request.user, pk, to_change=True)
    context: dict[str, object] = {"title": "New key result", "objective": found}
    try:
        reader = readers.remembering()
    except NothingPublished:
        return render(request, "strategy/no-tickets.html", context)
    with reader:
        offered = _offer(reader, request.POST or None)
        covered = reader.coverage((("desk", offered.desk),) if offered.desk else ())
        form = KeyResultForm(request.POST or None, offer=offered, initial=_initial(found, covered))
        measured = None
        if request.method == "POST" and form.is_valid():
            try:
                measured = _measure(reader, form)
                if "measure" not in request.POST:
                    _write(request, found, measured, form)
                    messages.success(request, "The key result is set. Its progress is read from the tickets.")
                    return redirect("strategy:objective", found.pk)
            except actions.NoBaseline as refusal:
                form.add_error("baseline_first", str(refusal))
            except actions.NoChange as refusal:
                form.add_error("target", str(refusal))
        context |= {"form": form, "covered": covered}
        context |= _shown(reader, form, measured) if measured else {}
        return render(request, "strategy/key-result.html", context)


def _initial(objective: Objective, covered: tuple[date, date]) -> dict[str, object]:
    """The usual answers: the last year that is wholly covered as baseline, the objective's days as its own."""
    last = covered[1] - timedelta(days=1)
    return {
        "metric": "time_to_resolve_median",
        "baseline_first": max(covered[0], last - timedelta(days=364)),
        "baseline_last": last,
        "start": objective.first,
        "due": objective.last,
    }


def _offer(reader: Reader, answers: QueryDict | None) -> Offer:
    return offer(reader, answers.get("desk") if answers else None, DIMENSIONS, missing=True)


def _measure(reader: Reader, form: BaselineForm) -> Reading:
    answers = form.cleaned_data
    first, last = answers["baseline_first"], answers["baseline_last"]
    return actions.read_baseline(reader, answers["metric"], form.where, first, last)


def _write(request: SignedInRequest, objective: Objective, baseline: Reading, form: KeyResultForm) -> None:
    answers = form.cleaned_data
    actions.write_key_result(
        request.user,
        objective,
        baseline,
        title=answers["title"],
        target=answers["target"],
        start=answers["start"],
        due=answers["due"],
        desk=answers["desk"],
        scope=answers["scope"],
    )


def _shown(reader: Reader, form: BaselineForm, baseline: Reading) -> dict[str, object]:
    """The measured baseline as the page shows it."""
    metric, result = reader.catalogue.metric(baseline.metric), baseline.result
    assert isinstance(result, Value)  # read_baseline refuses all else
    amount = level(metric, result.amount, baseline.period.first, baseline.period.last)
    return {
        "measured": f"{level_words(metric, amount)} ({result.n:,} cases)",
        "metric": metric,
        "target_unit": unit_words(metric),
        "picture": before(reader, metric, form.where, baseline),
    }


@at_least(Role.LEADER)
def baseline(request: SignedInRequest, pk: int) -> HttpResponse:
    """The baseline that the answers so far would give, for the form to show before anything is saved."""
    access.objective(request.user, pk, to_change=True)
    context: dict[str, object] = {}
    try:
        with readers.remembering() as reader:
            form = BaselineForm(request.GET, offer=_offer(reader, request.GET))
            if form.is_valid():
                context = _shown(reader, form, _measure(reader, form))
            else:
                context = {"refusal": " ".join(str(e) for errors in form.errors.values() for e in errors)}
    except (actions.NoBaseline, NothingPublished) as refusal:
        context = {"refusal": str(refusal)}
    return render(request, "strategy/baseline.html", context)


@at_least(Role.MEMBER)
def scope(request: SignedInRequest) -> HttpResponse:
    """The values of the chosen desk, for the form to offer."""
    with readers.remembering() as reader:
        form = ScopeForm(offer=_offer(reader, request.GET))
    return render(request, "strategy/scope-picker.html", {"bound": form["scope"]})


@at_least(Role.LEADER)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change title, target and dates of a key result."""
    found = access.key_result(request.user, pk, to_change=True)
    metric = definitions.catalogue().metric(found.metric)
    form = KeyResultChangeForm(request.POST or None, key_result=found)
    moved: dict[str, object] = {"after": form["after"].value()}
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_key_result(request.user, found, **form.cleaned_data)
        except (actions.NoChange, actions.Signed) as refusal:
            form.add_error("target", str(refusal))
        except Meanwhile as refusal:
            saved = access.key_result(request.user, pk, to_change=True)
            meant = KeyResultChangeForm(key_result=saved)
            # What is shown beside each other is in the unit in which people type.
            form.cleaned_data["target"] = typed(metric, form.cleaned_data["target"])
            moved = {"moved": beside(form, refusal, meant.initial, field="after"), "after": refusal.version}
        else:
            messages.success(request, "Saved.")
            return redirect("strategy:objective", found.objective_id)
    context = {
        "title": "Change the key result",
        "key_result": found,
        "metric": metric,
        "baseline": level_words(metric, found.baseline),
        "form": form,
    }
    return render(request, "strategy/change-key-result.html", context | moved)


@at_least(Role.LEADER)
def measure_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read the baseline of a key result again, over the same days."""
    found = access.key_result(request.user, pk, to_change=True)
    try:
        with readers.remembering() as reader:
            reading = actions.read_baseline(
                reader, found.metric, found.where, found.baseline_first, found.baseline_last
            )
        actions.measure_again(request.user, found, reading)
        messages.success(request, "The baseline is measured again.")
    except (actions.NoBaseline, actions.NoChange, NothingPublished) as refusal:
        messages.error(request, str(refusal))
    return redirect("strategy:objective", found.objective_id)


@at_least(Role.LEADER)
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a key result."""
    found = access.key_result(request.user, pk, to_change=True)
    try:
        actions.drop_key_result(request.user, found)
    except actions.Signed as refusal:
        messages.error(request, str(refusal))
        return redirect("strategy:objective", found.objective_id)
    messages.success(request, "The key result is removed; the audit trail keeps what it said.")
    return redirect("strategy:objective", found.objective_id)

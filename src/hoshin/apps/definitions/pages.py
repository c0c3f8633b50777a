"""Pages of own metrics: the list, defining one, its history, retiring it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Apart, Beside, Meanwhile
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import access, actions, queries, readers, tables, words
from hoshin.apps.definitions.drafts import WORDS_ALONE, Draft, drafted, fresh, typed
from hoshin.apps.definitions.forms import DefinitionForm, RetireForm, checked
from hoshin.apps.definitions.models import Definition, OwnMetric
from hoshin.apps.definitions.queries import Told
from hoshin.apps.definitions.reports import preview
from hoshin.eventlog.refused import Refused
from hoshin.metrics.own.compilation import compiled
from hoshin.metrics.own.fields import Field
from hoshin.metrics.own.specification import Specification
from hoshin.metrics.own.validation import SpecificationInvalid
from hoshin.pipeline.read import Reader

STAND_INS = {
    "title": "This metric",
    "question": "What is it?",
    "key": "own_preview",
    "direction": "neither, it is context",
    "owner_role": "nobody yet",
}
"""What a preview takes for words that are still missing: no number depends on them."""
CALLED = {
    "title": "the title",
    "question": "the question",
    "direction": "which way is better",
    "practice": "the practice",
    "owner_role": "who answers for it",
    "key": "the short name",
}


def own_metrics(request: SignedInRequest) -> HttpResponseBase:
    """All own metrics: what each measures, its number now, who defined it."""
    found = queries.latest(queries.own_metrics())
    if file := file_of(request, tables.OWN_METRICS, found):
        return file
    in_use = [(each, told) for each, told in found if not each.retired_at]
    with readers.if_published() as reader:
        metrics = [told.metric for _, told in in_use if told.metric]
        tried = {each.metric.key: each for each in preview.gather(reader, metrics)} if reader and metrics else {}
    context = {
        "title": "Your own metrics",
        "subtitle": "Defined here by your leaders, read, watched and published like all others.",
        "rows": [
            {
                "own_metric": each,
                "told": told,
                "tried": tried.get(each.key),
                "picture": preview.picture(tried[each.key]) if each.key in tried else None,
            }
            for each, told in in_use
        ],
        "files": (tables.OWN_METRICS,) if found else (),
        "retired": [(each, told) for each, told in found if each.retired_at],
        "imported": reader is not None,
    }
    return render(request, "definitions/own-metrics.html", context)


def _offered(reader: Reader | None, field: Field) -> list[str]:
    return preview.words_of(reader, field.name) if reader else []


def _form(
    reader: Reader | None, draft: Draft, own_metric: OwnMetric | None = None, *, check: bool = False
) -> DefinitionForm:
    catalogue = reader.catalogue if reader else queries.catalogue()
    key = own_metric.key if own_metric else ""
    return DefinitionForm(draft, catalogue, lambda field: _offered(reader, field), key=key, check=check)


def _own_metric(request: SignedInRequest) -> OwnMetric | None:
    """The metric that the form changes; None for a new one."""
    key = request.POST.get("changing", "")
    return access.own_metric(request.user, key, to_change=True) if key else None


@at_least(Role.LEADER)
def fields(request: SignedInRequest) -> HttpResponse:
    """The fields that fit the answers so far, for the form to take in."""
    own_metric = _own_metric(request)
    with readers.if_published() as reader:
        form = _form(reader, typed(request.POST).without(request.POST.get("drop", "")), own_metric)
        response = render(request, "definitions/fields.html", {"form": form, "own_metric": own_metric})
    response["HX-Trigger-After-Swap"] = "hoshin:fitted"
    return response


@at_least(Role.LEADER)
def look(request: SignedInRequest) -> HttpResponse:
    """What the answers so far would give, before anything is saved."""
    own_metric = _own_metric(request)
    with readers.if_published() as reader:
        context = _preview(reader, _form(reader, typed(request.POST), own_metric), own_metric)
    return render(request, "definitions/preview.html", context)


def _preview(reader: Reader | None, form: DefinitionForm, own_metric: OwnMetric | None) -> dict[str, object]:
    """What the page says of a draft: words, number, chart, tickets, and beside it the definition that holds."""
    said = form.said
    missing = [CALLED[name] for name in CALLED if not said.get(name)]
    stood_in = STAND_INS | {"practice": queries.practices()[0]}
    said = {name: stood_in[name] if name in WORDS_ALONE and not value else value for name, value in said.items()}
    try:
        specification = checked(said, form.catalogue)
    except SpecificationInvalid as error:
        waits = {name: problem for name, problem in error.problems.items() if name not in WORDS_ALONE}
        if waits:
            return {"waits": waits.values()}
        specification = checked(said | stood_in, form.catalogue)
    before = queries.history(own_metric)[-1] if own_metric else None
    version = before.definition.version if before else 1
    metric = compiled(specification, version)
    anew = before is not None and metric.digest != before.definition.digest
    if anew:
        metric = compiled(specification, version + 1)
    context: dict[str, object] = {"metric": metric, "missing": missing, "specification": specification}
    if before and before.specification:
        context |= {"before": before, "differences": words.differences(before.specification, specification)}
    if reader is None:
        return context
    [tried] = preview.gather(reader, [metric])
    week, tickets = preview.sample(reader, metric, tried)
    context |= {
        "tried": tried,
        "picture": preview.picture(tried),
        "cautions": preview.warnings(reader, specification),
        "week": week,
        "tickets": tickets,
    }
    if anew and before and before.metric:
        [then] = preview.gather(reader, [before.metric])
        context["side_by_side"] = preview.side_by_side(then, tried)
    return context


@at_least(Role.LEADER)
def define(request: SignedInRequest) -> HttpResponse:
    """Define a metric; what is wrong stands beside its field."""
    return _write(request, None, fresh())


@at_least(Role.LEADER)
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """Define a metric anew: the next version, with a reason, beside the one that holds."""
    found = access.own_metric(request.user, key, to_change=True)
    latest = queries.history(found)[-1]
    return _write(request, found, drafted(latest.specification) if latest.specification else fresh())


def _write(request: SignedInRequest, own_metric: OwnMetric | None, start: Draft) -> HttpResponse:
    posted = request.method == "POST"
    draft = typed(request.POST).without(request.POST.get("drop", "")) if posted else start
    after, moved = request.POST.get("after", "0"), None
    with readers.if_published() as reader:
        form = _form(reader, draft, own_metric, check=posted and not {"fit", "drop"} & set(request.POST))
        if posted and "save" in request.POST and form.is_valid() and form.specification:
            try:
                saved = _save(request, own_metric, form, form.specification)
            except Meanwhile as refusal:
                after = str(refusal.version)
                moved = _beside(refusal, access.own_metric(request.user, own_metric.key if own_metric else ""), form)
            except Refused as refusal:
                form.add_error("why" if own_metric else "title", str(refusal))
            else:
                return redirect("definitions:own-metric", saved)
        context = {
            "title": f"Change {_holding(own_metric).title}" if own_metric else "Define a metric",
            "form": form,
            "own_metric": own_metric,
            "moved": moved,
            "after": after if posted else _holding(own_metric).position if own_metric else 0,
            "imported": reader is not None,
            "looked": posted,
        }
        # Without scripts the page itself shows what would come of the answers.
        context |= _preview(reader, form, own_metric) if posted else {}
        return render(request, "definitions/write.html", context)


def _beside(refusal: Meanwhile, own_metric: OwnMetric, form: DefinitionForm) -> Beside:
    """What somebody else saved beside what was typed: title, question, and what is counted, in words."""
    saved, meant = queries.history(own_metric)[-1].specification, form.specification
    if saved is None or meant is None:
        return Beside(str(refusal), ())
    pairs = (
        ("Title", saved.title, meant.title),
        ("Question", saved.question, meant.question),
        ("Who answers for it", saved.owner_role, meant.owner_role),
        ("What is counted", compiled(saved, 1).formula, compiled(meant, 1).formula),
    )
    return Beside(str(refusal), tuple(Apart(*each) for each in pairs if each[1] != each[2]))


def _holding(own_metric: OwnMetric) -> Definition:
    """The definition that holds."""
    return list(own_metric.definitions.all())[-1]


def _save(
    request: SignedInRequest, own_metric: OwnMetric | None, form: DefinitionForm, specification: Specification
) -> str:
    """Write the definition, and give the metric's key. Raises Refused."""
    if own_metric is None:
        found = actions.define(request.user, specification)
        messages.success(request, "It is defined, and stands on the scorecard like every other metric.")
        return found.key
    after = request.POST.get("after", "")
    before = _holding(own_metric).version
    written = actions.change(
        request.user,
        own_metric,
        specification,
        form.cleaned_data["why"],
        after=int(after) if after.isdecimal() else 0,
    )
    words_alone = written.version == before
    messages.success(
        request, "The words are changed; the number stays." if words_alone else f"Version {written.version} holds now."
    )
    return own_metric.key


def own_metric(request: SignedInRequest, key: str) -> HttpResponse:
    """One own metric: what it is, and every definition that it had."""
    return _own_metric_page(request, access.own_metric(request.user, key))


def _own_metric_page(request: SignedInRequest, found: OwnMetric, form: RetireForm | None = None) -> HttpResponse:
    history = queries.history(found)
    latest = history[-1]
    with readers.if_published() as reader:
        tried = preview.gather(reader, [latest.metric])[0] if reader and latest.metric else None
    context = {
        "title": latest.definition.title,
        "own_metric": found,
        "latest": latest,
        "steps": _steps(history),
        "tried": tried,
        "picture": preview.picture(tried) if tried else None,
        "counter_metrics": _named(latest),
        "retire_form": form or RetireForm(auto_id="id_retire_%s"),
        "metric_address": reverse("scorecards:metric", args=[found.key]),
    }
    return render(request, "definitions/own-metric.html", context)


def _named(told: Told) -> list[tuple[str, str]]:
    """The counter-metrics as key and title."""
    catalogue = queries.catalogue()
    keys = told.specification.counter_metrics if told.specification else ()
    return [(key, catalogue.metric(key).title) for key in keys if catalogue.knows(key)]


def _steps(history: list[Told]) -> list[dict[str, object]]:
    """Every definition with what it changed, newest first."""
    steps: list[dict[str, object]] = []
    for place, told in enumerate(history):
        before = history[place - 1] if place else None
        both = before is not None and before.specification and told.specification
        steps.append(
            {
                "told": told,
                "words_alone": before is not None and before.definition.version == told.definition.version,
                "differences": words.differences(before.specification, told.specification)
                if both and before and before.specification and told.specification
                else (),
            }
        )
    return steps[::-1]


@at_least(Role.LEADER)
def retire(request: SignedInRequest, key: str) -> HttpResponse:
    """Offer the metric nowhere any more."""
    found = access.own_metric(request.user, key, to_change=True)
    form = RetireForm(request.POST, auto_id="id_retire_%s")
    if not form.is_valid():
        return _own_metric_page(request, found, form)
    try:
        actions.retire(request.user, found, form.cleaned_data["why"])
        messages.success(request, "It is retired. What was published with it can still be computed.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("definitions:own-metric", key)


@at_least(Role.LEADER)
def bring_back(request: SignedInRequest, key: str) -> HttpResponse:
    """Offer a retired metric again."""
    found = access.own_metric(request.user, key, to_change=True)
    try:
        actions.bring_back(request.user, found)
        messages.success(request, "It is in use again.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("definitions:own-metric", key)

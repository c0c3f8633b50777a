"""The page of one key result: where it stands, its course, its months, how its target was negotiated."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.strategy import access, actions, queries, tables
from hoshin.apps.strategy.forms.countermeasures import CountermeasureForm
from hoshin.apps.strategy.models import Countermeasure, KeyResult
from hoshin.apps.strategy.reports import bowling, negotiated, progress
from hoshin.apps.strategy.reports.course import course
from hoshin.apps.strategy.reports.outlook import outlook


def key_result(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """One key result: status, course, bowling chart, countermeasures and catchballs."""
    found = access.key_result(request.user, pk)
    today = timezone.localdate()
    measures = list(queries.countermeasures(request.user).filter(key_result=found))
    if file := file_of(request, tables.COUNTERMEASURES, tables.dated(measures, today)):
        return file
    plans = queries.month_plans(found)
    with readers.if_published() as reader:
        [objective] = progress.gather(reader, [access.objective(request.user, found.objective_id)], today)
        standing = next(each for each in objective.key_results if each.key_result.pk == pk)
        ahead = outlook(reader, standing)
        chart = course(reader, standing, ahead.prospect) if reader and standing.query else None
        months = bowling.compose(standing.metric, found, bowling.gather(reader, found), measures, plans)
    balls = [
        negotiated.compose(each, standing.metric, today)
        for each in queries.catchballs(request.user).filter(key_result=found)
    ]
    context = {
        "title": found.title,
        "key_result": found,
        "each": standing,
        "ahead": ahead,
        "chart": chart,
        "bowling": months,
        "planned": bool(plans),
        "countermeasures": [(each, each.state(today)) for each in measures],
        "files": (tables.COUNTERMEASURES,) if measures else (),
        "negotiations": balls,
        "open": any(each.catchball.open for each in balls),
    }
    return render(request, "strategy/key-result-page.html", context)


@at_least(Role.MEMBER)
def open_countermeasure(request: SignedInRequest, pk: int, year: int, month: int) -> HttpResponse:
    """Open a countermeasure to one month of a key result."""
    found = access.key_result(request.user, pk)
    try:
        first = date(year, month, 1)
    except ValueError as error:
        raise Http404("There is no such month.") from error
    due = timezone.localdate() + timedelta(days=14)
    form = CountermeasureForm(request.POST or None, initial={"owner": request.user, "due": due})
    if request.method == "POST" and form.is_valid():
        answers = {name: value for name, value in form.cleaned_data.items() if name != "after"}
        actions.write_countermeasure(request.user, found, month=first, **answers)
        messages.success(request, "The countermeasure is open. It stands beside the month until it is done.")
        return redirect("strategy:key-result", pk)
    return _form(request, found, first, form, {})


@at_least(Role.MEMBER)
def change_countermeasure(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a countermeasure, or say what came of it."""
    found = access.countermeasure(request.user, pk)
    form = CountermeasureForm(request.POST) if request.method == "POST" else CountermeasureForm.of(found)
    context: dict[str, object] = {"countermeasure": found, "after": form["after"].value()}
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_countermeasure(
                request.user, found.key_result, month=found.month, **form.cleaned_data, countermeasure=found
            )
        except Meanwhile as refusal:
            saved: Countermeasure = access.countermeasure(request.user, pk)
            stored = CountermeasureForm.of(saved).initial
            context |= {"moved": beside(form, refusal, stored, field="after"), "after": refusal.version}
        else:
            messages.success(request, "Saved.")
            return redirect("strategy:key-result", found.key_result_id)
    return _form(request, found.key_result, found.month, form, context)


def _form(
    request: SignedInRequest, key_result: KeyResult, month: date, form: CountermeasureForm, context: dict[str, object]
) -> HttpResponse:
    metric = definitions.catalogue().metric(key_result.metric)
    with readers.if_published() as reader:
        plans = queries.month_plans(key_result)
        months = bowling.compose(metric, key_result, bowling.gather(reader, key_result), plans=plans).months
    shown = {
        "title": f"Countermeasure to {month:%B %Y}",
        "key_result": key_result,
        "month": next((each for each in months if each.first == month), None),
        "form": form,
    }
    return render(request, "strategy/countermeasure.html", shown | context)

"""The page on which a key result is planned month by month."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import readers
from hoshin.apps.strategy import access, actions, queries
from hoshin.apps.strategy.forms.month_plans import MonthPlanForm
from hoshin.apps.strategy.level import level_words
from hoshin.apps.strategy.reports import bowling


@at_least(Role.LEADER)
def plan_months(request: SignedInRequest, pk: int) -> HttpResponse:
    """Plan a key result month by month."""
    found = access.key_result(request.user, pk, to_change=True)
    form = MonthPlanForm(
        request.POST if request.method == "POST" else None, key_result=found, plans=queries.month_plans(found)
    )
    context: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_months(request.user, found, form.amounts, after=form.cleaned_data["after"])
        except Meanwhile as refusal:
            saved = access.key_result(request.user, pk, to_change=True)
            now = MonthPlanForm(key_result=saved, plans=queries.month_plans(saved))
            stored = {bound.name: bound.value() for bound in now}
            context = {"moved": beside(form, refusal, stored, field="after"), "after": refusal.version}
        else:
            messages.success(request, "The months are planned.")
            return redirect("strategy:key-result", pk)
    with readers.if_published() as reader:
        readings = bowling.gather(reader, found)
    actual = {each.first: each for each in bowling.compose(form.metric, found, readings).months}
    context = {
        "title": "Plan by month",
        "key_result": found,
        "form": form,
        "after": form["after"].value(),
        "rows": [(cell, actual[cell.month]) for cell in form.cells],
        "last": actual[max(actual)],
        "target": level_words(form.metric, found.target),
    } | context
    return render(request, "strategy/plan-months.html", context)

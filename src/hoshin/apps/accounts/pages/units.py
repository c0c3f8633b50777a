"""Pages: teams and business units."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from hoshin.apps.accounts import access, actions, queries, tables
from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.forms import TeamForm, UnitForm
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.eventlog.refused import Refused


def units(request: SignedInRequest) -> HttpResponseBase:
    """How the organisation is made up: its units in a tree, who heads each, their teams and people."""
    found = list(queries.units())
    if file := file_of(request, tables.UNITS, found):
        return file
    context = {
        "title": "Business units",
        "subtitle": "Who heads which part of the business and of IT, and which teams belong to it.",
        "tree": queries.tree(),
        "headless": [each for each in found if each.head_id is None],
        "homeless": [each for each in queries.teams() if each.unit_id is None],
        "count": len(found),
        "files": (tables.UNITS,) if found else (),
    }
    return render(request, "accounts/units.html", context)


@at_least(Role.ADMINISTRATOR)
def write_unit(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Add a unit, or change one."""
    found = access.unit(request.user, pk) if pk else None
    initial = UnitForm.said(found) if found else {"parent": request.GET.get("parent")}
    form = UnitForm(request.POST if request.method == "POST" else None, unit=found, initial=initial)
    context: dict[str, object] = {"title": found.name if found else "New business unit", "form": form, "unit": found}
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.write_unit(request.user, **form.cleaned_data, unit=found)
        except Meanwhile as refusal:
            context["moved"] = beside(form, refusal, UnitForm.said(access.unit(request.user, pk or 0)))
        except Refused as refusal:
            form.add_error("parent", str(refusal))
        else:
            messages.success(request, f"{written.name} is saved.")
            return redirect("accounts:units")
    return render(request, "accounts/write-unit.html", context)


@at_least(Role.ADMINISTRATOR)
def drop_unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a unit that has no others below it."""
    found = access.unit(request.user, pk)
    try:
        actions.drop_unit(request.user, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:unit", pk)
    messages.success(request, f"{found.name} is removed; its teams and people stay, in no unit.")
    return redirect("accounts:units")


@at_least(Role.ADMINISTRATOR)
def write_team(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the name or the unit of a team."""
    found = access.team(request.user, pk)
    form = TeamForm(request.POST if request.method == "POST" else None, team=found, initial=TeamForm.said(found))
    context: dict[str, object] = {"title": found.name, "form": form, "team": found}
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_team(request.user, found, **form.cleaned_data)
        except Meanwhile as refusal:
            context["moved"] = beside(form, refusal, TeamForm.said(access.team(request.user, pk)))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is saved.")
            return redirect("accounts:people")
    return render(request, "accounts/write-team.html", context)

"""Pages: naming what several candidates are phases of, changing and forgetting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.plans import access, actions, queries
from hoshin.apps.plans.forms.undertakings import UndertakingForm
from hoshin.eventlog.refused import Refused


@at_least(Role.MEMBER)
def write(request: SignedInRequest, pk: int | None = None, undertaking: int | None = None) -> HttpResponse:
    """Name an undertaking of round ``pk``, or change ``undertaking``."""
    found = access.undertaking(request.user, undertaking, needs=Role.MEMBER) if undertaking else None
    of = found.round if found else access.planning_round(request.user, pk or 0, needs=Role.MEMBER)
    form = UndertakingForm(request.POST or None, of=of, found=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.write_undertaking(
                request.user, of, name=given["name"], whole=given["whole"], found=found, seen=given["version"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Each candidate says in its form which phase of it it is.")
            return redirect("plans:round", of.pk)
    context = {
        "title": f"Change “{found.name}”" if found else "Name an undertaking in phases",
        "form": form,
        "round": of,
        "undertaking": found,
        "members": queries.in_phases(list(found.members.all())) if found else [],
    }
    return render(request, "plans/write-undertaking.html", context)


@at_least(Role.MEMBER)
def remove(request: SignedInRequest, undertaking: int) -> HttpResponse:
    """Forget an undertaking; its candidates stay."""
    found = access.undertaking(request.user, undertaking, needs=Role.MEMBER)
    actions.remove_undertaking(request.user, found)
    messages.success(request, f"“{found.name}” is no undertaking any more; its candidates stay.")
    return redirect("plans:round", found.round_id)

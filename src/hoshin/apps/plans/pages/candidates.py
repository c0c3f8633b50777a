"""Pages: taking in a candidate, changing one, moving one in the picture."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.apps.plans import access, actions
from hoshin.apps.plans.forms.candidates import CandidateForm
from hoshin.eventlog.refused import Refused


@at_least(Role.MEMBER)
def write(request: SignedInRequest, pk: int | None = None, candidate: int | None = None) -> HttpResponse:
    """Take in a candidate of round ``pk``, or change ``candidate``."""
    found = access.candidate(request.user, candidate, needs=Role.MEMBER) if candidate else None
    of = found.round if found else access.planning_round(request.user, pk or 0, needs=Role.MEMBER)
    fresh = {
        "owner": request.user,
        **{name: field.initial for name, field in CandidateForm.base_fields.items() if name != "owner"},
    }
    form = CandidateForm(request.POST or None, of=of, found=found, **({} if found else {"initial": fresh}))
    moved = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.write_candidate(
                request.user,
                of,
                form.plain,
                form.efforts,
                needs=given["needs"],
                excludes=given["excludes"],
                found=found,
                seen=given["version"],
            )
        except Meanwhile as refusal:
            now = access.candidate(request.user, candidate or 0, needs=Role.MEMBER)
            moved = beside(form, refusal, CandidateForm(of=of, found=now).initial)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved." if found else "Taken in. Ask for a scenario when all are there.")
            return redirect("plans:round", of.pk)
    title = f"Change “{found.title}”" if found else "Take in a candidate"
    context = {"title": title, "form": form, "round": of, "candidate": found, "moved": moved}
    return render(request, "plans/write-candidate.html", context)


@at_least(Role.MEMBER)
def rate(request: SignedInRequest, candidate: int) -> HttpResponse:
    """Move a candidate in the picture: ``impact`` and ``feasibility``, 1 to 10; answers with what was kept."""
    found = access.candidate(request.user, candidate, needs=Role.MEMBER)
    try:
        impact, feasibility = float(request.POST["impact"]), float(request.POST["feasibility"])
    except (KeyError, ValueError):
        return JsonResponse({"error": "Give impact and feasibility as numbers from 1 to 10."}, status=400)
    if not (impact == impact and feasibility == feasibility):
        return JsonResponse({"error": "Give impact and feasibility as numbers from 1 to 10."}, status=400)
    row = actions.rate(request.user, found, impact=impact, feasibility=feasibility)
    return JsonResponse({"impact": row.impact, "feasibility": row.feasibility})


@at_least(Role.MEMBER)
def remove(request: SignedInRequest, candidate: int) -> HttpResponse:
    """Take a candidate out of its round."""
    found = access.candidate(request.user, candidate, needs=Role.MEMBER)
    actions.remove_candidate(request.user, found)
    messages.success(request, f"“{found.title}” is out.")
    return redirect("plans:round", found.round_id)

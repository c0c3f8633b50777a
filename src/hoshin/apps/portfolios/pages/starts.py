"""Pages: who of an initiative starts when, day by day or drawn by lot."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.meanwhile import Apart, Beside, Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.apps.portfolios import access, actions
from hoshin.apps.portfolios.actions.starts import in_words
from hoshin.apps.portfolios.forms.starts import DrawForm, StartsForm
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.reports import roll_out
from hoshin.apps.strategy.scoping import plural
from hoshin.eventlog.refused import Refused


@at_least(Role.MEMBER)
def starts(request: SignedInRequest, slug: str) -> HttpResponse:
    """A start of its own for each value of a draft."""
    found = access.to_change(request.user, slug)
    form, moved = StartsForm(request.POST or None, found=found), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_starts(request.user, found, form.starts, version=form.cleaned_data["version"])
        except Meanwhile as refusal:
            moved = beside(form, refusal, StartsForm.said(access.to_change(request.user, slug)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved who starts when.")
            return redirect("portfolios:initiative", slug)
    return _starts(request, found, starts_form=form, moved=moved)


@at_least(Role.MEMBER)
def draw(request: SignedInRequest, slug: str) -> HttpResponse:
    """Have the lot draw who of a draft starts when."""
    found = access.to_change(request.user, slug)
    form, moved = DrawForm(request.POST, found=found, today=timezone.localdate()), None
    if form.is_valid():
        try:
            actions.draw_starts(request.user, found, **form.cleaned_data, now=timezone.now())
        except Meanwhile as refusal:
            now = access.to_change(request.user, slug)
            saved = Apart("Who starts when", in_words(now.acting), "to be drawn by lot")
            moved = Beside(beside(form, refusal, {}).sentence, (saved,))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Drawn. Everybody can draw the same order again from the seed.")
            return redirect("portfolios:starts", slug)
    return _starts(request, found, draw_form=form, moved=moved)


def _starts(
    request: SignedInRequest,
    found: Initiative,
    *,
    starts_form: StartsForm | None = None,
    draw_form: DrawForm | None = None,
    moved: Beside | None = None,
) -> HttpResponse:
    if found.sealed:
        messages.error(request, "Who starts when is sealed with the claim.")
        return redirect("portfolios:initiative", found.slug)
    context = {
        "title": "Who starts when",
        "initiative": found,
        "scope_kind": plural(found.dimension),
        "alone": len(found.scope_values) < 2,
        "starts_form": starts_form or StartsForm(found=found),
        "draw_form": draw_form or DrawForm(found=found, today=timezone.localdate()),
        "order": roll_out.order(found) if found.starts else None,
        "draws": roll_out.draws(found),
        "moved": moved,
        "said": roll_out.again(found) or roll_out.lot(found),
    }
    return render(request, "portfolios/starts.html", context)

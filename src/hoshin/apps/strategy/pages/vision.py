"""Pages of the vision: as it stands, its versions, its draft, and who has read it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Apart, Beside, Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.apps.strategy import access, actions, queries, tables
from hoshin.apps.strategy.forms import ThemeForms, VisionForm
from hoshin.apps.strategy.origins import Origin, origins, titles
from hoshin.apps.strategy.reports import vision as report


def vision(request: SignedInRequest) -> HttpResponseBase:
    """The vision as it stands, who has read it, and what each version changed."""
    current = queries.vision()
    file = file_of(request, tables.VISION, queries.published()) or file_of(
        request, tables.ACKNOWLEDGEMENTS, queries.acknowledgements()
    )
    if file:
        return file
    context = {
        "title": "Vision",
        "files": (tables.VISION, tables.ACKNOWLEDGEMENTS) if current else (),
        "vision": current,
        "themes": queries.themes(current) if current else (),
        "draft": queries.draft() if request.user.may_lead else None,
        "acknowledged": queries.acknowledgement(request.user, current) if current else None,
        "reach": queries.reach(current) if current else None,
        "versions": report.gather(queries.published(), titles(origins(request.user))),
    }
    return render(request, "strategy/vision.html", context)


def version(request: SignedInRequest, number: int) -> HttpResponse:
    """One version with what it changed, to link to."""
    found = access.vision(request.user, number)
    known = titles(origins(request.user))
    versions = {each.vision.number: each for each in report.gather(queries.published(), known)}
    context = {
        "title": f"Vision, version {number}",
        "version": versions[number],
        "reach": queries.reach(found),
        "earlier": number - 1 if number - 1 in versions else None,
        "later": number + 1 if number + 1 in versions else None,
    }
    return render(request, "strategy/vision-version.html", context)


def acknowledge(request: SignedInRequest, number: int) -> HttpResponse:
    """Keep that the reader has read this version."""
    found = access.vision(request.user, number)
    current = queries.vision()
    if current and current.number != number:
        messages.error(request, f"Version {current.number} was published in the meantime: read that one.")
        return redirect("strategy:vision")
    actions.acknowledge(request.user, found)
    messages.success(request, "Thank you. It is kept with today's date.")
    return redirect("strategy:vision")


@at_least(Role.LEADER)
def write_vision(request: SignedInRequest) -> HttpResponse:
    """Write the draft of the next version; publish it, or keep it for later."""
    current, draft, known = queries.vision(), queries.draft(), origins(request.user)
    if request.method != "POST":
        return _form(request, VisionForm.of(draft, current, known), ThemeForms.of(draft, current))
    form, themes = VisionForm(request.POST, current=current, known=known), ThemeForms(request.POST, prefix="themes")
    publish = "publish" in request.POST
    if form.is_valid() and themes.is_valid():
        try:
            if publish:
                actions.publish_vision(request.user, themes=themes.words(), **form.words())
                messages.success(request, "The vision is published. Everybody is asked to read it.")
            else:
                actions.draft_vision(request.user, themes=themes.words(), **form.words())
                messages.success(request, "The draft is kept. Nobody but leaders sees it.")
        except actions.NoReason as refusal:
            form.add_error("why", str(refusal))
        except Meanwhile as refusal:
            return _form(request, form, themes, moved=_beside(form, themes, refusal, known))
        else:
            return redirect("strategy:vision" if publish else "strategy:write-vision")
    return _form(request, form, themes)


def _beside(form: VisionForm, themes: ThemeForms, refusal: Meanwhile, known: Sequence[Origin]) -> Beside:
    """What was typed beside what is saved now: the draft, or the vision where there is none any more."""
    current, draft = queries.vision(), queries.draft()
    found = beside(form, refusal, VisionForm.of(draft, current, known).initial, field="after")
    shown = draft or current
    saved, typed = list(shown.themes.all()) if shown else [], themes.words()
    if [(each.name, each.meaning) for each in saved] == [(each.name, each.meaning) for each in typed]:
        return found
    words = ("; ".join(f"{each.name}: {each.meaning}".removesuffix(": ") for each in all_) for all_ in (saved, typed))
    return Beside(found.sentence, (*found.apart, Apart("Themes", *(each or "nothing" for each in words))))


def _form(
    request: SignedInRequest, form: VisionForm, themes: ThemeForms, *, moved: Beside | None = None
) -> HttpResponse:
    current, draft = queries.vision(), queries.draft()
    context = {
        "title": "Next version of the vision" if current else "Write the vision",
        "form": form,
        "themes": themes,
        "vision": current,
        "draft": draft,
        "lines": report.lines(current, draft) if draft else (),
        "after": form["after"].value(),
        "moved": moved,
    }
    return render(request, "strategy/write-vision.html", context)


@at_least(Role.LEADER)
def discard_draft(request: SignedInRequest) -> HttpResponse:
    """Remove the draft."""
    actions.discard_draft(request.user, access.draft(request.user))
    messages.success(request, "The draft is discarded; the audit trail keeps what it said.")
    return redirect("strategy:vision")

"""Pages: where everything stands by the rule, and what is shown instead."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.narrowing import matching, page_of, words_of
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.reviews import access, tables
from hoshin.apps.reviews.actions import standing as actions
from hoshin.apps.reviews.forms.standing import OverrideForm
from hoshin.apps.reviews.models import StatusOverride
from hoshin.apps.reviews.queries import forums, objectives_named, outcomes
from hoshin.apps.reviews.reports import standings as report
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.beside_numbers import Kind
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.status import RULE

WHOLE, SHOWN, OF_ONE = 150, 20, 5
"""Objectives that the page reads, else how many, from the business down; and initiatives of each."""
PAGE = 50
"""Objectives and initiatives on one page, the worst first."""


def standings(request: SignedInRequest) -> HttpResponseBase:
    """Each objective and initiative with both statuses, of all forums or of one."""
    today = timezone.localdate()
    seen = forums.seen_by(request.user)
    chosen = next((each for each in seen if str(each.pk) == request.GET.get("forum")), None)
    named = objectives_named(seen)
    with readers.if_published() as reader:
        shown, more = None, 0
        if "form" not in request.GET:
            every = strategy.listed(request.user)
            own = every.filter(pk__in=named[chosen.pk]) if chosen and named[chosen.pk] else every
            shown, more = strategy.drawn(own, WHOLE, SHOWN)
        drafts = None if shown is None else portfolios.first_beside(shown, OF_ONE, request.user)
        everything = report.compose(report.gather(reader, today, request.user, shown, drafts))
    by_forum = {each.pk: report.of(everything, named[each.pk]) if named[each.pk] else everything for each in seen}
    rows = by_forum[chosen.pk] if chosen else everything
    if file := file_of(request, tables.STANDINGS, rows):
        return file
    words = words_of(request)
    page = page_of(request, matching(rows, words, lambda each: each.title), PAGE)
    context = {
        "title": "Where things stand",
        "subtitle": "What the rule says, beside what is shown.",
        "rows": page.object_list,
        "page": page,
        "words": words,
        "more": more,
        "shown": len(shown or ()),
        "of_one": OF_ONE,
        "count": len(rows),
        "files": (tables.STANDINGS,) if rows else (),
        "melon": report.melon(rows),
        "melons": [(each, report.melon(by_forum[each.pk])) for each in seen],
        "forum": chosen,
        "rule": RULE,
        "may_override": request.user.may_lead,
    }
    return render(request, "reviews/standings.html", context)


def override(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """One thing: why it stands where it does, and what was shown instead."""
    found = access.thing(request.user, kind, pk)
    today = timezone.localdate()
    form = OverrideForm(request.POST or None, initial={"until": today + actions.LONGEST / 3})
    if request.method == "POST":
        access.leads(request.user)
        if form.is_valid():
            try:
                actions.override(request.user, found, now=timezone.now(), **form.cleaned_data)
            except actions.NotAnOverride as refusal:
                form.add_error("until", str(refusal))
            else:
                messages.success(request, "It stands beside the derived status, with your name and its end.")
                return redirect("reviews:override", kind, pk)
    with readers.if_published() as reader:
        rows = report.compose(report.alone(reader, found, today))
    context = {
        "title": found.title,
        "row": next(each for each in rows if (each.kind, each.pk) == (kind, pk)),
        "history": StatusOverride.objects.filter(**{kind: found}).select_related("person").order_by("-pk"),
        "form": form,
        "may_override": request.user.may_lead,
        "rule": RULE,
    }
    return render(request, "reviews/override.html", context)


def beside(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """What reviews say of an objective or initiative, as a part of its own page; nothing where they say nothing."""
    found = access.thing(request.user, kind, pk)
    today = timezone.localdate()
    named = {"key_result__objective": pk} if isinstance(found, Objective) else {"initiative": pk}
    context: dict[str, object] = {
        "late": outcomes.late(request.user, today).filter(**{kind: pk}),
        "decisions": outcomes.decisions(request.user).filter(**named),
    }
    with readers.if_published() as reader:
        rows = report.compose(report.alone(reader, found, today))
    row = next(each for each in rows if (each.kind, each.pk) == (kind, pk))
    if row.shown or row.kind == Kind.INITIATIVE or row.derived.status is not row.by_numbers:
        context["row"] = row
    return render(request, "reviews/beside.html", context)

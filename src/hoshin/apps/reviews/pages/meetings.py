"""Pages of one review: its agenda on one screen, live notes, what is decided and promised, and its minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.reviews import access, jobs, tables, timebox
from hoshin.apps.reviews.actions import commitments, decisions
from hoshin.apps.reviews.actions import meetings as actions
from hoshin.apps.reviews.forms.commitments import PromiseForm
from hoshin.apps.reviews.forms.decisions import DecisionForm
from hoshin.apps.reviews.forms.meetings import BeginForm, CallOffForm, ItemForm, NewDayForm, PresentForm
from hoshin.apps.reviews.models import Review, Source
from hoshin.apps.reviews.reports import agenda
from hoshin.apps.reviews.timebox import Plan


def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the review of a day: its agenda is written from the data."""
    forum = access.forum(request.user, pk, to_take_part=True)
    form = BeginForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose the day of the meeting.")
        return redirect("reviews:forum", pk)
    on = form.cleaned_data["on"]
    try:
        lines = agenda.written(forum, actions.look_back(forum, on), on, timezone.localdate())
        found = actions.begin(request.user, forum, on, lines, timezone.now())
    except actions.StillOpen as refusal:
        messages.error(request, str(refusal))
        return redirect("reviews:forum", pk)
    return redirect("reviews:review", found.pk)


def review(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The agenda on one screen; of a closed review its minutes."""
    found = access.review(request.user, pk)
    if found.why_off:
        messages.info(request, f"The review of {found.on:%-d %b %Y} was called off: {found.why_off}")
        return redirect("reviews:forum", found.forum_id)
    if not found.is_open:
        return redirect("reviews:minutes", pk)
    return file_of(request, tables.AGENDA, found.items.filter(dropped=False)) or _review(request, found)


def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move the review to another day or time."""
    found = access.review(request.user, pk, to_take_part=True)
    form = NewDayForm(request.POST, auto_id="id_move_%s")
    if form.is_valid():
        try:
            told = actions.move(request.user, found, **form.cleaned_data, now=timezone.now())
        except actions.Unmoved as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, f"The review is moved. {_told(told)}")
            return redirect("reviews:review", pk)
    return _review(request, found, move_form=form)


def call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call the review off."""
    found = access.review(request.user, pk, to_take_part=True)
    form = CallOffForm(request.POST, auto_id="id_off_%s")
    if form.is_valid():
        try:
            told = actions.call_off(request.user, found, **form.cleaned_data, now=timezone.now())
        except actions.Begun as refusal:
            form.add_error("why", str(refusal))
        else:
            messages.success(request, f"The review is called off. {_told(told)}")
            return redirect("reviews:forum", found.forum_id)
    return _review(request, found, off_form=form)


def _told(count: int) -> str:
    if not count:
        return "No mail was sent: no member has an address, or no mail server is set up."
    return f"{count} member{' is' if count == 1 else 's are'} told by mail."


def _review(
    request: SignedInRequest,
    found: Review,
    *,
    decision_form: DecisionForm | None = None,
    promise_form: PromiseForm | None = None,
    item_form: ItemForm | None = None,
    move_form: NewDayForm | None = None,
    off_form: CallOffForm | None = None,
) -> HttpResponse:
    items = list(found.items.prefetch_related("decisions", "commitments__owner"))
    forum = access.forum(request.user, found.forum_id)
    listed = [each for each in items if not each.dropped]
    plan = timebox.plan(listed, found.forum.minutes)
    in_order = [each for chapter in plan.chapters for each in chapter.items] + list(plan.later)
    context = {
        "title": f"{found.forum.name}, {found.on:%-d %b %Y}",
        "review": found,
        "forum": found.forum,
        "items": listed,
        "plan": plan,
        "picture": _picture(plan),
        "up_now": next((each.pk for each in in_order if not timebox.reached(each)), None),
        "done": sum(map(timebox.reached, listed)),
        "not_reached": [e for e in in_order if not timebox.reached(e) and e.source != Source.STANDING],
        "files": (tables.AGENDA,) if items else (),
        "dropped": [each for each in items if each.dropped],
        "decisions": found.decisions.all(),
        "outcomes": found.outcomes.select_related("decision"),
        "commitments": found.commitments.select_related("owner"),
        "due": sum(each.source == "decision" and not each.dropped for each in items),
        "late": sum(each.source == "commitment" and not each.dropped for each in items),
        "noted": sum(bool(each.notes.strip()) for each in items if not each.dropped),
        "rights": found.forum.rights.select_related("decides"),
        "present_form": PresentForm(forum=found.forum, initial={"present": list(found.present.all())}),
        "decision_form": decision_form or DecisionForm(review=found, auto_id="id_decision_%s"),
        "promise_form": promise_form or PromiseForm(review=found, auto_id="id_promise_%s"),
        "item_form": item_form or ItemForm(auto_id="id_item_%s"),
        "invited": found.forum.members.exclude(address="").count(),
        "move_form": move_form
        or NewDayForm(auto_id="id_move_%s", initial={"on": found.on, "at": found.time or found.forum.time}),
        "off_form": off_form or CallOffForm(auto_id="id_off_%s"),
        "may_take_part": access.may_take_part(request.user, forum),
    }
    return render(request, "reviews/review.html", context)


def _picture(plan: Plan) -> dict[str, float]:
    """The planned time, all time, and the end of the meeting as places on a line of 100."""
    whole = max(plan.asked, plan.length, 1)
    parts = {"planned": plan.planned, "asked": plan.asked, "end": plan.length}
    return {name: round(100 * minutes / whole, 1) for name, minutes in parts.items()}


def refresh(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add what has come up since the agenda was written."""
    found = access.review(request.user, pk, to_take_part=True)
    lines = agenda.written(found.forum, found.since, found.on, timezone.localdate())
    added = actions.refresh(request.user, found, lines)
    said = "Nothing new has come up." if not added else f"{added} new item{'' if added == 1 else 's'} at the end."
    messages.success(request, said)
    return redirect("reviews:review", pk)


def attend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down who is there."""
    found = access.review(request.user, pk, to_take_part=True)
    form = PresentForm(request.POST, forum=found.forum)
    if form.is_valid():
        actions.attend(request.user, found, form.cleaned_data["present"])
        messages.success(request, "Written down.")
    return redirect("reviews:review", pk)


def add_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put something on the agenda by hand."""
    found = access.review(request.user, pk, to_take_part=True)
    form = ItemForm(request.POST, auto_id="id_item_%s")
    if not form.is_valid():
        return _review(request, found, item_form=form)
    item = actions.add_item(request.user, found, form.cleaned_data["title"])
    return redirect(f"{reverse('reviews:review', args=[pk])}#item-{item.pk}")


def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down a decision."""
    found = access.review(request.user, pk, to_take_part=True)
    form = DecisionForm(request.POST, review=found, auto_id="id_decision_%s")
    if form.is_valid():
        try:
            decisions.decide(request.user, found, **form.cleaned_data)
        except decisions.NotADecision as refusal:
            form.add_error("initiative" if "sealed" in str(refusal) else "due", str(refusal))
        else:
            messages.success(request, f"Decided. It comes back on {form.cleaned_data['due']:%-d %b %Y}.")
            return redirect("reviews:review", pk)
    return _review(request, found, decision_form=form)


def promise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down a commitment."""
    found = access.review(request.user, pk, to_take_part=True)
    form = PromiseForm(request.POST, review=found, auto_id="id_promise_%s")
    if form.is_valid():
        try:
            commitments.promise(request.user, found.forum, review=found, on=found.on, **form.cleaned_data)
        except commitments.NotACommitment as refusal:
            form.add_error("due", str(refusal))
        else:
            jobs.keep_reminding(timezone.now())
            messages.success(request, f"{form.cleaned_data['owner'].name} has promised it.")
            return redirect("reviews:review", pk)
    return _review(request, found, promise_form=form)

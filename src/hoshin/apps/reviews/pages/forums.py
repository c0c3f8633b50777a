"""Pages of forums: one forum, how it is written, its seats and rights, and its calendar for other programs."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.agreements.forms.calendars import zones
from hoshin.apps.reviews import access, cadence, feed, inviting, tables
from hoshin.apps.reviews.actions import forums as actions
from hoshin.apps.reviews.forms.cadence import CadenceForm
from hoshin.apps.reviews.forms.forums import ForumForm, MemberForm, RightForm
from hoshin.apps.reviews.forms.meetings import BeginForm
from hoshin.apps.reviews.models import Forum, ForumMember
from hoshin.apps.reviews.queries import forums as queries
from hoshin.apps.reviews.queries import outcomes

AHEAD = timedelta(days=183)
"""How far the page of a forum looks ahead."""


def forum(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """One forum: next meeting, what it owes, its past reviews and what it is."""
    found = access.forum(request.user, pk)
    held = found.reviews.select_related("forum", "begun_by")
    return file_of(request, tables.REVIEWS, held) or _forum(request, found)


def _forum(
    request: SignedInRequest,
    found: Forum,
    *,
    member_form: MemberForm | None = None,
    right_form: RightForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    meeting = queries.next_meeting(found, today)
    commitments = outcomes.commitments(request.user).filter(forum=found)
    decisions = outcomes.decisions(request.user).filter(forum=found)
    calendar = queries.feed_of(found, request.user)
    context = {
        "title": found.name,
        "forum": found,
        "words": cadence.words(found.rule, found.first),
        "meeting": meeting,
        "begin_form": BeginForm(initial={"on": meeting.on if meeting else today}),
        "ahead": [m for m in queries.meetings(found, today, today + AHEAD) if m != meeting][:6],
        "held": found.reviews.filter(closed_at__isnull=False, why_off="").select_related("minutes"),
        "called_off": found.reviews.exclude(why_off="")[:5],
        "late": outcomes.late(request.user, today).filter(forum=found),
        "record": outcomes.record_of(commitments, today),
        "decisions": decisions[:5],
        "due": decisions.filter(due__lte=today),
        "standing": found.standing.all(),
        "files": (tables.REVIEWS,) if found.reviews.exists() else (),
        "members": found.members.select_related("person"),
        "rights": found.rights.select_related("decides"),
        "member_form": member_form or MemberForm(auto_id="id_member_%s"),
        "right_form": right_form or RightForm(auto_id="id_right_%s"),
        "feed_address": f"{settings.HOSHIN_URL}{reverse('reviews:feed', args=[calendar.secret])}" if calendar else "",
        "may_change": access.may_change(request.user, found),
        "may_take_part": access.may_take_part(request.user, found),
        "today": today,
    }
    return render(request, "reviews/forum.html", context)


def write_forum(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Write a forum, or change one."""
    if pk is None:
        access.leads(request.user)
    found = access.forum(request.user, pk, to_change=True) if pk else None
    if request.method == "POST":
        form = ForumForm(request.POST, forum=found)
    else:
        soon = timezone.localdate() + timedelta(days=7)
        if soon.weekday() > 4:  # nobody means to meet at the weekend
            soon += timedelta(days=7 - soon.weekday())
        fresh = {"chair": request.user, "first": soon}
        form = ForumForm.of(found) if found else ForumForm(initial=fresh)
    moved = None
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.write_forum(request.user, forum=found, now=timezone.now(), **form.answers)
        except Meanwhile as refusal:
            moved = beside(form, refusal, ForumForm.of(access.forum(request.user, pk or 0, to_change=True)).initial)
        else:
            messages.success(request, "Saved." if found else "The forum is there. Now give people their seats.")
            return redirect("reviews:forum", written.pk)
    title = found.name if found else "New forum"
    context = {"title": title, "form": form, "forum": found, "zones": zones(), "moved": moved}
    return render(request, "reviews/write-forum.html", context)


def dates(request: SignedInRequest) -> HttpResponse:
    """What a cadence means in words, with its next three days; asked while it is being chosen."""
    form = CadenceForm(request.GET)
    context: dict[str, object] = {}
    if form.is_valid():
        context = {"words": form.words, "days": form.next_three(timezone.localdate())}
    else:
        context = {"lacking": " ".join(str(each) for errors in form.errors.values() for each in errors)}
    return render(request, "reviews/dates.html", context)


def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a forum meet no more."""
    found = access.forum(request.user, pk, to_change=True)
    actions.end_forum(request.user, found)
    messages.success(request, f"{found.name} meets no more. Its minutes and decisions stay.")
    return redirect("reviews:forum", pk)


def seat(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give somebody a seat."""
    found = access.forum(request.user, pk, to_change=True)
    form = MemberForm(request.POST, auto_id="id_member_%s")
    if form.is_valid():
        person, address = form.cleaned_data["person"], form.cleaned_data["address"]
        try:
            actions.seat(request.user, found, person, address, timezone.now())
        except actions.SeatTaken as refusal:
            form.add_error("person", str(refusal))
        else:
            messages.success(request, f"{person.name} has a seat.")
            return redirect("reviews:forum", pk)
    return _forum(request, found, member_form=form)


def unseat(request: SignedInRequest, pk: int, member: int) -> HttpResponse:
    """Take a seat away."""
    found = access.forum(request.user, pk, to_change=True)
    seat = ForumMember.objects.filter(forum=found, pk=member).first()
    if seat is None:
        raise Http404("There is no such seat.")
    actions.unseat(request.user, seat, timezone.now())
    messages.success(request, f"{seat.person.name} has no seat any more.")
    return redirect("reviews:forum", pk)


def grant(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down a decision right."""
    found = access.forum(request.user, pk, to_change=True)
    form = RightForm(request.POST, auto_id="id_right_%s")
    if not form.is_valid():
        return _forum(request, found, right_form=form)
    actions.grant(request.user, found, **form.cleaned_data)
    return redirect("reviews:forum", pk)


def withdraw_right(request: SignedInRequest, pk: int, right: int) -> HttpResponse:
    """Take a decision right back."""
    found = access.forum(request.user, pk, to_change=True)
    held = found.rights.filter(pk=right).first()
    if held is None:
        raise Http404("There is no such decision right.")
    actions.withdraw_right(request.user, held)
    return redirect("reviews:forum", pk)


def follow(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the person's own calendar address, or another one."""
    actions.follow(request.user, access.forum(request.user, pk))
    messages.success(request, "This is your own address. Whoever has it reads the calendar: pass it on to nobody.")
    return redirect(f"{reverse('reviews:forum', args=[pk])}#calendar")


@login_not_required
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """A forum's meetings as an iCalendar file, for whoever has the secret address."""
    found = access.feed(secret).forum
    now = timezone.now()
    meetings = queries.meetings(found, now.date() - queries.PAST, now.date() + queries.AHEAD)
    body = feed.calendar(found.name, [_event(each) for each in meetings], now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="forum-{found.pk}.ics"'
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _event(each: queries.Meeting) -> feed.Meeting:
    if each.review:
        return inviting.meeting(each.review)
    found = each.forum
    where = f"{settings.HOSHIN_URL}{reverse('reviews:forum', args=[found.pk])}"
    return feed.Meeting(
        uid=f"forum-{found.pk}-{each.on:%Y%m%d}@{inviting.host()}",
        start=each.start,
        minutes=found.minutes,
        title=found.name,
        text=f"{found.purpose}\nAgenda: {where}",
        address=where,
        room=found.room,
    )

"""Pages: a team's goals, the thread from the vision down, and what hangs below an objective."""

from __future__ import annotations

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Team
from hoshin.apps.accounts.narrowing import containing, page_of, words_of
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.people import access, queries, tables
from hoshin.apps.people.health import RULE
from hoshin.apps.people.reports import goals as report
from hoshin.apps.people.reports import thread
from hoshin.apps.strategy import access as strategy_access
from hoshin.apps.strategy import queries as strategy

TEAMS, OF_A_TEAM = 10, 5
"""Teams on one page, and how many goals of each."""

OBJECTIVES, MOST = 25, 60
"""Objectives on one page of the thread, and how many goals are drawn below them, or below none."""


def teams(request: SignedInRequest) -> HttpResponseBase:
    """The goals of all teams."""
    today = timezone.localdate()
    words = words_of(request)
    known = containing(Team.objects.all(), words, "name")
    open_goals = queries.goals().filter(team__in=known, outcome="")
    page = page_of(request, known, TEAMS)
    with readers.if_published() as reader:
        if "form" in request.GET:
            every = report.gather(reader, open_goals, today)
            if file := file_of(request, tables.GOALS, every):
                return file
        # A page shows the first goals of each of its teams; the page of a team has all of them.
        newest = Window(RowNumber(), partition_by=F("team"), order_by=F("pk").asc())
        shown = open_goals.filter(team__in=list(page)).annotate(place=newest).filter(place__lte=OF_A_TEAM)
        lines = report.gather(reader, shown, today)
    counts = dict(open_goals.order_by().values_list("team").annotate(Count("pk")))
    found = {team: [each for each in lines if each.goal.team_id == team.pk] for team in page}
    context = {
        "title": "Goals of teams",
        "sentence": report.sentence(lines),
        "teams": [(team, lines, counts.get(team.pk, 0)) for team, lines in found.items()],
        "page": page,
        "words": words,
        "of_a_team": OF_A_TEAM,
        "files": (tables.GOALS,) if lines else (),
    }
    return render(request, "people/teams.html", context)


def team(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """One team's goals."""
    found = Team.objects.filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such team.")
    with readers.if_published() as reader:
        lines = report.gather(reader, queries.of_team(found), timezone.localdate())
    if file := file_of(request, tables.GOALS, lines):
        return file
    context = {
        "title": found.name,
        "team": found,
        "files": (tables.GOALS,) if lines else (),
        "sentence": report.sentence([each for each in lines if not each.goal.outcome]),
        "open": [each for each in lines if not each.goal.outcome],
        "closed": [each for each in lines if each.goal.outcome],
        "rule": RULE,
    }
    return render(request, "people/team.html", context)


def whole_thread(request: SignedInRequest) -> HttpResponse:
    """The thread from the vision down to the goals of teams and people."""
    today = timezone.localdate()
    words = words_of(request)
    known = containing(strategy.listed(request.user), words, "title", "owner__name")
    page = page_of(request, known, OBJECTIVES)
    shown = list(page)
    seen = queries.goals().filter(access.seen_by(request.user), outcome="")
    ties = list(seen.values_list("pk", "objective", "parent"))
    drawn = thread.reached(ties, {each.pk for each in shown})[:MOST]
    if page.number == 1 and not words:
        drawn += thread.adrift(ties)[:MOST]
    with readers.if_published() as reader:
        lines = report.gather(reader, seen.filter(pk__in=drawn), today)
    context = {
        "title": "From the vision to goals",
        "vision": strategy.vision(),
        "sentence": thread.told(ties, dict(strategy.listed(request.user).values_list("pk", "parent"))),
        "found": thread.compose(shown, lines, definitions.catalogue()),
        "page": page,
        "words": words,
    }
    return render(request, "people/thread.html", context)


def serving(request: SignedInRequest, pk: int) -> HttpResponse:
    """The goals below an objective, as a part of its page."""
    found = strategy_access.objective(request.user, pk)
    goals = queries.goals().filter(access.seen_by(request.user), outcome="")
    drawn = thread.reached(list(goals.values_list("pk", "objective", "parent")), {found.pk})[:MOST]
    with readers.if_published() as reader:
        lines = report.gather(reader, goals.filter(pk__in=drawn), timezone.localdate())
    return render(request, "people/serving.html", {"objective": found, "branch": thread.branch(found, lines)})

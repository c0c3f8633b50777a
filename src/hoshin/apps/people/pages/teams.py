"""Pages: a team's goals, the thread from the vision down, and what hangs below an objective."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.models import Team
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.people import access, queries
from hoshin.apps.people.health import RULE
from hoshin.apps.people.reports import goals as report
from hoshin.apps.people.reports import thread
from hoshin.apps.strategy import access as strategy_access
from hoshin.apps.strategy import queries as strategy


def teams(request: SignedInRequest) -> HttpResponse:
    """The goals of all teams."""
    today = timezone.localdate()
    with readers.if_published() as reader:
        lines = report.gather(reader, queries.goals().filter(team__isnull=False, outcome=""), today)
    found = {team: [each for each in lines if each.goal.team == team] for team in Team.objects.all()}
    context = {
        "title": "Goals of teams",
        "sentence": report.sentence(lines),
        "teams": list(found.items()),
    }
    return render(request, "people/teams.html", context)


def team(request: SignedInRequest, pk: int) -> HttpResponse:
    """One team's goals."""
    found = Team.objects.filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such team.")
    with readers.if_published() as reader:
        lines = report.gather(reader, queries.of_team(found), timezone.localdate())
    context = {
        "title": found.name,
        "team": found,
        "sentence": report.sentence([each for each in lines if not each.goal.outcome]),
        "open": [each for each in lines if not each.goal.outcome],
        "closed": [each for each in lines if each.goal.outcome],
        "rule": RULE,
    }
    return render(request, "people/team.html", context)


def whole_thread(request: SignedInRequest) -> HttpResponse:
    """The thread from the vision down to the goals of teams and people."""
    today = timezone.localdate()
    with readers.if_published() as reader:
        lines = report.gather(reader, queries.goals().filter(access.seen_by(request.user), outcome=""), today)
    context = {
        "title": "From the vision to goals",
        "vision": strategy.vision(),
        "found": thread.compose(list(strategy.objectives()), lines, definitions.catalogue()),
    }
    return render(request, "people/thread.html", context)


def serving(request: SignedInRequest, pk: int) -> HttpResponse:
    """The goals below an objective, as a part of its page."""
    found = strategy_access.objective(request.user, pk)
    with readers.if_published() as reader:
        goals = queries.goals().filter(access.seen_by(request.user), outcome="")
        lines = report.gather(reader, goals, timezone.localdate())
    return render(request, "people/serving.html", {"objective": found, "branch": thread.branch(found, lines)})

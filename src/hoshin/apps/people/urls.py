"""Addresses of goals, check-ins, evaluations, recognition and what is kept of a person."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.people.pages import checkins, goals, teams

app_name = "people"
urlpatterns = [
    path("goals/", goals.mine, name="mine"),
    path("goals/new/", goals.new, name="new"),
    path("goals/scope/", require_GET(goals.scope), name="scope"),
    path("goals/<int:pk>/", goals.goal, name="goal"),
    path("goals/<int:pk>/counter/", goals.counter, name="counter"),
    path("goals/<int:pk>/sign/", require_POST(goals.sign), name="sign"),
    path("goals/<int:pk>/close/", require_POST(goals.close), name="close"),
    path("goals/<int:pk>/share/", require_POST(goals.share), name="share"),
    path("goals/<int:pk>/check-in/", require_POST(checkins.check_in), name="check-in"),
    path("goals/blockers/<int:pk>/solve/", require_POST(checkins.solve), name="solve"),
    path("goals/teams/", teams.teams, name="teams"),
    path("goals/teams/<int:pk>/", teams.team, name="team"),
    path("goals/thread/", teams.whole_thread, name="thread"),
    path("goals/below/<int:pk>/", teams.serving, name="serving"),
]

"""Addresses of goals, check-ins, evaluations, recognition and what is kept of a person."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.people.pages import checkins, comparison, evaluations, goals, privacy, recognition, teams

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
    path("goals/evaluations/", evaluations.evaluations, name="evaluations"),
    path("goals/evaluations/<int:pk>/", evaluations.evaluation, name="evaluation"),
    path("goals/evaluations/<int:pk>/step/", require_POST(evaluations.step), name="step"),
    path("goals/evaluations/<int:pk>/manager/", require_POST(evaluations.succeed), name="succeed"),
    path("goals/evaluations/cycles/new/", evaluations.new_cycle, name="new-cycle"),
    path("goals/evaluations/cycles/<int:pk>/", evaluations.cycle, name="cycle"),
    path("goals/recognition/", recognition.recognition, name="recognition"),
    path("goals/compare/", comparison.compare, name="compare"),
    path("goals/privacy/", privacy.privacy, name="privacy"),
    path("goals/privacy/export/", privacy.export, name="export"),
    path("goals/privacy/<int:pk>/", privacy.privacy, name="privacy-of"),
    path("goals/privacy/<int:pk>/export/", privacy.export, name="export-of"),
    path("goals/privacy/<int:pk>/erase/", privacy.erase, name="erase"),
]

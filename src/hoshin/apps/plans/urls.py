"""Addresses of planning."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.plans.pages import candidates, rounds, scenarios

app_name = "plans"
urlpatterns = [
    path("plans/", require_GET(rounds.plans), name="plans"),
    path("plans/new/", rounds.write, name="new"),
    path("plans/<int:pk>/", require_GET(rounds.planning_round), name="round"),
    path("plans/<int:pk>/change/", rounds.write, name="change"),
    path("plans/<int:pk>/candidates/new/", candidates.write, name="new-candidate"),
    path("plans/candidates/<int:candidate>/", candidates.write, name="candidate"),
    path("plans/candidates/<int:candidate>/rate/", require_POST(candidates.rate), name="rate"),
    path("plans/candidates/<int:candidate>/remove/", require_POST(candidates.remove), name="remove-candidate"),
    path("plans/<int:pk>/scenarios/", scenarios.scenarios, name="scenarios"),
    path("plans/scenarios/<int:pk>/", require_GET(scenarios.scenario), name="scenario"),
    path("plans/scenarios/<int:pk>/state/", require_GET(scenarios.state), name="scenario-state"),
    path("plans/scenarios/<int:pk>/again/", require_POST(scenarios.again), name="again"),
    path("plans/scenarios/<int:pk>/remove/", require_POST(scenarios.remove), name="remove-scenario"),
    path("plans/scenarios/<int:pk>/approve/", require_POST(scenarios.approve), name="approve"),
]

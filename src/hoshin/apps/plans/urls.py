"""Addresses of planning."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.plans.pages import candidates, intake, keeping, learning, rounds, running, scenarios, undertakings

app_name = "plans"
urlpatterns = [
    path("plans/", require_GET(rounds.plans), name="plans"),
    path("plans/intake/", require_GET(intake.intake), name="intake"),
    path("plans/ideas/new/", intake.propose, name="propose"),
    path("plans/ideas/<int:pk>/", require_GET(intake.idea), name="idea"),
    path("plans/ideas/<int:pk>/change/", intake.change, name="change-idea"),
    path("plans/ideas/<int:pk>/take-in/", require_POST(intake.take_in), name="take-in"),
    path("plans/ideas/<int:pk>/decline/", require_POST(intake.decline), name="decline"),
    path("plans/ideas/<int:pk>/reopen/", require_POST(intake.reopen), name="reopen"),
    path("plans/load/", require_GET(running.load), name="load"),
    path("plans/load/cell/", require_GET(running.cell), name="load-cell"),
    path("plans/people/<slug:slug>/", running.people, name="people"),
    path("plans/behind/<slug:slug>/", require_GET(running.behind), name="behind"),
    path("plans/<int:pk>/learning/", require_GET(learning.learning), name="learning"),
    path("plans/<int:pk>/learning/switch/", require_POST(learning.switch), name="switch-learning"),
    path("plans/<int:pk>/promises/", require_GET(keeping.keeping), name="keeping"),
    path("plans/<int:pk>/undertakings/new/", undertakings.write, name="new-undertaking"),
    path("plans/undertakings/<int:undertaking>/", undertakings.write, name="undertaking"),
    path("plans/undertakings/<int:undertaking>/remove/", require_POST(undertakings.remove), name="remove-undertaking"),
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

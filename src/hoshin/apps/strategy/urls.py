"""Addresses of vision, objectives and key results."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.strategy.pages import (
    catchball,
    countermeasures,
    key_result,
    key_results,
    month_plans,
    objectives,
    vision,
)

app_name = "strategy"
urlpatterns = [
    path("vision/", vision.vision, name="vision"),
    path("vision/write/", vision.write_vision, name="write-vision"),
    path("vision/discard/", require_POST(vision.discard_draft), name="discard-vision"),
    path("vision/<int:number>/", vision.version, name="vision-version"),
    path("vision/<int:number>/acknowledge/", require_POST(vision.acknowledge), name="acknowledge-vision"),
    path("objectives/", objectives.objectives, name="objectives"),
    path("objectives/new/", objectives.write_objective, name="new-objective"),
    path("objectives/scope/", require_GET(key_results.scope), name="scope"),
    path("objectives/<int:pk>/", objectives.objective, name="objective"),
    path("objectives/<int:pk>/change/", objectives.write_objective, name="change-objective"),
    path("objectives/<int:pk>/drop/", require_POST(objectives.drop_objective), name="drop-objective"),
    path("objectives/<int:pk>/key-results/new/", key_results.add, name="add-key-result"),
    path("objectives/<int:pk>/key-results/baseline/", require_GET(key_results.baseline), name="baseline"),
    path("objectives/key-results/<int:pk>/", require_GET(key_result.key_result), name="key-result"),
    path(
        "objectives/key-results/<int:pk>/countermeasures/<int:year>-<int:month>/",
        key_result.open_countermeasure,
        name="open-countermeasure",
    ),
    path("objectives/key-results/<int:pk>/months/", month_plans.plan_months, name="plan-months"),
    path("objectives/countermeasures/", require_GET(countermeasures.countermeasures), name="countermeasures"),
    path("objectives/countermeasures/<int:pk>/", key_result.change_countermeasure, name="change-countermeasure"),
    path("objectives/key-results/<int:pk>/throw/", catchball.throw, name="throw"),
    path("objectives/key-results/<int:pk>/evidence/", require_GET(catchball.evidence), name="evidence"),
    path("objectives/catchball/", require_GET(catchball.catchballs), name="catchballs"),
    path("objectives/catchball/<int:pk>/", require_GET(catchball.catchball), name="catchball"),
    path("objectives/catchball/<int:pk>/counter/", require_POST(catchball.counter), name="counter"),
    path("objectives/catchball/<int:pk>/sign/", require_POST(catchball.sign), name="sign"),
    path("objectives/catchball/<int:pk>/take-over/", require_POST(catchball.take_over), name="take-over"),
    path("objectives/catchball/<int:pk>/withdraw/", require_POST(catchball.withdraw), name="withdraw"),
    path("key-results/<int:pk>/change/", key_results.change, name="change-key-result"),
    path("key-results/<int:pk>/measure/", require_POST(key_results.measure_again), name="measure-again"),
    path("key-results/<int:pk>/drop/", require_POST(key_results.drop), name="drop-key-result"),
]

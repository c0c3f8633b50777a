"""Addresses of vision, objectives and key results."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST

from hoshin.apps.strategy import pages

app_name = "strategy"
urlpatterns = [
    path("vision/", pages.vision, name="vision"),
    path("objectives/", pages.objectives, name="objectives"),
    path("objectives/new/", pages.write_objective, name="new-objective"),
    path("objectives/<int:pk>/", pages.objective, name="objective"),
    path("objectives/<int:pk>/change/", pages.write_objective, name="change-objective"),
    path("objectives/<int:pk>/key-results/new/", pages.add_key_result, name="add-key-result"),
    path("key-results/<int:pk>/drop/", require_POST(pages.drop_key_result), name="drop-key-result"),
]

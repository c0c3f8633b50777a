"""Addresses of own metrics; no key of a metric has a hyphen, so they stand beside those of the scorecard."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST

from hoshin.apps.definitions import pages

app_name = "definitions"
urlpatterns = [
    path("scorecard/own-metrics/", pages.own_metrics, name="own-metrics"),
    path("scorecard/own-metrics/new/", pages.define, name="define"),
    path("scorecard/own-metrics/fields/", require_POST(pages.fields), name="fields"),
    path("scorecard/own-metrics/look/", require_POST(pages.look), name="look"),
    path("scorecard/own-metrics/<slug:key>/", pages.own_metric, name="own-metric"),
    path("scorecard/own-metrics/<slug:key>/change/", pages.change, name="change"),
    path("scorecard/own-metrics/<slug:key>/retire/", require_POST(pages.retire), name="retire"),
    path("scorecard/own-metrics/<slug:key>/bring-back/", require_POST(pages.bring_back), name="bring-back"),
]

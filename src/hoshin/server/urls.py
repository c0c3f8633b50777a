"""Every address of Hoshin."""

from __future__ import annotations

from django.urls import include, path

from hoshin.server import api, thread

urlpatterns = [
    path("", thread.home, name="home"),
    path("", include("hoshin.apps.accounts.urls")),
    path("", include("hoshin.apps.sources.urls")),
    path("", include("hoshin.apps.definitions.urls")),
    path("", include("hoshin.apps.agreements.urls")),
    path("", include("hoshin.apps.scorecards.urls")),
    path("", include("hoshin.apps.workbooks.urls")),
    path("", include("hoshin.apps.strategy.urls")),
    path("", include("hoshin.apps.portfolios.urls")),
    path("", include("hoshin.apps.people.urls")),
    path("", include("hoshin.apps.plans.urls")),
    path("", include("hoshin.apps.obligations.urls")),
    path("", include("hoshin.apps.reviews.urls")),
    path("", include("hoshin.apps.packs.urls")),
    path("", include("hoshin.apps.rest.urls")),
    path("api/v1/", api.addresses()),
]

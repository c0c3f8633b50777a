"""Addresses of board packs."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST

from hoshin.apps.packs import pages

app_name = "packs"
urlpatterns = [
    path("packs/", pages.packs, name="packs"),
    path("packs/issue/", require_POST(pages.issue), name="issue"),
    path("packs/<int:pk>/", pages.edition, name="edition"),
    path("packs/<int:pk>/state/", pages.edition_state, name="state"),
    path("packs/<int:pk>/verify/", require_POST(pages.verify), name="verify"),
    path("packs/<int:pk>/<slug:form>/", pages.download, name="download"),
]

"""Addresses of tokens."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST

from hoshin.apps.rest import pages

app_name = "rest"
urlpatterns = [
    path("tokens/", pages.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", require_POST(pages.revoke), name="revoke"),
]

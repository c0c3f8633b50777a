"""Addresses of the register and of obligations."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST

from hoshin.apps.obligations import pages

app_name = "obligations"
urlpatterns = [
    path("signals/", pages.register, name="register"),
    path("signals/<int:pk>/", pages.obligation, name="obligation"),
    path("signals/<int:pk>/answer/", require_POST(pages.answer), name="answer"),
    path("signals/<int:pk>/baseline/", require_POST(pages.reset), name="reset"),
]

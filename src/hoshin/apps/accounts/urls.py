"""Addresses of sign-in, people and teams."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.accounts import pages

app_name = "accounts"
urlpatterns = [
    path("sign-in/", pages.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("welcome/", pages.first_start, name="first-start"),
    path("people/", pages.people, name="people"),
    path("people/add/", require_POST(pages.add_person), name="add-person"),
    path("people/<int:person_id>/", pages.change_person, name="change-person"),
    path("people/teams/", require_POST(pages.add_team), name="add-team"),
    path("people/audit/", require_GET(pages.audit), name="audit"),
    path("people/organisation/", require_POST(pages.name_organisation), name="name-organisation"),
]

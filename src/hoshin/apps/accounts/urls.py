"""Addresses of sign-in, people, teams and business units."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.accounts.pages import people, suggesting, units

app_name = "accounts"
urlpatterns = [
    path("sign-in/", people.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("welcome/", people.first_start, name="first-start"),
    path("people/", people.people, name="people"),
    path("people/suggest/", require_GET(suggesting.people), name="suggest"),
    path("people/add/", require_POST(people.add_person), name="add-person"),
    path("people/<int:person_id>/", people.change_person, name="change-person"),
    path("people/teams/", require_POST(people.add_team), name="add-team"),
    path("people/teams/<int:pk>/", units.write_team, name="team"),
    path("people/units/", require_GET(units.units), name="units"),
    path("people/units/new/", units.write_unit, name="new-unit"),
    path("people/units/<int:pk>/", units.write_unit, name="unit"),
    path("people/units/<int:pk>/remove/", require_POST(units.drop_unit), name="drop-unit"),
    path("people/audit/", require_GET(people.audit), name="audit"),
    path("people/organisation/", require_POST(people.name_organisation), name="name-organisation"),
]

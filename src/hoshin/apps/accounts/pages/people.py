"""Pages: first start, sign-in, people, the audit trail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator

from hoshin.apps.accounts import access, actions, queries, tables, trail
from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.forms import (
    AuditForm,
    FirstAdministratorForm,
    OrganisationForm,
    PersonChangeForm,
    PersonForm,
    TeamForm,
)
from hoshin.apps.accounts.meanwhile import Beside, Meanwhile, beside
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.accounts.narrowing import containing, page_of, words_of
from hoshin.eventlog.refused import Refused

PAGE = 50
"""People, and lines of the audit trail, on a page."""


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The sign-in page; a new installation is sent to its first start instead."""

    template_name = "accounts/sign-in.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if queries.nobody_yet():
            return redirect("accounts:first-start")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]


@login_not_required
def first_start(request: HttpRequest) -> HttpResponse:
    """Make the first administrator and name the organisation. Closed for ever once somebody exists."""
    if not queries.nobody_yet():
        return redirect("accounts:sign-in")
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        person = actions.make_person(
            None,
            username=answers["username"],
            name=answers["name"],
            password=answers["password"],
            role=Role.ADMINISTRATOR,
        )
        actions.name_organisation(person, answers["organisation"])
        login(request, person)
        return redirect("home")
    return render(request, "accounts/first-start.html", {"form": form, "title": "Welcome to Hoshin"})


@at_least(Role.ADMINISTRATOR)
def people(request: SignedInRequest) -> HttpResponseBase:
    """Everybody who may sign in, the teams, and what was changed lately."""
    found = _found(words_of(request))
    file = file_of(request, tables.PEOPLE, found) or file_of(request, tables.TEAMS, queries.teams())
    return file or _people(request)


def _found(words: str) -> QuerySet[Person]:
    """Those whose name, sign-in name or team holds all words."""
    return containing(queries.people().select_related("manager", "unit"), words, "name", "username", "team__name")


def _people(
    request: SignedInRequest,
    *,
    person_form: PersonForm | None = None,
    team_form: TeamForm | None = None,
    organisation_form: OrganisationForm | None = None,
    moved: Beside | None = None,
) -> HttpResponse:
    words = words_of(request)
    organisation = OrganisationForm.said(queries.organisation())
    context = {
        "title": "People and teams",
        "page": page_of(request, _found(words), PAGE),
        "words": words,
        "teams": queries.sizes(),
        "tree": queries.tree(),
        "person_form": person_form or PersonForm(auto_id="id_new_%s"),
        "team_form": team_form or TeamForm(auto_id="id_team_%s"),
        "organisation_form": organisation_form or OrganisationForm(initial=organisation, auto_id="id_org_%s"),
        "moved": moved,
        "audit": queries.recent_audit(10),
        "files": (tables.PEOPLE, tables.TEAMS),
    }
    return render(request, "accounts/people.html", context)


@at_least(Role.ADMINISTRATOR)
def add_person(request: SignedInRequest) -> HttpResponse:
    """Add a person, or show what is missing."""
    form = PersonForm(request.POST, auto_id="id_new_%s")
    if not form.is_valid():
        return _people(request, person_form=form)
    actions.make_person(request.user, **form.cleaned_data)
    messages.success(request, f"{form.cleaned_data['name']} can sign in now.")
    return redirect("accounts:people")


@at_least(Role.ADMINISTRATOR)
def change_person(request: SignedInRequest, person_id: int) -> HttpResponse:
    """Change somebody's role, team or access."""
    person = access.person(request.user, person_id)
    if request.method != "POST":
        return _person(request, person, PersonChangeForm.of(person))
    form = PersonChangeForm(request.POST, auto_id=f"id_{person.pk}_%s")
    if not form.is_valid():
        return _person(request, person, form)
    try:
        _change(request.user, person, form)
    except actions.LastAdministrator as refusal:
        form.add_error("role", str(refusal))
    except Meanwhile as refusal:
        told = beside(form, refusal, PersonChangeForm.said(access.person(request.user, person_id)))
        return _person(request, person, form, told)
    except Refused as refusal:
        form.add_error("manager", str(refusal))
    else:
        messages.success(request, f"{person.name} was changed.")
        return redirect("accounts:people")
    return _person(request, person, form)


@transaction.atomic
def _change(by: Person, person: Person, form: PersonChangeForm) -> None:
    said = form.cleaned_data
    actions.place_person(
        by, person, manager=said["manager"], is_hr=said["is_hr"], email=said["email"], version=said["version"]
    )
    actions.change_person(
        by, person, role=said["role"], team=said["team"], unit=said["unit"], is_active=said["is_active"]
    )


def _person(
    request: SignedInRequest, person: Person, form: PersonChangeForm, moved: Beside | None = None
) -> HttpResponse:
    context = {"title": person.name, "person": person, "form": form, "moved": moved}
    return render(request, "accounts/person.html", context)


@at_least(Role.ADMINISTRATOR)
def add_team(request: SignedInRequest) -> HttpResponse:
    """Add a team."""
    form = TeamForm(request.POST, auto_id="id_team_%s")
    if not form.is_valid():
        return _people(request, team_form=form)
    actions.make_team(request.user, form.cleaned_data["name"], form.cleaned_data["unit"])
    return redirect("accounts:people")


@at_least(Role.ADMINISTRATOR)
def name_organisation(request: SignedInRequest) -> HttpResponse:
    """Name the organisation."""
    form = OrganisationForm(request.POST, auto_id="id_org_%s")
    if not form.is_valid():
        return _people(request, organisation_form=form)
    try:
        actions.name_organisation(request.user, **form.cleaned_data)
    except Meanwhile as refusal:
        told = beside(form, refusal, OrganisationForm.said(queries.organisation()))
        return _people(request, organisation_form=form, moved=told)
    return redirect("accounts:people")


def audit(request: SignedInRequest) -> HttpResponseBase:
    """The audit trail: narrowed by words and person, with ``check`` gone through whole."""
    access.may_audit(request.user)
    form = AuditForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = trail.lines(words=chosen.get("words", ""), person=chosen.get("person"))
    if file := file_of(request, tables.AUDIT, tables.by_change(found.iterator(trail.CHUNK))):
        return file
    context = {
        "title": "Audit trail",
        "subtitle": "Every write: who, when, what, before and after. Lines are added, never changed.",
        "form": form,
        "page": page_of(request, found, PAGE),
        "files": (tables.AUDIT,),
        "checked": trail.verify() if "check" in request.GET else None,
    }
    return render(request, "accounts/audit.html", context)

"""Every form that changes what is there: of two who opened it, the second is refused, told, and loses nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Organisation, Person
from hoshin.apps.reviews.models import Forum, Risk
from hoshin.apps.strategy.models import Objective
from hoshin.pipeline.home import Home
from tests.apps.access.cast import Cast, assembled

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Editing:
    """A form: its address, the row that it is of, and the field in which the two differ."""

    name: str
    of: str
    field: str
    key: str = "form"
    back: str = ""


FORMS = (
    Editing("accounts:unit", "unit", "name"),
    Editing("accounts:team", "team", "name"),
    Editing("strategy:change-objective", "objective", "title"),
    Editing("strategy:change-key-result", "key result", "title"),
    Editing("strategy:change-countermeasure", "countermeasure", "action"),
    Editing("plans:change", "round", "title"),
    Editing("plans:candidate", "candidate", "title"),
    Editing("reviews:change-forum", "forum", "purpose"),
    Editing("reviews:risk", "risk", "words"),
)


@pytest.fixture
def cast(home: Home) -> Cast:
    """Everybody, and one of everything."""
    return assembled()


def filled(form: BaseForm) -> dict[str, object]:
    """What a browser would send of a form as it was opened."""
    found: dict[str, object] = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False or value == "":
            continue
        if isinstance(value, list | tuple):
            found[bound.html_name] = [getattr(each, "pk", each) for each in value]
        else:
            said = bound.field.prepare_value(value)
            said = getattr(said, "pk", said)
            offered = getattr(bound.field, "queryset", None)
            # A browser sends nothing that the form does not offer; a name is typed.
            if offered is None or isinstance(said, str) or offered.filter(pk=said).exists():
                found[bound.html_name] = said
    return found


@pytest.mark.parametrize("editing", FORMS, ids=lambda each: each.name)
def test_the_second_is_refused_and_loses_nothing(cast: Cast, client: Client, editing: Editing) -> None:
    client.force_login(cast.people["administrator"])
    path = reverse(editing.name, args=cast.rows[editing.of].split())
    opened = filled(client.get(path).context[editing.key])
    # Fields that a row made for a test leaves empty, and a form asks for.
    opened |= {"expires": "2027-03-01"} if "expires" in opened else {}
    first = client.post(path, opened | {editing.field: "As the first wrote it"})
    assert first.status_code == 302, first.context[editing.key].errors
    second = client.post(path, opened | {editing.field: "As the second wrote it"})
    html = second.content.decode()
    assert second.status_code == 200
    assert "Administrator saved" in html
    assert "Saved now: As the first wrote it. You wrote: As the second wrote it." in html
    assert second.context[editing.key][editing.field].value() == "As the second wrote it"
    again = filled(second.context[editing.key]) | {"after": second.context.get("after", "")}
    assert client.post(path, again).status_code == 302  # having read both, it is saved over
    assert client.get(path).context[editing.key][editing.field].value() == "As the second wrote it"


def test_two_administrators_change_one_person(cast: Cast, client: Client) -> None:
    client.force_login(cast.people["administrator"])
    person = cast.people["member"]
    path = reverse("accounts:change-person", args=[person.pk])
    opened = {"role": "member", "is_active": "on", "version": person.version}
    assert client.post(path, opened | {"email": "first@example.org"}).status_code == 302
    second = client.post(path, opened | {"email": "second@example.org", "role": "leader"})
    html = second.content.decode()
    assert "Saved now: first@example.org. You wrote: second@example.org." in html
    assert "Saved now: Member. You wrote: Leader." in html
    person.refresh_from_db()
    assert (person.email, person.role) == ("first@example.org", "member")
    form = second.context["form"]
    again = {"role": "leader", "is_active": "on", "email": "second@example.org", "version": form["version"].value()}
    assert client.post(path, again).status_code == 302
    assert Person.objects.get(pk=person.pk).email == "second@example.org"


def test_two_administrators_name_the_organisation(cast: Cast, client: Client) -> None:
    client.force_login(cast.people["administrator"])
    path = reverse("accounts:name-organisation")
    assert client.post(path, {"name": "North", "version": 0}).status_code == 302
    second = client.post(path, {"name": "South", "version": 0})
    assert "Saved now: North. You wrote: South." in second.content.decode()
    assert Organisation.objects.get().name == "North"


def test_what_the_first_wrote_stands_until_the_second_saves_over_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.people["administrator"])
    for name, of, field, model in (
        ("strategy:change-objective", "objective", "title", Objective),
        ("reviews:change-forum", "forum", "purpose", Forum),
        ("reviews:risk", "risk", "words", Risk),
    ):
        path = reverse(name, args=cast.rows[of].split())
        opened = filled(client.get(path).context["form"])
        opened |= {"expires": "2027-03-01"} if "expires" in opened else {}
        client.post(path, opened | {field: "First"})
        client.post(path, opened | {field: "Second"})
        assert getattr(model.objects.get(pk=cast.rows[of]), field) == "First"

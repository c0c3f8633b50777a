"""A name is typed and the right person found, or refused with those that come nearest; few are suggested at once."""

from __future__ import annotations

import string
from difflib import SequenceMatcher

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.apps.accounts import choosing
from hoshin.apps.accounts.choosing import MOST, PeopleField, PersonField
from hoshin.apps.accounts.models import Person, Role

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    """One person, and several."""

    owner = PersonField(Person.objects.filter(is_active=True), empty_label="Nobody yet")
    others = PeopleField(Person.objects.filter(is_active=True), required=False)


def person(username: str, name: str, *, is_active: bool = True) -> Person:
    """Somebody."""
    return Person.objects.create(username=username, name=name, role=Role.MEMBER, password="!", is_active=is_active)


@pytest.fixture
def ada() -> Person:
    """Somebody to be found."""
    return person("ada", "Ada Berg")


def said(**answers: object) -> Form:
    """The form as a browser sends it."""
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, [str(each) for each in value] if isinstance(value, list) else [str(value)])
    return Form(data)


@pytest.mark.parametrize("typed", ["ada", "Ada Berg", "ada berg", "Ada Berg (ada)", " Ada Berg  (ada) ", "PK"])
def test_all_ways_to_say_whom(ada: Person, typed: str) -> None:
    form = said(owner=ada.pk if typed == "PK" else typed, others=[typed if typed != "PK" else ada.pk, ""])
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["owner"], list(form.cleaned_data["others"])) == (ada, [ada])


def test_a_number_of_a_program_is_a_number_and_no_name(ada: Person) -> None:
    named = person(str(ada.pk), "Numbered")
    assert Form({"owner": ada.pk, "others": [ada.pk]}).is_valid()
    form = said(owner=ada.pk)
    assert form.is_valid()
    assert form.cleaned_data["owner"] == named


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Ada Bergh", "Nobody who can be chosen here is called “Ada Bergh”. Did you mean Ada Berg (ada)?"),
        ("adda", "Did you mean Ada Berg (ada)?"),
        ("Xoq", "Type a part of the name, and choose from the list."),
        ("gone", "Nobody who can be chosen here is called “gone”."),
        ("Twin", "2 people are called Twin: choose Twin (one) or Twin (two)."),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_and_stays(ada: Person, typed: str, words: str) -> None:
    person("gone", "Gone Already", is_active=False)
    person("one", "Twin")
    person("two", "Twin")
    form = said(owner=typed, others=["ada", typed])
    assert words in form.errors["owner"][0]
    assert words in form.errors["others"][0]
    html = str(form)
    assert f'value="{typed}"' in html
    assert 'value="ada"' in html


def test_the_field_is_a_text_field_that_works_without_scripts(ada: Person) -> None:
    html = str(Form(initial={"owner": ada.pk, "others": [ada]}))
    assert html.count('value="Ada Berg (ada)"') == 2
    assert 'placeholder="Nobody yet"' in html
    assert html.count('name="others"') == 1 + choosing.ROOM
    assert "<select" not in html


def test_few_are_suggested_of_many_and_only_those_who_may_sign_in(client: Client, ada: Person) -> None:
    Person.objects.bulk_create(
        Person(username=f"p{n:05}", name=f"Person {n:05}", role=Role.VIEWER, password="!", is_active=n % 2 == 0)
        for n in range(10_000)
    )
    assert client.get(reverse("accounts:suggest"), {"owner": "person"}).status_code == 302
    client.force_login(ada)
    html = client.get(reverse("accounts:suggest"), {"any field": "person 000"}).content.decode()
    assert html.count("<option") == MOST
    assert "p00000" in html
    assert "p00001" not in html
    one = client.get(reverse("accounts:suggest"), {"owner": "Ada Berg (ada)"}).content.decode()
    assert one == '<option value="Ada Berg (ada)"></option>'
    assert len(str(Form())) < 3_000
    assert "Person 0123" in said(owner="Person 01230x").errors["owner"][0]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.text(string.ascii_lowercase, min_size=2, max_size=8), min_size=1, max_size=6, unique=True), st.data()
)
def test_whoever_is_offered_can_be_chosen_and_the_nearest_is_offered(names: list[str], data: st.DataObject) -> None:
    Person.objects.all().delete()
    for each in names:
        person(each, each.title())
    typed = data.draw(st.text(string.ascii_lowercase, min_size=1, max_size=8))
    for shown in choosing.suggested(Person.objects.all(), typed):
        assert said(owner=choosing.label(shown)).is_valid()
    if typed not in names:
        message = said(owner=typed).errors["owner"][0]
        near = [each for each in names if typed[:3] in each] or names
        best = max(near, key=lambda each: SequenceMatcher(None, typed, each).ratio())
        if SequenceMatcher(None, typed, best).ratio() >= choosing.NEAR:
            assert "Did you mean" in message

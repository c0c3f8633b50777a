"""``hoshin password``: the way back in for somebody who forgot theirs."""

from __future__ import annotations

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hoshin.apps.accounts import actions
from hoshin.apps.accounts.models import Person
from hoshin.eventlog.refused import Refused


@click.command()
@click.argument("username")
@click.password_option("--password", help="The new password; asked for where it is not given.")
def password(username: str, password: str) -> None:
    """Give the person who signs in as USERNAME a new password."""
    person = Person.objects.filter(username=username).first()
    if person is None:
        known = ", ".join(Person.objects.values_list("username", flat=True)) or "nobody yet"
        raise Refused(f"Nobody signs in as '{username}'. Known: {known}.")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    actions.set_password(None, person, password)
    click.echo(f"{person.name} can sign in as '{username}' with the new password.")

"""How to sign in to an installation that Hoshin has set up itself: a password made once, kept beside the data."""

from __future__ import annotations

import secrets

from hoshin.apps.accounts.models import Person
from hoshin.pipeline.home import Home

FILE = "sign-in.txt"


def make_password(home: Home, username: str) -> str:
    """A new random password for the first person, written to a file that only its owner can read."""
    password = secrets.token_urlsafe(9)
    file = home.root / FILE
    file.touch(mode=0o600)
    file.write_text(f"{username} {password}\n")
    return password


def how(home: Home) -> str:
    """One sentence that says how to sign in, now."""
    if not Person.objects.exists():
        return "Open it to make the first administrator."
    file = home.root / FILE
    if file.exists():
        username, _, password = file.read_text().strip().partition(" ")
        person = Person.objects.filter(username=username).first()
        if person and person.check_password(password):
            return f"Sign in as  {username}  with the password  {password}"
    return "Sign in with your own name and password ('hoshin password NAME' sets a new one)."

"""What can move a vision: verdicts, reviews, decisions and feedback, asked of the apps that the settings name.

They stand above direction, so direction knows of none: each function of the setting ``ORIGINS`` is asked what a person
may see of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from hoshin.apps.accounts.models import Person

Answer = tuple[str, list[tuple[str, str]]]
"""What is offered under one heading: titles with the addresses of their pages, the newest first."""


@dataclass(frozen=True)
class Origin:
    """Something that a change of the vision can come from, and where one reads of it."""

    sort: str
    title: str
    address: str


def origins(person: Person) -> tuple[Origin, ...]:
    """All that a person may see of it, sort by sort."""
    found = []
    for name in settings.ORIGINS:
        ask: Callable[[Person], Answer] = import_string(name)
        sort, answers = ask(person)
        found += [Origin(sort, title, address) for title, address in answers]
    return tuple(found)


def titles(known: Iterable[Origin]) -> dict[str, str]:
    """What stands at each address, in words."""
    return {each.address: f"{each.sort}: {each.title}" for each in known}


def choices(known: Iterable[Origin]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The origins as a field offers them: sort by sort."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in known:
        found.setdefault(each.sort, []).append((each.address, each.title))
    return list(found.items())

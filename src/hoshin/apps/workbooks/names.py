"""Finds things by what people call them: a code, a name, an address. What fits two is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Generic, Protocol, TypeVar

from hoshin.apps.workbooks.cells import Unread, folded
from hoshin.apps.workbooks.layout import Topic
from hoshin.connectors.errors import near

FEW = 300
"""Among so many names those that come close are looked for; among more it would take too long."""
SHOWN = 4
"""Candidates that a refusal names."""
LETTERS = {Topic.OBJECTIVES: "O", Topic.KEY_RESULTS: "K", Topic.INITIATIVES: "I"}
_CODE = re.compile(r"H-([OKI])(\d{1,18})\b", re.IGNORECASE)


class Stored(Protocol):
    """What has a key in the database, or one below 0 until it is written."""

    @property
    def pk(self) -> Any:  # noqa: ANN401 what Django's models say of it
        """The key."""


Thing = TypeVar("Thing")
Kept = TypeVar("Kept", bound=Stored)


def code_of(topic: Topic, pk: int) -> str:
    """The code by which a workbook names something that is kept.

    >>> code_of(Topic.OBJECTIVES, 12)
    'H-O12'
    """
    return f"H-{LETTERS[topic]}{pk}"


class Names(Generic[Thing]):
    """Things of one kind, each under one label and any number of names."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._by_name: dict[str, dict[int, tuple[str, Thing]]] = {}
        self._labels: list[str] = []

    def add(self, thing: Thing, label: str, names: Iterable[str]) -> None:
        """Know a thing; ``label`` tells it from all others."""
        self._labels.append(label)
        for name in {folded(each) for each in (label, *names)} - {""}:
            self._by_name.setdefault(name, {})[id(thing)] = (label, thing)

    def fitting(self, text: str) -> dict[str, Thing]:
        """What has that name, by label."""
        return dict(self._by_name.get(folded(text), {}).values())

    def find(self, text: str) -> Thing:
        """The one thing of that name. Raises Unread where there is none, or more than one."""
        found = self.fitting(text)
        if not found:
            close = near(text, self._labels) if len(self._labels) <= FEW else ""
            raise Unread(f"There is no {self._what} of that name.{close} Write one that is there, or add it first.")
        if len(found) > 1:
            raise Unread(f"This is the name of more than one {self._what}: write {either(found)} instead.")
        [thing] = found.values()
        return thing


def either(labels: Iterable[str]) -> str:
    """Some labels as alternatives.

    >>> either(["H-O1 Faster", "H-O2 Faster"])
    '"H-O1 Faster" or "H-O2 Faster"'
    """
    known = list(labels)
    more = ["another of them"] if len(known) > SHOWN else []
    return " or ".join([f'"{each}"' for each in known[:SHOWN]] + more)


class Things(Generic[Kept]):
    """What a sheet lists: what is kept, by code or title, and what rows of the workbook add to it."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._titles: Names[Kept] = Names(topic.one)
        self._kept: dict[int, Kept] = {}
        self._own: dict[str, Kept] = {}
        self._rejected: dict[int, str] = {}

    def add(self, thing: Kept, title: str, *, place: str = "", own: str = "") -> None:
        """Know a thing by a title, and by the code that a row gives it. ``place`` is the row that makes a new one."""
        self._kept[thing.pk] = thing
        self._titles.add(thing, self.label(thing.pk, title) if thing.pk > 0 else f"{title} ({place})", [title])
        if own:
            self._own[folded(own)] = thing

    def __iter__(self) -> Iterator[Kept]:
        return iter(self._kept.values())

    def label(self, pk: int, title: str) -> str:
        """Code and title of what is kept."""
        return f"{code_of(self._topic, pk)} {title}"

    def reject(self, thing: Kept, place: str) -> None:
        """Remember that the row that would make a new thing is rejected: nothing can name it."""
        if thing.pk < 0:
            self._rejected[thing.pk] = place

    def own(self, code: str) -> Kept | None:
        """What a row of this workbook gave that code."""
        return self._own.get(folded(code))

    def titled(self, title: str) -> dict[str, Kept]:
        """What has that title, by label."""
        return self._titles.fitting(title)

    def coded(self, text: str) -> Kept | None:
        """What a code of Hoshin's at the start of the text names; None where none stands there. Raises Unread."""
        found = _CODE.match(text.strip())
        if found is None:
            return None
        thing = self._kept.get(int(found[2])) if found[1].upper() == LETTERS[self._topic] else None
        if thing is None:
            raise Unread(
                f"There is no {self._topic.one} {found[0]}. Codes that begin with H- are Hoshin's: leave it out for "
                "what is new, or write one that is there."
            )
        return thing

    def find(self, text: str) -> Kept:
        """The one thing that a code, or else a title, names. Raises Unread."""
        found = self.coded(text) or self.own(text) or self._titles.find(text)
        if place := self._rejected.get(found.pk):
            raise Unread(f"The {self._topic.one} that it names is rejected ({place}): mend that row first.")
        return found

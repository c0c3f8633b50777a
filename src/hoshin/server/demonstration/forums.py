"""The forums of the demonstration: who sits in them, and what they may decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews.actions import forums
from hoshin.apps.reviews.models import Forum
from hoshin.apps.strategy.models import Objective

People = Mapping[str, Person]


def service(people: People) -> Forum:
    """The forum that reviews the whole service, each month."""
    found = forums.write_forum(
        people["ines"],
        name="Service review",
        purpose="Is it working for depots, drivers and customers, and what do we change?",
        chair=people["ines"],
        rule="FREQ=MONTHLY;BYDAY=2TU",
        first=date(2026, 1, 13),
        time=time(10),
        minutes=90,
        zone="Europe/Berlin",
        room="Hamburg, room 4.12",
        standing=["What depots and customers told us", "Safety of people and freight"],
    )
    for username in ("ines", "tomas", "mei", "jonas", "ruth"):
        forums.seat(people["ines"], found, people[username], f"{username}@halvorsund.example")
    forums.grant(people["ines"], found, "Which initiative is stopped, and which is carried on")
    forums.grant(people["ines"], found, "Targets of the scorecard", people["ines"])
    forums.grant(people["ines"], found, "Who works on what within a quarter", people["tomas"])
    return found


def depots(people: People) -> Forum:
    """The board of depot systems, each quarter."""
    found = forums.write_forum(
        people["mei"],
        name="Depot systems board",
        purpose="Scanners and networks decide whether a shift can work at all: what do we do about them?",
        chair=people["mei"],
        rule="FREQ=MONTHLY;INTERVAL=3;BYDAY=3TU",
        first=date(2026, 1, 20),
        time=time(8, 30),
        minutes=60,
        zone="Europe/Berlin",
        objectives=Objective.objects.filter(title="Depot teams stay ahead of their queue"),
        standing=["Depots that stood still"],
    )
    for username in ("mei", "ines", "tomas"):
        forums.seat(people["mei"], found, people[username], f"{username}@halvorsund.example")
    forums.grant(people["mei"], found, "How depot teams work", people["mei"])
    return found

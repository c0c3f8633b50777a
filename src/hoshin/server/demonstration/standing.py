"""Who answers for what in the demonstration, what may go wrong, and what is shown otherwise than the rule says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews.actions import standing
from hoshin.apps.reviews.models import Decision, Forum, RiskKind
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.status import Status

People = Mapping[str, Person]


def tell(people: People, service: Forum, depots: Forum, now: datetime) -> None:
    """Write it down, once both forums have decided what they decided."""
    _answering(people)
    _risks(people, service, depots, now.date())
    _shown_otherwise(people, now)


def _answering(people: People) -> None:
    """Who answers for what; one practice has nobody yet, as happens."""
    for practice, accountable, responsible, informed in (
        ("incident management", "tomas", "jonas", "ruth"),
        ("problem management", "jonas", "mei", "tomas"),
        ("service desk", "tomas", "jonas", "ines"),
        ("service level management", "ines", "tomas", "ruth"),
        ("knowledge management", "tomas", "jonas", "mei"),
        ("change enablement", "mei", "tomas", "ines"),
        ("continual improvement", "ines", "mei", "ruth"),
    ):
        parts = [(people[accountable], "A"), (people[responsible], "R"), (people[informed], "I")]
        standing.assign(people["ines"], parts, practice=practice)
    for decision in Decision.objects.filter(due__isnull=False).exclude(title__startswith="Write no new"):
        parts = [(people["mei"], "A"), (people["jonas"], "R"), (people["ines"], "I")]
        standing.assign(people["ines"], parts, decision=decision)
    for objective in Objective.objects.select_related("owner"):
        if objective.owner:
            parts = [(objective.owner, "A"), (people["jonas"], "R"), (people["ruth"], "I")]
            standing.assign(people["ines"], parts, objective=objective)


def _risks(people: People, service: Forum, depots: Forum, today: date) -> None:
    for forum, kind, title, words, answer, owner, likelihood, impact, days in (
        (
            depots,
            RiskKind.RISK,
            "A depot loses its network in the peak weeks",
            "Two depots hang on one line, and November is full.",
            "Mobile routers lie ready; the second line is ordered.",
            "mei",
            3,
            5,
            40,
        ),
        (
            service,
            RiskKind.RISK,
            "Europe's success cannot be carried to the Americas",
            "Lines sit in three cities there, and the shifts do not overlap.",
            "Try it in Memphis first, with a sealed claim.",
            "tomas",
            3,
            3,
            75,
        ),
        (
            service,
            RiskKind.EXCEPTION,
            "Portal tickets may wait longer than agreed",
            "While two people write answers, the portal team may take ten hours more.",
            "Shown apart in the service levels.",
            "jonas",
            4,
            2,
            12,
        ),
        (
            service,
            RiskKind.RISK,
            "One person knows the customs interface",
            "When she is away, nobody can repair it.",
            "A second person learns it until spring.",
            "ines",
            2,
            4,
            110,
        ),
    ):
        standing.write_risk(
            people["ines"],
            forum,
            kind=kind,
            title=title,
            words=words,
            answer=answer,
            owner=people[owner],
            likelihood=likelihood,
            impact=impact,
            expires=today + timedelta(days=days),
            today=today,
        )


def _shown_otherwise(people: People, now: datetime) -> None:
    standing.override(
        people["mei"],
        Objective.objects.get(title="Depot teams stay ahead of their queue"),
        shown=Status.ON_TRACK,
        reason="The triage board comes off this month; the numbers will follow.",
        until=now.date() + timedelta(days=30),
        now=now,
    )

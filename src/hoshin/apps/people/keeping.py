"""What is kept of a person, as plain data: for the export, and for the page that shows the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.people import queries
from hoshin.apps.people.machine import Actor
from hoshin.apps.people.models import AccessLine, Blocker, StepDraft
from hoshin.apps.people.reports.evaluations import steps
from hoshin.apps.people.wording import measure_words
from hoshin.apps.portfolios import queries as portfolios

Row = Mapping[str, str | int | float | bool | None]
Section = tuple[str, str, Sequence[Row]]


@dataclass(frozen=True)
class Kept:
    """All that Hoshin keeps of a person: sections of a key, a title and rows of plain values, days as ISO dates."""

    person: Person
    sections: tuple[Section, ...]

    @property
    def readable(self) -> list[tuple[str, str, list[list[tuple[str, object]]]]]:
        """The sections as a page shows them: names as words, and nothing where nothing is kept."""
        return [
            (
                key,
                title,
                [
                    [(name.replace("_", " "), each) for name, each in row.items() if each not in (None, "")]
                    for row in rows
                ],
            )
            for key, title, rows in self.sections
        ]

    def plain(self) -> dict[str, list[dict[str, object]]]:
        """The sections by key, as JSON takes them."""
        return {key: [dict(row) for row in rows] for key, _, rows in self.sections}


def gather(person: Person, reader: Person | None = None) -> Kept:
    """Everything of a person that the person may read; of an evaluation that runs, only what has been told.

    ``reader`` is who reads it, where that is another person: what was written is told them by kind and moment alone,
    for it may name what they may not see.
    """
    return Kept(
        person,
        (
            ("account", "Account", [_account(person)]),
            ("goals", "Goals and their terms", _goals(person)),
            ("check_ins", "Check-ins", _check_ins(person)),
            ("blockers", "Blockers that you were asked to remove, or removed", _blockers(person)),
            ("evaluations", "Evaluations", _evaluations(person)),
            ("successions", "Who went on with your evaluations", _successions(person)),
            ("drafts", "Drafts that you keep in evaluations", _drafts(person)),
            ("recognition", "Recognition", _recognition(person, reader or person)),
            ("read_by", "Who read what of you", _read_by(person)),
            ("written", "What you wrote, by the audit trail", _written(person, in_words=reader in (None, person))),
        ),
    )


def _account(person: Person) -> Row:
    return {
        "name": person.name,
        "sign_in_name": person.username,
        "role": person.get_role_display(),
        "human_resources": person.is_hr,
        "team": str(person.team) if person.team else None,
        "manager": person.manager.name if person.manager else None,
        "mail_address": person.email or None,
        "last_signed_in": person.last_login.isoformat() if person.last_login else None,
    }


def _goals(person: Person) -> list[Row]:
    return [
        {
            "goal": goal.pk,
            "team": str(goal.team) if goal.team else None,
            "version": terms.number,
            "title": terms.title,
            "why": terms.why,
            "measure": measure_words(terms),
            "from": str(terms.first),
            "to": str(terms.last),
            "proposed_by": terms.person.name,
            "reason": terms.reason,
            "signed_by": ", ".join(each.person.name for each in terms.signatures.all()),
            "outcome": goal.outcome or "open",
            "closing": goal.closing,
        }
        for goal in queries.answered_for(person)
        for terms in goal.terms.all()
    ]


def _check_ins(person: Person) -> list[Row]:
    return [
        {
            "goal": goal.pk,
            "on": str(each.on),
            "confidence": each.confidence,
            "note": each.note,
            "value": each.value,
        }
        for goal in queries.answered_for(person)
        for each in goal.check_ins.all()
    ]


def _blockers(person: Person) -> list[Row]:
    found = Blocker.objects.filter(asked=person) | Blocker.objects.filter(solved_by=person)
    return [
        {
            "goal": each.goal_id,
            "opened": str(each.opened_on),
            "due": str(each.due),
            "solved": str(each.solved_on) if each.solved_on else None,
            "solution": each.solution,
        }
        for each in found.distinct()
    ]


def _evaluations(person: Person) -> list[Row]:
    return [
        {
            "cycle": evaluation.cycle.title,
            "what": shown.title,
            "by": shown.step.person.name,
            "on": str(shown.step.on),
            "words": shown.step.words,
            "rating": shown.step.get_rating_display() if shown.step.rating else None,
        }
        for evaluation in queries.evaluations().filter(person=person)
        for shown in steps(evaluation, Actor.PERSON)
    ]


def _successions(person: Person) -> list[Row]:
    return [
        {
            "cycle": evaluation.cycle.title,
            "manager": each.manager.name,
            "before": each.before.name,
            "on": str(each.on),
            "why": each.why,
        }
        for evaluation in queries.evaluations().filter(person=person)
        for each in evaluation.successions.all()
    ]


def _drafts(person: Person) -> list[Row]:
    return [
        {"evaluation": each.evaluation_id, "step": each.act, "kept": each.at.isoformat(), "words": each.words}
        for each in StepDraft.objects.filter(person=person)
    ]


def _recognition(person: Person, reader: Person) -> list[Row]:
    found = queries.recognitions().filter(person=person) | queries.recognitions().filter(by=person)
    return [
        {
            "to": each.person.name,
            "by": each.by.name,
            "on": str(each.on),
            "reason": each.reason,
            "behaviour": each.behaviour,
            "result": str(each.initiative) if each.initiative and portfolios.seen_by(reader, each.initiative) else None,
        }
        for each in found.distinct()
    ]


def _read_by(person: Person) -> list[Row]:
    return [
        {"reader": each.reader.name, "read": each.get_read_display(), "on": str(each.on)}
        for each in AccessLine.objects.filter(person=person).select_related("reader")
    ]


def _written(person: Person, *, in_words: bool) -> list[Row]:
    return [
        {
            "at": each.at.isoformat(),
            "action": each.action,
            "subject": each.subject if in_words else None,
            "detail": each.detail if in_words else None,
        }
        for each in AuditLine.objects.filter(person=person)
    ]

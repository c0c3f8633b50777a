"""Erasing a person: the name goes everywhere, words about the person go, and what others signed or did stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from hoshin.apps.accounts.actions import LastAdministrator, record
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.people.models import (
    Blocker,
    CheckIn,
    EvaluationStep,
    EvidenceLine,
    Goal,
    Recognition,
    StepDraft,
    Succession,
)
from hoshin.eventlog.refused import Refused

GOES = (
    ("Name, sign-in name, mail address, password", "A number takes their place on every page, in the past as well."),
    ("Role, team, manager, human resources", "Nobody can sign in with this account again."),
    ("Notes of check-ins, and words of blockers", "Confidence and days stay, for a team's goal is made of them."),
    ("All words of this person's evaluations, and drafts", "Its steps and ratings stay under the number."),
    ("Words of the evidence, and why this person was thanked", "That there was evidence, and of which kind, stays."),
    ("How personal goals ended, in words", "The outcome itself stays."),
)
"""What is erased, and what that leaves."""
STAYS = (
    ("The signed terms of goals", "Somebody else signed them as well, and a signature says nothing without its words."),
    ("Ratings without a name", "The next calibration meeting has to see how ratings lay before."),
    ("Who read what", "Others have a right to know who read what is kept of them."),
    (
        "The audit trail, with the name as it was",
        "It is the proof of who changed what, and is never changed: your organisation decides how long it is kept.",
    ),
    ("Answers to signals, sealed claims, decisions", "They belong to the organisation and stand under the number."),
    ("Backups that were made before", "They hold the name until you delete them."),
)
"""What is kept, and why."""


class NotOneself(Refused):
    """Somebody would erase their own account."""


@transaction.atomic
def erase(by: Person, person: Person) -> Person:
    """Put a number in a person's place. Raises NotOneself and LastAdministrator. It cannot be undone."""
    found = Person.objects.select_for_update().get(pk=person.pk)
    if found.pk == by.pk:
        raise NotOneself("Nobody erases themselves: ask a colleague of human resources.")
    others = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=found.pk)
    if found.may_administer and not others.exists():
        raise LastAdministrator
    found.name, found.username, found.email = f"Former colleague {found.pk}", f"former-{found.pk}", ""
    found.role, found.team, found.manager = Role.VIEWER, None, None
    found.is_active, found.is_hr, found.last_login = False, False, None
    found.set_unusable_password()
    found.save()
    CheckIn.objects.filter(person=found).exclude(note="").update(note="")
    Blocker.objects.filter(goal__person=found).update(words="erased", solution="")
    EvaluationStep.objects.filter(evaluation__person=found).update(words="")
    Succession.objects.filter(evaluation__person=found).exclude(why="").update(why="")
    StepDraft.objects.filter(Q(person=found) | Q(evaluation__person=found)).delete()
    EvidenceLine.objects.filter(evaluation__person=found).update(words="")
    Recognition.objects.filter(person=found).update(reason="")
    Goal.objects.filter(person=found, team__isnull=True).update(closing="")
    record(by, "erased a person", found.name)
    return found

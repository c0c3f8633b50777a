"""Who may see and change vision, objectives and key results: everybody reads, leaders write.

A confidential objective, and with it all that belongs to it, is there for those alone who see it: see
``accounts.confidence``. For all others there is none.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.strategy import queries
from hoshin.apps.strategy.models import Catchball, Countermeasure, KeyResult, Objective, Side, Vision


def objective(person: Person, pk: int, *, to_change: bool = False) -> Objective:
    """An objective with its key results. Raises Http404, or PermissionDenied for those who may not change it."""
    found = queries.objectives(person).select_related("vision").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such objective.")
    if to_change:
        require(person, Role.LEADER)
    return found


def key_result(person: Person, pk: int, *, to_change: bool = False) -> KeyResult:
    """A key result with its objective. Raises Http404, or PermissionDenied for those who may not change it."""
    found = queries.key_results(person).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such key result.")
    if to_change:
        require(person, Role.LEADER)
    return found


def vision(person: Person, number: int) -> Vision:
    """A published version of the vision. Raises Http404."""
    found = queries.published().filter(number=number).first()
    if found is None:
        raise Http404("There is no such version of the vision.")
    return found


def draft(person: Person) -> Vision:
    """The draft of the vision, for leaders. Raises PermissionDenied, and Http404 where nobody writes one."""
    require(person, Role.LEADER)
    found = queries.draft()
    if found is None:
        raise Http404("There is no draft of the vision: it was published or discarded.")
    return found


def catchball(person: Person, pk: int, *, to_answer: bool = False, to_close: bool = False) -> Catchball:
    """A catchball with its proposals. Its two sides answer; who asked, or a leader, closes it.

    Raises Http404, or PermissionDenied for everybody else.
    """
    found = queries.catchballs(person).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such catchball.")
    if to_answer and found.side(person) is None:
        raise PermissionDenied(f"Only {found.names} answer here.")
    if to_close and person != found.person_of(Side.ASKING):
        require(person, Role.LEADER)
    return found


def countermeasure(person: Person, pk: int) -> Countermeasure:
    """A countermeasure, to change it: for members and above. Raises Http404 and PermissionDenied."""
    found = countermeasure_to_read(person, pk)
    require(person, Role.MEMBER)
    return found


def countermeasure_to_read(person: Person, pk: int) -> Countermeasure:
    """A countermeasure, which all read who see its objective. Raises Http404."""
    found = queries.countermeasures(person).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such countermeasure.")
    require(person, Role.MEMBER)
    return found

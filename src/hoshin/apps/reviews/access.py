"""Who may see and change what of reviews.

Everybody sees a forum, but a confidential one is seen by its chair, its members, its unit's head, administrators and
auditors alone (``accounts.confidence``), and with it all that belongs to it. Leaders and the chair change a forum; its
members and leaders write in its reviews.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.confidence import Belonging, seen
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.models import AgendaItem, CalendarFeed, Commitment, Decision, Forum, ForumMember, Review, Risk
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective

OF_FORUMS = Belonging(owner="chair", named="members__person", team="")
"""To whom a forum belongs."""


def forums(person: Person) -> QuerySet[Forum]:
    """The forums that somebody may see."""
    found = Forum.objects.select_related("chair").prefetch_related(
        Prefetch("members", ForumMember.objects.select_related("person"))
    )
    return seen(found, person, OF_FORUMS)


def may_take_part(person: Person, forum: Forum) -> bool:
    """Whether somebody who sees a forum may write in its reviews: a leader, its chair, or a member of it."""
    if not person.at_least(Role.MEMBER):
        return False
    seats = {each.person_id for each in forum.members.all()}
    return person.may_lead or person.pk == forum.chair_id or person.pk in seats


def may_change(person: Person, forum: Forum) -> bool:
    """Whether somebody who sees a forum may change what it is: a leader, or its chair."""
    return person.at_least(Role.MEMBER) and (person.may_lead or person.pk == forum.chair_id)


def forum(person: Person, pk: int, *, to_change: bool = False, to_take_part: bool = False) -> Forum:
    """A forum with its members. Raises Http404 where it is not seen, PermissionDenied where it is only looked at."""
    found = forums(person).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such forum.")
    if to_change and not may_change(person, found):
        raise PermissionDenied("Leaders and the forum's chair change it.")
    if to_take_part and not may_take_part(person, found):
        raise PermissionDenied("Members of the forum and leaders write here: ask its chair for a seat.")
    return found


def review(person: Person, pk: int, *, to_take_part: bool = False) -> Review:
    """A review of a forum that is seen. Raises Http404 and PermissionDenied as ``forum`` does."""
    found = Review.objects.select_related("forum", "begun_by").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such review.")
    forum(person, found.forum_id, to_take_part=to_take_part)
    return found


def item(person: Person, pk: int) -> AgendaItem:
    """An agenda item to write on. Raises Http404 and PermissionDenied as ``forum`` does."""
    found = AgendaItem.objects.select_related("review__forum").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such item on an agenda.")
    forum(person, found.review.forum_id, to_take_part=True)
    return found


def decision(person: Person, pk: int, *, to_take_part: bool = False) -> Decision:
    """A decision of a forum that is seen. Raises Http404 and PermissionDenied as ``forum`` does."""
    known = Decision.objects.select_related("forum", "review", "person", "key_result__objective", "initiative")
    found = (
        known.prefetch_related(
            "options", "outcomes__person", "commitments__owner", "amendments__person", "amendments__fields"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404("There is no such decision.")
    forum(person, found.forum_id, to_take_part=to_take_part)
    return found


def commitment(person: Person, pk: int, *, to_change: bool = False) -> Commitment:
    """A commitment to a forum that is seen; its owner changes it as well. Raises Http404 and PermissionDenied."""
    known = Commitment.objects.select_related("forum", "owner", "review", "objective", "initiative")
    found = known.prefetch_related("moves__person", "reminders").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such commitment.")
    own = found.owner_id == person.pk and person.at_least(Role.MEMBER)
    forum(person, found.forum_id, to_take_part=to_change and not own)
    return found


def risk(person: Person, pk: int, *, to_take_part: bool = False) -> Risk:
    """A risk of a forum that is seen. Raises Http404 and PermissionDenied as ``forum`` does."""
    found = Risk.objects.select_related("owner", "forum").filter(pk=pk).first()
    if found is None or not forums(person).filter(pk=found.forum_id).exists():
        raise Http404("There is no such risk.")
    forum(person, found.forum_id, to_take_part=to_take_part)
    return found


def thing(person: Person, kind: str, pk: int) -> Objective | Initiative:
    """An objective or initiative that somebody sees. Raises Http404."""
    known: dict[str, QuerySet[Objective] | QuerySet[Initiative]] = {
        "objective": strategy.objectives(person),
        "initiative": portfolios.initiatives(person),
    }
    found = known[kind].filter(pk=pk).first() if kind in known else None
    if found is None:
        raise Http404("There is no such objective or initiative.")
    return found


def feed(secret: str) -> CalendarFeed:
    """The calendar feed of a secret. Raises Http404 where nobody has it, or whoever had it no longer sees the forum."""
    found = CalendarFeed.objects.select_related("person", "forum").filter(secret=secret).first()
    if found is None or not found.person.is_active or not forums(found.person).filter(pk=found.forum_id).exists():
        raise Http404("There is no such calendar.")
    return found


def leads(person: Person) -> None:
    """Let only leaders pass. Raises PermissionDenied."""
    require(person, Role.LEADER)

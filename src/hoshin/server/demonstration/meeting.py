"""What meetings of the demonstration are told with: begun, noted, decided on, closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.actions import closing, commitments, decisions, meetings
from hoshin.apps.reviews.line import Line
from hoshin.apps.reviews.models import Commitment, Decision, Forum, Result, Review, Source
from hoshin.apps.reviews.reports import came_of_it, minutes
from hoshin.apps.strategy.models import KeyResult
from hoshin.pipeline.read import Reader
from hoshin.server.demonstration.forums import People


@dataclass
class Told:
    """What has been told so far."""

    reader: Reader
    people: People
    service: Forum
    depots: Forum


def initiative(title: str) -> Initiative:
    """The initiative of a title."""
    return Initiative.objects.get(title=title)


def key_result(title: str) -> KeyResult:
    """The key result of a title."""
    return KeyResult.objects.get(title=title)


def at(on: date, hour: int = 9) -> datetime:
    """A moment of a day."""
    return datetime.combine(on, time(hour), UTC)


def begun(told: Told, forum: Forum, on: date, lines: Iterable[Line], present: Iterable[str]) -> Review:
    """A review begun with what always stands on its agenda, and with who was there."""
    always = [Line(Source.STANDING, f"standing {pk}", title) for pk, title in forum.standing.values_list("pk", "title")]
    chair = forum.chair or told.people["ines"]
    found = meetings.begin(chair, forum, on, [*always, *lines], at(on))
    meetings.attend(chair, found, [told.people[each] for each in present])
    return found


def note(told: Told, review: Review, title: str, notes: str, by: str) -> None:
    """What somebody noted on an item."""
    meetings.note(told.people[by], review.items.get(title=title), base="", notes=notes)


def closed(told: Told, review: Review) -> None:
    """Close a review, with its minutes."""
    closing.close(
        review.forum.chair, review, lambda found: minutes.compose(minutes.gather(found, found.on)), at(review.on, 12)
    )


def promise(
    told: Told, review: Review, words: str, owner: str, due: date, initiative: Initiative | None = None
) -> Commitment:
    """What somebody promised in a review."""
    return commitments.promise(
        review.forum.chair,
        review.forum,
        words=words,
        owner=told.people[owner],
        due=due,
        on=review.on,
        review=review,
        initiative=initiative,
    )


def check(told: Told, decision: Decision, result: Result, sentence: str, by: str) -> None:
    """How a decision came out on the day on which it was to be checked."""
    on = decision.due or decision.on
    seen = came_of_it.words(came_of_it.compose(came_of_it.gather(told.reader, decision, on)))
    decisions.settle(told.people[by], decision, result=result, sentence=sentence, seen=seen, now=at(on, 11))

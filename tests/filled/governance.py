"""Forums, reviews, decisions, commitments, risks and who answers for what."""

from __future__ import annotations

from datetime import date, time, timedelta

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.models import (
    AgendaItem,
    Commitment,
    CommitmentMove,
    Decision,
    DecisionOption,
    Forum,
    ForumMember,
    Outcome,
    Responsibility,
    Review,
    Risk,
    StatusOverride,
)
from hoshin.apps.strategy.models import Objective
from tests.filled.people import NOW, OWN, TODAY

FORUMS = 30


def forums(
    many: int, crowd: list[Person], objectives: list[Objective], initiatives: list[Initiative], person: Person
) -> None:
    """Some forums, and so many decisions, commitments and risks, of which the first forum has a third."""
    at = Forum.objects.count()
    found = Forum.objects.bulk_create(
        [
            Forum(
                name=f"Forum {at + each}",
                purpose="Is it working?",
                chair=person,
                rule="FREQ=MONTHLY;BYDAY=2TU",
                first=date(2026, 1, 13),
                time=time(10),
                confidential=each % 3 == 2,
            )
            for each in range(min(many, FORUMS))
        ]
    )
    ForumMember.objects.bulk_create([ForumMember(forum=each, person=one) for each in found for one in crowd[:OWN]])
    first = Forum.objects.order_by("pk")[0]
    held = first.reviews.count()
    reviews = Review.objects.bulk_create(
        [
            Review(
                forum=forum,
                on=(on := TODAY - timedelta(days=28 * month + (held if forum == first else 0))),
                first_on=on,
                since=TODAY - timedelta(days=28 * month + 28),
                begun_by=person,
                begun_at=NOW,
            )
            for forum in dict.fromkeys((first, *found))
            for month in range(2)
        ]
    )
    opened = Review.objects.order_by("pk")[0]
    noted = opened.items.count()
    items = AgendaItem.objects.bulk_create(
        [
            AgendaItem(review=opened, source="added", subject=f"added {noted + each}", title="Talk of it", place=each)
            for each in range(min(many, OWN))
        ]
    )
    _decided(many, crowd, objectives, initiatives, (opened, *reviews), items)
    Risk.objects.bulk_create(
        [
            Risk(
                forum=found[each % len(found)] if each % 3 else first,
                title=f"Risk {each} of {many}",
                words="It may break.",
                answer="A spare.",
                owner=crowd[each],
                likelihood=1 + each % 5,
                impact=1 + each // 5 % 5,
                expires=TODAY + timedelta(days=each % 90 - 10),
                closed_on=TODAY if each % 10 == 9 else None,
            )
            for each in range(many)
        ]
    )


def _decided(
    many: int,
    crowd: list[Person],
    objectives: list[Objective],
    initiatives: list[Initiative],
    reviews: tuple[Review, ...],
    items: list[AgendaItem],
) -> None:
    decisions = Decision.objects.bulk_create(
        [
            Decision(
                forum=review.forum,
                review=review,
                item=items[0] if review == reviews[0] else None,
                title=f"Decision {each} of {many}",
                reason="It was the best.",
                expected="It gets quicker.",
                on=review.on,
                due=TODAY + timedelta(days=each % 60 - 30) if each % 4 == 0 else None,
            )
            for each in range(many)
            for review in [reviews[each % len(reviews)] if each % 3 else reviews[0]]
        ]
    )
    DecisionOption.objects.bulk_create([DecisionOption(decision=each, words="This", chosen=True) for each in decisions])
    Outcome.objects.bulk_create(
        [
            Outcome(decision=each, result="partly", sentence="Partly.", person=crowd[0], at=NOW)
            for each in decisions[::2]
        ]
    )
    commitments = Commitment.objects.bulk_create(
        [
            Commitment(
                forum=review.forum,
                review=review,
                item=items[0] if review == reviews[0] else None,
                words=f"Commitment {each} of {many}",
                owner=crowd[each // 3 if each % 3 else 0],
                promised_on=TODAY - timedelta(days=60),
                first_due=TODAY - timedelta(days=20),
                due=TODAY + timedelta(days=each % 60 - 20),
                kept_on=TODAY if each % 2 else None,
                objective=objectives[each],
                initiative=initiatives[each],
            )
            for each in range(many)
            for review in [reviews[each % len(reviews)] if each % 3 else reviews[0]]
        ]
    )
    CommitmentMove.objects.bulk_create(
        [
            CommitmentMove(commitment=each, before=each.first_due, after=each.due, reason="Later", at=NOW)
            for each in commitments[::3]
        ]
    )
    Responsibility.objects.bulk_create(
        [
            Responsibility(objective=objective, person=crowd[each % min(len(crowd), OWN)], part="A")
            for each, objective in enumerate(objectives)
        ]
    )
    StatusOverride.objects.bulk_create(
        [
            StatusOverride(
                objective=each, shown="on track", reason="We know more.", until=TODAY + timedelta(days=20), at=NOW
            )
            for each in objectives[::3]
        ]
    )

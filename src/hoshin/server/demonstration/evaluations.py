"""How the people of the demonstration were thanked and evaluated. All of them are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hoshin.apps.accounts.models import Person
from hoshin.apps.people import access
from hoshin.apps.people.actions.drafts import keep_draft
from hoshin.apps.people.actions.evaluations import Days, open_cycle, step
from hoshin.apps.people.actions.recognition import recognise
from hoshin.apps.people.machine import Act, Actor
from hoshin.apps.people.models import Evaluation
from hoshin.apps.portfolios.models import Initiative

HR = "ruth"


@dataclass(frozen=True)
class Said:
    """One act: by whom, how many days ago, in which words, and with which rating where it carries one."""

    act: Act
    by: str
    ago: int
    words: str = ""
    rating: int | None = None


THANKS = (
    (
        "tomas",
        "karim",
        30,
        "He let the depot leads do the swap themselves, although it took him twice as long the first time.",
        "Teaches instead of doing",
        "",
    ),
    (
        "ines",
        "tomas",
        20,
        "First and second line sit together for the first hour now, and the tickets show what that is worth.",
        "",
        "swarming-between-lines-in-europe",
    ),
    (
        "mei",
        "jonas",
        12,
        "He called three people who had given an answer one star, and rewrote it with them.",
        "Asks those who were not helped",
        "",
    ),
)
"""Who thanked whom, how many days ago, what for, for which behaviour, and for which proven initiative."""

EVALUATED: Mapping[str, tuple[Said, ...]] = {
    "karim": (
        Said(Act.SELF, "karim", 24, "Eleven of fourteen depots swap alone. I was too slow to ask for the spare parts."),
        Said(Act.PROPOSED, "mei", 19, "Eleven depots, and fewer visits. He teaches.", 3),
        Said(
            Act.MOVED,
            HR,
            15,
            "Agreed were eight by now. Two managers would have called this more than agreed, and so does the check-in.",
            4,
        ),
        Said(Act.CALIBRATED, HR, 15),
        Said(Act.FINAL, "mei", 9, "More than we agreed. Next year the spare parts come first, and I help with that."),
        Said(Act.ACKNOWLEDGED, "karim", 7),
    ),
    "jonas": (
        Said(Act.SELF, "jonas", 23, "Nine answers stand. Three of them were more work than the other six."),
        Said(Act.PROPOSED, "tomas", 18, "Nine of ten answers, on time.", 2),
        Said(Act.CALIBRATED, HR, 15, "The manager sees the tenth as missing; the meeting left it to him."),
        Said(Act.FINAL, "tomas", 8, "One answer is missing, and the last third came late."),
        Said(
            Act.APPEALED,
            "jonas",
            4,
            "The goal runs until the spring. Nothing was due yet, and nobody said that the pace was wrong.",
        ),
    ),
    "elena": (
        Said(Act.SELF, "elena", 22, "Two nights measured. Then the roll-out took all of my time."),
        Said(Act.PROPOSED, "mei", 17, "A good start, and then silence that I should have broken as well.", 2),
    ),
    "sofie": (Said(Act.SELF, "sofie", 21, "One rehearsal led, the second is planned."),),
    "tomas": (
        Said(Act.SELF, "tomas", 24, "Fewer people call twice. I still decide too much myself."),
        Said(Act.PROPOSED, "ines", 18, "The hour together works, and he let his people find out how.", 4),
    ),
    "mei": (Said(Act.SELF, "mei", 20, "The triage board was my idea, and it does harm. I said so in the review."),),
    "david": (),
}
"""What was done in each evaluation so far, each at another stage."""
BEGUN = "The monitoring finds what breaks before a depot calls. What I did not reach: "
"""What David has written so far and not sent."""


def tell(cast: Mapping[str, Person], now: datetime) -> None:
    """Write thanks, a cycle, and how far each evaluation has come."""
    today = now.date()
    for by, to, ago, reason, behaviour, slug in THANKS:
        proven = Initiative.objects.filter(slug=slug).first()
        recognise(
            cast[by],
            cast[to],
            today - timedelta(days=ago),
            reason=reason,
            behaviour=behaviour or ("" if proven else "Says what is"),
            proven=proven,
        )
    people = [Person.objects.get(pk=cast[name].pk) for name in EVALUATED]
    cycle = open_cycle(cast[HR], "The last six months", _days(today), people, now - timedelta(days=30))
    for name, acts in EVALUATED.items():
        evaluation = cycle.evaluations.select_related("person", "manager").get(person=cast[name])
        for number, each in enumerate(acts):
            _do(cast, evaluation, each, number, today)
    david = cycle.evaluations.get(person=cast["david"])
    keep_draft(cast["david"], david, Actor.PERSON, Act.SELF, today, words=BEGUN, edition=0)


def _days(today: date) -> Days:
    return Days(
        first=today - timedelta(days=182),
        last=today - timedelta(days=1),
        self_by=today + timedelta(days=2),
        manager_by=today + timedelta(days=5),
        calibration_on=today + timedelta(days=9),
        final_by=today + timedelta(days=20),
    )


def _do(cast: Mapping[str, Person], evaluation: Evaluation, each: Said, number: int, today: date) -> None:
    by = Person.objects.get(pk=cast[each.by].pk)
    actor = access.side(by, evaluation)
    assert actor is not None  # the story names only the three sides
    step(
        by,
        evaluation,
        actor,
        each.act,
        today - timedelta(days=each.ago),
        words=each.words,
        rating=each.rating,
        after=number,
    )

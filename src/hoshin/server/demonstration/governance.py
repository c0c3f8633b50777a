"""What the forums of the demonstration reviewed, decided and promised, told in the order in which it came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews import jobs
from hoshin.apps.reviews.actions import closing, commitments, decisions, forums, meetings
from hoshin.apps.reviews.line import Line
from hoshin.apps.reviews.models import Commitment, Decision, Forum, Result, Review, Source
from hoshin.apps.reviews.queries import forums as queries
from hoshin.apps.reviews.reports import agenda, came_of_it, minutes
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.server.demonstration import standing

People = Mapping[str, Person]
SWARMING, KNOWLEDGE, TRIAGE = (
    "Swarming between lines in Europe",
    "Knowledge base for portal and access",
    "Strict triage for depot tickets",
)


@dataclass
class _Told:
    """What has been told so far."""

    reader: Reader
    people: People
    service: Forum
    depots: Forum


def tell(reader: Reader, people: People, now: datetime) -> None:
    """Write two forums with their past, and begin the next service review on the day that it is due."""
    told = _Told(reader, people, _service(people), _depots(people))
    swarming = _march(told)
    triage = _july(told)
    closing_first = _september(told, swarming)
    answers = _october(told)
    _board(told, triage)
    _afterwards(told, closing_first, answers)
    _amended(told, now)
    standing.tell(people, told.service, told.depots, now)
    jobs.climb(now)
    jobs.keep_reminding(now)
    _next(told, now.date())


def _service(people: People) -> Forum:
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


def _depots(people: People) -> Forum:
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


def _initiative(title: str) -> Initiative:
    return Initiative.objects.get(title=title)


def _key_result(title: str) -> KeyResult:
    return KeyResult.objects.get(title=title)


def _at(on: date, hour: int = 9) -> datetime:
    return datetime.combine(on, time(hour), UTC)


def _begun(told: _Told, forum: Forum, on: date, lines: Iterable[Line], present: Iterable[str]) -> Review:
    always = [Line(Source.STANDING, f"standing {pk}", title) for pk, title in forum.standing.values_list("pk", "title")]
    chair = forum.chair or told.people["ines"]
    found = meetings.begin(chair, forum, on, [*always, *lines], _at(on))
    meetings.attend(chair, found, [told.people[each] for each in present])
    return found


def _note(told: _Told, review: Review, title: str, notes: str, by: str) -> None:
    meetings.note(told.people[by], review.items.get(title=title), base="", notes=notes)


def _closed(told: _Told, review: Review) -> None:
    closing.close(
        review.forum.chair, review, lambda found: minutes.compose(minutes.gather(found, found.on)), _at(review.on, 12)
    )


def _march(told: _Told) -> Decision:
    review = _begun(
        told,
        told.service,
        date(2026, 3, 10),
        [
            Line(
                Source.INITIATIVE,
                "initiative swarming",
                SWARMING,
                "It has run for five weeks.",
                Tone.NEUTRAL,
                "running",
            )
        ],
        ("ines", "tomas", "jonas"),
    )
    _note(told, review, SWARMING, "Teams like it: fewer tickets are handed back. Too early for a verdict.", "tomas")
    found = decisions.decide(
        told.people["ines"],
        review,
        title="Carry swarming on in all European teams until autumn",
        others=["Stop it and go back to queues", "Roll it out to the Americas at once"],
        reason="Nobody can tell yet whether it works, and a roll-out would take away what it is compared with.",
        expected="European teams resolve a fifth faster, and no more tickets come back than before.",
        initiative=_initiative(SWARMING),
        due=date(2026, 9, 8),
        item=review.items.get(title=SWARMING),
    )
    _closed(told, review)
    return found


def _july(told: _Told) -> Decision:
    review = _begun(
        told,
        told.depots,
        date(2026, 7, 21),
        [Line(Source.INITIATIVE, "initiative triage", TRIAGE, "It has run for twenty weeks.", Tone.NEUTRAL, "running")],
        ("mei", "tomas"),
    )
    _note(told, review, TRIAGE, "Teams say that the board sorts well. Depots say that they wait for the board.", "mei")
    found = decisions.decide(
        told.people["mei"],
        review,
        title="Give the triage board one more quarter",
        others=["Take it off at once"],
        reason="The teams had to get used to it; a quarter more costs little.",
        expected="Depot disturbances are over at least fifteen in a hundred sooner.",
        initiative=_initiative(TRIAGE),
        decides=told.people["mei"],
        due=date(2026, 10, 20),
        item=review.items.get(title=TRIAGE),
    )
    _closed(told, review)
    return found


def _september(told: _Told, swarming: Decision) -> Commitment:
    review = _begun(
        told,
        told.service,
        date(2026, 9, 8),
        [
            Line(
                Source.DECISION,
                f"decision {swarming.pk} {swarming.due}",
                swarming.title,
                f"Expected: {swarming.expected}",
                Tone.WATCH,
                "to check",
            ),
            Line(
                Source.SIGNAL,
                "signal reopened",
                "Share reopened",
                "More resolutions fail to hold than is usual.",
                Tone.BAD,
                "worse",
            ),
        ],
        ("ines", "tomas", "mei", "jonas", "ruth"),
    )
    _note(told, review, "Share reopened", "Tickets are closed under pressure, and the depot calls again.", "mei")
    _check(told, swarming, Result.AS_EXPECTED, "It works, and nothing else got worse. Next: the Americas.", "ines")
    decisions.decide(
        told.people["ines"],
        review,
        title="Depot teams ask the site before they close a ticket",
        others=["Close by the clock and count what comes back", "Have a second person close it"],
        reason="It costs a call, and saves the second ticket.",
        expected="A fifth fewer resolutions fail to hold by November.",
        key_result=_key_result("A fifth fewer resolutions fail to hold"),
        due=date(2026, 11, 10),
        item=review.items.get(title="Share reopened"),
    )
    found = _promise(told, review, "Plan swarming for the American teams", "tomas", date(2026, 10, 6))
    _promise(told, review, "Teach the closing call to both depot teams", "mei", date(2026, 9, 25))
    _closed(told, review)
    return found


def _october(told: _Told) -> Commitment:
    review = _begun(
        told,
        told.service,
        date(2026, 10, 13),
        [
            Line(
                Source.VERDICT,
                "verdict knowledge base",
                KNOWLEDGE,
                "Nothing is seen that chance does not explain.",
                Tone.NEUTRAL,
                "no visible effect",
            )
        ],
        ("ines", "tomas", "jonas"),
    )
    _note(told, review, KNOWLEDGE, "Answers are written, but are they read? Nobody knows.", "jonas")
    decisions.decide(
        told.people["tomas"],
        review,
        title="Write no new answers until we know which ones are read",
        others=["Go on writing", "Give the knowledge base up"],
        reason="Two people write answers for a day each week, and no effect is to be seen.",
        expected="By the new year we know which ten answers are read most, and why the others are not.",
        initiative=_initiative(KNOWLEDGE),
        due=date(2027, 1, 12),
        item=review.items.get(title=KNOWLEDGE),
    )
    found = _promise(
        told, review, "Count which answers are opened, and by whom", "jonas", date(2026, 10, 30), _initiative(KNOWLEDGE)
    )
    _promise(told, review, "Tell the portal team why writing stops", "tomas", date(2026, 10, 20))
    _closed(told, review)
    return found


def _board(told: _Told, triage: Decision) -> None:
    review = _begun(
        told,
        told.depots,
        date(2026, 10, 20),
        [
            Line(
                Source.DECISION,
                f"decision {triage.pk} {triage.due}",
                triage.title,
                f"Expected: {triage.expected}",
                Tone.WATCH,
                "to check",
            )
        ],
        ("mei", "ines"),
    )
    _note(told, review, triage.title, "It did the opposite. We waited a quarter too long to look.", "ines")
    _check(told, triage, Result.NOT, "Depots wait longer than before. We look earlier next time.", "mei")
    decisions.decide(
        told.people["mei"],
        review,
        title="Run the triage board at two depots only, and take it off everywhere else",
        others=["Take it off everywhere", "Keep it and add people"],
        reason="Two depots want to keep it; everywhere else it harms.",
        expected="Depot disturbances are back where they were before the board.",
        key_result=_key_result("Depot disturbances are over a fifth sooner"),
        decides=told.people["mei"],
        due=date(2027, 1, 19),
        item=review.items.get(title=triage.title),
    )
    _promise(told, review, "Take the board off at the other depots", "mei", date(2026, 11, 6), _initiative(TRIAGE))
    _closed(told, review)


def _promise(
    told: _Told, review: Review, words: str, owner: str, due: date, initiative: Initiative | None = None
) -> Commitment:
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


def _check(told: _Told, decision: Decision, result: Result, sentence: str, by: str) -> None:
    on = decision.due or decision.on
    seen = came_of_it.words(came_of_it.compose(came_of_it.gather(told.reader, decision, on)))
    decisions.settle(told.people[by], decision, result=result, sentence=sentence, seen=seen, now=_at(on, 11))


def _afterwards(told: _Told, swarming: Commitment, answers: Commitment) -> None:
    """How promises went on between the meetings."""
    people = told.people
    for words, on in (
        ("Teach the closing call to both depot teams", date(2026, 9, 22)),
        ("Tell the portal team why writing stops", date(2026, 10, 16)),
    ):
        found = Commitment.objects.get(words=words)
        commitments.keep(found.owner, found, on=on, version=found.version)
    commitments.move(
        people["tomas"],
        swarming,
        to=date(2026, 10, 23),
        reason="The American leads are at the peak of the season.",
        version=1,
        now=_at(date(2026, 10, 5)),
    )
    commitments.keep(people["tomas"], swarming, on=date(2026, 10, 22), version=2)
    commitments.move(
        people["jonas"],
        answers,
        to=date(2026, 11, 13),
        reason="The portal does not tell yet who opened an answer.",
        version=1,
        now=_at(date(2026, 10, 29)),
    )


def _amended(told: _Told, now: datetime) -> None:
    """A decision of which the minutes leave open by when it is to have worked."""
    found = Decision.objects.get(title="Depot teams ask the site before they close a ticket")
    decisions.change(
        told.people["ines"],
        found,
        version=found.version,
        now=now,
        title=found.title,
        reason=found.reason,
        expected="A fifth fewer resolutions fail to hold by November, in both depot teams.",
        due=found.due,
        others=[each.words for each in found.options.filter(chosen=False)],
        key_result=found.key_result,
        decides=found.person,
        why="The minutes do not say that it holds for both teams.",
    )


def _next(told: _Told, today: date) -> None:
    """Begin the next service review, so that its agenda can be looked at."""
    meeting = queries.next_meeting(told.service, today)
    if meeting is None:
        return
    found = agenda.gather(told.reader, told.service, meetings.look_back(told.service, meeting.on), meeting.on, today)
    meetings.begin(told.people["ines"], told.service, meeting.on, agenda.compose(found), _at(today))

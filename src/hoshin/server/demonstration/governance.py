"""What the forums of the demonstration reviewed, decided and promised, told in the order in which it came about."""

from __future__ import annotations

from datetime import date, datetime

from hoshin.apps.reviews import jobs
from hoshin.apps.reviews.actions import commitments, decisions, meetings
from hoshin.apps.reviews.line import Line
from hoshin.apps.reviews.models import Commitment, Decision, Result, Source
from hoshin.apps.reviews.queries import forums as queries
from hoshin.apps.reviews.reports import agenda
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.server.demonstration import standing
from hoshin.server.demonstration.forums import People, depots, service
from hoshin.server.demonstration.meeting import Told, at, begun, check, closed, initiative, key_result, note, promise

SWARMING, KNOWLEDGE, TRIAGE = (
    "Swarming between lines in Europe",
    "Knowledge base for portal and access",
    "Strict triage for depot tickets",
)


def tell(reader: Reader, people: People, now: datetime) -> None:
    """Write two forums with their past, and begin the next service review on the day that it is due."""
    told = Told(reader, people, service(people), depots(people))
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


def _march(told: Told) -> Decision:
    review = begun(
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
    note(told, review, SWARMING, "Teams like it: fewer tickets are handed back. Too early for a verdict.", "tomas")
    found = decisions.decide(
        told.people["ines"],
        review,
        title="Carry swarming on in all European teams until autumn",
        others=["Stop it and go back to queues", "Roll it out to the Americas at once"],
        reason="Nobody can tell yet whether it works, and a roll-out would take away what it is compared with.",
        expected="European teams resolve a fifth faster, and no more tickets come back than before.",
        initiative=initiative(SWARMING),
        due=date(2026, 9, 8),
        item=review.items.get(title=SWARMING),
    )
    closed(told, review)
    return found


def _july(told: Told) -> Decision:
    review = begun(
        told,
        told.depots,
        date(2026, 7, 21),
        [Line(Source.INITIATIVE, "initiative triage", TRIAGE, "It has run for twenty weeks.", Tone.NEUTRAL, "running")],
        ("mei", "tomas"),
    )
    note(told, review, TRIAGE, "Teams say that the board sorts well. Depots say that they wait for the board.", "mei")
    found = decisions.decide(
        told.people["mei"],
        review,
        title="Give the triage board one more quarter",
        others=["Take it off at once"],
        reason="The teams had to get used to it; a quarter more costs little.",
        expected="Depot disturbances are over at least fifteen in a hundred sooner.",
        initiative=initiative(TRIAGE),
        decides=told.people["mei"],
        due=date(2026, 10, 20),
        item=review.items.get(title=TRIAGE),
    )
    closed(told, review)
    return found


def _september(told: Told, swarming: Decision) -> Commitment:
    review = begun(
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
    note(told, review, "Share reopened", "Tickets are closed under pressure, and the depot calls again.", "mei")
    check(told, swarming, Result.AS_EXPECTED, "It works, and nothing else got worse. Next: the Americas.", "ines")
    decisions.decide(
        told.people["ines"],
        review,
        title="Depot teams ask the site before they close a ticket",
        others=["Close by the clock and count what comes back", "Have a second person close it"],
        reason="It costs a call, and saves the second ticket.",
        expected="A fifth fewer resolutions fail to hold by November.",
        key_result=key_result("A fifth fewer resolutions fail to hold"),
        due=date(2026, 11, 10),
        item=review.items.get(title="Share reopened"),
    )
    found = promise(told, review, "Plan swarming for the American teams", "tomas", date(2026, 10, 6))
    promise(told, review, "Teach the closing call to both depot teams", "mei", date(2026, 9, 25))
    closed(told, review)
    return found


def _october(told: Told) -> Commitment:
    review = begun(
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
    note(told, review, KNOWLEDGE, "Answers are written, but are they read? Nobody knows.", "jonas")
    decisions.decide(
        told.people["tomas"],
        review,
        title="Write no new answers until we know which ones are read",
        others=["Go on writing", "Give the knowledge base up"],
        reason="Two people write answers for a day each week, and no effect is to be seen.",
        expected="By the new year we know which ten answers are read most, and why the others are not.",
        initiative=initiative(KNOWLEDGE),
        due=date(2027, 1, 12),
        item=review.items.get(title=KNOWLEDGE),
    )
    found = promise(
        told, review, "Count which answers are opened, and by whom", "jonas", date(2026, 10, 30), initiative(KNOWLEDGE)
    )
    promise(told, review, "Tell the portal team why writing stops", "tomas", date(2026, 10, 20))
    closed(told, review)
    return found


def _board(told: Told, triage: Decision) -> None:
    review = begun(
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
    note(told, review, triage.title, "It did the opposite. We waited a quarter too long to look.", "ines")
    check(told, triage, Result.NOT, "Depots wait longer than before. We look earlier next time.", "mei")
    decisions.decide(
        told.people["mei"],
        review,
        title="Run the triage board at two depots only, and take it off everywhere else",
        others=["Take it off everywhere", "Keep it and add people"],
        reason="Two depots want to keep it; everywhere else it harms.",
        expected="Depot disturbances are back where they were before the board.",
        key_result=key_result("Depot disturbances are over a fifth sooner"),
        decides=told.people["mei"],
        due=date(2027, 1, 19),
        item=review.items.get(title=triage.title),
    )
    promise(told, review, "Take the board off at the other depots", "mei", date(2026, 11, 6), initiative(TRIAGE))
    closed(told, review)


def _afterwards(told: Told, swarming: Commitment, answers: Commitment) -> None:
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
        now=at(date(2026, 10, 5)),
    )
    commitments.keep(people["tomas"], swarming, on=date(2026, 10, 22), version=2)
    commitments.move(
        people["jonas"],
        answers,
        to=date(2026, 11, 13),
        reason="The portal does not tell yet who opened an answer.",
        version=1,
        now=at(date(2026, 10, 29)),
    )


def _amended(told: Told, now: datetime) -> None:
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


def _next(told: Told, today: date) -> None:
    """Begin the next service review, so that its agenda can be looked at."""
    meeting = queries.next_meeting(told.service, today)
    if meeting is None:
        return
    found = agenda.gather(told.reader, told.service, meetings.look_back(told.service, meeting.on), meeting.on, today)
    meetings.begin(told.people["ines"], told.service, meeting.on, agenda.compose(found), at(today))

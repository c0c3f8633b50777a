"""The direction of the demonstration: vision with its themes, levels, catchball and countermeasures.

Called while the story is told, in the order in which things came about. Its words are invented; every number in them
is read from the tickets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.strategy import access, actions, queries
from hoshin.apps.strategy.actions import Evidence, Terms, ThemeWords
from hoshin.apps.strategy.capacity import capacity
from hoshin.apps.strategy.models import KeyResult, Level, Objective, Source
from hoshin.apps.strategy.reports import negotiated
from hoshin.metrics.result import Value
from hoshin.pipeline.read import Reader
from hoshin.simulation.organisation import Demonstration

TOLD = "global-logistics"
"""The demonstration whose direction is told here."""

BEFORE = "Whoever moves freight with us waits less for IT: depots and drivers get working systems back within the day."
BEFORE_SUCCESS = "Half of all disturbances are over within sixteen hours, and four of five within what we promised."
THEMES_BEFORE = (
    ThemeWords("Back within the day", "A depot that stands still is our first concern."),
    ThemeWords("Repairs that hold", "Nobody calls twice for the same thing."),
)
THEMES = (
    ThemeWords("Back within the shift", "A depot that stands still is our first concern, on every continent."),
    ThemeWords("Repairs that hold", "Nobody calls twice for the same thing."),
    ThemeWords("Causes, not symptoms", "What comes back is looked into until it stays away."),
)
WHY = (
    "The depots told us in the autumn round that a day is three shifts: whoever waits until tomorrow has lost two of "
    "them. Customers count like depots now."
)
THEME_OF = {
    "Depots get working systems back within the shift": 0,
    "Depot teams stay ahead of their queue": 0,
    "Right the first time": 1,
    "Causes, not symptoms": 2,
}
"""Which of the themes each objective of the story serves."""

OWN, MEDIAN, FIRST_TOUCH = (
    "own_freight_within_a_shift",
    "time_to_resolve_median",
    "first_assignment_resolution_share",
)
Said = tuple[str, float, str]
"""Who proposes which part of the baseline, and why."""

OPEN = "More is solved by whoever takes the call"
"""The key result whose target is still being negotiated."""
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
AUTUMN = (date(2025, 8, 1), date(2025, 10, 31))


@dataclass(frozen=True)
class People:
    """Who acts, by the name to sign in with, and the teams by name."""

    by_name: Mapping[str, Person]
    teams: Mapping[str, Team]

    def __getitem__(self, username: str) -> Person:
        return self.by_name[username]


def publish_vision(people: People, story: Demonstration) -> None:
    """The vision; of the story that is told here in two versions, with who has read it."""
    first = story.objectives[0].first
    if story.key != TOLD:
        actions.publish_vision(
            people[story.people[0].username],
            statement=story.vision,
            horizon=story.horizon,
            success=story.success,
            at=_morning(first),
        )
        return
    ines, tomas, mei, ruth = (people[name] for name in ("ines", "tomas", "mei", "ruth"))
    began = actions.publish_vision(
        ines,
        statement=BEFORE,
        horizon="end of 2026",
        success=BEFORE_SUCCESS,
        themes=THEMES_BEFORE,
        at=_morning(first.replace(year=first.year - 1)),
    )
    for person in (ines, tomas, ruth):
        actions.acknowledge(person, began, at=_morning(first.replace(year=first.year - 1, day=9)))
    carried = {0: 0, 1: 1}
    old = list(began.themes.all())
    themes = [
        ThemeWords(each.name, each.meaning, old[carried[place]].pk if place in carried else None)
        for place, each in enumerate(THEMES)
    ]
    now = actions.publish_vision(
        ines,
        statement=story.vision,
        horizon=story.horizon,
        success=story.success,
        themes=themes,
        source=Source.FEEDBACK,
        why=WHY,
        at=_morning(first),
    )
    for person, on in ((ines, 2), (mei, 5), (tomas, 12)):
        actions.acknowledge(person, now, at=_morning(first.replace(day=on)))


def lay_out(people: People, reader: Reader, story: Demonstration, key_results: Mapping[str, KeyResult]) -> None:
    """Put the objectives of the story into their tree, negotiate targets, and answer for months that missed."""
    if story.key != TOLD:
        return
    teller = _Teller(people, reader, story.desk)
    known = {each.title: each for each in queries.objectives()}
    _levels(teller, known)
    scanners = _team_objective(
        teller,
        "Scanners work through the whole shift",
        "mei",
        "Depot Systems",
        known["Depot teams stay ahead of their queue"],
        5,
    )
    desk_first = _team_objective(
        teller, "The first answer is the right one", "jonas", "Service Desk", known["Right the first time"], 4
    )
    _half_year(teller, scanners, known["Depots get working systems back within the shift"])
    teller.add(desk_first, OPEN, FIRST_TOUCH, 1.08, date(2027, 3, 31))
    _measures(people, key_results["Depot disturbances are over a fifth sooner"])


@dataclass(frozen=True)
class _Teller:
    """Who acts, and by which tickets of which desk."""

    people: People
    reader: Reader
    desk: str

    def add(
        self, of: Objective, title: str, metric: str, factor: float, due: date = YEAR[1], groups: tuple[str, ...] = ()
    ) -> KeyResult:
        """A key result from its measured autumn to ``factor`` times that."""
        scope = tuple(("group", each) for each in groups)
        baseline = actions.read_baseline(self.reader, metric, (("desk", self.desk), *scope), *AUTUMN)
        assert isinstance(baseline.result, Value)  # read_baseline refuses all else
        return actions.write_key_result(
            self.people["ines"],
            of,
            baseline,
            title=title,
            target=baseline.result.amount * factor,
            start=YEAR[0],
            due=due,
            desk=self.desk,
            scope=scope,
        )

    def evidence(self, of: KeyResult, terms: Terms, on: date) -> Evidence:
        """What the forecast, and the plans, would have said on that day."""
        metric = self.reader.catalogue.metric(of.metric)
        forecast = negotiated.evidence(self.reader, of, metric, terms.target, terms.due, on)
        return replace(forecast, capacity=capacity(of.objective.team, on, terms.due))


def _levels(teller: _Teller, known: Mapping[str, Objective]) -> None:
    """An objective of the business on top, and those of the story below it."""
    people, vision = teller.people, queries.vision()
    assert vision is not None  # publish_vision comes first
    themes = list(vision.themes.all())
    business = actions.write_objective(
        people["ines"],
        title="Customers trust our delivery dates",
        why="Every third complaint of a customer begins with a depot whose systems stood still.",
        owner=people["ines"],
        first=YEAR[0],
        last=YEAR[1],
        level=Level.BUSINESS,
        theme=themes[0],
    )
    teller.add(business, "More of what stops freight is over within a shift", OWN, 1.1)
    depots, lasting = known["Depots get working systems back within the shift"], known["Right the first time"]
    for found, parent, weight, team in (
        (depots, business, 5, ""),
        (lasting, business, 3, ""),
        (known["Causes, not symptoms"], lasting, 3, "Service Desk"),
        (known["Depot teams stay ahead of their queue"], depots, 4, "Depot Systems"),
    ):
        actions.write_objective(
            people["ines"],
            title=found.title,
            why=found.why,
            owner=found.owner,
            first=found.first,
            last=found.last,
            team=people.teams[team] if team else None,
            parent=parent,
            weight=weight,
            theme=themes[THEME_OF[found.title]],
            objective=found,
        )


def _team_objective(teller: _Teller, title: str, owner: str, team: str, parent: Objective, weight: int) -> Objective:
    return actions.write_objective(
        teller.people["tomas"],
        title=title,
        why="",
        owner=teller.people[owner],
        first=YEAR[0],
        last=YEAR[1],
        team=teller.people.teams[team],
        parent=parent,
        weight=weight,
        theme=parent.theme,
    )


def _half_year(teller: _Teller, scanners: Objective, depots: Objective) -> None:
    """Two targets for the half year that were negotiated and signed, and whose date has passed."""
    half = date(2026, 6, 30)
    lanes = teller.add(scanners, "Scanners are back sooner by summer", MEDIAN, 0.7, half, ("Scanners and Handhelds",))
    _signed(
        teller,
        lanes,
        ("tomas", 0.7, "Every scanner that waits stops a lane. A third sooner is what the depots asked for."),
        ("mei", 0.95, "The triage board has not settled yet. Until it has we cannot promise more than a little."),
        date(2026, 4, 20),
    )
    europe = teller.add(depots, "European warehouses wait less by summer", MEDIAN, 0.7, half, ("Warehouse Europe",))
    _signed(
        teller,
        europe,
        ("ines", 0.7, "Warehouses in Europe carry most of the freight, and wait longest."),
        ("tomas", 0.8, "Swarming has settled since February. A fifth is what it gives, and no more than that."),
        date(2026, 4, 13),
    )


def _signed(teller: _Teller, of: KeyResult, asked: Said, answered: Said, on: date) -> None:
    """Proposed on a day, answered two days later, signed by both in the days after."""
    asking, answering = teller.people[asked[0]], teller.people[answered[0]]
    first = Terms(of.baseline * asked[1], of.due, asked[2])
    second = Terms(of.baseline * answered[1], of.due, answered[2], "One more person on the late shift.")
    ball = actions.throw(
        asking, of, answering, first, teller.evidence(of, first, on), until=on.replace(day=30), at=_morning(on)
    )
    later = on.replace(day=on.day + 2)
    found = access.catchball(answering, ball.pk)
    actions.counter(answering, found, second, teller.evidence(of, second, later), after=1, at=_morning(later))
    for person, days in ((asking, 3), (answering, 4)):
        actions.sign(person, access.catchball(person, ball.pk), after=2, at=_morning(on.replace(day=on.day + days)))


def negotiate(people: People, reader: Reader, story: Demonstration) -> None:
    """A target for the coming year that is under negotiation, once the plans say how many people there are."""
    if story.key != TOLD:
        return
    teller = _Teller(people, reader, story.desk)
    found = queries.key_results().get(title=OPEN)
    due = found.due
    tomas, jonas = teller.people["tomas"], teller.people["jonas"]
    asked = Terms(found.baseline * 1.2, due, "A ticket that is handed on waits a day. One in five fewer should be.")
    answer = Terms(
        found.baseline * 1.08,
        due,
        "New groups are missing in the routing rules, and that is not ours to mend. Once they are there, this is what "
        "last spring showed.",
        "Two days of the tool team for the routing rules.",
    )
    began, later = date(2026, 11, 16), date(2026, 11, 20)
    said = teller.evidence(found, asked, began)
    ball = actions.throw(tomas, found, jonas, asked, said, until=date(2026, 12, 11), at=_morning(began))
    said = teller.evidence(found, answer, later)
    actions.counter(jonas, access.catchball(jonas, ball.pk), answer, said, after=1, at=_morning(later))


def _measures(people: People, of: KeyResult) -> None:
    """The months as they were planned, and what was done about two that missed."""
    ines, mei, jonas = people["ines"], people["mei"], people["jonas"]
    # Nothing begins before March, so nothing is expected before it.
    actions.plan_months(ines, of, {date(2026, month, 1): of.baseline for month in (1, 2)}, after=of.edition)
    made = actions.write_countermeasure(
        mei,
        of,
        month=date(2026, 5, 1),
        cause="Tickets wait for the triage board, which meets twice a day.",
        action="Release urgent depot tickets at once, without the board.",
        owner=mei,
        due=date(2026, 6, 19),
    )
    actions.write_countermeasure(
        mei,
        of,
        month=made.month,
        cause=made.cause,
        action=made.action,
        owner=mei,
        due=made.due,
        done_on=date(2026, 6, 15),
        effect="Urgent tickets no longer wait. All others still do, and they are the many.",
        countermeasure=made,
    )
    actions.write_countermeasure(
        mei,
        of,
        month=date(2026, 9, 1),
        cause="The board itself: the verdict on strict triage says that it does harm.",
        action="End the triage board, and let each depot team pull its own work again.",
        owner=jonas,
        due=date(2026, 12, 18),
    )


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(9), UTC)

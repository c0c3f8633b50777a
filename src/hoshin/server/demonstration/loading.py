"""Loads a demonstration through the doors that people use: the file connector and the apps' actions."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from hoshin.apps.accounts import actions as accounts
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.agreements import actions as agreements
from hoshin.apps.definitions import actions as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.obligations import checking
from hoshin.apps.obligations.actions import answers
from hoshin.apps.portfolios import actions as portfolios
from hoshin.apps.portfolios import queries as portfolio_queries
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.scorecards import actions as scorecards
from hoshin.apps.sources import actions as sources
from hoshin.apps.strategy import actions as strategy
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.connectors.mapping import dumps
from hoshin.connectors.registry import ready_mapping
from hoshin.eventlog.refused import Refused
from hoshin.impact.claim import Claim, Direction
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Value
from hoshin.pipeline.effect import Foreseen
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import import_file
from hoshin.pipeline.progress import Progress
from hoshin.pipeline.read import Reader
from hoshin.pipeline.staggered_effect import StaggeredForeseen
from hoshin.server import sign_in
from hoshin.server.demonstration import belonging, direction, goals, governance, planning, running
from hoshin.service_levels.book_file import loads
from hoshin.simulation.export import export
from hoshin.simulation.organisation import Demonstration, DrawStory, InitiativeStory, KeyResultStory
from hoshin.simulation.registry import DEMONSTRATIONS
from hoshin.warehouse import generations
from hoshin.warehouse.errors import NothingPublished


class NotEmpty(Refused):
    """A demonstration is only loaded where nobody works yet."""


def is_empty(home: Home) -> bool:
    """Whether the home has neither people nor tickets."""
    if Person.objects.exists():
        return False
    try:
        generations.current(home.warehouse)
    except NothingPublished:
        return True
    return False


def load(home: Home, *, key: str = "global-logistics", progress: Callable[[Progress], None]) -> str:
    """Load a demonstration into an empty home, and say in a sentence what was loaded. Raises NotEmpty.

    Cut off in the middle it can be started again: the tickets are taken in once, and people are written last.
    """
    if Person.objects.exists():
        raise NotEmpty(
            f"{home.root} is in use already, and a demonstration would mix with it. Name another folder with "
            "HOSHIN_HOME to load it there."
        )
    story = DEMONSTRATIONS[key]
    progress(Progress("simulating the desk", 0, 1))
    _take_in(home, story, export(story.plan, story.seed), progress)
    progress(Progress("writing the story", 0, 1))
    with Reader.open(home) as reader, transaction.atomic():
        _tell(home, story, reader)
        tickets = reader.read(["ticket_volume"], _everything(story))[0].result.n
    told = f"{Objective.objects.count()} objectives, {len(story.initiatives)} initiatives"
    return f"{story.organisation}: {tickets:,} tickets, {told}."


def _take_in(home: Home, story: Demonstration, data: bytes, progress: Callable[[Progress], None]) -> None:
    mapping = replace(ready_mapping("servicenow"), desk=story.desk, zone="UTC")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{story.key}.csv"
        file.write_bytes(data)
        run = sources.begin_run(None, file, story.desk, dumps(mapping))
        outcome = import_file(home, file, mapping, demonstration=True, progress=progress)
        sources.finish(run, outcome)


def _everything(story: Demonstration) -> Query:
    return Query(Grain.ALL, where=(("desk", story.desk),))


def _tell(home: Home, story: Demonstration, reader: Reader) -> None:
    """Write organisation, people, direction, initiatives and targets, in the order in which they came about."""
    teams = {name: accounts.make_team(None, name) for name in story.teams}
    people = _people(home, story, teams)
    first = people[story.people[0].username]
    accounts.name_organisation(first, story.organisation)
    cast = direction.People(people, teams)
    direction.publish_vision(cast, story)
    if story.book:
        agreements.save(first, loads(story.book), reason=story.book_reason, after=0)
    for own_metric in story.own_metrics:
        definitions.define(first, own_metric)
    key_results: dict[str, KeyResult] = {}
    with readers.opened() as knowing:
        for objective in story.objectives:
            written = strategy.write_objective(
                first,
                title=objective.title,
                why=objective.why,
                owner=people[objective.owner],
                first=objective.first,
                last=objective.last,
            )
            for each in objective.key_results:
                key_results[each.title] = _key_result(knowing, story, first, written, each)
        direction.lay_out(cast, knowing, story, key_results)
    for initiative in story.initiatives:
        drafted = portfolios.write_initiative(
            people[initiative.owner],
            title=initiative.title,
            description=initiative.description,
            owner=people[initiative.owner],
            dimension="group",
            values=initiative.groups,
            start=initiative.start,
            desk=story.desk,
            key_result=key_results[initiative.key_result],
            category=running.KINDS.get(initiative.title),
        )
        if initiative.draw:
            drafted = _drawn(people[initiative.owner], drafted, initiative.draw)
        portfolios.seal(
            people[initiative.sealed_by],
            drafted,
            metric=initiative.metric,
            towards=initiative.towards,
            size=initiative.size,
            guardrails=initiative.guardrails,
            design=portfolio_queries.design(_foreseen(reader, drafted, initiative)),
            now=datetime.combine(initiative.sealed_on, time(9), UTC),
            demonstration=True,
        )
    for rate in story.rates:
        portfolios.add_rate(
            first,
            priced=rate.priced,
            amount=Decimal(rate.amount),
            currency=rate.currency,
            first=rate.first,
            owner=people[rate.owner],
            basis=rate.basis,
            now=datetime.combine(rate.first, time(9), UTC),
        )
    for key, amount in story.targets:
        scorecards.set_target(first, key, amount, desk=story.desk)
    planning.tell(first, teams)
    running.tell(people, teams, timezone.now())
    # Opened anew, so that it knows what has been defined above.
    with readers.opened() as knowing:
        direction.negotiate(cast, knowing, story)
        _look(story, knowing, people)
        goals.tell(knowing, people, timezone.now())
        if story.key == "global-logistics":
            governance.tell(knowing, people, timezone.now())
    belonging.tell(story, people, secrets.token_urlsafe(12))


def _drawn(person: Person, drafted: Initiative, draw: DrawStory) -> Initiative:
    """The initiative with the starts that the lot drew in the story."""
    now = datetime.combine(draw.on, time(9), UTC)
    portfolios.draw_starts(
        person, drafted, first=draw.first, weeks=draw.weeks, waves=draw.waves, now=now, seed=draw.seed
    )
    return portfolio_queries.initiatives().get(pk=drafted.pk)


def _foreseen(reader: Reader, drafted: Initiative, each: InitiativeStory) -> Foreseen | StaggeredForeseen | None:
    """How the claim will be judged, by the tickets of the day before it was sealed."""
    claim = Claim(each.metric, Direction(each.towards), each.size)
    until = each.sealed_on - timedelta(days=1)
    foresee = portfolio_queries.foreseen_rollout if each.draw else portfolio_queries.foreseen
    return foresee(reader, drafted, claim, until)


def _look(story: Demonstration, reader: Reader, people: dict[str, Person]) -> None:
    """Look for signals as on the day of the story, answer as it says, and look once more as of now."""
    if story.looked_on:
        now = datetime.combine(story.looked_on, time(9), UTC)
        fired = checking.check(reader, now, as_of=story.looked_on - timedelta(days=1))
        waiting = {(each.watch.metric, each.kind): each for each in fired.opened if not each.watch.dimension}
        for each in story.answers:
            answers.answer(
                people[each.by],
                waiting[each.metric, each.kind],
                cause=each.cause,
                sentence=each.sentence,
                now=datetime.combine(each.on, time(9), UTC),
            )
    checking.check(reader, timezone.now())


def _people(home: Home, story: Demonstration, teams: dict[str, Team]) -> dict[str, Person]:
    """Everybody of the story; all sign in with the one password that Hoshin makes for this home."""
    password = sign_in.make_password(home, story.people[0].username)
    return {
        each.username: accounts.make_person(
            None, username=each.username, name=each.name, password=password, role=each.role, team=teams[each.team]
        )
        for each in story.people
    }


def _key_result(
    reader: Reader, story: Demonstration, person: Person, objective: Objective, each: KeyResultStory
) -> KeyResult:
    where = (("desk", story.desk), *each.scope)
    baseline = strategy.read_baseline(reader, each.metric, where, *each.baseline)
    assert isinstance(baseline.result, Value)  # read_baseline refuses all else
    return strategy.write_key_result(
        person,
        objective,
        baseline,
        title=each.title,
        target=baseline.result.amount * each.factor,
        start=each.start,
        due=each.due,
        desk=story.desk,
        scope=each.scope,
    )

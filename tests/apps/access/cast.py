"""One of everything that an address can be of, open and confidential, and everybody who may ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hoshin.apps.accounts import actions as accounts
from hoshin.apps.accounts.models import Person, Role, Team, Unit
from hoshin.apps.agreements import actions as agreements
from hoshin.apps.definitions import actions as definitions
from hoshin.apps.obligations.models import Answer, Delivery, Obligation, Subscription, Watch
from hoshin.apps.packs.models import Edition
from hoshin.apps.people.machine import Act
from hoshin.apps.people.models import Blocker, Recognition
from hoshin.apps.plans.models import (
    Allocation,
    Approval,
    Candidate,
    Idea,
    PlannedInitiative,
    PlanningRound,
    Scenario,
    Undertaking,
)
from hoshin.apps.portfolios.models import Initiative, InitiativeValue
from hoshin.apps.rest import actions as tokens
from hoshin.apps.reviews.actions import forums, meetings
from hoshin.apps.reviews.models import (
    AgendaItem,
    Commitment,
    Decision,
    DecisionRight,
    Forum,
    Review,
    Risk,
    Source,
    StatusOverride,
)
from hoshin.apps.sources.models import ImportRun, SavedMapping, Upload
from hoshin.apps.strategy.models import Catchball, Countermeasure, KeyResult, Objective, Proposal, Vision
from hoshin.apps.workbooks.models import Workbook
from hoshin.service_levels.proposal import proposed
from tests.apps.definitions.saying import said
from tests.apps.people.evaluating import opened, walked
from tests.apps.people.goals import agreed

ROLES = (
    "anonymous",
    "reader",
    "other member",
    "member",
    "leader elsewhere",
    "lead",
    "manager",
    "hr",
    "owner",
    "named",
    "head",
    "auditor",
    "administrator",
    "former",
)
"""Whoever may ask; ``lead`` leads in the team, ``former`` was an administrator and may not sign in any more."""

TODAY = date(2026, 11, 2)
NOW = datetime.combine(TODAY, time(9), UTC)
SECRET = "Sell the Rotterdam depot"
"""In the title of whatever is confidential."""
OPEN = "Depots answer sooner"


@dataclass(frozen=True)
class Cast:
    """Everybody by role; nobody is there for ``anonymous``."""

    people: dict[str, Person]
    rows: dict[str, str]

    def person(self, role: str) -> Person | None:
        """Who asks."""
        return self.people.get(role)


def assembled() -> Cast:
    """The cast with its rows, by the name that a line of the table gives them."""
    depots, sites = Team.objects.create(name="Depots"), Team.objects.create(name="Sites")
    cast = {
        "reader": _somebody("reader", Role.VIEWER),
        "other member": _somebody("other member", Role.MEMBER, sites),
        "member": _somebody("member", Role.MEMBER, depots),
        "leader elsewhere": _somebody("leader elsewhere", Role.LEADER, sites),
        "lead": _somebody("lead", Role.LEADER, depots),
        "manager": _somebody("manager", Role.MEMBER, sites),
        "hr": _somebody("hr", Role.VIEWER),
        "owner": _somebody("owner", Role.MEMBER, depots),
        "named": _somebody("named", Role.VIEWER),
        "head": _somebody("head", Role.VIEWER),
        "auditor": _somebody("auditor", Role.AUDITOR),
        "administrator": _somebody("administrator", Role.ADMINISTRATOR),
        "former": _somebody("former", Role.ADMINISTRATOR),
    }
    accounts.place_person(None, cast["owner"], manager=cast["manager"])
    accounts.place_person(None, cast["hr"], manager=None, is_hr=True)
    cast["hr"].refresh_from_db()
    cast["owner"].refresh_from_db()
    cast["former"].is_active = False
    cast["former"].save()
    unit = Unit.objects.create(name="Freight", head=cast["head"])
    vision = Vision.objects.create(number=1, statement="v", horizon="2027", success="s", at=NOW)
    rows = {"": "", "unit": str(unit.pk), "team": str(depots.pk), "vision": str(vision.number)}
    rows |= _of_nobody(cast)
    for kept in (False, True):
        made = _belonging(cast, depots, unit, confidential=kept)
        rows |= {f"confidential {name}" if kept else name: row for name, row in made.items()}
    _crossed(cast, depots, rows)
    return Cast(cast, rows)


def _crossed(cast: dict[str, Person], team: Team, rows: dict[str, str]) -> None:
    """What everybody sees, and what names something confidential all the same: it was so named before it became so."""
    objective = Objective.objects.get(pk=rows["confidential objective"])
    initiative = Initiative.objects.get(slug=rows["confidential initiative"])
    forum, review = Forum.objects.get(pk=rows["forum"]), Review.objects.get(pk=rows["review"])
    shown_by: tuple[dict[str, Any], ...] = ({"initiative": initiative}, {"key_result": initiative.key_result})
    for names in shown_by:
        Decision.objects.create(
            forum=forum, review=review, title="d", reason="r", expected="e", on=TODAY, due=TODAY, **names
        )
    held_up: tuple[dict[str, Any], ...] = ({"initiative": initiative}, {"objective": objective})
    for names in held_up:
        Commitment.objects.create(
            forum=forum, words="c", owner=cast["owner"], promised_on=TODAY, first_due=TODAY, due=TODAY, **names
        )
    agreed(cast["owner"], team=team, objective=objective)
    Recognition.objects.create(
        person=cast["owner"], by=cast["manager"], on=TODAY, reason="r", behaviour="b", initiative=initiative
    )
    Answer.objects.create(
        obligation_id=int(rows["obligation"]), cause="initiative", sentence="s", initiative=initiative, at=NOW
    )
    Candidate.objects.filter(pk=rows["candidate"]).update(initiative=initiative)
    Allocation.objects.create(initiative=initiative, team=team, place=0, people=1)
    planning = PlanningRound.objects.create(title="2026", first=date(2026, 10, 1))
    scenario = Scenario.objects.create(round=planning, title="s", beat=NOW, state="done")
    planned = Approval.objects.create(scenario=scenario, decision="d", on=TODAY, at=NOW)
    rows["approved round"] = str(planning.pk)
    PlannedInitiative.objects.create(
        approval=planned, candidate=0, title="c", start=0, quarters=1, drafted=True, initiative=initiative
    )
    StatusOverride.objects.create(objective=objective, shown="on track", reason="r", until=TODAY, at=NOW)
    StatusOverride.objects.create(initiative=initiative, shown="on track", reason="r", until=TODAY, at=NOW)


def _somebody(name: str, role: Role, team: Team | None = None) -> Person:
    username = name.replace(" ", "-")
    return Person.objects.create(username=username, name=name.capitalize(), role=role, team=team, password="!")


def _belonging(cast: dict[str, Person], team: Team, unit: Unit, *, confidential: bool) -> dict[str, str]:
    title = SECRET if confidential else OPEN
    owner, named = cast["owner"], cast["named"]
    days = {"first": TODAY, "last": TODAY + timedelta(days=300)}
    objective = Objective.objects.create(
        title=title, owner=owner, team=team, level="team", unit=unit, confidential=confidential, **days
    )
    objective.named.add(named)
    child = Objective.objects.create(
        title="Below another", owner=owner, team=team, level="team", parent=objective, **days
    )
    key_result = KeyResult.objects.create(
        objective=objective,
        title=f"{title}: backlog",
        metric="backlog",
        target=1,
        start=TODAY,
        due=TODAY + timedelta(days=300),
        baseline=2,
        baseline_n=1,
        baseline_first=TODAY,
        baseline_last=TODAY,
    )
    bare = Objective.objects.create(
        title=f"{title}, bare", owner=owner, team=team, level="team", unit=unit, confidential=confidential, **days
    )
    bare.named.add(named)
    countermeasure = Countermeasure.objects.create(
        key_result=key_result, month=TODAY.replace(day=1), cause="c", action=title, owner=owner, due=TODAY
    )
    ball = Catchball.objects.create(
        key_result=key_result, asking=cast["lead"], answering=owner, until=TODAY + timedelta(days=9), at=NOW
    )
    Proposal.objects.create(
        catchball=ball, number=1, side="asking", person=cast["lead"], at=NOW, target=1, due=key_result.due, reason=title
    )
    initiative = Initiative.objects.create(
        slug="rotterdam" if confidential else "open",
        title=title,
        owner=owner,
        unit=unit,
        confidential=confidential,
        key_result=key_result,
        dimension="group",
        start=TODAY,
    )
    initiative.named.add(named)
    InitiativeValue.objects.create(initiative=initiative, value="A")
    forum = forums.write_forum(
        None,
        name=title,
        purpose="p",
        chair=owner,
        rule="FREQ=WEEKLY;BYDAY=MO",
        first=TODAY,
        time=time(10),
        confidential=confidential,
        unit=unit,
    )
    forums.seat(None, forum, named)
    right = DecisionRight.objects.create(forum=forum, words=title)
    feed = forums.follow(owner, forum)
    review = meetings.begin(owner, forum, TODAY, [], NOW)
    item = AgendaItem.objects.create(review=review, source=Source.ADDED, subject="x", title=title, place=1)
    decision = Decision.objects.create(
        forum=forum,
        review=review,
        title=title,
        reason="r",
        expected="e",
        on=TODAY,
        due=TODAY,
        key_result=key_result,
        initiative=initiative,
    )
    commitment = Commitment.objects.create(
        forum=forum,
        review=review,
        words=title,
        owner=owner,
        promised_on=TODAY,
        first_due=TODAY,
        due=TODAY,
        objective=objective,
        initiative=initiative,
    )
    risk = Risk.objects.create(
        forum=forum, title=title, words="w", answer="a", owner=owner, likelihood=3, impact=3, expires=TODAY, unit=unit
    )
    return {
        "objective": str(objective.pk),
        "bare objective": str(bare.pk),
        "child": str(child.pk),
        "key result": str(key_result.pk),
        "month": f"{key_result.pk} 2026 11",
        "countermeasure": str(countermeasure.pk),
        "catchball": str(ball.pk),
        "initiative": initiative.slug,
        "thing": f"objective {objective.pk}",
        "forum": str(forum.pk),
        "seat": f"{forum.pk} {forum.members.get(person=named).pk}",
        "right": f"{forum.pk} {right.pk}",
        "feed": feed.secret,
        "review": str(review.pk),
        "minutes file": f"{review.pk} docx",
        "item": str(item.pk),
        "decision": str(decision.pk),
        "commitment": str(commitment.pk),
        "risk": str(risk.pk),
        "subject": f"objective {objective.pk}",
    }


def _of_nobody(cast: dict[str, Person]) -> dict[str, str]:
    """Rows that belong to one person, or to nobody in particular."""
    owner, member = cast["owner"], cast["member"]
    goal = agreed(owner, objective=None)
    day = goal.shown.first
    blocker = Blocker.objects.create(goal=goal, words="w", asked=cast["manager"], opened_on=day, due=day)
    cycle = opened(cast["hr"], owner)
    evaluation = walked(cycle.evaluations.get(), cast["hr"], Act.FINAL)
    watch = Watch.objects.create(metric="backlog", origin="usual")
    obligation = Obligation.objects.create(
        watch=watch,
        kind="signal",
        higher=True,
        meaning="worse",
        began=TODAY,
        newest_first=TODAY,
        newest_last=TODAY,
        weeks=1,
        words="w",
        amount=1,
        n=1,
        unit="tickets",
        generation="g",
        definition="d",
        opened_on=TODAY,
        due=TODAY,
    )
    letters = Subscription.objects.create(channel="mail", address="owner@example.org", person=owner)
    delivery = Delivery.objects.create(subscription=letters, subject="s", body="b", at=NOW, progress="failed")
    planning = PlanningRound.objects.create(title="2027", first=date(2027, 1, 1))
    candidate = Candidate.objects.create(round=planning, title="c", owner=owner)
    idea = Idea.objects.create(title="i", trouble="t", proposer=owner, at=NOW)
    undertaking = Undertaking.objects.create(round=planning, name="u")
    workbook = Workbook.objects.create(name="w.csv", content=b"Title\nx\n", size=8, person=owner, at=timezone.now())
    scenario = Scenario.objects.create(round=planning, title="s", beat=NOW)
    edition = Edition.objects.create(title="e", as_of=TODAY)
    upload = Upload.objects.create(name="u.csv", stored="0" * 32, size=1, person=member)
    run = ImportRun.objects.create(file="u.csv", desk="d", mapping="", heartbeat=NOW, state="done", person=member)
    mapping = SavedMapping.objects.create(name="m", desk="d", text="")
    agreements.save(None, proposed("UTC"), reason="r", after=0)
    token, _ = tokens.make_token(owner, "a program", (), now=timezone.now(), lasts=timedelta(days=9))
    return {
        "goal": str(goal.pk),
        "blocker": str(blocker.pk),
        "evaluation": str(evaluation.pk),
        "cycle": str(cycle.pk),
        "person": str(owner.pk),
        "watch": str(watch.pk),
        "obligation": str(obligation.pk),
        "subscription": str(letters.pk),
        "delivery": str(delivery.pk),
        "round": str(planning.pk),
        "candidate": str(candidate.pk),
        "idea": str(idea.pk),
        "undertaking": str(undertaking.pk),
        "workbook": str(workbook.pk),
        "scenario": str(scenario.pk),
        "edition": str(edition.pk),
        "edition file": f"{edition.pk} pdf",
        "upload": str(upload.pk),
        "run": str(run.pk),
        "mapping": str(mapping.pk),
        "token": str(token.pk),
        "metric": "backlog",
        "own metric": definitions.define(None, said()).key,
        "ticket": "Desk INC1",
        "place": "1",
        "practice": "practice incident",
    }

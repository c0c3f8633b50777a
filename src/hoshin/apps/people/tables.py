"""The lists of goals, check-ins, evaluations and recognition that can be taken away."""

from __future__ import annotations

from hoshin.apps.accounts.tables import called
from hoshin.apps.people.models import AccessLine, CheckIn, Recognition
from hoshin.apps.people.reports import evaluations
from hoshin.apps.people.reports.goals import Line
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.strategy import queries as strategy
from hoshin.reporting.tables import Table, day, number, text, whole


def _said(each: Line) -> CheckIn | None:
    return each.last_said


GOALS = Table[Line](
    "goals",
    "Goals",
    (
        whole("Number", lambda each: each.goal.pk),
        text("Goal", lambda each: each.terms.title),
        text("Whose", lambda each: each.whose),
        text("Answers for it", lambda each: each.goal.person.name),
        text("Team", lambda each: each.goal.team.name if each.goal.team else None),
        text(
            "Below the objective",
            lambda each: strategy.title_for_all(found) if (found := each.goal.objective) else None,
        ),
        text("Below the goal", lambda each: each.goal.parent.shown.title if each.goal.parent else None),
        text("Measured by", lambda each: each.measure),
        day("From", lambda each: each.terms.first),
        day("To", lambda each: each.terms.last),
        text("Health", lambda each: str(each.health)),
        text("Why", lambda each: each.why),
        whole("Confidence, 0 to 10", lambda each: said.confidence if (said := _said(each)) else None),
        day("Last check-in", lambda each: said.on if (said := _said(each)) else None),
        day("Next check-in", lambda each: each.due),
        text("Waits for the signature of", lambda each: ", ".join(sorted(each.waits_for))),
    ),
)

CHECK_INS = Table[CheckIn](
    "check-ins",
    "Check-ins",
    (
        day("On", lambda each: each.on),
        text("Person", lambda each: each.person.name),
        whole("Confidence, 0 to 10", lambda each: each.confidence),
        text("Note", lambda each: each.note),
        number("Metric, last four weeks", lambda each: each.value),
        day("Read up to", lambda each: each.until),
        whole("Tickets", lambda each: each.n),
    ),
)

EVALUATIONS = Table[evaluations.Line](
    "evaluations",
    "Evaluations",
    (
        text("Cycle", lambda each: each.evaluation.cycle.title),
        text("Person", lambda each: each.evaluation.person.name),
        text("Manager", lambda each: each.evaluation.manager.name),
        text("Where it stands", lambda each: each.words),
        text("Rating", lambda each: each.rating),
        day("Due", lambda each: each.due),
    ),
)

RECOGNITION = Table[Recognition](
    "recognition",
    "Recognition",
    (
        day("On", lambda each: each.on),
        text("To", lambda each: each.person.name),
        text("Team", lambda each: each.person.team.name if each.person.team else None),
        text("From", lambda each: each.by.name),
        text("Behaviour", lambda each: each.behaviour),
        text("Initiative", lambda each: portfolios.title_for_all(each.initiative) if each.initiative else None),
        text("Reason", lambda each: each.reason),
    ),
)

READ_BY = Table[AccessLine](
    "who-read",
    "Who read what is kept",
    (
        day("On", lambda each: each.on),
        text("Reader", lambda each: called(each.reader)),
        text("Read", lambda each: each.get_read_display()),
    ),
)

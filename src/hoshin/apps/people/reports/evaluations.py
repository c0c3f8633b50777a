"""Evaluations as pages show them: what waits for whom, and how ratings lie by manager. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hoshin.apps.people.machine import OPEN, Act, Actor, Stage, answer_until, appeal_until, possible, sees
from hoshin.apps.people.models import Evaluation, EvaluationStep, Rating
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day

WAITS = {
    Stage.SELF: "waits for the self-evaluation",
    Stage.MANAGER: "waits for the manager’s proposal",
    Stage.CALIBRATION: "waits for the calibration meeting",
    Stage.FINAL: "waits for the manager’s final words",
    Stage.TOLD: "told, waits to be read",
    Stage.ACKNOWLEDGED: "read",
    Stage.APPEALED: "an appeal waits for its answer",
    Stage.ANSWERED: "the appeal is answered",
}
USUAL = (Stage.SELF, Stage.MANAGER, Stage.CALIBRATION, Stage.FINAL, Stage.TOLD, Stage.ACKNOWLEDGED)
APPEAL = (Stage.SELF, Stage.MANAGER, Stage.CALIBRATION, Stage.FINAL, Stage.TOLD, Stage.APPEALED, Stage.ANSWERED)
SAID = {
    Act.SELF: "Self-evaluation",
    Act.PASSED: "No self-evaluation came in time",
    Act.PROPOSED: "The manager’s proposal",
    Act.MOVED: "Moved in the calibration meeting",
    Act.CALIBRATED: "Calibrated",
    Act.FINAL: "Final words",
    Act.ACKNOWLEDGED: "Read",
    Act.APPEALED: "Appeal",
    Act.ANSWERED: "Answer to the appeal",
}


@dataclass(frozen=True)
class Line:
    """One evaluation in a list, as one side sees it; ``yours`` tells that it waits for this side."""

    evaluation: Evaluation
    stage: Stage
    words: str
    tone: Tone
    due: date | None
    yours: bool
    rating: str


@dataclass(frozen=True)
class Shown:
    """One step as a side may read it."""

    step: EvaluationStep
    title: str


def line(evaluation: Evaluation, actor: Actor, today: date) -> Line:
    """How an evaluation stands, seen from one side."""
    stage, due = evaluation.stage, due_on(evaluation)
    late = due is not None and today > due
    over = stage in (Stage.ACKNOWLEDGED, Stage.ANSWERED)
    known = rating_for(evaluation, actor)
    return Line(
        evaluation,
        stage,
        f"{WAITS[stage]}{f', since {day(due)}' if late and due else ''}",
        Tone.GOOD if over else Tone.BAD if late else Tone.WATCH if stage is Stage.APPEALED else Tone.NEUTRAL,
        None if over else due,
        any(act not in (Act.APPEALED,) for act in possible(evaluation.done, actor, evaluation.cycle.clock, today)),
        known.label if known else "",
    )


def led_by_another(evaluation: Evaluation) -> bool:
    """Whether the manager still has something to do, and leads the person no more or cannot sign in any more."""
    moved = evaluation.person.manager_id != evaluation.manager_id or not evaluation.manager.is_active
    return moved and evaluation.stage in OPEN


def rating_for(evaluation: Evaluation, actor: Actor) -> Rating | None:
    """The rating that a side may see."""
    seen = [each.step.rating for each in steps(evaluation, actor) if each.step.rating]
    return Rating(seen[-1]) if seen else None


def due_on(evaluation: Evaluation) -> date | None:
    """By when what an evaluation waits for is due."""
    cycle, stage = evaluation.cycle, evaluation.stage
    return {
        Stage.SELF: cycle.self_by,
        Stage.MANAGER: cycle.manager_by,
        Stage.CALIBRATION: cycle.calibration_on,
        Stage.FINAL: cycle.final_by,
        Stage.TOLD: appeal_until(evaluation.done, cycle.clock),
        Stage.APPEALED: answer_until(evaluation.done),
    }.get(stage)


def steps(evaluation: Evaluation, actor: Actor) -> list[Shown]:
    """The steps that a side may read, oldest first."""
    now = evaluation.stage
    return [Shown(each, SAID[Act(each.act)]) for each in evaluation.steps.all() if sees(actor, Act(each.act), now)]


def way(now: Stage) -> list[tuple[str, str]]:
    """The stages of an evaluation in order, each with where it lies: past, now or ahead."""
    stages = APPEAL if now in APPEAL and now not in USUAL else USUAL
    here = stages.index(now)
    return [(str(each), "past" if i < here else "now" if i == here else "ahead") for i, each in enumerate(stages)]


@dataclass(frozen=True)
class Spread:
    """The ratings of one manager: for each rating the evaluations that have it, and those without one yet."""

    manager: str
    columns: tuple[tuple[Rating, tuple[Evaluation, ...]], ...]
    waiting: tuple[Evaluation, ...]


def spreads(found: Sequence[Evaluation]) -> list[Spread]:
    """How the ratings of each manager lie, managers by name."""
    managers = sorted({each.manager.name for each in found})
    return [
        Spread(
            name,
            tuple(
                (rating, tuple(e for e in found if e.manager.name == name and e.rating == rating)) for rating in Rating
            ),
            tuple(e for e in found if e.manager.name == name and e.rating is None),
        )
        for name in managers
    ]


def sentence(found: Sequence[Evaluation]) -> str:
    """What a meeting has to know first."""
    if not found:
        return "There is nobody in this cycle whom you may see."
    stages = [each.stage for each in found]
    ready = sum(each not in (Stage.SELF, Stage.MANAGER) for each in stages)
    parts = [f"{ready} of {len(found)} evaluations have a rating"]
    if open_now := stages.count(Stage.CALIBRATION):
        parts.append(f"{open_now} wait for the meeting")
    if moved := sum(map(led_by_another, found)):
        parts.append(f"{moved} {'is' if moved == 1 else 'are'} led by somebody else by now")
    if appeals := stages.count(Stage.APPEALED):
        parts.append(f"{appeals} appeal{'' if appeals == 1 else 's'} to answer")
    return f"{'; '.join(parts)}."

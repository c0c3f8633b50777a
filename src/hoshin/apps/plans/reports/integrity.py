"""What a quarter's promises came to, in figures and in lists."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.apps.plans.queries import Kept
from hoshin.apps.portfolios.models import Initiative
from hoshin.portfolio.keeping import Finding, Outcome
from hoshin.reporting.blocks import Tone

WORDS = {
    Outcome.KEPT: ("Kept", Tone.GOOD, "done as promised"),
    Outcome.SLIPPED: ("Slipped", Tone.BAD, "not by the day that was promised"),
    Outcome.OPEN: ("To come", Tone.NEUTRAL, "promised, and there is time left"),
    Outcome.ADDED: ("Added", Tone.WATCH, "begun in the quarter, and in no plan"),
    Outcome.SILENT: ("Silent", Tone.WATCH, "running, and nobody said how it stands"),
}
NONE = {
    Outcome.KEPT: "Nothing that was promised has come about yet.",
    Outcome.SLIPPED: "Nothing slipped.",
    Outcome.OPEN: "Nothing is left to come.",
    Outcome.ADDED: "Nothing was begun beside the plan.",
    Outcome.SILENT: "Of everything that runs somebody said how it stands.",
}


@dataclass(frozen=True)
class Item:
    """One finding with the initiative that it is of; None where that was discarded."""

    finding: Finding
    initiative: Initiative | None


@dataclass(frozen=True)
class Group:
    """All findings of one outcome."""

    outcome: Outcome
    label: str
    tone: Tone
    note: str
    items: tuple[Item, ...]
    none: str


def groups(found: Kept) -> list[Group]:
    """All outcomes."""
    return [
        Group(
            outcome,
            *words,
            tuple(
                Item(each, found.initiatives.get(each.key))
                for each in sorted(found.integrity.of(outcome), key=lambda each: each.title)
            ),
            NONE[outcome],
        )
        for outcome, words in WORDS.items()
    ]


def sentence(found: Kept) -> str:
    """What a leader takes from it."""
    share = found.integrity.share
    kept, slipped = (len(found.integrity.of(each)) for each in (Outcome.KEPT, Outcome.SLIPPED))
    silent = len(found.integrity.of(Outcome.SILENT))
    if share is None:
        said = f"Nothing that was promised for {found.name} is settled yet."
    else:
        said = f"{kept} of {kept + slipped} promises for {found.name} {'was' if kept == 1 else 'were'} kept."
    if silent:
        said += f" {silent} piece{'' if silent == 1 else 's'} of running work {'is' if silent == 1 else 'are'} silent."
    return said

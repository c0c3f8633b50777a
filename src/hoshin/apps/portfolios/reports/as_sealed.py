"""Whether a verdict was reached as was sealed with its claim, and if not, what took its place and why."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.apps.portfolios import sealing
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.strategy.scoping import plural
from hoshin.impact.estimators.registry import KEYS, looks_at_groups
from hoshin.impact.staggered_verdict import BY_LOT, STAGGERED

GONE = "it has no tickets of this metric any more"


@dataclass(frozen=True)
class Departures:
    """How a verdict departs from what was sealed.

    ``note`` says it in a sentence or two, empty where it does not depart, and ``label`` in two or three words. ``lost``
    are the groups that were sealed and do not serve, each with why.
    """

    note: str = ""
    lost: tuple[tuple[str, str], ...] = ()
    label: str = "not as sealed"

    def __bool__(self) -> bool:
        return bool(self.note)


def departures(judged: Judged) -> Departures:
    """How the verdict departs from the sealed design; nothing where it keeps to it."""
    claim, verdict = judged.claim, judged.verdict
    if claim is None or verdict is None:
        return Departures()
    word = plural(judged.initiative.dimension).lower()
    sealed, groups = sealing.line(claim.text, sealing.ESTIMATOR), sealing.lines(claim.text, sealing.COMPARED)
    used = _named(verdict.estimator, word, len(verdict.used))
    if not sealed and not groups:
        unsealed = f"How it would be judged was not sealed with the claim. It is judged by {used}."
        return Departures(unsealed, label="not sealed") if verdict.estimator else Departures()
    why = {each.name: each.why for each in verdict.left_out}
    lost = tuple((name, why.get(name, GONE)) for name in sorted(set(groups) - set(verdict.used)))
    if sealed and verdict.estimator not in ("", sealed):
        meant = _named(sealed, word, len(groups))
        instead = f"{meant} was sealed, but it is judged by {used}: {_why(sealed, word)}."
        return Departures(instead[0].upper() + instead[1:], lost)
    few = f"{len(lost)} of the {len(groups)} {word} that were sealed as its comparison cannot serve any more."
    return Departures(few, lost) if lost else Departures()


def _named(key: str, word: str, groups: int) -> str:
    """A way to judge, in words that a board reads."""
    if key == BY_LOT:
        return "the order that the lot drew"
    if key == STAGGERED:
        return f"comparison with the {word} that had not started"
    if key not in KEYS:
        return f"a way to judge that is not known any more (“{key}”)"
    if not looks_at_groups(key):
        return "the scope's own past"
    return f"comparison with {groups} {word} outside its scope"


def _why(sealed: str, word: str) -> str:
    if sealed == BY_LOT:
        return f"the lot judges only where every one of the drawn {word} can serve"
    if sealed == STAGGERED:
        return f"too few of the {word} that had not started can serve"
    if sealed not in KEYS:
        return "Hoshin can no longer judge so"
    if looks_at_groups(sealed):
        return f"too few of the sealed {word} can still serve"
    return "its own past does not suffice to judge by"

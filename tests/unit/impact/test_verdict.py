"""The rules: which verdict follows from what, and when none can be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import MOST_GROUPS, Reason
from hoshin.impact.panel import Panel, PanelInvalid
from hoshin.impact.verdict import Verdict, VerdictKind, judge
from hoshin.metrics.query import Grain
from tests.unit.impact.desks import HISTORIES, Numbers, panel

BEFORE, AFTER = 80, 30
DOWN = Claim("time_to_resolve_median", Direction.DOWN, 0.2)
STATISTICS = r"p-value|signific|confiden|interval|probabilit|standard|error|null|hypothes|estimat|regress|placebo|%ile"


def hours(change: float, *, noise: float = 0.1, groups: int = 9, seed: int = 3) -> Panel:
    """Hours to resolve that follow one another closely, changed by the share ``change`` after the start."""
    series = noise * HISTORIES["persistence 0.3"].draw(np.random.default_rng(seed), BEFORE + AFTER, groups)
    level = np.exp(series - series.mean(axis=0) + 3)
    level[BEFORE:, 0] *= 1 + change
    return panel(level, BEFORE, unit="h")


@pytest.mark.parametrize(
    ("change", "claim", "kind"),
    [
        (-0.3, DOWN, VerdictKind.PROVEN),
        (0.3, DOWN, VerdictKind.HARMFUL),
        (0.0, DOWN, VerdictKind.NO_VISIBLE_EFFECT),
        (0.3, Claim("time_to_resolve_median", Direction.UP, 0.2), VerdictKind.PROVEN),
        (-0.3, Claim("time_to_resolve_median", Direction.UP, 0.2), VerdictKind.HARMFUL),
    ],
)
def test_the_verdict_follows_the_claim(change: float, claim: Claim, kind: VerdictKind) -> None:
    verdict = judge(hours(change), claim)
    assert verdict.kind is kind
    assert verdict.effect
    assert verdict.effect.relative
    assert verdict.effect.relative.holds(change)
    assert verdict.reason is None


def test_a_weaker_effect_is_likely_and_only_in_the_claimed_direction() -> None:
    kinds: dict[VerdictKind, list[tuple[float, float]]] = {}
    for change in np.arange(-0.12, 0.121, 0.004):
        verdict = judge(hours(float(change)), DOWN)
        assert verdict.p_value is not None
        kinds.setdefault(verdict.kind, []).append((float(change), verdict.p_value))
    likely = kinds[VerdictKind.LIKELY]
    assert all(change < 0 and 0.05 < p <= 0.10 for change, p in likely)
    assert all(change < 0 and p <= 0.05 for change, p in kinds[VerdictKind.PROVEN])
    assert all(change > 0 and p <= 0.05 for change, p in kinds[VerdictKind.HARMFUL])
    assert all(p > 0.05 for _, p in kinds[VerdictKind.NO_VISIBLE_EFFECT])


def test_noise_that_could_hide_the_claim_cannot_be_told() -> None:
    verdict = judge(hours(0.0, noise=2.0), DOWN)
    assert verdict.kind is VerdictKind.CANNOT_TELL
    assert verdict.reason is Reason.TOO_NOISY
    assert verdict.effect
    assert verdict.effect.relative
    assert verdict.effect.relative.holds(-0.2)
    assert verdict.effect.relative.holds(0.0)


def cut(one: Panel, first: int, last: int) -> Panel:
    """The periods from ``first`` to ``last`` alone."""
    part = slice(first, last)
    return replace(
        one,
        periods=one.periods[part],
        treated=one.treated[part],
        treated_n=one.treated_n[part],
        controls={name: series[part] for name, series in one.controls.items()},
        control_n={name: n[part] for name, n in one.control_n.items()},
        start=min(max(one.start - first, 0), len(one.periods[part])),
    )


def holed(one: Panel) -> Panel:
    """The scope without a number in every fourth period."""
    return replace(one, treated=np.where(np.arange(len(one.periods)) % 4, one.treated, np.nan))


REFUSED: list[tuple[Callable[[Panel], Panel], Reason, str]] = [
    (lambda one: cut(one, 0, BEFORE), Reason.NOT_STARTED, "no whole week"),
    (lambda one: cut(one, 0, BEFORE + 3), Reason.SHORT_AFTER, "3 weeks, 4 are needed"),
    (lambda one: cut(one, BEFORE - 19, 200), Reason.SHORT_BEFORE, "19 weeks, 20 are needed"),
    (lambda one: replace(one, grain=Grain.DAY, start=len(one.periods) - 9), Reason.SHORT_AFTER, "9 days, 10"),
    (lambda one: replace(one, treated_n=one.treated_n / 10), Reason.FEW_TICKETS, "4 in the median week before"),
    (holed, Reason.GAPS, "75%"),
    (lambda one: replace(one, treated=np.full(len(one.periods), 7.0)), Reason.NO_MOVEMENT, "same number"),
    (
        lambda one: replace(cut(one, BEFORE - 30, 200), controls={}, control_n={}),
        Reason.NO_COMPARISON,
        "0 can serve, 2 are needed, and its own past is too short to judge it by: 30 weeks, 34 are needed",
    ),
    (
        lambda one: replace(cut(one, BEFORE - 30, 200), contaminated=dict.fromkeys(list(one.controls)[1:], "Swarming")),
        Reason.CONTAMINATED,
        "1 of 8 can serve",
    ),
]


@pytest.mark.parametrize(("spoil", "reason", "detail"), REFUSED, ids=[reason.name for _, reason, _ in REFUSED])
def test_what_does_not_suffice_cannot_be_told_and_says_why(
    spoil: Callable[[Panel], Panel], reason: Reason, detail: str
) -> None:
    verdict = judge(spoil(hours(-0.5)), DOWN)
    assert verdict.kind is VerdictKind.CANNOT_TELL
    assert verdict.reason is reason
    assert detail in verdict.detail
    assert str(reason) in verdict.sentence
    assert (verdict.effect, verdict.effect_90, verdict.p_value, verdict.placebos) == (None, None, None, ())
    assert set(verdict.course.expected) <= {None}


def test_an_empty_history_cannot_be_told() -> None:
    nothing = np.empty(0)
    empty = Panel((), nothing, nothing, {"A": nothing}, {"A": nothing}, 0, "h", "Time to resolve")
    assert judge(empty, DOWN).reason is Reason.NOT_STARTED


def test_groups_left_out_are_named_with_their_reason() -> None:
    one = hours(-0.3)
    names = sorted(one.controls)
    weeks = np.arange(len(one.periods))
    controls, n = dict(one.controls), dict(one.control_n)
    n[names[1]] = n[names[1]] / 20
    controls[names[2]] = np.where(weeks % 3, controls[names[2]], np.nan)
    controls[names[3]] = np.full(len(weeks), 4.0)
    verdict = judge(replace(one, controls=controls, control_n=n, contaminated={names[0]: "Swarming"}), DOWN)
    assert {each.name: each.why.split(":")[0] for each in verdict.left_out} == {
        names[0]: "also in Swarming",
        names[1]: "too few tickets",
        names[2]: "gaps",
        names[3]: "its numbers never change",
    }
    assert verdict.used == tuple(names[4:])
    assert verdict.kind is VerdictKind.PROVEN


def test_a_group_that_is_left_out_has_no_say() -> None:
    one = hours(-0.3)
    name = sorted(one.controls)[2]
    spoiled = replace(one, contaminated={name: "Swarming"})
    other = replace(spoiled, controls={**one.controls, name: one.controls[name] ** 2})
    assert judge(spoiled, DOWN) == judge(other, DOWN)


def test_of_very_many_groups_those_with_most_tickets_are_used() -> None:
    one = hours(-0.3, groups=MOST_GROUPS + 4)
    name = sorted(one.controls)[0]
    verdict = judge(replace(one, control_n={**one.control_n, name: one.control_n[name] - 1}), DOWN)
    assert len(verdict.used) == MOST_GROUPS
    assert name not in verdict.used


def test_holidays_of_the_whole_desk_are_left_out() -> None:
    one = hours(-0.3)
    holidays = np.arange(len(one.periods)) % 9 == 4
    quiet = replace(
        one,
        treated=np.where(holidays, np.nan, one.treated),
        control_n={name: np.where(holidays, 2.0, n) for name, n in one.control_n.items()},
        controls={name: np.where(holidays, 1000.0, series) for name, series in one.controls.items()},
    )
    verdict = judge(quiet, DOWN)
    assert verdict.kind is VerdictKind.PROVEN
    assert [expected is None for expected in verdict.course.expected] == list(holidays)


def test_single_gaps_are_filled_by_what_the_other_groups_did() -> None:
    one = hours(-0.3)
    whole = judge(one, DOWN)
    holes: dict[str, Numbers] = {}
    for number, (name, series) in enumerate(one.controls.items()):
        holes[name] = np.where((np.arange(len(series)) + 5 * number) % 25 == 0, np.nan, series)
    gaps = judge(replace(one, controls=holes), DOWN)
    assert gaps.used == whole.used
    assert gaps.effect
    assert whole.effect
    assert gaps.effect.absolute.amount == pytest.approx(whole.effect.absolute.amount, rel=0.05)


def test_the_course_shows_what_was_and_what_would_have_been() -> None:
    one = hours(-0.3)
    verdict = judge(one, DOWN)
    course = verdict.course
    expected, low, high = (np.array(line, dtype=float) for line in (course.expected, course.low, course.high))
    assert course.observed == tuple(one.treated)
    assert (low < expected).all()
    assert (expected < high).all()
    inside = (one.treated >= low) & (one.treated <= high)
    assert inside[:BEFORE].mean() >= 0.9
    assert np.mean(one.treated[BEFORE:] / expected[BEFORE:]) == pytest.approx(0.7, abs=0.03)
    assert len(verdict.placebos) >= 19
    assert max(map(abs, verdict.placebos)) < 0.3


@pytest.mark.parametrize("unit", ["h", "tickets", "share", "per ticket"])
def test_every_unit_finds_the_same_relative_change(unit: str) -> None:
    one = hours(-0.3, noise=0.05)
    other = replace(
        one, unit=unit, treated=one.treated / 60, controls={n: series / 60 for n, series in one.controls.items()}
    )
    effect = judge(other, DOWN).effect
    assert effect
    assert effect.relative
    assert effect.relative.amount == pytest.approx(-0.3, abs=0.03)
    assert effect.relative.low < -0.3 < effect.relative.high
    assert effect.absolute.amount == pytest.approx(float(np.mean(other.treated[BEFORE:])) * (1 - 1 / 0.7), rel=0.1)


def test_numbers_around_zero_have_no_relative_effect_that_misleads() -> None:
    rng = np.random.default_rng(5)
    series = HISTORIES["persistence 0.3"].draw(rng, BEFORE + AFTER, 9)
    series -= series.mean(axis=0)
    series[BEFORE:, 0] -= 4
    verdict = judge(panel(series, BEFORE, unit="tickets"), Claim("backlog_change", Direction.DOWN, 0.2))
    assert verdict.kind is VerdictKind.PROVEN
    assert verdict.effect
    assert verdict.effect.absolute.holds(-4)


def all_kinds() -> list[Verdict]:
    """One verdict of each kind that has a sentence of its own."""
    panels = [hours(-0.3), hours(0.3), hours(0.0), hours(-0.031), hours(0, noise=2.0), cut(hours(0), 0, BEFORE + 2)]
    return [judge(one, DOWN) for one in panels]


def test_sentences_are_plain() -> None:
    for verdict in all_kinds():
        assert not re.search(STATISTICS, verdict.sentence, re.IGNORECASE), verdict.sentence
        assert verdict.sentence.endswith(".")
        assert "Network" in verdict.sentence
        assert "nan" not in verdict.sentence


def test_the_sentence_of_a_proven_effect_says_how_much_and_against_what() -> None:
    sentence = judge(hours(-0.3), DOWN).sentence
    assert re.fullmatch(
        r"Time to resolve in Network is about \d+ % lower than it would have been without the initiative "
        r"\(between \d+ % and \d+ % lower\), compared with what 8 other groups did in the same time\.",
        sentence,
    )


def test_a_claim_needs_a_size() -> None:
    with pytest.raises(ValueError, match="expected a relative change above 0"):
        Claim("backlog", Direction.DOWN, 0.0)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"treated": np.zeros(3)}, "`treated` has shape"),
        ({"start": 999}, "expected an index"),
        ({"control_n": {}}, "must name the same groups"),
    ],
)
def test_a_panel_whose_parts_do_not_fit_says_which(part: dict[str, object], message: str) -> None:
    with pytest.raises(PanelInvalid, match=message):
        replace(hours(0.0), **part)  # type: ignore[arg-type]

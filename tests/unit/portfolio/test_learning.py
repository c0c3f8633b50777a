from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.portfolio.learning import Past, corrections, overall

PASTS = st.lists(
    st.builds(Past, st.sampled_from("abc"), st.sampled_from((-0.3, 0.1, 0.2)), st.floats(-0.5, 0.5)), max_size=12
)


def test_before_anything_is_known_claims_hold() -> None:
    found = corrections([], ["automation"])["automation"]
    assert (found.factor, found.n, found.raw) == (1.0, 0, None)
    assert "No initiative of this kind has been judged yet" in found.sentence


@given(PASTS)
def test_a_category_lies_between_its_own_figure_and_that_of_all(past: list[Past]) -> None:
    centre = overall([each for each in past if each.claimed])
    for each in corrections(past, ["a", "d"]).values():
        ends = sorted((centre, centre if each.raw is None else each.raw))
        assert ends[0] - 1e-9 <= each.share <= ends[1] + 1e-9
        assert 0 <= each.weight <= 1
        assert each.factor >= 0


def test_the_more_there_are_the_more_a_category_counts() -> None:
    rng = np.random.default_rng(1)

    def weight(n: int) -> float:
        past = [Past("good", 0.2, 0.2 * float(rng.normal(1.0, 0.2))) for _ in range(n)]
        past += [Past("bad", 0.2, 0.2 * float(rng.normal(0.2, 0.2))) for _ in range(n)]
        return corrections(past, [])["good"].weight

    assert 0 < weight(2) < weight(20) < 1


def test_categories_that_differ_by_chance_alone_are_given_one_figure() -> None:
    past = [Past("a", 0.1, 0.05), Past("a", 0.1, 0.15), Past("b", 0.1, 0.05), Past("b", 0.1, 0.15)]
    found = corrections(past, [])
    assert found["a"].share == found["b"].share == overall(past)


def test_shrinking_errs_less_than_each_categorys_own_figure() -> None:
    rng = np.random.default_rng(5)
    own, shrunk = [], []
    for _ in range(200):
        truths = {name: float(rng.normal(0.6, 0.15)) for name in "abcdef"}
        past = [
            Past(name, 0.2, 0.2 * float(rng.normal(truth, 0.4))) for name, truth in truths.items() for _ in range(3)
        ]
        for name, each in corrections(past, []).items():
            assert each.raw is not None
            own.append((each.raw - truths[name]) ** 2)
            shrunk.append((each.share - truths[name]) ** 2)
    assert np.mean(shrunk) < 0.7 * np.mean(own)


def test_one_initiative_says_no_more_than_twice_or_the_opposite() -> None:
    assert Past("a", 0.1, 9.0).share == 2.0
    assert Past("a", 0.1, -9.0).share == -1.0
    assert corrections([Past("a", 0.0, 1.0)], ["a"])["a"].n == 0


def test_the_sentence_says_what_counts() -> None:
    past = [Past("a", 0.2, 0.1), Past("a", 0.2, 0.1), Past("b", 0.2, 0.2), Past("b", 0.2, 0.2)]
    assert corrections(past, [])["a"].sentence.startswith("2 initiatives of this kind brought 50% of what was claimed")
    assert corrections(past, [])["a"].share == pytest.approx(0.5)


def test_the_range_holds_the_truth_in_nine_of_ten_cases() -> None:
    """Simulated kinds with shares of their own: told from few initiatives each, the ranges hold nearly nine in ten."""
    rng = np.random.default_rng(11)
    held = tried = 0
    for _ in range(300):
        true = {f"kind {each}": float(rng.normal(0.6, 0.25)) for each in range(6)}
        past = [
            Past(kind, 1.0, float(rng.normal(share, 0.3)))
            for kind, share in true.items()
            for _ in range(int(rng.integers(2, 8)))
        ]
        for kind, each in corrections(past, list(true)).items():
            tried += 1
            held += each.low <= true[kind] <= each.high
    assert 0.85 < held / tried < 0.96


@given(many=st.integers(1, 40))
def test_more_initiatives_narrow_the_range(many: int) -> None:
    def width(times: int) -> float:
        [found] = corrections([Past("one", 1.0, 0.5)] * times, []).values()
        return found.high - found.low

    assert width(many + 1) <= width(many)

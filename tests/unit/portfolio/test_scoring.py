from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.portfolio.scoring import ICE, READY, RICE, WSJF, Figure, FormulaRefused, Weighted, ranking, scores

KNOWN = {
    Figure.IMPACT: 8.0,
    Figure.FEASIBILITY: 5.0,
    Figure.CONFIDENCE: 0.5,
    Figure.REACH: 300.0,
    Figure.URGENCY: 3.0,
    Figure.RISK_REDUCTION: 2.0,
    Figure.EFFORT: 4.0,
    Figure.COST: 900.0,
    Figure.BENEFIT: 100.0,
}


def test_the_formulas_of_the_field_worked_out_by_hand() -> None:
    assert scores(ICE, {"a": KNOWN})["a"].score == 8 * 0.5 * 5
    assert scores(RICE, {"a": KNOWN})["a"].score == 300 * 8 * 0.5 / 4
    assert scores(WSJF, {"a": KNOWN})["a"].score == (8 + 3 + 2) / 4
    assert [each.words for each in READY.values()] == [
        "impact × confidence × feasibility",
        "reach × impact × confidence ÷ effort",
        "(impact + urgency + risk reduction) ÷ effort",
    ]


def test_an_own_formula_spreads_each_figure_between_the_worst_and_the_best() -> None:
    own = Weighted("ours", ((Figure.IMPACT, 3.0), (Figure.COST, 1.0)))
    found = scores(
        own,
        {
            "dear": {Figure.IMPACT: 10.0, Figure.COST: 500.0},
            "cheap": {Figure.IMPACT: 2.0, Figure.COST: 100.0},
            "between": {Figure.IMPACT: 6.0, Figure.COST: 200.0},
        },
    )
    assert {key: each.score for key, each in found.items()} == {
        "dear": 0.75,
        "cheap": 0.25,
        "between": (3 * 0.5 + 0.75) / 4,
    }
    assert ranking(found) == ["dear", "between", "cheap"]
    assert own.words == "75% impact + 25% cost"


@pytest.mark.parametrize("formula", [ICE, RICE, WSJF, Weighted("ours", ((Figure.EFFORT, 1.0),))])
def test_what_lacks_a_figure_has_no_score_and_says_which(formula: Weighted) -> None:
    found = scores(formula, {"a": KNOWN, "b": {}})
    assert found["a"].score is not None
    assert (found["b"].score, bool(found["b"].missing)) == (None, True)
    assert ranking(found) == ["a", "b"]


def test_no_effort_is_no_divisor() -> None:
    assert scores(WSJF, {"a": {**KNOWN, Figure.EFFORT: 0.0}})["a"].missing == (Figure.EFFORT,)


@given(st.lists(st.floats(1, 10), min_size=2, max_size=6), st.floats(0.1, 100), st.floats(0.5, 50))
def test_units_do_not_matter_to_an_own_formula(impacts: list[float], weight: float, unit: float) -> None:
    own = Weighted("ours", ((Figure.IMPACT, weight), (Figure.COST, 1.0)))

    def found(factor: float) -> dict[str, float]:
        said = {str(at): {Figure.IMPACT: each, Figure.COST: factor * (at + 1)} for at, each in enumerate(impacts)}
        return {key: each.score or 0.0 for key, each in scores(own, said).items()}

    assert found(1.0) == pytest.approx(found(unit))
    assert all(0 <= each <= 1 for each in found(1.0).values())


@pytest.mark.parametrize(
    "weights", [(), ((Figure.COST, 0.0),), ((Figure.COST, -1.0),), ((Figure.COST, 1.0), (Figure.COST, 2.0))]
)
def test_what_is_no_formula_is_refused(weights: tuple[tuple[Figure, float], ...]) -> None:
    with pytest.raises(FormulaRefused):
        Weighted("ours", weights)

"""What the ledger makes of verdicts: several read together, guardrails, what lasts, what it is worth, calibration."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.impact.benefit import Per, Rate, benefit, per
from hoshin.impact.calibration import calibration
from hoshin.impact.claim import Claim, Direction
from hoshin.impact.effect import Interval
from hoshin.impact.guardrail import Guard, Guarded, guard, harm
from hoshin.impact.kind import VerdictKind
from hoshin.impact.several import together
from hoshin.impact.standing import Place, standing
from hoshin.metrics.definition import Direction as Better
from hoshin.metrics.registry import METRICS, metric

P_VALUES = st.dictionaries(st.integers(), st.floats(0, 1), max_size=8)
HURT = Guarded("Reopened tickets", Guard.HURT, Interval(0.5, 0.2, 0.9))
HELD = replace(HURT, guard=Guard.HELD)
UNKNOWN = replace(HURT, guard=Guard.UNKNOWN)
TIMES = metric("time_to_resolve_median")
LESS = Claim(TIMES.key, Direction.DOWN, 0.2)
EUROS = Rate(Per.WAITING_HOUR, 4.0, "EUR")


def test_corrected_p_values_are_what_the_textbook_prints() -> None:
    # Benjamini and Hochberg 1995, table of section 3.2: fifteen endpoints of a trial; four are called at 0.05.
    printed = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528)
    corrected = together(dict(enumerate((*printed, 0.7590, 1.000))))
    assert [name for name, each in corrected.items() if each <= 0.05] == [3, 2, 1, 0]
    assert corrected[3] == pytest.approx(0.0095 * 15 / 4)


@given(P_VALUES)
def test_what_is_called_is_what_stepping_up_calls(p_values: dict[int, float]) -> None:
    corrected = together(p_values)
    assert corrected.keys() == p_values.keys()
    for name, p_value in p_values.items():
        # The smallest level at which some r of them lie at or below r / m of it, this one among them.
        levels = [
            other * len(p_values) / sum(each <= other for each in p_values.values())
            for other in p_values.values()
            if other >= p_value
        ]
        assert corrected[name] == pytest.approx(min(levels), rel=1e-12)
        assert p_value <= corrected[name] <= 1


@given(P_VALUES, st.integers(10, 20))
def test_one_more_initiative_without_effect_makes_nobody_surer(p_values: dict[int, float], name: int) -> None:
    more = together({**p_values, name: 1.0})
    assert all(more[key] >= each * (1 - 1e-12) for key, each in together(p_values).items())


@pytest.mark.parametrize(
    ("kind", "together", "guarded", "earlier", "place", "says"),
    [
        ("proven", 0.01, (), {}, "proven", ""),
        ("proven", 0.05, (HELD,), {3: "proven"}, "proven", ""),
        ("proven", 0.01, (HURT,), {}, "mixed", "reopened tickets got worse"),
        ("proven", 0.01, (UNKNOWN,), {}, "proven", "cannot be told"),
        ("proven", 0.051, (), {}, "likely", "Of 7 initiatives"),
        ("proven", None, (), {}, "likely", "Of 7 initiatives"),
        ("proven", 0.2, (HURT,), {}, "mixed", "got worse"),
        ("likely", 0.3, (HURT,), {}, "mixed", "got worse"),
        ("likely", 0.3, (), {3: "proven"}, "likely", ""),
        ("no_visible_effect", 0.9, (), {3: "proven", 6: "likely"}, "lapsed", "After 3 months"),
        ("cannot_tell", 0.9, (), {3: "proven", 6: "proven"}, "lapsed", "After 6 months"),
        ("no_visible_effect", 0.9, (HURT,), {3: "likely"}, "no_visible_effect", "got worse"),
        ("cannot_tell", None, (), {}, "cannot_tell", ""),
        ("harmful", 0.4, (), {3: "proven"}, "harmful", ""),
    ],
)
def test_where_it_stands(
    kind: str, together: float | None, guarded: tuple[Guarded, ...], earlier: dict[int, str], place: str, says: str
) -> None:
    looks = {months: VerdictKind(each) for months, each in earlier.items()}
    found = standing(VerdictKind(kind), together, 7, guarded, looks)
    assert found.place is Place(place)
    assert says in found.why
    assert bool(found.why) == bool(says)


@given(st.sampled_from(VerdictKind), st.none() | st.floats(0, 1), st.lists(st.sampled_from(Guard), max_size=3))
def test_proven_is_proven_together_and_hurts_nothing(
    kind: VerdictKind, together: float | None, guards: list[Guard]
) -> None:
    found = standing(kind, together, 3, [replace(HURT, guard=each) for each in guards], {})
    proven = kind is VerdictKind.PROVEN and together is not None and together <= 0.05 and Guard.HURT not in guards
    assert (found.place is Place.PROVEN) == proven


def test_a_guardrail_is_asked_for_harm() -> None:
    for each in METRICS.values():
        asked = harm(each)
        if each.direction in (Better.LOWER, Better.HIGHER):
            assert asked is not None
            assert (asked.direction is Direction.UP) == (each.direction is Better.LOWER)
        else:
            assert asked is None
    assert {kind: guard(kind) for kind in VerdictKind} == {
        VerdictKind.PROVEN: Guard.HURT,
        VerdictKind.LIKELY: Guard.DOUBTFUL,
        VerdictKind.NO_VISIBLE_EFFECT: Guard.HELD,
        VerdictKind.HARMFUL: Guard.HELD,
        VerdictKind.CANNOT_TELL: Guard.UNKNOWN,
    }


def worth(place: Place, low: float, high: float, *, key: str = TIMES.key, rate: Rate | None = EUROS):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """What 100 tickets in ten periods are worth, of which each would have taken 20 of the unit."""
    middle = (low + high) / 2
    return benefit(
        metric(key),
        LESS,
        place,
        absolute=Interval(middle, low, high),
        relative=Interval(middle / 20, low / 20, high / 20),
        tickets=100,
        periods=10,
        rate=rate,
    )


def test_what_is_proven_is_booked_from_the_low_end() -> None:
    found = worth(Place.PROVEN, -8.0, -2.0)
    assert (found.unit, found.currency) == ("h", "EUR")
    assert (found.booked.quantity, found.booked.money) == (200.0, 800.0)
    assert (found.likely.quantity, found.likely.money) == (500.0, 2000.0)
    assert (found.claimed.quantity, found.claimed.money) == pytest.approx((400.0, 1600.0))  # a fifth of 20 h, 100 times


def test_harm_is_booked_as_a_loss_from_the_low_end() -> None:
    assert worth(Place.HARMFUL, 3.0, 9.0).booked.quantity == -300.0


@pytest.mark.parametrize("place", [each for each in Place if each not in (Place.PROVEN, Place.HARMFUL)])
def test_nothing_else_is_booked(place: Place) -> None:
    assert worth(place, -8.0, -2.0).booked is None


def test_without_a_rate_hours_are_counted_alone() -> None:
    found = worth(Place.PROVEN, -8.0, -2.0, rate=None)
    assert (found.booked.quantity, found.booked.money, found.currency) == (200.0, None, "")


def test_a_count_is_saved_once_a_period_and_a_share_once_a_ticket() -> None:
    assert per(metric("reopen_share")) is Per.TICKET
    assert worth(Place.PROVEN, -0.08, -0.02, key="reopen_share").booked.quantity == pytest.approx(2.0)
    counted = next(each for each in METRICS.values() if each.unit == "tickets" and per(each))
    assert worth(Place.PROVEN, -8.0, -2.0, key=counted.key).booked.quantity == 20.0


@pytest.mark.parametrize("key", ["backlog", "backlog_change", "resolution_sla_met_share", "ticket_volume"])
def test_a_stock_and_what_shall_grow_have_no_price(key: str) -> None:
    assert per(metric(key)) is None
    assert worth(Place.PROVEN, -8.0, -2.0, key=key) is None


@given(st.floats(-50, -0.01), st.floats(0, 40))
def test_no_more_is_booked_than_is_likely(high: float, width: float) -> None:
    found = worth(Place.PROVEN, high - width, high)
    assert 0 < found.booked.quantity <= found.likely.quantity + 1e-9


def test_claims_that_come_true_are_said_to() -> None:
    assert calibration([], []).share == 1.0
    assert "nobody can say" in calibration([], []).sentence
    assert calibration([-0.2, 0.1], [-0.2, 0.1]).share == 1.0
    assert "count on what is promised" in calibration([-0.2], [-0.3]).sentence


def test_the_more_initiatives_the_more_they_weigh() -> None:
    shares = [calibration([-0.2] * n, [-0.1] * n).share for n in range(1, 30)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.8
    assert shares[-1] == pytest.approx(0.5, abs=0.04)
    assert "count on 6 %" in calibration([-0.2] * 10, [-0.1] * 10).sentence


@given(st.lists(st.tuples(st.floats(0.01, 9), st.floats(-9, 9)), max_size=9))
def test_no_single_initiative_runs_away_with_it(pairs: list[tuple[float, float]]) -> None:
    found = calibration([claimed for claimed, _ in pairs], [seen for _, seen in pairs])
    assert -1 <= found.share <= 2
    assert found.n == len(pairs)

"""The words that are sealed, and when a seal is possible."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.portfolios import actions, integrity, sealing
from hoshin.apps.portfolios.models import Claim, Initiative
from hoshin.impact.guardrail import harm
from hoshin.metrics.catalogue import UnknownMetric
from hoshin.metrics.registry import LIBRARY, metric
from tests.apps.portfolios.drafted import initiative, morning_before, seal
from tests.apps.small_desk import DESK, SWARMING

NAMES = st.text(max_size=12)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
CLAIMS = st.fixed_dictionaries(
    {
        "initiative": NAMES,
        "desk": NAMES,
        "dimension": st.sampled_from(("group", "service", "category", "priority")),
        "values": st.lists(NAMES, min_size=1, max_size=3).map(sorted),
        "start": DAYS,
        "end": st.none() | DAYS,
        "metric": NAMES,
        "definition": NAMES,
        "towards": st.sampled_from(("up", "down")),
        "size": st.floats(0.001, 9),
        "person": NAMES,
        "at": st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001 the strategy wants it naive
            lambda at: at.replace(tzinfo=UTC, microsecond=0)
        ),
        "supersedes": st.text("0123456789abcdef", max_size=64),
    }
)

GUARDED = [key for key in metric("time_to_resolve_median").counter_metrics if harm(metric(key))]


@given(CLAIMS, CLAIMS)
def test_different_claims_have_different_words(one: dict[str, Any], other: dict[str, Any]) -> None:
    assume(one != other)
    assert sealing.text(**one) != sealing.text(**other)


@given(CLAIMS, NAMES)
def test_no_name_can_forge_a_line(claim: dict[str, Any], name: str) -> None:
    words = sealing.text(**claim)
    assert words.count("\n") == 11 + len(claim["values"])
    forged = sealing.text(**claim | {"person": f"{name}\nsupersedes: 0"})
    assert sealing.line(forged, "supersedes") == claim["supersedes"]


@given(CLAIMS)
def test_the_order_of_values_does_not_matter(claim: dict[str, Any]) -> None:
    assert sealing.text(**claim) == sealing.text(**claim | {"values": claim["values"][::-1]})


def test_a_seal_can_be_checked_with_nothing_but_sha256(lena: Person) -> None:
    first = seal(lena, initiative(lena, ("Portal", "Network")), size=0.3)
    claim = seal(lena, first.initiative)
    words = (
        "initiative: swarming\n"
        f"desk: {DESK}\n"
        "group: Network\n"
        "group: Portal\n"
        "start: 2026-06-01\n"
        "end: open\n"
        "metric: time_to_resolve_median\n"
        f"definition: {metric('time_to_resolve_median').digest}\n"
        "towards: down\n"
        "size: 0.2\n"
        + "".join(sorted(f"guardrail: {key} {metric(key).digest}\n" for key in GUARDED))
        + "sealed by: lena\n"
        "sealed at: 2026-05-31T09:00:00Z\n"
        f"supersedes: {first.seal}\n"
    )
    assert claim.text == words
    assert claim.seal == hashlib.sha256(words.encode()).hexdigest()


@pytest.mark.parametrize(
    ("at", "in_time"),
    [
        (morning_before(SWARMING), True),
        (datetime(2026, 5, 31, 23, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 1, 0, 0, tzinfo=UTC), False),
        # Midnight has passed where the clock shows it, but the start is a day in UTC.
        (datetime(2026, 6, 1, 1, 0, tzinfo=timezone(timedelta(hours=2))), True),
        (datetime(2026, 5, 31, 23, 0, tzinfo=timezone(timedelta(hours=-2))), False),
        (datetime(2026, 8, 1, 9, 0, tzinfo=UTC), False),
    ],
)
def test_a_claim_is_sealed_before_the_start_or_not_at_all(lena: Person, at: datetime, in_time: bool) -> None:
    found = initiative(lena)
    if in_time:
        assert seal(lena, found, at=at).seal
        return
    with pytest.raises(actions.TooLate, match="starts on 1 Jun 2026"):
        seal(lena, found, at=at)
    assert not Claim.objects.exists()


def test_a_sealed_claim_is_superseded_before_the_start_and_never_after(lena: Person) -> None:
    found = initiative(lena)
    first, second = seal(lena, found), seal(lena, found, size=0.4)
    assert second.supersedes == first
    assert Initiative.objects.get().claim == second
    with pytest.raises(actions.TooLate):
        seal(lena, found, at=datetime(2026, 6, 1, tzinfo=UTC))
    assert list(Claim.objects.all()) == [first, second]
    assert Claim.objects.get(pk=first.pk).seal == first.seal
    actions_told = list(AuditLine.objects.values_list("action", "detail").order_by("id"))[1:]
    assert actions_told == [
        ("sealed a claim", f"seal: {first.seal}"),
        ("superseded a claim", f"seal: {second.seal}"),
    ]


def test_the_start_that_counts_is_the_stored_one(lena: Person) -> None:
    found = initiative(lena)
    found.start = date(2030, 1, 1)  # never saved
    with pytest.raises(actions.TooLate):
        seal(lena, found, at=datetime(2026, 7, 1, tzinfo=UTC))


@pytest.mark.parametrize("size", [0, -0.1, 10, float("nan"), float("inf")])
def test_a_claim_names_a_change(lena: Person, size: float) -> None:
    with pytest.raises(actions.NotAClaim, match="above 0"):
        seal(lena, initiative(lena), size=size)


def test_a_claim_is_of_a_metric_that_there_is(lena: Person) -> None:
    with pytest.raises(UnknownMetric):
        actions.seal(lena, initiative(lena), metric="mood", towards="up", size=0.1, now=morning_before(SWARMING))


def test_demonstration_data_says_so(lena: Person) -> None:
    found = initiative(lena)
    assert seal(lena, found).demonstration
    real = actions.seal(lena, found, metric="reopen_share", towards="down", size=0.1, now=morning_before(SWARMING))
    assert not real.demonstration


@pytest.mark.parametrize(
    "change",
    [
        {"values": ("Portal",)},
        {"values": ("Network", "Portal")},
        {"start": date(2026, 6, 2)},
        {"end": date(2026, 9, 1)},
        {"desk": ""},
        {"dimension": "service"},
    ],
)
def test_what_was_sealed_stays(lena: Person, change: dict[str, Any]) -> None:
    found = initiative(lena)
    seal(lena, found)
    same: dict[str, Any] = {
        "title": "Other words",
        "description": "",
        "owner": None,
        "dimension": "group",
        "values": ("Network",),
        "start": SWARMING,
        "desk": DESK,
        "initiative": found,
    }
    with pytest.raises(actions.Sealed, match="Start a new initiative"):
        actions.write_initiative(lena, **same | change)
    changed = actions.write_initiative(lena, **same)
    assert (changed.title, changed.slug, changed.scope_values) == ("Other words", "swarming", ("Network",))


def test_a_draft_may_become_anything(lena: Person) -> None:
    found = initiative(lena)
    changed = actions.write_initiative(
        lena,
        title="Triage",
        description="",
        owner=None,
        dimension="service",
        values=("Freight", "Freight"),
        start=date(2027, 1, 4),
        end=date(2027, 6, 1),
        initiative=found,
    )
    stored = Initiative.objects.get()
    assert (stored.pk, stored.dimension, stored.scope_values, stored.start) == (
        changed.pk,
        "service",
        ("Freight",),
        date(2027, 1, 4),
    )


@pytest.mark.parametrize(("dimension", "values"), [("group", ()), ("desk", ("Norrland",)), ("mood", ("good",))])
def test_an_initiative_acts_somewhere(lena: Person, dimension: str, values: tuple[str, ...]) -> None:
    with pytest.raises(actions.NoScope, match="act somewhere"):
        initiative(lena, values, dimension=dimension)


@pytest.mark.parametrize(
    ("title", "slug"), [("Swarming", "swarming-2"), ("New", "new-2"), ("群集", "initiative"), ("a" * 160, "a" * 70)]
)
def test_every_initiative_has_an_address_of_its_own(lena: Person, title: str, slug: str) -> None:
    initiative(lena)
    assert initiative(lena, title=title).slug == slug


def test_an_open_end_is_set_once_and_never_in_the_past(lena: Person) -> None:
    found = initiative(lena)
    claim = seal(lena, found)
    today = date(2026, 9, 1)
    for end in (date(2026, 8, 31), date(2026, 5, 1)):
        with pytest.raises(actions.Sealed, match="today or a later day"):
            actions.stop(lena, found, end=end, today=today)
    with pytest.raises(actions.Sealed):  # before it starts
        actions.stop(lena, found, end=date(2026, 5, 20), today=date(2026, 5, 1))
    actions.stop(lena, found, end=today, today=today)
    assert AuditLine.objects.latest("id").action == "stopped an initiative"
    with pytest.raises(actions.Sealed, match="that stays"):
        actions.stop(lena, found, end=date(2027, 1, 1), today=today)
    stored = Initiative.objects.get()
    assert stored.end == today
    assert integrity.check(stored, claim, LIBRARY).sound


def test_only_drafts_are_discarded(lena: Person) -> None:
    draft, sealed = initiative(lena, title="Draft"), initiative(lena, title="Sealed")
    seal(lena, sealed)
    actions.discard(lena, draft)
    with pytest.raises(actions.Sealed, match="it stays"):
        actions.discard(lena, sealed)
    assert list(Initiative.objects.all()) == [sealed]


@pytest.mark.parametrize(
    ("today", "phase"),
    [(date(2026, 5, 1), "sealed"), (SWARMING, "running"), (date(2026, 8, 1), "running"), (date(2026, 8, 2), "ended")],
)
def test_the_phase_follows_from_seal_and_days(lena: Person, today: date, phase: str) -> None:
    found = initiative(lena, end=date(2026, 8, 1))
    assert found.phase(today) == "draft"
    seal(lena, found)
    assert Initiative.objects.get().phase(today) == phase

"""The effect ledger: guardrails, what lasts, what is booked, and its pages."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.portfolios import actions, integrity, queries, sealing
from hoshin.apps.portfolios.integrity import State
from hoshin.apps.portfolios.models import Claim, Initiative, Rate, Verdict, VerdictPeriod, VerdictPlacebo
from hoshin.apps.portfolios.queries import Judged, checkpoint
from hoshin.apps.portfolios.reports import chance, ledger, worth
from hoshin.apps.portfolios.reports import initiative as below
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.impact import design as single
from hoshin.impact import staggered
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.guardrail import Guard
from hoshin.impact.standing import Place
from hoshin.impact.verdict import VerdictKind
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import LIBRARY, metric
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from tests.apps.portfolios.drafted import initiative, morning_before
from tests.apps.small_desk import DESK, HARMED, HELPED, SWARMING, TRIAGE

AHEAD = date(2027, 1, 4)
LESS = ImpactClaim("time_to_resolve_median", Direction.DOWN, 0.2)
RATE = {"priced": "waiting hour", "amount": "4.00", "currency": "eur", "first": "2026-01-01", "basis": "Budget 2026"}


def rate(person: Person, amount: str = "4.00", **more: object) -> Rate:
    """An hour of waiting, as finance would price it."""
    given: dict[str, object] = {
        "priced": "waiting hour",
        "currency": "EUR",
        "first": date(2026, 1, 1),
        "owner": person,
        "basis": "Budget 2026",
        "now": datetime(2026, 1, 1, 9, tzinfo=UTC),
    }
    return actions.add_rate(person, amount=Decimal(amount), **given | more)  # type: ignore[arg-type]


def guarded(person: Person, group: str, start: date, *more: str, towards: str = "down") -> Initiative:
    """A sealed initiative of one group with further guardrails."""
    found = initiative(person, (group,), title=f"Something for {group}", start=start)
    actions.seal(
        person,
        found,
        metric="time_to_resolve_median",
        towards=towards,
        size=0.2,
        now=morning_before(start),
        guardrails=more,
        demonstration=True,
    )
    return queries.initiatives().get(pk=found.pk)


def judge(reader: Reader, found: Initiative) -> Judged:
    """Where it stands, as a page would ask."""
    return queries.judged(reader, [queries.initiatives().get(pk=found.pk)])[0]


def place(judged: Judged) -> Place:
    """Where it stands; it has to stand somewhere."""
    assert judged.standing is not None
    return judged.standing.place


def test_guardrails_are_sealed_with_the_claim(lena: Person) -> None:
    claim = guarded(lena, HELPED, SWARMING, "csat_share", "csat_share", "time_to_resolve_median").claim
    assert claim is not None
    own = integrity.counter_metrics(metric("time_to_resolve_median"), LIBRARY)
    expected = {key: metric(key).digest for key in (*own, "csat_share")}
    assert dict(sealing.guardrails(claim.text) or ()) == expected
    assert claim.seal == sealing.seal(claim.text)
    assert integrity.check(claim.initiative, claim, LIBRARY).state is State.INTACT


def test_a_seal_from_before_there_were_guardrails_still_holds(lena: Person) -> None:
    found = initiative(lena)
    old = Claim(
        initiative=found,
        metric="time_to_resolve_median",
        towards="down",
        size=0.2,
        person=lena,
        at=morning_before(SWARMING),
    )
    old.text = integrity.words(found, old, metric(old.metric).digest)
    old.seal = sealing.seal(old.text)
    old.save(force_insert=True)
    assert "guardrail" not in old.text
    stored = Initiative.objects.get()
    assert stored.claim is not None
    assert integrity.check(stored, stored.claim, LIBRARY).state is State.INTACT
    # It is guarded all the same, by the counter-metrics of its metric.
    kept = integrity.guardrails_of(stored.claim, metric(old.metric), LIBRARY)
    assert [each.key for each in kept] == integrity.counter_metrics(metric(old.metric), LIBRARY)


@pytest.mark.parametrize("instead", ["guardrail: none none", "guardrail: csat_share 0", ""])
def test_a_guardrail_that_is_taken_out_breaks_the_seal(lena: Person, instead: str) -> None:
    claim = guarded(lena, HELPED, SWARMING, "csat_share").claim
    assert claim is not None
    lines = [each for each in claim.text.split("\n") if not each.startswith("guardrail: csat_share")]
    claim.text = "\n".join(filter(None, (*lines[:8], instead, *lines[8:])))
    assert integrity.check(claim.initiative, claim, LIBRARY).broken


def test_what_is_neither_good_nor_bad_guards_nothing(lena: Person) -> None:
    with pytest.raises(actions.NotAClaim, match="cannot be a guardrail"):
        guarded(lena, HELPED, SWARMING, "ticket_volume")
    assert not Claim.objects.exists()


def test_no_name_of_a_group_can_forge_a_guardrail(lena: Person) -> None:
    evil = "Portal\nguardrail: backlog 0"
    design = [(sealing.COMPARED, evil), (sealing.COMPARED, "back\\slash\\n")]
    words = actions.seal(
        lena,
        initiative(lena),
        metric="backlog",
        towards="down",
        size=0.1,
        now=morning_before(SWARMING),
        design=design,
        demonstration=True,
    ).text
    assert "backlog" not in dict(sealing.guardrails(words) or ())
    assert list(sealing.design(words)) == design


def test_a_win_that_hurts_a_guardrail_is_mixed(reader: Reader, lena: Person) -> None:
    # Triage made the depots slower. Where somebody wanted that, it is a win, and what was promised pays for it.
    judged = judge(reader, guarded(lena, HARMED, TRIAGE, "resolution_sla_met_share", towards="up"))
    assert judged.verdict is not None
    assert judged.verdict.kind in (VerdictKind.PROVEN, VerdictKind.LIKELY)
    assert {each.title: each.guard for each in judged.guarded}[metric("resolution_sla_met_share").title] is Guard.HURT
    assert place(judged) is Place.MIXED
    assert report.label(judged) == "Mixed"
    assert "got worse there, so it does not count as proven" in report.sentence(judged)
    assert judged.worth is None or judged.worth.booked is None


def test_many_initiatives_read_together_are_held_to_more(reader: Reader, lena: Person) -> None:
    found = guarded(lena, HELPED, SWARMING)
    alone = judge(reader, found)
    assert place(alone) is Place.PROVEN
    assert alone.verdict is not None
    assert alone.verdict.p_value is not None
    for group in ("Portal", "Customs", "Identity", "Transport", "Workplace", "First line"):
        guarded(lena, group, date(2026, 6, 8))
    crowded = judge(reader, found)
    assert crowded.verdict is not None
    # By itself it would still count; but of seven, the smallest p-value has to be a seventh of what one alone needs.
    assert crowded.verdict.kind is VerdictKind.PROVEN
    known = [each.verdict.p_value for each in queries.judged(reader, queries.initiatives()) if each.verdict]
    assert min(each for each in known if each is not None) == crowded.verdict.p_value
    assert len(known) * crowded.verdict.p_value > 0.05
    assert place(crowded) is Place.LIKELY
    assert "Of 7 initiatives that are read together" in report.sentence(crowded)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 6, 1), 3, date(2026, 8, 31)),
        (date(2026, 6, 1), 12, date(2027, 5, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 27)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
    ],
)
def test_checkpoints_are_whole_months_after_the_start(start: date, months: int, last: date) -> None:
    assert checkpoint(start, months) == last


def test_a_verdict_is_read_again_at_its_checkpoints(reader: Reader, lena: Person) -> None:
    found = guarded(lena, HELPED, SWARMING)
    judged = judge(reader, found)
    assert [(months, look.kind) for months, look in judged.checkpoints] == [(3, VerdictKind.PROVEN)]
    assert judged.checkpoints[0][1].as_of == date(2026, 8, 31)
    table = below.lasting(judged)
    assert table is not None
    assert [row[0].text for row in table.rows] == [
        "after 3 months, 31 Aug 2026",
        "now, 20 Nov 2026",
        "after 6 months, 30 Nov 2026",
        "after 12 months, 31 May 2027",
    ]
    assert [row[1].text for row in table.rows] == ["Proven", "Proven", "still to come", "still to come"]
    assert [each.months for each in queries.history(judged.claim)] == [0]  # type: ignore[arg-type]


def test_only_the_verdict_on_the_claim_keeps_its_picture(reader: Reader, lena: Person) -> None:
    judged = judge(reader, guarded(lena, HELPED, SWARMING, "csat_share"))
    [own] = Verdict.objects.filter(guardrail="", months=0)
    assert Verdict.objects.count() > 2
    assert set(VerdictPeriod.objects.values_list("verdict", flat=True)) == {own.pk}
    assert judged.verdict is not None
    assert tuple(VerdictPlacebo.objects.values_list("change", flat=True)) == judged.verdict.placebos
    cloud = chance.cloud(judged)
    assert cloud is not None
    as_far = int(cloud.summary.split(": ")[1].split(" of them")[0].replace("none", "0"))
    # What is counted in the picture is what the verdict counted: no p-value is below the share of these.
    assert judged.verdict.p_value is not None
    assert judged.verdict.p_value >= (1 + as_far) / (1 + len(judged.verdict.placebos)) - 1e-9
    assert cloud.effect < cloud.none  # lower than without
    assert f"at {len(judged.verdict.placebos)} other times" in cloud.summary
    weekly = below.weekly(judged)
    assert weekly is not None
    assert len(weekly.categories) == len(judged.verdict.course.periods) - judged.verdict.course.start
    assert "before the start" in below.fit(judged)


def test_a_benefit_is_booked_at_the_rate_of_its_day(reader: Reader, lena: Person) -> None:
    found = guarded(lena, HELPED, SWARMING)
    hours = judge(reader, found).worth
    assert hours is not None
    assert hours.booked is not None
    assert hours.booked.money is None
    rate(lena, "4.00", first=date(2027, 1, 1))  # not yet
    assert judge(reader, found).worth == hours
    rate(lena, "5.00")
    rate(lena, "6.00")  # the one added last counts
    rate(lena, "90.00", priced="ticket")
    judged = judge(reader, found)
    assert judged.worth is not None
    assert judged.worth.booked is not None
    assert judged.verdict is not None
    assert judged.verdict.absolute is not None
    nearest = -judged.verdict.absolute.high
    assert judged.worth.booked.quantity == pytest.approx(nearest * judged.verdict.tickets)
    assert judged.worth.booked.money == pytest.approx(6 * nearest * judged.verdict.tickets)
    # Counted another way: all tickets resolved in the scope since the start.
    [counted] = reader.read(
        ["time_to_resolve_median"],
        Query(
            Grain.ALL,
            first=SWARMING,
            last=judged.verdict.as_of,
            where=(("desk", DESK), ("group", HELPED)),
        ),
    )
    assert judged.verdict.tickets == counted.result.n
    assert "EUR" in worth.figure(judged).amount


def test_harm_is_counted_apart(reader: Reader, lena: Person) -> None:
    rate(lena)
    found = [guarded(lena, HELPED, SWARMING), guarded(lena, HARMED, TRIAGE)]
    judged = queries.judged(reader, queries.initiatives())
    figures = {each.label: each.amount for each in worth.totals(judged)}
    assert set(figures) == {"Claimed", "Proven", "Lost"}
    assert all("EUR" in each for each in figures.values())
    assert "Lapsed" not in figures
    assert worth.figure(judge(reader, found[1])).label == "Lost"


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"amount": "0"}, "above 0"),
        ({"currency": "EURO"}, "three letters"),
        ({"currency": "E1R"}, "three letters"),
        ({"currency": "USD"}, "could not be added"),
        ({"last": date(2025, 1, 1)}, "before it begins"),
    ],
)
def test_a_rate_has_to_price_something(lena: Person, wrong: dict[str, object], because: str) -> None:
    rate(lena)
    with pytest.raises(actions.NotARate, match=because):
        rate(lena, **wrong)  # type: ignore[arg-type]
    assert Rate.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="these statements are written for SQLite")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portfolios_rate SET amount = 99",
        "UPDATE portfolios_rate SET last = '2026-02-01'",
        "DELETE FROM portfolios_rate",
        "INSERT OR REPLACE INTO portfolios_rate SELECT * FROM portfolios_rate",
    ],
)
def test_the_database_refuses_to_change_a_rate(lena: Person, statement: str) -> None:
    kept = rate(lena)
    with pytest.raises(IntegrityError, match="a rate cannot be changed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Rate.objects.get() == kept


def test_what_is_sealed_of_the_design_decides_the_comparison(reader: Reader, lena: Person) -> None:
    found = initiative(lena, start=SWARMING)
    foreseen = queries.foreseen(reader, found, LESS, SWARMING - timedelta(days=1))
    assert foreseen is not None
    assert foreseen.estimator
    assert foreseen.history.periods[-1] < SWARMING
    assert HELPED not in foreseen.used
    assert HARMED in foreseen.used
    design = [each for each in queries.design(foreseen) if each != (sealing.COMPARED, "Portal")]
    actions.seal(
        lena,
        found,
        metric="time_to_resolve_median",
        towards="down",
        size=0.2,
        now=morning_before(SWARMING),
        design=design,
        demonstration=True,
    )
    judged = judge(reader, found)
    assert judged.verdict is not None
    assert set(judged.verdict.used) == set(foreseen.used) - {"Portal"}
    assert judged.integrity is not None
    assert judged.integrity.sound


def test_another_initiative_is_left_out_of_the_design(reader: Reader, lena: Person) -> None:
    guarded(lena, HARMED, TRIAGE)
    foreseen = queries.foreseen(reader, initiative(lena), LESS)
    assert foreseen is not None
    assert HARMED not in foreseen.used
    assert HARMED in [each.name for each in foreseen.left_out]


def test_before_the_start_the_page_says_how_soon_it_could_be_told(
    client: Client, tickets: Home, lena: Person, vera: Person, today: datetime
) -> None:
    groups = ("Customs", "Identity", "Portal", "Transport", "Workplace", HELPED, HARMED, "First line")
    lonely, one = initiative(lena, groups, start=AHEAD), initiative(lena, ("Portal",), title="One", start=AHEAD)
    claim = {"metric": "time_to_resolve_median", "towards": "better"}

    def ahead(found: Initiative, **more: str) -> str:
        return client.get(reverse("portfolios:ahead", args=[found.slug]), claim | more).content.decode()

    client.force_login(vera)
    assert "hard to tell" in ahead(lonely, size="20")
    assert "with nothing outside its scope to compare with" in ahead(lonely, size="20")
    assert "hard to tell" in ahead(one, size="0.1")
    large = ahead(one, size="90")
    assert "weeks after the start" in large
    assert f"{HARMED}, " in large
    assert "a change of 20 % of" in ahead(one, size="nonsense")  # a first guess until the form is filled in


def test_where_weeks_are_too_few_working_days_are_foreseen_as_they_will_judge(
    reader: Reader, lena: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (single, staggered):  # the small desk has a ticket or two a day
        monkeypatch.setattr(module, "CASES", 1)
        monkeypatch.setattr(module, "COVERAGE", 0.3)
    fewer = ImpactClaim("ticket_volume", Direction.DOWN, 0.2)
    few_weeks, enough = date(2025, 12, 1), date(2026, 2, 2)
    found = initiative(lena, start=few_weeks)
    foreseen = queries.foreseen(reader, found, fewer)
    assert foreseen is not None
    assert (foreseen.history.grain, bool(foreseen.estimator)) == (Grain.DAY, True)
    assert ("periods before", f"{len(foreseen.history.periods)} days when sealed") in queries.design(foreseen)
    later = queries.foreseen(reader, initiative(lena, title="Later", start=enough), fewer)
    assert later is not None
    assert later.history.grain is Grain.WEEK
    # One after the other it is the same.
    for start, grain in ((few_weeks, Grain.DAY), (enough, Grain.WEEK)):
        rolled = initiative(lena, (HELPED, "Portal"), title="In turn", start=start)
        actions.plan_starts(lena, rolled, {HELPED: start, "Portal": start + timedelta(weeks=4)})
        in_turn = queries.foreseen_rollout(reader, queries.initiatives().get(pk=rolled.pk), fewer, until=start)
        assert in_turn is not None
        assert (in_turn.grain, in_turn.earliest) == (
            grain,
            start + timedelta(weeks=2 if grain is Grain.DAY else 4),
        )


def test_the_ledger_page(client: Client, tickets: Home, lena: Person, vera: Person) -> None:
    guarded(lena, HELPED, SWARMING)
    guarded(lena, HARMED, TRIAGE)
    initiative(lena, ("Portal",), title="Only a draft", start=AHEAD)
    rate(lena)
    client.force_login(vera)
    shown = client.get(reverse("portfolios:ledger")).content.decode()
    assert "1 of 2 judged initiatives is proven to work, and 1 does harm." in shown
    listed = client.get(reverse("portfolios:initiatives")).content.decode()
    assert (
        "1 of 2 judged initiatives is proven to work, and 1 does harm. 1 is a draft that claims nothing yet." in listed
    )
    assert listed.count("nothing claimed yet") == 1
    assert "going by 2 initiatives so far" in shown
    assert "Only a draft" in shown
    assert shown.count('role="img"') == 2
    for words in ("Claimed", "Proven", "Lost", "4.00 EUR a waiting hour (Lena)", "3 mo. proven"):
        assert words in shown


def test_the_ledger_as_a_file(client: Client, tickets: Home, lena: Person) -> None:
    rate(lena)
    found = guarded(lena, HELPED, SWARMING)
    draft = initiative(lena, ("Portal",), title="Only a draft", start=AHEAD)
    client.force_login(lena)
    response = client.get(reverse("portfolios:ledger"), {"form": "csv"})
    lines = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    told = {each["Short name"]: each for each in lines}
    assert set(told) == {found.slug, draft.slug}
    assert told[found.slug]["Standing"] == "proven"
    assert told[found.slug]["Claimed change"] == "-0.2"
    assert float(told[found.slug]["Proven money"]) > 0
    assert told[found.slug]["After 3 months"] == "proven"
    assert told[draft.slug]["Standing"] == ""


def test_an_empty_ledger_says_what_to_do(client: Client, max_: Person, vera: Person) -> None:
    for person, offered in ((max_, True), (vera, False)):
        client.force_login(person)
        shown = client.get(reverse("portfolios:ledger")).content.decode()
        assert "The ledger is empty" in shown
        assert (reverse("portfolios:new") in shown) == offered


def test_leaders_add_rates_and_everybody_reads_them(client: Client, lena: Person, max_: Person) -> None:
    address = reverse("portfolios:rates")
    data = RATE | {"owner": str(lena.pk)}
    client.force_login(max_)
    assert "Leaders add rates" in client.get(address).content.decode()
    assert client.post(address, data).status_code == 403
    assert not Rate.objects.exists()
    client.force_login(lena)
    assert "No rate yet" in client.get(address).content.decode()
    assert client.post(address, data).status_code == 302
    assert (Rate.objects.get().currency, Rate.objects.get().owner) == ("EUR", lena)
    assert AuditLine.objects.latest("id").action == "added a rate"
    assert "Budget 2026" in client.get(address).content.decode()
    refused = client.post(address, data | {"currency": "USD"})
    assert "could not be added" in refused.content.decode()


def test_guardrails_are_chosen_where_the_claim_is_sealed(
    client: Client, tickets: Home, lena: Person, today: datetime
) -> None:
    found = initiative(lena, ("Portal",), start=AHEAD)
    client.force_login(lena)
    shown = client.get(reverse("portfolios:initiative", args=[found.slug])).content.decode()
    assert reverse("portfolios:ahead", args=[found.slug]) in shown
    assert "Must not get worse either" in shown
    claim = {"metric": "time_to_resolve_median", "towards": "better", "size": "10", "guardrails": ["csat_share"]}
    client.post(reverse("portfolios:seal", args=[found.slug]), claim)
    text = Claim.objects.get().text
    assert f"guardrail: csat_share {metric('csat_share').digest}\n" in text
    assert "estimator: " in text
    assert f"compared with: {HELPED}\n" in text
    assert "compared with: Portal\n" not in text


def test_the_ledger_costs_the_same_queries_however_long(client: Client, tickets: Home, lena: Person) -> None:
    client.force_login(lena)

    def queries_of() -> int:
        client.get(reverse("portfolios:ledger"))  # verdicts are worked out once
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("portfolios:ledger"))
        return len(captured)

    guarded(lena, HELPED, SWARMING)
    few = queries_of()
    for group in ("Portal", "Customs"):
        guarded(lena, group, SWARMING)
    assert queries_of() == few


def test_the_axis_holds_what_is_drawn_on_it(reader: Reader, lena: Person) -> None:
    for group, start in ((HELPED, SWARMING), (HARMED, TRIAGE)):
        guarded(lena, group, start)
    composed = ledger.compose(queries.judged(reader, queries.initiatives()))
    spans = {row.judged.initiative.scope_values[0]: row.span for row in composed.rows}
    helped, harmed = spans[HELPED], spans[HARMED]
    assert helped is not None
    assert harmed is not None
    assert helped.none < (helped.low or 0) < (helped.seen or 0) < (helped.high or 0) <= 100
    assert 0 <= (harmed.low or 0) <= (harmed.seen or 0) < harmed.none < harmed.claimed
    assert "0 %" in [label for _, label in composed.ticks]

"""Verdicts on planted effects: what they say, that they are kept, and when they are worked out anew."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import actions, queries
from hoshin.apps.portfolios.models import ComparisonGroup, Initiative, Verdict, VerdictPeriod
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import status
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.apps.portfolios.verdicts import answers, questions
from hoshin.apps.strategy.status import Status
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.verdict import VerdictKind
from hoshin.pipeline.effect import Scope, effect
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.server.command.verdict import verdict as command
from tests.apps import small_desk
from tests.apps.portfolios.drafted import initiative, seal
from tests.apps.small_desk import DESK, HARMED, HELPED, LAST, SWARMING, TRIAGE

OF_CLAIMS: dict[str, object] = {"guardrail": "", "months": 0}
"""The verdicts on claims by all tickets, without those on guardrails and of earlier days."""


def sealed(person: Person, group: str, start: date, **more: object) -> Initiative:
    """A sealed initiative of one group."""
    found = initiative(person, (group,), title=f"Something for {group}", start=start, **more)  # type: ignore[arg-type]
    seal(person, found)
    return queries.initiatives().get(pk=found.pk)


def judge(reader: Reader, found: Initiative) -> Judged:
    """Its verdict, as a page would ask for it."""
    return queries.judged(reader, [queries.initiatives().get(pk=found.pk)])[0]


def kind(judged: Judged) -> VerdictKind:
    """What was said; there has to be something."""
    assert judged.verdict is not None
    return judged.verdict.kind


def test_planted_truth_is_found(reader: Reader, lena: Person) -> None:
    helped, harmed = sealed(lena, HELPED, SWARMING), sealed(lena, HARMED, TRIAGE)
    nothing = sealed(lena, "Customs", SWARMING)
    assert kind(judge(reader, helped)) is VerdictKind.PROVEN
    assert kind(judge(reader, harmed)) is VerdictKind.HARMFUL
    assert kind(judge(reader, nothing)) in (VerdictKind.NO_VISIBLE_EFFECT, VerdictKind.CANNOT_TELL)
    assert [report.tone(judge(reader, each)) for each in (helped, harmed)] == [Tone.GOOD, Tone.BAD]


def test_a_kept_verdict_says_what_was_worked_out(reader: Reader, lena: Person) -> None:
    found = sealed(lena, HELPED, SWARMING)
    worked_out = judge(reader, found)
    kept = judge(reader, found)
    assert kept == worked_out
    assert kept.verdict is not None
    straight = effect(
        reader,
        Scope("group", (HELPED,), (("desk", DESK),)),
        SWARMING,
        ImpactClaim("time_to_resolve_median", Direction.DOWN, 0.2),
    )
    assert straight.effect is not None
    assert (kept.verdict.kind, kept.verdict.sentence, kept.verdict.p_value, kept.verdict.course) == (
        straight.kind,
        straight.sentence,
        straight.p_value,
        straight.course,
    )
    assert (kept.verdict.relative, kept.verdict.absolute) == (straight.effect.relative, straight.effect.absolute)
    assert (kept.verdict.used, kept.verdict.left_out) == (straight.used, straight.left_out)
    for draw in (report.picture, report.callout, report.figures, report.section, report.plain):
        assert draw(kept) == draw(worked_out)


def test_a_kept_verdict_is_not_worked_out_again(reader: Reader, lena: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sealed(lena, HELPED, SWARMING)
    first = judge(reader, found)

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("it was worked out again")

    monkeypatch.setattr(answers, "effect", refuse)
    assert judge(reader, found) == first


def test_another_method_is_another_verdict(reader: Reader, lena: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sealed(lena, HELPED, SWARMING)
    judge(reader, found)
    monkeypatch.setattr(questions, "method", lambda: "a better one")
    judge(reader, found)
    assert Verdict.objects.filter(**OF_CLAIMS).count() == 2
    assert len(queries.history(Verdict.objects.all()[0].claim)) == 1  # of each generation the last


def test_a_new_generation_is_judged_anew_and_the_old_verdict_stays(tickets: Home, tmp_path: Path, lena: Person) -> None:
    found = sealed(lena, HELPED, SWARMING)
    with Reader.open(tickets) as reader:
        old = judge(reader, found)
        old_generation = reader.generation
    small_desk.take_in(tickets, tmp_path, "Other", plan=small_desk.LITTLE)
    with Reader.open(tickets) as reader:
        new = judge(reader, found)
        assert reader.generation != old_generation
    assert new.verdict == old.verdict  # the other desk's tickets say nothing about this one
    assert new.claim is not None
    assert [each.generation for each in queries.history(new.claim)] == [new.generation, old.generation]
    assert VerdictPeriod.objects.filter(verdict__generation=old_generation).count() == 0
    # A reader of the old generation, such as of a pack being issued, still gets its chart.
    with Reader.open(tickets, old_generation) as reader:
        again = judge(reader, found)
    assert again == old
    assert again.verdict is not None
    assert again.verdict.course.periods
    assert Verdict.objects.filter(**OF_CLAIMS).count() == 2


def test_groups_of_other_initiatives_are_no_comparison(reader: Reader, lena: Person) -> None:
    found = sealed(lena, HELPED, SWARMING)
    alone = judge(reader, found)
    assert alone.verdict is not None
    assert HARMED in alone.verdict.used
    draft = initiative(lena, (HARMED,), title="Triage", start=TRIAGE)
    assert judge(reader, found) == alone  # a draft may never come about
    seal(lena, draft)
    beside = judge(reader, found)
    assert beside.verdict is not None
    assert HARMED not in beside.verdict.used
    assert ("Depots", "also in Triage") in [(each.name, each.why) for each in beside.verdict.left_out]
    assert Verdict.objects.filter(claim=alone.claim, **OF_CLAIMS).count() == 2


@pytest.mark.parametrize(
    ("start", "end", "desk", "in_the_way"),
    [
        (TRIAGE, None, DESK, True),
        (TRIAGE, None, "", True),
        (TRIAGE, None, "Elsewhere", False),
        (date(2026, 1, 5), date(2026, 3, 1), DESK, False),
        (date(2026, 1, 5), SWARMING, DESK, True),
        (LAST + timedelta(days=1), None, DESK, False),
    ],
)
def test_only_what_runs_at_the_same_time_is_in_the_way(
    reader: Reader, lena: Person, start: date, end: date | None, desk: str, in_the_way: bool
) -> None:
    found = sealed(lena, HELPED, SWARMING)
    sealed(lena, HARMED, start, end=end, desk=desk)
    judged = judge(reader, found)
    assert judged.verdict is not None
    assert (HARMED not in judged.verdict.used) == in_the_way


@pytest.mark.parametrize(
    ("values", "start", "end", "desk", "shared"),
    [
        ((HELPED, "Portal"), TRIAGE, None, DESK, (HELPED,)),
        ((HELPED,), TRIAGE, None, "", (HELPED,)),
        ((HELPED,), TRIAGE, None, "Elsewhere", ()),
        (("Portal",), TRIAGE, None, DESK, ()),
        ((HELPED,), date(2026, 1, 5), date(2026, 5, 31), DESK, ()),
        ((HELPED,), date(2026, 1, 5), SWARMING, DESK, (HELPED,)),
    ],
)
def test_overlaps_are_seen_from_both_sides(
    lena: Person, values: tuple[str, ...], start: date, end: date | None, desk: str, shared: tuple[str, ...]
) -> None:
    found = initiative(lena)
    other = initiative(lena, values, title="Other", start=start, end=end, desk=desk)
    for one, beside in ((found, other), (other, found)):
        assert [(each.initiative, each.values) for each in queries.overlaps(one)] == (
            [(beside, shared)] if shared else []
        )


def test_a_verdict_counts_the_time_up_to_the_end(reader: Reader, lena: Person) -> None:
    found = sealed(lena, HELPED, SWARMING)
    whole = judge(reader, found)
    end = date(2026, 8, 30)
    actions.stop(lena, found, end=end, today=end)
    stopped = judge(reader, found)
    assert whole.verdict is not None
    assert stopped.verdict is not None
    assert (whole.verdict.as_of, stopped.verdict.as_of) == (LAST, end)
    assert stopped.verdict.course.periods[-1] == date(2026, 8, 24)
    assert whole.verdict.course.periods[-1] > stopped.verdict.course.periods[-1]


def test_before_there_is_anything_to_see_nobody_can_tell(reader: Reader, lena: Person) -> None:
    draft = initiative(lena, title="Draft")
    judged = judge(reader, draft)
    assert (judged.verdict, report.label(judged), report.tone(judged)) == (None, "Draft", Tone.UNKNOWN)
    ahead = judge(reader, sealed(lena, "Portal", date(2027, 1, 4)))
    assert ahead.verdict is not None
    assert ahead.verdict.kind is VerdictKind.CANNOT_TELL
    assert "has not run for one whole period yet" in ahead.verdict.reason
    assert ahead.verdict.relative is None
    assert report.seen(ahead.verdict) == "not known"
    # What a board reads is what is awaited, and until when; the fourth whole week ends on a Sunday.
    assert (report.label(ahead), report.tone(ahead)) == ("Too early to tell", Tone.UNKNOWN)
    assert "begins on 4 Jan 2027" in report.sentence(ahead)
    assert "4 whole weeks and tickets up to 31 Jan 2027 are read" in report.sentence(ahead)
    assert [each.label for each in report.figures(ahead).figures] == ["Claimed", "Seen"]
    elsewhere = judge(reader, sealed(lena, "Portal", SWARMING, desk="Elsewhere"))
    assert (elsewhere.verdict, report.label(elsewhere)) == (None, "No tickets")
    assert queries.judged(None, [draft])[0].verdict is None
    # Kept rows say the same when they are read again.
    assert judge(reader, queries.initiatives().get(start=date(2027, 1, 4))) == ahead
    late, begun = date(2026, 11, 2), date(2026, 11, 23)
    [stands] = status.gather(reader, [judge(reader, sealed(lena, "Network", late))], begun)
    assert (stands.status, stands.derived.why[0][:22]) == (Status.TOO_EARLY, "It began on 2 Nov 2026")


def test_a_database_that_only_reads_still_tells(reader: Reader, lena: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sealed(lena, HELPED, SWARMING)
    with connection.execute_wrapper(_read_only):
        judged = judge(reader, found)
    assert kind(judged) is VerdictKind.PROVEN
    assert not Verdict.objects.exists()


def _read_only(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        raise DatabaseError("attempt to write a readonly database")
    return execute(sql, params, many, context)


def test_many_verdicts_cost_the_same_queries(reader: Reader, lena: Person) -> None:
    def queries_of() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.judged(reader, queries.initiatives())
        return len(captured)

    sealed(lena, HELPED, SWARMING)
    queries_of()
    few = queries_of()
    for group in ("Portal", "Customs", "Identity"):
        sealed(lena, group, date(2026, 9, 7))
    queries_of()
    assert queries_of() == few


def test_the_command_says_what_the_page_says(tickets: Home, lena: Person) -> None:
    found = sealed(lena, HELPED, SWARMING)
    for name in (found.slug, str(found.pk)):
        judged = queries.verdict_of(name)
        assert judged.initiative == found
    assert judged.verdict is not None
    told = CliRunner().invoke(command, [found.slug])
    assert judged.verdict.sentence in told.output
    plain = json.loads(CliRunner().invoke(command, [found.slug, "--json"]).output)
    assert plain["verdict"] == "proven"
    assert plain["sentence"] == report.sentence(judged)
    assert plain["by_itself"] == judged.verdict.kind
    assert plain["guardrails"] == {each.title: each.guard for each in judged.guarded}
    assert plain["claim"]["seal"] == judged.claim.seal  # type: ignore[union-attr]
    assert plain["effect"]["amount"] == judged.verdict.relative.amount  # type: ignore[union-attr]
    assert plain["comparison"] == list(judged.verdict.used)
    with pytest.raises(queries.UnknownInitiative, match=f"Known: {found.slug}"):
        queries.verdict_of("nobody")


def test_a_verdict_needs_the_claim_as_it_was_sealed(reader: Reader, lena: Person) -> None:
    found = sealed(lena, HELPED, SWARMING)
    judged = judge(reader, found)
    assert judged.integrity is not None
    assert judged.integrity.sound
    other = replace(judged, verdict=None, integrity=None)
    assert report.label(other) == "No tickets"
    of_it = ComparisonGroup.objects.filter(verdict__claim=judged.claim, verdict__guardrail="", verdict__months=0)
    assert of_it.filter(why="").count() == len(judged.verdict.used)  # type: ignore[union-attr]

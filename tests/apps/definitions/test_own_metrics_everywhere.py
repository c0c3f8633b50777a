"""An own metric is a metric like any other: read, watched, promised, claimed, published and verified."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import actions, queries, readers
from hoshin.apps.definitions.models import OwnMetric
from hoshin.apps.obligations import checking, jobs, watching
from hoshin.apps.obligations.models import Watch
from hoshin.apps.packs import actions as packs
from hoshin.apps.packs import queries as editions
from hoshin.apps.portfolios import actions as portfolios
from hoshin.apps.portfolios import queries as initiatives
from hoshin.apps.portfolios.integrity import State
from hoshin.apps.scorecards import actions as scorecards
from hoshin.apps.scorecards import jobs as preparing
from hoshin.apps.strategy.models import KeyResult
from hoshin.metrics.own.compilation import compiled
from hoshin.metrics.result import Value
from hoshin.pipeline.home import Home
from hoshin.pipeline.packs import Form
from hoshin.pipeline.packs import edition as edition_of
from hoshin.reporting.snapshot import loads
from hoshin.server.command import definitions as metrics_command
from hoshin.server.command import packs as pack_command
from hoshin.server.command import readings as reading_commands
from hoshin.server.command import trust as trust_commands
from tests.apps import small_desk
from tests.apps.definitions.saying import KEY, said, within
from tests.apps.portfolios.drafted import initiative, morning_before
from tests.apps.strategy.written import key_result, objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(tickets: Home, lena: Person) -> OwnMetric:
    """The own metric, defined by Lena."""
    return actions.define(lena, said())


@pytest.fixture
def leader(client: Client, lena: Person) -> Client:
    client.force_login(lena)
    return client


def test_it_stands_on_the_scorecard_and_leads_to_its_tickets(leader: Client, own: OwnMetric) -> None:
    page = leader.get(reverse("scorecards:scorecard")).content.decode()
    assert "Your own metrics</h2>" in page
    assert reverse("scorecards:metric", args=[KEY]) in page
    metric = leader.get(reverse("scorecards:metric", args=[KEY]))
    assert "Lena" in metric.content.decode()
    assert reverse("definitions:own-metric", args=[KEY]) in metric.content.decode()
    reading, address = next((r, a) for r, a in metric.context["readings"] if isinstance(r.result, Value))
    assert reading.definition == compiled(said()).digest
    assert leader.get(address).context["total"] == reading.result.n
    assert leader.get(reverse("scorecards:matrix", args=[KEY])).context["whole"].result.n > 0
    explained = leader.get(reverse("scorecards:reconcile", args=[KEY]), {"figure": "50 %"})
    assert "Hoshin says" in explained.content.decode()


def test_pages_follow_a_change_at_once(leader: Client, own: OwnMetric, lena: Person) -> None:
    preparing.prepare.call()
    scorecard, metric = reverse("scorecards:scorecard"), reverse("scorecards:metric", args=[KEY])
    before = leader.get(scorecard).content.decode()
    assert "Network within a day" in before
    actions.change(lena, own, said(title="Network, quickly"), "Shorter.", after=1)
    assert "Network, quickly" in leader.get(scorecard).content.decode()
    actions.change(lena, own, within("8"), "Stricter.", after=2)
    assert compiled(within("8"), 2).digest in leader.get(metric).content.decode()
    assert leader.get(scorecard).content.decode() != before
    actions.retire(lena, own, "Nobody reads it.")
    assert "Network within a day" not in leader.get(scorecard).content.decode()
    assert "(retired)" in leader.get(metric).content.decode()


def test_it_takes_a_target(leader: Client, own: OwnMetric) -> None:
    leader.post(f"{reverse('scorecards:set-target', args=[KEY])}?desk={small_desk.DESK}", {"amount": "80"})
    assert leader.get(reverse("scorecards:metric", args=[KEY])).context["course"].target == 0.8


def test_it_measures_a_key_result(leader: Client, own: OwnMetric, lena: Person, today: datetime) -> None:
    where = objective(lena)
    form = leader.get(reverse("strategy:add-key-result", args=[where.pk])).content.decode()
    assert f'value="{KEY}"' in form
    with readers.opened() as reader:
        found = key_result(reader, lena, where, KEY, factor=1.05)
    assert found.baseline_definition == compiled(said()).digest
    page = reverse("strategy:objective", args=[where.pk])
    assert "Network within a day" in leader.get(page).content.decode()
    actions.change(lena, own, within("8"), "Stricter.", after=1)
    assert "Measure the baseline again" in leader.get(page).content.decode()
    leader.post(reverse("strategy:measure-again", args=[found.pk]))
    assert KeyResult.objects.get().baseline_definition == compiled(within("8"), 2).digest
    actions.retire(lena, own, "Nobody reads it.")
    assert "Network within a day" in leader.get(page).content.decode()


def test_it_is_watched_until_it_is_retired(leader: Client, own: OwnMetric, lena: Person, today: datetime) -> None:
    jobs.check.call()
    watch = Watch.objects.get(metric=KEY)
    assert watch.judged_to is not None
    assert "Network within a day" in leader.get(reverse("obligations:watches")).content.decode()
    assert "Network within a day" in leader.get(reverse("obligations:watch", args=[watch.pk])).content.decode()
    scope = f"group={small_desk.HELPED}"
    given = {"metric": KEY, "desk": "", "scope": scope}
    assert leader.post(reverse("obligations:add-watch"), given).status_code == 302
    assert Watch.objects.filter(metric=KEY).count() == 2
    scorecards.set_target(lena, KEY, 0.99, desk=small_desk.DESK)
    with readers.opened() as reader:
        fired = checking.check(reader, today).opened
    assert fired
    assert {each.watch.metric for each in fired} == {KEY}
    assert fired[0].definition == compiled(said()).digest
    register = reverse("obligations:register")
    assert "Network within a day" in leader.get(register, {"metric": KEY}).content.decode()
    actions.retire(lena, own, "Nobody reads it.")
    with readers.opened() as reader:
        watching.complete(reader)
    assert not Watch.objects.filter(metric=KEY, ended=False).exists()
    text = leader.get(register, {"metric": KEY}).content.decode()
    assert "Network within a day" in text
    assert "watched no more" in text
    assert leader.get(reverse("obligations:obligation", args=[fired[0].pk])).status_code == 200
    assert leader.get(reverse("obligations:watch", args=[watch.pk])).status_code == 404


def test_a_claim_on_it_is_judged_by_the_sealed_definition(leader: Client, own: OwnMetric, lena: Person) -> None:
    found = initiative(lena, (small_desk.HELPED,))
    page = reverse("portfolios:initiative", args=[found.slug])
    assert f'value="{KEY}"' in str(leader.get(page).context["claim_form"])
    # Seen over two groups the metric would leave too little to compare with.
    everybody = said(key="own_within_a_day", title="Within a day", filter=[])
    wide = actions.define(lena, everybody)
    portfolios.seal(
        lena,
        found,
        metric="own_within_a_day",
        towards="up",
        size=0.05,
        now=morning_before(found.start),
        demonstration=True,
    )
    before = initiatives.verdict_of(found.slug)
    assert before.verdict is not None
    assert before.verdict.relative is not None
    assert before.verdict.relative.amount > 0
    stricter = [{"field": "resolution_time", "comparison": "at most", "values": ["2"]}]
    actions.change(lena, wide, said(key=wide.key, title="Within a day", filter=[], met=stricter), "Stricter.", after=1)
    after = initiatives.verdict_of(found.slug)
    assert after.verdict == before.verdict
    assert after.metric == compiled(everybody)
    assert after.integrity is not None
    assert after.integrity.state is State.INTACT
    assert "newer definition today" in leader.get(page).content.decode()


def test_a_pack_that_holds_it_verifies_for_ever(own: OwnMetric, tickets: Home, lena: Person) -> None:
    edition = packs.make(packs.announce(lena, "With our own", small_desk.TODAY))
    assert edition.number is not None
    issued = edition_of(tickets, edition.number)
    snapshot = loads((issued.folder / "snapshot.json").read_bytes())
    [reading] = [each.reading for each in snapshot.readings if each.reading.metric == KEY]
    assert reading.definition == compiled(said()).digest
    assert isinstance(reading.result, Value)
    file = str(issued.file(Form.PDF))

    def verified() -> bool:
        told = CliRunner().invoke(pack_command.pack, ["verify", file])
        same = editions.verification(edition).ok
        assert same == (told.exit_code == 0), told.output
        return same

    assert verified()
    actions.change(lena, own, said(title="Other words"), "Clearer.", after=1)
    assert verified()
    actions.change(lena, own, within("8"), "Stricter.", after=2)
    assert verified()
    actions.retire(lena, own, "Nobody reads it.")
    assert verified()
    actions.bring_back(lena, own)
    second = packs.make(packs.announce(lena, "A month later", small_desk.TODAY))
    assert second.number is not None
    again = loads((edition_of(tickets, second.number).folder / "snapshot.json").read_bytes())
    [newer] = [each.reading for each in again.readings if each.reading.metric == KEY]
    assert newer.definition == compiled(within("8"), 2).digest


def test_a_pack_says_when_its_definition_is_not_known(own: OwnMetric, tickets: Home, lena: Person) -> None:
    edition = packs.make(packs.announce(lena, "With our own", small_desk.TODAY))
    assert editions.verification(edition).ok
    with connection.cursor() as cursor:
        for table in ("countermetric", "conditionvalue", "definitioncondition", "definition"):
            cursor.execute(f"DROP TRIGGER {table}_stays_delete")
            cursor.execute(f"DELETE FROM definitions_{table}")
    wrong = [each for each in editions.verification(edition).checks if not each.ok]
    assert [each.what.partition(",")[0] for each in wrong] == [KEY]


def test_the_command_line_knows_it(own: OwnMetric, lena: Person) -> None:
    actions.change(lena, own, within("8"), "Stricter.", after=1)

    def run(command: object, *arguments: str) -> str:
        done = CliRunner().invoke(command, arguments)  # type: ignore[arg-type]
        assert done.exit_code == 0, done.output
        return done.output

    assert compiled(within("8"), 2).digest in run(reading_commands.read, KEY)
    assert compiled(said()).digest in run(reading_commands.read, KEY, "--version", "1")
    assert run(reading_commands.tickets, KEY, "--version", "1", "--csv").count("\n") > 100
    assert KEY in run(trust_commands.quality)
    assert "Hoshin says" in run(trust_commands.reconcile, KEY, "50%")
    listed = run(metrics_command.metrics, "--own")
    assert KEY in listed
    assert "backlog" not in listed
    assert "at most 24 h" in run(metrics_command.metrics, KEY)
    assert "at most 8 h" in run(metrics_command.metrics, KEY)
    actions.retire(lena, own, "Nobody reads it.")
    assert "own, retired" in run(metrics_command.metrics, "--own")
    assert KEY not in run(trust_commands.quality)


@pytest.mark.parametrize("address", ["scorecards:scorecard", "strategy:objectives", "obligations:register", "home"])
def test_pages_cost_the_same_queries_however_many_there_are(
    leader: Client, tickets: Home, lena: Person, address: str
) -> None:
    counts = []
    for n in range(3):
        actions.define(lena, said(key=f"own_number_{n}", title=f"Number {n}"))
        leader.get(reverse(address))
        with CaptureQueriesContext(connection) as captured:
            leader.get(reverse(address))
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_words_of_people_are_shown_as_words(leader: Client, own: OwnMetric, tickets: Home, lena: Person) -> None:
    nasty = '</script><script>alert(1)</script> & "more"'
    actions.change(lena, own, said(title=nasty, question=nasty), "Nastier.", after=1)
    for name, arguments in (
        ("scorecards:scorecard", []),
        ("scorecards:metric", [KEY]),
        ("definitions:own-metrics", []),
        ("definitions:own-metric", [KEY]),
        ("definitions:change", [KEY]),
        ("obligations:watches", []),
    ):
        page = leader.get(reverse(name, args=arguments)).content.decode()
        assert "<script>alert" not in page
        assert "alert(1)" in page
    edition = packs.make(packs.announce(lena, "With nasty words", small_desk.TODAY))
    assert edition.number is not None
    assert "<script>alert" not in edition_of(tickets, edition.number).file(Form.HTML).read_text()


def test_choices_name_it(own: OwnMetric) -> None:
    assert dict(queries.metric_choices())[KEY] == "Network within a day"


def test_every_page_reads_by_the_installations_catalogue() -> None:
    """Whoever opens a reader by hand would not know the own metrics."""
    source = Path(actions.__file__).parents[2]
    files = [*source.joinpath("apps").rglob("*.py"), *source.joinpath("server").rglob("*.py")]
    by_hand = {
        file.relative_to(source).as_posix()
        for file in files
        if any(word in file.read_text() for word in ("Reader.open(", "Reader.remembering("))
    }
    # Agreements lie below the definitions; they ask for values and days, and for no metric.
    assert by_hand == {
        "apps/agreements/pages/lines.py",
        "apps/definitions/readers.py",
        "server/demonstration/loading.py",
    }

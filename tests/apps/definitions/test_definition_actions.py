"""Own metrics are kept: each definition for ever, with who, when and why, and the catalogue follows at once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.definitions import actions, queries
from hoshin.apps.definitions.models import (
    ConditionValue,
    CounterMetric,
    Definition,
    DefinitionCondition,
    OwnMetric,
)
from hoshin.apps.definitions.rows import specification_of
from hoshin.metrics.own.compilation import compiled
from hoshin.metrics.registry import LIBRARY
from tests.apps.definitions.saying import KEY, said, within

pytestmark = pytest.mark.django_db


def stored(key: str = KEY) -> OwnMetric:
    return queries.own_metrics().get(key=key)


def test_rows_say_what_was_said(lena: Person) -> None:
    actions.define(lena, said())
    kept = stored().definitions.get()
    assert specification_of(kept) == said()
    assert kept.digest == compiled(said()).digest
    assert (kept.version, kept.person) == (1, lena)
    catalogue = queries.catalogue()
    assert catalogue.metrics[KEY] == compiled(said())
    assert catalogue.own == {KEY}
    assert list(catalogue.metrics)[:-1] == list(LIBRARY.metrics)


def test_without_own_metrics_the_catalogue_is_the_library() -> None:
    assert queries.catalogue() is LIBRARY


def test_another_number_is_another_version(lena: Person, alice: Person) -> None:
    found = actions.define(lena, said())
    first = compiled(said())
    actions.change(alice, found, within("8"), "A day is too long.", after=1)
    catalogue = queries.catalogue()
    assert [each.version for each in catalogue.definitions(KEY)] == [1, 2]
    assert catalogue.metric(KEY).digest == compiled(within("8"), 2).digest
    assert catalogue.defined(KEY, first.digest) == first
    old, new = stored().definitions.all()
    assert (old.digest, old.person, old.why) == (first.digest, lena, "")
    assert (new.why, new.person) == ("A day is too long.", alice)


def test_other_words_keep_version_and_hash(lena: Person) -> None:
    found = actions.define(lena, said())
    actions.change(lena, found, said(title="Network, fast"), "Shorter.", after=1)
    catalogue = queries.catalogue()
    assert catalogue.metric(KEY).title == "Network, fast"
    assert [each.version for each in catalogue.definitions(KEY)] == [1]
    assert catalogue.metric(KEY).digest == compiled(said()).digest
    actions.change(lena, found, within("8"), "Stricter.", after=2)
    assert queries.catalogue().version(KEY, 1).title == "Network, fast"
    assert queries.catalogue().metric(KEY).version == 2


def test_what_cannot_be_is_refused_and_says_what_to_do(lena: Person) -> None:
    found = actions.define(lena, said())
    with pytest.raises(actions.KeyTaken, match="choose another short name"):
        actions.define(lena, within("8"))
    with pytest.raises(actions.NoReason, match="Say why"):
        actions.change(lena, found, within("8"), " ", after=1)
    with pytest.raises(actions.NothingChanged, match="change something"):
        actions.change(lena, found, said(), "No reason.", after=1)
    actions.change(lena, found, within("8"), "Stricter.", after=1)
    with pytest.raises(Meanwhile, match="after you had opened it"):
        actions.change(lena, found, within("4"), "Stricter still.", after=1)
    with pytest.raises(actions.NoReason):
        actions.retire(lena, found, "")
    with pytest.raises(actions.NotInUse):
        actions.bring_back(lena, found)
    actions.retire(lena, found, "Nobody reads it.")
    with pytest.raises(actions.NotInUse, match="bring it back first"):
        actions.change(lena, found, within("4"), "Stricter still.", after=2)
    assert Definition.objects.count() == 2


def test_a_retired_metric_is_offered_nowhere_and_still_known(lena: Person) -> None:
    found = actions.define(lena, said())
    actions.change(lena, found, within("8"), "Stricter.", after=1)
    actions.retire(lena, found, "Nobody reads it.")
    catalogue = queries.catalogue()
    assert KEY not in catalogue.metrics
    assert KEY not in dict(queries.metric_choices())
    assert catalogue.metric(KEY).version == 2
    assert catalogue.version(KEY, 1).digest == compiled(said()).digest
    actions.bring_back(lena, found)
    assert queries.catalogue().metrics[KEY].version == 2


def test_every_write_has_its_audit_line(lena: Person) -> None:
    found = actions.define(lena, said())
    actions.change(lena, found, within("8"), "Stricter.", after=1)
    actions.retire(lena, found, "Nobody reads it.")
    actions.bring_back(lena, found)
    lines = [(each.action, each.person, each.detail) for each in AuditLine.objects.order_by("id")]
    assert [action for action, _, _ in lines] == [
        *("defined a metric", "changed a metric", "retired a metric", "brought a metric back"),
    ]
    assert {person for _, person, _ in lines} == {lena}
    assert "Stricter." in lines[1][2]


def test_the_others_act_on_every_write(lena: Person) -> None:
    asked = {
        "hoshin.apps.scorecards.jobs.prepare",
        "hoshin.apps.obligations.jobs.check",
        "hoshin.apps.portfolios.jobs.error_checks.work_out_all",
    }
    found = actions.define(lena, said())
    assert {task.task_path for task in DBTaskResult.objects.all()} == asked
    for write in (
        lambda: actions.change(lena, found, within("8"), "Stricter.", after=1),
        lambda: actions.retire(lena, found, "Nobody reads it."),
        lambda: actions.bring_back(lena, found),
    ):
        DBTaskResult.objects.all().delete()
        write()
        assert {task.task_path for task in DBTaskResult.objects.all()} == asked


@pytest.mark.parametrize("table", [Definition, DefinitionCondition, ConditionValue, CounterMetric])
def test_the_database_itself_keeps_definitions(lena: Person, table: type[Definition]) -> None:
    actions.define(lena, said())
    name = table._meta.db_table
    for change in (f"UPDATE {name} SET id = 1000", f"DELETE FROM {name}"):
        with (
            pytest.raises(IntegrityError, match="cannot be changed or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
    assert table.objects.exists()


def test_a_definition_that_was_tampered_with_is_told(lena: Person) -> None:
    found = actions.define(lena, said())
    assert queries.told(stored().definitions.get()).intact
    row = DefinitionCondition.objects.create(
        definition=found.definitions.get(), part="filter", position=1, field="major", comparison="yes"
    )
    assert row.pk
    assert not queries.told(stored().definitions.get()).intact


def test_what_this_version_cannot_read_harms_nothing_else(lena: Person) -> None:
    actions.define(lena, said())
    strange = OwnMetric.objects.create(key="own_strange")
    Definition.objects.create(
        own_metric=strange, position=1, version=1, title="Strange", question="?", measured="mode", dating="opened"
    )
    catalogue = queries.catalogue()
    assert KEY in catalogue.metrics
    assert not catalogue.knows("own_strange")
    assert "mode" in queries.told(stored("own_strange").definitions.get()).trouble


def test_a_catalogue_costs_two_queries_however_many_there_are(lena: Person) -> None:
    counts = []
    for n in range(3):
        actions.define(lena, said(key=f"own_number_{n}", title=f"Number {n}"))
        queries.catalogue()
        with CaptureQueriesContext(connection) as captured:
            queries.catalogue()
        counts.append(len(captured))
    # One for the definitions, one for the books of agreements.
    assert counts == [2, 2, 2]

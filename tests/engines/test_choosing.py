"""Settings choose the engine, and say what is wrong with them in words."""

from __future__ import annotations

import sys

import pytest

from hoshin.pipeline import engine
from hoshin.warehouse.errors import EngineUnavailable
from hoshin.warehouse.generations import Generation

pytestmark = pytest.mark.xdist_group("engines")


def test_duckdb_where_nothing_is_said(edge_log: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOSHIN_ENGINE", raising=False)
    with engine.open_log(edge_log) as log:
        assert log.tickets.get_backend().name == "duckdb"


def test_a_wrong_name_is_refused(edge_log: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSHIN_ENGINE", "sparc")
    with pytest.raises(EngineUnavailable, match="'sparc', which is no engine: choose one of duckdb, clickhouse, spark"):
        engine.open_log(edge_log)


@pytest.mark.parametrize(("name", "module"), [("clickhouse", "clickhouse_connect"), ("spark", "pyspark")])
def test_a_missing_extra_is_named(
    name: str, module: str, edge_log: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for loaded in [each for each in sys.modules if each.startswith(f"hoshin.warehouse.engines.{name}")]:
        monkeypatch.delitem(sys.modules, loaded)
    for loaded in [each for each in sys.modules if each.startswith((module, f"ibis.backends.{_backend(name)}"))]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setenv("HOSHIN_ENGINE", name)
    with pytest.raises(EngineUnavailable, match=rf"run 'pip install hoshin\[{name}\]'"):
        engine.open_log(edge_log)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://name:secret@127.0.0.1:9", "cannot be reached at http://127.0.0.1:9 "),
        ("clickhouse.example.org", "has to look like http://name:password@host:8123"),
        ("http://127.0.0.1:eight", "check HOSHIN_CLICKHOUSE_URL"),
    ],
)
def test_a_server_out_of_reach_is_named_without_its_password(
    url: str, said: str, edge_log: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("clickhouse_connect", reason="CLICKHOUSE IS NOT TESTED HERE: its client is not installed")
    monkeypatch.setenv("HOSHIN_ENGINE", "clickhouse")
    monkeypatch.setenv("HOSHIN_CLICKHOUSE_URL", url)
    with pytest.raises(EngineUnavailable, match="ClickHouse cannot be reached") as refused:
        engine.open_log(edge_log)
    assert said in str(refused.value)
    assert "secret" not in str(refused.value)


def _backend(name: str) -> str:
    return {"spark": "pyspark"}.get(name, name)

"""Writes the pages of ``docs/reference/`` from the code, or tells which of them are stale.

``python -m hoshin.server.documentation`` writes, ``--check`` compares and ends with 1 where a page is stale.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import django

from hoshin.apps.rest.scopes import SCOPES
from hoshin.connectors.registry import ready_mappings
from hoshin.eventlog.schema import DIMENSIONS, PRIORITIES, TABLES, Status
from hoshin.metrics.registry import METRICS
from hoshin.server.command.entry import VERBS, hoshin, loaded

DOCS = Path(__file__).resolve().parents[3] / "docs"
NOTE = "<!-- Made from the code by `make docs`; changes here are overwritten. -->\n"


def event_log() -> str:
    """The canonical tables, column by column."""
    lines = ["# The event log", "", "Times are UTC instants; days are calendar dates in the desk's own time zone.", ""]
    for table in TABLES:
        lines += [f"## {table.name}", "", f"{table.meaning}. Unique by {', '.join(f'`{k}`' for k in table.key)}.", ""]
        lines += ["| column | type | unit | may be null | meaning |", "|---|---|---|---|---|"]
        lines += [
            f"| `{c.name}` | {c.type} | {c.unit or '–'} | {'yes' if c.nullable else 'no'} | {c.meaning} |"
            for c in table.columns
        ]
        lines.append("")
    lines += ["## Words", "", f"- Status: {', '.join(f'`{s}`' for s in Status)}."]
    lines += [f"- Priority: {', '.join(PRIORITIES.values())}."]
    lines += [f"- Dimensions for breakdowns and filters: {', '.join(f'`{d}`' for d in DIMENSIONS)}."]
    return "\n".join(lines) + "\n"


def metrics() -> str:
    """The catalogue of metrics, with everything a definition declares."""
    lines = [
        "# Metrics",
        "",
        "Shares run from 0 to 1, times are in hours. Rules that hold for all: `docs/glossary.md`.",
        "",
    ]
    for metric in METRICS.values():
        lines += [f"## {metric.title} (`{metric.key}`)", "", metric.question, "", "| | |", "|---|---|"]
        rows = {
            "formula": metric.formula,
            "unit": metric.unit,
            "better is": metric.direction,
            "dated by": metric.dating.words,
            "clock": metric.clock,
            "exclusions": metric.exclusions,
            "counter-metrics": ", ".join(f"`{k}`" for k in metric.counter_metrics) or "none",
            **({"called": "; ".join(metric.called)} if metric.called else {}),
            "owner": metric.owner_role,
            "version": metric.version,
            "definition": f"`{metric.digest}`",
        }
        lines += [f"| {name} | {value} |" for name, value in rows.items()]
        lines.append("")
    return "\n".join(lines)


def command_line() -> str:
    """Every verb's own help."""
    lines = ["# The command line", "", "Exit codes: 0 done, 1 refused with a reason, 2 wrong usage.", ""]
    with click.Context(hoshin, info_name="hoshin") as top:
        for name, verb in VERBS.items():
            if verb.listed:
                lines += _help(loaded(verb), top, name)
    return "\n".join(lines)


def _help(command: click.Command, parent: click.Context, name: str) -> list[str]:
    with click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100) as context:
        lines = [f"## {context.command_path}", "", "```", command.get_help(context), "```", ""]
        if isinstance(command, click.Group):
            for each in command.list_commands(context):
                found = command.get_command(context, each)
                lines += _help(found, context, each) if found else []
    return lines


def mappings() -> str:
    """The ready mappings of desks' exports."""
    lines = ["# Ready mappings", ""]
    for mapping in ready_mappings():
        lines += [f"## {mapping.name}", "", "| field of the event log | column of the export |", "|---|---|"]
        lines += [f"| `{ours}` | `{theirs}` |" for ours, theirs in mapping.columns.items()]
        lines.append("")
    return "\n".join(lines)


def api() -> str:
    """The addresses of the REST API, from the description that it gives of itself."""
    # Its routers know the database's models, which are there only after Django is set up.
    schema = import_module("hoshin.server.api").API.get_openapi_schema()
    lines = [
        "# The REST API",
        "",
        f"{schema['info']['description']} The whole description, with every field, is at `/api/v1/openapi.json`.",
        "",
        "| address | what it does |",
        "|---|---|",
    ]
    lines += [
        f"| `{method.upper()} {path}` | {operation['description']} |"
        for path, methods in sorted(schema["paths"].items())
        for method, operation in methods.items()
    ]
    lines += ["", "## What a token may do", "", "| scope | it may |", "|---|---|"]
    lines += [f"| `{scope}` | {scope.words} |" for scope in SCOPES]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "event-log.md": event_log,
    "metrics.md": metrics,
    "command-line.md": command_line,
    "mappings.md": mappings,
    "api.md": api,
}


def stale() -> list[str]:
    """The names of the reference pages that are missing or say something else than the code."""
    folder = DOCS / "reference"
    return [
        name
        for name, make in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_text() != NOTE + make()
    ]


def write() -> None:
    """Write all reference pages anew."""
    folder = DOCS / "reference"
    folder.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (folder / name).write_text(NOTE + make())


def main() -> int:
    """Entry point of ``python -m hoshin.server.documentation``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoshin.server.settings")
    django.setup()
    if "--check" not in sys.argv:
        write()
        return 0
    names = stale()
    for name in names:
        click.echo(f"docs/reference/{name} is stale: run 'make docs' and commit it.", err=True)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())

"""``hoshin sla``: clocks computed from the history by the agreements, beside the desk's own flag."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from hoshin.apps.agreements import queries
from hoshin.eventlog.refused import Refused
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import reading_json
from hoshin.pipeline.service_levels import ServiceLevels
from hoshin.reporting.wording import amount
from hoshin.server.command.filters import stretch
from hoshin.service_levels.agreement import AgreementInvalid, Book, Clock
from hoshin.service_levels.basis import Basis
from hoshin.service_levels.book_file import digest, loads
from hoshin.service_levels.reconciliation import Reconciliation
from hoshin.service_levels.standing import Standing

BASES = {
    Basis.DESK: "the desk's own flag",
    Basis.COMPUTED: "computed by the agreements",
    Basis.EITHER: "the desk's flag, else computed",
}


@click.command()
@click.argument("clock", type=click.Choice([str(each) for each in Clock]))
@click.option(
    "--book",
    "file",
    type=click.Path(path_type=Path),
    help="TOML file with the calendars and agreements; without it the current book of this home.",
)
@stretch
@click.option("--grain", type=click.Choice([str(g) for g in Grain]), default=str(Grain.ALL), show_default=True)
@click.option("--at", "--generation", "generation", help="Read this generation instead of the published one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every ticket on which the two differ.")
def sla(
    clock: str,
    file: Path | None,
    first: date | None,
    last: date | None,
    where: tuple[tuple[str, str], ...],
    grain: str,
    generation: str | None,
    as_json: bool,
) -> None:
    """Compute the SLA clocks of CLOCK by the agreements, and compare them with the desk's own flag, ticket by ticket.

    Prints how each agreement is kept, the share of tickets in time by either word, and the tickets on which the two
    differ with the likely cause.
    """
    if first and last and first > last:
        raise click.UsageError(f"--from {first} lies after --to {last}.")
    book, wanted = _book(file), Clock(clock)
    question = Query(Grain(grain), None, first, last, where)
    with ServiceLevels.open(Home.from_environment(), book, generation) as levels:
        levels.reader.check(question)
        standings = levels.standing(wanted, question)
        readings = {basis: list(levels.read(wanted, basis, question)) for basis in Basis}
        compared = levels.reconcile(wanted, question)
        name = levels.reader.generation
    if as_json:
        json.dump(_said(wanted, book, name, standings, readings, compared), sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
        return
    _print(book, name, standings, readings, compared)


def _book(file: Path | None) -> Book:
    if file is None:
        book = queries.book()
        if not book.agreements:
            raise Refused(
                "Nothing is agreed in this home yet: write agreements under Service levels in the browser, or name a "
                "TOML file with --book."
            )
        return book
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        why = (error.strerror or "the system refuses").lower()
        raise AgreementInvalid(f"The file of agreements {file} cannot be read: {why}. Name a TOML file.") from error
    except UnicodeDecodeError as error:
        raise AgreementInvalid(f"The file of agreements {file} is no text in UTF-8: save it as UTF-8.") from error
    book = loads(text, str(file))
    if not book.agreements:
        raise Refused(f"{file} holds no agreement: add one under [[agreements]].")
    return book


def _said(
    clock: Clock,
    book: Book,
    generation: str,
    standings: list[Standing],
    readings: dict[Basis, list[Reading]],
    compared: Reconciliation,
) -> dict[str, object]:
    return {
        "clock": clock.value,
        "book": digest(book),
        "generation": generation,
        "agreements": [
            {"agreement": each.agreement.name, "version": each.agreement.version, "calendar": each.agreement.calendar}
            | {name: value for name, value in vars(each).items() if name != "agreement"}
            for each in standings
        ],
        "readings": {basis.value: [reading_json(each) for each in found] for basis, found in readings.items()},
        "reconciliation": {
            "both_met": compared.both_met,
            "both_breached": compared.both_breached,
            "desk_met_clock_breached": compared.desk_met,
            "desk_breached_clock_met": compared.clock_met,
            "only_desk": compared.only_desk,
            "only_clock": compared.only_clock,
            "desk_share": compared.desk_share,
            "clock_share": compared.clock_share,
            "without_clock": {why.name.lower(): n for why, n in compared.without_clock.items()},
            "without_desk": {why.name.lower(): n for why, n in compared.without_desk.items()},
            "causes": {cause.name.lower(): n for cause, n in compared.causes.items()},
            "tickets": [
                {key: row[key] for key in ("desk", "ticket", "desk_met", "cause")}
                for row in compared.differing.to_pylist()
            ],
        },
    }


def _print(
    book: Book,
    generation: str,
    standings: list[Standing],
    readings: dict[Basis, list[Reading]],
    compared: Reconciliation,
) -> None:
    headings = ("Met", "Breached", "unsure", "Running", "Paused", "Overdue", "Unknown", "Cancelled")
    table = Table("Agreement", *headings, box=None, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    for each in standings:
        counts = (each.met, each.breached, each.unsure, each.running, each.paused, each.overdue, each.unknown)
        table.add_row(each.agreement.title, *(f"{n:,}" for n in (*counts, each.cancelled)))
    Console().print(table)
    shares = Table("Period", "By", "In time", "n", "", box=None, header_style="bold")
    for basis, found in readings.items():
        for reading in found:
            result = reading.result
            shown = amount(result.amount, reading.unit) if isinstance(result, Value) else "–"
            said = "" if isinstance(result, Value) else str(result)
            shares.add_row(reading.period.label, BASES[basis], shown, f"{result.n:,}", said)
    Console().print(shares)
    if compared.n:
        click.echo(
            f"Both sides judge {compared.n:,} tickets and agree on {compared.agreeing:.1%}: {compared.both_met:,} in "
            f"time, {compared.both_breached:,} late. The desk says in time and the clock late of "
            f"{compared.desk_met:,}, the other way round of {compared.clock_met:,}. Over these tickets in time: "
            f"{compared.desk_share:.1%} by the desk, {compared.clock_share:.1%} by the clocks."
        )
        for cause, n in compared.causes.items():
            click.echo(f"{n:>7,}  {cause.value}")
    else:
        click.echo("No ticket has both a verdict of the clock and a flag of the desk: there is nothing to compare.")
    for side, whole, alone, reasons in (
        ("the desk", compared.by_desk, compared.only_desk, compared.without_clock),
        ("a clock", compared.by_clock, compared.only_clock, compared.without_desk),
    ):
        click.echo(f"Of {whole:,} tickets that {side} judges, {alone:,} it judges alone.")
        for why, n in reasons.items():
            click.echo(f"{n:>7,}  {why.value}")
    calendars = dict.fromkeys(book.calendar(each.agreement.calendar).title for each in standings)
    click.echo(f"calendars {', '.join(calendars)} · agreements {digest(book)} · generation {generation}")

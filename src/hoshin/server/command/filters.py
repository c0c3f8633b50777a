"""The filters that ``hoshin read`` and ``hoshin tickets`` share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import click

from hoshin.eventlog.schema import DIMENSIONS
from hoshin.metrics.query import Grain, Query

Command = TypeVar("Command", bound=Callable[..., None])


class Day(click.ParamType[date]):
    """A calendar day, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            self.fail(f"'{value}' is not a day such as 2016-04-30.", param, ctx)


class Condition(click.ParamType[tuple[str, str]]):
    """One DIMENSION=VALUE."""

    name = "dimension=value"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        dimension, sign, wanted = str(value).partition("=")
        if not sign or dimension not in DIMENSIONS:
            self.fail(f"'{value}' is not DIMENSION=VALUE with one of {', '.join(DIMENSIONS)}.", param, ctx)
        return dimension, wanted


def stretch(command: Command) -> Command:
    """Add --from, --to and --where to a command."""
    for option in reversed(
        (
            click.option("--from", "first", type=Day(), help="First day, included."),
            click.option("--to", "last", type=Day(), help="Last day, included."),
            click.option(
                "--where",
                type=Condition(),
                multiple=True,
                help="Keep tickets with DIMENSION=VALUE; may be repeated; '(none)' stands for no value.",
            ),
        )
    ):
        command = option(command)
    return command


def filters(command: Command) -> Command:
    """Add --grain, --by, --from, --to, --where, --at and --version to a command."""
    for option in reversed(
        (
            click.option(
                "--grain",
                type=click.Choice([str(g) for g in Grain]),
                default=str(Grain.MONTH),
                show_default=True,
                help="How time is cut; weeks are ISO weeks, 'all' is one number over the whole stretch.",
            ),
            click.option(
                "--by",
                type=click.Choice(DIMENSIONS),
                multiple=True,
                help="Break down by a dimension; by two where it is given twice.",
            ),
            click.option("--from", "first", type=Day(), help="First day, included."),
            click.option("--to", "last", type=Day(), help="Last day, included."),
            click.option(
                "--where",
                type=Condition(),
                multiple=True,
                help="Keep tickets with DIMENSION=VALUE; may be repeated; '(none)' stands for no value.",
            ),
            click.option(
                "--at",
                "--generation",
                "generation",
                help="Read this generation instead of the published one.",
            ),
            click.option(
                "--version", type=click.IntRange(min=1), help="Take this version of the definition, not the latest."
            ),
        )
    ):
        command = option(command)
    return command


def query(
    grain: str, by: tuple[str, ...], first: date | None, last: date | None, where: tuple[tuple[str, str], ...]
) -> Query:
    """The options as one question; click's own usage error where the days are the wrong way round."""
    if len(by) > 2:
        raise click.UsageError(f"--by is given {len(by)} times: a breakdown has at most two dimensions.")
    if first and last and first > last:
        raise click.UsageError(f"--from {first} lies after --to {last}.")
    return Query(Grain(grain), by[0] if by else None, first, last, where, by[1] if len(by) > 1 else None)

"""``hoshin reviews``: which forum meets when, on what, and what came of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from hoshin.apps.reviews import documents, timebox
from hoshin.apps.reviews.models import Forum, Minutes, Review
from hoshin.apps.reviews.queries import forums as queries
from hoshin.eventlog.refused import Refused


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def reviews(context: click.Context, as_json: bool) -> None:
    """List when each forum meets next, the soonest first."""
    if context.invoked_subcommand:
        return
    today = timezone.localdate()
    ahead = [queries.next_meeting(each, today) for each in Forum.objects.filter(ended=False)]
    found = sorted(filter(None, ahead), key=lambda each: each.start)
    if as_json:
        said = [
            {
                "forum": each.forum.name,
                "begins": each.start.isoformat(),
                "minutes": each.forum.minutes,
                "room": each.forum.room,
                "review": each.review.pk if each.review else None,
            }
            for each in found
        ]
        _print({"reviews": said})
        return
    if not found:
        click.echo("No forum meets. Make one in the browser, under Reviews.")
        return
    table = Table(box=None, header_style="bold")
    for heading in ("Forum", "On", "At", "Minutes", "Review"):
        table.add_column(heading)
    for each in found:
        at = f"{each.start:%H:%M} {each.forum.zone}"
        number = str(each.review.pk) if each.review else "not set"
        table.add_row(each.forum.name, str(each.on), at, str(each.forum.minutes), number)
    Console().print(table)


@reviews.command()
@click.argument("review", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def agenda(review: int, as_json: bool) -> None:
    """Print the agenda of a review, by its number: what fits its time, and what comes after."""
    found = _review(review)
    items = found.items.filter(dropped=False).prefetch_related("decisions", "commitments")
    plan = timebox.plan(items, found.forum.minutes)
    chapters = [*((each.title, each.items) for each in plan.chapters), ("If there is time", plan.later)]
    if as_json:
        said = [
            {
                "chapter": title,
                "title": each.title,
                "stands": each.word,
                "detail": each.detail,
                "minutes": each.minutes,
                "reached": timebox.reached(each),
                "notes": each.notes,
            }
            for title, listed in chapters
            for each in listed
        ]
        whole = {"forum": found.forum.name, "begins": found.start.isoformat(), "length": plan.length}
        _print(whole | {"asked": plan.asked, "items": said})
        return
    click.echo(f"{found.forum.name}, {found.start:%Y-%m-%d %H:%M} {found.forum.zone}. {plan.sentence}")
    for title, listed in chapters:
        if listed:
            click.echo(f"\n{title}")
        for each in listed:
            word = f" ({each.word})" if each.word else ""
            click.echo(f"  {each.minutes:>3} min  {each.title}{word}")


@reviews.command()
@click.argument("review", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def minutes(review: int, file: Path | None) -> None:
    """Print the frozen minutes of a review as JSON, or write them into FILE: .docx, .pdf or .json.

    They are what was frozen when the review was closed; damaged ones are refused.
    """
    kept = Minutes.objects.select_related("review__forum").filter(review=_review(review)).first()
    if kept is None:
        raise Refused(f"Review {review} has no minutes: it is open, or was called off.")
    documents.snapshot(kept)
    if file is None:
        click.echo(kept.text, nl=False)
        return
    form = file.suffix.removeprefix(".").lower()
    if form not in (*documents.TYPES, "json"):
        raise Refused(f"Minutes are written as .docx, .pdf or .json, not as '{file.suffix}': name such a file.")
    file.write_bytes(kept.text.encode() if form == "json" else documents.file(kept, form))
    click.echo(f"Wrote {file}. SHA-256 of the minutes: {kept.identity}")


def _review(number: int) -> Review:
    found = Review.objects.select_related("forum").filter(pk=number).first()
    if found is None:
        there = ", ".join(str(pk) for pk in Review.objects.order_by("pk").values_list("pk", flat=True)) or "none yet"
        raise Refused(f"There is no review {number}. There are: {there}.")
    return found


def _print(said: dict[str, object]) -> None:
    json.dump(said, sys.stdout, indent=2, ensure_ascii=False)
    click.echo()

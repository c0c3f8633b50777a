"""What pages ask of new tickets first, worked out in the background before anybody opens one."""

from __future__ import annotations

from contextlib import suppress

from django_tasks import task

from hoshin.apps.agreements import readers
from hoshin.apps.scorecards import queries
from hoshin.apps.scorecards.reports import scorecard
from hoshin.apps.scorecards.selection import BREAKDOWNS, SPANS, Selection
from hoshin.warehouse.errors import NothingPublished


@task()
def prepare() -> None:
    """Read the scorecard of the whole desk for each stretch that its page offers, the usual one first.

    Whoever opens a page meanwhile waits for the answer that is being worked out, and for no second one.
    """
    with suppress(NothingPublished), readers.remembering() as reader:
        usual = Selection()
        for span in sorted(SPANS, key=lambda span: span != usual.span):
            selection = Selection(span=span).settled(reader.desks)
            scorecard.gather(reader, selection, queries.targets(selection), queries.baselines(selection))
        for dimension in BREAKDOWNS:
            reader.values(dimension, usual.settled(reader.desks).where)


def tickets_published() -> None:
    """Have the worker prepare the pages of the tickets just published."""
    prepare.enqueue()

"""What is told of what fired: one message to each subscription, word for word the same however often it is tried."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from hoshin.apps.accounts.queries import organisation_name
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.obligations import wording
from hoshin.apps.obligations.models import Obligation
from hoshin.metrics.catalogue import Catalogue
from hoshin.reporting.wording import day

MOST = 50
"""Signals that a mail names: nobody reads more, and the register holds them all."""

OPENED, OVERDUE, TRIAL = "signals.opened", "signals.overdue", "trial"


def subject(event: str, found: Sequence[Obligation]) -> str:
    """The subject of a mail."""
    if event == TRIAL:
        return "Hoshin: a trial message"
    what = wording.title(found[0], definitions.catalogue()) if len(found) == 1 else f"{len(found)} signals"
    # A header holds no line breaks, and a metric's title is whatever its author wrote.
    return " ".join(f"Hoshin: {what} {'to explain' if event == OPENED else 'overdue'}".split())[:200]


def mail(event: str, found: Sequence[Obligation]) -> str:
    """The text of a mail: the signals, or the first of them and how many more there are."""
    if event == TRIAL:
        return f"Mail from Hoshin at {organisation_name()} reaches you.\n"
    begin = "These signals fired" if event == OPENED else "Nobody has answered for these signals in time"
    lines = [f"{begin} at {organisation_name()}.", ""]
    catalogue = definitions.catalogue()
    for each in found[:MOST]:
        about = wording.about(each.watch, catalogue)
        lines += [f"{about}: {wording.shown_amount(each)} in the week from {day(each.newest_first)} ({each.n:,} cases)"]
        lines += [f"  {each.words}"]
        lines += [f"  To be answered {wording.due_words(each)}: {address(each)}", ""]
    if len(found) > MOST:
        lines += [f"And {len(found) - MOST:,} more: {settings.HOSHIN_URL}{reverse('obligations:register')}", ""]
    lines += [f"Who is told what: {settings.HOSHIN_URL}{reverse('obligations:subscriptions')}"]
    return "\n".join(lines) + "\n"


def payload(event: str, found: Sequence[Obligation], now: datetime) -> str:
    """The body of a webhook: JSON whose signals are those of ``hoshin signals --json``, each with its address."""
    catalogue = definitions.catalogue()
    said = {
        "event": event,
        "at": now.isoformat(),
        "organisation": organisation_name(),
        "signals": [_signal(each, now.date(), catalogue) for each in found],
    }
    return json.dumps(said, ensure_ascii=False)


def _signal(obligation: Obligation, today: date, catalogue: Catalogue) -> dict[str, object]:
    title = wording.title(obligation, catalogue)
    return wording.plain(obligation, today) | {"title": title, "address": address(obligation)}


def address(obligation: Obligation) -> str:
    """Where the obligation is answered."""
    return f"{settings.HOSHIN_URL}{reverse('obligations:obligation', args=[obligation.pk])}"

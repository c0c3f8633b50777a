"""The page of all countermeasures: what is late, what is under way, what came of those that are done."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.narrowing import containing, page_of, words_of
from hoshin.apps.strategy import queries, tables
from hoshin.reporting.blocks import Tone

TONES = {"late": Tone.BAD, "open": Tone.WATCH, "done": Tone.GOOD}


def countermeasures(request: SignedInRequest) -> HttpResponseBase:
    """The countermeasures that the reader sees: the late ones first, then by their day, those done last."""
    today, words = timezone.localdate(), words_of(request)
    every = queries.late_first(queries.countermeasures(request.user), today)
    found = containing(every, words, "action", "cause", "effect", "owner__name", "key_result__title")
    if file := file_of(request, tables.COUNTERMEASURES, tables.dated(found, today)):
        return file
    counts = queries.states(every, today)
    page = page_of(request, found)
    context = {
        "title": "Countermeasures",
        "counts": [(state, TONES[state], counts[state]) for state in TONES],
        "total": sum(counts.values()),
        "files": (tables.COUNTERMEASURES,) if page.object_list else (),
        "page": page,
        "words": words,
        "rows": [(each, each.state(today), TONES[each.state(today)]) for each in page],
    }
    return render(request, "strategy/all-countermeasures.html", context)

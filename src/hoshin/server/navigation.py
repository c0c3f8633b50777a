"""The one list of places that the bar at the top leads to."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from hoshin import __version__
from hoshin.apps.accounts.queries import organisation_name
from hoshin.apps.obligations.queries import unexplained


@dataclass(frozen=True)
class Place:
    """A link of the main bar. ``prefix`` is the start, or the starts, of its addresses."""

    title: str
    icon: str
    url_name: str
    prefix: str | tuple[str, ...]


PLACES = (
    Place("Thread", "compass", "home", ""),
    Place("Scorecard", "chart-line", "scorecards:scorecard", "/scorecard/"),
    Place("Signals", "alert-triangle", "obligations:register", "/signals/"),
    Place("Objectives", "target-arrow", "strategy:objectives", ("/objectives/", "/vision/")),
    Place("Initiatives", "rocket", "portfolios:initiatives", ("/initiatives/", "/ledger/")),
    Place("Plan", "adjustments", "plans:plans", "/plans/"),
    Place("Goals", "flag", "people:mine", "/goals/"),
    Place("Reviews", "users", "reviews:reviews", "/reviews/"),
    Place("Board packs", "presentation", "packs:packs", "/packs/"),
    Place("Data", "database", "sources:imports", "/data/"),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the places, which of them is lit, what waits there, the organisation and the version."""
    # Without a session there is nobody to count for: error pages and the sign-in page.
    person = getattr(request, "user", None)
    waiting = unexplained(timezone.localdate()) if person is not None and person.is_authenticated else None
    lit = [
        {
            "place": place,
            "url": reverse(place.url_name),
            "active": request.path.startswith(place.prefix) if place.prefix else request.path == "/",
            "waiting": waiting.open if waiting and place.url_name == "obligations:register" else 0,
        }
        for place in PLACES
    ]
    return {
        "places": lit,
        "unexplained": waiting,
        "organisation_name": organisation_name(),
        "hoshin_version": __version__,
    }

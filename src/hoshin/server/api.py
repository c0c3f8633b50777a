"""The REST API: which router each app adds, and how its addresses are reached."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver

from hoshin.apps.obligations.api import router as signals
from hoshin.apps.people.api import router as goals
from hoshin.apps.plans.api import router as plans
from hoshin.apps.portfolios.api import router as initiatives
from hoshin.apps.rest import root
from hoshin.apps.rest.organisation import router as organisation
from hoshin.apps.reviews.api import router as reviews
from hoshin.apps.scorecards.api import router as numbers
from hoshin.apps.strategy.api import router as direction
from hoshin.apps.workbooks.api import router as workbooks

VERSION = "1"
ROUTERS = (
    ("", organisation),
    ("", numbers),
    ("", direction),
    ("", initiatives),
    ("", signals),
    ("", reviews),
    ("", goals),
    ("", plans),
    ("", workbooks),
)
API = root.made(VERSION, ROUTERS)


def addresses() -> tuple[list[URLResolver | URLPattern], str, str]:
    """All addresses of the API, as ``path`` takes them; they ask for a token themselves instead of a sign-in."""
    patterns, app, namespace = API.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(pattern.callback)
    return patterns, app, namespace

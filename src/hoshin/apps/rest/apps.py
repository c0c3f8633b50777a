"""The app of the REST API's foundations."""

from __future__ import annotations

from django.apps import AppConfig


class RestConfig(AppConfig):
    """Tokens, problem details, ETags and requests that are done once."""

    name = "hoshin.apps.rest"
    label = "rest"

"""The accounts app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Organisation, teams, people, roles, audit trail."""

    name = "hoshin.apps.accounts"
    label = "accounts"

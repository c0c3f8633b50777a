"""The triggers of a sealed initiative once more: SQLite made its table anew for the columns before."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hoshin.apps.accounts.staying import once_more

SEAL = import_module("hoshin.apps.portfolios.migrations.0002_seal")


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0008_who_may_see")]
    operations = [
        once_more({name: parts for name, parts in SEAL.SQLITE.items() if parts[1] == "portfolios_initiative"})
    ]

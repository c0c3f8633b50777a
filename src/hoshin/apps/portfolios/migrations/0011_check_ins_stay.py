"""Let the database itself refuse to change what was said of an initiative, or to remove it.

The triggers of a sealed initiative once more: SQLite made its table anew for its kind.
"""

from importlib import import_module

from django.db import migrations

from hoshin.apps.accounts.staying import once_more, stays

SEAL = import_module("hoshin.apps.portfolios.migrations.0002_seal")


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0010_check_ins_and_kinds")]
    operations = [
        once_more({name: parts for name, parts in SEAL.SQLITE.items() if parts[1] == "portfolios_initiative"}),
        stays(
            "initiatives_spoken_of",
            "what was said of an initiative stays: say how it stands now",
            {"initiative_check_in_stays": "portfolios_initiativecheckin"},
        ),
    ]

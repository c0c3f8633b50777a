"""Let the database itself refuse to change what was said of an initiative, or to remove it."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0008_check_ins_and_kinds")]
    operations = [
        stays(
            "initiatives_spoken_of",
            "what was said of an initiative stays: say how it stands now",
            {"initiative_check_in_stays": "portfolios_initiativecheckin"},
        )
    ]

"""The database itself refuses to change a decision for a plan, or to remove it."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [
        stays(
            "plans_decided",
            "a decision for a plan stays as it was made: approve another scenario",
            {"approval_stays": "plans_approval"},
        )
    ]

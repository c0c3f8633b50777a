"""Let the database itself keep who took a side over, and what was known of a team when a target was proposed."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays

KEPT = "who spoke for a side, and what was known then, cannot be changed or removed"


class Migration(migrations.Migration):
    dependencies = [("strategy", "0008_take_overs")]
    operations = [
        stays(
            "take_over_stays",
            KEPT,
            {"take_over_stays": "strategy_takeover", "proposal_capacity_stays": "strategy_proposalcapacity"},
        )
    ]

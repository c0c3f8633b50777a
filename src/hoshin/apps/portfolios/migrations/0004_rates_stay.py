"""Let the database itself refuse to change or remove a rate."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays

REFUSAL = "a rate cannot be changed or removed: add another one"


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0003_ledger")]
    operations = [stays("rate_stays", REFUSAL, {"rate_stays": "portfolios_rate"})]

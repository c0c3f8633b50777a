"""Let the database itself refuse to change or remove a definition."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays

REFUSAL = "a definition cannot be changed or removed: add the next one"
TABLES = ("definition", "definitioncondition", "conditionvalue", "countermetric")


class Migration(migrations.Migration):
    dependencies = [("definitions", "0001_initial")]
    operations = [stays("definition_stays", REFUSAL, {f"{table}_stays": f"definitions_{table}" for table in TABLES})]

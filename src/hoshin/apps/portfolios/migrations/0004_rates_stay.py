"""Let the database itself refuse to change or remove a rate."""

from django.db import migrations

REFUSAL = "a rate cannot be changed or removed: add another one"
TABLE = "portfolios_rate"
FORWARD = {
    "sqlite": [
        f"CREATE TRIGGER rate_stays_{name} BEFORE {event} ON {TABLE} {when}BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, event, when in (
            ("update", "UPDATE", ""),
            ("delete", "DELETE", ""),
            # INSERT OR REPLACE removes a row without telling the trigger of its removal.
            ("insert", "INSERT", "WHEN EXISTS (SELECT 1 FROM portfolios_rate WHERE id = NEW.id) "),
        )
    ],
    "postgresql": [
        f"CREATE FUNCTION rate_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER rate_stays BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION rate_stays()",
    ],
}
BACKWARD = {
    "sqlite": [f"DROP TRIGGER rate_stays_{name}" for name in ("update", "delete", "insert")],
    "postgresql": ["DROP FUNCTION rate_stays() CASCADE"],
}


def run(statements):
    """Run the statements of the database at hand."""

    def step(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return step


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0003_ledger")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]

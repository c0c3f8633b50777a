"""Let the database itself refuse to change or remove a definition."""

from django.db import migrations

REFUSAL = "a definition cannot be changed or removed: add the next one"
TABLES = ("definition", "definitioncondition", "conditionvalue", "countermetric")
SQLITE = [
    (
        f"{table}_stays_{name}",
        f"BEFORE {event} ON definitions_{table} {when}BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    )
    for table in TABLES
    for name, event, when in (
        ("update", "UPDATE", ""),
        ("delete", "DELETE", ""),
        # INSERT OR REPLACE removes a row without telling the trigger of its removal.
        ("insert", "INSERT", f"WHEN EXISTS (SELECT 1 FROM definitions_{table} WHERE id = NEW.id) "),  # noqa: S608 our own names
    )
]
FORWARD = {
    "sqlite": [f"CREATE TRIGGER {name} {rest}" for name, rest in SQLITE],
    "postgresql": [
        f"CREATE FUNCTION definition_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        *(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON definitions_{table} "
            "FOR EACH ROW EXECUTE FUNCTION definition_stays()"
            for table in TABLES
        ),
    ],
}
BACKWARD = {
    "sqlite": [f"DROP TRIGGER {name}" for name, _ in SQLITE],
    "postgresql": ["DROP FUNCTION definition_stays() CASCADE"],
}


def run(statements):
    """Run the statements of the database at hand."""

    def step(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return step


class Migration(migrations.Migration):
    dependencies = [("definitions", "0001_initial")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]

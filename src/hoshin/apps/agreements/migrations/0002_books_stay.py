"""Let the database itself refuse to change or remove what a book says."""

from django.db import migrations

REFUSAL = "a book of agreements cannot be changed or removed: save another one"
TABLES = [
    f"agreements_{name}"
    for name in (
        "book",
        "calendar",
        "weekhours",
        "specialday",
        "specialhours",
        "agreement",
        "agreedscope",
        "pausestate",
    )
]
EVENTS = {
    "update": "BEFORE UPDATE ON {table} ",
    "delete": "BEFORE DELETE ON {table} ",
    # INSERT OR REPLACE removes a row without telling the trigger of its removal.
    "insert": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) ",
}
FORWARD = {
    "sqlite": [
        f"CREATE TRIGGER {table}_stays_{name} {event.format(table=table)}BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table in TABLES
        for name, event in EVENTS.items()
    ],
    "postgresql": [
        f"CREATE FUNCTION book_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        *(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION book_stays()"
            for table in TABLES
        ),
    ],
}
BACKWARD = {
    "sqlite": [f"DROP TRIGGER {table}_stays_{name}" for table in TABLES for name in EVENTS],
    "postgresql": ["DROP FUNCTION book_stays() CASCADE"],
}


def run(statements):
    """Run the statements of the database at hand."""

    def step(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return step


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]

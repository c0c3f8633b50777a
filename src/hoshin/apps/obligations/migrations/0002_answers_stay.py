"""Let the database itself refuse to change or remove an answer."""

from django.db import migrations

REFUSAL = "an answer for a signal cannot be changed or removed: add another one"
TABLE = "obligations_answer"
FORWARD = {
    "sqlite": [
        f"CREATE TRIGGER answer_stays_{name} BEFORE {event} ON {TABLE} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, event, when in (
            ("update", "UPDATE", ""),
            ("delete", "DELETE", ""),
            # INSERT OR REPLACE removes a row without telling the trigger of its removal.
            ("insert", "INSERT", "WHEN EXISTS (SELECT 1 FROM obligations_answer WHERE id = NEW.id) "),
        )
    ],
    "postgresql": [
        f"CREATE FUNCTION answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER answer_stays BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION answer_stays()",
    ],
}
BACKWARD = {
    "sqlite": [f"DROP TRIGGER answer_stays_{name}" for name in ("update", "delete", "insert")],
    "postgresql": ["DROP FUNCTION answer_stays() CASCADE"],
}


def run(statements):
    """Run the statements of the database at hand."""

    def step(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return step


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]

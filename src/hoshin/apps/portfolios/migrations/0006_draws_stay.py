"""Let the database itself refuse to change a draw, and to add or remove one once the claim is sealed."""

from django.db import migrations

STAYS = "a draw cannot be changed: draw again, and both are counted"
SEALED = "the draws of an initiative with a sealed claim cannot change"
TABLE = "portfolios_draw"
HAS_CLAIM = "EXISTS (SELECT 1 FROM portfolios_claim WHERE initiative_id = {row}.initiative_id)"
_OLD, _NEW = HAS_CLAIM.format(row="OLD"), HAS_CLAIM.format(row="NEW")
# INSERT OR REPLACE removes a row without telling the trigger of its removal, so the trigger of insertion looks as well.
_TAKEN = "EXISTS (SELECT 1 FROM portfolios_draw WHERE id = NEW.id)"


def _sqlite(name, event, condition, refusal):
    when = f"WHEN {condition} " if condition else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} {when}BEGIN SELECT RAISE(ABORT, '{refusal}'); END"


SQLITE = {
    "draw_stays_update": ("UPDATE", "", STAYS),
    "draw_stays_insert": ("INSERT", _TAKEN, STAYS),
    "draw_is_sealed_insert": ("INSERT", _NEW, SEALED),
    "draw_is_sealed_delete": ("DELETE", _OLD, SEALED),
}


def _postgresql(name, event, body):
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )


def _refuse(condition, give):
    return f"IF {condition} THEN RAISE EXCEPTION '{SEALED}'; END IF; RETURN {give};"


POSTGRESQL = {
    "draw_stays_update": ("UPDATE", f"RAISE EXCEPTION '{STAYS}';"),
    "draw_is_sealed_insert": ("INSERT", _refuse(_NEW, "NEW")),
    "draw_is_sealed_delete": ("DELETE", _refuse(_OLD, "OLD")),
}

FORWARD = {
    "sqlite": [_sqlite(name, *parts) for name, parts in SQLITE.items()],
    "postgresql": [statement for name, parts in POSTGRESQL.items() for statement in _postgresql(name, *parts)],
}
BACKWARD = {
    "sqlite": [f"DROP TRIGGER {name}" for name in SQLITE],
    "postgresql": [f"DROP FUNCTION {name}() CASCADE" for name in POSTGRESQL],
}


def run(statements):
    """Run the statements of the database at hand."""

    def step(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return step


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0005_rollouts")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]

"""Let the database itself refuse to change what is sealed."""

from django.db import migrations

REFUSAL = "a sealed claim cannot be changed or removed: supersede it"
FIXED = "scope and start of an initiative with a sealed claim cannot change"
HAS_CLAIM = "EXISTS (SELECT 1 FROM portfolios_claim WHERE initiative_id = {row}.{key})"

SQLITE = [
    f"CREATE TRIGGER claim_is_sealed_{verb} BEFORE {verb} ON portfolios_claim "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
] + [
    "CREATE TRIGGER initiative_is_sealed BEFORE UPDATE OF slug, desk, dimension, start ON portfolios_initiative "
    "WHEN (OLD.slug, OLD.desk, OLD.dimension, OLD.start) IS NOT (NEW.slug, NEW.desk, NEW.dimension, NEW.start) "
    f"AND {HAS_CLAIM.format(row='OLD', key='id')} BEGIN SELECT RAISE(ABORT, '{FIXED}'); END",
    *(
        f"CREATE TRIGGER scope_is_sealed_{verb} BEFORE {verb} ON portfolios_initiativevalue "
        f"WHEN {HAS_CLAIM.format(row=row, key='initiative_id')} BEGIN SELECT RAISE(ABORT, '{FIXED}'); END"
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
]
SQLITE_BACK = [
    f"DROP TRIGGER {name}"
    for name in (
        "claim_is_sealed_UPDATE",
        "claim_is_sealed_DELETE",
        "initiative_is_sealed",
        "scope_is_sealed_INSERT",
        "scope_is_sealed_UPDATE",
        "scope_is_sealed_DELETE",
    )
]
POSTGRESQL = [
    f"CREATE FUNCTION claim_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER claim_is_sealed BEFORE UPDATE OR DELETE ON portfolios_claim "
    "FOR EACH ROW EXECUTE FUNCTION claim_is_sealed()",
    "CREATE FUNCTION initiative_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF (OLD.slug, OLD.desk, OLD.dimension, OLD.start) IS DISTINCT FROM (NEW.slug, NEW.desk, NEW.dimension, NEW.start) "
    f"AND {HAS_CLAIM.format(row='OLD', key='id')} THEN RAISE EXCEPTION '{FIXED}'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER initiative_is_sealed BEFORE UPDATE ON portfolios_initiative "
    "FOR EACH ROW EXECUTE FUNCTION initiative_is_sealed()",
    "CREATE FUNCTION scope_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF {HAS_CLAIM.format(row='COALESCE(NEW, OLD)', key='initiative_id')} THEN RAISE EXCEPTION '{FIXED}'; END IF; "
    "RETURN COALESCE(NEW, OLD); END $$",
    "CREATE TRIGGER scope_is_sealed BEFORE INSERT OR UPDATE OR DELETE ON portfolios_initiativevalue "
    "FOR EACH ROW EXECUTE FUNCTION scope_is_sealed()",
]
POSTGRESQL_BACK = [
    f"DROP FUNCTION {name}() CASCADE" for name in ("claim_is_sealed", "initiative_is_sealed", "scope_is_sealed")
]


def run(statements):
    """Run the statements of the database at hand."""

    def step(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return step


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0001_initial")]
    operations = [
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
        )
    ]

"""Let the database itself refuse to change or remove terms, signatures and check-ins; a note may be emptied."""

from django.db import migrations

from hoshin.apps.accounts.staying import refusals, refuse, stays, taken

REFUSAL = "the terms of a goal and their signatures cannot be changed or removed: propose another version"
TABLES = {f"goal_{name}_stays": f"people_{name}" for name in ("terms", "termsscope", "signature")}

SAID = "a check-in cannot be changed or removed: check in again"
TABLE = "people_checkin"
COLUMNS = ("id", "goal_id", '"on"', "confidence", "value", "until", "n", "generation", "definition", "person_id")
SQLITE_OTHER = " OR ".join(["NEW.note <> ''", *(f"NEW.{each} IS NOT OLD.{each}" for each in COLUMNS)])
POSTGRESQL_OTHER = " OR ".join(["NEW.note <> ''", *(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in COLUMNS)])
SQLITE = {
    "check_in_stays_update": ("UPDATE", TABLE, SQLITE_OTHER, SAID),
    "check_in_stays_delete": ("DELETE", TABLE, "", SAID),
    "check_in_stays_insert": ("INSERT", TABLE, taken(TABLE), SAID),
}
POSTGRESQL = {
    "check_in_stays_update": ("UPDATE", TABLE, refuse(POSTGRESQL_OTHER, SAID, "NEW")),
    "check_in_stays_delete": ("DELETE", TABLE, f"RAISE EXCEPTION '{SAID}';"),
}


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [stays("goal_terms_stay", REFUSAL, TABLES), refusals(SQLITE, POSTGRESQL)]

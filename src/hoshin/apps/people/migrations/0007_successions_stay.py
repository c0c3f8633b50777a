"""Let the database itself keep who went on as manager of an evaluation; why may be emptied."""

from django.db import migrations

from hoshin.apps.accounts.staying import refusals, refuse, taken

KEPT = "who went on with an evaluation cannot be changed or removed"
TABLE = "people_succession"
COLUMNS = ("id", "evaluation_id", "before_id", "manager_id", "by_id", '"on"')
CHANGED = " OR ".join(["NEW.why <> ''", *(f"NEW.{each} <> OLD.{each}" for each in COLUMNS)])
SQLITE = {
    "succession_stays_update": ("UPDATE", TABLE, CHANGED, KEPT),
    "succession_stays_delete": ("DELETE", TABLE, "", KEPT),
    "succession_stays_insert": ("INSERT", TABLE, taken(TABLE), KEPT),
}
POSTGRESQL = {
    "succession_stays_update": ("UPDATE", TABLE, refuse(CHANGED, KEPT, "NEW")),
    "succession_stays_delete": ("DELETE", TABLE, f"RAISE EXCEPTION '{KEPT}';"),
}


class Migration(migrations.Migration):
    dependencies = [("people", "0006_drafts_and_successions")]
    operations = [refusals(SQLITE, POSTGRESQL)]

"""The database itself refuses to change what was decided on: the approved plan, and what it began."""

from django.db import migrations

from hoshin.apps.accounts.staying import refusals, refuse, taken

PLANNED = "what an approval began stays as it was: approve another scenario"
DECIDED = "an approved scenario stays as it was decided on: ask for another one"
BEGUN = "plans_plannedinitiative"
PARTS = ("plans_scenarioplace", "plans_scenarioload", "plans_scenariocorrection")
FIELDS = ("id", "approval_id", "candidate", "title", "start", "quarters", "drafted")
MOVED = " OR ".join(f"NEW.{each} <> OLD.{each}" for each in FIELDS) + " OR NEW.initiative_id IS NOT NULL"
APPROVED = "EXISTS (SELECT 1 FROM plans_approval WHERE scenario_id = OLD.scenario_id)"
SQLITE = {
    "planned_stays_update": ("UPDATE", BEGUN, MOVED, PLANNED),
    "planned_stays_delete": ("DELETE", BEGUN, "", PLANNED),
    "planned_stays_insert": ("INSERT", BEGUN, taken(BEGUN), PLANNED),
} | {
    f"{table}_stays_{event.lower()}": (event, table, APPROVED, DECIDED)
    for table in PARTS
    for event in ("UPDATE", "DELETE")
}
POSTGRESQL = {
    "planned_stays_update": ("UPDATE", BEGUN, refuse(MOVED, PLANNED, "NEW")),
    "planned_stays_delete": ("DELETE", BEGUN, f"RAISE EXCEPTION '{PLANNED}';"),
} | {
    f"{table}_stays_{event.lower()}": (event, table, refuse(APPROVED, DECIDED, "NEW" if event == "UPDATE" else "OLD"))
    for table in PARTS
    for event in ("UPDATE", "DELETE")
}


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_intake_and_running")]
    operations = [refusals(SQLITE, POSTGRESQL)]

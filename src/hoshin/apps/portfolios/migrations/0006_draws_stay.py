"""Let the database itself refuse to change a draw, and to add or remove one once the claim is sealed."""

from django.db import migrations

from hoshin.apps.accounts.staying import refusals, refuse, taken

STAYS = "a draw cannot be changed: draw again, and both are counted"
SEALED = "the draws of an initiative with a sealed claim cannot change"
TABLE = "portfolios_draw"
HAS_CLAIM = "EXISTS (SELECT 1 FROM portfolios_claim WHERE initiative_id = {row}.initiative_id)"
_OLD, _NEW = HAS_CLAIM.format(row="OLD"), HAS_CLAIM.format(row="NEW")
SQLITE = {
    "draw_stays_update": ("UPDATE", TABLE, "", STAYS),
    "draw_stays_insert": ("INSERT", TABLE, taken(TABLE), STAYS),
    "draw_is_sealed_insert": ("INSERT", TABLE, _NEW, SEALED),
    "draw_is_sealed_delete": ("DELETE", TABLE, _OLD, SEALED),
}
POSTGRESQL = {
    "draw_stays_update": ("UPDATE", TABLE, f"RAISE EXCEPTION '{STAYS}';"),
    "draw_is_sealed_insert": ("INSERT", TABLE, refuse(_NEW, SEALED, "NEW")),
    "draw_is_sealed_delete": ("DELETE", TABLE, refuse(_OLD, SEALED, "OLD")),
}


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0005_rollouts")]
    operations = [refusals(SQLITE, POSTGRESQL)]

"""Let the database itself refuse to change what was published as vision, and who has read it."""

from django.db import migrations

from hoshin.apps.accounts.staying import refusals, refuse, stays

PUBLISHED = "a published vision cannot be changed or removed: write its next version"
READ = "an acknowledgement cannot be changed or removed"
VISION, THEME = "strategy_vision", "strategy_theme"
OF_PUBLISHED = "EXISTS (SELECT 1 FROM strategy_vision WHERE id = {row}.vision_id AND at IS NOT NULL)"
_THERE = "EXISTS (SELECT 1 FROM strategy_vision WHERE (id = NEW.id OR number = NEW.number) AND at IS NOT NULL)"
_OLD, _NEW = OF_PUBLISHED.format(row="OLD"), OF_PUBLISHED.format(row="NEW")
SQLITE = {
    "vision_stays_update": ("UPDATE", VISION, "OLD.at IS NOT NULL", PUBLISHED),
    "vision_stays_delete": ("DELETE", VISION, "OLD.at IS NOT NULL", PUBLISHED),
    "vision_stays_insert": ("INSERT", VISION, _THERE, PUBLISHED),
    "theme_stays_update": ("UPDATE", THEME, f"{_OLD} OR {_NEW}", PUBLISHED),
    "theme_stays_delete": ("DELETE", THEME, _OLD, PUBLISHED),
    "theme_stays_insert": ("INSERT", THEME, _NEW, PUBLISHED),
}
POSTGRESQL = {
    "vision_stays_update": ("UPDATE", VISION, refuse("OLD.at IS NOT NULL", PUBLISHED, "NEW")),
    "vision_stays_delete": ("DELETE", VISION, refuse("OLD.at IS NOT NULL", PUBLISHED, "OLD")),
    "theme_stays_update": ("UPDATE", THEME, refuse(f"{_OLD} OR {_NEW}", PUBLISHED, "NEW")),
    "theme_stays_delete": ("DELETE", THEME, refuse(_OLD, PUBLISHED, "OLD")),
    "theme_stays_insert": ("INSERT", THEME, refuse(_NEW, PUBLISHED, "NEW")),
}


class Migration(migrations.Migration):
    dependencies = [("strategy", "0002_vision_versions")]
    operations = [
        refusals(SQLITE, POSTGRESQL),
        stays("acknowledgement_stays", READ, {"acknowledgement_stays": "strategy_acknowledgement"}),
    ]

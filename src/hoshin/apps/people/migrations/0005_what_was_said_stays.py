"""Let the database itself keep steps, evidence, recognition and who read what; words alone may be emptied."""

from django.db import migrations

from hoshin.apps.accounts.staying import refusals, refuse, stays, taken

KEPT = "what was said in an evaluation cannot be changed or removed: the next step says what is to be added"
WORDS = {
    "people_evaluationstep": (
        "evaluation_step",
        "words",
        ("id", "evaluation_id", "number", "act", "person_id", '"on"', "rating"),
    ),
    "people_evidenceline": ("evidence_line", "words", ("id", "evaluation_id", "kind", '"on"', "address")),
    "people_recognition": ("recognition", "reason", ("id", "person_id", "by_id", '"on"', "behaviour", "initiative_id")),
}
READ = "who read what cannot be changed or removed"


def changes(words: str, columns: tuple[str, ...], other: str) -> str:
    """Whether anything but the emptying of the words changes; ``other`` is how the database compares with nulls."""
    return " OR ".join([f"NEW.{words} <> ''", *(f"NEW.{each} {other} OLD.{each}" for each in columns)])


SQLITE = {
    f"{name}_stays_{event.lower()}": (event, table, condition, KEPT)
    for table, (name, words, columns) in WORDS.items()
    for event, condition in (
        ("UPDATE", changes(words, columns, "IS NOT")),
        ("DELETE", ""),
        ("INSERT", taken(table)),
    )
}
POSTGRESQL = {
    f"{name}_stays_{event.lower()}": (event, table, body)
    for table, (name, words, columns) in WORDS.items()
    for event, body in (
        ("UPDATE", refuse(changes(words, columns, "IS DISTINCT FROM"), KEPT, "NEW")),
        ("DELETE", f"RAISE EXCEPTION '{KEPT}';"),
    )
}


class Migration(migrations.Migration):
    dependencies = [("people", "0004_evaluations")]
    operations = [refusals(SQLITE, POSTGRESQL), stays("access_stays", READ, {"access_stays": "people_accessline"})]

"""Let the database itself refuse to change or remove what a book says."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays

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


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [stays("book_stays", REFUSAL, {f"{table}_stays": table for table in TABLES})]

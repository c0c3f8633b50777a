"""Let the database itself refuse to change or remove an answer."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays

REFUSAL = "an answer for a signal cannot be changed or removed: add another one"


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial")]
    operations = [stays("answer_stays", REFUSAL, {"answer_stays": "obligations_answer"})]

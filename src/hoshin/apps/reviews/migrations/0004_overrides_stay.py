"""Let the database itself refuse to change or remove an override of a status."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays

REFUSAL = "an override of a status cannot be changed or removed: add another one"


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_standing")]
    operations = [stays("override_stays", REFUSAL, {"override_stays": "reviews_statusoverride"})]

"""Chain the lines of the audit trail, those that are there included."""

import django.db.models.deletion
from django.db import migrations, models

from hoshin.apps.accounts import chain


def link(apps, schema_editor):
    lines = apps.get_model("accounts", "AuditLine").objects
    before = chain.BEFORE_ALL
    for number, row in enumerate(lines.order_by("id").iterator(2000), 1):
        said = chain.Line(number, row.at, row.person_id, row.action, row.subject, row.detail)
        before = chain.digest(before, said)
        lines.filter(pk=row.pk).update(number=number, digest=before)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.AddField("auditline", "number", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("auditline", "digest", models.CharField(max_length=64, default="")),
        migrations.AlterField("auditline", "at", models.DateTimeField()),
        migrations.AlterModelOptions("auditline", {"ordering": ("-number",)}),
        migrations.CreateModel(
            name="AuditChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=80)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="accounts.auditline"
                    ),
                ),
            ],
            options={"ordering": ("id",)},
        ),
        migrations.RunPython(link, migrations.RunPython.noop),
        migrations.AlterField("auditline", "number", models.PositiveBigIntegerField(unique=True)),
        migrations.AlterField("auditline", "digest", models.CharField(max_length=64)),
    ]

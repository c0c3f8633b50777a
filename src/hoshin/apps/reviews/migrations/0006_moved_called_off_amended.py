"""Let reviews be moved and called off, and decisions be amended; what was amended stays."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hoshin.apps.accounts.staying import stays

AMENDMENT = "an amendment of a decision cannot be changed or removed: amend the decision once more"


def set_as_held(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Reviews from before were held on the day for which they were set."""
    apps.get_model("reviews", "Review").objects.update(first_on=models.F("on"))


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0005_who_may_see"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AmendedField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=40)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="one_review_a_day",
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="carried_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="minutes",
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="talked",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="decision",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="letter",
            name="calendar",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="letter",
            name="method",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="letter",
            name="review",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="reviews.review"
            ),
        ),
        migrations.AddField("review", "first_on", models.DateField(null=True)),
        migrations.RunPython(set_as_held, migrations.RunPython.noop),
        migrations.AlterField("review", "first_on", models.DateField()),
        migrations.AddField(
            model_name="review",
            name="sequence",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="review",
            name="time",
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="why_off",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("why_off", "")), fields=("forum", "on"), name="one_review_a_day"
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="reviews.decision"
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="amendedfield",
            name="amendment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="fields", to="reviews.amendment"
            ),
        ),
        stays("amendment_stays", AMENDMENT, {"amendment_stays": "reviews_amendment"}),
        stays("amended_field_stays", AMENDMENT, {"amended_field_stays": "reviews_amendedfield"}),
    ]

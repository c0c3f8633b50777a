"""Versions of the vision get numbers, drafts, reasons and themes; who has read one is kept."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def number(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The versions so far, in the order in which they were published."""
    vision = apps.get_model("strategy", "Vision")
    for place, pk in enumerate(vision.objects.order_by("id").values_list("id", flat=True), 1):
        vision.objects.filter(pk=pk).update(number=place)


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="vision",
            options={"ordering": ("-number",)},
        ),
        migrations.AddField(
            model_name="vision",
            name="edition",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="vision",
            name="link",
            field=models.CharField(blank=True, max_length=200, verbose_name="where to read of it"),
        ),
        migrations.AddField(
            model_name="vision",
            name="number",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="vision",
            name="number",
            field=models.PositiveIntegerField(unique=True),
        ),
        migrations.AddField(
            model_name="vision",
            name="source",
            field=models.CharField(
                choices=[
                    ("first", "It is the first version"),
                    ("feedback", "Feedback of people"),
                    ("review", "A review"),
                    ("verdict", "A verdict on an initiative"),
                    ("business", "A change of the business"),
                ],
                default="first",
                max_length=20,
                verbose_name="where the change comes from",
            ),
        ),
        migrations.AddField(
            model_name="vision",
            name="why",
            field=models.TextField(blank=True, verbose_name="what changed, and why"),
        ),
        migrations.AlterField(
            model_name="vision",
            name="at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="vision",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "vision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="strategy.vision",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("vision", "person"), name="a_person_acknowledges_a_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80)),
                ("meaning", models.CharField(blank=True, max_length=300)),
                (
                    "continues",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="strategy.theme",
                    ),
                ),
                (
                    "vision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="themes", to="strategy.vision"
                    ),
                ),
            ],
            options={
                "ordering": ("vision", "place"),
                "constraints": [
                    models.UniqueConstraint(fields=("vision", "name"), name="a_vision_names_a_theme_once"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="a_theme_has_a_name"),
                ],
            },
        ),
    ]

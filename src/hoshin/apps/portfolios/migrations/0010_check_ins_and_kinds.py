"""Kinds of initiatives, and what people say of them while they run."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolios", "0009_sealed_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="initiative",
            name="category",
            field=models.CharField(
                blank=True,
                choices=[
                    ("automation", "Automation"),
                    ("knowledge", "Knowledge and self-service"),
                    ("process", "Practice and process"),
                    ("platform", "Platform and tools"),
                    ("people", "People and skills"),
                    ("compliance", "Compliance and risk"),
                ],
                default="",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="InitiativeCheckIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "confidence",
                    models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(10)]),
                ),
                ("done", models.BooleanField(default=False)),
                ("note", models.TextField()),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins",
                        to="portfolios.initiative",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("-at", "-id")},
        ),
    ]

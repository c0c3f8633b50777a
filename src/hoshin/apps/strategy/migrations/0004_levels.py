"""Objectives get a level, a parent with a weight, and a theme."""

import django.core.validators
import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def of_teams(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """An objective with a team was that team's."""
    apps.get_model("strategy", "Objective").objects.exclude(team=None).update(level="team")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("strategy", "0003_visions_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="keyresult",
            name="edition",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="objective",
            name="edition",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="objective",
            name="level",
            field=models.CharField(
                choices=[("business", "The business"), ("it", "IT"), ("team", "A team")], default="it", max_length=20
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="strategy.objective",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objectives",
                to="strategy.theme",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="weight",
            field=models.PositiveSmallIntegerField(
                default=3, validators=[django.core.validators.MaxValueValidator(5)], verbose_name="impact on the parent"
            ),
        ),
        migrations.RunPython(of_teams, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(condition=models.Q(("weight__lte", 5)), name="a_weight_is_at_most_five"),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="no_objective_is_its_own_parent",
            ),
        ),
    ]

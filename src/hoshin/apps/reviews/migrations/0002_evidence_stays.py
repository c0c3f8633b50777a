"""Let the database itself refuse to change or remove minutes, outcomes of decisions, and moves of commitments."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays

MINUTES = "minutes cannot be changed or removed: take it up in the next review"
OUTCOME = "the outcome of a decision cannot be changed or removed: add another one"
MOVE = "a move of a commitment cannot be changed or removed"


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [
        stays("minutes_stay", MINUTES, {"minutes_stay": "reviews_minutes"}),
        stays("outcome_stays", OUTCOME, {"outcome_stays": "reviews_outcome"}),
        stays("commitment_move_stays", MOVE, {"commitment_move_stays": "reviews_commitmentmove"}),
    ]

"""Reminders in the background, once a day: commitments are taken up the ladder, and letters that got stuck go on."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hoshin.apps.accounts.actions import record
from hoshin.apps.reviews import ladder, posting
from hoshin.apps.reviews.models import Commitment, Reminder

EARLY = time(5, 30)
"""When reminders go out (UTC): before anybody plans the day."""


@task()
def remind() -> None:
    """Take every open commitment to the step that its day has come to, and come back tomorrow."""
    now = timezone.now()
    keep_reminding(now)
    posting.recover(now)
    climb(now)


def keep_reminding(now: datetime) -> None:
    """See that reminders go out tomorrow: called whenever something is promised, and by each round."""
    ahead = DBTaskResult.objects.filter(
        task_path=remind.module_path, status=TaskResultStatus.READY, run_after__gt=now + timedelta(minutes=1)
    )
    if not ahead.exists():
        tomorrow = datetime.combine(now.date() + timedelta(days=1), EARLY, now.tzinfo)
        remind.using(run_after=tomorrow).enqueue()


def climb(now: datetime) -> list[Reminder]:
    """Write down each step that is reached for the first time, and have those reminded who gave an address.

    Only the highest step that is reached is taken: what was missed while nothing ran is not told one by one.
    """
    taken = []
    open_ones = Commitment.objects.filter(kept_on=None, withdrawn_on=None, due__lte=now.date())
    for commitment in open_ones.select_related("forum__chair", "owner").order_by("pk"):
        step = ladder.rung(commitment.due, now.date())
        known = set(commitment.reminders.filter(due=commitment.due).values_list("rung", flat=True))
        if step is None or step in known:
            continue
        with transaction.atomic():
            taken.append(Reminder.objects.create(commitment=commitment, due=commitment.due, rung=step, on=now.date()))
            record(None, "reminded of a commitment", commitment.words, f"{commitment.owner.name}: {step}")
            if settings.EMAIL_HOST:
                for address in _addresses(commitment, step):
                    posting.send_reminder(address, commitment, ladder.WORDS[step], now)
    return taken


def _addresses(commitment: Commitment, step: ladder.Rung) -> list[str]:
    told = {commitment.owner_id}
    if ladder.to_chair(step) and commitment.forum.chair_id:
        told.add(commitment.forum.chair_id)
    seats = commitment.forum.members.exclude(address="")
    # A week late, the whole forum knows: nobody is surprised in the meeting.
    if step is not ladder.Rung.WEEK:
        seats = seats.filter(person__in=told)
    return sorted(set(seats.values_list("address", flat=True)))

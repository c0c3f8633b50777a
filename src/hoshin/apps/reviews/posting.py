"""Mails of a forum: minutes, reminders and invitations, sent by the worker and tried again."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from hoshin.apps.accounts import mailing
from hoshin.apps.obligations import posting
from hoshin.apps.reviews import documents
from hoshin.apps.reviews.models import Commitment, Letter, LetterState, Minutes, Review
from hoshin.eventlog.refused import Refused
from hoshin.reporting.wording import day

logger = logging.getLogger(__name__)


def send_minutes(address: str, minutes: Minutes, now: datetime) -> Letter:
    """Have the minutes sent as DOCX and PDF; call it inside the transaction that freezes them."""
    review = minutes.review
    title = f"{review.forum.name}, {day(review.on)}"
    where = f"{settings.HOSHIN_URL}{reverse('reviews:minutes', args=[review.pk])}"
    body = f"The minutes of {title} are attached. They are frozen: {where}\nSHA-256 {minutes.identity}\n"
    return _send(address, f"Minutes: {title}", body, now, minutes=minutes)


def send_reminder(address: str, commitment: Commitment, said: str, now: datetime) -> Letter:
    """Have somebody reminded of a commitment; ``said`` is how late it is."""
    where = f"{settings.HOSHIN_URL}{reverse('reviews:commitment', args=[commitment.pk])}"
    body = (
        f"{commitment.owner.name} promised {commitment.forum.name}: {commitment.words}\n"
        f"By {day(commitment.due)}; it is {said}.\n\nSay that it is kept, or move it with a reason: {where}\n"
    )
    return _send(address, f"Hoshin: {commitment.words}", body, now, commitment=commitment)


def send_invitation(address: str, review: Review, method: str, calendar: str, when: str, now: datetime) -> Letter:
    """Have an invitation sent, or word that a meeting is called off; ``calendar`` is what mail programs read."""
    where = f"{settings.HOSHIN_URL}{reverse('reviews:review', args=[review.pk])}"
    name = review.forum.name
    if method == "CANCEL":
        said = f": {review.why_off}" if review.why_off else "."
        return _send(
            address,
            f"Called off: {name}, {when}",
            f"{name} of {when} is called off for you{said}\n",
            now,
            review=review,
            calendar=calendar,
            method=method,
        )
    again = "Moved: " if review.sequence else "Invitation: "
    body = f"{name} meets on {when}, for {review.forum.minutes} minutes. {review.forum.room}\n\nAgenda: {where}\n"
    return _send(address, f"{again}{name}, {when}", body, now, review=review, calendar=calendar, method=method)


def _send(
    address: str,
    subject: str,
    body: str,
    now: datetime,
    *,
    minutes: Minutes | None = None,
    commitment: Commitment | None = None,
    review: Review | None = None,
    calendar: str = "",
    method: str = "",
) -> Letter:
    # A header holds no line breaks, and its words are whatever somebody typed.
    subject = " ".join(subject.split())[:200]
    with transaction.atomic():
        letter = Letter.objects.create(
            address=address,
            subject=subject,
            body=body,
            minutes=minutes,
            commitment=commitment,
            review=review,
            calendar=calendar,
            method=method,
            at=now,
            next_at=now,
        )
        deliver.enqueue(letter.pk)
    return letter


@task()
def deliver(pk: int) -> None:
    """Try one letter once. One that is sent, given up or not due yet is left alone."""
    now = timezone.now()
    waiting = Letter.objects.select_related("minutes__review__forum").filter(pk=pk, state=LetterState.WAITING)
    letter = waiting.first()
    if letter is None or letter.next_at is None or letter.next_at > now:
        return
    try:
        enclosed = documents.attachments(letter.minutes) if letter.minutes else []
        calendar = (letter.calendar, f"text/calendar; method={letter.method}") if letter.calendar else None
        sent, said = True, mailing.hand_over(letter.subject, letter.body, letter.address, enclosed, calendar)
    except Refused as refusal:
        sent, said = False, str(refusal)
    except Exception as error:  # kept as a try, or nobody would ever read of it
        logger.exception("Letter %s met an error of Hoshin's own", pk)
        sent, said = False, f"Hoshin met an error of its own ({type(error).__name__}: {error})."
    with transaction.atomic():
        letter.tries, letter.said = letter.tries + 1, said[:300]
        if sent or letter.tries > len(posting.PAUSES):
            letter.state, letter.next_at = LetterState.SENT if sent else LetterState.FAILED, None
        else:
            letter.next_at = now + posting.PAUSES[letter.tries - 1]
            deliver.using(run_after=letter.next_at).enqueue(pk)
        letter.save(update_fields=["tries", "said", "state", "next_at"])


def recover(now: datetime) -> None:
    """Hand letters to the worker again whose worker died over them."""
    for letter in Letter.objects.filter(state=LetterState.WAITING, next_at__lt=now - posting.LOST):
        deliver.enqueue(letter.pk)

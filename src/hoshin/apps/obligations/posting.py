"""Sends what is told: each delivery by the worker, tried again with growing pauses, and every try kept."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from hoshin.apps.obligations import queries, telling, webhook
from hoshin.apps.obligations.models import Attempt, Channel, Delivery, Obligation, Progress, Subscription
from hoshin.eventlog.refused import Refused

logger = logging.getLogger(__name__)

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long to wait after each try that failed; after the last one a delivery is given up."""

LOST = timedelta(minutes=15)
"""A delivery whose time passed so long ago has lost its worker."""


class NoMailServer(Refused):
    """There is no mail server to send with."""

    def __init__(self) -> None:
        super().__init__("No mail server is set up: an administrator names one in HOSHIN_SMTP_URL.")


def announce(event: str, found: Sequence[Obligation], now: datetime) -> None:
    """Have everybody told who subscribed to some of these; call it inside the transaction that they were written in."""
    if not found:
        return
    for subscription in queries.subscriptions():
        own = [each for each in found if subscription.is_about(each)]
        if own:
            send(subscription, event, own, now)


def send(subscription: Subscription, event: str, found: Sequence[Obligation], now: datetime) -> Delivery:
    """Write a message down and leave it to the worker."""
    body = telling.mail(event, found) if subscription.channel == Channel.MAIL else telling.payload(event, found, now)
    with transaction.atomic():
        delivery = Delivery.objects.create(
            subscription=subscription, subject=telling.subject(event, found), body=body, at=now, next_at=now
        )
        deliver.enqueue(delivery.pk)
    return delivery


def try_again(delivery: Delivery, now: datetime) -> None:
    """Try a delivery once more that was given up."""
    with transaction.atomic():
        delivery.progress, delivery.next_at = Progress.WAITING, now
        delivery.save(update_fields=["progress", "next_at"])
        deliver.enqueue(delivery.pk)


@task()
def deliver(pk: int) -> None:
    """Try one delivery once. One that is sent, given up or not due yet is left alone."""
    now = timezone.now()
    delivery = Delivery.objects.select_related("subscription").filter(pk=pk, progress=Progress.WAITING).first()
    if delivery is None or delivery.next_at is None or delivery.next_at > now:
        return
    if delivery.subscription.ended:
        delivery.progress, delivery.next_at = Progress.FAILED, None
        delivery.save(update_fields=["progress", "next_at"])
        return
    try:
        sent, said = True, _hand_over(delivery)
    except Refused as refusal:
        sent, said = False, str(refusal)
    except Exception as error:  # kept as a try, or nobody would ever read of it
        logger.exception("Delivery %s met an error of Hoshin's own", pk)
        sent, said = False, f"Hoshin met an error of its own ({type(error).__name__}: {error})."
    with transaction.atomic():
        Attempt.objects.create(delivery=delivery, at=now, sent=sent, said=said[:300])
        failures = delivery.attempts.filter(sent=False).count()
        if sent:
            delivery.progress, delivery.next_at = Progress.SENT, None
        elif failures > len(PAUSES):
            delivery.progress, delivery.next_at = Progress.FAILED, None
        else:
            delivery.next_at = now + PAUSES[failures - 1]
            deliver.using(run_after=delivery.next_at).enqueue(pk)
        delivery.save(update_fields=["progress", "next_at"])


def _hand_over(delivery: Delivery) -> str:
    """Send it, and say what the other side said. Raises Refused where it was not taken."""
    subscription = delivery.subscription
    if subscription.channel == Channel.WEBHOOK:
        return webhook.post(
            subscription.address,
            delivery.body.encode(),
            subscription.secret,
            number=delivery.pk,
            private=subscription.private,
        )
    return mail(subscription.address, delivery.subject, delivery.body)


def mail(address: str, subject: str, body: str, attachments: Sequence[tuple[str, bytes, str]] = ()) -> str:
    """Send a mail, and say what the server said; an attachment is a name, its bytes and their type.

    Raises NoMailServer, and Refused where the server did not take it.
    """
    if not settings.EMAIL_HOST:
        raise NoMailServer
    headers = {"Auto-Submitted": "auto-generated"}
    message = EmailMessage(subject, body, to=[address], headers=headers, attachments=list(attachments))
    try:
        message.send()
    except (OSError, SMTPException) as error:
        raise Refused(f"{settings.EMAIL_HOST} did not take the mail: {error}") from error
    return f"taken by {settings.EMAIL_HOST}"


def recover(now: datetime) -> None:
    """Hand deliveries to the worker again whose worker died over them."""
    for delivery in Delivery.objects.filter(progress=Progress.WAITING, next_at__lt=now - LOST):
        deliver.enqueue(delivery.pk)

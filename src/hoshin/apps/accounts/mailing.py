"""Hands mail to the server that the settings name: the one way out for all apps that tell people something."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from hoshin.eventlog.refused import Refused


class NoMailServer(Refused):
    """There is no mail server to send with."""

    def __init__(self) -> None:
        super().__init__("No mail server is set up: an administrator names one in HOSHIN_SMTP_URL.")


def hand_over(
    subject: str,
    body: str,
    address: str,
    attachments: Sequence[tuple[str, bytes, str]] = (),
    alternative: tuple[str, str] | None = None,
) -> str:
    """Send one mail, and say who took it; an attachment is a name, its bytes and their type.

    ``alternative`` says the same as the body in another form: its words and their type, such as an invitation.

    Raises NoMailServer, or Refused where the server did not take it.
    """
    if not settings.EMAIL_HOST:
        raise NoMailServer
    headers = {"Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(subject, body, to=[address], headers=headers, attachments=list(attachments))
    if alternative:
        message.attach_alternative(*alternative)
    try:
        message.send()
    except (OSError, SMTPException) as error:
        raise Refused(f"{settings.EMAIL_HOST} did not take the mail: {error}") from error
    return f"taken by {settings.EMAIL_HOST}"


def reminded(subject: str, body: str, address: str) -> dict[str, object]:
    """Send a reminder; ``sent`` and ``said`` are how that went, as the models of reminders keep them.

    One that was not taken is written down like one that was, and tried again the next day.
    """
    try:
        sent, said = True, hand_over(subject, body, address)
    except Refused as refusal:
        sent, said = False, str(refusal)
    return {"sent": sent, "said": said[:300]}


def on_one_line(words: str) -> str:
    """A subject from words that somebody wrote: a header holds no line breaks."""
    return " ".join(words.split())[:200]

"""Writes of who is told."""

from __future__ import annotations

import secrets

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.models import Person
from hoshin.apps.obligations import webhook
from hoshin.apps.obligations.models import Channel, Subscription
from hoshin.apps.scorecards.selection import Selection

EVERYTHING = Selection()


@transaction.atomic
def subscribe(person: Person, address: str, *, metric: str = "", scope: Selection = EVERYTHING) -> Subscription:
    """Have a mail address told what fires; the same subscription twice is one."""
    about = {"metric": metric, "desk": scope.desk, "dimension": scope.dimension, "value": scope.value}
    same = Subscription.objects.filter(channel=Channel.MAIL, address=address, person=person, ended=False, **about)
    found = same.first()
    if found is None:
        found = Subscription.objects.create(channel=Channel.MAIL, address=address, person=person, **about)
        record(person, "subscribed by mail", address, f"metric: {metric or 'all'}, scope: {scope.words or 'all'}")
    return found


@transaction.atomic
def add_webhook(
    person: Person, url: str, *, secret: str = "", private: bool, metric: str = "", scope: Selection = EVERYTHING
) -> Subscription:
    """Have another system told what fires. Without a secret Hoshin makes one. Raises NotReachable for a wrong URL."""
    webhook.check(url)
    found = Subscription.objects.create(
        channel=Channel.WEBHOOK,
        address=url,
        secret=secret or secrets.token_urlsafe(32),
        private=private,
        metric=metric,
        desk=scope.desk,
        dimension=scope.dimension,
        value=scope.value,
        person=person,
    )
    record(person, "added a webhook", url, f"own network: {'yes' if private else 'no'}")
    return found


@transaction.atomic
def end(person: Person, subscription: Subscription) -> None:
    """Tell it no more. What was sent stays to be read; what waits is given up at its next try."""
    subscription.ended = True
    subscription.save(update_fields=["ended"])
    changes = changed({"told": "yes"}, {"told": "no"})
    record(person, "ended a subscription", subscription.address, subscription.get_channel_display(), changes=changes)

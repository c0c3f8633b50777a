"""What fired and who is told; editions, imports, tokens and the audit trail."""

from __future__ import annotations

from datetime import timedelta

from hoshin.apps.accounts import chain
from hoshin.apps.accounts.models import AuditChange, AuditLine, Person
from hoshin.apps.obligations.models import Answer, Attempt, Delivery, Mute, Obligation, Subscription, Watch
from hoshin.apps.packs.models import Edition
from hoshin.apps.rest.models import Token
from hoshin.apps.sources.models import ImportRun, SavedMapping
from tests.filled.people import NOW, OWN, TODAY


def fired(many: int, person: Person) -> None:
    """So many obligations on a few watches, with answers, subscriptions and messages."""
    at = Watch.objects.count()
    watches = Watch.objects.bulk_create(
        [
            Watch(metric="backlog", dimension="group", value=f"Group {at + each}", origin="added", judged_to=TODAY)
            for each in range(min(many, OWN))
        ]
    )
    Mute.objects.bulk_create(
        [Mute(watch=each, since=TODAY, until=TODAY + timedelta(days=9), reason="Moving") for each in watches[::3]]
    )
    first = Watch.objects.order_by("pk")[0]
    before = Obligation.objects.count()
    found = Obligation.objects.bulk_create(
        [
            Obligation(
                watch=watches[each % len(watches)] if each % 3 else first,
                kind="signal",
                higher=True,
                meaning="worse",
                began=TODAY - timedelta(days=before + each),
                newest_first=TODAY - timedelta(days=7),
                newest_last=TODAY,
                weeks=1,
                words="One point lies outside the natural limits.",
                amount=10.0,
                n=40,
                unit="tickets",
                generation="000001",
                definition="0" * 64,
                opened_on=TODAY - timedelta(days=each % 90),
                due=TODAY + timedelta(days=each % 20 - 5),
                state="open" if each % 2 else "explained",
            )
            for each in range(many)
        ]
    )
    Answer.objects.bulk_create(
        [
            Answer(obligation=each, cause="explanation", sentence="A new line.", person=person, at=NOW)
            for each in found[::2]
        ]
    )
    told = Subscription.objects.bulk_create(
        [
            Subscription(channel=channel, address=f"{channel}-{each}@example.org", person=person)
            for each in range(min(many, OWN))
            for channel in ("mail", "webhook")
        ]
    )
    sent = Delivery.objects.bulk_create(
        [
            Delivery(subscription=told[each % len(told)], subject="It fired", body="Look.", at=NOW, progress="sent")
            for each in range(many)
        ]
    )
    Attempt.objects.bulk_create([Attempt(delivery=each, at=NOW, sent=True, said="250 taken") for each in sent])


def recorded(many: int, person: Person) -> None:
    """So many lines of the audit trail that hold together; some editions, imports and tokens."""
    last = AuditLine.objects.order_by("-number").first()
    number, digest, lines = (last.number, last.digest, []) if last else (0, chain.BEFORE_ALL, [])
    for _ in range(many):
        number += 1
        change = chain.Change("target", "10", "8")
        line = chain.Line(number, NOW, person.pk, "change target", f"Key result {number}", "", (change,))
        digest = chain.digest(digest, line)
        lines.append(
            AuditLine(number=number, at=NOW, person=person, action=line.action, subject=line.subject, digest=digest)
        )
    AuditChange.objects.bulk_create(
        [
            AuditChange(line=each, field="target", before="10", after="8")
            for each in AuditLine.objects.bulk_create(lines)
        ]
    )
    some = min(many, OWN)
    Edition.objects.bulk_create(
        [Edition(title=f"Pack {each}", as_of=TODAY, state="waiting", person=person) for each in range(some)]
    )
    ImportRun.objects.bulk_create(
        [
            ImportRun(person=person, file="tickets.csv", desk="Norrland", mapping="", state="done", heartbeat=NOW)
            for _ in range(some)
        ]
    )
    at = SavedMapping.objects.count()
    SavedMapping.objects.bulk_create(
        [SavedMapping(name=f"Mapping {at + each}", desk="Norrland", text="", saved_by=person) for each in range(some)]
    )
    at = Token.objects.count()
    Token.objects.bulk_create(
        [
            Token(
                person=person,
                name=f"Token {each}",
                digest=f"{at + each:064d}",
                start="hsh_",
                made_at=NOW,
                expires_at=NOW + timedelta(days=90),
            )
            for each in range(some)
        ]
    )

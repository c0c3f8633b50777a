"""Writes of the vision: drafts, publications, acknowledgements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy import queries
from hoshin.apps.strategy.actions.refusals import NoReason
from hoshin.apps.strategy.models import Acknowledgement, Objective, Source, Theme, Vision

GONE = (
    "The draft was published or discarded after you had opened it. What you typed still stands here: look at what "
    "holds now, and save again to begin the next draft with yours."
)


@dataclass(frozen=True)
class ThemeWords:
    """A theme as it is written. ``continues`` is the id of the theme of the version before that it carries on."""

    name: str
    meaning: str = ""
    continues: int | None = None


@transaction.atomic
def draft_vision(
    person: Person | None,
    *,
    statement: str,
    horizon: str,
    success: str,
    themes: Iterable[ThemeWords] = (),
    source: str = Source.FIRST,
    why: str = "",
    link: str = "",
    after: int = 0,
) -> Vision:
    """Write the draft of the next version, or make it. ``after`` is the edition that was changed, 0 for none yet.

    A theme without ``continues`` carries on the theme of the same name. Raises Meanwhile.
    """
    current, draft = queries.vision(), queries.draft()
    edition = draft.edition if draft else 0
    if edition != after:
        raise Meanwhile(draft.statement if draft else "", edition, "" if draft else GONE)
    found = draft or Vision(number=current.number + 1 if current else 1, edition=0)
    found.statement, found.horizon, found.success = statement, horizon, success
    found.source, found.why, found.link, found.person = source, why, link, person
    found.edition += 1
    found.save()
    known = {each.pk: each for each in current.themes.all()} if current else {}
    named = {each.name: each for each in known.values()}
    found.themes.all().delete()
    Theme.objects.bulk_create(
        Theme(
            vision=found,
            place=place,
            name=each.name,
            meaning=each.meaning,
            continues=known.get(each.continues or 0) or named.get(each.name),
        )
        for place, each in enumerate(themes, 1)
    )
    record(person, "drafted the vision", statement, f"version {found.number}")
    return found


@transaction.atomic
def publish_draft(person: Person | None, draft: Vision, *, at: datetime | None = None) -> Vision:
    """Publish the draft: from now on it stays as it is. Objectives follow their theme into it. Raises NoReason."""
    if queries.vision() and not draft.why.strip():
        raise NoReason("Say what changed and why: people who acknowledged the version before will ask.")
    draft.person, draft.at = person, at or timezone.now()
    draft.save()
    for theme in draft.themes.exclude(continues=None):
        Objective.objects.filter(theme=theme.continues_id).update(theme=theme)
    record(person, "published the vision", draft.statement, f"version {draft.number}. {draft.why}".strip())
    return draft


@transaction.atomic
def publish_vision(
    person: Person | None,
    *,
    statement: str,
    horizon: str,
    success: str,
    themes: Iterable[ThemeWords] = (),
    source: str = Source.FIRST,
    why: str = "",
    link: str = "",
    after: int = 0,
    at: datetime | None = None,
) -> Vision:
    """Publish the vision, or its next version, in one go; the versions before stay readable. ``at`` is when, else now.

    Raises Meanwhile and NoReason.
    """
    draft = draft_vision(
        person,
        statement=statement,
        horizon=horizon,
        success=success,
        themes=themes,
        source=source,
        why=why,
        link=link,
        after=after,
    )
    return publish_draft(person, draft, at=at)


@transaction.atomic
def discard_draft(person: Person, draft: Vision) -> None:
    """Remove the draft; the audit trail keeps what it said."""
    record(person, "discarded the draft of the vision", draft.statement, draft.why)
    draft.delete()


@transaction.atomic
def acknowledge(person: Person, vision: Vision, *, at: datetime | None = None) -> Acknowledgement:
    """Keep that the person has read the version; saying so again changes nothing."""
    found, made = Acknowledgement.objects.get_or_create(
        vision=vision, person=person, defaults={"at": at or timezone.now()}
    )
    if made:
        record(person, "acknowledged the vision", vision.statement, f"version {vision.number}")
    return found

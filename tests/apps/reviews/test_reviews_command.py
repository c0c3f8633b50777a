"""``hoshin reviews``: the next meetings, an agenda, and the minutes as files."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews.actions import closing, meetings
from hoshin.apps.reviews.line import Line
from hoshin.apps.reviews.models import Forum, Minutes, Review, Source
from hoshin.apps.reviews.reports import minutes
from hoshin.eventlog.refused import Refused
from hoshin.reporting.blocks import Tone
from hoshin.server.command.reviews import reviews

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    found = CliRunner().invoke(reviews, arguments)
    if found.exception:
        raise found.exception
    return found.output


def test_who_meets_when(forum: Forum, today: datetime) -> None:
    assert "2026-12-08" in said()
    [next_one] = json.loads(said("--json"))["reviews"]
    assert (next_one["forum"], next_one["begins"], next_one["review"]) == (
        "Service review",
        "2026-12-08T10:00:00+01:00",
        None,
    )
    Forum.objects.update(ended=True)
    assert "No forum meets." in said()


def test_an_agenda_and_its_minutes(review: Review, lena: Person, today: datetime, tmp_path: Path) -> None:
    meetings.refresh(lena, review, [Line(Source.RISK, "risk 1", "A line breaks", "", Tone.BAD, "expired")])
    item = meetings.add_item(lena, review, "New scanners")
    meetings.note(lena, item, base="", notes="In May.")
    number = str(review.pk)
    assert "4 min  A line breaks (expired)" in said("agenda", number)
    listed = json.loads(said("agenda", number, "--json"))["items"]
    assert [(e["title"], e["reached"]) for e in listed] == [("A line breaks", False), ("New scanners", True)]
    with pytest.raises(Refused, match="has no minutes"):
        said("minutes", number)
    closing.close(lena, review, lambda found: minutes.compose(minutes.gather(found, found.on)), today)
    kept = Minutes.objects.get()
    assert said("minutes", number) == kept.text
    assert kept.identity in said("minutes", number, str(tmp_path / "minutes.docx"))
    written = docx.Document(io.BytesIO((tmp_path / "minutes.docx").read_bytes()))
    assert "In May." in [each.text for each in written.paragraphs]
    said("minutes", number, str(tmp_path / "minutes.json"))
    assert (tmp_path / "minutes.json").read_text() == kept.text
    with pytest.raises(Refused, match="name such a file"):
        said("minutes", number, str(tmp_path / "minutes.odt"))
    with pytest.raises(Refused, match="There is no review 99"):
        said("agenda", "99")

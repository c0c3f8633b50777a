"""Workbooks and plans as they leave Hoshin: a file, JSON."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from hoshin.apps.workbooks.plan import Outcome, Plan

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(content: bytes, name: str) -> HttpResponse:
    """A workbook as a file to keep."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or ""
    return response


def plain(found: Plan) -> dict[str, object]:
    """A plan as JSON: how many rows have each outcome, and each row that does not stay as it is."""
    return {
        "digest": found.digest,
        **found.counted,
        "rows": [
            {
                "sheet": row.given.sheet,
                "row": row.given.line,
                "title": row.title,
                "outcome": row.outcome.value,
                "changes": [asdict(each) for each in row.changes],
                "wrong": [asdict(each) for each in row.wrong],
            }
            for row in found.rows
            if row.outcome is not Outcome.SAME
        ],
        "ignored": {sheet: list(headings) for sheet, headings in found.ignored},
    }

"""Lists to be taken away: the one way in which all apps hand out a file."""

from __future__ import annotations

import pyarrow as pa
from django.http import StreamingHttpResponse

from hoshin.reporting import to_csv


def csv_file(found: pa.Table, name: str) -> StreamingHttpResponse:
    """A table as the CSV file ``name``, streamed line by line."""
    response = StreamingHttpResponse(to_csv.lines(found), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response

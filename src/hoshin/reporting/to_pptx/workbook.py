"""The workbook inside a native chart: what opens on "Edit data"."""

from __future__ import annotations

import io
from datetime import date, datetime

from pptx.chart.data import CategoryChartData
from xlsxwriter import Workbook  # type: ignore[import-untyped]

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 Excel's dates have no zone; any fixed one keeps the bytes the same


class ChartData(CategoryChartData):
    """Chart data whose workbook takes every text as text.

    python-pptx's own writer would make a formula of a group named ``=…`` and a link of one named ``http…``.
    """

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook's bytes, laid out where the chart looks for them: categories in column A, a series a column."""
        out = io.BytesIO()
        book = Workbook(out, {"in_memory": True})
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 24)
        when = book.add_format({"num_format": self.categories.number_format})
        for row, category in enumerate(self.categories, 1):
            if isinstance(category.label, date):
                sheet.write_datetime(row, 0, category.label, when)
            else:
                sheet.write_string(row, 0, str(category.label))
        for column, series in enumerate(self, 1):
            look = book.add_format({"num_format": series.number_format})
            sheet.write_string(0, column, series.name)
            for row, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(row, column, value, look)
        book.close()
        return out.getvalue()

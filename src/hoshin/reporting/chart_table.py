"""The numbers behind a chart as a table, so that everybody can read them."""

from __future__ import annotations

from hoshin.reporting.blocks import BarChart, Cell, LineChart, Table, Tone
from hoshin.reporting.palette import WORDS
from hoshin.reporting.wording import amount

NO_VALUE = "no data"
NOTHING = "There is nothing to show yet."


def said(value: float | None, unit: str) -> str:
    """One value of a chart in words; a gap is ``no data``."""
    return NO_VALUE if value is None else amount(value, unit)


def chart_table(chart: LineChart | BarChart) -> Table:
    """A row a category, a column a series or bound; markers and the tone of signals stand in words."""
    return _of_bars(chart) if isinstance(chart, BarChart) else _of_lines(chart)


def _of_bars(chart: BarChart) -> Table:
    rows = tuple(
        (Cell(category), Cell(said(value, chart.unit), numeric=True))
        for category, value in zip(chart.categories, chart.values, strict=True)
    )
    return Table(chart.title, ("Name", chart.unit or "Amount"), rows, NOTHING)


def _of_lines(chart: LineChart) -> Table:
    columns = [series.name for series in chart.series]
    values = [series.values for series in chart.series]
    words = [WORDS[s.tone] if s.style == "points" and s.tone is not Tone.NEUTRAL else "" for s in chart.series]
    signals = [s.style == "points" for s in chart.series]
    for band in chart.bands:
        columns += [f"{band.name}: low", f"{band.name}: high"]
        values += [band.low, band.high]
        words += ["", ""]
        signals += [False, False]
    notes = {marker.at: marker.label for marker in chart.markers}
    rows = tuple(
        (
            Cell(f"{category} ({notes[category]})" if category in notes else category),
            *(
                # A signal that did not sound is no missing number.
                Cell("" if signal and v[i] is None else " ".join((said(v[i], chart.unit), word)).strip(), numeric=True)
                for v, word, signal in zip(values, words, signals, strict=True)
            ),
        )
        for i, category in enumerate(chart.categories)
    )
    return Table(chart.title, ("Period", *columns), rows, NOTHING)

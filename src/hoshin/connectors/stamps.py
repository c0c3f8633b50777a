"""Times such as ``2026-03-01 09:30:00``, read by the place of each digit.

Most desks write all their times so, and every text has the same length: no pattern has to be matched. What else may
stand for a time is left to ``hoshin.connectors.times``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hoshin.connectors.instants import Written

_LENGTH = 19
_MARKS = {4: b"-", 7: b"-", 10: b" T", 13: b":", 16: b":"}
_DIGITS = [place for place in range(_LENGTH) if place not in _MARKS]
_ZERO = np.uint8(ord("0"))


def stamped(texts: pa.Array) -> npt.NDArray[np.bool_]:
    """Which texts (strings without nulls) are written so."""
    return _digits(texts)[0]


def stamps(texts: pa.Array) -> tuple[npt.NDArray[np.bool_], Written | None]:
    """Which texts (strings without nulls) are written so, and what those say; None where there are none."""
    fit, digits = _digits(texts)
    return fit, _written(digits) if digits.shape[1] else None


def _digits(texts: pa.Array) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
    """Which texts are written so; and the digits of these, a row for each place in the text."""
    cells, fit = _cells(texts)
    digits = cells - _ZERO
    good = np.ones(cells.shape[1], np.bool_)
    for place in _DIGITS:
        good &= digits[place] <= 9
    for place, marks in _MARKS.items():
        good &= np.logical_or.reduce([cells[place] == mark for mark in marks])
    if good.all():
        return fit, digits
    fit[np.flatnonzero(fit)[~good]] = False
    return fit, digits[:, good]


def _cells(texts: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """The bytes of the texts of the right length, a row for each place in the text; and which texts these are."""
    _, bounds, content = texts.buffers()
    if not len(texts):
        return np.zeros((_LENGTH, 0), np.uint8), np.zeros(0, np.bool_)
    ends = np.frombuffer(bounds, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    fit = np.diff(ends) == _LENGTH
    if not fit.any():
        return np.zeros((_LENGTH, 0), np.uint8), fit
    codes = np.frombuffer(content, np.uint8)
    if fit.all():
        cells = codes[ends[0] : ends[-1]].reshape(-1, _LENGTH)
    else:
        cells = codes[ends[:-1][fit, None] + np.arange(_LENGTH)]
    return np.ascontiguousarray(cells.T), fit


def _written(digits: npt.NDArray[np.uint8]) -> Written:
    def number(start: int, end: int) -> npt.NDArray[np.int64]:
        found = np.zeros(digits.shape[1], np.int64)
        for place in range(start, end):
            found = found * 10 + digits[place]
        return found

    hour, minute, second = number(11, 13), number(14, 16), number(17, 19)
    return Written(
        year=number(0, 4),
        month=number(5, 7),
        day=number(8, 10),
        second=hour * 3600 + minute * 60 + second,
        sane=(hour < 24) & (minute < 60) & (second < 60),
        offset=np.zeros(len(hour), np.int64),
        carried=np.zeros(len(hour), np.bool_),
        faults=np.zeros(len(hour), np.int8),
    )

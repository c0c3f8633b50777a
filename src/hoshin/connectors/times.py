"""Reading times as desks write them: many formats at once, column by column.

Give each distinct text once. ISO-like forms (year first) and forms that name the month are unambiguous; where day
and month are both numbers, the mapping's day order decides. A text whose two numbers can only be one of the two ways is
read that way only where no order is given. Years of two digits mean 1969 to 2068, as in POSIX.

A time without an offset is local to the desk's zone. On a night when clocks change, a local time that does not exist
is moved forward by the gap, and one that occurs twice means its first occurrence (both as PEP 495 says for ``fold=0``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors.instants import Fault, Written
from hoshin.connectors.mapping import DayOrder
from hoshin.connectors.stamps import stamps

_CLOCK = (
    r"(?:(?:T|,? +|, ?)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?: ?(?:(?P<utc>[Zz]|UTC|GMT)|(?P<sign>[+-])(?P<off_hour>\d{2}):?(?P<off_minute>\d{2})?))?)?$"
)
_MONTH = r"(?P<word>[A-Za-z]{3,9})\.?"
_WEEKDAY = r"^(?:[A-Za-z]{2,9}\.?,? +)?"
_FORMS = {
    "iso": r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _CLOCK,
    "numbers": r"^(?P<first>\d{1,2})[-/.](?P<second_number>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _CLOCK,
    "day month": _WEEKDAY + r"(?P<day>\d{1,2})(?:[-/ ]|\. ?)" + _MONTH + r"(?:[-/]|,? )(?P<year>\d{4}|\d{2})" + _CLOCK,
    "month day": _WEEKDAY + _MONTH + r" +(?P<day>\d{1,2})(?:st|nd|rd|th)?,? +(?P<year>\d{4})" + _CLOCK,
    "asctime": (
        r"^[A-Za-z]{3} (?P<word>[A-Za-z]{3}) +(?P<day>\d{1,2}) (?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
        r" (?P<year>\d{4})$"
    ),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


@dataclass(frozen=True)
class Times:
    """What a column of texts says: UTC microseconds and a fault for each text (a null text has neither)."""

    micros: npt.NDArray[np.int64]
    faults: npt.NDArray[np.int8]
    missing: npt.NDArray[np.bool_]

    @property
    def instants(self) -> pa.Array:
        """The times as ``timestamp(us)`` without zone; null where there is none."""
        absent = self.missing | (self.faults != Fault.NONE)
        return pa.array(self.micros, pa.int64(), mask=absent).cast(pa.timestamp("us"))


def read_times(texts: pa.Array, order: DayOrder | None, zone: str | None) -> Times:
    """The times of a column of texts (string, nulls allowed, outer spaces already off)."""
    missing = np.asarray(texts.is_null().to_numpy(zero_copy_only=False))
    texts = texts.fill_null("")
    micros, faults = np.zeros(len(texts), np.int64), np.full(len(texts), Fault.FORM, np.int8)
    faults[missing] = Fault.NONE
    stamped, written = stamps(texts)
    if written is not None:
        utc, faults[stamped] = written.utc(zone)
        micros[stamped] = utc * 1_000_000
    open_ = np.flatnonzero(~(stamped | missing))
    rest = _spaced(texts.take(pa.array(open_)))
    likely = _maybe(rest)
    open_, rest = open_[likely.to_numpy(zero_copy_only=False)], rest.filter(likely)
    for form, pattern in _FORMS.items():
        if not len(open_):
            break
        parts = pc.extract_regex(rest, pattern)
        hit = parts.is_valid().to_numpy(zero_copy_only=False)
        if hit.any():
            at = open_[hit]
            micros[at], faults[at] = _Parts(parts.filter(pa.array(hit))).read(form, order, zone)
            open_, rest = open_[~hit], rest.filter(pa.array(~hit))
    return Times(micros, faults, missing)


def locals_of(texts: pa.Array) -> pa.Array:
    """Those of the texts that are times without an offset."""
    found = [texts.slice(0, 0)]
    texts = _spaced(texts)
    open_ = texts.filter(_maybe(texts))
    for pattern in _FORMS.values():
        if not len(open_):
            break
        parts = pc.extract_regex(open_, pattern)
        known = _Parts(parts.filter(parts.is_valid()))
        if known.size:
            found.append(open_.filter(parts.is_valid()).filter(pa.array(~known.has_offset)))
        open_ = open_.filter(parts.is_null())
    return pa.concat_arrays(found)


def two_ways(texts: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Of texts whose day and month are numbers: those that can only be day first, only month first, and either."""
    texts = _spaced(texts)
    texts = texts.filter(_maybe(texts))
    parts = pc.extract_regex(texts, _FORMS["numbers"])
    known = texts.filter(parts.is_valid())
    found = _Parts(parts.filter(parts.is_valid()))
    first, second = found.number("first"), found.number("second_number")
    as_day = (second >= 1) & (second <= 12) & (first >= 1) & (first <= 31)
    as_month = (first >= 1) & (first <= 12) & (second >= 1) & (second <= 31)
    kinds = (as_day & ~as_month, as_month & ~as_day, as_day & as_month & (first != second))
    day, month, either = (known.filter(pa.array(kind)) for kind in kinds)
    return day, month, either


def _spaced(texts: pa.Array) -> pa.Array:
    """The texts with plain spaces: some locales put another one before AM and PM."""
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return texts
    return pc.replace_substring_regex(texts, "[\u00a0\u2009\u202f]", " ")


def _maybe(texts: pa.Array) -> pa.Array:
    """Which texts look enough like a time to be tried against every form: it is cheap, and most texts are words."""
    return pc.match_substring_regex(texts, r"^[A-Za-z0-9][A-Za-z0-9+\-/.:, ]{4,60}[A-Za-z0-9.]$")


class _Parts:
    """The numbers that a pattern found in texts."""

    def __init__(self, parts: pa.StructArray) -> None:
        self.parts = parts
        self.size = len(parts)
        self.names = {field.name for field in parts.type}

    def text(self, name: str) -> pa.Array:
        return self.parts.field(name)

    def number(self, name: str, default: int = 0) -> npt.NDArray[np.int64]:
        if name not in self.names:
            return np.full(self.size, default, np.int64)
        texts = self.text(name)
        known = pc.if_else(pc.equal(texts, ""), str(default), texts)
        return np.asarray(known.cast(pa.int64()).to_numpy(zero_copy_only=False))

    def has(self, name: str) -> npt.NDArray[np.bool_]:
        if name not in self.names:
            return np.zeros(self.size, np.bool_)
        return np.asarray(pc.not_equal(self.text(name), "").to_numpy(zero_copy_only=False))

    @property
    def has_offset(self) -> npt.NDArray[np.bool_]:
        return self.has("utc") | self.has("sign")

    def read(
        self, form: str, order: DayOrder | None, zone: str | None
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]]:
        faults = np.zeros(self.size, np.int8)
        year = self.number("year")
        short = np.asarray(pc.equal(pc.utf8_length(self.text("year")), 2).to_numpy(zero_copy_only=False))
        year = np.where(short, np.where(year < 69, year + 2000, year + 1900), year)
        if form == "numbers":
            month, day, unsure = _ordered(self.number("first"), self.number("second_number"), order)
            faults[unsure] = Fault.ORDER
        else:
            month = self._named_month() if "word" in self.names else self.number("month")
            day = self.number("day")
            faults[month < 0] = Fault.FORM
        seconds, sane = self._clock()
        written = Written(year, month, day, seconds, sane, self._offset(), self.has_offset, faults)
        utc, faults = written.utc(zone)
        return utc * 1_000_000 + self._fraction(), faults

    def _named_month(self) -> npt.NDArray[np.int64]:
        words = pc.utf8_lower(self.text("word"))
        short = pc.index_in(words, pa.array([*_MONTHS, "sept"])).fill_null(-2).to_numpy(zero_copy_only=False)
        full = pc.index_in(words, pa.array(list(_FULL))).fill_null(-2).to_numpy(zero_copy_only=False)
        found = np.maximum(np.where(short == 12, 8, short), full).astype(np.int64)
        return np.asarray(found + 1)

    def _clock(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        hour, minute, second = self.number("hour"), self.number("minute"), self.number("second")
        sane = (hour < 24) & (minute < 60) & (second < 60)
        sane &= (self.number("off_hour") < 24) & (self.number("off_minute") < 60)
        half = self.has("half")
        if half.any():
            after = np.asarray(pc.equal(pc.utf8_lower(self.text("half")), "p").to_numpy(zero_copy_only=False))
            sane &= ~half | ((hour >= 1) & (hour <= 12))
            hour = np.where(half, hour % 12 + np.where(after, 12, 0), hour)
        return hour * 3600 + minute * 60 + second, sane

    def _fraction(self) -> npt.NDArray[np.int64]:
        if "fraction" not in self.names:
            return np.zeros(self.size, np.int64)
        digits = pc.utf8_slice_codeunits(pc.utf8_rpad(self.text("fraction"), 6, "0"), 0, 6)
        return np.asarray(digits.cast(pa.int64()).to_numpy(zero_copy_only=False))

    def _offset(self) -> npt.NDArray[np.int64]:
        """Seconds that the texts' own clocks are ahead of UTC; zero where they do not say."""
        signed = self.has("sign")
        if not signed.any():
            return np.zeros(self.size, np.int64)
        minus = np.asarray(pc.equal(self.text("sign"), "-").to_numpy(zero_copy_only=False))
        size = self.number("off_hour") * 3600 + self.number("off_minute") * 60
        return np.where(signed, np.where(minus, -size, size), 0)


def _ordered(
    first: npt.NDArray[np.int64], second: npt.NDArray[np.int64], order: DayOrder | None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Month and day, and where nothing tells which is which."""
    if order is DayOrder.DAY_FIRST:
        return second, first, np.zeros(len(first), np.bool_)
    if order is DayOrder.MONTH_FIRST:
        return first, second, np.zeros(len(first), np.bool_)
    month_first = (second > 12) & (first <= 12)
    unsure = (first <= 12) & (second <= 12) & (first != second)
    return np.where(month_first, first, second), np.where(month_first, second, first), unsure

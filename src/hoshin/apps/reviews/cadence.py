"""When a forum meets: recurrence rules of RFC 5545, made from a few usual cadences or written by hand. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.rrule import rrulestr

from hoshin.eventlog.refused import Refused

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
LOOK_AHEAD = timedelta(days=5 * 366)
"""A rule that gives no second meeting within five years is none."""
_FREQUENT = re.compile(r"FREQ=(HOURLY|MINUTELY|SECONDLY)")


class NotACadence(Refused):
    """Words that are no recurrence rule, or one that no forum could keep."""


class Cadence(StrEnum):
    """The usual cadences; weekday and day of the month are those of the first meeting."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    OWN = "own"


def rule(cadence: Cadence, first: date) -> str:
    """The recurrence rule of a usual cadence whose first meeting is on ``first``.

    The fifth Tuesday of a month is taken as its last one, for not every month has five.

    >>> rule(Cadence.MONTHLY, date(2026, 12, 8)), rule(Cadence.QUARTERLY, date(2026, 12, 29))
    ('FREQ=MONTHLY;BYDAY=2TU', 'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1TU')
    """
    weekday = DAYS[first.weekday()]
    match cadence:
        case Cadence.WEEKLY:
            return f"FREQ=WEEKLY;BYDAY={weekday}"
        case Cadence.FORTNIGHTLY:
            return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}"
        case Cadence.MONTHLY:
            return f"FREQ=MONTHLY;BYDAY={_nth(first)}{weekday}"
        case Cadence.QUARTERLY:
            return f"FREQ=MONTHLY;INTERVAL=3;BYDAY={_nth(first)}{weekday}"
        case Cadence.YEARLY:
            return f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={_nth(first)}{weekday}"
        case Cadence.OWN:
            raise ValueError("rule: a rule of one's own is written by hand.")


def _nth(day: date) -> int:
    found = (day.day - 1) // 7 + 1
    return found if found < 5 else -1


def cadence_of(text: str, first: date) -> Cadence:
    """Which usual cadence a rule is; one of one's own otherwise."""
    usual = (each for each in Cadence if each is not Cadence.OWN)
    return next((each for each in usual if rule(each, first) == text), Cadence.OWN)


def checked(text: str, first: date) -> str:
    """The rule in capitals and without its name. Raises NotACadence, which says what was expected."""
    found = text.strip().upper().removeprefix("RRULE:")
    if not found.startswith("FREQ=") or "\n" in found:
        raise NotACadence("A rule begins with how often, such as FREQ=MONTHLY;BYDAY=2TU for each second Tuesday.")
    if _FREQUENT.match(found):
        raise NotACadence("A forum meets once a day at most: begin with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
    try:
        days = list(islice(_after(found, first, first - timedelta(days=1), first + LOOK_AHEAD), 2))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotACadence(
            f"This is no recurrence rule ({error}). Write one such as FREQ=MONTHLY;BYDAY=2TU for each second Tuesday."
        ) from error
    if len(days) < 2:
        raise NotACadence("By this rule there are not two meetings in the next five years: write another one.")
    return found


def occurrences(text: str, first: date, since: date, until: date) -> list[date]:
    """The days of meetings from ``since`` to ``until``, both included, none before ``first``.

    >>> occurrences("FREQ=MONTHLY;BYDAY=2TU", date(2026, 12, 8), date(2027, 1, 1), date(2027, 2, 28))
    [datetime.date(2027, 1, 12), datetime.date(2027, 2, 9)]
    """
    return list(_after(text, first, since - timedelta(days=1), until))


def following(text: str, first: date, after: date) -> date | None:
    """The first meeting after a day; None where the rule has come to its end."""
    return next(iter(_after(text, first, after, max(after, first) + LOOK_AHEAD)), None)


def ahead(text: str, first: date, since: date, many: int) -> list[date]:
    """The next meetings from ``since`` on, at most ``many``; fewer where the rule comes to its end.

    >>> ahead("FREQ=MONTHLY;BYDAY=2TU", date(2026, 12, 8), date(2026, 11, 1), 2)
    [datetime.date(2026, 12, 8), datetime.date(2027, 1, 12)]
    """
    return _after(text, first, since - timedelta(days=1), max(since, first) + LOOK_AHEAD)[:many]


def _after(text: str, first: date, after: date, until: date) -> list[date]:
    found = rrulestr(text, dtstart=datetime.combine(first, time()))
    last = datetime.combine(until, time())
    begin = datetime.combine(max(after, first - timedelta(days=1)) + timedelta(days=1), time())
    # A rule may name hours of its own; the forum's time is kept apart, so that a day counts once.
    return list(dict.fromkeys(each.date() for each in found.between(begin, last + timedelta(hours=23), inc=True)))


def words(text: str, first: date) -> str:
    """The cadence as people say it; a rule of one's own as it is written.

    >>> words("FREQ=MONTHLY;BYDAY=2TU", date(2026, 12, 8)), words("FREQ=WEEKLY;BYDAY=MO", date(2026, 12, 7))
    ('every month on the second Tuesday', 'every week on Monday')
    """
    weekday, nth = WEEKDAYS[first.weekday()], ORDINALS[_nth(first)]
    match cadence_of(text, first):
        case Cadence.WEEKLY:
            return f"every week on {weekday}"
        case Cadence.FORTNIGHTLY:
            return f"every two weeks on {weekday}"
        case Cadence.MONTHLY:
            return f"every month on the {nth} {weekday}"
        case Cadence.QUARTERLY:
            return f"every three months on the {nth} {weekday}"
        case Cadence.YEARLY:
            return f"every year on the {nth} {weekday} of {first:%B}"
        case _:
            return f"by the rule {text}"

"""Durations of working time as people write them: ``4 h``, ``30 min``, ``1 h 30 min``."""

from __future__ import annotations

import re
from datetime import timedelta

from hoshin.service_levels.agreement import AgreementInvalid

_PARTS = re.compile(r"(?:(\d{1,5}) ?h(?:ours?)?)? ?(?:(\d{1,6}) ?m(?:in(?:utes?)?)?)?")


def duration(text: str) -> timedelta:
    """The duration that somebody wrote. Raises AgreementInvalid: of days too, as calendars know days of many lengths.

    >>> duration("1 h 30 min"), duration("45m")
    (datetime.timedelta(seconds=5400), datetime.timedelta(seconds=2700))
    """
    said = " ".join(text.strip().lower().split())
    found = _PARTS.fullmatch(said)
    if found is None or not any(found.groups()):
        hint = " A working day has as many hours as its calendar gives it: write the hours." if "d" in said else ""
        raise AgreementInvalid(
            f"'{text}' is no duration: expected is one such as '4 h', '30 min' or '1 h 30 min'.{hint}"
        )
    return timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))


def words(amount: timedelta) -> str:
    """The duration as it is written, to the minute: at least one where there is any time at all.

    >>> words(timedelta(hours=8)), words(timedelta(minutes=95)), words(timedelta(seconds=20)), words(timedelta())
    ('8 h', '1 h 35 min', '1 min', '0 min')
    """
    minutes = round(amount.total_seconds() / 60) or int(amount > timedelta())
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours:,} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return " ".join(parts)

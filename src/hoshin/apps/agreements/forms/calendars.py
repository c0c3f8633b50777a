"""The form of a calendar."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, TypeVar
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile

from hoshin.apps.agreements.forms.reasons import ReasonForm
from hoshin.eventlog.calendar import Calendar, CalendarInvalid, Hours, SpecialDay, is_zone
from hoshin.service_levels.agreement import Book
from hoshin.service_levels.calendar_text import (
    holidays_of_icalendar,
    special_day_words,
    special_days,
    week,
    week_words,
)

Found = TypeVar("Found")
LARGEST = 2**20
"""Bytes of a file of holidays."""


def zones() -> list[str]:
    """The names of time zones that people choose from, by name."""
    places = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    )
    return ["UTC", *sorted(places)]


class CalendarForm(ReasonForm):
    """A calendar as people write it. ``calendar`` is what was written, once the form is valid."""

    name = forms.CharField(
        max_length=80,
        help_text="Such as Office hours, or Depots.",
        error_messages={"required": "Give the calendar a name, such as Office hours."},
    )
    zone = forms.CharField(
        label="Time zone",
        max_length=80,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text="Start to type a city, such as Berlin.",
        error_messages={"required": "Name the time zone whose clocks the hours are read on, such as Europe/Berlin."},
    )
    week = forms.CharField(
        label="Working hours",
        widget=forms.Textarea(attrs={"rows": 4, "class": "font-monospace"}),
        help_text="A day or a run of days a line: Mon-Fri 09:00-17:00. Several hours with a comma between. Days that "
        "are not there are closed; around the clock is Mon-Sun 00:00-24:00.",
        error_messages={"required": "Write at least one day and its hours, such as Mon-Fri 09:00-17:00."},
    )
    special = forms.CharField(
        label="Holidays and other special days",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "font-monospace"}),
        help_text="One a line, date and name: 2026-12-25 Christmas Day. Hours behind the name where people work on it: "
        "2026-12-24 Christmas Eve 09:00-12:00.",
    )
    file = forms.FileField(
        label="Add the holidays of an iCalendar file",
        required=False,
        help_text="An .ics file of public holidays. Dates that stand above keep their names.",
    )
    field_order = ("name", "zone", "week", "special", "file", "reason", "after")

    def __init__(self, *args: object, book: Book, own: str | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.book, self.own = book, own

    @classmethod
    def of(cls, calendar: Calendar, book: Book, after: int) -> CalendarForm:
        """The form with a calendar as it stands."""
        initial = {
            "name": calendar.name,
            "zone": calendar.zone,
            "week": week_words(calendar.week),
            "special": "\n".join(special_day_words(day) for day in sorted(calendar.special)),
            "after": after,
        }
        return cls(book=book, own=calendar.name, initial=initial)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.own and name in [each.name for each in self.book.calendars]:
            raise forms.ValidationError(f"There is a calendar '{name}' already: give this one another name.")
        return name

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"].strip()
        if not is_zone(zone):
            ends = {name.rpartition("/")[2].replace("_", " ").casefold(): name for name in zones()}
            close = get_close_matches(zone.casefold(), ends, n=1) or get_close_matches(zone, zones(), n=1)
            hint = f" Did you mean {ends.get(close[0], close[0])}?" if close else ""
            raise forms.ValidationError(
                f"'{zone}' is no time zone: choose a name of the list, such as Europe/Berlin.{hint}"
            )
        return zone

    def clean_week(self) -> tuple[Hours, ...]:
        return _read(week, self.cleaned_data["week"])

    def clean_special(self) -> tuple[SpecialDay, ...]:
        return _read(special_days, self.cleaned_data["special"])

    def clean_file(self) -> tuple[SpecialDay, ...]:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return ()
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("The file is larger than 1 MB: export a calendar of holidays alone.")
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError("The file is no text in UTF-8: export the calendar as an .ics file.") from error
        return _read(holidays_of_icalendar, text)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if not {"name", "zone", "week", "special"} & set(self.errors):
            typed = {day.day for day in answers["special"]}
            added = [day for day in answers.get("file", ()) if day.day not in typed]
            try:
                self.calendar = Calendar(
                    answers["name"], answers["zone"], answers["week"], (*answers["special"], *added)
                )
            except CalendarInvalid as error:
                self.add_error("week", str(error))
        return answers


def _read(read: Callable[[str], Found], text: str) -> Found:
    try:
        return read(text)
    except CalendarInvalid as error:
        raise forms.ValidationError(str(error)) from error

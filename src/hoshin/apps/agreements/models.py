"""Books as rows: each holds all its calendars and agreements, and nothing of it is changed once it is written.

A book is small, some hundred rows; that each is whole makes what an old number meant readable without its history.
"""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.service_levels.agreement import Clock

WEEKDAYS = tuple(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))


class Book(models.Model):
    """All calendars and agreements that hold together from ``at`` on; the highest number holds now."""

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=12)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"book {self.number}"


class Calendar(models.Model):
    """A calendar of one book: the hours in which a service is worked on, on the clocks of ``zone``."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="calendars")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=80)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ("book", "place")
        constraints = (
            models.UniqueConstraint(fields=("book", "place"), name="one_calendar_a_place"),
            models.UniqueConstraint(fields=("book", "name"), name="one_calendar_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class WeekHours(models.Model):
    """Working hours of a day of the week, in minutes from local midnight, the end not included."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="week_hours")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    begin = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("calendar", "weekday", "begin")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begin} to {self.end}"


class SpecialDay(models.Model):
    """A date whose hours are not those of its weekday; a holiday where it has none."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="special_days")
    day = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("calendar", "day")
        constraints = (models.UniqueConstraint(fields=("calendar", "day"), name="one_special_day_a_date"),)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class SpecialHours(models.Model):
    """Working hours of a special day, in minutes from local midnight, the end not included."""

    special_day = models.ForeignKey(SpecialDay, on_delete=models.PROTECT, related_name="hours")
    begin = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("special_day", "begin")

    def __str__(self) -> str:
        return f"{self.begin} to {self.end}"


class Agreement(models.Model):
    """An agreement of one book. ``place`` is its order: of those on a clock the first that fits a ticket holds."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="agreements")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    clock = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Clock])
    target_minutes = models.PositiveIntegerField()
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="agreements")
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ("book", "place")
        constraints = (
            models.UniqueConstraint(fields=("book", "place"), name="one_agreement_a_place"),
            models.UniqueConstraint(fields=("book", "name"), name="one_agreement_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class AgreedScope(models.Model):
    """One value of a dimension for whose tickets an agreement holds."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="scopes")
    place = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=40)
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ("agreement", "place")

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}"


class PauseState(models.Model):
    """A state in which an agreement's clock stands still: a stage, or the desk's own word."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="pause_states")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=120)

    class Meta:
        ordering = ("agreement", "place")

    def __str__(self) -> str:
        return self.state

"""The vision in versions, its themes, and who has read it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hoshin.apps.accounts.models import Person


class Source(models.TextChoices):
    """From where a change of the vision came."""

    FIRST = "first", "It is the first version"
    FEEDBACK = "feedback", "Feedback of people"
    REVIEW = "review", "A review"
    VERDICT = "verdict", "A verdict on an initiative"
    BUSINESS = "business", "A change of the business"


class Vision(models.Model):
    """One version of where the organisation wants its services to be.

    A draft has no ``at`` and can be changed; ``edition`` counts its saves. Once published the database keeps it.
    ``why`` says what moved people to change the version before, ``source`` from where that came, and ``link`` is an
    address inside Hoshin (empty: none).
    """

    number = models.PositiveIntegerField(unique=True)
    statement = models.TextField()
    horizon = models.CharField("by when", max_length=80)
    success = models.TextField("what success means")
    source = models.CharField("where the change comes from", max_length=20, choices=Source, default=Source.FIRST)
    why = models.TextField("what changed, and why", blank=True)
    link = models.CharField("where to read of it", max_length=200, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return self.statement[:80]

    @property
    def published(self) -> bool:
        """Whether it holds, or held; a draft does not yet."""
        return self.at is not None


class Theme(models.Model):
    """One of the few things that a version of the vision puts first.

    ``continues`` is the theme of the version before that it carries on, under the same name or another.
    """

    vision = models.ForeignKey(Vision, on_delete=models.CASCADE, related_name="themes")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    meaning = models.CharField(max_length=300, blank=True)
    continues = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="continued_by")

    class Meta:
        ordering = ("vision", "place")
        constraints = (
            models.UniqueConstraint(fields=("vision", "name"), name="a_vision_names_a_theme_once"),
            models.CheckConstraint(condition=~Q(name=""), name="a_theme_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Acknowledgement(models.Model):
    """One person has read one version. Rows are added, never changed or removed."""

    vision = models.ForeignKey(Vision, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("vision", "person"), name="a_person_acknowledges_a_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.person} has read version {self.vision.number}"

"""An initiative: where it acts, who of it starts when, and what it claims."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models

from hoshin.apps.accounts.models import Confidential, Person
from hoshin.apps.strategy.models import KeyResult
from hoshin.impact import rollout


class Category(models.TextChoices):
    """What kind of initiative it is: past claims teach the next estimates by kind."""

    AUTOMATION = "automation", "Automation"
    KNOWLEDGE = "knowledge", "Knowledge and self-service"
    PROCESS = "process", "Practice and process"
    PLATFORM = "platform", "Platform and tools"
    PEOPLE = "people", "People and skills"
    COMPLIANCE = "compliance", "Compliance and risk"


class Initiative(Confidential):
    """Something done to reach a key result: where (values of one dimension), and from which day.

    Its values start together on ``start``, or one after the other: then each has a start of its own, and ``start`` is
    the first of them. Scope, starts and end can change until a claim is sealed; from then on the database refuses it,
    but that an open end can be set once: somebody stopped it. ``category`` is empty where nobody said its kind. A draft
    that came from an approved plan may not say yet where it acts; then nothing can be sealed. ``version`` counts the
    saves.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    category = models.CharField(max_length=20, choices=Category.choices, blank=True, default="")
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    key_result = models.ForeignKey(
        KeyResult, null=True, blank=True, on_delete=models.SET_NULL, related_name="initiatives"
    )
    desk = models.CharField(max_length=120, blank=True)
    dimension = models.CharField(max_length=40)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-start", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def scope_values(self) -> tuple[str, ...]:
        """The values of the dimension in which it acts."""
        return tuple(each.value for each in self.values.all())

    @property
    def starts(self) -> tuple[tuple[str, date], ...]:
        """Each value with its own start, where they start one after the other; empty where all start together."""
        return tuple(sorted((each.value, each.start) for each in self.values.all() if each.start))

    @property
    def acting(self) -> tuple[tuple[str, date], ...]:
        """Each value with the day from which the initiative acts there."""
        return self.starts or tuple((value, self.start) for value in self.scope_values)

    @property
    def draw(self) -> Draw | None:
        """The newest draw, where the starts are still as it gave them."""
        draws = list(self.draws.all())
        return draws[-1] if draws and draws[-1].order(self.scope_values) == self.starts else None

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The filters that hold for the scope and for what it is compared with."""
        return (("desk", self.desk),) if self.desk else ()

    @property
    def claim(self) -> Claim | None:
        """The claim that holds: the newest sealed one."""
        sealed = list(self.claims.all())
        return sealed[-1] if sealed else None

    @property
    def sealed(self) -> bool:
        """Whether what it will do has been fixed."""
        return self.claim is not None

    def phase(self, today: date) -> str:
        """Draft, sealed, running or ended."""
        if not self.sealed:
            return "draft"
        if today < self.start:
            return "sealed"
        return "ended" if self.end and self.end < today else "running"


class InitiativeValue(models.Model):
    """One value of the initiative's dimension, such as one support group.

    ``start`` is its own, where the values start one after the other; None where all start with the initiative.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="values")
    value = models.CharField(max_length=200)
    start = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("value",)
        constraints = (
            models.UniqueConstraint(fields=("initiative", "value"), name="an_initiative_names_a_value_once"),
        )

    def __str__(self) -> str:
        return self.value


class Draw(models.Model):
    """One drawing by lot of who starts when, from a seed. Rows are added, never changed, and none once it is sealed.

    The values start in ``waves`` waves, ``weeks`` weeks apart, the first on ``first``. Anybody can draw the same order
    again from the seed (docs/algorithms/rollout.md).
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="draws")
    seed = models.CharField(max_length=64)
    first = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    waves = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.waves} starts from {self.first}"

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each wave."""
        return tuple(self.first + timedelta(weeks=self.weeks * wave) for wave in range(self.waves))

    def order(self, values: Iterable[str]) -> tuple[tuple[str, date], ...]:
        """Each value with the start that this seed gives it, in their order; empty where there are too few values."""
        names = sorted(set(values))
        if len(names) < self.waves:
            return ()
        drawn = rollout.draw(names, tuple(day.toordinal() for day in self.days), self.seed)
        return tuple((name, date.fromordinal(drawn.starts[name])) for name in names)


class Towards(models.TextChoices):
    """Which way the metric is claimed to move."""

    UP = "up", "rises"
    DOWN = "down", "falls"


class Claim(models.Model):
    """What the initiative says it will do, sealed before its start. Rows are added, never changed or removed.

    ``text`` is what was sealed, word for word; ``seal`` is the SHA-256 of it, and ``text`` holds the seal of the claim
    that this one supersedes. ``size`` is a relative change above 0.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="claims")
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    metric = models.CharField(max_length=60)
    towards = models.CharField(max_length=4, choices=Towards.choices)
    size = models.FloatField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)
    text = models.TextField()
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.metric} {self.get_towards_display()} by {self.size:.0%}"

"""Initiatives, their sealed claims, and the verdicts that were worked out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models import KeyResult
from hoshin.impact import rollout


class Initiative(models.Model):
    """Something done to reach a key result: where (values of one dimension), and from which day.

    Its values start together on ``start``, or one after the other: then each has a start of its own, and ``start`` is
    the first of them. Scope, starts and end can change until a claim is sealed; from then on the database refuses it,
    but that an open end can be set once: somebody stopped it.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    key_result = models.ForeignKey(
        KeyResult, null=True, blank=True, on_delete=models.SET_NULL, related_name="initiatives"
    )
    desk = models.CharField(max_length=120, blank=True)
    dimension = models.CharField(max_length=40)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

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


class Verdict(models.Model):
    """What one generation of tickets said of a claim. Rows are added when a question is asked for the first time.

    All of it follows from claim and tickets and could be worked out again; it is kept so that pages are quick and so
    that people can read how a verdict came about. ``question`` is the SHA-256 of all that it depends on. ``as_of`` is
    the last day that was judged. Relative changes are shares of what would have been; absolute ones are in the
    metric's unit. ``reason`` says why it cannot be told; it is empty where it can. ``tickets`` were counted by the
    metric in the scope from the start to ``as_of``.

    ``guardrail`` is the key of the metric that must not get worse, where this is the verdict on one; ``months`` says
    how many months after the start it was read again. Of the verdict on the claim by all tickets they are empty and 0.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    question = models.CharField(max_length=64, unique=True)
    generation = models.CharField(max_length=40)
    as_of = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    guardrail = models.CharField(max_length=60, blank=True)
    months = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20)
    sentence = models.TextField()
    reason = models.CharField(max_length=200, blank=True)
    detail = models.TextField(blank=True)
    grain = models.CharField(max_length=10)
    p_value = models.FloatField(null=True)
    relative = models.FloatField(null=True)
    relative_low = models.FloatField(null=True)
    relative_high = models.FloatField(null=True)
    absolute = models.FloatField(null=True)
    absolute_low = models.FloatField(null=True)
    absolute_high = models.FloatField(null=True)
    tickets = models.PositiveIntegerField(default=0)
    estimator = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} by generation {self.generation}"


class VerdictPeriod(models.Model):
    """One period of a verdict's chart: what was observed, what would have been, and the usual variation."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="periods")
    first = models.DateField()
    observed = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)

    class Meta:
        ordering = ("first",)

    def __str__(self) -> str:
        return f"{self.first}: {self.observed}"


class VerdictPlacebo(models.Model):
    """A relative change that was found at a time or in a group where nothing was started."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="placebos")
    change = models.FloatField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.change:+.0%}"


class VerdictGroup(models.Model):
    """One group of a roll-out that started: the relative change of all that started with it, None where unknown."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=200)
    change = models.FloatField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class VerdictSince(models.Model):
    """The relative change of a roll-out's groups in one period since their own start; the first period is 0."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="since")
    period = models.PositiveSmallIntegerField()
    change = models.FloatField()

    class Meta:
        ordering = ("period",)

    def __str__(self) -> str:
        return f"{self.period}: {self.change:+.0%}"


class ComparisonGroup(models.Model):
    """A group outside the scope that a verdict compared with, or left out: then ``why`` is not empty."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="comparison_groups")
    name = models.CharField(max_length=200)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Priced(models.TextChoices):
    """What a rate prices, as ``hoshin.impact.benefit.Per`` names it."""

    WAITING_HOUR = "waiting hour", "One hour that a ticket waits to be resolved"
    WORKING_HOUR = "working hour", "One hour of work that a ticket costs somebody"
    TICKET = "ticket", "One ticket"


class Rate(models.Model):
    """What one of something costs, who answers for it, and on which days it holds. Rows are added, never changed.

    ``last`` is None where no end is known. Where several hold on a day, the one added last counts. ``basis`` says in
    words how the amount was found. ``person`` added it; ``owner`` answers for it.
    """

    priced = models.CharField(max_length=20, choices=Priced.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("priced", "-id")
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="a_rate_is_above_0"),
            models.CheckConstraint(
                condition=models.Q(last__isnull=True) | models.Q(last__gte=models.F("first")), name="a_rate_holds"
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} a {self.priced}"

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.first <= on and (self.last is None or on <= self.last)


class CheckState(models.TextChoices):
    """Where an error check stands."""

    WAITING = "waiting", "Being worked out"
    DONE = "done", "Worked out"
    REFUSED = "refused", "Cannot be worked out"
    FAILED = "failed", "Stopped"


class ErrorCheck(models.Model):
    """How often verdicts on a metric would be wrong on a desk: asked for, worked out by the worker, and kept.

    The first three fields say what is asked; ``desk`` is empty for all real desks. ``question`` is the SHA-256 of all
    that the answer depends on, so a kept answer is never out of date: new tickets are another question.
    ``definition`` is the hash of the metric's definition. ``done`` of ``most`` starts were judged when the worker last
    gave a sign of life, at ``beat``. ``why`` says why it is refused, or failed.

    Of ``judged`` starts at which nothing was begun, ``called`` were called an effect, ``before_after`` by comparing
    before with after; ``apart`` is how many separate starts they are worth. ``found`` is all of it as JSON (see
    ``error_checks.Found``), kept of the newest answer alone.
    """

    metric = models.CharField(max_length=60)
    dimension = models.CharField(max_length=40)
    desk = models.CharField(max_length=120, blank=True)
    question = models.CharField(max_length=64, unique=True)
    definition = models.CharField(max_length=64)
    generation = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=CheckState.choices, default=CheckState.WAITING)
    at = models.DateTimeField(auto_now_add=True)
    beat = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=0)
    why = models.TextField(blank=True)
    judged = models.PositiveIntegerField(default=0)
    called = models.PositiveIntegerField(default=0)
    before_after = models.PositiveIntegerField(default=0)
    apart = models.PositiveIntegerField(default=0)
    found = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("metric", "dimension", "desk"), name="checks_of_one_subject"),)

    def __str__(self) -> str:
        return f"{self.metric} by {self.dimension}: {self.get_state_display()}"

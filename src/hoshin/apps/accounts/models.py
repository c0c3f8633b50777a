"""The organisation, its business units, teams and people, the audit trail, and rows that not everybody sees."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """What a person may do.

    Administrator, leader, member, viewer: each may do all that the ones after it may. An auditor stands beside them:
    reads everything, what is confidential and the audit trail included, and writes nothing.
    """

    ADMINISTRATOR = "administrator", "Administrator"
    LEADER = "leader", "Leader"
    MEMBER = "member", "Member"
    VIEWER = "viewer", "Viewer"
    AUDITOR = "auditor", "Auditor"


RANK = {Role.AUDITOR: 0, Role.VIEWER: 0, Role.MEMBER: 1, Role.LEADER: 2, Role.ADMINISTRATOR: 3}


class Organisation(models.Model):
    """The one organisation of an installation. ``version`` counts its saves."""

    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    """Whether a unit is served by IT, or is a part of it."""

    BUSINESS = "business", "Business"
    IT = "it", "IT"


class Unit(models.Model):
    """A part of the business or of IT, in a tree, with its head. ``version`` counts its saves."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=UnitKind, default=UnitKind.BUSINESS)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    head = models.ForeignKey("Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="heads")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="no_unit_is_its_own_parent"),
        )

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team of people. Not the desk's support group: that is a word in the tickets. ``version`` counts its saves."""

    name = models.CharField(max_length=120, unique=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="teams")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Makes people; the only way to a usable password."""

    def create_person(
        self, username: str, password: str, *, name: str = "", role: str = Role.VIEWER, team: Team | None = None
    ) -> Person:
        """A new person who can sign in with ``password``; ``ValueError`` where the name is empty."""
        if not username:
            raise ValueError("a person needs a name to sign in with")
        person = self.model(username=username, name=name or username, role=role, team=team)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in.

    ``manager`` leads this person; nobody is led by themselves over others. ``is_hr`` stands beside the role: it lets
    somebody open evaluation cycles, and gives no other right. ``email`` is for what is told to this person alone.
    ``unit`` is where somebody belongs who is in no team, or elsewhere than their team. ``version`` counts the saves.
    """

    username = models.CharField("sign-in name", max_length=80, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.VIEWER)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="people")
    is_active = models.BooleanField(default=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="people")
    manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="led")
    is_hr = models.BooleanField("human resources", default=False)
    email = models.EmailField("mail address", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def at_least(self, role: Role) -> bool:
        """Whether this person's role covers ``role``."""
        return self.is_active and RANK[Role(self.role)] >= RANK[role]

    @property
    def may_import(self) -> bool:
        """Members and above bring in exports and draft initiatives."""
        return self.at_least(Role.MEMBER)

    @property
    def may_lead(self) -> bool:
        """Leaders and above write direction, seal claims and issue packs."""
        return self.at_least(Role.LEADER)

    @property
    def may_evaluate(self) -> bool:
        """Human resources open evaluation cycles and hold calibration meetings; no role gives this right."""
        return self.is_active and self.is_hr

    @property
    def may_administer(self) -> bool:
        """Administrators manage people and teams."""
        return self.at_least(Role.ADMINISTRATOR)

    @property
    def may_audit(self) -> bool:
        """Auditors and administrators read the audit trail, and what is confidential."""
        return self.is_active and self.role in (Role.AUDITOR, Role.ADMINISTRATOR)

    @property
    def only_reads(self) -> bool:
        """An auditor writes nothing, not even about themselves."""
        return self.role == Role.AUDITOR


class Confidential(models.Model):
    """A row that may belong to a unit, and may be confidential: then it is seen as ``accounts.confidence`` says.

    ``named`` are people who see it besides those to whom it belongs.
    """

    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="business unit"
    )
    confidential = models.BooleanField(default=False)
    named = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name="also seen by")

    class Meta:
        abstract = True


class AuditLine(models.Model):
    """One write: who did what to which thing, when. Lines are added, never changed or removed.

    ``number`` counts the lines from 1 without a gap; ``digest`` covers the line and the digest before it (``chain``).
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"


class AuditChange(models.Model):
    """One field that a write changed: what stood there, and what stands there since; in words."""

    line = models.ForeignKey(AuditLine, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=80)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.field}: {self.before} → {self.after}"

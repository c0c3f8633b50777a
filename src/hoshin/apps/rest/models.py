"""Tokens, what they may do, and the requests that were answered once."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.scopes import SCOPES, Scope, named


def scope_choices() -> list[tuple[str, str]]:
    """The names of all scopes with their words."""
    return [(str(scope), scope.words) for scope in SCOPES]


class Token(models.Model):
    """A secret with which a program acts for a person, and may no more than the person. Only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

    def holds(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return self.revoked_at is None and now < self.expires_at and self.person.is_active

    def covers(self, asked: Scope) -> bool:
        """Whether one of its scopes lets it do what needs ``asked``."""
        return any(named(each.scope).covers(asked) for each in self.scopes.all())


class TokenScope(models.Model):
    """One scope of a token."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="scopes")
    scope = models.CharField(max_length=30, choices=scope_choices)

    class Meta:
        ordering = ("scope",)
        constraints = (models.UniqueConstraint(fields=("token", "scope"), name="a_token_has_a_scope_once"),)

    def __str__(self) -> str:
        return self.scope


class AnsweredRequest(models.Model):
    """A request that carried an idempotency key, and what it was answered: asked again, it is answered the same."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    etag = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="a_key_is_used_once"),)
        indexes = (models.Index(fields=("at",), name="answered_at"),)

    def __str__(self) -> str:
        return self.key

"""Forms of who is told."""

from __future__ import annotations

import json

from django import forms

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.obligations import queries, webhook
from hoshin.apps.scorecards.selection import Selection
from hoshin.eventlog.refused import Refused


def _words(scope: Selection) -> str:
    return scope.words or "Whole desk"


class _AboutForm(forms.Form):
    """About what somebody is told: all, one metric, one scope that is watched, or both."""

    metric = forms.ChoiceField(required=False)
    scope = forms.ChoiceField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        metric, scope = self.fields["metric"], self.fields["scope"]
        assert isinstance(metric, forms.ChoiceField)
        assert isinstance(scope, forms.ChoiceField)
        metric.choices = [("", "All metrics"), *definitions.metric_choices()]
        self.scopes = {json.dumps([s.desk, s.dimension, s.value]): s for s in queries.scopes()}
        scope.choices = [("", "All that is watched"), *((key, _words(s)) for key, s in self.scopes.items())]

    @property
    def chosen_scope(self) -> Selection:
        """The scope chosen; an empty one for all."""
        return self.scopes.get(self.cleaned_data["scope"], Selection())


class MailForm(_AboutForm):
    """A mail address that is told what fires."""

    address = forms.EmailField(label="Mail address", max_length=200)
    field_order = ("address", "metric", "scope")


class WebhookForm(_AboutForm):
    """Another system that is told what fires."""

    url = forms.CharField(label="Address", max_length=500, help_text="https://host/path; nothing else is called.")
    secret = forms.CharField(
        required=False, min_length=16, max_length=100, label="Shared secret", help_text="Empty: Hoshin makes one."
    )
    private = forms.BooleanField(required=False, label="It lies in our own network")
    field_order = ("url", "secret", "private", "metric", "scope")

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            webhook.check(url)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return url

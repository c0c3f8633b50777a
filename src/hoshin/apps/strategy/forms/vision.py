"""Forms of the vision and its themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve

from hoshin.apps.strategy.actions import ThemeWords
from hoshin.apps.strategy.models import Source, Vision
from hoshin.apps.strategy.origins import Origin, choices

MOST_THEMES = 5
"""What is first for everybody is a handful; more would be a list of everything."""


class VisionForm(forms.ModelForm[Vision]):
    """The vision's text, and from the second version on what moved people to change it.

    ``after`` is the edition of the draft that was changed, 0 where there was none. ``origin`` is the address of what
    was chosen of those ``known``; it takes the place of a link that was typed.
    """

    origin = forms.ChoiceField(
        required=False, label="Which one", help_text="What people can read of it in Hoshin: everybody gets this link."
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    class Meta:
        model = Vision
        fields = ("statement", "horizon", "success", "source", "why", "link")
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "statement": forms.Textarea(attrs={"rows": 3}),
            "success": forms.Textarea(attrs={"rows": 3}),
            "why": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "statement": "Where should our services be? Two sentences that everybody can repeat.",
            "horizon": "A year, or a date.",
            "success": "How will we know that we are there?",
            "why": "Such as: the depots told us in May that the shift is what counts, not the day.",
            "link": "Only where it does not stand above: the page in Hoshin. Paste its address.",
        }

    def __init__(self, *args: object, current: Vision | None, known: Sequence[Origin] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.order_fields(("statement", "horizon", "success", "source", "origin", "link", "why"))
        origin = self.fields["origin"]
        assert isinstance(origin, forms.ChoiceField)
        origin.choices = [("", "None of these"), *choices(known)]
        if current is None:
            for name in ("source", "origin", "why", "link"):
                del self.fields[name]
            return
        source = self.fields["source"]
        assert isinstance(source, forms.TypedChoiceField)
        source.choices = [each for each in Source.choices if each[0] != Source.FIRST]

    @classmethod
    def of(cls, draft: Vision | None, current: Vision | None, known: Sequence[Origin] = ()) -> VisionForm:
        """The form with the draft as it stands, else with the vision as it stands."""
        shown = draft or current
        initial = {name: getattr(shown, name) for name in ("statement", "horizon", "success")} if shown else {}
        if draft:
            initial |= {name: getattr(draft, name) for name in ("source", "why")}
            place = "origin" if draft.link in {each.address for each in known} else "link"
            initial[place] = draft.link
        return cls(current=current, known=known, initial=initial | {"after": draft.edition if draft else 0})

    def clean_link(self) -> str:
        """The address without the name of the machine, so that it still leads somewhere when Hoshin moves."""
        given: str = self.cleaned_data["link"].strip()
        if not given:
            return ""
        parts = urlsplit(given)
        try:
            resolve(parts.path)
        except Resolver404 as error:
            raise forms.ValidationError(
                "Hoshin has no page at this address: open the page, and paste what its address bar shows, such as "
                "/ledger/. Or leave it empty."
            ) from error
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        link = answers.pop("origin", "") or answers.get("link", "")
        if "link" in answers:
            answers["link"] = link
            if answers.get("source") in (Source.REVIEW, Source.VERDICT) and not link:
                self.add_error("link", "Say which one: choose it above, or paste the address of its page.")
        return answers

    def words(self) -> dict[str, Any]:
        """The answers as the actions take them."""
        return dict(self.cleaned_data)


class ThemeForm(forms.Form):
    """One theme; an empty name leaves it out."""

    name = forms.CharField(max_length=80, required=False, label="Theme")
    meaning = forms.CharField(max_length=300, required=False, label="What it means")
    continues = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("meaning") and not answers.get("name"):
            self.add_error("name", "Give the theme a name of a few words, or empty the line.")
        return answers


class _ThemeForms(forms.BaseFormSet[ThemeForm]):
    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            name = form.cleaned_data.get("name", "") if hasattr(form, "cleaned_data") else ""
            if name and name.lower() in seen:
                form.add_error("name", f"There is a theme '{name}' above: give this one another name.")
            seen.add(name.lower())

    def words(self) -> list[ThemeWords]:
        """The themes that were given, in their order."""
        answers = [each.cleaned_data for each in self.forms]
        return [ThemeWords(a["name"], a["meaning"], a["continues"]) for a in answers if a.get("name")]


class ThemeForms(
    forms.formset_factory(  # type: ignore[misc]
        ThemeForm, formset=_ThemeForms, extra=0, min_num=MOST_THEMES, max_num=MOST_THEMES, validate_max=True
    )
):
    """The lines of all themes."""

    @classmethod
    def of(cls, draft: Vision | None, current: Vision | None) -> ThemeForms:
        """The lines as the draft has them, else as the vision has them; a changed name still carries on the theme."""
        shown = draft or current
        themes = shown.themes.all() if shown else ()
        lines = [
            {"name": each.name, "meaning": each.meaning, "continues": each.continues_id if draft else each.pk}
            for each in themes
        ]
        return cls(initial=lines, prefix="themes")

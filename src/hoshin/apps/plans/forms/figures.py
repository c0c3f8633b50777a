"""Fields for rows of numbers that people type: people by quarter, and estimates by quarter."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError

from hoshin.portfolio.value import EstimateRefused, ThreePoint


def numbers(text: str, most: float = 1e6) -> list[float]:
    """The numbers of a line, each below ``most``, apart by spaces, commas or semicolons. Raises ValidationError."""
    parts = [each for each in re.split(r"[\s,;]+", text.strip()) if each]
    try:
        found = [float(each) for each in parts]
    except ValueError as error:
        raise ValidationError(
            f"'{text}' is no row of numbers: write one for each quarter, such as 3 3 2.5 2."
        ) from error
    if any(not 0 <= each < most for each in found):
        raise ValidationError(f"'{text}' has a number below 0 or far too large: write what there is.")
    return found


class PeopleField(forms.CharField):
    """People by quarter: as many numbers as there are quarters, or one for all of them; empty for none."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(required=False, max_length=300, **kwargs)  # type: ignore[arg-type]

    def clean(self, value: str) -> list[float]:
        """The numbers; how many there may be is for the form to say."""
        return numbers(super().clean(value) or "")


class AmountsField(forms.CharField):
    """Money by quarter: as many amounts as there are quarters, or one for all of them; empty for none."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(required=False, max_length=300, **kwargs)  # type: ignore[arg-type]

    def clean(self, value: str) -> list[float]:
        """The amounts; how many there may be is for the form to say."""
        return numbers(super().clean(value) or "", most=1e12)


class EstimatesField(forms.CharField):
    """Estimates by quarter: each least/likeliest/most, or one number where it is known; empty for none."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(required=False, max_length=200, **kwargs)  # type: ignore[arg-type]

    def clean(self, value: str) -> list[ThreePoint]:
        """The estimates. Raises ValidationError with what was expected."""
        text = (super().clean(value) or "").strip()
        found = []
        for part in re.split(r"[\s,;]+", text) if text else []:
            said = numbers(part.replace("/", " "), most=1e12)
            if len(said) not in (1, 3):
                raise ValidationError(f"'{part}' is no estimate: write 2, or least/likeliest/most such as 1/2/4.")
            try:
                found.append(ThreePoint(*(said * 3 if len(said) == 1 else said)))
            except EstimateRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return found


def as_text(estimate: tuple[float, float, float]) -> str:
    """An estimate as people type it."""
    return f"{estimate[0]:g}" if estimate[0] == estimate[2] else "/".join(f"{each:g}" for each in estimate)

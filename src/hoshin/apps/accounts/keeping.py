"""Saying that a row is confidential, whose unit it is, and who else sees it: the part of a form, and of a write."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from hoshin.apps.accounts.choosing import PeopleField
from hoshin.apps.accounts.confidence import USUAL, Belonging, sees
from hoshin.apps.accounts.models import Confidential, Person, Unit


class KeepingForm(forms.Form):
    """The fields of a form that say whose unit a row is of, whether it is confidential, and who else sees it."""

    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, empty_label="No unit", label="Business unit")
    confidential = forms.BooleanField(
        required=False,
        help_text="Then only its owner, those named below, the unit’s head, leaders in its team, administrators and "
        "auditors find it.",
    )
    named = PeopleField(
        Person.objects.filter(is_active=True),
        required=False,
        label="Also seen by",
    )


def said(row: Confidential) -> dict[str, object]:
    """What is stored of a row, by field of the form."""
    return {"unit": row.unit_id, "confidential": row.confidential, "named": list(row.named.all())}


def told(row: Confidential) -> dict[str, object]:
    """What is stored of a row, for the audit trail."""
    return {
        "unit": row.unit,
        "confidential": "yes" if row.confidential else "no",
        "also seen by": ", ".join(sorted(each.name for each in row.named.all())) if row.pk else "",
    }


def keep(
    by: Person | None,
    row: Confidential,
    *,
    unit: Unit | None,
    confidential: bool,
    named: Iterable[Person],
    belonging: Belonging = USUAL,
) -> None:
    """Write it to a row that was saved, and save it. Whoever keeps it confidential goes on seeing it: is named too."""
    row.unit, row.confidential = unit, confidential
    row.save(update_fields=["unit", "confidential"])
    row.named.set(named)
    if by is not None and not sees(by, row, belonging):
        row.named.add(by)

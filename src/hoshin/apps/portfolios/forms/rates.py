"""The form of what an hour or a ticket is worth."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Priced
from hoshin.apps.strategy.forms import day_field


class RateForm(forms.Form):
    """What one of something costs, from when on, and who answers for it."""

    priced = forms.ChoiceField(choices=Priced.choices, label="What")
    amount = forms.DecimalField(
        label="Costs", max_digits=12, decimal_places=2, min_value=Decimal("0.01"), help_text="Each."
    )
    currency = forms.CharField(min_length=3, max_length=3, help_text="Three letters, such as EUR.")
    first = day_field("Holds from")
    last = day_field("Holds to", required=False, help_text="Leave it open where no end is known.")
    owner = PersonField(
        Person.objects.filter(is_active=True), empty_label="Choose a person", label="Who answers for it"
    )
    basis = forms.CharField(
        max_length=300, label="How it was found", help_text="Such as: cost centre 4711, budget 2026, divided by hours."
    )

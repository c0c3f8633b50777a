"""What the addresses of planning share: their scopes, and refusals by the names of the body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from hoshin.apps.accounts.models import Team
from hoshin.apps.rest.bearer import Bearer
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.problems import Problem, Wrong, unfit
from hoshin.apps.rest.scopes import Area, Scope

READ, WRITE = Bearer(Scope(Area.PLANS)), Bearer(Scope(Area.PLANS, writing=True))


def teams() -> list[str]:
    """The numbers of all teams, as a body names them."""
    return [str(pk) for pk in Team.objects.values_list("pk", flat=True)]


def known(pointer: str, said: Iterable[str], there: Sequence[str], kind: str) -> None:
    """Refuse names that nobody knows, so that none is lost."""
    strange = [each for each in said if each not in there]
    if strange:
        raise unfit(*(Wrong(f"{pointer}/{each}", f"There is no {kind} {each}.") for each in strange))


def checked_as(form: forms.Form, renamed: Mapping[str, str]) -> dict[str, Any]:
    """What a form says; what is wrong is told by the names of the body, where those are others than the form's."""
    try:
        return checked(form)
    except Problem as problem:
        wrong = (Wrong(renamed.get(each.pointer.lstrip("/"), each.pointer), each.detail) for each in problem.wrong)
        raise unfit(*wrong) from problem

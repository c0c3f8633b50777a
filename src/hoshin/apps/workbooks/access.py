"""Who may bring in workbooks and see those that wait: members and above bring them in, each person sees their own."""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.workbooks.models import Workbook


def workbook(person: Person, pk: int) -> Workbook:
    """A workbook of one's own that waits to be confirmed. Raises Http404, and PermissionDenied below a member."""
    require(person, Role.MEMBER)
    found = Workbook.objects.filter(person=person, pk=pk).first()
    if found is None:
        raise Http404("There is no such workbook of yours: it was confirmed or discarded.")
    return found


def waiting(person: Person) -> list[Workbook]:
    """One's own workbooks that wait, newest first, without their content."""
    return list(Workbook.objects.filter(person=person).defer("content"))

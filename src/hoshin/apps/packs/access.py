"""Who may see an edition."""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.packs.models import Edition


def edition(pk: int) -> Edition:
    """An edition; everybody who is signed in may read packs. Raises Http404."""
    found = Edition.objects.select_related("person").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such edition of the board pack.")
    return found

"""The part of a body that says whose unit something is of, whether it is confidential, and who else sees it."""

from __future__ import annotations

from hoshin.apps.accounts.models import Confidential
from hoshin.apps.rest.root import Body


class KeptIn(Body):
    """What is left out stays as it is: no client that does not know of it makes anything known."""

    unit: int | None = None
    confidential: bool | None = None
    named: list[int] | None = None


def kept(body: KeptIn, row: Confidential | None) -> dict[str, object]:
    """Unit, whether it is confidential, and the people whom it names: by the body, or else as the row stands."""
    stored = row.named.values_list("pk", flat=True) if row else ()
    return {
        "unit": row.unit_id if row and "unit" not in body.model_fields_set else body.unit,
        "confidential": bool(row and row.confidential) if body.confidential is None else body.confidential,
        "named": list(stored) if body.named is None else body.named,
    }

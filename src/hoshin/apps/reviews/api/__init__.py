"""The addresses of governance: forums, reviews with their agenda, decisions, commitments, risks, statuses."""

from __future__ import annotations

from ninja import Router

from hoshin.apps.reviews.api import commitments, decisions, forums, meetings, risks, standing

router = Router()
for _part in (forums, meetings, decisions, commitments, risks, standing):
    router.add_router("", _part.router)

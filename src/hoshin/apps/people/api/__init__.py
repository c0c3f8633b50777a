"""The addresses of people: goals with their check-ins, and evaluations with their steps."""

from __future__ import annotations

from ninja import Router

from hoshin.apps.people.api import evaluations, goals

router = Router()
for _part in (goals, evaluations):
    router.add_router("", _part.router)

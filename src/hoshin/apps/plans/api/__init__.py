"""The addresses of planning, from an idea to what its promises came to."""

from __future__ import annotations

from ninja import Router

from hoshin.apps.plans.api import candidates, ideas, rounds, running, scenarios

router = Router(tags=["plans"])
for each in (rounds, candidates, ideas, scenarios, running):
    router.add_router("", each.router)

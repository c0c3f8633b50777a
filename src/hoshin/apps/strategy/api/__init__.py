"""The addresses of direction: vision, objectives and key results, catchball, countermeasures."""

from __future__ import annotations

from ninja import Router

from hoshin.apps.strategy.api import catchball, countermeasures, month_plans, objectives, vision

router = Router(tags=["direction"])
for _part in (vision, objectives, month_plans, catchball, countermeasures):
    router.add_router("", _part.router)

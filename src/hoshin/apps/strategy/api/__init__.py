"""The addresses of direction: vision, objectives and key results, catchball, countermeasures."""

from __future__ import annotations

from ninja import Router

from hoshin.apps.strategy.api import catchball, countermeasures, objectives, vision

router = Router(tags=["direction"])
for _part in (vision, objectives, catchball, countermeasures):
    router.add_router("", _part.router)

"""The list of own metrics that can be taken away."""

from __future__ import annotations

from hoshin.apps.accounts.tables import called
from hoshin.apps.definitions.models import OwnMetric
from hoshin.apps.definitions.queries import Told
from hoshin.reporting.tables import Table, instant, text, whole

OWN_METRICS = Table[tuple[OwnMetric, Told]](
    "own-metrics",
    "Own metrics",
    (
        text("Key", lambda each: each[0].key),
        text("Title", lambda each: each[1].definition.title),
        text("Question", lambda each: each[1].definition.question),
        text("Practice", lambda each: each[1].definition.practice),
        text("Unit", lambda each: each[1].definition.unit),
        text("Better", lambda each: each[1].definition.direction),
        whole("Version", lambda each: each[1].definition.version),
        text("Defined by", lambda each: called(each[1].definition.person)),
        instant("Defined", lambda each: each[1].definition.at),
        text("Definition hash", lambda each: each[1].definition.digest),
        instant("Retired", lambda each: each[0].retired_at),
        text("Why retired", lambda each: each[0].retired_why),
    ),
)

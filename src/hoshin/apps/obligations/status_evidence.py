"""What the register of signals knows of a status: signals for the worse that nobody has explained."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hoshin.apps.obligations.models import Obligation, State
from hoshin.apps.strategy.beside_numbers import Kind, Known
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.status import Evidence
from hoshin.signals.control_chart import Meaning


def known(today: date) -> Known:
    """The unexplained signals for the worse on metric and scope of each key result, in a fixed number of queries."""
    waiting = Obligation.objects.filter(state=State.OPEN, watch__ended=False, meaning=Meaning.WORSE)
    fired = Counter((each.watch.metric, tuple(each.watch.selection.where)) for each in waiting.select_related("watch"))
    if not fired:
        return Known()
    counted = {
        (Kind.KEY_RESULT, each.pk): Evidence(signals=fired[each.metric, tuple(each.where)])
        for each in KeyResult.objects.prefetch_related("scope")
    }
    return Known({subject: evidence for subject, evidence in counted.items() if evidence.signals})

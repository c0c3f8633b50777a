"""What the register of signals knows of a status: signals for the worse that nobody has explained."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Count

from hoshin.apps.obligations.models import Obligation, State, Watch
from hoshin.apps.strategy.beside_numbers import Asked, Kind, Known
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.status import Evidence
from hoshin.signals.control_chart import Meaning


def known(today: date, of: Asked) -> Known:
    """The unexplained signals for the worse on metric and scope of each key result, in a fixed number of queries."""
    key_results = KeyResult.objects.filter(pk__in=of.key_results).prefetch_related("scope")
    waiting = Obligation.objects.filter(state=State.OPEN, meaning=Meaning.WORSE, watch__ended=False)
    waiting = waiting.filter(watch__metric__in={each.metric for each in key_results})
    counts = dict(waiting.order_by().values_list("watch").annotate(Count("pk")))
    fired: dict[tuple[str, tuple[tuple[str, str], ...]], int] = defaultdict(int)
    for watch in Watch.objects.filter(pk__in=counts):
        fired[watch.metric, tuple(watch.selection.where)] += counts[watch.pk]
    return Known(
        {
            (Kind.KEY_RESULT, each.pk): Evidence(signals=signals)
            for each in key_results
            if (signals := fired.get((each.metric, tuple(each.where))))
        }
    )

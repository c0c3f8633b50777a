"""What lies ahead of a key result: whether it will be met by its date, and whether a counter-metric pays for it."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass

from hoshin.apps.strategy.reports.progress import Standing
from hoshin.apps.strategy.reports.prospect import Prospect, prospect, weekly
from hoshin.apps.strategy.status import Status
from hoshin.metrics.result import Reading
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import amount, day
from hoshin.signals.forecast import Forecast, NoForecast
from hoshin.signals.gaming import Finding, counter_metrics, watch


@dataclass(frozen=True)
class Outlook:
    """The prospect of one key result, None where nothing is left to forecast; and what pays for it."""

    standing: Standing
    prospect: Prospect | None
    findings: tuple[Finding, ...]

    @property
    def paid_for(self) -> tuple[str, ...]:
        """What pays for the key result, each in a sentence."""
        return tuple(finding_words(each) for each in self.findings)


def finding_words(finding: Finding) -> str:
    """A finding of the gaming watch in a sentence: dated, and about the process."""
    better, worse = (
        f"{_lower(moved.metric.title)} went from {amount(moved.before, moved.metric.unit)} to "
        f"{amount(moved.since, moved.metric.unit)}"
        for moved in (finding.targeted, finding.counter)
    )
    begin = f"Since {day(finding.start)}, compared with the weeks before, the median week of {better} (better), while"
    return f"{begin} that of {worse} (worse): look at both before you celebrate."


def _lower(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def outlook(reader: Reader | None, found: Standing) -> Outlook:
    """What lies ahead of the key result, as far as its weeks tell."""
    if reader is None or found.query is None or found.status in (Status.MISSED, Status.UNKNOWN):
        return Outlook(found, None, ())
    key_result, metric = found.key_result, found.metric
    counters = counter_metrics(metric, reader.catalogue.metrics)
    readings = weekly(reader, [metric.key, *(each.key for each in counters)], key_result.where)
    findings = watch(
        (metric, readings[metric.key]), [(each, readings[each.key]) for each in counters], key_result.start
    )
    return Outlook(found, _prospect(reader, found, readings[metric.key]), findings)


def _prospect(reader: Reader, found: Standing, readings: Sequence[Reading]) -> Prospect:
    """The prospect, with its forecast remembered where the reader remembers: the back-test takes its time."""
    key_result, metric = found.key_result, found.metric

    def work() -> bytes:
        return pickle.dumps(prospect(metric, readings, key_result.target, key_result.due).made)

    question = ("forecast", metric.key, metric.digest, key_result.where, key_result.target, key_result.due)
    made: Forecast | NoForecast = pickle.loads(reader.kept(question, work))  # noqa: S301 our own folder, as in Reader
    return Prospect(metric, key_result.target, key_result.due, made, reached=found.status is Status.REACHED)

"""A board pack as a head of IT would get it, for looking at and for testing. The numbers are invented, by formula."""

from __future__ import annotations

import math
from datetime import date

from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Period, Reading, Reason, Refusal, Value
from hoshin.reporting.blocks import (
    Band,
    BarChart,
    Callout,
    Cell,
    Figure,
    Figures,
    LineChart,
    Marker,
    Paragraph,
    Report,
    Section,
    Series,
    Table,
    Tone,
)
from hoshin.reporting.snapshot import PublishedReading, Snapshot

GENERATION = "000002-8c1d2e3f4a5b"


def months(count: int, start: int = 2024 * 12 + 10) -> tuple[str, ...]:
    return tuple(f"{m // 12}-{m % 12 + 1:02d}" for m in range(start, start + count))


def weeks(count: int) -> tuple[str, ...]:
    return tuple(f"{2024 + i // 52}-W{i % 52 + 1:02d}" for i in range(count))


def wave(count: int, level: float, swing: float, drift: float = 0.0) -> tuple[float, ...]:
    return tuple(level + swing * math.sin(i * 0.9) + swing * 0.6 * math.sin(i * 2.7) + drift * i for i in range(count))


def control_chart(count: int = 24) -> LineChart:
    categories = months(count) if count <= 36 else weeks(count)
    values: list[float | None] = list(wave(count, 31.0, 2.4))
    for i in range(count * 2 // 3, count):
        values[i] = (values[i] or 0.0) - 8.5
    values[5] = None
    signals = tuple(v if v is not None and v < 25 else None for v in values)
    return LineChart(
        "Median time to resolve incidents",
        "h",
        categories,
        (
            Series("Median", tuple(values)),
            Series("Centre 31.0 h", (31.0,) * count, "faint"),
            Series("Limits", (36.4,) * count, "dashed"),
            Series("Lower limit", (25.6,) * count, "dashed"),
            Series("Signal: better than expected", signals, "points", Tone.GOOD),
        ),
        markers=(Marker(categories[count * 2 // 3], "Swarming starts"),),
        summary="The median fell from about 31 to 22 hours after swarming started, below its natural limits.",
    )


def effect_chart() -> LineChart:
    categories = months(24)
    observed = wave(24, 0.62, 0.02)
    expected = wave(24, 0.61, 0.018)
    lifted = tuple(v + (0.09 if i >= 16 else 0.0) for i, v in enumerate(observed))
    after = range(24)
    return LineChart(
        "Resolution SLA met: observed and expected",
        "share",
        categories,
        (
            Series("Observed", lifted),
            Series("Expected", tuple(v if i >= 15 else None for i, v in enumerate(expected)), "dashed"),
        ),
        (
            Band(
                "Range expected without the initiative, 95 %",
                tuple(expected[i] - 0.04 if i >= 15 else None for i in after),
                tuple(expected[i] + 0.04 if i >= 15 else None for i in after),
            ),
        ),
        (Marker(categories[16], "Start 1 Mar 2026"),),
        "Since March the share of tickets within their promise lies above what comparable groups make us expect.",
    )


def scorecard_table(rows: int = 9) -> Table:
    names = (
        ("Time to resolve, median", "22.4 h", "≤ 24 h", "−26 %", Tone.GOOD, "On target"),
        ("Resolution SLA met", "71.2 %", "≥ 80 %", "+9.1 %", Tone.WATCH, "Below target, improving"),
        ("Backlog", "1,418", "≤ 1,200", "+18 %", Tone.BAD, "Above target, signal"),
        ("Aged backlog share", "34.5 %", "≤ 25 %", "+4 %", Tone.BAD, "Above target"),
        ("First-assignment resolution", "61.2 %", "≥ 60 %", "+1 %", Tone.GOOD, "On target"),
        ("Reassignments per ticket", "1.06", "≤ 1.00", "−3 %", Tone.WATCH, "Just above target"),
        ("Ping-pong share", "8.4 %", "≤ 8 %", "0 %", Tone.NEUTRAL, "No signal"),
        ("Reopen rate", "no data", "≤ 3 %", "", Tone.UNKNOWN, "The export has no reopenings"),
        ("Incidents linked to a problem", "12.7 %", "≥ 20 %", "+2 %", Tone.WATCH, "Below target"),
    )
    return Table(
        "Scorecard, third quarter 2026",
        ("Metric", "Reading", "Target", "Change", "Status"),
        tuple(
            (
                Cell(names[i % 9][0] + (f" ({i // 9 + 1})" if rows > 9 else "")),
                Cell(names[i % 9][1], numeric=True),
                Cell(names[i % 9][2], numeric=True),
                Cell(names[i % 9][3], numeric=True),
                Cell(names[i % 9][5], names[i % 9][4]),
            )
            for i in range(rows)
        ),
        "No metric has a target yet. Set one on the scorecard.",
    )


def readings() -> tuple[PublishedReading, ...]:
    quarter = Period("all", date(2026, 7, 1), date(2026, 9, 30))
    query = Query(Grain.ALL, None, quarter.first, quarter.last, (("kind", "incident"),))
    scope = (("kind", "incident"),)
    found: tuple[tuple[str, Value | Refusal, str], ...] = (
        ("time_to_resolve_median", Value(22.4, 4811, 21.8, 23.1), "h"),
        ("resolution_sla_met_share", Value(0.712, 4811, 0.699, 0.725), "share"),
        ("backlog", Value(1418.0, 1418), "tickets"),
        ("reopen_share", Refusal(Reason.NO_FIELD, 0, "reopenings"), "share"),
    )
    return tuple(
        PublishedReading(query, Reading(metric, quarter, scope, result, unit, GENERATION, f"{i:064x}"))
        for i, (metric, result, unit) in enumerate(found, 0xA1B2C3)
    )


def report() -> Report:
    return Report(
        "Service management, third quarter 2026",
        "July to September 2026",
        (
            Section(
                "Incidents are solved a quarter faster; the backlog grows all the same",
                (
                    Figures(
                        (
                            Figure(
                                "Time to resolve, median",
                                "22.4 h",
                                "31.0 h a year ago · 4,811 incidents",
                                Tone.GOOD,
                                reading=0,
                            ),
                            Figure(
                                "Resolution SLA met", "71.2 %", "target 80 % · 69.9 to 72.5 %", Tone.WATCH, reading=1
                            ),
                            Figure("Backlog", "1,418", "target 1,200 · +18 % in the quarter", Tone.BAD, reading=2),
                            Figure(
                                "Reopen rate", "no data", "the desk's export has no reopenings", Tone.UNKNOWN, reading=3
                            ),
                        )
                    ),
                    Callout(
                        Tone.GOOD,
                        "Swarming is proven to work",
                        "Scope groups resolve 8.6 h faster than comparable groups would have.",
                    ),
                    Callout(
                        Tone.BAD,
                        "Tier 2 network loses 40 tickets a week",
                        "More is opened than solved since June; the board is asked to decide on one more engineer.",
                    ),
                ),
                "Readings cover 1 Jul to 30 Sep 2026, all desks, incidents alone.",
            ),
            Section("Time to resolve left its natural limits in March, and stayed below", (control_chart(),)),
            Section(
                "Swarming lifts the share within the promise by nine points: proven",
                (
                    effect_chart(),
                    Paragraph(
                        "Claim sealed on 12 Feb 2026 by Lena Ruiz: at least five points more within six months. "
                        "Verdict: proven (p = 0.02, 212 placebo periods)."
                    ),
                ),
            ),
            Section("Two of nine metrics are on target", (scorecard_table(),)),
            Section(
                "A third of the backlog waits in two groups",
                (
                    BarChart(
                        "Open tickets by group, 30 Sep 2026",
                        "tickets",
                        (
                            "Tier 2 network",
                            "Tier 2 applications",
                            "Warehouse systems",
                            "Service desk Rotterdam",
                            "Customs & trade",
                            "物流システム",
                            "Ops Łódź",
                            "(none)",
                        ),
                        (311, 204, 187, 150, 122, 88, 41, None),
                        "Tier 2 network and Tier 2 applications hold 515 of 1,418 open tickets.",
                    ),
                ),
            ),
            Section(
                "What we ask of the board",
                (
                    Paragraph(
                        "Three decisions, each with its expected result and the day on which we check it.", lead=True
                    ),
                    Table(
                        "Decisions",
                        ("Decision", "Expected result", "Check"),
                        (
                            (
                                Cell("One more network engineer for two quarters"),
                                Cell("Backlog of Tier 2 network below 200"),
                                Cell("31 Mar 2027"),
                            ),
                            (
                                Cell("Stop the approval step for standard changes"),
                                Cell("Median waiting time −6 h"),
                                Cell("31 Jan 2027"),
                            ),
                            (
                                Cell("Extend swarming to Warehouse systems"),
                                Cell("SLA met +5 points"),
                                Cell("30 Apr 2027"),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        "Source: tickets of the service desks, read by Hoshin; definitions on the metric pages",
    )


def snapshot(of: Report | None = None) -> Snapshot:
    return Snapshot(
        title="Board pack, third quarter 2026",
        organisation="Meridian Freight",
        period="July to September 2026",
        as_of=date(2026, 10, 5),
        generation=GENERATION,
        readings=readings(),
        report=of or report(),
    )

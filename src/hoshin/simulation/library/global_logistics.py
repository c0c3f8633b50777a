"""A global logistics provider: slow incident response and falling satisfaction under a growing network of depots.

The organisation and its people are invented.
"""

from __future__ import annotations

from datetime import date

from hoshin.metrics.definition import Direction
from hoshin.metrics.own.conditions import Comparison, Condition
from hoshin.metrics.own.specification import Measured, Specification
from hoshin.metrics.statistic import Dating
from hoshin.simulation.organisation import (
    AnswerStory,
    Character,
    Demonstration,
    InitiativeStory,
    KeyResultStory,
    ObjectiveStory,
    RateStory,
    Truth,
)
from hoshin.simulation.plan import Group, Happening, Plan, Region, Service

FREIGHT = Specification(
    key="own_freight_within_a_shift",
    title="Freight moving within a shift",
    question="Which part of what stops trucks, depots and scanners is over within a shift?",
    measured=Measured.SHARE,
    met=(Condition("resolution_time", Comparison.AT_MOST, ("8",)),),
    filter=(
        Condition("priority", Comparison.IS, ("1 - Critical", "2 - High")),
        Condition(
            "service",
            Comparison.IS,
            ("Handheld scanners", "Track and trace", "Transport planning", "Warehouse management"),
        ),
    ),
    dating=Dating.RESOLVED,
    direction=Direction.HIGHER,
    practice="incident management",
    owner_role="service desk manager",
    least=5,
    counter_metrics=("reopen_share",),
)
"""What the leaders defined themselves: no metric of the field knows a shift."""

FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
EUROPE = ("Transport Europe", "Warehouse Europe", "Workplace Europe")
DEPOTS = ("Network and Depots", "Scanners and Handhelds")
SELF_HELP = ("Customer Portal", "Identity and Access", "Workplace Americas")

TRANSPORT = ("Transport planning", "Track and trace")
WAREHOUSE = ("Warehouse management",)
WORKPLACE = ("Workplace",)

SWARMING, KNOWLEDGE, TRIAGE = date(2026, 2, 2), date(2026, 1, 5), date(2026, 3, 2)
FORM = date(2026, 1, 12)

PLAN = Plan(
    first=FIRST,
    last=LAST,
    tickets=40_000,
    regions=(Region("Europe", 1), Region("Americas", -6), Region("Asia", 8)),
    groups=(
        Group("Service Desk Hamburg", 1, 0.11, 5.0, "Europe"),
        Group("Service Desk Memphis", 1, 0.095, 5.5, "Americas"),
        Group("Service Desk Singapore", 1, 0.085, 6.0, "Asia"),
        Group("Transport Europe", 2, 0.07, 22.0, "Europe", TRANSPORT, ("Service Desk Hamburg",)),
        Group("Transport Asia", 2, 0.06, 26.0, "Asia", TRANSPORT, ("Service Desk Singapore",)),
        Group("Warehouse Europe", 2, 0.075, 20.0, "Europe", WAREHOUSE, ("Service Desk Hamburg",)),
        Group("Warehouse Americas", 2, 0.07, 24.0, "Americas", WAREHOUSE, ("Service Desk Memphis",)),
        Group("Warehouse Asia", 2, 0.05, 25.0, "Asia", WAREHOUSE, ("Service Desk Singapore",)),
        Group("Workplace Europe", 2, 0.065, 16.0, "Europe", WORKPLACE, ("Service Desk Hamburg",)),
        Group("Workplace Americas", 2, 0.055, 17.0, "Americas", WORKPLACE, ("Service Desk Memphis",)),
        Group("Customs and Compliance", 2, 0.05, 34.0, "Europe", ("Customs",)),
        Group("Customer Portal", 2, 0.05, 28.0, "Americas", ("Customer portal",)),
        Group("Identity and Access", 2, 0.055, 9.0, "Europe", ("Identity",)),
        Group("Network and Depots", 2, 0.065, 30.0, "Europe", ("Depot network",)),
        Group("Scanners and Handhelds", 2, 0.07, 38.0, "Americas", ("Handheld scanners",)),
        Group("Platform Engineering", 3, 0.045, 52.0, "Europe", (*WAREHOUSE, *TRANSPORT, "Customs", "Customer portal")),
    ),
    services=(
        Service(
            "Warehouse management", 0.19, ("Stock not booked", "Wave stuck", "Slow screens", "Labels"), "Warehousing"
        ),
        Service(
            "Transport planning",
            0.16,
            ("Order missing", "Route missing", "Slow screens", "Wrong carrier"),
            "Road freight",
        ),
        Service("Track and trace", 0.1, ("Status missing", "Wrong position", "No alert"), "Customer service"),
        Service(
            "Customs", 0.08, ("Declaration rejected", "Document missing", "Certificate expired"), "Sea and air freight"
        ),
        Service(
            "Handheld scanners", 0.1, ("Does not scan", "Lost connection", "Battery", "App crashes"), "Warehousing"
        ),
        Service("Depot network", 0.09, ("No connection", "Slow connection", "Wireless gap"), "Road freight"),
        Service("Customer portal", 0.08, ("Cannot sign in", "Wrong data", "Invoice missing"), "Customer service"),
        Service("Identity", 0.1, ("Password", "Missing access", "Joiner and leaver"), "Corporate"),
        Service("Workplace", 0.1, ("Laptop", "Printer", "Mail", "Meeting room"), "Corporate"),
    ),
    weekdays=(1.25, 1.15, 1.1, 1.05, 1.0, 0.45, 0.3),
    months=(0.95, 0.95, 1.0, 1.0, 0.98, 0.95, 0.92, 0.9, 1.02, 1.12, 1.25, 1.15),
    slow_months=(1.02, 0.97, 0.96, 0.96, 0.97, 0.99, 1.02, 1.04, 1.08, 1.18, 1.34, 1.28),
    priorities=(0.02, 0.08, 0.68, 0.22),
    targets=(8.0, 16.0, 40.0, 80.0),
    channels=(("Phone", 0.55, 0.42), ("Self-service", 0.25, 0.38), ("Email", 0.14, 0.1), ("Chat", 0.06, 0.1)),
    happenings=(
        Happening("the network of depots outgrows the desk", FIRST, LAST, times=1.3, reopens=1.5, gradual=True),
        Happening("roll-out of the warehouse system", date(2025, 6, 16), date(2025, 8, 10), times=1.12, arrivals=1.05),
        Happening(
            "roll-out: warehouse teams bear most of it",
            date(2025, 6, 16),
            date(2025, 8, 10),
            ("Warehouse Europe", "Warehouse Americas", "Warehouse Asia"),
            times=1.3,
            arrivals=1.5,
        ),
        Happening("year's end 2024", date(2024, 12, 24), date(2025, 1, 1), arrivals=0.6),
        Happening("year's end 2025", date(2025, 12, 24), date(2026, 1, 1), arrivals=0.6),
        # A better ticket form helps every group alike: what starts in the same weeks looks like a success.
        Happening("a new ticket form for the whole desk", FORM, LAST, times=0.85),
    ),
    effects=(
        Happening("swarming", SWARMING, LAST, EUROPE, times=0.72, strays=0.6),
        Happening("knowledge base", KNOWLEDGE, LAST, SELF_HELP),
        Happening("strict triage", TRIAGE, LAST, DEPOTS, times=1.42, strays=1.8),
    ),
)

AUTUMN = (date(2025, 8, 1), date(2025, 10, 31))
"""Where key results start from: the last months before the initiatives, at the time of year in which the plan ends."""
YEAR = (date(2026, 1, 1), date(2026, 12, 31))

BOOK = """
[[calendars]]
name = "Around the clock"
zone = "UTC"
monday = "00:00-24:00"
tuesday = "00:00-24:00"
wednesday = "00:00-24:00"
thursday = "00:00-24:00"
friday = "00:00-24:00"
saturday = "00:00-24:00"
sunday = "00:00-24:00"

[[calendars]]
name = "Depot shifts"
zone = "Europe/Berlin"
monday = "06:00-22:00"
tuesday = "06:00-22:00"
wednesday = "06:00-22:00"
thursday = "06:00-22:00"
friday = "06:00-22:00"
saturday = "06:00-22:00"
special = [
    "2024-12-24 Christmas Eve 06:00-14:00",
    "2024-12-25 Christmas Day",
    "2024-12-26 Second day of Christmas",
    "2024-12-31 New Year's Eve 06:00-14:00",
    "2025-01-01 New Year",
    "2025-04-18 Good Friday",
    "2025-04-21 Easter Monday",
    "2025-05-01 Labour Day",
    "2025-05-29 Ascension Day",
    "2025-06-09 Whit Monday",
    "2025-10-03 Day of German Unity",
    "2025-10-31 Reformation Day",
    "2025-12-24 Christmas Eve 06:00-14:00",
    "2025-12-25 Christmas Day",
    "2025-12-26 Second day of Christmas",
    "2025-12-31 New Year's Eve 06:00-14:00",
    "2026-01-01 New Year",
    "2026-04-03 Good Friday",
    "2026-04-06 Easter Monday",
    "2026-05-01 Labour Day",
    "2026-05-14 Ascension Day",
    "2026-05-25 Whit Monday",
    "2026-10-03 Day of German Unity",
    "2026-10-31 Reformation Day",
    "2026-12-24 Christmas Eve 06:00-14:00",
    "2026-12-25 Christmas Day",
    "2026-12-26 Second day of Christmas",
    "2026-12-31 New Year's Eve 06:00-14:00",
    "2027-01-01 New Year",
    "2027-03-26 Good Friday",
    "2027-03-29 Easter Monday",
]

[[agreements]]
name = "Freight stands still"
clock = "resolution"
target = "8 h"
calendar = "Around the clock"
pauses = ["waiting"]
where = { priority = ["1"] }

[[agreements]]
name = "Freight is slowed down"
clock = "resolution"
target = "16 h"
calendar = "Around the clock"
pauses = ["waiting"]
where = { priority = ["2"] }

[[agreements]]
name = "Single workplaces"
clock = "resolution"
target = "24 h"
calendar = "Depot shifts"
pauses = ["waiting"]
where = { priority = ["3"] }

[[agreements]]
name = "When there is time"
clock = "resolution"
target = "48 h"
calendar = "Depot shifts"
pauses = ["waiting"]
where = { priority = ["4"] }

[[agreements]]
name = "First word, freight"
clock = "response"
target = "1 h"
calendar = "Around the clock"
pauses = []
where = { priority = ["1", "2"] }

[[agreements]]
name = "First word, all others"
clock = "response"
target = "8 h"
calendar = "Depot shifts"
pauses = []
"""

DEMONSTRATION = Demonstration(
    key="global-logistics",
    organisation="Halvorsund Logistics",
    desk="Halvorsund",
    seed=7,
    plan=PLAN,
    vision="Whoever moves freight with us never waits for IT: depots, drivers and customers get working systems back "
    "within the shift, wherever they are.",
    horizon="end of 2027",
    success="Half of all disturbances are over within twelve hours on every continent, four of five within what we "
    "promised, and no depot plans around its systems any more.",
    teams=("IT Operations", "Service Desk", "Depot Systems"),
    people=(
        Character("ines", "Ines Albrecht", "administrator", "IT Operations"),
        Character("tomas", "Tomás Ferreira", "leader", "Service Desk"),
        Character("mei", "Mei Lin Tan", "leader", "Depot Systems"),
        Character("jonas", "Jonas Wirth", "member", "Service Desk"),
        Character("ruth", "Ruth Okafor", "viewer", "IT Operations"),
    ),
    objectives=(
        ObjectiveStory(
            "Depots get working systems back within the shift",
            "Every hour that a depot waits is freight that stands still. Response has slowed for two years.",
            "ines",
            *YEAR,
            key_results=(
                KeyResultStory(
                    "Half of all disturbances are over a tenth sooner", "time_to_resolve_median", AUTUMN, 0.9, *YEAR
                ),
                KeyResultStory(
                    "European teams resolve a quarter faster",
                    "time_to_resolve_median",
                    AUTUMN,
                    0.75,
                    *YEAR,
                    scope=tuple(("group", name) for name in EUROPE),
                ),
                KeyResultStory("More is resolved in time", "resolution_sla_met_share", AUTUMN, 1.06, *YEAR),
            ),
        ),
        ObjectiveStory(
            "Right the first time",
            "People call twice when a repair does not hold, and tickets wander between teams.",
            "tomas",
            *YEAR,
            key_results=(
                KeyResultStory("A fifth fewer resolutions fail to hold", "reopen_share", AUTUMN, 0.8, *YEAR),
                KeyResultStory(
                    "Two of five tickets that wander in Europe do so no more",
                    "ping_pong_share",
                    AUTUMN,
                    0.6,
                    *YEAR,
                    scope=tuple(("group", name) for name in EUROPE),
                ),
            ),
        ),
        ObjectiveStory(
            "Depot teams stay ahead of their queue",
            "Scanners and networks decide whether a shift can work at all.",
            "mei",
            *YEAR,
            key_results=(
                KeyResultStory(
                    "Depot disturbances are over a fifth sooner",
                    "time_to_resolve_median",
                    AUTUMN,
                    0.8,
                    *YEAR,
                    scope=tuple(("group", name) for name in DEPOTS),
                ),
            ),
        ),
        ObjectiveStory(
            "Causes, not symptoms",
            "The same disturbances come back because nobody looks for what lies behind them.",
            "jonas",
            *YEAR,
            key_results=(
                KeyResultStory(
                    "More disturbances are linked to a cause that is pursued",
                    "problem_linked_share",
                    (date(2025, 1, 1), date(2025, 12, 31)),
                    1.6,
                    *YEAR,
                ),
            ),
        ),
    ),
    initiatives=(
        InitiativeStory(
            title="Swarming between lines in Europe",
            description="First and second line of the European hub take new tickets together for the first hour "
            "instead of queueing them from line to line.",
            owner="tomas",
            key_result="European teams resolve a quarter faster",
            groups=EUROPE,
            start=SWARMING,
            metric="time_to_resolve_median",
            towards="down",
            size=0.2,
            sealed_on=date(2026, 1, 26),
            sealed_by="ines",
            truth=Truth.WORKS,
            guardrails=("reopen_share", "csat_share"),
        ),
        InitiativeStory(
            title="Knowledge base for portal and access",
            description="Known answers are written down and offered to portal, identity and workplace teams while "
            "they type.",
            owner="jonas",
            key_result="Half of all disturbances are over a tenth sooner",
            groups=SELF_HELP,
            start=KNOWLEDGE,
            metric="time_to_resolve_median",
            towards="down",
            size=0.25,
            sealed_on=date(2025, 12, 15),
            sealed_by="tomas",
            truth=Truth.NOTHING,
        ),
        InitiativeStory(
            title="Strict triage for depot tickets",
            description="A triage board releases depot tickets twice a day, so that teams work on the most urgent "
            "first.",
            owner="mei",
            key_result="Depot disturbances are over a fifth sooner",
            groups=DEPOTS,
            start=TRIAGE,
            metric="time_to_resolve_median",
            towards="down",
            size=0.15,
            sealed_on=date(2026, 2, 20),
            sealed_by="mei",
            truth=Truth.HARMS,
        ),
    ),
    own_metrics=(FREIGHT,),
    targets=(
        ("csat_share", 0.7),
        ("time_to_resolve_median", 20.0),
        ("resolution_sla_met_share", 0.8),
        ("first_assignment_resolution_share", 0.35),
        ("reopen_share", 0.03),
        ("aged_backlog_share", 0.05),
    ),
    looked_on=date(2026, 8, 31),
    answers=(
        AnswerStory(
            "reopen_share",
            "signal",
            "explanation",
            "More depots report than the desk was built for. Tickets are closed under pressure and come back; the "
            "depot teams now ask the site before they close.",
            "mei",
            date(2026, 9, 4),
        ),
        AnswerStory(
            "problem_linked_share",
            "signal",
            "explanation",
            "Since May the problem manager goes through the week's repeats with each team on Monday.",
            "jonas",
            date(2026, 9, 2),
        ),
        AnswerStory(
            "ticket_volume",
            "signal",
            "season",
            "Fewer shipments over the summer; the volume comes back with the autumn.",
            "tomas",
            date(2026, 9, 7),
        ),
        AnswerStory(
            "time_to_resolve_median",
            "target",
            "explanation",
            "The target is that of the end of the year. The key result shows how far we are on the way to it.",
            "ines",
            date(2026, 9, 11),
        ),
        AnswerStory(
            "first_assignment_resolution_share",
            "target",
            "explanation",
            "New groups are missing in the routing rules, so their tickets start with somebody else.",
            "tomas",
            date(2026, 9, 11),
        ),
    ),
    rates=(
        RateStory(
            "waiting hour",
            "3.20",
            "EUR",
            date(2026, 1, 1),
            "ines",
            "Controlling, budget 2026: what an hour costs in which a depot or desk works around a disturbance.",
        ),
        RateStory(
            "ticket", "21.00", "EUR", date(2026, 1, 1), "tomas", "Cost centre of the service desk, divided by tickets."
        ),
    ),
    book=BOOK,
    book_reason="agreed with the depots and road freight",
)

"""A global logistics provider: slow incident response and falling satisfaction under a growing network of depots."""

from __future__ import annotations

from datetime import date

from hoshin.simulation.organisation import Character, Demonstration, InitiativeStory, KeyResultStory, ObjectiveStory
from hoshin.simulation.plan import Group, Happening, Plan, Service

FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
EUROPE = ("Transport Europe", "Warehouse Europe", "Workplace Europe")
DEPOTS = ("Network and Depots", "Scanners and Handhelds")
SELF_HELP = ("Customer Portal", "Identity and Access", "Workplace Americas")

SWARMING, KNOWLEDGE, TRIAGE = date(2026, 2, 2), date(2026, 1, 5), date(2026, 3, 2)

PLAN = Plan(
    first=FIRST,
    last=LAST,
    tickets=40_000,
    groups=(
        Group("Service Desk Hamburg", 1, 0.125, 5.0),
        Group("Service Desk Memphis", 1, 0.105, 5.5),
        Group("Service Desk Singapore", 1, 0.095, 6.0),
        Group("Transport Europe", 2, 0.075, 22.0, ("Service Desk Hamburg",)),
        Group("Transport Asia", 2, 0.06, 26.0, ("Service Desk Singapore",)),
        Group("Warehouse Europe", 2, 0.08, 20.0, ("Service Desk Hamburg",)),
        Group("Warehouse Americas", 2, 0.075, 24.0, ("Service Desk Memphis",)),
        Group("Workplace Europe", 2, 0.07, 16.0, ("Service Desk Hamburg",)),
        Group("Workplace Americas", 2, 0.06, 17.0, ("Service Desk Memphis",)),
        Group("Customs and Compliance", 2, 0.06, 34.0),
        Group("Customer Portal", 2, 0.055, 28.0),
        Group("Identity and Access", 2, 0.055, 9.0),
        Group("Network and Depots", 2, 0.045, 30.0),
        Group("Scanners and Handhelds", 2, 0.045, 38.0),
        Group("Platform Engineering", 3, 0.035, 52.0),
    ),
    services=(
        Service("Warehouse management", 0.2, ("Stock not booked", "Wave stuck", "Slow screens", "Printing labels")),
        Service("Transport planning", 0.18, ("Route missing", "Order not transferred", "Slow screens")),
        Service("Track and trace", 0.11, ("Status missing", "Wrong position", "Alerts")),
        Service("Customs", 0.08, ("Declaration rejected", "Certificate expired")),
        Service("Handheld scanners", 0.11, ("Does not scan", "Battery", "Lost connection")),
        Service("Customer portal", 0.09, ("Cannot sign in", "Wrong data", "Invoice missing")),
        Service("Identity", 0.11, ("Password", "Missing access", "Joiner and leaver")),
        Service("Workplace", 0.12, ("Laptop", "Printer", "Mail", "Meeting room")),
    ),
    weekdays=(1.25, 1.15, 1.1, 1.05, 1.0, 0.45, 0.3),
    months=(0.95, 0.95, 1.0, 1.0, 0.98, 0.95, 0.92, 0.9, 1.02, 1.1, 1.25, 1.15),
    slow_months=(1.0, 0.98, 0.98, 0.97, 0.98, 1.0, 1.03, 1.05, 1.06, 1.1, 1.2, 1.16),
    drift=0.16,
    targets=(8.0, 16.0, 40.0, 80.0),
    happenings=(
        Happening("warehouse system roll-out", date(2025, 6, 16), date(2025, 8, 10), (), 1.12, 1.05),
        Happening(
            "roll-out: the Americas first", date(2025, 6, 16), date(2025, 8, 10), ("Warehouse Americas",), 1.25, 1.4
        ),
        # The better ticket form helps every group alike: what started in the same week looks like a success.
        Happening("a new ticket form for the whole desk", date(2026, 1, 12), LAST, (), 0.86),
    ),
    effects=(
        Happening("swarming", SWARMING, LAST, EUROPE, 0.68),
        Happening("knowledge base", KNOWLEDGE, LAST, SELF_HELP, 1.0),
        Happening("strict triage", TRIAGE, LAST, DEPOTS, 1.5),
    ),
)

BEFORE = (date(2025, 1, 1), date(2025, 12, 31))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))

DEMONSTRATION = Demonstration(
    key="global-logistics",
    organisation="Halvorsund Logistics",
    desk="Halvorsund",
    seed=7,
    plan=PLAN,
    vision="Whoever moves freight with us never waits for IT: depots, drivers and customers get working systems back "
    "within the shift, wherever they are.",
    horizon="end of 2027",
    success="Half of all disturbances are over within eight hours on every continent, four of five within what we "
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
                    "Half of all disturbances are over a tenth sooner", "time_to_resolve_median", BEFORE, 0.91, *YEAR
                ),
                KeyResultStory(
                    "European teams shorten the long tail by a third",
                    "time_to_resolve_p85",
                    BEFORE,
                    0.65,
                    *YEAR,
                    scope=tuple(("group", name) for name in EUROPE),
                ),
                KeyResultStory("More is resolved in time", "resolution_sla_met_share", BEFORE, 1.018, *YEAR),
            ),
        ),
        ObjectiveStory(
            "Right the first time",
            "People call twice when a repair does not hold, and tickets wander between teams.",
            "tomas",
            *YEAR,
            key_results=(
                KeyResultStory("Fewer tickets come back", "reopen_share", BEFORE, 0.93, *YEAR),
                KeyResultStory("Fewer tickets wander", "ping_pong_share", BEFORE, 0.7, *YEAR),
            ),
        ),
        ObjectiveStory(
            "Depot teams stay ahead of their queue",
            "Scanners and networks decide whether a shift can work at all.",
            "mei",
            *YEAR,
            key_results=(
                KeyResultStory(
                    "Depot disturbances are over a quarter sooner",
                    "time_to_resolve_median",
                    BEFORE,
                    0.75,
                    *YEAR,
                    scope=tuple(("group", name) for name in DEPOTS),
                ),
            ),
        ),
    ),
    initiatives=(
        InitiativeStory(
            "Swarming between lines in Europe",
            "First and second line of the European hub take new tickets together for the first hour instead of "
            "queueing them from line to line.",
            "tomas",
            "European teams shorten the long tail by a third",
            EUROPE,
            SWARMING,
            "time_to_resolve_median",
            "down",
            0.2,
            date(2026, 1, 26),
            "ines",
            "works",
        ),
        InitiativeStory(
            "Knowledge base for portal and access",
            "Known answers are written down and offered to portal, identity and workplace teams while they type.",
            "jonas",
            "Half of all disturbances are over a tenth sooner",
            SELF_HELP,
            KNOWLEDGE,
            "time_to_resolve_median",
            "down",
            0.25,
            date(2025, 12, 15),
            "tomas",
            "nothing",
        ),
        InitiativeStory(
            "Strict triage for depot tickets",
            "A triage board releases depot tickets twice a day, so that teams work on the most urgent first.",
            "mei",
            "Depot disturbances are over a quarter sooner",
            DEPOTS,
            TRIAGE,
            "time_to_resolve_median",
            "down",
            0.15,
            date(2026, 2, 20),
            "mei",
            "harms",
        ),
    ),
    targets=(
        ("time_to_resolve_median", 8.0),
        ("resolution_sla_met_share", 0.8),
        ("first_assignment_resolution_share", 0.4),
        ("reopen_share", 0.02),
        ("aged_backlog_share", 0.05),
    ),
)

"""The desk of the logistics provider: who works there, what comes in, what befalls it, what its initiatives do."""

from __future__ import annotations

from datetime import date

from hoshin.simulation.organisation import DrawStory
from hoshin.simulation.plan import Group, Happening, Plan, Region, Service

FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
EUROPE = ("Transport Europe", "Warehouse Europe", "Workplace Europe")
DEPOTS = ("Network and Depots", "Scanners and Handhelds")
SELF_HELP = ("Customer Portal", "Identity and Access", "Workplace Americas")

TRANSPORT = ("Transport planning", "Track and trace")
WAREHOUSE = ("Warehouse management",)
WORKPLACE = ("Workplace",)
ON_SITE = ("Handheld scanners", "Depot network", "Workplace")

SWARMING, KNOWLEDGE, TRIAGE = date(2026, 2, 2), date(2026, 1, 5), date(2026, 3, 2)
FORM = date(2026, 1, 12)

DRAWN = DrawStory(
    seed="3925613ab519bd1ad971eba64986ce39", on=date(2026, 1, 20), first=date(2026, 2, 9), weeks=4, waves=6
)
"""By lot, because ready devices come from the supplier for one depot at a time."""
SHELVES = (
    ("On-site Gdansk", date(2026, 3, 9)),
    ("On-site Lyon", date(2026, 6, 29)),
    ("On-site Memphis", date(2026, 2, 9)),
    ("On-site Penang", date(2026, 4, 6)),
    ("On-site Rotterdam", date(2026, 5, 4)),
    ("On-site Santos", date(2026, 6, 1)),
)
"""Each depot's team and its start, as the lot drew them."""

PLAN = Plan(
    first=FIRST,
    last=LAST,
    tickets=48_500,
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
        Group("On-site Gdansk", 2, 0.038, 20.0, "Europe", ON_SITE, ("Service Desk Hamburg",)),
        Group("On-site Lyon", 2, 0.038, 22.0, "Europe", ON_SITE, ("Service Desk Hamburg",)),
        Group("On-site Memphis", 2, 0.038, 21.0, "Americas", ON_SITE, ("Service Desk Memphis",)),
        Group("On-site Penang", 2, 0.038, 24.0, "Asia", ON_SITE, ("Service Desk Singapore",)),
        Group("On-site Rotterdam", 2, 0.038, 19.0, "Europe", ON_SITE, ("Service Desk Hamburg",)),
        Group("On-site Santos", 2, 0.038, 25.0, "Americas", ON_SITE, ("Service Desk Memphis",)),
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
        *(Happening("spare devices", on, LAST, (team,), times=0.65) for team, on in SHELVES),
    ),
)

"""A global logistics provider: slow incident response and falling satisfaction under a growing network of depots.

The organisation and its people are invented.
"""

from __future__ import annotations

from datetime import date

from hoshin.simulation.library.global_logistics.agreements import BOOK
from hoshin.simulation.library.global_logistics.desk import PLAN
from hoshin.simulation.library.global_logistics.direction import OBJECTIVES
from hoshin.simulation.library.global_logistics.initiatives import INITIATIVES
from hoshin.simulation.library.global_logistics.own_metrics import FREIGHT
from hoshin.simulation.organisation import AnswerStory, Character, Demonstration, RateStory

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
    objectives=OBJECTIVES,
    initiatives=INITIATIVES,
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
            "knowledge_use_share",
            "signal",
            "explanation",
            "The answers written for portal and access are offered to every team by now, so more tickets quote one.",
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

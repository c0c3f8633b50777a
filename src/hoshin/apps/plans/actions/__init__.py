"""Writes of planning: ideas, rounds, candidates, scenarios, the decision for one of them, who works on what runs."""

from hoshin.apps.plans.actions.allocations import allocated, write_allocation
from hoshin.apps.plans.actions.candidates import rate, remove_candidate, write_candidate
from hoshin.apps.plans.actions.ideas import Said, decline, propose, reopen, take_in
from hoshin.apps.plans.actions.refusals import Answered, NotYet, TooMany
from hoshin.apps.plans.actions.rounds import learn, remove_undertaking, write_round, write_undertaking
from hoshin.apps.plans.actions.scenarios import MOST, approve, ask, ask_again, remove_scenario

__all__ = [
    "MOST",
    "Answered",
    "NotYet",
    "Said",
    "TooMany",
    "allocated",
    "approve",
    "ask",
    "ask_again",
    "decline",
    "learn",
    "propose",
    "rate",
    "remove_candidate",
    "remove_scenario",
    "remove_undertaking",
    "reopen",
    "take_in",
    "write_allocation",
    "write_candidate",
    "write_round",
    "write_undertaking",
]

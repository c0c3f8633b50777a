"""The words that desks use for states, priorities and kinds of tickets, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from hoshin.connectors.mapping import folded
from hoshin.eventlog.schema import DUPLICATE, PRIORITIES, ChangeType, HoldReason, Kind, Outcome, Status

_STATES: dict[Status, str] = {
    Status.NEW: """
        new | open new | created | logged | registered | submitted | to do | todo | backlog | received | unassigned
        neu | nouveau | nuevo | queued | start""",
    Status.ACTIVE: """
        active | open | opened | in progress | work in progress | wip | assigned | processing | processing (assigned)
        processing (planned) | planned | accepted | waiting for support | escalated | escalated_tto | escalated_ttr
        reopened | re-opened | under investigation | in review | in treatment | approved | accepted/in progress
        accepted/assigned | work started | fix in progress | root cause analysis | assess | authorize | scheduled
        implement | implementing | review | offen | in bearbeitung | in arbeit | zugewiesen | en cours
        en cours (attribué) | en cours (planifié) | en curso""",
    Status.WAITING: """
        waiting | on hold | onhold | hold | pending | pending reminder | pending close | stalled | suspended | paused
        waiting for customer | waiting for user | waiting for vendor | waiting for third party | waiting for approval
        waiting_for_approval | waiting on customer | waiting on third party | awaiting user info | awaiting caller
        awaiting vendor | awaiting problem | awaiting evidence | awaiting change | awaiting approval | awaiting customer
        accepted/wait | accepted/wait - user | accepted/wait - vendor | accepted/wait - customer
        accepted/wait - implementation | wait | wait - user | wait - vendor | wait - customer | pending customer
        pending vendor | pending approval | blocked | wartend | wartet | in wartestellung | en attente | en espera""",
    Status.RESOLVED: """
        resolved | solved | fixed | completed | complete | done | fulfilled | completed/resolved | in call
        completed/in call | gelöst | erledigt | behoben | résolu | resuelto | finished""",
    Status.CLOSED: """
        closed | close | archived | completed/closed | closed complete | closed successful | closed incomplete
        geschlossen | abgeschlossen | fermé | clos | cerrado | implemented | monitored""",
    Status.CANCELLED: """
        cancelled | canceled | completed/cancelled | completed/canceled | withdrawn | rejected | declined | deleted
        removed | merged | duplicate | void | closed skipped | abgebrochen | storniert | abgelehnt | annulé
        cancelado | won't do | wont do | invalid""",
}
_KINDS: dict[Kind, str] = {
    Kind.INCIDENT: "incident | incidents | [system] incident | störung | report an incident | bug | fault",
    Kind.REQUEST: """
        request | service request | [system] service request | requested item | sc_req_item | sc_request
        service request with approvals | [system] service request with approvals | userrequest | user request | demande
        anfrage | service_request | catalog task | question | access""",
    Kind.PROBLEM: "problem | [system] problem | known error | problème",
    Kind.CHANGE: "change | [system] change | change request | change_request | normal change | routinechange",
    Kind.TASK: "task | sub-task | subtask | sc_task | incident task | aufgabe | tâche",
}
_CHANGE_TYPES: dict[ChangeType, str] = {
    ChangeType.STANDARD: "standard | routine | routinechange | pre-approved | preapproved | standardänderung",
    ChangeType.NORMAL: "normal | minor | major | significant | normalchange | planned",
    ChangeType.EMERGENCY: "emergency | urgent | emergencychange | expedited | break fix | notfall | urgence",
}
_OUTCOMES: dict[Outcome, str] = {
    Outcome.SUCCESS: "success | successful | completed | complete | implemented | erfolgreich | réussi",
    Outcome.SUCCESS_WITH_ISSUES: """
        success with issues | successful with issues | successful_issues | partial | partially successful
        completed with issues""",
    Outcome.FAILED: "failed | failure | unsuccessful | incomplete | fehlgeschlagen | échec",
    Outcome.BACKED_OUT: "backed out | backout | back out | rolled back | rollback | reverted | zurückgerollt",
    Outcome.CANCELLED: "cancelled | canceled | withdrawn | rejected | abgebrochen | annulé",
}
_SATISFACTION: dict[int, str] = {
    5: "very satisfied | very good | excellent | sehr zufrieden | très satisfait",
    4: "satisfied | good | zufrieden | satisfait",
    3: "neutral | neither satisfied nor dissatisfied | fair | teils teils | neutre",
    2: "dissatisfied | unsatisfied | poor | bad | unzufrieden | insatisfait",
    1: "very dissatisfied | very unsatisfied | very poor | very bad | sehr unzufrieden | très insatisfait",
}
_DUPLICATES = "duplicate | duplicate ticket | is duplicate | closed duplicate | duplikat | doublon | duplicado | merged"
_PRIORITIES: dict[int, str] = {
    1: "critical | blocker | highest | major | emergency | very high | top | kritisch | sehr hoch | très haute",
    2: "high | urgent | hoch | haute | alta",
    3: "moderate | medium | normal | standard | average | mittel | moyenne | media",
    4: "low | minor | niedrig | gering | basse | baja",
    5: "planning | lowest | very low | trivial | sehr niedrig | très basse",
}
# Jira's older scale, in which "major" stands in the middle.
_BLOCKER_SCALE = {"blocker": 1, "critical": 2, "major": 3, "minor": 4, "trivial": 5}


def _words(text: str) -> list[str]:
    return [folded(word) for line in text.strip().splitlines() for word in line.split(" | ")]


_STATE = {word: status for status, text in _STATES.items() for word in _words(text)}
_KIND = {word: kind for kind, text in _KINDS.items() for word in _words(text)}
_PRIORITY = {word: rank for rank, text in _PRIORITIES.items() for word in _words(text)}
_MEANINGS: dict[str, dict[str, str | int]] = {
    "change_type": {word: each.value for each, text in _CHANGE_TYPES.items() for word in _words(text)},
    "outcome": {word: each.value for each, text in _OUTCOMES.items() for word in _words(text)},
    "closure": dict.fromkeys(_words(_DUPLICATES), DUPLICATE),
    "satisfaction": {word: score for score, text in _SATISFACTION.items() for word in _words(text)},
}
# What a word for waiting names, in the order in which it is looked for: "awaiting user info" before "awaiting change".
_HOLD_REASONS: dict[HoldReason, re.Pattern[str]] = {
    HoldReason.VENDOR: re.compile(
        r"vendor|supplier|third.?party|3rd.?party|partner|provider|hersteller|lieferant|fournisseur"
    ),
    HoldReason.USER: re.compile(
        r"user|customer|caller|requeste?r|client|reporter|anwender|kunde|benutzer|utilisateur|usuario"
    ),
    HoldReason.CHANGE: re.compile(r"change|implementation|deployment|release|änderung|changement"),
    HoldReason.OTHER: re.compile(r"problem|evidence|approval|genehmigung|approbation|other"),
}
_LEVEL = re.compile(
    r"^(?:l|level|tier|line|support level|n)?\s*[-_.]?\s*([1-4])(?:st|nd|rd|th)?(?:\s*(?:level|line|tier))?$"
)
_NUMBERED = re.compile(r"^(?:p|prio(?:rity|rität)?|sev(?:erity)?)?\s*[-#:]?\s*(\d)\s*(?:[-–:.)]|\s)*\s*(.*)$")
_URGENCY = re.compile(r"^(?:p|sev)\s*[-#:]?\s*([1-5])$")


def states(words: Iterable[str]) -> dict[str, Status]:
    """What the words for states stand for, as far as they are known."""
    found = {word: _STATE.get(folded(word)) for word in words}
    for word, status in found.items():
        bare = re.sub(r"^\d+\s*[-–:.]\s*", "", folded(word))
        if status is None and bare in _STATE:
            found[word] = _STATE[bare]
        elif status is None and re.match(r"(awaiting|waiting for|waiting on|pending|on hold|wait -)\b", bare):
            found[word] = Status.WAITING
    return {word: status for word, status in found.items() if status is not None}


def kinds(words: Iterable[str]) -> dict[str, Kind]:
    """What the words for kinds of tickets stand for, as far as they are known."""
    return {word: _KIND[folded(word)] for word in words if folded(word) in _KIND}


def priorities(words: Iterable[str]) -> dict[str, int]:
    """What the words for priorities stand for, as far as they say which end is urgent.

    "1 - Critical" is taken by its number where all labels rise and fall with their numbers so; P1 and Sev 1 are the
    most urgent everywhere. A bare number says nothing: 1 is the most urgent in ServiceNow and the least in Zammad.
    """
    words = list(words)
    named: dict[str, int] = {}
    numbered: dict[str, int] = {}
    small = {_label(word)[1] for word in words}
    scale = _BLOCKER_SCALE if small & {"blocker", "trivial"} else _PRIORITY
    for word in words:
        number, label = _label(word)
        if urgency := _URGENCY.match(folded(word)):
            named[word] = int(urgency[1])
        elif label in scale:
            named[word] = scale[label]
            if number in PRIORITIES:
                numbered[word] = number
    ranks = sorted((numbered[word], named[word]) for word in numbered)
    falls = all(b[1] > a[1] for a, b in pairwise(ranks)) and len(numbered) == len(named) > 1
    return numbered if falls else named


def _label(word: str) -> tuple[int | None, str]:
    match = _NUMBERED.match(folded(word))
    return (int(match[1]), match[2]) if match else (None, folded(word))


def meanings(field: str, words: Iterable[str]) -> dict[str, str | int]:
    """What the words of a field of ``hoshin.connectors.fields.MEANINGS`` stand for, as far as they are known.

    A bare number says nothing of satisfaction: 1 is the best in iTop and the worst elsewhere.
    """
    if field == "hold_reason":
        return {word: reason.value for word in words if (reason := _hold_reason(folded(word)))}
    if field == "level":
        return {word: int(found[1]) for word in words if (found := _LEVEL.match(folded(word)))}
    known = _MEANINGS[field]
    return {word: known[folded(word)] for word in words if folded(word) in known}


def _hold_reason(word: str) -> HoldReason | None:
    return next((reason for reason, says in _HOLD_REASONS.items() if says.search(word)), None)


def scale(words: Iterable[str], *, least_first: bool) -> dict[str, int]:
    """The priorities that bare numbers stand for, once it is known which end is urgent. Numbers beyond 9 are none."""
    numbers = {word: int(word) for word in words if re.fullmatch(r"\d", word.strip())}
    top = max(numbers.values(), default=0)
    ranks = {word: top - number + 1 if least_first else number for word, number in numbers.items()}
    return {word: min(max(rank, 1), 5) for word, rank in ranks.items()}

"""Pages: the register of all that fired, and one obligation."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.obligations import access, queries, tables, wording
from hoshin.apps.obligations.actions import answers
from hoshin.apps.obligations.forms.answers import AnswerForm, NewLevelForm
from hoshin.apps.obligations.models import SILENT, Cause, Obligation, State
from hoshin.apps.obligations.reports import course
from hoshin.apps.portfolios import access as portfolios_access
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.reports import verdict
from hoshin.eventlog.refused import Refused
from hoshin.metrics.catalogue import Catalogue
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.signals.kind import Kind
from hoshin.warehouse.errors import NothingPublished

PAGE = 50
"""Rows on one page of the register."""
STATES = [("", "All that fired"), (State.OPEN, State.OPEN.label), ("overdue", "Overdue")] + [
    (state, state.label) for state in State if state is not State.OPEN
]


def row(found: Obligation, catalogue: Catalogue) -> dict[str, object]:
    """An obligation as a line of a list."""
    over = found.watch.ended and found.state == State.OPEN
    overdue = found.is_overdue(timezone.localdate()) and not over
    answers = list(found.answers.all())
    return {
        "obligation": found,
        "title": wording.title(found, catalogue),
        "scope": wording.scope(found),
        "amount": wording.shown_amount(found),
        "meaning": wording.meaning_word(found),
        "meaning_tone": wording.meaning_tone(found),
        "tone": Tone.BAD if overdue else Tone.NEUTRAL if over else wording.STATE_TONES[State(found.state)],
        "word": "overdue" if overdue else "watched no more" if over else State(found.state).label.lower(),
        "overdue": overdue,
        "answer": answers[-1] if answers else None,
    }


def register(request: SignedInRequest) -> HttpResponseBase:
    """All that fired, narrowed by state, metric and kind."""
    today, catalogue = timezone.localdate(), definitions.catalogue()
    asked = request.GET.get("metric", "")
    chosen = {
        "state": _known(request.GET.get("state", ""), [key for key, _ in STATES]),
        "metric": asked if catalogue.knows(asked) else "",
        "kind": _known(request.GET.get("kind", ""), [k.value for k in Kind]),
    }
    found = queries.register(**chosen, today=today)
    if file := file_of(request, tables.SIGNALS, tables.fired(found, catalogue)):
        return file
    counts = queries.counts(today)
    total = counts["all"]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "Signals",
        "subtitle": "All that fired, and who said what is behind it.",
        "rows": [row(each, catalogue) for each in page],
        "page": page,
        "files": (tables.SIGNALS,) if total else (),
        "chosen": chosen,
        "states": [(key, label, total if key == "" else counts.get(key, 0)) for key, label in STATES],
        "metrics": [(key, metric.title) for key, metric in catalogue.metrics.items()],
        "kinds": [(k.value, k.value.capitalize()) for k in Kind],
        "mutes": [(mute, wording.about(mute.watch, catalogue)) for mute in queries.mutes(today).values()],
        "check": queries.latest_check(),
        "total": total,
        "working_days": queries.working_days(),
    }
    return render(request, "obligations/register.html", context)


def _known(value: str, values: object) -> str:
    return value if value in values else ""  # type: ignore[operator]


def obligation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One obligation: the chart, what fired, what was answered, and the forms to answer."""
    return _obligation(request, access.obligation(request.user, pk))


def _obligation(
    request: SignedInRequest,
    found: Obligation,
    *,
    answer_form: AnswerForm | None = None,
    level_form: NewLevelForm | None = None,
) -> HttpResponse:
    try:
        with readers.remembering() as reader:
            drawn = course.gather(reader, found)
            changes = {
                a.pk: course.change_address(reader, found.watch, a.change) for a in found.answers.all() if a.change
            }
            did = _what_it_did(reader, found, request.user)
    except NothingPublished:
        drawn, changes, did = None, {}, {}
    catalogue = definitions.catalogue()
    context = row(found, catalogue) | {
        "title": wording.title(found, catalogue),
        "course_words": wording.course_words(found),
        "metric": catalogue.metric(found.watch.metric) if catalogue.knows(found.watch.metric) else None,
        "picture": course.picture(drawn) if drawn else None,
        "metric_address": course.metric_address(found),
        "tickets_address": course.tickets_address(found),
        "answers": [(each, changes.get(each.pk, ""), did.get(each.initiative_id)) for each in found.answers.all()],
        "answer_form": answer_form or AnswerForm(auto_id="id_answer_%s"),
        "level_form": level_form or NewLevelForm.for_obligation(found),
        "may_answer": request.user.at_least(Role.MEMBER) and found.due is not None,
        "may_reset": request.user.may_lead and found.kind == Kind.SIGNAL and found.state not in SILENT,
        "Cause": Cause,
    }
    return render(request, "obligations/obligation.html", context)


def _what_it_did(reader: Reader, found: Obligation, person: Person) -> dict[int | None, dict[str, object]]:
    """The verdicts on the initiatives that its answers link, by the initiative's number."""
    linked = {each.initiative_id for each in found.answers.all() if each.initiative_id}
    if not linked:
        return {}
    judged = portfolios.judged(reader, portfolios.initiatives(person).filter(pk__in=linked))
    return {
        each.initiative.pk: {
            "tone": verdict.tone(each),
            "label": verdict.label(each),
            "sentence": verdict.callout(each).text or verdict.callout(each).title,
        }
        for each in judged
    }


def linked(request: SignedInRequest, slug: str) -> HttpResponse:
    """The signals that an initiative answers, as a part of its page."""
    of = portfolios_access.initiative(request.user, slug)
    catalogue = definitions.catalogue()
    rows = [row(each, catalogue) for each in queries.answered_by(of)]
    return render(request, "obligations/linked.html", {"rows": rows})


def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what is behind a signal: an explanation or a cause."""
    found = access.obligation(request.user, pk, needs=Role.MEMBER)
    try:
        with readers.remembering() as reader:
            form = AnswerForm(
                request.POST,
                auto_id="id_answer_%s",
                logged=lambda change: bool(course.change_address(reader, found.watch, change)),
            )
            valid = form.is_valid()
    except NothingPublished:
        form = AnswerForm(request.POST, auto_id="id_answer_%s")
        valid = form.is_valid()
    if not valid:
        return _obligation(request, found, answer_form=form)
    return _answered(request, found, form.cleaned_data)


def reset(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a signal is the new level: the baseline is reset, with the reason."""
    found = access.obligation(request.user, pk, needs=Role.LEADER)
    form = NewLevelForm(request.POST, auto_id="id_level_%s")
    if not form.is_valid():
        return _obligation(request, found, level_form=form)
    return _answered(request, found, form.cleaned_data | {"cause": Cause.NEW_LEVEL})


def _answered(request: SignedInRequest, found: Obligation, given: dict[str, object]) -> HttpResponse:
    try:
        answers.answer(request.user, found, now=timezone.now(), **given)  # type: ignore[arg-type]
        elsewhere = given["cause"] == Cause.CHANGE and given["elsewhere"]
        said = f"The answer is kept as an explanation: the log holds no ticket {given.get('change')}."
        messages.success(request, said if elsewhere else "The answer is kept.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("obligations:obligation", pk=found.pk)

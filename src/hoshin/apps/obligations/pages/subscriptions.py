"""Pages: who is told by mail and by webhook, and every message with how it went."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.obligations import access, posting, queries, tables, telling
from hoshin.apps.obligations.actions import subscriptions as actions
from hoshin.apps.obligations.forms.subscriptions import MailForm, WebhookForm
from hoshin.apps.obligations.models import Channel, Delivery, Progress, Subscription
from hoshin.metrics.catalogue import Catalogue
from hoshin.reporting.blocks import Tone

PAGE = 30
"""Messages on one page of the log."""
TONES = {Progress.WAITING: Tone.WATCH, Progress.SENT: Tone.GOOD, Progress.FAILED: Tone.BAD}


def _about(found: Subscription, catalogue: Catalogue) -> str:
    known = catalogue.knows(found.metric)
    return catalogue.metric(found.metric).title if known else found.metric or "All metrics"


def _row(found: Subscription, catalogue: Catalogue) -> dict[str, object]:
    return {
        "subscription": found,
        "about": _about(found, catalogue),
        "scope": found.selection.words or "all that is watched",
    }


def _log(request: SignedInRequest, *, everybody: bool) -> dict[str, object]:
    page = Paginator(_messages(request, everybody=everybody), PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "deliveries": [_delivery(each) for each in page],
        "files": (tables.SUBSCRIPTIONS, tables.DELIVERIES) if page.object_list else (tables.SUBSCRIPTIONS,),
    }


def _delivery(found: Delivery) -> dict[str, object]:
    attempts = list(found.attempts.all())
    progress = Progress(found.progress)
    return {
        "delivery": found,
        "attempts": attempts,
        "tone": TONES[progress],
        "word": progress.label.lower(),
        "may_retry": progress is Progress.FAILED and not found.subscription.ended,
    }


def _own(request: SignedInRequest) -> QuerySet[Subscription]:
    return queries.subscriptions().filter(person=request.user, channel=Channel.MAIL)


def _messages(request: SignedInRequest, *, everybody: bool) -> QuerySet[Delivery]:
    found = queries.deliveries()
    return found if everybody else found.filter(subscription__person=request.user)


def _file(
    request: SignedInRequest, told: QuerySet[Subscription], deliveries: QuerySet[Delivery]
) -> HttpResponseBase | None:
    catalogue = definitions.catalogue()
    rows = (tables.Told(each, _about(each, catalogue)) for each in told)
    return file_of(request, tables.SUBSCRIPTIONS, rows) or file_of(request, tables.DELIVERIES, deliveries)


def subscriptions(request: SignedInRequest) -> HttpResponseBase:
    """A person's own subscriptions by mail."""
    return _file(request, _own(request), _messages(request, everybody=False)) or _subscriptions(request)


def _subscriptions(request: SignedInRequest, *, form: MailForm | None = None) -> HttpResponse:
    catalogue = definitions.catalogue()
    context = _log(request, everybody=False) | {
        "title": "Who is told",
        "subtitle": "Be told by mail when a signal opens, and when it is overdue.",
        "rows": [_row(each, catalogue) for each in _own(request)],
        "form": form or MailForm(auto_id="id_mail_%s"),
        "mail": settings.EMAIL_HOST,
    }
    return render(request, "obligations/subscriptions.html", context)


def subscribe(request: SignedInRequest) -> HttpResponse:
    """Subscribe by mail."""
    form = MailForm(request.POST, auto_id="id_mail_%s")
    if not form.is_valid():
        return _subscriptions(request, form=form)
    given = form.cleaned_data
    actions.subscribe(request.user, given["address"], metric=given["metric"], scope=form.chosen_scope)
    if settings.EMAIL_HOST:
        messages.success(request, f"{given['address']} is told from now on.")
    else:
        messages.warning(
            request, f"The subscription of {given['address']} is kept; nothing goes out until a mail server is named."
        )
    return redirect("obligations:subscriptions")


@at_least(Role.ADMINISTRATOR)
def webhooks(request: SignedInRequest) -> HttpResponseBase:
    """Every webhook, and every message that was sent."""
    told = queries.subscriptions().filter(channel=Channel.WEBHOOK)
    return _file(request, told, _messages(request, everybody=True)) or _webhooks(request)


def _webhooks(request: SignedInRequest, *, form: WebhookForm | None = None) -> HttpResponse:
    catalogue = definitions.catalogue()
    context = _log(request, everybody=True) | {
        "title": "Webhooks",
        "subtitle": "Other systems that are told what fires, and every message with how it went.",
        "rows": [_row(each, catalogue) for each in queries.subscriptions().filter(channel=Channel.WEBHOOK)],
        "form": form or WebhookForm(auto_id="id_webhook_%s"),
    }
    return render(request, "obligations/webhooks.html", context)


@at_least(Role.ADMINISTRATOR)
def add_webhook(request: SignedInRequest) -> HttpResponse:
    """Add a webhook."""
    form = WebhookForm(request.POST, auto_id="id_webhook_%s")
    if not form.is_valid():
        return _webhooks(request, form=form)
    given = form.cleaned_data
    actions.add_webhook(
        request.user,
        given["url"],
        secret=given["secret"],
        private=given["private"],
        metric=given["metric"],
        scope=form.chosen_scope,
    )
    messages.success(request, "The webhook is added. Send a trial message to see whether it is taken.")
    return redirect("obligations:webhooks")


def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell it no more."""
    found = access.subscription(request.user, pk)
    actions.end(request.user, found)
    messages.success(request, f"{found.address} is told no more.")
    return _back(found)


def trial(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a trial message."""
    found = access.subscription(request.user, pk)
    posting.send(found, telling.TRIAL, [], timezone.now())
    messages.success(request, "A trial message is on its way. The log below says how it went.")
    return _back(found)


def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try a message once more that was given up."""
    found = access.delivery(request.user, pk)
    posting.try_again(found, timezone.now())
    messages.success(request, "It is tried once more.")
    return _back(found.subscription)


def _back(found: Subscription) -> HttpResponse:
    return redirect("obligations:webhooks" if found.channel == Channel.WEBHOOK else "obligations:subscriptions")

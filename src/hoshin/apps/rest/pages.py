"""Pages: tokens, and how to use the API."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.narrowing import matching, page_of, words_of
from hoshin.apps.rest import access, actions, queries, tables
from hoshin.apps.rest.forms import TokenForm


def tokens(request: SignedInRequest) -> HttpResponseBase:
    """The tokens, and the form of a new one; a new one's secret is shown in the answer to the form, and never again."""
    if file := file_of(request, tables.TOKENS, queries.tokens(request.user, timezone.now())):
        return file
    form = TokenForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        made = actions.make_token(request.user, form.cleaned_data["name"], form.asked, now=now, lasts=form.time)
        form = TokenForm()
    words = words_of(request)
    rows = queries.tokens(request.user, timezone.now())
    page = page_of(request, matching(rows, words, lambda each: f"{each.token.name} {each.token.person.name}"))
    context = {
        "title": "Tokens",
        "page": page,
        "words": words,
        "subtitle": "With a token a program reads and writes what you may: no more, and only what you tick.",
        "form": form,
        "made": made,
        "rows": page.object_list,
        "files": (tables.TOKENS,) if rows else (),
        "address": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "rest/tokens.html", context, status=400 if form.errors else 200)


def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Revoke a token."""
    token = access.token(request.user, pk)
    actions.revoke_token(request.user, token, now=timezone.now())
    messages.success(request, f"{token.name} is refused from now on.")
    return redirect("rest:tokens")

"""Addresses of the register and of obligations."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.obligations.pages import register, subscriptions, watches

app_name = "obligations"
urlpatterns = [
    path("signals/", register.register, name="register"),
    path("signals/watched/", watches.watches, name="watches"),
    path("signals/watched/add/", require_POST(watches.add), name="add-watch"),
    path("signals/watched/deadline/", require_POST(watches.set_deadline), name="set-deadline"),
    path("signals/watched/<int:pk>/", watches.watch, name="watch"),
    path("signals/watched/<int:pk>/threshold/", require_POST(watches.set_threshold), name="set-threshold"),
    path("signals/watched/<int:pk>/mute/", require_POST(watches.mute), name="mute"),
    path("signals/watched/<int:pk>/unmute/", require_POST(watches.unmute), name="unmute"),
    path("signals/watched/<int:pk>/drop/", require_POST(watches.drop), name="drop-watch"),
    path("signals/told/", subscriptions.subscriptions, name="subscriptions"),
    path("signals/told/mail/", require_POST(subscriptions.subscribe), name="subscribe"),
    path("signals/told/webhooks/", subscriptions.webhooks, name="webhooks"),
    path("signals/told/webhooks/add/", require_POST(subscriptions.add_webhook), name="add-webhook"),
    path("signals/told/<int:pk>/end/", require_POST(subscriptions.end), name="end-subscription"),
    path("signals/told/<int:pk>/trial/", require_POST(subscriptions.trial), name="trial"),
    path("signals/told/messages/<int:pk>/", require_POST(subscriptions.retry), name="retry"),
    path("signals/linked/<slug:slug>/", require_GET(register.linked), name="linked"),
    path("signals/<int:pk>/", register.obligation, name="obligation"),
    path("signals/<int:pk>/answer/", require_POST(register.answer), name="answer"),
    path("signals/<int:pk>/baseline/", require_POST(register.reset), name="reset"),
]

"""Addresses of forums, reviews, decisions and commitments."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.reviews.pages import (
    commitments,
    decisions,
    forums,
    home,
    meetings,
    responsibilities,
    risks,
    standings,
)

app_name = "reviews"
urlpatterns = [
    path("reviews/", home.reviews, name="reviews"),
    path("reviews/forums/new/", forums.write_forum, name="new-forum"),
    path("reviews/forums/<int:pk>/", forums.forum, name="forum"),
    path("reviews/forums/<int:pk>/change/", forums.write_forum, name="change-forum"),
    path("reviews/forums/<int:pk>/end/", require_POST(forums.end), name="end-forum"),
    path("reviews/forums/<int:pk>/seats/", require_POST(forums.seat), name="seat"),
    path("reviews/forums/<int:pk>/seats/<int:member>/", require_POST(forums.unseat), name="unseat"),
    path("reviews/forums/<int:pk>/rights/", require_POST(forums.grant), name="grant"),
    path("reviews/forums/<int:pk>/rights/<int:right>/", require_POST(forums.withdraw_right), name="withdraw-right"),
    path("reviews/forums/<int:pk>/calendar/", require_POST(forums.follow), name="follow"),
    path("reviews/forums/<int:pk>/begin/", require_POST(meetings.begin), name="begin"),
    path("reviews/calendar/<str:secret>.ics", forums.calendar, name="feed"),
    path("reviews/<int:pk>/", meetings.review, name="review"),
    path("reviews/<int:pk>/refresh/", require_POST(meetings.refresh), name="refresh"),
    path("reviews/<int:pk>/present/", require_POST(meetings.attend), name="attend"),
    path("reviews/<int:pk>/items/", require_POST(meetings.add_item), name="add-item"),
    path("reviews/<int:pk>/decide/", require_POST(meetings.decide), name="decide"),
    path("reviews/<int:pk>/promise/", require_POST(meetings.promise), name="promise"),
    path("reviews/<int:pk>/move/", require_POST(meetings.move), name="move-review"),
    path("reviews/<int:pk>/call-off/", require_POST(meetings.call_off), name="call-off"),
    path("reviews/<int:pk>/close/", require_POST(meetings.close), name="close"),
    path("reviews/<int:pk>/minutes/", meetings.minutes, name="minutes"),
    path("reviews/<int:pk>/minutes/<str:form>/", meetings.minutes_file, name="minutes-file"),
    path("reviews/items/<int:pk>/move/", require_POST(meetings.move_item), name="move-item"),
    path("reviews/items/<int:pk>/talked/", require_POST(meetings.talk), name="talk"),
    path("reviews/items/<int:pk>/time/", require_POST(meetings.give_time), name="give-time"),
    path("reviews/items/<int:pk>/drop/", require_POST(meetings.drop_item), name="drop-item"),
    path("reviews/items/<int:pk>/notes/", require_POST(meetings.note), name="note"),
    path("reviews/decisions/", decisions.decisions, name="decisions"),
    path("reviews/decisions/<int:pk>/", decisions.decision, name="decision"),
    path("reviews/decisions/<int:pk>/change/", decisions.change, name="change-decision"),
    path("reviews/decisions/<int:pk>/outcome/", require_POST(decisions.settle), name="settle"),
    path("reviews/decisions/<int:pk>/take-back/", require_POST(decisions.take_back), name="take-back"),
    path("reviews/commitments/", commitments.commitments, name="commitments"),
    path("reviews/commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("reviews/commitments/<int:pk>/keep/", require_POST(commitments.keep), name="keep"),
    path("reviews/commitments/<int:pk>/move/", require_POST(commitments.move), name="move"),
    path("reviews/commitments/<int:pk>/withdraw/", require_POST(commitments.withdraw), name="withdraw"),
    path("reviews/standing/", standings.standings, name="standings"),
    path("reviews/standing/<str:kind>/<int:pk>/", standings.override, name="override"),
    path("reviews/beside/<str:kind>/<int:pk>/", require_GET(standings.beside), name="beside"),
    path("reviews/risks/", risks.risks, name="risks"),
    path("reviews/risks/new/", risks.write_risk, name="new-risk"),
    path("reviews/risks/<int:pk>/", risks.write_risk, name="risk"),
    path("reviews/risks/<int:pk>/close/", require_POST(risks.close_risk), name="close-risk"),
    path("reviews/responsibilities/", responsibilities.responsibilities, name="responsibilities"),
    path("reviews/responsibilities/<str:kind>/<str:key>/", responsibilities.assign, name="assign"),
    path("reviews/people/<int:pk>/", commitments.commitments, name="person"),
]

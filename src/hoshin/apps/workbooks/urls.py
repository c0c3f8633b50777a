"""Addresses of workbooks, below those of objectives."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.workbooks import pages

app_name = "workbooks"
urlpatterns = [
    path("objectives/workbook/", pages.bring_in, name="bring-in"),
    path("objectives/workbook/empty.xlsx", require_GET(pages.template), name="template"),
    path("objectives/workbook/direction.xlsx", require_GET(pages.as_it_stands), name="direction"),
    path("objectives/workbook/<int:pk>/", pages.workbook, name="workbook"),
    path("objectives/workbook/<int:pk>/state/", require_GET(pages.state), name="state"),
    path("objectives/workbook/<int:pk>/rejected.xlsx", require_GET(pages.rejected), name="rejected"),
    path("objectives/workbook/<int:pk>/discard/", require_POST(pages.discard), name="discard"),
]

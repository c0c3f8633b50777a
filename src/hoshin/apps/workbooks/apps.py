"""The workbooks app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    """Direction written and read as a workbook."""

    name = "hoshin.apps.workbooks"
    label = "workbooks"

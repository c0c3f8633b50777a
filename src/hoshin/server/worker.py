"""The worker process: picks up what a kill left behind, has done what is not known yet, then runs jobs until told."""

from __future__ import annotations

import os

import django
from django.core.management import call_command

NICE = 10
"""How far the worker steps back: whoever waits for a page comes before what is prepared for later."""


def main() -> None:
    """Run the worker."""
    os.nice(NICE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoshin.server.settings")
    django.setup()
    call_command("recover_imports")
    call_command("prepare_pages")
    call_command("judge_again")
    call_command("remind_people")
    call_command("remind_of_targets")
    call_command("db_worker", interval=0.5, verbosity=0)


if __name__ == "__main__":
    main()

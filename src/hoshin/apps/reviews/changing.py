"""Two people change one thing: the second is told what the first did, and nothing that was typed is lost."""

from __future__ import annotations

from django.http import QueryDict

from hoshin.eventlog.refused import Refused


class ChangedMeanwhile(Refused):
    """Somebody else has saved a change since the form was opened."""

    def __init__(self, thing: str, now: str, version: int) -> None:
        self.version = version
        super().__init__(
            f"{thing} was changed in the meantime and now says: {now}. What you typed still stands here: look at both "
            "and save once more."
        )


def as_of(data: QueryDict, version: int) -> QueryDict:
    """What was typed, as if the form had been opened at ``version``: whoever has read the other change may save."""
    found = data.copy()
    found["version"] = str(version)
    return found

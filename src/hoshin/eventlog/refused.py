"""The one root of everything Hoshin refuses on purpose."""

from __future__ import annotations


class Refused(Exception):
    """A request that cannot be met. The message names the place, what was expected and what to do about it.

    The command line prints it and exits with 1; a page shows it where the request was made. Anything else that is
    raised is a defect of Hoshin.
    """

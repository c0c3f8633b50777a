"""The demonstration: an organisation with tickets and all that its leaders would have written by now.

``loading`` takes the tickets in and tells the story; each other module tells one part of it.
"""

from hoshin.server.demonstration.loading import NotEmpty, is_empty, load

__all__ = ["NotEmpty", "is_empty", "load"]

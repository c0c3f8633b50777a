"""What a token has to be good for to read or write in reviews."""

from __future__ import annotations

from hoshin.apps.rest.bearer import Bearer
from hoshin.apps.rest.scopes import Area, Scope

READ, WRITE = Bearer(Scope(Area.REVIEWS)), Bearer(Scope(Area.REVIEWS, writing=True))

"""Work of several cores at once, whose results come in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

HANDS = min(4, os.cpu_count() or 1)
"""Threads that work at once. What each has in hand is held in memory."""

_END = object()


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, each made while the one before is used."""
    with ThreadPoolExecutor(1) as hand:
        coming: Future[Item | object] = hand.submit(next, items, _END)
        while (item := coming.result()) is not _END:
            coming = hand.submit(next, items, _END)
            yield item  # type: ignore[misc]


def spread(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """What ``work`` makes of each item, in the order of the items; few of them are in hand at once."""
    with ThreadPoolExecutor(HANDS) as hands:
        coming: deque[Future[Result]] = deque()
        for item in items:
            coming.append(hands.submit(work, item))
            if len(coming) > HANDS:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()

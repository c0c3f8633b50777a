"""Work of several threads comes in order, none of it is lost, and little of it is in hand at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from hoshin.pipeline.threads import HANDS, ahead, spread


def test_results_come_in_the_order_of_the_items_however_long_each_takes() -> None:
    second_is_done = threading.Event()

    def work(item: int) -> int:
        if HANDS > 1 and item == 0:
            assert second_is_done.wait(10)
        if item == 1:
            second_is_done.set()
        return item * item

    assert list(spread(work, range(20))) == [item * item for item in range(20)]


def test_items_are_taken_up_as_results_are_used() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(100):
            taken.append(item)
            yield item

    results = spread(str, items())
    assert next(results) == "0"
    assert len(taken) <= HANDS + 1
    assert len(list(results)) == len(taken) - 1 == 99


@pytest.mark.parametrize("through", [ahead, lambda items: spread(abs, items)], ids=["ahead", "spread"])
def test_what_goes_wrong_is_told(through: Callable[[Iterator[int]], Iterator[int]]) -> None:
    def items() -> Iterator[int]:
        yield from (1, 2, 3)
        raise ValueError("cut off")

    with pytest.raises(ValueError, match="cut off"):
        list(through(items()))
    assert list(through(iter((1, 2, 3)))) == [1, 2, 3]

"""One writer at a time, whatever becomes of the one before."""

from __future__ import annotations

import errno
import multiprocessing
import os
import threading
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from hoshin.warehouse.errors import Busy, Unwritable
from hoshin.warehouse.lock import writing


def hold(warehouse: Path, held: Event, end: Event) -> None:
    with writing(warehouse, "the import of 'big.csv'"):
        held.set()
        end.wait(30)


def test_the_second_is_told_who_holds_it_and_gets_it_when_that_process_is_killed(tmp_path: Path) -> None:
    start = multiprocessing.get_context("spawn")
    held, end = start.Event(), start.Event()
    holder = start.Process(target=hold, args=(tmp_path, held, end))
    holder.start()
    try:
        assert held.wait(30)
        with (
            pytest.raises(Busy, match=rf"process {holder.pid}, the import of 'big.csv'"),
            writing(tmp_path, "another", wait=False),
        ):
            pass
        told: list[str] = []

        def waiting(who: str) -> None:
            told.append(who)
            holder.kill()

        with writing(tmp_path, "the next", waiting=waiting):
            assert told == [f"process {holder.pid}, the import of 'big.csv'"]
    finally:
        holder.kill()
        holder.join()


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        with writing(tmp_path, f"turn {number}"):
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_it_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"), writing(tmp_path, "first"):
        raise ValueError("broken")
    with writing(tmp_path, "second", wait=False):
        pass


def test_what_the_operating_system_refuses_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "warehouse").write_text("a file where the folder should be")
    with (
        pytest.raises(Unwritable, match=r"'.*/warehouse' cannot be written to \(.+\)"),
        writing(tmp_path / "warehouse", "an import"),
    ):
        pass
    with pytest.raises(Unwritable, match="No space left"), writing(tmp_path, "an import"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

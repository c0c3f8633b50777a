"""What was worked out once is given again: the same, once for all who ask at the same time, and never a broken file."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from hoshin.metrics.query import Grain, Query
from hoshin.pipeline import answers
from hoshin.pipeline.answers import Answers
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome
from hoshin.pipeline.read import Reader


class Asked:
    """Counts how often it had to work."""

    def __init__(self, answer: bytes = b"42") -> None:
        self.times = 0
        self.answer = answer

    def __call__(self) -> bytes:
        self.times += 1
        return self.answer


def never() -> bytes:
    raise AssertionError("worked out again")


def test_an_answer_is_worked_out_once_for_all_processes(tmp_path: Path) -> None:
    assert Answers(tmp_path, "g").kept(("what", 1), Asked(b"yes\0no")) == b"yes\0no"
    assert Answers(tmp_path, "g").kept(("what", 1), never) == b"yes\0no"


def test_other_questions_and_generations_have_answers_of_their_own(tmp_path: Path) -> None:
    Answers(tmp_path, "g").kept("one", Asked(b"1"))
    assert Answers(tmp_path, "g").kept("two", Asked(b"2")) == b"2"
    assert Answers(tmp_path, "h").kept("one", Asked(b"3")) == b"3"


def test_another_version_of_the_code_answers_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Answers(tmp_path, "g").kept("one", Asked(b"1"))
    monkeypatch.setattr(answers, "code", lambda: "another")
    assert Answers(tmp_path, "g").kept("one", Asked(b"2")) == b"2"


def test_many_who_ask_at_once_wait_for_one(tmp_path: Path) -> None:
    slow = Asked()

    def work() -> bytes:
        sleep(0.2)
        return slow()

    with ThreadPoolExecutor(20) as readers:
        found = list(readers.map(lambda _: Answers(tmp_path, "g").kept("all", work), range(20)))
    assert found == [b"42"] * 20
    assert slow.times == 1


def test_what_fails_is_not_kept(tmp_path: Path) -> None:
    def fails() -> bytes:
        raise ValueError("not now")

    for _ in range(2):
        with pytest.raises(ValueError, match="not now"):
            Answers(tmp_path, "g").kept("one", fails)
    assert Answers(tmp_path, "g").kept("one", Asked()) == b"42"


@pytest.mark.parametrize("broken", [lambda held: b"", lambda held: held[:-1], lambda held: held[:4] + b"43"])
def test_a_broken_file_is_no_answer(tmp_path: Path, broken: Callable[[bytes], bytes]) -> None:
    Answers(tmp_path, "g").kept("one", Asked())
    (file,) = (each for each in (tmp_path / "g").iterdir() if not each.suffix)
    file.write_bytes(broken(file.read_bytes()))
    again = Asked()
    assert Answers(tmp_path, "g").kept("one", again) == b"42"
    assert again.times == 1


def test_a_home_that_takes_no_files_still_answers(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file where a folder should be")
    assert Answers(tmp_path / "answers", "g").kept("one", Asked()) == b"42"


def test_older_generations_and_the_oldest_answers_give_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for age, generation in enumerate(("first", "second", "third")):
        Answers(tmp_path, generation).kept("one", Asked())
        os.utime(tmp_path / generation, (age, age))
    Answers(tmp_path, "third").kept("two", Asked())
    assert {each.name for each in tmp_path.iterdir()} == {"second", "third"}

    monkeypatch.setattr(answers, "MOST", 250)
    for number in range(5):
        Answers(tmp_path, "third").kept(number, Asked(bytes(100)))
    held = [each for each in (tmp_path / "third").iterdir() if not each.suffix]
    assert 1 <= len(held) <= 2
    assert Answers(tmp_path, "third").kept(4, never) == bytes(100)


def test_a_remembering_reader_says_what_another_one_says(imported: tuple[Home, Outcome]) -> None:
    home, _ = imported
    query = Query(Grain.WEEK, "group")
    keys = ["ticket_volume", "time_to_resolve_median", "backlog"]
    with Reader.open(home) as fresh, Reader.remembering(home) as first, Reader.remembering(home) as second:
        wanted = fresh.read(keys, query)
        assert first.read(keys, query) == wanted
        assert second.read(keys, query) == wanted
        assert second._opened is None, "a question that was asked before starts no engine"
        assert second.values("group") == fresh.values("group")

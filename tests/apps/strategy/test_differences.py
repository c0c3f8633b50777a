"""Word differences: both wordings come out of the pieces, and no more is marked than changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.strategy.differences import Change, changed, differences

WORDINGS = st.text(st.sampled_from("ab é.,-'\n ☃"), max_size=60)


@given(before=WORDINGS, after=WORDINGS)
def test_both_wordings_come_out_to_the_letter(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(each.text for each in pieces if each.change is not Change.NEW) == before
    assert "".join(each.text for each in pieces if each.change is not Change.GONE) == after
    assert all(each.text for each in pieces)


@given(wording=WORDINGS)
def test_the_same_is_no_change(wording: str) -> None:
    assert all(each.change is Change.SAME for each in differences(wording, wording))
    assert not changed(wording, f" {wording} ")


@given(words=st.lists(st.from_regex(r"[a-z]{2,5}x", fullmatch=True), min_size=1, unique=True), place=st.integers(0, 30))
def test_one_new_word_is_all_that_is_marked(words: list[str], place: int) -> None:
    after = [*words[:place], "never", *words[place:]]
    pieces = differences(" ".join(words), " ".join(after))
    new = [each.text.split() for each in pieces if each.change is Change.NEW]
    if place:
        assert new == [["never"]]
        assert not [each for each in pieces if each.change is Change.GONE]
    assert changed(" ".join(words), " ".join(after))

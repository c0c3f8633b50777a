"""Notes that several people write at once: whatever order saves come in, no line that was typed is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.reviews.merging import merge

LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "", "x y"]), max_size=7)
TEXTS = LINES.map("\n".join)


@given(base=TEXTS, mine=TEXTS, theirs=TEXTS)
def test_no_new_line_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs).split("\n")
    for side in (mine, theirs):
        for line in set(side.split("\n")) - set(base.split("\n")):
            assert line in merged


@given(base=TEXTS, mine=TEXTS)
def test_whoever_writes_alone_gets_what_they_typed(base: str, mine: str) -> None:
    assert merge(base, mine, base) == mine
    assert merge(base, base, mine) == mine
    assert merge(base, mine, mine) == mine


@given(base=TEXTS, mine=LINES, theirs=LINES)
def test_lines_at_both_ends_go_together(base: str, mine: list[str], theirs: list[str]) -> None:
    above = "\n".join([*theirs, "kept", base])
    below = "\n".join([f"kept\n{base}", *mine])
    assert merge(f"kept\n{base}", below, above) == "\n".join([*theirs, "kept", base, *mine])


@given(edits=st.lists(st.tuples(st.booleans(), st.text("pqrs", min_size=1, max_size=3)), max_size=12))
def test_two_who_write_on_lose_nothing(edits: list[tuple[bool, str]]) -> None:
    """Two windows on one server, each saving what it holds and taking the answer, in any order."""
    kept, windows = "", {True: ("", ""), False: ("", "")}
    typed = []
    for number, (who, words) in enumerate(edits):
        base, text = windows[who]
        line = f"{words}{number}"
        typed.append(line)
        text = f"{text}\n{line}" if text else line
        kept = merge(base, text, kept)
        windows[who] = (kept, kept)
    assert all(line in kept.split("\n") for line in typed)

"""Notes that several people write at once: what each of them typed is kept. Pure.

It is a merge of lines. ``base`` is the text that somebody began from, ``mine`` what they made of it, ``theirs`` what
the others have saved since. A line that only one side changed is taken from that side. Where both changed the same
lines, both stay, theirs first.
"""

from __future__ import annotations

from difflib import SequenceMatcher


def merge(base: str, mine: str, theirs: str) -> str:
    """Both sides' changes of ``base`` in one text.

    >>> merge("a\\nb", "a\\nb\\nc", "z\\na\\nb")
    'z\\na\\nb\\nc'
    >>> merge("a", "mine", "theirs")
    'theirs\\nmine'
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    origin, left, right = base.split("\n"), theirs.split("\n"), mine.split("\n")
    merged: list[str] = []
    at = at_left = at_right = 0
    for start, start_left, start_right, size in _kept(origin, left, right):
        merged += _between(origin[at:start], left[at_left:start_left], right[at_right:start_right])
        merged += origin[start : start + size]
        at, at_left, at_right = start + size, start_left + size, start_right + size
    return "\n".join(merged)


def _kept(origin: list[str], left: list[str], right: list[str]) -> list[tuple[int, int, int, int]]:
    """The runs of lines that neither side changed: where they begin in each text, and how long; an empty one last."""
    in_left, in_right = _places(origin, left), _places(origin, right)
    runs: list[tuple[int, int, int, int]] = []
    for line in range(len(origin)):
        if line not in in_left or line not in in_right:
            continue
        if runs:
            start, start_left, start_right, size = runs[-1]
            follows = (start + size, start_left + size, start_right + size)
            if follows == (line, in_left[line], in_right[line]):
                runs[-1] = (start, start_left, start_right, size + 1)
                continue
        runs.append((line, in_left[line], in_right[line], 1))
    return [*runs, (len(origin), len(left), len(right), 0)]


def _places(origin: list[str], changed: list[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, origin, changed, autojunk=False).get_matching_blocks()
    return {block.a + i: block.b + i for block in blocks for i in range(block.size)}


def _between(origin: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    if theirs == origin or mine == theirs:
        return mine
    if mine == origin:
        return theirs
    # Where one side only wrote on, its lines hold those of the other already.
    if _holds(mine, theirs):
        return mine
    if _holds(theirs, mine):
        return theirs
    return theirs + [line for line in mine if line not in theirs]


def _holds(whole: list[str], part: list[str]) -> bool:
    lines = iter(whole)
    return all(line in lines for line in part)

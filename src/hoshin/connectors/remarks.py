"""What is worth knowing about a file and a mapping, in words, without asking anything."""

from __future__ import annotations

from collections.abc import Mapping as Words

from hoshin.connectors.evidence import Evidence
from hoshin.connectors.fields import MEANINGS
from hoshin.connectors.mapping import DayOrder, Mapping, folded
from hoshin.connectors.opening import Opened, fitted

SHOWN = 8
"""Columns that a note lists at most."""


def encoded(mapping: Mapping, file: Opened) -> tuple[str, ...]:
    """Where the encoding was not said and is not plain."""
    if file.layout is None or mapping.encoding is not None or file.layout.encoding != "cp1252":
        return ()
    return ("The text is not UTF-8, so it is read as Western European (cp1252): look whether accents are right.",)


def against(mapping: Mapping, evidence: Evidence) -> tuple[str, ...]:
    """A warning where the mapping says one day order and the file's own dates the other."""
    order = evidence.dates.order
    if mapping.day_order is None or order is None or order is mapping.day_order:
        return ()
    column, text = (evidence.dates.day if order is DayOrder.DAY_FIRST else evidence.dates.month) or ("", "")
    said = mapping.day_order.value.replace("-", " ")
    return (f"The mapping says {said}, but '{text}' in '{column}' cannot be read so: is it {order.value} after all?",)


def lacking(mapping: Mapping, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Which mapped columns the file lacks, and what follows from it."""
    absent = [f"{ours} ('{theirs}')" for ours, theirs in mapping.columns.items() if theirs not in columns]
    more = f" and {len(absent) - SHOWN} more" if len(absent) > SHOWN else ""
    notes = [f"Not in this file, so left out: {', '.join(absent[:SHOWN])}{more}."] if absent else []
    if fitted(mapping, columns).shape is not mapping.shape:
        notes.append("Each row is taken for a ticket: the file does not say when updates were made.")
    return tuple(notes)


def unknown(mapping: Mapping, counts: Words[str, Words[str, int]]) -> tuple[str, ...]:
    """A note for each field of which the file holds words that the mapping does not know."""
    notes = []
    for name, known, means in (
        ("state", mapping.states, "no status"),
        ("priority", mapping.priorities, "no priority"),
        ("kind", mapping.kinds, f"the kind {mapping.kind}"),
        *((name, mapping.meanings.get(name, {}), f"no {name.replace('_', ' ')}") for name in MEANINGS),
    ):
        known_words = {folded(word) for word in known}
        ordered = sorted(counts.get(name, {}).items(), key=lambda pair: -pair[1])
        strange = [(word, count) for word, count in ordered if folded(word) not in known_words]
        if strange:
            some = ", ".join(f"'{word}' ({count:,})" for word, count in strange[:10])
            more = f" and {len(strange) - 10} more" if len(strange) > 10 else ""
            notes.append(f"These words of '{mapping.columns[name]}' have {means}: {some}{more}.")
    return tuple(notes)

"""What initiatives are worth, in words."""

from __future__ import annotations

from collections.abc import Iterable

from hoshin.apps.portfolios.queries import Judged
from hoshin.impact.benefit import Benefit, Booked
from hoshin.impact.standing import Place
from hoshin.reporting.blocks import Figure, Tone
from hoshin.reporting.wording import MINUS


def words(found: Booked | None, unit: str, currency: str) -> str:
    """Hours or tickets, and money where there is a rate; a dash for nothing."""
    if found is None:
        return "–"
    counted = f"{_number(found.quantity)} {'h' if unit == 'h' else 'tickets'}"
    return f"{_number(found.money)} {currency} ({counted})" if found.money is not None else counted


def _number(amount: float) -> str:
    return f"{MINUS if amount < 0 else ''}{abs(amount):,.0f}"


def claimed(worth: Benefit | None) -> str:
    """What it would be worth had the claim come true."""
    return words(worth.claimed, worth.unit, worth.currency) if worth else "–"


def booked(worth: Benefit | None) -> str:
    """What is booked: at least so much."""
    return words(worth.booked, worth.unit, worth.currency) if worth else "–"


def figure(judged: Judged) -> Figure:
    """What it is worth, as one key number."""
    worth = judged.worth
    if judged.lapsed and judged.lapsed.booked:
        return Figure("Worth", "lapsed", f"{booked(judged.lapsed)} while it stood", Tone.WATCH)
    if worth is None:
        return Figure("Worth", "–", "Hours or tickets saved do not follow from this metric.", Tone.UNKNOWN)
    ends = f"{claimed(worth)} claimed" if worth.claimed else ""
    if worth.booked is None:
        return Figure("Worth", "nothing booked", f"Only what is proven counts. {ends}".strip(), Tone.UNKNOWN)
    lost = worth.booked.quantity < 0
    amount, counted = _apart(worth.booked, worth.unit, worth.currency)
    note = "; ".join(filter(None, (f"at least, so far{counted}", ends)))
    return Figure("Lost", amount, note, Tone.BAD) if lost else Figure("Worth", amount, note, Tone.GOOD)


def _apart(found: Booked, unit: str, currency: str) -> tuple[str, str]:
    """The size by itself, in money where there is a rate, and the hours or tickets that it stands for."""
    counted = f"{_number(abs(found.quantity))} {'h' if unit == 'h' else 'tickets'}"
    if found.money is None:
        return counted, ""
    return f"{_number(abs(found.money))} {currency}", f" ({counted})"


def totals(found: Iterable[Judged]) -> tuple[Figure, ...]:
    """Claimed, proven, lost and lapsed, each by itself: hours and tickets are never added to each other."""
    listed = list(found)
    worth = [each.worth for each in listed if each.worth]
    proven = [each for each in worth if each.booked and each.booked.quantity > 0]
    lost = [each for each in worth if each.booked and each.booked.quantity < 0]
    lapsed = [each.lapsed for each in listed if each.lapsed]
    harmful = sum(each.standing is not None and each.standing.place is Place.HARMFUL for each in listed)
    figures = [
        Figure("Claimed", _sum((each, each.claimed) for each in worth), "had every claim come true so far"),
        Figure("Proven", _sum((each, each.booked) for each in proven), "at least, so far"),
    ]
    if lost or harmful:
        figures.append(
            Figure("Lost", _sum((each, each.booked) for each in lost), "by what does harm; at least, so far")
        )
    if lapsed:
        figures.append(
            Figure("Lapsed", _sum((each, each.booked) for each in lapsed), "proven once, and stands no more")
        )
    return tuple(figures)


def _sum(found: Iterable[tuple[Benefit, Booked | None]]) -> str:
    """Money where every part has a rate, else hours and tickets."""
    parts = [(each, part) for each, part in found if part]
    if not parts:
        return "nothing"
    amounts = [part.money for _, part in parts]
    if None not in amounts:
        return f"{_number(abs(sum(each for each in amounts if each is not None)))} {parts[0][0].currency}"
    sums = []
    for unit, word in (("h", "h"), ("tickets", "tickets")):
        total = sum(part.quantity for each, part in parts if each.unit == unit)
        if total:
            sums.append(f"{_number(abs(total))} {word}")
    return ", ".join(sums) or "nothing"

"""The calendar's shape, read from the exported file."""

from __future__ import annotations

import numpy as np
import pytest

from hoshin.simulation.organisation import Demonstration
from tests.unit.simulation.reading import Exported


def test_as_many_tickets_and_updates_as_wanted(story: Demonstration, desk: Exported) -> None:
    """Poisson: four standard deviations around what was planned."""
    assert abs(len(desk.opened) - story.plan.tickets) < 4 * story.plan.tickets**0.5
    assert 250_000 < desk.rows < 300_000


def test_two_whole_years_and_nothing_later(story: Demonstration, desk: Exported) -> None:
    days = desk.opened.astype("datetime64[D]")
    assert days.min() == np.datetime64(story.plan.first)
    assert days.max() == np.datetime64(story.plan.last)
    assert desk.updated.astype("datetime64[D]").max() == np.datetime64(story.plan.last)
    assert story.plan.days == 730


def test_weekdays_weigh_as_planned(story: Demonstration, desk: Exported) -> None:
    # 1970-01-01 was a Thursday.
    weekday = (desk.opened.astype("datetime64[D]").astype(int) + 3) % 7
    share = np.bincount(weekday, minlength=7) / len(weekday)
    wanted = np.array(story.plan.weekdays) / sum(story.plan.weekdays)
    assert share == pytest.approx(wanted, abs=0.01)
    assert share[0] > 3 * share[6]


def test_peak_season_comes_back_each_year(desk: Exported) -> None:
    month = desk.opened.astype("datetime64[M]")
    for year in (2024, 2025):
        peak = (month == np.datetime64(f"{year}-11")).sum()
        quiet = (month == np.datetime64(f"{year + 1}-02")).sum()
        assert peak > 1.2 * quiet


def test_peak_season_is_slow_each_year(desk: Exported) -> None:
    month = desk.resolved.astype("datetime64[M]")
    for peak, quiet in (("2024-12", "2025-02"), ("2025-12", "2026-02")):
        slow, fast = (np.median(desk.hours[month == np.datetime64(each)]) for each in (peak, quiet))
        assert slow > 1.2 * fast


def test_the_desk_slows_down_until_the_ticket_form(desk: Exported) -> None:
    """The same months a year apart: slow incident response is what the organisation suffers from."""
    month = desk.resolved.astype("datetime64[M]")
    before, after = (np.median(desk.hours[month == np.datetime64(each)]) for each in ("2024-12", "2025-12"))
    assert after > 1.1 * before


def test_the_roll_out_leaves_its_mark(desk: Exported) -> None:
    """More comes in for the warehouse teams while the new system is rolled out, and more stands open."""
    warehouse = desk.within(("Warehouse Europe", "Warehouse Americas", "Warehouse Asia"))

    def standing(day: str) -> int:
        moment = np.datetime64(day, "s")
        left = np.where(np.isnat(desk.resolved), desk.closed, desk.resolved)
        return int((warehouse & (desk.opened <= moment) & ~(left <= moment)).sum())

    assert np.mean([standing(f"2025-07-{d:02}") for d in range(1, 29)]) > 1.4 * np.mean(
        [standing(f"2025-05-{d:02}") for d in range(1, 29)]
    )


def test_most_is_done_in_office_hours(desk: Exported) -> None:
    """Hamburg's team: 7 to 19 o'clock there is 6 to 18 UTC; half of the hours see most of the resolutions."""
    mine = desk.within(("Warehouse Europe",)) & ~np.isnat(desk.resolved)
    hour = desk.resolved[mine].astype("datetime64[h]").astype(int) % 24
    assert ((hour >= 6) & (hour < 18)).mean() > 0.6

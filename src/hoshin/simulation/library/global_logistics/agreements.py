"""What the desk has agreed with the depots and road freight, as a file of agreements."""

from __future__ import annotations

BOOK = """
[[calendars]]
name = "Around the clock"
zone = "UTC"
monday = "00:00-24:00"
tuesday = "00:00-24:00"
wednesday = "00:00-24:00"
thursday = "00:00-24:00"
friday = "00:00-24:00"
saturday = "00:00-24:00"
sunday = "00:00-24:00"

[[calendars]]
name = "Depot shifts"
zone = "Europe/Berlin"
monday = "06:00-22:00"
tuesday = "06:00-22:00"
wednesday = "06:00-22:00"
thursday = "06:00-22:00"
friday = "06:00-22:00"
saturday = "06:00-22:00"
special = [
    "2024-12-24 Christmas Eve 06:00-14:00",
    "2024-12-25 Christmas Day",
    "2024-12-26 Second day of Christmas",
    "2024-12-31 New Year's Eve 06:00-14:00",
    "2025-01-01 New Year",
    "2025-04-18 Good Friday",
    "2025-04-21 Easter Monday",
    "2025-05-01 Labour Day",
    "2025-05-29 Ascension Day",
    "2025-06-09 Whit Monday",
    "2025-10-03 Day of German Unity",
    "2025-10-31 Reformation Day",
    "2025-12-24 Christmas Eve 06:00-14:00",
    "2025-12-25 Christmas Day",
    "2025-12-26 Second day of Christmas",
    "2025-12-31 New Year's Eve 06:00-14:00",
    "2026-01-01 New Year",
    "2026-04-03 Good Friday",
    "2026-04-06 Easter Monday",
    "2026-05-01 Labour Day",
    "2026-05-14 Ascension Day",
    "2026-05-25 Whit Monday",
    "2026-10-03 Day of German Unity",
    "2026-10-31 Reformation Day",
    "2026-12-24 Christmas Eve 06:00-14:00",
    "2026-12-25 Christmas Day",
    "2026-12-26 Second day of Christmas",
    "2026-12-31 New Year's Eve 06:00-14:00",
    "2027-01-01 New Year",
    "2027-03-26 Good Friday",
    "2027-03-29 Easter Monday",
]

[[agreements]]
name = "Freight stands still"
clock = "resolution"
target = "8 h"
calendar = "Around the clock"
pauses = ["waiting"]
where = { priority = ["1"] }

[[agreements]]
name = "Freight is slowed down"
clock = "resolution"
target = "16 h"
calendar = "Around the clock"
pauses = ["waiting"]
where = { priority = ["2"] }

[[agreements]]
name = "Single workplaces"
clock = "resolution"
target = "24 h"
calendar = "Depot shifts"
pauses = ["waiting"]
where = { priority = ["3"] }

[[agreements]]
name = "When there is time"
clock = "resolution"
target = "48 h"
calendar = "Depot shifts"
pauses = ["waiting"]
where = { priority = ["4"] }

[[agreements]]
name = "First word, freight"
clock = "response"
target = "1 h"
calendar = "Around the clock"
pauses = []
where = { priority = ["1", "2"] }

[[agreements]]
name = "First word, all others"
clock = "response"
target = "8 h"
calendar = "Depot shifts"
pauses = []
"""

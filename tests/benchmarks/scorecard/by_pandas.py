"""The scorecard with pandas, as an analyst would write it: grouped frames, no loop over tickets.

It works out what the others do: beside the amounts the deviations and quantiles from which their intervals follow.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.benchmarks.scorecard.asked import BREAKDOWNS, Cell, Question
from tests.benchmarks.scorecard.by_sql import FRACTIONS

COLUMNS = (
    "desk",
    "kind",
    "opened_at",
    "resolved_at",
    "opened_on",
    "resolved_on",
    "left_on",
    "status",
    "priority",
    "group",
    "service",
    "category",
    "problem",
    "sla_met",
    "reassignments",
    "returned",
    "reopens",
    "waiting_hours",
    "active_hours",
    "channel",
    "responded_at",
    "repeated",
    "duplicate",
    "downgraded",
    "due_at",
    "first_resolved_on",
    "sla_judged_on",
    "waiting_user_hours",
    "waiting_vendor_hours",
    "waiting_change_hours",
)
CATCH_ALL = (
    "other",
    "others",
    "general",
    "misc",
    "miscellaneous",
    "unknown",
    "undefined",
    "uncategorized",
    "uncategorised",
    "n/a",
    "none",
    "sonstiges",
    "allgemein",
    "autre",
    "divers",
    "otro",
)
CONTACT = ("phone", "call", "telephone", "chat", "live chat", "walk-in", "walk in", "in person", "virtual agent")


def answer(question: Question) -> dict[str | None, dict[str, tuple[pd.Series, pd.Series]]]:
    """Amounts and cases of each metric, as series by week and value, for each breakdown."""
    tickets = pd.read_parquet([str(file) for file in question.tickets], columns=list(COLUMNS))
    first, last = pd.Timestamp(question.first), pd.Timestamp(question.last)
    for day in ("opened_on", "resolved_on", "left_on", "first_resolved_on", "sla_judged_on"):
        tickets[day] = pd.to_datetime(tickets[day])
    for word in ("group", "service", "category"):
        tickets[word] = tickets[word].astype("category")
    opened = tickets[tickets.opened_on.between(first, last)]
    once = tickets.duplicate.isna() | (tickets.duplicate == False)  # noqa: E712 pandas
    out = once & (tickets.status != "cancelled")
    resolved = tickets[tickets.resolved_on.between(first, last) & out]
    held = tickets[tickets.first_resolved_on.between(first, last) & out]
    held = held.assign(
        week=_week(held.first_resolved_on),
        reopened=(held.reopens > 0).where(held.reopens.notna()).astype("float64"),
    )
    judged = tickets[tickets.sla_judged_on.between(first, last) & out]
    in_time = (judged.resolved_at <= judged.due_at).where(judged.due_at.notna(), judged.sla_met)
    in_time = in_time.where(judged.resolved_at.notna(), False).where(judged.due_at.notna() | judged.sla_met.notna())
    judged = judged.assign(week=_week(judged.sla_judged_on), met=in_time.astype("float64"))
    took = (resolved.resolved_at - resolved.opened_at).astype("timedelta64[us]").astype("int64") / 3.6e9
    giving = tickets.desk[tickets.problem.notna()].unique()
    incident = (resolved.kind == "incident") & resolved.desk.isin(giving)
    in_order = resolved.resolved_at >= resolved.opened_at
    spoken = resolved.kind.isin(["incident", "request"]) & resolved.channel.str.lower().isin(CONTACT)
    spoken &= resolved.waiting_hours.notna() & resolved.reassignments.notna()
    began = resolved.responded_at.fillna(resolved.opened_at)
    soon = (resolved.reassignments == 0) & (resolved.waiting_hours == 0)
    soon &= resolved.resolved_at - began <= pd.Timedelta(hours=1)
    resolved = resolved.assign(
        worked=(took - resolved.waiting_hours).clip(lower=0).where(in_order),
        touched=resolved.active_hours.where(in_order),
        touched_of=took.where(in_order & resolved.active_hours.notna()),
        at_once=soon.where(spoken).astype("float64"),
        week=_week(resolved.resolved_on),
        took=took.where(resolved.resolved_at >= resolved.opened_at),
        at_first=(resolved.reassignments == 0).where(resolved.reassignments.notna()).astype("float64"),
        returned=resolved.returned.astype("float64"),
        linked=resolved.problem.notna().where(incident).astype("float64"),
        linked_again=resolved.problem.notna().where(incident & (resolved.repeated == True)).astype("float64"),  # noqa: E712
    )
    gone = tickets.left_on.where(~(tickets.left_on < tickets.opened_on), tickets.opened_on)
    age = (gone - tickets.opened_on).dt.days
    aged = gone.isna() | (age > 30)
    moves = [
        tickets.assign(week=_week(tickets.opened_on), came=1, went=0, aged=0, paced=0)[tickets.opened_on <= last],
        tickets.assign(week=_week(gone), came=0, went=1, aged=-aged.astype("int64"), paced=1)[gone <= last],
        tickets.assign(week=_week(tickets.opened_on + pd.Timedelta(days=30)), came=0, went=0, aged=1, paced=0)[
            aged & (tickets.opened_on + pd.Timedelta(days=30) <= last)
        ],
        tickets.assign(week=_week(gone + pd.Timedelta(days=28)), came=0, went=0, aged=0, paced=-1)[
            gone + pd.Timedelta(days=28) <= last
        ],
    ]
    columns = ["week", "came", "went", "aged", "paced", *(by for by in BREAKDOWNS if by)]
    moved = pd.concat([each[columns] for each in moves])
    weeks = pd.date_range(_week(pd.Series([first]))[0], last, freq="7D")
    other = opened.category.astype(str).str.lower().isin(CATCH_ALL)
    opened = opened.assign(
        week=_week(opened.opened_on),
        other=other.where(opened.category.notna() & once[opened.index]).astype("float64"),
        calmed=opened.downgraded.where((opened.kind == "incident") & once[opened.index]).astype("float64"),
        repeated=opened.repeated.where(once[opened.index]),
    )
    return {by: _one(by, opened, resolved, held, judged, moved, weeks) for by in BREAKDOWNS}


def _week(day: pd.Series) -> pd.Series:
    return day - pd.to_timedelta(day.dt.dayofweek, unit="D")


def _one(
    by: str | None,
    opened: pd.DataFrame,
    resolved: pd.DataFrame,
    held: pd.DataFrame,
    judged: pd.DataFrame,
    moved: pd.DataFrame,
    weeks: pd.DatetimeIndex,
) -> dict[str, tuple[pd.Series, pd.Series]]:
    keys = ["week", by] if by else ["week"]
    volume = opened.groupby(keys, observed=True, dropna=False).size()
    grouped = resolved.groupby(keys, observed=True, dropna=False)
    means = {
        "time_to_resolve_mean": "took",
        "waiting_time": "waiting_hours",
        "waiting_time_user": "waiting_user_hours",
        "waiting_time_vendor": "waiting_vendor_hours",
        "waiting_time_change": "waiting_change_hours",
        "first_assignment_resolution_share": "at_first",
        "reassignments_per_ticket": "reassignments",
        "ping_pong_share": "returned",
        "problem_linked_share": "linked",
        "problem_linked_repeat_share": "linked_again",
        "first_contact_resolution_share": "at_once",
    }
    mean = grouped[list(means.values())].mean()
    grouped[["took", "waiting_hours", "reassignments"]].std()
    count = grouped[list(means.values())].count()
    quantiles = grouped["took"].quantile(FRACTIONS).unstack()
    worked, worked_n = grouped["worked"].quantile(FRACTIONS).unstack(), grouped["worked"].count()
    touched, touched_n = grouped[["touched", "touched_of"]].sum(), grouped["touched"].count()
    incidents = opened[(opened.kind == "incident") & opened.repeated.notna()]
    repeated = incidents.assign(repeated=incidents.repeated.astype("float64"))
    repeated = repeated.groupby(keys, observed=True, dropna=False)["repeated"]
    sums = moved.groupby(keys, observed=True, dropna=False)[["came", "went", "aged", "paced"]].sum()
    grid = sums.unstack(fill_value=0) if by else sums
    grid = grid.reindex(weeks, fill_value=0)
    course = (grid.stack(future_stack=True) if by else grid).astype("int64")
    standing = (grid["came"] - grid["went"]).cumsum()
    aged, paced = grid["aged"].cumsum(), grid["paced"].cumsum()[4:]
    if by:
        standing, aged, paced = (each.stack(future_stack=True) for each in (standing, aged, paced))
    came, went = course["came"], course["went"]
    found = {key: (mean[column], count[column]) for key, column in means.items()}
    for key, rows, column in (
        ("reopen_share", held, "reopened"),
        ("resolution_sla_met_share", judged, "met"),
        ("category_other_share", opened, "other"),
        ("downgraded_share", opened, "calmed"),
    ):
        one = rows.groupby(keys, observed=True, dropna=False)[column]
        found[key] = (one.mean(), one.count())
    found |= {
        "ticket_volume": (volume, volume),
        "time_to_resolve_median": (quantiles[0.5], count["took"]),
        "time_to_resolve_p85": (quantiles[0.85], count["took"]),
        "backlog": (standing, standing),
        "backlog_change": (came - went, came + went),
        "time_to_resolve_without_waiting_median": (worked[0.5], worked_n),
        "time_to_resolve_without_waiting_p85": (worked[0.85], worked_n),
        "touch_time_share": (touched["touched"] / touched["touched_of"].replace(0, np.nan), touched_n),
        "repeat_incident_share": (repeated.mean(), repeated.count()),
        "backlog_days": (standing.reindex(paced.index) * 20 / paced.replace(0, np.nan), standing),
        "aged_backlog_share": (aged / standing.replace(0, np.nan), standing),
    }
    return found


def numbers(answered: dict[str | None, dict[str, tuple[pd.Series, pd.Series]]]) -> dict[Cell, tuple[float, int]]:
    """The same as the other contestants'."""
    found: dict[Cell, tuple[float, int]] = {}
    for by, metrics in answered.items():
        for key, (amounts, counts) in metrics.items():
            for index, amount in amounts.items():
                week, value = index if by else (index, None)
                if amount == amount:
                    found[key, by, None if value != value else value, week.date()] = float(amount), int(counts[index])
    return found

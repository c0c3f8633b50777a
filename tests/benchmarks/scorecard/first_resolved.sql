-- Tickets resolved in each week for the first time that did not hold, else for the last, and how many were reopened.
SELECT
    grouping("group", priority, service, category) AS broken_down,
    date_trunc('week', first_resolved_on) AS week, "group", priority, service, category,
    count(reopens) AS reopened_n, count_if(reopens > 0) AS reopened_met
FROM $tickets
WHERE first_resolved_on BETWEEN $first AND $last AND (status IS NULL OR status <> 'cancelled') AND duplicate IS NOT TRUE
GROUP BY GROUPING SETS ((week), (week, "group"), (week, priority), (week, service), (week, category))

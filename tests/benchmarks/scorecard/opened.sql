-- Tickets opened in each week, and how many incidents come again.
SELECT
    grouping("group", priority, service, category) AS broken_down,
    date_trunc('week', opened_on) AS week, "group", priority, service, category, count(*) AS tickets,
    count(repeated) FILTER (kind = 'incident') AS repeated_n,
    count(*) FILTER (kind = 'incident' AND repeated) AS repeated_met
FROM $tickets
WHERE opened_on BETWEEN $first AND $last
GROUP BY GROUPING SETS ((week), (week, "group"), (week, priority), (week, service), (week, category))

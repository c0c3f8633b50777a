-- Tickets whose agreed time to resolve was judged in each week: on the day of resolution, or of the due time if earlier.
SELECT
    grouping("group", priority, service, category) AS broken_down,
    date_trunc('week', sla_judged_on) AS week, "group", priority, service, category,
    count(*) FILTER (due_at IS NOT NULL OR sla_met IS NOT NULL) AS sla_n,
    count_if(resolved_at IS NOT NULL AND CASE WHEN due_at IS NULL THEN sla_met ELSE resolved_at <= due_at END) AS sla_met
FROM $tickets
WHERE sla_judged_on BETWEEN $first AND $last AND (status IS NULL OR status <> 'cancelled') AND duplicate IS NOT TRUE
GROUP BY GROUPING SETS ((week), (week, "group"), (week, priority), (week, service), (week, category))

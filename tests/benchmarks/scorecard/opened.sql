-- Tickets opened in each week, and how many incidents come again.
SELECT
    grouping("group", priority, service, category) AS broken_down,
    date_trunc('week', opened_on) AS week, "group", priority, service, category, count(*) AS tickets,
    count(repeated) FILTER (kind = 'incident' AND duplicate IS NOT TRUE) AS repeated_n,
    count(*) FILTER (kind = 'incident' AND repeated AND duplicate IS NOT TRUE) AS repeated_met,
    count(*) FILTER (kind = 'incident' AND downgraded IS NOT NULL AND duplicate IS NOT TRUE) AS downgraded_n,
    count(*) FILTER (kind = 'incident' AND downgraded AND duplicate IS NOT TRUE) AS downgraded_met,
    count(category) FILTER (duplicate IS NOT TRUE) AS category_n,
    count(*) FILTER (duplicate IS NOT TRUE AND lower(category) IN (
        'other', 'others', 'general', 'misc', 'miscellaneous', 'unknown', 'undefined', 'uncategorized', 'uncategorised',
        'n/a', 'none', 'sonstiges', 'allgemein', 'autre', 'divers', 'otro'
    )) AS category_other
FROM $tickets
WHERE opened_on BETWEEN $first AND $last
GROUP BY GROUPING SETS ((week), (week, "group"), (week, priority), (week, service), (week, category))

-- Tickets open at the end of each week, and those of them that have been so for more than 30 days: running sums of what
-- came and went; and how many left in the 28 days before. A ticket recorded as leaving before it was opened leaves on the day of its opening.
WITH lives AS (
    SELECT
        "group", priority, service, category, opened_on,
        CASE WHEN left_on < opened_on THEN opened_on ELSE left_on END AS gone_on
    FROM $tickets
), moves AS (
    SELECT opened_on AS day, "group", priority, service, category, 1 AS came, 0 AS went, 0 AS aged, 0 AS paced
    FROM lives
    UNION ALL
    SELECT
        gone_on, "group", priority, service, category, 0, 1,
        CASE WHEN gone_on - opened_on > 30 THEN -1 ELSE 0 END, 1
    FROM lives WHERE gone_on IS NOT NULL
    UNION ALL
    SELECT opened_on + 30, "group", priority, service, category, 0, 0, 1, 0
    FROM lives WHERE gone_on IS NULL OR gone_on - opened_on > 30
    UNION ALL
    SELECT gone_on + 28, "group", priority, service, category, 0, 0, 0, -1
    FROM lives WHERE gone_on IS NOT NULL
), sums AS (
    SELECT
        grouping("group", priority, service, category) AS broken_down,
        CASE WHEN day < $first THEN DATE '0001-01-01' ELSE date_trunc('week', day) END AS week,
        "group", priority, service, category, sum(came) AS came, sum(went) AS went, sum(aged) AS aged, sum(paced) AS paced
    FROM moves
    WHERE day <= $last
    GROUP BY GROUPING SETS ((week), (week, "group"), (week, priority), (week, service), (week, category))
), parts AS (
    SELECT DISTINCT broken_down, "group", priority, service, category FROM sums
), grid AS (
    SELECT parts.*, week
    FROM parts CROSS JOIN (
        SELECT DATE '0001-01-01' AS week
        UNION ALL
        SELECT unnest(generate_series(date_trunc('week', $first), $last, INTERVAL 7 DAY))::DATE
    )
)
SELECT
    grid.*, coalesce(came, 0) AS came, coalesce(went, 0) AS went,
    sum(coalesce(came, 0) - coalesce(went, 0)) OVER course AS stand, sum(coalesce(aged, 0)) OVER course AS aged_stand,
    sum(coalesce(paced, 0)) OVER course AS paced_stand
FROM grid LEFT JOIN sums
    ON grid.broken_down = sums.broken_down AND grid.week = sums.week
    AND grid."group" IS NOT DISTINCT FROM sums."group" AND grid.priority IS NOT DISTINCT FROM sums.priority
    AND grid.service IS NOT DISTINCT FROM sums.service AND grid.category IS NOT DISTINCT FROM sums.category
WINDOW course AS (
    PARTITION BY grid.broken_down, grid."group", grid.priority, grid.service, grid.category ORDER BY grid.week
)

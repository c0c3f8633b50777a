-- Tickets resolved in each week, whole and by group, priority, service and category: one pass over the file.
-- $tickets, $first, $last and $fractions are filled in; fractions are those whose quantiles enclose the median and the
-- 85th percentile with 95 % at any number of cases.
WITH resolved AS (
    SELECT
        date_trunc('week', resolved_on) AS week, "group", priority, service, category,
        CASE WHEN resolved_at >= opened_at THEN epoch_us(resolved_at) - epoch_us(opened_at) END AS took,
        CAST(round(waiting_hours * 3600000000) AS BIGINT) AS waited,
        CASE
            WHEN resolved_at >= opened_at THEN greatest(
                epoch_us(resolved_at) - epoch_us(opened_at) - CAST(round(waiting_hours * 3600000000) AS BIGINT),
                CASE WHEN waiting_hours IS NULL THEN NULL ELSE 0 END
            )
        END AS worked,
        CASE
            WHEN resolved_at >= opened_at THEN CAST(round(active_hours * 3600000000) AS BIGINT)
        END AS touched,
        CASE
            WHEN resolved_at >= opened_at AND active_hours IS NOT NULL THEN epoch_us(resolved_at) - epoch_us(opened_at)
        END AS touched_of,
        CASE
            WHEN kind IN ('incident', 'request') AND lower(channel) IN (
                'phone', 'call', 'telephone', 'chat', 'live chat', 'walk-in', 'walk in', 'in person', 'virtual agent'
            ) AND waiting_hours IS NOT NULL AND reassignments IS NOT NULL
            THEN reassignments = 0 AND waiting_hours = 0
                AND epoch_us(resolved_at) - epoch_us(coalesce(responded_at, opened_at)) <= 3600000000
        END AS at_once,
        waiting_user_hours,
        waiting_vendor_hours,
        waiting_change_hours,
        reassignments,
        returned,
        CASE
            WHEN kind = 'incident' AND desk IN (SELECT DISTINCT desk FROM $tickets WHERE problem IS NOT NULL)
            THEN problem IS NOT NULL
        END AS linked,
        kind = 'incident' AND repeated AS again
    FROM $tickets
    WHERE resolved_on BETWEEN $first AND $last AND (status IS NULL OR status <> 'cancelled')
        AND duplicate IS NOT TRUE
)
SELECT
    grouping("group", priority, service, category) AS broken_down, week, "group", priority, service, category,
    count(*) AS tickets,
    count(took) AS took_n, sum(took) AS took_sum, quantile_cont(took, $fractions) AS took_quantiles,
    sum(CAST(round(took / 1000000) AS BIGINT) * CAST(round(took / 1000000) AS BIGINT)) AS took_squares,
    count(worked) FILTER (waited IS NOT NULL) AS worked_n,
    quantile_cont(worked, $fractions) FILTER (waited IS NOT NULL) AS worked_quantiles,
    count(touched) AS touched_n, sum(touched) AS touched_sum, sum(touched_of) AS touched_of_sum,
    count(at_once) AS at_once_n, count_if(at_once) AS at_once_met,
    count(waited) AS waited_n, sum(waited) AS waited_sum,
    sum(CAST(round(waited / 1000000) AS BIGINT) * CAST(round(waited / 1000000) AS BIGINT)) AS waited_squares,
    count(waiting_user_hours) AS user_n, sum(CAST(round(waiting_user_hours * 3600000000) AS BIGINT)) AS user_sum,
    count(waiting_vendor_hours) AS vendor_n, sum(CAST(round(waiting_vendor_hours * 3600000000) AS BIGINT)) AS vendor_sum,
    count(waiting_change_hours) AS change_n, sum(CAST(round(waiting_change_hours * 3600000000) AS BIGINT)) AS change_sum,
    count(reassignments) AS reassigned_n, count_if(reassignments = 0) AS first_met,
    sum(reassignments) AS reassigned_sum, sum(reassignments * reassignments) AS reassigned_squares,
    count(returned) AS returned_n, count_if(returned) AS returned_met,
    count(linked) AS linked_n, count_if(linked) AS linked_met,
    count(linked) FILTER (again) AS linked_again_n, count_if(linked AND again) AS linked_again_met
FROM resolved
GROUP BY GROUPING SETS ((week), (week, "group"), (week, priority), (week, service), (week, category))

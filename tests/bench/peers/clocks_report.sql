-- Behind clocks.sql: leadsla --report, from the name of the clock to the ages.
COPY (
    WITH readings AS (
        SELECT 'accept' AS sla, accept_status AS status, accept_s AS s,
            accept_end IS NOT NULL AS answered, now::DATE - accept_start::DATE AS age
        FROM clocks WHERE accept_start IS NOT NULL
        UNION ALL
        SELECT 'contact', contact_status, contact_s, contact_end IS NOT NULL, now::DATE - contact_start::DATE
        FROM clocks WHERE contact_start IS NOT NULL
    ), counts AS (
        SELECT sla, count(*) AS handed_over,
            count(*) FILTER (status = 'met') AS met,
            count(*) FILTER (status = 'late') AS late,
            count(*) FILTER (status = 'waiting') AS waiting,
            count(*) FILTER (status = 'warning') AS warning,
            count(*) FILTER (status = 'overdue') AS overdue,
            0 AS paused,
            count(*) FILTER (status = 'withdrawn') AS withdrawn,
            count(*) FILTER (status = 'reversed') AS reversed,
            quantile_cont(s, [0.5, 0.9]) FILTER (answered) AS quantiles,
            count(*) FILTER (open) AS backlog,
            max(s) FILTER (open) AS oldest,
            count(*) FILTER (open AND age BETWEEN 0 AND 1) AS age_0_1,
            count(*) FILTER (open AND age BETWEEN 2 AND 3) AS age_2_3,
            count(*) FILTER (open AND age BETWEEN 4 AND 7) AS age_4_7,
            count(*) FILTER (open AND age BETWEEN 8 AND 14) AS age_8_14,
            count(*) FILTER (open AND age >= 15) AS age_15
        FROM (SELECT *, status IN ('waiting', 'warning', 'overdue') AS open FROM readings) GROUP BY sla
    )
    SELECT sla, handed_over, met, late, waiting, warning, overdue, paused, withdrawn, reversed,
        round(met / (met + late + overdue), 6)::DECIMAL(9, 6) AS compliance,
        round(quantiles[1] / 3600, 2)::DECIMAL(18, 2) AS median_hours,
        round(quantiles[2] / 3600, 2)::DECIMAL(18, 2) AS p90_hours,
        backlog, round(backlog / handed_over, 6)::DECIMAL(9, 6) AS backlog_rate,
        round(oldest / 3600, 2)::DECIMAL(18, 2) AS oldest_hours,
        age_0_1, age_2_3, age_4_7, age_8_14, age_15
    FROM counts ORDER BY sla
) TO '/dev/stdout' (FORMAT csv, HEADER);

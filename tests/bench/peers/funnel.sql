-- @IN@ is put in by bench.sh. leadfunnel with funnel.agreement, by two columns and for all leads.
COPY (
    WITH cells AS (
        SELECT lead_source, country, try_cast(amount AS DECIMAL(18, 2)) AS amount,
            try_cast(created_at AS TIMESTAMP) AS created, try_cast(mql_at AS TIMESTAMP) AS mql,
            try_cast(accepted_at AS TIMESTAMP) AS accepted, try_cast(first_contact_at AS TIMESTAMP) AS contacted,
            try_cast(recycled_at AS TIMESTAMP) AS recycled, try_cast(lost_at AS TIMESTAMP) AS lost
        FROM read_csv('@IN@', header = true, delim = ',', quote = '"', escape = '"', all_varchar = true)
    ), depths AS ( -- a lead has reached all stages up to the last that it shows
        SELECT *, greatest(created, mql, accepted, contacted) AS latest,
            CASE WHEN contacted IS NOT NULL THEN 4 WHEN accepted IS NOT NULL THEN 3
                WHEN mql IS NOT NULL THEN 2 WHEN created IS NOT NULL THEN 1 ELSE 0 END AS depth
        FROM cells
    ), exits AS ( -- an exit that a later stage follows is over, as is one with the last stage
        SELECT *,
            CASE WHEN recycled >= latest AND (contacted IS NULL OR recycled > contacted) THEN recycled END AS given_back,
            CASE WHEN lost >= latest AND (contacted IS NULL OR lost > contacted) THEN lost END AS given_up
        FROM depths WHERE depth > 0 OR recycled IS NOT NULL OR lost IS NOT NULL
    ), leads AS (
        SELECT lead_source, country, amount, depth,
            CASE WHEN given_back <= given_up OR given_up IS NULL AND given_back IS NOT NULL THEN 'recycled'
                WHEN given_up IS NOT NULL THEN 'lost' END AS gone,
            epoch_us(mql) - epoch_us(created) AS to_mql,
            epoch_us(accepted) - epoch_us(mql) AS to_sal,
            epoch_us(contacted) - epoch_us(accepted) AS to_contact,
            epoch_us(least(given_back, given_up))
                - epoch_us(coalesce(contacted, accepted, mql, created)) AS to_exit
        FROM exits
    ), counts AS (
        SELECT lead_source, country, grouping(lead_source) = 1 AS total,
            [count(*), count(*) FILTER (depth >= 2), count(*) FILTER (depth >= 3), count(*) FILTER (depth = 4)]
                AS reached,
            [count(*) FILTER (gone = 'recycled' AND depth = 1), count(*) FILTER (gone = 'recycled' AND depth = 2),
                count(*) FILTER (gone = 'recycled' AND depth = 3), count(*) FILTER (gone = 'recycled' AND depth = 4)]
                AS recycled,
            [count(*) FILTER (gone = 'lost' AND depth = 1), count(*) FILTER (gone = 'lost' AND depth = 2),
                count(*) FILTER (gone = 'lost' AND depth = 3), count(*) FILTER (gone = 'lost' AND depth = 4)]
                AS lost,
            [NULL, quantile_cont(to_mql, [0.5, 0.9]) FILTER (to_mql >= 0),
                quantile_cont(to_sal, [0.5, 0.9]) FILTER (to_sal >= 0),
                quantile_cont(to_contact, [0.5, 0.9]) FILTER (to_contact >= 0),
                quantile_cont(to_exit, [0.5, 0.9]) FILTER (gone = 'recycled'),
                quantile_cont(to_exit, [0.5, 0.9]) FILTER (gone = 'lost')] AS days,
            sum(amount) FILTER (depth = 4) AS amount
        FROM leads GROUP BY GROUPING SETS ((lead_source, country), ())
    ), rows AS (
        SELECT *, i, ['inquiry', 'mql', 'sal', 'contacted', 'recycled', 'lost'][i] AS stage,
            CASE WHEN i <= 4 THEN reached[i] WHEN i = 5 THEN list_sum(recycled) ELSE list_sum(lost) END AS n,
            CASE WHEN i BETWEEN 2 AND 4 THEN reached[i - 1] END AS previous,
            CASE WHEN i <= 4 THEN recycled[i] + lost[i] END AS gone,
            CASE WHEN i BETWEEN 2 AND 4 THEN recycled[i - 1] + lost[i - 1] END AS gone_before
        FROM counts, range(1, 7) t(i)
    ), shares AS (
        SELECT *, n / previous AS p, 1.959963984540054 AS z FROM rows
    )
    SELECT CASE WHEN total THEN '(all)' ELSE lead_source END AS lead_source,
        CASE WHEN total THEN '(all)' ELSE country END AS country, stage, n AS reached,
        round(p, 6)::DECIMAL(9, 6) AS from_previous,
        CASE WHEN i <= 4 THEN round(n / reached[1], 6)::DECIMAL(9, 6) END AS from_first,
        round((p + z * z / (2 * previous) - z * sqrt(p * (1 - p) / previous + z * z / (4 * previous * previous)))
            / (1 + z * z / previous), 6)::DECIMAL(9, 6) AS low95,
        round((p + z * z / (2 * previous) + z * sqrt(p * (1 - p) / previous + z * z / (4 * previous * previous)))
            / (1 + z * z / previous), 6)::DECIMAL(9, 6) AS high95,
        round(n / CASE WHEN previous IS NOT NULL THEN n + gone_before END, 6)::DECIMAL(9, 6) AS of_decided,
        CASE WHEN i < 4 THEN n - gone - reached[i + 1] END AS waiting, gone AS "left",
        CASE WHEN i <= 4 THEN recycled[i] END AS recycled, CASE WHEN i <= 4 THEN lost[i] END AS lost,
        (round(days[i][1] / 864000000)::DECIMAL(18, 0) * 0.01)::DECIMAL(18, 2) AS median_days,
        (round(days[i][2] / 864000000)::DECIMAL(18, 0) * 0.01)::DECIMAL(18, 2) AS p90_days,
        CASE WHEN i = 4 THEN coalesce(amount, 0)::DECIMAL(18, 2) END AS value
    FROM shares ORDER BY total, reached[1] DESC, lower(lead_source), lower(country), i
) TO '/dev/stdout' (FORMAT csv, HEADER);

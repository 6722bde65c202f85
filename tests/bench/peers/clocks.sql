-- @IN@ is put in by bench.sh. The clocks of wall.agreement for every lead, and what an export's columns make of coming
-- back: an exit that a later stage follows is over, and what was before it belongs to an earlier lap.
CREATE TEMP VIEW clocks AS
WITH cells AS (
    SELECT *,
        timestamp '2026-10-31 18:00:00' AS now,
        try_cast(created_at AS TIMESTAMP) AS created, try_cast(mql_at AS TIMESTAMP) AS mql,
        try_cast(accepted_at AS TIMESTAMP) AS accepted, try_cast(first_contact_at AS TIMESTAMP) AS contacted,
        try_cast(recycled_at AS TIMESTAMP) AS recycled, try_cast(lost_at AS TIMESTAMP) AS lost
    FROM read_csv('@IN@', header = true, delim = ',', quote = '"', escape = '"', all_varchar = true)
), laps AS (
    SELECT *,
        CASE WHEN recycled >= greatest(created, mql, accepted) THEN recycled END AS given_back,
        least(CASE WHEN recycled >= greatest(created, mql, accepted) THEN recycled END,
              CASE WHEN lost >= greatest(created, mql, accepted) THEN lost END) AS gone,
        greatest(CASE WHEN recycled < greatest(created, mql, accepted) THEN recycled END,
                 CASE WHEN lost < greatest(created, mql, accepted) THEN lost END) AS lap
    FROM cells
), starts AS (
    SELECT *,
        CASE WHEN lap IS NULL OR mql >= lap THEN mql END AS accept_start,
        -- of an earlier lap, too, that was answered only after it: then its clock went until the lead left
        CASE WHEN lap IS NULL OR accepted >= lap OR contacted >= lap THEN accepted END AS contact_start,
        coalesce(accepted < lap, false) AS contact_left
    FROM laps
), answers AS (
    SELECT *,
        least(CASE WHEN accepted >= accept_start THEN accepted END,
              CASE WHEN given_back >= accept_start THEN given_back END) AS accept_end,
        CASE WHEN contacted >= contact_start AND NOT contact_left THEN contacted END AS contact_end,
        CASE WHEN gone IS NOT NULL THEN greatest(gone, accept_start) END AS accept_gone,
        CASE WHEN contact_left THEN lap WHEN gone IS NOT NULL THEN greatest(gone, contact_start) END AS contact_gone,
        accepted < accept_start AND (lap IS NULL OR accepted >= lap) AS accept_before,
        contacted < contact_start AND (lap IS NULL OR contacted >= lap) AS contact_before
    FROM starts
), spent AS (
    SELECT *,
        accept_end IS NULL AND coalesce(accept_before, false) AS accept_reversed,
        contact_end IS NULL AND coalesce(contact_before, false) AS contact_reversed,
        epoch(coalesce(accept_end, accept_gone, now) - accept_start)::BIGINT AS accept_s,
        epoch(coalesce(contact_end, contact_gone, now) - contact_start)::BIGINT AS contact_s
    FROM answers
)
SELECT *,
    CASE WHEN accept_start IS NULL THEN NULL
        WHEN accept_reversed THEN 'reversed'
        WHEN accept_end IS NOT NULL THEN CASE WHEN accept_s > 86400 THEN 'late' ELSE 'met' END
        WHEN gone IS NOT NULL THEN CASE WHEN accept_s > 86400 THEN 'late' ELSE 'withdrawn' END
        WHEN accept_s > 86400 THEN 'overdue'
        WHEN accept_s >= 64800 THEN 'warning'
        ELSE 'waiting' END AS accept_status,
    CASE WHEN contact_start IS NULL THEN NULL
        WHEN contact_reversed THEN 'reversed'
        WHEN contact_end IS NOT NULL THEN CASE WHEN contact_s > 28800 THEN 'late' ELSE 'met' END
        WHEN contact_gone IS NOT NULL THEN CASE WHEN contact_s > 28800 THEN 'late' ELSE 'withdrawn' END
        WHEN contact_s > 28800 THEN 'overdue'
        WHEN contact_s >= 21600 THEN 'warning'
        ELSE 'waiting' END AS contact_status
FROM spent;


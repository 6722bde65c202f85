-- Behind clocks.sql: the export with what leadsla adds to it.
COPY (
    SELECT id, created_at, first_name, last_name, email, title, company, employees, country, region, lead_source,
        page_views, mql_at, accepted_at, first_contact_at, recycled_at, lost_at, amount, owner, notes,
        CASE WHEN NOT accept_reversed
            THEN strftime(accept_start + INTERVAL 24 HOUR, '%Y-%m-%dT%H:%M:%SZ') END AS accept_due,
        CASE WHEN NOT accept_reversed
            THEN (((accept_s * 100 + 1800) // 3600)::DECIMAL(18, 0) * 0.01)::DECIMAL(18, 2) END AS accept_hours,
        accept_status,
        CASE WHEN NOT contact_reversed
            THEN strftime(contact_start + INTERVAL 8 HOUR, '%Y-%m-%dT%H:%M:%SZ') END AS contact_due,
        CASE WHEN NOT contact_reversed
            THEN (((contact_s * 100 + 1800) // 3600)::DECIMAL(18, 0) * 0.01)::DECIMAL(18, 2) END AS contact_hours,
        contact_status
    FROM clocks
) TO '/dev/stdout' (FORMAT csv, HEADER);

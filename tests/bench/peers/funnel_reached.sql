-- For sqlite3; @IN@ is put in by bench.sh. How many of each group reached each stage.
.mode csv
.import @IN@ leads
CREATE TABLE depths AS
    SELECT lead_source, country,
        CASE WHEN first_contact_at <> '' THEN 4 WHEN accepted_at <> '' THEN 3 WHEN mql_at <> '' THEN 2 ELSE 1 END
            AS depth
    FROM leads;
.headers on
WITH stages(i, stage) AS (VALUES (1, 'inquiry'), (2, 'mql'), (3, 'sal'), (4, 'contacted'))
SELECT lead_source, country, stage, sum(depth >= i) AS reached
FROM depths, stages GROUP BY lead_source, country, stage;

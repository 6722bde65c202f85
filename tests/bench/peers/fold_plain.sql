-- The fold `plain` of fold.agreement.
COPY (
    SELECT leadid, min(createddate) AS first_at, max(createddate) AS last_at, count(*) AS events, sum(amount) AS spent
    FROM read_csv('@IN@', header = true)
    GROUP BY leadid
) TO '@OUT@' (FORMAT csv, HEADER);

-- The fold `full` of fold.agreement; rows of one lead and time in the order of the input.
CREATE TEMP TABLE event AS
    SELECT row_number() OVER () AS n, * FROM read_csv('@IN@', header = true);
COPY (
    WITH numbered AS (
        SELECT *, row_number() OVER (PARTITION BY leadid ORDER BY createddate, n) AS nth FROM event
    ), whole AS (
        SELECT leadid, min(createddate) FILTER (field = 'Status' AND newvalue = 'MQL') AS mql_at,
               max(createddate) FILTER (nth = 5) AS fifth_at
        FROM numbered GROUP BY leadid
    ), kinds AS (
        SELECT leadid, string_agg(type, ';' ORDER BY first) AS kinds
        FROM (SELECT leadid, type, min(nth) AS first FROM numbered WHERE type IS NOT NULL GROUP BY leadid, type)
        GROUP BY leadid
    ), owners AS (
        SELECT leadid, arg_max_null(newvalue, nth) FILTER (createddate <= mql_at) AS owner_at,
               arg_min_null(oldvalue, nth) FILTER (createddate > mql_at) AS owner_before,
               count(*) FILTER (createddate <= mql_at) > 0 AS owned
        FROM numbered JOIN whole USING (leadid) WHERE field = 'Owner' GROUP BY leadid
    ), spans AS (
        SELECT leadid, newvalue,
               coalesce(lead(createddate) OVER (PARTITION BY leadid ORDER BY nth), TIMESTAMP '2026-10-31 23:59:59.999999')
                   - createddate AS span
        FROM numbered WHERE field = 'Status'
    ), worked AS (
        SELECT leadid, sum(epoch(span)) AS worked FROM spans WHERE newvalue = 'Working' GROUP BY leadid
    )
    SELECT leadid, mql_at, fifth_at, kinds, CASE WHEN owned THEN owner_at ELSE owner_before END AS owner_then, worked
    FROM whole LEFT JOIN kinds USING (leadid) LEFT JOIN owners USING (leadid) LEFT JOIN worked USING (leadid)
) TO '@OUT@' (FORMAT csv, HEADER);

-- sqlite3 :memory: — imported as text, the shell's own way, then one query. @IN@ is put in by bench.sh.
.mode csv
.import '@IN@' leads
.headers on
.separator "," "\n"
WITH points AS (
    SELECT *,
        min(100, max(0,
              iif(regexpi('\b(vp|director|chief|head)\b', title), 15, 0)
            + iif(employees <> '' AND employees + 0 >= 200, 10, 0)
            + iif(employees <> '' AND employees + 0 >= 1000, 5, 0)
            + iif(industry = 'Software', 10, 0)
            + iif(country IN ('DE', 'AT', 'CH', 'NL'), 5, 0)
            - iif(email LIKE '%@webmail.example', 15, 0)
            + min(20, 2 * page_views)
            + min(16, 8 * webinars)
            + iif(pricing_visits <> '' AND pricing_visits + 0 >= 2, 10, 0)
            + iif(last_asset IN ('ROI Calculator', 'Buyer Guide'), 8, 0)
            + iif(last_activity_at >= '2026-09-01', 10, 0)
            - iif(lead_source = 'Purchased List' OR status = 'Unqualified', 10, 0))) AS score
    FROM leads
)
SELECT *,
    CASE WHEN score >= 70 THEN 'A' WHEN score >= 50 THEN 'B' WHEN score >= 30 THEN 'C' ELSE 'D' END AS grade,
    iif(score >= 60 AND employees <> '' AND employees + 0 >= 50, 'yes', 'no') AS mql
FROM points;

-- @IN@ and @OUT@ are put in by bench.sh. Cells are read as text and cast where a rule needs a number.
INSERT INTO FUNCTION file('@OUT@', 'CSVWithNames')
WITH
      if(match(title, '(?i)\\b(vp|director|chief|head)\\b'), 15, 0)
    + if(toInt64OrZero(employees) >= 200, 10, 0)
    + if(toInt64OrZero(employees) >= 1000, 5, 0)
    + if(industry = 'Software', 10, 0)
    + if(country IN ('DE', 'AT', 'CH', 'NL'), 5, 0)
    - if(endsWith(email, '@webmail.example'), 15, 0)
    + least(20, 2 * toInt64OrZero(page_views))
    + least(16, 8 * toInt64OrZero(webinars))
    + if(toInt64OrZero(pricing_visits) >= 2, 10, 0)
    + if(last_asset IN ('ROI Calculator', 'Buyer Guide'), 8, 0)
    + if(last_activity_at >= '2026-09-01', 10, 0)
    - if(lead_source = 'Purchased List' OR status = 'Unqualified', 10, 0) AS points
SELECT *, least(100, greatest(0, points)) AS score,
    multiIf(score >= 70, 'A', score >= 50, 'B', score >= 30, 'C', 'D') AS grade,
    if(score >= 60 AND toInt64OrZero(employees) >= 50, 'yes', 'no') AS mql
FROM file('@IN@', 'CSVWithNames')
SETTINGS input_format_csv_use_best_effort_in_schema_inference = 0, engine_file_truncate_on_insert = 1;

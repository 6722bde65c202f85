# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of bench.agreement with Polars, streaming: polars_score.py leads.csv out.csv seconds.txt

Cells are read as text and cast where a rule needs a number, as that is faster than guessing types. Writes how long
it took to the last file, so that Python's own start is not held against it.
"""
import sys
import time

import polars as pl

source, target, seconds = sys.argv[1:]
start = time.monotonic()


def number(column):
    return pl.col(column).cast(pl.Int64, strict=False)


def points(condition, n):
    return pl.when(condition).then(n).otherwise(0)


fit = (
    points(pl.col("title").str.contains(r"(?i)\b(vp|director|chief|head)\b"), 15)
    + points(number("employees") >= 200, 10)
    + points(number("employees") >= 1000, 5)
    + points(pl.col("industry") == "Software", 10)
    + points(pl.col("country").is_in(["DE", "AT", "CH", "NL"]), 5)
    - points(pl.col("email").str.ends_with("@webmail.example"), 15)
    + (2 * number("page_views").fill_null(0)).clip(upper_bound=20)
    + (8 * number("webinars").fill_null(0)).clip(upper_bound=16)
    + points(number("pricing_visits") >= 2, 10)
    + points(pl.col("last_asset").is_in(["ROI Calculator", "Buyer Guide"]), 8)
    + points(pl.col("last_activity_at") >= "2026-09-01", 10)
    - points((pl.col("lead_source") == "Purchased List") | (pl.col("status") == "Unqualified"), 10)
).clip(0, 100)
(
    pl.scan_csv(source, infer_schema=False)
    .with_columns(score=fit)
    .with_columns(
        grade=pl.when(pl.col("score") >= 70).then(pl.lit("A"))
        .when(pl.col("score") >= 50).then(pl.lit("B"))
        .when(pl.col("score") >= 30).then(pl.lit("C"))
        .otherwise(pl.lit("D")),
        mql=pl.when((pl.col("score") >= 60) & (number("employees") >= 50)).then(pl.lit("yes"))
        .otherwise(pl.lit("no")),
    )
    .sink_csv(target)
)
with open(seconds, "a", encoding="ascii") as times:
    times.write(f"{time.monotonic() - start:.4f}\n")

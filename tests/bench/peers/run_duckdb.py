# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# For where DuckDB is installed as Python's module and not as a command: runs the SQL on standard input, and
# writes how long that took to the file named, so that Python's own start is not held against it.
import sys
import time

import duckdb

sql = sys.stdin.read()
start = time.monotonic()
duckdb.execute(sql)
with open(sys.argv[1], "a") as times:
    times.write(f"{time.monotonic() - start:.4f}\n")

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# ClickHouse as Python's module chdb: runs the SQL on standard input, and writes how long that took to the file
# named, so that Python's own start is not held against it.
import sys
import time

import chdb

sql = sys.stdin.read()
start = time.monotonic()
chdb.query(sql)
with open(sys.argv[1], "a", encoding="ascii") as times:
    times.write(f"{time.monotonic() - start:.4f}\n")

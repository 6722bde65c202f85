# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decisions about leads: every second of the input's (id, time of the hand-over) is accepted, the others returned.

decisions.py AT EXIT [OWNER] <waiting.csv >decisions.csv
"""

import csv
import datetime
import sys

HEADER = "at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note"


def stored(time):
    if "T" not in time:
        return time
    moment = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    at, exit_name = sys.argv[1:3]
    owner = sys.argv[3] if len(sys.argv) > 3 else ""
    rows = csv.reader(sys.stdin)
    next(rows)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(HEADER.split(","))
    for n, (lead, time) in enumerate(rows):
        if n % 2:
            out.writerow([at, "sofie", lead, stored(time), "accept", "", "", owner, "", "", ""])
        else:
            out.writerow([at, "sofie", lead, stored(time), "return", exit_name, "Not now", "", "", "", ""])


main()

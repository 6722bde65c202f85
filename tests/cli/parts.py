#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""
The parts of any split of the rows, merged in any order, are the whole, byte for byte.

    parts.py SEED FILE AGREEMENT [WHICH]     reports of that file whose command line has WHICH in it

A report is a line of REPORTS: the command, what only the whole and the merge get (behind |), and the formats. For
each, the rows are split at random into 1 to 6 parts, some of which have no row; their partials are merged at
once, and by a random tree of merges. Both are compared with the whole, in every format, and so are the notes.
"""
import os
import random
import re
import subprocess
import sys
import tempfile

BIN = os.environ["BIN"]

REPORTS = """
leadfunnel
leadfunnel --by country --exact | --sort lost --limit 3
leadfunnel --by country,lead_source --window '30 days' --from mql | --simultaneous
leadfunnel --cohort month --by country | --across country --limit 3
leadfunnel --by country --across month(create_date) | --figure won.reached
leadfunnel --reasons | --limit 2
leadfunnel --reasons --by country --cohort quarter --window '90 days'
leadfunnel --movement month
leadfunnel --movement week --by country --since 2026-06-01
leadfunnel --promises
leadfunnel --promises --by country
leadfunnel --eventual --by lead_source
leadfunnel --yoy
leadfunnel --yoy --cohort month --window '20 days'
leadfunnel --lookback
leadfunnel --lookback --to mql -c country,pages,company_size
leadfunnel --lookback --good-months --window '30 days'
leadscore --summary
leadsla --report | --check
leadsla --report --by owner --last '60 days'
leadsla --report --by country --across owner | --limit 4
leadsla --trend month
leadsla --trend week --since 2026-07-01 --by country
leadbant --summary
"""

FORMATS = ["csv", "table", "json", "html", "markdown", "tsv"]

# Told of single rows, where they are counted; and what a page says of its input.
OF_ROWS = re.compile(r"rows? |fingerprint|newest event|no column says|ragged|no stage or exit names|unreadable|cells? ")
OF_INPUT = re.compile(r'leads? behind|<code>|<p>as of| counted|class="behind"')
OF_NOTE = re.compile(r"(<br>)?[^<>]*: lead(score|bant|funnel) [^<>]*")


def words(line):
    return [w.strip("'") for w in re.findall(r"'[^']*'|\S+", line)]


def run(command, ok=(0,)):
    p = subprocess.run([os.path.join(BIN, command[0]), *command[1:]], capture_output=True, check=False)
    if p.returncode not in ok:
        sys.exit(f"{command}: exit {p.returncode}: {p.stderr.decode()}")
    return p.stdout, p.stderr.decode(), p.returncode


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as f:
        text = f.read()
    rows, row = [], ""
    for line in text.splitlines(keepends=True):
        row += line
        if row.count('"') % 2 == 0:
            rows.append(row)
            row = ""
    return rows[0], rows[1:]


def merge(rng, counted, parts, folder):
    """A random tree of merges, until one part is left."""
    parts = list(parts)
    while len(parts) > 1:
        rng.shuffle(parts)
        n = rng.randint(2, min(3, len(parts)))
        out, _, _ = run([counted[0], "-q", "--merge", "--partial", *parts[:n]])
        name = os.path.join(folder, f"tree{rng.random()}")
        with open(name, "wb") as f:
            f.write(out)
        parts = parts[n:] + [name]
    return parts[0]


def counts(path):
    """A part without the rows that say of which rows it is, and the sum over all."""
    with open(path, encoding="utf-8") as f:
        return [line for line in f if not line.startswith(("rows,", "end,"))]


def comparable(form, out):
    text = out.decode()
    if form == "html":
        text = OF_NOTE.sub("", text).replace('<p class="note"></p>\n', "")
        text = "\n".join(line for line in text.split("\n") if not OF_INPUT.search(line))
    return text


def notes(text):
    return [line for line in text.split("\n") if line and not OF_ROWS.search(line)]


def check(rng, line, header, rows, whole, folder):
    counted, _, shown = (s.strip() for s in line.partition("|"))
    counted, shown = words(counted), words(shown)
    n = rng.randint(1, 6)
    parts = []
    pile = [[] for _ in range(n)]
    for row in rows:
        pile[int(rng.random() * rng.random() * n)].append(row)
    for i, some in enumerate(pile):
        name = os.path.join(folder, f"rows{i}.csv")
        with open(name, "w", encoding="utf-8", newline="") as f:
            f.write(header + "".join(some))
        parts.append(os.path.join(folder, f"{i}.part"))
        run([*counted, "-q", "--partial", "-o", parts[-1], "-j", str(rng.randint(1, 3)), name])
    one = os.path.join(folder, "one.part")
    run([*counted, "-q", "--partial", "-o", one, whole])
    rng.shuffle(parts)
    tree = merge(rng, counted, parts, folder)
    if counts(tree) != counts(one):
        sys.exit(f"{line}: the parts' part differs from that of the whole: {tree} {one}")
    for form in FORMATS:
        want, said, code = run([*counted, *shown, "-f", form, whole], ok=(0, 1))
        for some in (parts, [tree]):
            got, said_merged, merged_code = run([counted[0], *shown, "--merge", "-f", form, *some], ok=(0, 1))
            if comparable(form, got) != comparable(form, want) or code != merged_code:
                with open("want", "wb") as f:
                    f.write(want)
                with open("got", "wb") as f:
                    f.write(got)
                sys.exit(f"{line} -f {form}: {len(some)} of {n} parts differ from the whole: see want and got")
            if notes(said_merged) != notes(said):
                sys.exit(f"{line} -f {form}: notes differ:\n{said}\n-- merged:\n{said_merged}")


def main():
    seed, path, agreement = sys.argv[1:4]
    which = sys.argv[4] if len(sys.argv) > 4 else ""
    os.environ["LEADPIPE_AGREEMENT"] = agreement
    header, rows = rows_of(path)
    for i, line in enumerate(REPORTS.strip().split("\n")):
        if which not in line:
            continue
        rng = random.Random(f"{seed} {i}")
        with tempfile.TemporaryDirectory() as folder:
            check(rng, line, header, rows, path, folder)
        print("ok", line)


main()

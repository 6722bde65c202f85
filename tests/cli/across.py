# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Grids against flat reports: every cell of --across must be the figure that the flat report has for the same
leads. across.py SEED ROUNDS, in an empty folder; the tools are in PATH.

Lines are the groups of the flat report without the item across, columns those of that item alone, in their
order; cells are those of both. What is folded into (other) is renamed in the leads, and then a group like all
others."""
import csv, io, random, subprocess, sys

AGREEMENT = '''missing "" "n/a"
stage lead at created
stage sql  at sql_at
stage won  at won_at  value amount
exit  lost at lost_at
sla answer from lead to sql within 2 days
sla deal   from sql to won  within 9 days
'''
LAND, OWNER = 'Land, "new".x', "Owner"  # a head that CSV quotes, and the language in backquotes
VALUES = ["DE", "de", " De ", "FR", "", "n/a", "(none)", "(all)", "(other)", "7", "2026-01", "a,b", 'q"t', "x.y", "Å"]
NAMED = "`" + LAND + "`"


def leads(rng):
    rows = []
    values = rng.sample(VALUES, rng.randint(1, len(VALUES)))
    for _ in range(rng.choice([0, 1, 5, 40, 300])):
        day, row = rng.randint(1, 200), {}

        def then(chance, most):
            nonlocal day
            if row.get("gone") or rng.random() > chance:
                row["gone"] = True
                return ""
            day += rng.randint(0, most)
            month, rest = divmod(day, 28)
            return "2026-%02d-%02d %02d:00" % (1 + month, 1 + rest, rng.randint(0, 23)) if month < 12 else ""

        cells = [then(1, 0), then(0.7, 9), then(0.5, 30), str(rng.randint(0, 99999) / 100)]
        cells += [then(1, 9) if rng.random() < 0.2 else "", rng.choice(values), rng.choice(["Ann", "Bob", "ann", ""])]
        rows.append(cells)
    return rows


def write(rows, name):
    with open(name, "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f)
        w.writerow(["created", "sql_at", "won_at", "amount", "lost_at", LAND, OWNER])
        w.writerows(rows)
    return name


def run(tool, args, name):
    command = [tool, "-q", "-f", "csv", "-a", "a.agreement", "--now", "2026-10-31 12:00", *args, name]
    got = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert got.returncode == 0, (command, got.stderr)
    table = list(csv.reader(io.StringIO(got.stdout)))
    return table[0], table[1:]


def fold(value, exact):
    value = value.strip()
    return value if exact else value.casefold()


class Flat:
    """A flat report: its groups in order, and their figures."""

    def __init__(self, tool, args, by, name, exact):
        self.exact = exact
        self.head, rows = run(tool, args + (["--by", ",".join(by)] if by else []), name)
        self.part = self.head.index("stage" if tool == "leadfunnel" else "sla")
        trend = tool == "leadsla" and self.head[0] == "at"
        self.of, self.order, moments = {}, [], []
        parts = list(dict.fromkeys(r[self.part] for r in rows))
        for i in range(0, len(rows), len(parts)):  # all parts of a group
            at = rows[i][0] if trend else ""
            key = tuple(fold(c, exact) for c in rows[i][1 if trend else 0:self.part])
            last = i + len(parts) == len(rows) or (trend and rows[i + len(parts)][0] != at)
            key = "all" if last else key
            if at not in moments:
                moments.append(at)
            if at == moments[0] and key != "all":
                self.order.append(key)
            for row in rows[i:i + len(parts)]:
                self.of[at, key, row[self.part]] = row
        self.moments = moments

    def figure(self, at, key, part, column):
        row = self.of.get((at, key, part))
        return None if row is None else row[self.head.index(column, self.part)]


def nothing(column, value):
    """Is it the figure of no leads?"""
    if column in ("reached", "waiting", "left", "lost", "backlog", "handed_over", "age_15"):
        return value == "0"
    return value in (("", "0.00") if column == "value" else ("",))


def check(rng, tool):
    rows = leads(rng)
    write(rows, "leads.csv")
    exact = rng.random() < 0.3
    args = ["--exact"] if exact else []
    if tool == "leadfunnel":
        cohort = rng.random() < 0.5
        args += ["--cohort", rng.choice(["month", "quarter"])] if cohort else []
        args += ["--window", "20 days"] if rng.random() < 0.4 else []
        args += ["--from", "sql"] if rng.random() < 0.2 else []
        figures = [("won", "reached"), ("won", "from_first"), ("sql", "from_previous"), ("lead", "waiting"),
                   ("won", "median_days"), ("won", "value"), ("lost", "reached"), ("lead", "lost"), ("won", "left")]
    else:
        cohort = False
        args += ["--trend", rng.choice(["month", "quarter"]), "--since", "2026-02-01"] if rng.random() < 0.5 else ["--report"]
        args += ["--last", "60 days"] if rng.random() < 0.3 else []
        figures = [("answer", "backlog"), ("answer", "compliance"), ("deal", "median_hours"), ("deal", "oldest_hours"),
                   ("deal", "handed_over"), ("answer", "age_15"), ("answer", "backlog_rate")]
    figures = rng.sample(figures, rng.randint(1, 3))
    rest = [OWNER] if rng.random() < 0.5 else []
    across = rng.choice([NAMED, NAMED, "month(created)"])
    first = rng.random() < 0.3  # the item is in --by, before the others
    by = [across] + rest if first else rest

    # which columns there are, from the flat report of that item alone
    plain = [a for a in args if a not in ("--cohort", "month", "quarter")] if cohort else args
    columns = Flat(tool, plain, [across], "leads.csv", exact).order
    if cohort:  # leads without a time for the cohort are in none
        grid_all = Flat(tool, args, [across], "leads.csv", exact)
        size = {}
        for at, key, part in grid_all.of:
            if key != "all" and part == "lead":
                size[key[-1:]] = size.get(key[-1:], 0) + int(grid_all.figure(at, key, part, "reached"))
        by_size = across == NAMED
        columns = sorted(size, key=lambda c: (-size[c] if by_size else c == ("",), c[0].encode()))
    named, fold_to, extra = [fold(c[0], exact) for c in columns], None, []
    source = "leads.csv"
    how = rng.choice(["", "limit", "groups"]) if across == NAMED else ""
    if how == "limit":
        most = rng.randint(1, 4)
        extra = ["--limit", str(most)]
        keep = named[:most]
        fold_to = len(named) > most
    elif how == "groups":
        asked = list({fold(v, exact): v for v in rng.sample(["FR", "(none)", "a,b", 'q"t', "Xx", "7", "(all)"], 3)}.values())
        extra = ["--groups", ",".join('"' + a.replace('"', '""') + '"' for a in asked)]
        keep = ["" if a == "(none)" else fold(a, exact) for a in asked]
        fold_to = True
    else:
        keep = named
    if fold_to:
        missing = lambda v: "" if fold(v, exact) in ("", "n/a") else fold(v, exact)
        source = write([r[:5] + [r[5] if missing(r[5]) in keep else "_other_"] + r[6:] for r in rows], "folded.csv")

    head, grid = run(tool, args + (["--by", ",".join(by)] if by else []) + ["--across", across] + extra +
                     ["--figure", ",".join(p + "." + c for p, c in figures)], "leads.csv")
    both = Flat(tool, args, rest + [across], source, exact)
    lines = Flat(tool, args, rest, "leads.csv", exact)
    alone = Flat(tool, plain, [across], source, exact)
    keys = (1 if both.moments != [""] or "--trend" in args else 0) + (1 if cohort else 0) + len(rest)
    want_lines = (lines.order if rest or cohort else []) + ["all"]
    want_columns = [(k,) for k in keep] + ([("_other_",)] if fold_to else []) + ["all"]
    assert len(head) == keys + len(want_columns) * len(figures), (head, want_columns)
    assert len(set(head)) == len(head), head
    assert len(grid) == len(want_lines) * len(lines.moments), (len(grid), want_lines, lines.moments)
    cells = 0
    for m, at in enumerate(lines.moments):
        for i, line in enumerate(want_lines):
            row = grid[m * len(want_lines) + i]
            if "--trend" in args:
                assert row[0] == at
            for j, column in enumerate(want_columns):
                for k, (part, figure) in enumerate(figures):
                    got = row[keys + j * len(figures) + k]
                    if line == "all" and column == "all":
                        want = lines.figure(at, "all", part, figure)
                    elif column == "all":
                        want = lines.figure(at, line, part, figure)
                    elif line == "all" and cohort:
                        continue  # no flat report has a column's leads of all cohorts
                    elif line == "all":
                        want = alone.figure(at, column, part, figure)
                    else:
                        want = both.figure(at, line + column, part, figure)
                    cells += 1
                    assert nothing(figure, got) if want is None else got == want, \
                        (args, by, across, extra, at, line, column, part, figure, got, want)
    return cells


seed, rounds = int(sys.argv[1]), int(sys.argv[2])
with open("a.agreement", "w", encoding="utf-8") as f:
    f.write(AGREEMENT)
total = 0
for i in range(rounds):
    rng = random.Random(seed * 100003 + i)
    try:
        total += check(rng, rng.choice(["leadfunnel", "leadsla"]))
    except AssertionError as e:
        print("seed", seed, "round", i, e)
        sys.exit(1)
print(total, "cells")

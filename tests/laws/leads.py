#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""
The leads behind a figure are as many as the figure.

    leads.py FIRST LAST      agreements and inputs made from the seeds FIRST to LAST; BIN is where the tools are

For each seed: what leadfunnel --rows says of a lead is what the rules of this file say of its cells; counts of
those rows are the funnel's figures, in every window, group, cohort and with a limit; and -w with the expression
for a figure keeps as many rows. The same for leadsla's clocks.
"""
import csv
import datetime
import io
import os
import random
import re
import subprocess
import sys

BIN = os.environ["BIN"]
NOW = datetime.datetime(2026, 3, 20, 12, 0)
DAY = datetime.timedelta(days=1)
STAGES = ["lead", "mql", "sal", "sql", "won"]
EXITS = ["lost", "recycled", "junk"]


class Wrong(Exception):
    pass


def run(tool, *args, ok=(0,)):
    p = subprocess.run([os.path.join(BIN, tool), *args], capture_output=True, text=True, check=False)
    if p.returncode not in ok:
        raise Wrong(f"{tool} {args}: exit {p.returncode}: {p.stderr}")
    return p.stdout, p.stderr


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def check(what, got, want):
    if got != want:
        raise Wrong(f"{what}: {got}, not {want}")


# ---- times: a date, or a moment


def read_time(cell):
    for form, dated in (("%Y-%m-%d", True), ("%Y-%m-%d %H:%M", False)):
        try:
            return datetime.datetime.strptime(cell, form), dated
        except ValueError:
            pass
    return None


def shown(t):
    return t[0].strftime("%Y-%m-%d" if t[1] else "%Y-%m-%dT%H:%M:%SZ") if t else ""


def minus(a, b):
    """A span; by calendar day where one of the two is a date."""
    if a[1] or b[1]:
        return datetime.timedelta(days=(a[0].date() - b[0].date()).days)
    return a[0] - b[0]


def hundredths(span, unit):
    """Of a unit, rounded half away from zero, as a number is printed."""
    us, one = abs(span // datetime.timedelta(microseconds=1)), unit // datetime.timedelta(microseconds=1)
    n = (2 * us * 100 + one) // (2 * one)
    text = f"{n // 100}.{n % 100:02}".rstrip("0").rstrip(".")
    return "-" + text if span < datetime.timedelta(0) and n else text


# ---- an agreement and an input


class World:
    def __init__(self, seed):
        self.r = random.Random(seed)
        r = self.r
        self.dated = r.random() < 0.5  # so that a window can look back
        self.stages = STAGES[: r.randint(2, 5)]
        self.exits = EXITS[: r.randint(0, 3)]
        kinds = ["at", "both"] if self.dated else ["at", "at", "when", "both"]
        self.kind = {s: r.choice(kinds) for s in self.stages + self.exits}
        if not self.dated and r.random() < 0.3:
            self.kind[self.stages[0]] = "none"
        self.ignore = r.choice(["", 'g = "test"', f'funnel_stage = "{self.stages[-1]}"'])
        self.sla()
        self.columns = ["id", "g", "c"] + [f"{p}_{s}" for s in self.stages + self.exits for p in ("t", "w")]
        self.rows = [self.row(i) for i in range(r.randint(60, 160))]
        with open("a.agreement", "w", encoding="utf-8") as f:
            f.write(self.agreement())
        with open("in.csv", "w", encoding="utf-8") as f:
            out = csv.DictWriter(f, self.columns, lineterminator="\n")
            out.writeheader()
            out.writerows(self.rows)

    def sla(self):
        r = self.r
        timed = [s for s in self.stages if self.kind[s] in ("at", "both")]
        self.start = r.choice(timed) if timed else None
        if not self.start:
            return
        after = self.stages[self.stages.index(self.start) + 1 :]
        points = [s for s in timed if s in after] + [x for x in self.exits if self.kind[x] != "when"] + ["c"]
        self.to = r.sample(points, r.randint(1, min(3, len(points))))
        self.within = r.choice(["2 days", "5 days", "30 hours"])

    def agreement(self):
        lines = ['timezone "UTC"']
        said = {"none": "", "at": " at t_{0}", "when": ' when w_{0} = "y"', "both": ' when w_{0} = "y" at t_{0}'}
        for word, steps in (("stage", self.stages), ("exit", self.exits)):
            lines += [f"{word} {s}" + said[self.kind[s]].format(s) for s in steps]
        if self.ignore:
            lines.append(f"ignore when {self.ignore}")
        if self.start:
            lines.append(f"sla a from {self.start} to {' or '.join(self.to)} within {self.within}")
        return "\n".join(lines) + "\n"

    def cell(self):
        """Few days and few hours, so that times are equal, in every order, and some after now."""
        day = datetime.date(2026, 2, 25) + datetime.timedelta(days=self.r.randint(0, 26))
        how = self.r.random()
        if how < 0.5:
            return f"{day} {self.r.choice(('09', '12', '17'))}:{self.r.choice(('00', '30'))}"
        return str(day) if how < 0.95 else "tbd"

    def row(self, i):
        r = self.r
        row = dict.fromkeys(self.columns, "")
        if r.random() < 0.03:
            return row
        row.update(id=str(i), g=r.choice(["", "DE", "de ", "US", "US", "test", "FR"]))
        deep = r.random()
        for s in self.stages + self.exits:
            row["t_" + s] = self.cell() if r.random() < deep else ""
            row["w_" + s] = "y" if r.random() < deep else "n"
        row["c"] = self.cell() if r.random() < 0.3 else ""
        return row


# ---- where a lead is, by the rules


def sign(world, row, step):
    """none, always, undated, or a time"""
    kind, t = world.kind[step], read_time(row["t_" + step])
    if kind in ("when", "both") and row["w_" + step] != "y":
        return None
    if kind in ("none", "when"):
        return "always" if kind == "none" else "undated"
    if t:
        return t
    return "undated" if kind == "both" and not row["t_" + step] else None


def later(a, b):
    return minus(a, b) > datetime.timedelta(0)


def is_lead(world, row, window):
    if not any(row.values()):
        return False
    if world.ignore.startswith("g"):
        return row["g"] != "test"
    at = position(world, row, window) if world.ignore else None
    return not at or at["funnel_stage"] != world.stages[-1]


def position(world, row, window):
    """stage, its time, days, exit, its time, came back, ignored or not; None: in no count"""
    stages, exits = world.stages, world.exits
    signs = {s: sign(world, row, s) for s in stages + exits}
    moment, now = (NOW, False), True
    if window:
        t0 = signs[window[0]]
        if not isinstance(t0, tuple) or t0[0] > NOW or minus(moment, t0) < window[1] * DAY:
            return None
        end = t0[0] + window[1] * DAY
        if t0[1]:
            end += DAY - datetime.timedelta(microseconds=1)
        moment, now = (min(end, NOW), False), False

    def stands(s):
        return s == "always" or (s == "undated" and now) or (isinstance(s, tuple) and s[0] <= moment[0])

    def time(s):
        return s if isinstance(s, tuple) and s[0] <= moment[0] else None

    depth = max((i + 1 for i, s in enumerate(stages) if stands(signs[s])), default=0)
    done = depth == len(stages)
    done_at = time(signs[stages[-1]]) if done else None
    back, force = False, []
    for i, x in enumerate(exits):
        if not stands(signs[x]):
            continue
        left, conditional = time(signs[x]), world.kind[x] in ("when", "both")
        if left and conditional:
            over = done_at and later(done_at, left)
        else:
            over = left and any(time(signs[s]) and later(time(signs[s]), left) for s in stages)
        if over:
            back = True
        elif not done or (conditional and signs[stages[-1]] == "always"):
            force.append((left, i))
        elif left and done_at and later(left, done_at):
            force.append((left, i))
    out = None
    for left, i in force:
        if out is None or (left and (not out[0] or later(out[0], left))):
            out = (left, i)
    if out and not depth:
        depth = 1
    if not depth:
        return None
    at = time(signs[stages[depth - 1]])
    return {
        "funnel_stage": stages[depth - 1],
        "funnel_at": shown(at),
        "funnel_days": hundredths(minus(moment, at), DAY) if at else "",
        "funnel_exit": exits[out[1]] if out else "",
        "funnel_exit_at": shown(out[0]) if out else "",
        "came_back": "yes" if back else "no",
    }


NAMES = ["funnel_stage", "funnel_at", "funnel_days", "funnel_exit", "funnel_exit_at", "came_back"]


# ---- the funnel


def check_rows(world, window, options):
    out, _ = run("leadfunnel", "-q", "--rows", *options, "-c", ",".join(["id", "g"] + NAMES), "in.csv")
    rows = table(out)
    check("rows", len(rows), len(world.rows))
    for row, cells in zip(rows, world.rows):
        nothing = dict.fromkeys(NAMES, "")
        want = nothing
        if is_lead(world, cells, window):
            want = position(world, cells, window) or nothing | {"came_back": "no"}
        check(f"row {cells} {options}", {n: row[n] for n in NAMES}, want)
    return rows


def kept(options, expr):
    out, _ = run("leadfunnel", "-q", "--rows", *options, "-w", expr, "-c", "id,funnel_stage", "in.csv")
    return len(table(out))


def figures(world, rows):
    """Per stage and exit, counted from the rows."""
    want = {}
    for k, s in enumerate(world.stages):
        at = [r for r in rows if r["funnel_stage"] == s]
        want[s] = {
            "reached": sum(r["funnel_stage"] in world.stages[k:] for r in rows),
            "waiting": sum(not r["funnel_exit"] for r in at),
            "left": sum(r["funnel_exit"] != "" for r in at),
        }
        if k + 1 == len(world.stages):
            want[s]["waiting"] = ""
        want[s].update({x: sum(r["funnel_exit"] == x for r in at) for x in world.exits})
    for x in world.exits:
        want[x] = {"reached": sum(r["funnel_exit"] == x for r in rows)}
    return want


def check_report(world, report, rows, what):
    for name, figure in figures(world, rows).items():
        for column, n in figure.items():
            check(f"{what}: {column} of {name}", report[name][column], str(n))


def by_stage(lines):
    return {line["stage"]: line for line in lines}


def check_expressions(world, rows, options):
    want = figures(world, rows)
    for k, s in enumerate(world.stages):
        check(f'reached("{s}")', kept(options, f'reached("{s}")'), want[s]["reached"])
        if k + 1 < len(world.stages):
            check(f"waiting at {s}", kept(options, f'funnel_stage = "{s}" and funnel_exit is missing'), want[s]["waiting"])
        check(f"left from {s}", kept(options, f'funnel_stage = "{s}" and funnel_exit is present'), want[s]["left"])
    for x in world.exits:
        check(f"left by {x}", kept(options, f'funnel_exit = "{x}"'), want[x]["reached"])


def check_came_back(rows, options):
    back = sum(r["came_back"] == "yes" for r in rows)
    check("came_back", kept(options, "came_back"), back)
    for where, n in (([], back), (["-w", "came_back"], back), (["-w", "not came_back"], 0)):
        _, said = run("leadfunnel", *options, *where, "in.csv")
        found = re.search(r"([\d,]+) rows? came back", said)
        check(f"the note on coming back, {where}", int(found[1].replace(",", "")) if found else 0, n)


def folded(row):
    return row["g"].strip().lower()


def check_groups(world, rows, options):
    counted = [r for r in rows if r["funnel_stage"]]
    for limit in ([], ["--limit", "2"]):
        out, _ = run("leadfunnel", "-q", *options, "--by", "g", *limit, "in.csv")
        groups = {}
        for line in table(out):
            groups.setdefault(line["g"], []).append(line)
        named = {g.strip().lower() for g in groups if g not in ("(all)", "(other)")}
        for g, lines in groups.items():
            mine = {
                "(all)": counted,
                "(other)": [r for r in counted if folded(r) not in named],
            }.get(g, [r for r in counted if folded(r) == g.strip().lower()])
            check_report(world, by_stage(lines), mine, f"{options} {limit} group {g!r}")
    some = world.r.choice(world.stages)
    for g in sorted({folded(r) for r in counted if folded(r)}):
        n = sum(folded(r) == g and r["funnel_stage"] == some for r in rows)
        check(f"group {g} at {some}", kept(options, f'funnel_stage = "{some}" and g = "{g}"'), n)


def check_cohorts(world, rows, window, options):
    first = window[0] if window else world.stages[0]
    month = {}
    for row, cells in zip(rows, world.rows):
        t = sign(world, cells, first)
        if isinstance(t, tuple) and t[0] <= NOW and row["funnel_stage"]:
            month.setdefault(t[0].strftime("%Y-%m"), []).append(row)
    out, _ = run("leadfunnel", "-q", *options, "--cohort", "month", "in.csv")
    groups = {}
    for line in table(out):
        groups.setdefault(line["cohort"], []).append(line)
    check("cohorts", sorted(set(groups) - {"(all)"}), sorted(month))
    for name, lines in groups.items():
        mine = sum(month.values(), []) if name == "(all)" else month[name]
        check_report(world, by_stage(lines), mine, f"cohort {name}")


def check_again(world, options):
    """Run on its own output it changes nothing, and another tool reads what it wrote."""
    out, _ = run("leadfunnel", "-q", "--rows", *options, "in.csv")
    with open("rows.csv", "w", encoding="utf-8") as f:
        f.write(out)
    check("again", run("leadfunnel", "-q", "--rows", *options, "rows.csv")[0], out)
    some = world.r.choice(world.stages)
    expr = f'funnel_stage = "{some}" and funnel_exit is missing'
    after, _ = run("leadscore", "-q", *options[:4], "-w", expr, "-c", "id", "rows.csv")
    check("read by another tool", len(after.splitlines()) - 1, kept(options, expr))


def check_funnel(world):
    base = ["-a", "a.agreement", "--now", NOW.strftime("%Y-%m-%d %H:%M")]
    windows = [None]
    if world.dated:
        windows.append((world.stages[0], world.r.choice((3, 7, 10))))
        windows.append((world.r.choice(world.stages), world.r.choice((1, 5, 12))))
    for window in windows:
        options = base + (["--window", f"{window[1]} days"] if window else [])
        if window and window[0] != world.stages[0]:
            options += ["--from", window[0]]
        rows = check_rows(world, window, options)
        out, _ = run("leadfunnel", "-q", *options, "in.csv")
        check_report(world, by_stage(table(out)), rows, f"{options}")
        check_expressions(world, rows, options)
        check_came_back(rows, options)
        check_groups(world, rows, options)
        if world.kind[world.stages[0]] in ("at", "both"):
            check_cohorts(world, rows, window, options)
        check_again(world, options)


# ---- clocks

STATUSES = ["met", "late", "waiting", "warning", "overdue", "paused", "withdrawn", "reversed"]


def check_answer(world, row, cells):
    """Of a lead that never left: the earliest time from the start on."""
    start = sign(world, cells, world.start)
    points, first = [], len(world.stages)
    for p in world.to:
        if p in world.stages:
            first = min(first, world.stages.index(p))
    names = world.stages[first:] + [x for x in world.exits if x in world.to]
    times = [(sign(world, cells, p), p) for p in names] + [(read_time(cells["c"]), "c") for p in world.to if p == "c"]
    for order, (t, name) in enumerate(times):
        if isinstance(t, tuple) and t[0] <= NOW and not later(start, t):
            points.append((max(t, start, key=lambda u: u[0]), order, name))
    if row["a_answer"]:
        check("answered in", row["a_status"] in ("met", "late"), True)
        check(f"answer of {cells}", (row["a_answered_at"], row["a_answer"]) in [(shown(t), n) for t, _, n in points], True)
    else:
        check("answered at", row["a_answered_at"], "")
    left = any(sign(world, cells, x) for x in world.exits)
    if row["a_status"] and not left:
        t, _, name = min(points, default=(None, 0, ""), key=lambda p: (p[0][0], p[1]))
        check(f"first answer of {cells}", (row["a_answer"], row["a_answered_at"]), (name, shown(t)))


def check_clocks(world):
    if not world.start:
        return
    base = ["-a", "a.agreement", "--now", NOW.strftime("%Y-%m-%d %H:%M")]
    names = "id,g,a_status,a_answer,a_answered_at,funnel_stage"
    out, _ = run("leadsla", "-q", *base, "-c", names, "in.csv")
    rows = table(out)
    for row, cells in zip(rows, world.rows):
        if row["a_status"]:
            check_answer(world, row, cells)
    for last in (None, 9):
        def counts(r, cells, last=last):
            if not r["a_status"]:
                return False
            return not last or minus((NOW, False), sign(world, cells, world.start)) < last * DAY
        counted = [r for r, cells in zip(rows, world.rows) if counts(r, cells)]
        options = ["--last", f"{last} days"] if last else []
        lines = table(run("leadsla", "-q", *base, "--report", "--by", "g", *options, "in.csv")[0])
        for line in lines:
            mine = [r for r in counted if line["g"] in ("(all)",) or folded(r) == line["g"].strip().lower()]
            for s in STATUSES:
                check(f"{s} of {line['g']} {options}", line[s], str(sum(r["a_status"] == s for r in mine)))
            backlog = sum(r["a_status"] in STATUSES[2:6] for r in mine)
            check(f"backlog of {line['g']}", line["backlog"], str(backlog))
        listed = table(run("leadsla", "-q", *base, "--backlog", *options, "-c", "id", "in.csv")[0])
        check("--backlog", sorted(r["id"] for r in listed), sorted(r["id"] for r in counted if r["a_status"] in STATUSES[2:6]))
    for s in STATUSES:
        out, _ = run("leadsla", "-q", *base, "-w", f'a_status = "{s}"', "-c", "id", "in.csv")
        check(f'a_status = "{s}"', len(table(out)), sum(r["a_status"] == s for r in rows))
    first = min((world.stages.index(p) for p in world.to if p in world.stages), default=len(world.stages))
    for p in dict.fromkeys([*world.to, *world.stages[first:]]):  # another word is a mistake
        out, _ = run("leadscore", "-q", *base, "-w", f'a_answer = "{p}"', "-c", "id", "in.csv")
        check(f'a_answer = "{p}"', len(table(out)), sum(r["a_answer"] == p for r in rows))


def main():
    first, last = int(sys.argv[1]), int(sys.argv[2])
    for seed in range(first, last + 1):
        world = World(seed)
        try:
            check_funnel(world)
            check_clocks(world)
        except Wrong as why:
            sys.exit(f"seed {seed}: {why}\n{world.agreement()}")


main()

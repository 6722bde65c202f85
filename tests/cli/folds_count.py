# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of folds count by themselves: histories drawn at random, with ties, dates beside times, rows without a
time, without a lead, and in any order; and one row a lead of them, worked out row by row from what the manual says, with
none of the tool's code.

    folds_count.py rows SEED LEADS [distinct|times]   a history; distinct: no two rows of a lead have the same time
    folds_count.py fold FILE NOW                      what `fold history` of folds.agreement must say
    folds_count.py turned FILE                        what `fold turned` must say
    folds_count.py shuffle SEED FILE                  its rows in another order
    folds_count.py grouped FILE                       its rows, those of a lead together
"""
import csv
import datetime as dt
import decimal
import functools
import random
import sys

DAY = 86400
EPOCH = dt.datetime(1970, 1, 1)


# ---- times: seconds, and whether it is an instant; a date compares by day with everything


def read(cell):
    try:
        at = dt.datetime.fromisoformat(cell)
    except ValueError:
        return None
    return (int((at - EPOCH).total_seconds()), len(cell) > 10)


def compare(a, b):
    if not (a[1] and b[1]):
        a, b = (a[0] // DAY,), (b[0] // DAY,)
    return (a > b) - (a < b)


def minus(a, b):
    if a[1] and b[1]:
        return a[0] - b[0]
    return (a[0] // DAY - b[0] // DAY) * DAY


def show(t):
    if t is None:
        return ""
    at = EPOCH + dt.timedelta(seconds=t[0])
    return at.strftime("%Y-%m-%dT%H:%M:%SZ" if t[1] else "%Y-%m-%d")


def show_span(s):
    if s is None:
        return ""
    if s % DAY == 0:
        return f"{s // DAY} day{'' if s == DAY else 's'}"
    return f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}"


def show_number(x):
    if x is None:
        return ""
    return format(x.normalize(), "f")


def value(cell):
    return "" if cell == "n/a" else cell


# ---- rows


def rows(seed, leads, how):
    draw = random.Random(seed)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("Lead,at,kind,field,old,new,amount,note,due,company,country".split(","))
    made = []
    for lead in range(leads):
        taken = set()
        for i in range(draw.choice([1, 2, 3, 8, 15, 40])):
            while True:
                at = EPOCH + dt.timedelta(days=20454 + draw.randrange(60), minutes=draw.randrange(how == "any" and 40 or 1440))
                if how == "any" or at not in taken:
                    break
            taken.add(at)
            cell = at.strftime("%Y-%m-%d %H:%M:%S")
            if how == "any":
                cell = draw.choice([cell] * 6 + [cell[:10], "", "soon"])
            kind = draw.choice(["Call", "Email", "call", "", "n/a", "Visit"])
            field = draw.choice(["Status", "Status", "Owner", ""])
            words = ["Open", "Working", "MQL", "Lost", "Won"] if field == "Status" else ["Ann", "Bob", "Cid"] if field else [""]
            amount = draw.choice(["", "", "n/a", "1.10", "20", "0.3", "1000000", "-4.25"])
            due = draw.choice(["", "2026-01-15", "2026-02-10 12:00:00", "2026-01-31"])
            key = draw.choice([f"L{lead}"] * 30 + [""])
            made.append([key, cell, kind, field, draw.choice(words), draw.choice(words), amount, f"n{i}", due,
                         draw.choice(["Acme", "Beta, Inc", ""]), draw.choice(["DE", "US"])])
    draw.shuffle(made)
    out.writerows(made)


def load(path):
    with open(path, newline="") as f:
        return list(csv.DictReader(f))


# ---- a lead


def leads_of(path, newest_first):
    leads = {}
    for number, row in enumerate(load(path)):
        row = {k: value(v) for k, v in row.items()}
        row["t"], row["turn"] = read(row["at"]), -number if newest_first else number
        if row["Lead"]:
            leads.setdefault(row["Lead"], []).append(row)
    for of in leads.values():
        of.sort(key=lambda r: (r["t"] is None, (r["t"][0], r["t"][1]) if r["t"] else (), r["turn"]))
    return leads


def status(*words):
    return lambda r: r["field"] == "Status" and (not words or r["new"] in words)


def owner(r):
    return r["field"] == "Owner"


def kind(*words):
    return lambda r: r["kind"].lower() in words


def pick(of, when=None, after=False, as_of=False):
    """The rows of a line; after and as_of: a time, or a column of the row. None: the line has that clause, unknown."""
    out = []
    for r in of:
        if when and not when(r):
            continue
        good = True
        for bound, side in ((after, 1), (as_of, -1)):
            if bound is False:
                continue
            t = read(r[bound]) if isinstance(bound, str) else bound
            if t is None or r["t"] is None:
                good = False
            else:
                good = good and ((compare(r["t"], t) > 0) == (side > 0))
        if good:
            out.append(r)
    return out


def timed(rows_):
    return [r for r in rows_ if r["t"]]


def at_place(rows_, i):
    return rows_[i] if -len(rows_) <= i < len(rows_) else None


def cell(row, name):
    return row[name] if row else ""


def when_of(row):
    return row["t"] if row else None


def latest(of, when, t, name, before=None):
    there = timed(pick(of, when, as_of=t))
    if there:
        return there[-1][name]
    later = timed(pick(of, when, after=t))
    return later[0][before] if before and later else ""


def time_in(of, holds, when, now, after=False, as_of=False):
    rows_ = timed(pick(of, when, after, as_of))
    if not rows_:
        return None
    rows_ = [r for r in rows_ if compare(r["t"], now) <= 0]
    stop = now if as_of is False or compare(as_of, now) >= 0 else as_of
    total = 0
    for i, r in enumerate(rows_):
        end = rows_[i + 1]["t"] if i + 1 < len(rows_) else stop
        if holds(r):
            total += max(0, minus(end, r["t"]))
    return total


def numbers(rows_):
    return [decimal.Decimal(r["amount"]) for r in rows_ if r["amount"]]


def times(rows_, name):
    return [read(r[name]) for r in rows_ if r[name]]


def words(rows_, name):
    out = []
    for r in rows_:
        if r[name] and r[name].lower() not in [w.lower() for w in out]:
            out.append(r[name])
    return ";".join(out)


def total(x):
    return show_number(sum(x) if x else None)


def row_of(key, of, now):
    with_time = timed(of)
    mql = when_of(at_place(timed(pick(of, status("MQL"))), 0))
    left = when_of(at_place(timed(pick(of, status("Lost", "Won"))), -1))
    working = lambda r: r["new"] == "Working"
    called = when_of(at_place(pick(of, kind("call"), after=mql), 0))
    last = (with_time or of)[-1]
    due = timed(pick(of, status(), as_of="due"))
    not_due = timed(pick(of, status(), after="due"))
    jan = (int((dt.datetime(2026, 1, 20) - EPOCH).total_seconds()), False)
    first_due, last_due = times(of, "due"), times(pick(of, after=mql), "due")
    cheapest = numbers(pick(of, as_of=mql))
    return [
        key, last["company"], last["country"], show(mql), show(left),
        show(when_of(at_place(with_time, 2))), cell(at_place(with_time, 9), "new"), cell(at_place(with_time, 0), "note"),
        cell(at_place(timed(pick(of, status())), -1), "new"), show(called),
        show(when_of(at_place(pick(of, kind("call"), after=mql, as_of=left), -1))),
        show(when_of(at_place(pick(of, kind("call", "email"), after=mql), 1))),
        latest(of, owner, mql, "new", "old"), latest(of, owner, left, "new"),
        due[-1]["new"] if due else cell(at_place(not_due, 0), "old"), latest(of, status(), jan, "new"),
        show_span(time_in(of, working, status(), now)),
        show_span(time_in(of, working, status(), now, as_of=mql)),
        show_span(time_in(of, working, status(), now, after=called)),
        len(of), len(pick(of, kind("call", "email"))), len(pick(of, after=mql)),
        len([r for r in pick(of, as_of=mql) if r["kind"]]), len(pick(of, after="due")), len(numbers(of)),
        total(numbers(of)), total(numbers(pick(of, after=mql))),
        show_number(max(numbers(of), default=None)), show_number(min(cheapest, default=None)),
        show(min(first_due, default=None)), show(max(last_due, default=None)),
        words(of, "kind"), words(pick(of, after=mql), "kind"), words(pick(of, owner), "new"),
    ]


def fold(path, now):
    agreement = open(__file__.replace("folds_count.py", "folds.agreement")).read().split("\n\n")[1].split("\n")[1:]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["Lead", "company", "country"] + [line.split()[0] for line in agreement])
    for key, of in leads_of(path, False).items():
        out.writerow(row_of(key, of, read(now)))


def turned(path):
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("Lead,company,first_note,last_note,second,mql,note_mql".split(","))
    for key, of in leads_of(path, True).items():
        t = timed(of)
        mql = when_of(at_place(timed(pick(of, lambda r: r["new"] == "MQL")), 0))
        out.writerow([key, (t or of)[0]["company"], cell(at_place(t, 0), "note"), cell(at_place(t, -1), "note"),
                      cell(at_place(t, 1), "note"), show(mql), latest(of, None, mql, "note")])


# ---- other orders


def reorder(path, how):
    with open(path, newline="") as f:
        lines = list(csv.reader(f))
    body = lines[1:]
    how(body)
    csv.writer(sys.stdout, lineterminator="\n").writerows([lines[0]] + body)


def main(what, *rest):
    if what == "rows":
        rows(int(rest[0]), int(rest[1]), rest[2] if len(rest) > 2 else "any")
    elif what == "fold":
        fold(*rest)
    elif what == "turned":
        turned(*rest)
    elif what == "shuffle":
        reorder(rest[1], random.Random(int(rest[0])).shuffle)
    elif what == "grouped":
        reorder(rest[0], lambda body: body.sort(key=lambda r: r[0]))


main(*sys.argv[1:])

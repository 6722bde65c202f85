# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of movement count by themselves: leads drawn at random, with laps, ties, dates beside times and
evidence that has no time; and the movement of the backlog and of the stages, counted lead by lead and moment by
moment from what the manual says, with none of the tools' code.

    movement.py leads SEED N             an export
    movement.py clocks FILE PERIOD NOW [SINCE|- [DAYS]]    what leadsla --trend PERIOD --by region must say
    movement.py stages FILE PERIOD NOW [SINCE]             what leadfunnel --movement PERIOD --by region must say
    movement.py pick NAME,...            those columns of a report on standard input; groups in lower case

The agreement they are of is movement.agreement.
"""
import csv
import datetime as dt
import random
import sys

DAY = 86400
STAGES = [("lead", "created"), ("mql", "m"), ("sal", "s"), ("sql", "q")]
EXITS = [("recycled", "r"), ("lost", "l")]  # lost has a condition, too
CLOCKS = [  # name, starts, targets, minutes
    ("accept", "mql", ["sal", "recycled"], 2830),
    ("call", "sal", ["c", "lost", "sql"], 4270),
]
TARGETS = ["sal", "recycled", "c", "lost", "sql"]


# ---- times: seconds, and whether it is an instant; a date compares by day with everything


def read(cell):
    if not cell:
        return None
    at = dt.datetime.fromisoformat(cell)
    return (int(at.replace(tzinfo=dt.timezone.utc).timestamp()), len(cell) > 10)


def compare(a, b):
    if not (a[1] and b[1]):
        a, b = (a[0] // DAY,), (b[0] // DAY,)
    return (a[0] > b[0]) - (a[0] < b[0])


def first_day(period, day):
    d = dt.date.fromordinal(day + 719163)
    if period == "week":
        return day - d.weekday()
    if period == "month":
        return d.replace(day=1).toordinal() - 719163
    if period == "quarter":
        return d.replace(month=(d.month - 1) // 3 * 3 + 1, day=1).toordinal() - 719163
    if period == "year":
        return d.replace(month=1, day=1).toordinal() - 719163
    return day


def ends(period, since, now):
    """The ends of the periods from since's to now's, with the end of the one before in front; in seconds."""
    day, last = first_day(period, since // DAY), now // DAY
    out = [day * DAY - 1]
    while day <= last:
        next_day = first_day(period, day + {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[period])
        out.append(min(next_day * DAY - 1, now))
        day = next_day
    return out


# ---- a lead at a moment


class Lead:
    def __init__(self, row):
        self.group = row["region"].strip().lower()
        self.stage = [read(row[c]) for _, c in STAGES]
        self.undated_sal = row["sok"] == "yes" and not row["s"]
        if row["sok"] != "yes":
            self.stage[2] = None
        self.exit = [read(row["r"]), read(row["l"]) if row["status"] == "lost" else None]
        self.undated_lost = row["status"] == "lost" and not row["l"]
        self.c = read(row["c"])


def known(t, moment):
    return t if t and t[0] <= moment else None


class Standing:
    def __init__(self, lead, moment, today):
        self.lead, self.moment, self.today = lead, moment, today
        self.stages = [known(t, moment) for t in lead.stage]
        self.exits = [known(t, moment) for t in lead.exit]
        there = [t is not None for t in self.stages]
        there[2] = there[2] or (today and lead.undated_sal)
        self.depth = max((i + 1 for i, x in enumerate(there) if x), default=0)
        self.done = self.stages[3] if self.depth == 4 else None
        self.state = [self.state_of(i) for i in range(2)]
        in_force = [i for i in range(2) if self.state[i] == "in force" and self.exits[i]]
        self.out = None
        for i in in_force:
            if self.out is None or compare(self.exits[i], self.exits[self.out]) < 0:
                self.out = i
        if self.out is None and self.state[1] == "in force":
            self.out = 1
        if self.out is not None:
            self.depth = max(self.depth, 1)

    def state_of(self, i):
        t = self.exits[i]
        if t is None and not (i == 1 and self.today and self.lead.undated_lost):
            return "none"
        if t is not None:
            later = [self.done] if i == 1 else self.stages
            if any(s and compare(s, t) > 0 for s in later):
                return "superseded"
        if self.done is None:
            return "in force"
        return "in force" if t and compare(t, self.done) > 0 else "ignored"

    def lap(self, start):
        begin = end = None
        for t in (t for t, s in zip(self.exits, self.state) if s == "superseded"):
            if compare(start, t) >= 0:
                begin = max(begin, t) if begin else t
            else:
                end = min(end, t) if end else t
        return begin, end


def clock(lead, moment, today, starts, targets, minutes):
    """None: not started; "open", or what closed it."""
    start = lead.stage[[n for n, _ in STAGES].index(starts)]
    if not start or start[0] > moment:
        return None
    s = Standing(lead, moment, today)
    if not s.depth:
        return None
    begin, end = s.lap(start)
    found, undated, earlier = [], [], False
    names = [n for n, _ in STAGES]
    first = min(names.index(t) for t in targets if t in names)
    times = []
    for i in range(first, 4):
        what = targets.index(names[i]) if names[i] in targets else len(targets)
        times.append((what, s.stages[i]))
        if i == 2 and today and lead.undated_sal and end is None:
            undated.append(what)
    for i, (name, _) in enumerate(EXITS):
        if name not in targets:
            continue
        if s.exits[i] and (s.state[i] == "in force" or (s.state[i] == "superseded" and compare(start, s.exits[i]) < 0)):
            times.append((targets.index(name), s.exits[i]))
        if not s.exits[i] and s.state[i] == "in force" and end is None:
            undated.append(targets.index(name))
    if "c" in targets:
        times.append((targets.index("c"), known(lead.c, moment)))
    for what, t in times:
        if not t or (begin and compare(t, begin) < 0) or (end and compare(t, end) > 0):
            continue
        if compare(t, start) < 0:
            earlier |= not any(x and compare(t, x) <= 0 and compare(x, start) < 0 for x in s.exits)
        else:
            found.append((max(t, start), what))
    dated = [t for t, state in zip(s.exits, s.state) if t and state == "in force"] + ([end] if end else [])
    left = max(min(dated), start) if dated else None
    left_undated = not dated and s.state[1] == "in force"
    if found:
        at = min(t for t, _ in found)
        what = min(w for t, w in found if t[0] == at[0])
        if left and compare(left, at) < 0 and left[0] <= start[0] + minutes * 60:
            return "left"
        return what
    if earlier:
        return "reversed"
    if undated:
        return min(undated)
    return "left" if left or left_undated else "open"


# ---- what the reports must say


def groups_of(leads):
    return sorted({x.group for x in leads}) + ["(all)"]


def clocks(leads, period, now, since, last):
    moments = ends(period, since, now)
    count, passed = {}, 0
    for lead in leads:
        for name, starts, targets, minutes in CLOCKS:
            was = None
            start = lead.stage[[n for n, _ in STAGES].index(starts)]
            for k, moment in enumerate(moments):
                state = clock(lead, moment, moment == now, starts, targets, minutes)
                before, was = was, state
                if k == 0 or state is None:
                    continue
                if last:
                    far = moment // DAY - start[0] // DAY if not start[1] else (moment + 0.999999 - start[0]) / DAY
                    if far >= last:
                        continue
                passed += before not in (None, "open") and state not in ("open", before)
                for group in (lead.group, "(all)"):
                    row = count.setdefault((k, group, name), {})
                    put = lambda column: row.__setitem__(column, row.get(column, 0) + 1)
                    if before == "open":
                        put("opening")
                    if before is None:
                        put("came_in")
                    elif before != "open" and state == "open":
                        put("reopened")
                    if state == "open":
                        put("closing")
                    elif before in (None, "open"):
                        put(state)
    print("at,region,sla,opening,came_in," + ",".join("answered_" + t for t in TARGETS) +
          ",answered_later,left_unanswered,left_reversed,reopened,closing,left_over")
    rows = []
    for k in range(1, len(moments)):
        at = (dt.date(1970, 1, 1) + dt.timedelta(moments[k] // DAY)).isoformat()
        ended = first_day(period, moments[k] // DAY + 1) == moments[k] // DAY + 1 and moments[k] % DAY == DAY - 1
        for group in groups_of(leads):
            for name, _, targets, _ in CLOCKS:
                r = count.get((k, group, name), {})
                get = lambda column: r.get(column, 0)
                answers = [get(targets.index(t)) if t in targets else "" for t in TARGETS]
                table = get("opening") + get("came_in") + get("reopened")
                share = (2 * get("closing") * 10**6 + table) // (2 * table) if table and ended else None
                cells = [at, group, name, get("opening"), get("came_in"), *answers, get(len(targets)), get("left"),
                         get("reversed"), get("reopened"), get("closing"),
                         "" if share is None else "%d.%06d" % divmod(share, 10**6)]
                rows.append(",".join(map(str, cells)))
    print("\n".join(sorted(rows)))
    print(passed, "clocks went from one closed state to another", file=sys.stderr)


def came_back(lead, depth, begin, end):
    """Was there a moment between the two at which no exit held?"""
    times = sorted({t[0] for t in lead.stage + lead.exit if t and begin < t[0] <= end})
    return any(Standing(lead, t, False).out is None for t in times)


def stages(leads, period, now, since):
    moments = ends(period, since, now)
    count = {}
    for lead in leads:
        was = None
        for k, moment in enumerate(moments):
            state = Standing(lead, moment, False)
            before, was = was, state
            for stage in range(1, 4):
                moves = []
                if state.depth == stage and state.out is None:
                    moves.append("end")
                if k:
                    here = before.depth == stage
                    if here and before.out is None:
                        moves.append("start")
                    arrived = before.depth < stage <= state.depth
                    if arrived:
                        moves.append("came")
                    back = here and before.out is not None and (
                        state.depth > stage or state.out is None or
                        (state.out != before.out and came_back(lead, stage, moments[k - 1], moment)))
                    if back:
                        moves.append("back")
                    stood = arrived or back or (here and before.out is None)
                    if stood and state.depth > stage:
                        moves.append("on")
                    elif stood and state.out is not None:
                        moves.append("out%d" % state.out)
                for group in (lead.group, "(all)"):
                    for move in moves:
                        count[k, group, stage, move] = count.get((k, group, stage, move), 0) + 1
    print("period,region,stage,there_at_start,came,back,on,left_recycled,left_lost,there_at_end")
    rows = []
    for k in range(1, len(moments)):
        day = dt.date(1970, 1, 1) + dt.timedelta(moments[k] // DAY)
        name = {"day": day.isoformat(), "week": "%d-W%02d" % day.isocalendar()[:2], "month": day.isoformat()[:7],
                "quarter": "%d-Q%d" % (day.year, (day.month + 2) // 3), "year": str(day.year)}[period]
        for group in groups_of([x for x in leads if Standing(x, now, False).depth]):
            for stage in range(1, 4):
                cells = [count.get((k, group, stage, x), 0) for x in
                         ("start", "came", "back", "on", "out0", "out1", "end")]
                assert cells[6] == cells[0] + cells[1] + cells[2] - cells[3] - cells[4] - cells[5]
                rows.append(",".join(map(str, [name, group, STAGES[stage - 1][0], *cells])))
    print("\n".join(sorted(rows)))


# ---- leads


def draw(seed, n):
    rng = random.Random(seed)
    print("id,created,m,s,sok,q,r,l,status,c,region")

    def time(first, days, chance):
        if rng.random() > chance:
            return ""
        day = (dt.date(2026, 1, 1) + dt.timedelta(first + rng.randrange(days))).isoformat()
        if rng.random() < 0.4:
            return day
        return "%s %02d:%02d" % (day, rng.randrange(24), 15 * rng.randrange(4))

    for i in range(n):
        first, days = rng.randrange(150), rng.choice([2, 5, 40, 90])
        cells = [time(first, days, p) for p in (0.97, 0.9, 0.6, 0.35, 0.4, 0.3, 0.3)]
        created, m, s, q, r, lost, c = cells
        sok = "yes" if (s and rng.random() < 0.9) or rng.random() < 0.1 else ""
        status = "lost" if (lost and rng.random() < 0.9) or rng.random() < 0.05 else "open"
        region = rng.choice(["North", "north ", "SOUTH", "south", "east"])
        print(",".join([str(i), created, m, s, sok, q, r, lost, status, c, region]))


def pick(names):
    rows = csv.DictReader(sys.stdin)
    print(",".join(names))
    lines = []
    for row in rows:
        row["region"] = row["region"].lower()
        lines.append(",".join(row[n] for n in names))
    print("\n".join(sorted(lines)))


def main(what, *args):
    if what == "leads":
        return draw(int(args[0]), int(args[1]))
    if what == "pick":
        return pick(args[0].split(","))
    with open(args[0], encoding="utf-8") as f:
        leads = [Lead(row) for row in csv.DictReader(f)]
    now = read(args[2])
    now = now[0] if now[1] else now[0] + DAY - 1
    since = read(args[3])[0] if len(args) > 3 and args[3] != "-" else read("2026-01-01")[0]
    if what == "clocks":
        return clocks(leads, args[1], now, since, int(args[4]) if len(args) > 4 else 0)
    return stages(leads, args[1], now, since)


main(*sys.argv[1:])

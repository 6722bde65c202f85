# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent count of leadfunnel --promises: python3 promises_count.py SEED ROUNDS

Makes agreements, leads, plans and costs by chance, works out every row of the report from the leads alone, and
compares. Whole numbers and fractions only, but for the limits of values; instants are the library's own
datetimes. Limits of counts add up binomials one by one.
"""
import csv
import io
import random
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from math import comb, sqrt
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
MICRO = timedelta(microseconds=1)
DAY = timedelta(days=1)
MONTHS = ("January February March April May June July August September October November December").split()


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(timezone.utc)


def local_day(t):
    return t.astimezone(ZONE).date()


def a_year_before(day):
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


# ---- periods: the first day, the first day after, the name

def period(unit, day, begins):
    if unit == "day":
        return day, day + DAY, day.isoformat()
    if unit == "week":
        first = day - DAY * day.weekday()
        year, week, _ = day.isocalendar()
        return first, first + 7 * DAY, f"{year}-W{week:02d}"
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    since = (day.month - begins) % 12 if unit != "month" else 0
    index = day.year * 12 + day.month - 1 - since % months
    first, after = date(index // 12, index % 12 + 1, 1), date((index + months) // 12, (index + months) % 12 + 1, 1)
    if unit == "month":
        return first, after, f"{day.year}-{day.month:02d}"
    year = day.year if begins == 1 else day.year + (day.month >= begins)
    name = ("FY" if begins > 1 else "") + str(year)
    return first, after, name if unit == "year" else f"{name}-Q{since // 3 + 1}"


def day_in_year_before(unit, day):
    """The same date; of weeks the same day of the week of that number, of the 53rd of the 52nd."""
    if unit != "week":
        return a_year_before(day)
    year, week, weekday = day.isocalendar()
    return date.fromisocalendar(year - 1, min(week, 52), weekday)


# ---- open time: Monday to Friday, nine to five

def shifts(first, after):
    while first < after:
        if first.weekday() < 5:
            for_day = [datetime(first.year, first.month, first.day, h, tzinfo=ZONE).astimezone(timezone.utc) for h in (9, 17)]
            yield for_day
        first += DAY


def passed(office, first, after, until):
    if not office:
        return until - midnight(first)
    return sum((max(timedelta(0), min(b, until) - a) for a, b in shifts(first, after)), timedelta(0))


def reach(office, first, after, span):
    """The earliest moment by which so much has passed."""
    if not office or not span:
        return midnight(first) + span
    for a, b in shifts(first, after):
        if span <= b - a:
            return a + span
        span -= b - a
    return b


def seconds(span):
    return (span + timedelta(microseconds=500000)) // timedelta(seconds=1)


# ---- what a count comes to

def limits(r, f):
    if f == 1:
        return r, r
    a, b, n, good = f.numerator, f.denominator, r, []
    while True:
        at_most = sum(comb(n, k) * a**k * (b - a) ** (n - k) for k in range(r + 1)) * 40
        exactly = comb(n, r) * a**r * (b - a) ** (n - r) * 40
        if at_most <= b**n:
            return good[0], good[-1]
        if 40 * b**n - at_most + exactly > b**n:
            good.append(n)
        n += 1


# ---- one promise in one period

class Promise:
    def __init__(self, of, unit, **more):
        self.of, self.unit, self.most, self.office, self.like, self.when, self.since, self.until = of, unit, False, False, False, None, None, None
        self.promised, self.plan, self.span, self.to, self.cost = None, None, None, None, None
        self.__dict__.update(more)

    def around(self, day):
        if self.unit == "once":  # asked for its first day, or that a year before
            return day, (self.until if day == self.since else a_year_before(self.until)) + DAY
        return period(self.unit, day, self.begins)[:2]


def own(lead, stage, now):
    t = lead[stage]
    return t if t and t <= now else None


def kept(p, lead, t):
    end = t + p.span
    if p.to != "lost":
        later = {"mql": ("sql", "won"), "sql": ("won",)}[p.stage] if p.to == "sql" or p.stage == "sql" else ("won",)
        return any(lead[s] and lead[s] <= end for s in later)
    left = lead["lost"]
    return bool(left and t <= left <= end and not any(lead[s] and left < lead[s] <= end for s in ("created", "mql", "sql", "won")))


class Sums:
    def __init__(self, p, leads, now, first, until, group):
        self.n = self.k = 0
        self.amount, self.squares = Fraction(0), Fraction(0)
        for lead in leads:
            t = own(lead, p.stage, now)
            holds = p.when is None or lead["country"] == p.when
            if not t or not midnight(first) <= t < until or (group and lead["country"] != group):
                continue
            if p.of == "share":
                self.n, self.k = self.n + 1, self.k + holds
            elif holds and (p.of != "rate" or now - t >= p.span):
                self.n += 1
                self.k += p.of == "rate" and kept(p, lead, t)
                if p.of == "value" and lead["amount"] is not None:
                    self.amount += lead["amount"]
                    self.squares += lead["amount"] ** 2

    def figure(self, p, cost):
        if p.of == "count":
            return Fraction(self.n)
        if p.of == "value":
            return self.amount
        if p.of == "cost":
            return Fraction(cost, self.n) if cost is not None and self.n else None
        return Fraction(self.k, self.n) if self.n else None


def row(p, leads, now, first, after, group, promised, costs):
    over = midnight(after) - MICRO <= now
    sums = Sums(p, leads, now, first, midnight(after), group)
    cost = costs.get(first) if p.of == "cost" else None
    reached = sums.figure(p, cost)
    out = {"promised": promised, "reached": reached}
    if p.like or p.unit == "once":
        earlier, next_earlier = p.around(day_in_year_before(p.unit, first))
        cut = day_in_year_before(p.unit, local_day(now))
        end = datetime.combine(cut, now.astimezone(ZONE).time(), ZONE).astimezone(timezone.utc) + MICRO
        part, whole = Sums(p, leads, now, earlier, end, None), Sums(p, leads, now, earlier, midnight(next_earlier), None)
        if p.like:
            f = Fraction(part.figure(p, None)) / whole.figure(p, None) if whole.figure(p, None) > 0 else None
            f = f if f is not None and 0 < f <= 1 and whole.n >= 20 else None
    if not p.like:
        part, whole = (seconds(passed(p.office, first, after, t)) for t in (now, midnight(after)))
        f = Fraction(part, whole) if whole else None
    if not p.like and p.unit != "once":
        earlier, next_earlier = p.around(first - DAY)
        span = passed(p.office, earlier, next_earlier, midnight(next_earlier))
        end = reach(p.office, earlier, next_earlier, timedelta(microseconds=span // MICRO * part // whole)) if whole else None
    if over:
        f, end = Fraction(1), midnight(next_earlier)
    any_before = any(own(lead, p.stage, now) and own(lead, p.stage, now) < midnight(next_earlier) and p.counts(lead, now) for lead in leads)
    if any_before and end:
        before = Sums(p, leads, now, earlier, end, group)
        out["before_to_date"] = before.figure(p, costs.get(earlier) if over else None)
    paced = p.of in ("count", "value")
    low = high = expected = None
    if paced and f is not None:
        if promised is not None:
            out["promised_to_date"] = promised * f
        if f >= Fraction(1, 10) and (over or sums.squares or p.of == "count"):
            expected = reached / f
            if p.of == "count":
                low, high = limits(sums.n, f)
            else:
                half = 1.959963984540054 * sqrt(float(sums.squares * (1 - f))) / float(f)
                low, high = (max(float(reached), float(expected) + s * half) for s in (-1, 1))
            out.update(expected=expected, expected_low95=low, expected_high95=high)
    mature = over and (p.of != "rate" or midnight_after(after, p.span) <= now)
    good = None if promised is None or reached is None else reached <= promised if p.most else reached >= promised
    if promised is None or (reached is None and mature):
        verdict = ""
    elif mature:
        verdict = "met" if good else "missed"
    elif paced and not p.most and good:
        verdict = "met"
    elif expected is None:
        verdict = "open"
    elif low > promised if p.most else high < promised:
        verdict = "behind"
    elif expected <= promised if p.most else expected >= promised:
        verdict = "on pace"
    else:
        verdict = "open"
    out["verdict"] = verdict
    if promised and reached is not None:
        out["share"] = reached / promised
    if p.of == "rate" and mature and sums.n >= 20:
        z, n, x = 1.959963984540054, sums.n, sums.k / sums.n
        middle, half = x + z * z / (2 * n), z * sqrt((x * (1 - x) + z * z / (4 * n)) / n)
        low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
        out["chance"] = "over" if low > promised else "under" if high < promised else "at"
    return out


def midnight_after(after, span):
    """A date and whole days are a date, whose first moment it is."""
    return midnight(after + span)


# ---- a world by chance

def world(r):
    begins = r.choice([1, 1, 7, 10, 2])
    now_day = date(r.choice([2024, 2026, 2027]), r.randint(1, 12), r.randint(1, 28))
    now = midnight(now_day + DAY) - MICRO if r.random() < 0.5 else midnight(now_day) + timedelta(seconds=r.randint(0, 86399))
    leads, countries = [], ["DE", "FR", "SE"]
    for i in range(r.randint(30, 300)):
        t = midnight(now_day) - timedelta(seconds=r.randint(-86400 * 5, 86400 * r.choice([40, 200, 500])))
        lead = {"created": t, "mql": None, "sql": None, "won": None, "lost": None, "country": r.choice(countries), "amount": None}
        for stage in ("mql", "sql", "won"):
            if r.random() < 0.3:
                break
            t += timedelta(seconds=r.randint(0, 86400 * 30))
            lead[stage] = t
        if r.random() < 0.3:
            lead["lost"] = t + timedelta(seconds=r.randint(-86400 * 5, 86400 * 20))
        if r.random() < 0.9:
            lead["amount"] = Fraction(r.randint(-100, 100000), 100)
        leads.append(lead)
    return begins, now, leads


def a_promise(r, i, begins, now, leads):
    of = r.choice(["count", "count", "count", "value", "rate", "share", "cost", "plan"])
    unit = r.choice(["day", "week", "month", "month", "quarter", "year"])
    stage = r.choice(["mql", "sql", "won"]) if of != "rate" else r.choice(["mql", "sql"])
    p = Promise("count" if of == "plan" else of, unit, stage=stage, begins=begins)
    if of in ("count", "value", "plan"):
        p.office, p.like = r.choice([(False, False), (True, False), (False, True)])
    if of in ("count", "value"):
        p.most = r.random() < 0.3
    if of == "share" or (of != "plan" and r.random() < 0.3):
        p.when = r.choice(["DE", "FR"])
    if of == "rate":
        p.to, p.most = r.choice(["won", "lost"] if stage == "sql" else ["sql", "won", "lost"]), r.random() < 0.5
        p.span = r.choice([3, 10, 30]) * DAY
    if of in ("count", "value", "share") and r.random() < 0.2:
        p.unit, p.since = "once", local_day(now) - DAY * r.randint(0, 200)
        p.until = p.since + DAY * r.randint(0, 300)
    p.counts = lambda lead, now, p=p: (p.of == "share" or p.when is None or lead["country"] == p.when) and (
        p.of != "rate" or now - own(lead, p.stage, now) >= p.span)
    if of == "cost":
        p.most = True
    if of == "count":
        p.promised = Fraction(r.randint(1, 60))
        words = f"{p.promised} {stage}"
    elif of == "value":
        p.promised = Fraction(r.randint(1, 2000000), 100)
        words = f"{float(p.promised)} value of {stage}"
    elif of in ("rate", "share"):
        p.promised = Fraction(r.randint(1, 99), 100)
        bound = f"at {'most' if p.most else 'least'} {int(p.promised * 100)}%"
        words = f"{stage} to {p.to} {bound} within {p.span.days} days" if of == "rate" else f"share of {stage} {bound}"
    elif of == "cost":
        p.promised = Fraction(r.randint(1, 9000), 100)
        words = f"cost of {stage} at most {float(p.promised)}"
    else:
        words = f'{stage} from "plan{i}.csv"'
    if of in ("count", "value") and p.most:
        words = "at most " + words
    words += f" per {unit}" if p.unit != "once" else f" by {p.until} since {p.since}"
    if of != "plan" and p.unit != "once" and r.random() < 0.5:
        day = local_day(r.choice(leads)["created"])
        p.since = period(unit, day, begins)[0]
        words += f" from {p.since}"
        if r.random() < 0.5:
            p.until = period(unit, day + DAY * r.randint(0, 300), begins)[1] - DAY
            words += f" until {p.until}"
    words += (" in office days" if p.office else "") + (" like the year before" if p.like else "")
    words += f' when country = "{p.when}"' if p.when else ""
    return p, f'promise {words} "p{i}"\n'


def write_leads(leads):
    def cell(t):
        return t.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if t else ""
    with open("in.csv", "w", encoding="utf-8") as f:
        f.write("created_at,mql_at,sql_at,won_at,lost_at,country,amount\n")
        for x in leads:
            amount = "" if x["amount"] is None else f"{float(x['amount']):.2f}"
            f.write(",".join([cell(x[s]) for s in ("created", "mql", "sql", "won", "lost")] + [x["country"], amount]) + "\n")


def expected_rows(p, name, leads, now, begins, costs, by):
    times = [own(x, p.stage, now) for x in leads if own(x, p.stage, now) and p.counts(x, now)]
    today = local_day(now)
    if p.plan is not None:
        start, last = min(k[0] for k in p.plan), max(k[0] for k in p.plan)
    else:
        start, last = p.since or (local_day(min(times)) if times else None), p.until or today
    if start is None:
        return
    first, after, label = period(p.unit, start, begins) if p.unit != "once" else (start, last + DAY, f"{start}..{last}")
    while first <= min(last, today):
        groups = [None]
        if p.plan is not None and by:
            groups += [c for c in ("DE", "FR", "SE", "US") if (first, c) in p.plan or Sums(p, leads, now, first, midnight(after), c).n]
        for group in groups:
            promised = p.promised
            if p.plan is not None:
                of = [v for (d, c), v in p.plan.items() if d == first and group in (None, c)]
                promised = Fraction(sum(of)) if of else None
            yield (group or "(all)", name, label), row(p, leads, now, first, after, group, promised, costs.get(p.unit, {}))
        if p.unit == "once":
            return
        first, after, label = period(p.unit, after, begins)


def compare(key, want, got, of):
    places = {"count": 0, "value": 2, "cost": 2}.get(of, 6)
    for column, text in got.items():
        if column not in ("promised", "reached", "share", "promised_to_date", "expected", "expected_low95", "expected_high95",
                          "verdict", "chance", "before_to_date"):
            continue
        value = want.get(column)
        if isinstance(value, Fraction):
            n = 6 if column == "share" else 2 if column in ("promised_to_date", "expected") else places
            scaled = abs(value) * 10**n
            whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
            if value < 0:
                whole = -whole
            same = text != "" and Fraction(text) * 10**n == whole
        elif isinstance(value, (int, float)):
            same = text != "" and abs(float(text) - value) < 0.011
        else:
            same = text == (value or "")
        if not same:
            sys.exit(f"{key}: {column} is {text!r}, and should be {value if not isinstance(value, Fraction) else float(value)!r}\n{got}")


def once(seed):
    r = random.Random(seed)
    begins, now, leads = world(r)
    promises, text, costs = {}, "", {}
    while len(promises) < 6:
        i = len(promises)
        p, words = a_promise(r, i, begins, now, leads)
        if any((p.of, p.most, p.stage, p.to, p.unit, p.when) == (q.of, q.most, q.stage, q.to, q.unit, q.when) for q in promises.values()):
            continue  # the same may not be promised twice
        if "plan" in words:
            with open(f"plan{i}.csv", "w", encoding="utf-8") as f:
                p.plan, day = {}, local_day(now) - DAY * r.randint(0, 300)
                f.write(f"{p.unit},country,promised\n")
                for _ in range(r.randint(1, 5)):
                    first, after, label = period(p.unit, day, begins)
                    for c in r.sample(["DE", "FR", "US"], r.randint(1, 3)):
                        p.plan[first, c] = r.randint(0, 30)
                        f.write(f"{label},{c},{p.plan[first, c]}\n")
                    day = after + (after - first) * r.randint(0, 1)
        promises[f"p{i}"] = p
        text += words
    units = {p.unit for p in promises.values() if p.of == "cost"}
    spend = {local_day(now) - DAY * r.randint(0, 400): Fraction(r.randint(1, 999999), 100) for _ in range(40)}
    for unit in units:
        costs[unit] = {}
        for day, amount in spend.items():
            first = period(unit, day, begins)[0]
            costs[unit][first] = costs[unit].get(first, 0) + amount
    with open("spend.csv", "w", encoding="utf-8") as f:
        f.write("date,cost\n" + "".join(f"{d},{float(a):.2f}\n" for d, a in spend.items()))
    with open("p.agreement", "w", encoding="utf-8") as f:
        f.write('timezone "Europe/Berlin"\n' + (f"year begins 1 {MONTHS[begins - 1]}\n" if begins > 1 or r.random() < 0.5 else ""))
        f.write("stage lead at created_at\nstage mql at mql_at value amount\nstage sql at sql_at value amount\n"
                "stage won at won_at value amount\nexit lost at lost_at\n"
                "calendar office\n    hours mon-fri 09:00-17:00\n" + text)
    write_leads(leads)
    by = r.random() < 0.5
    command = ["leadfunnel", "-q", "-a", "p.agreement", "--now", now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "--promises"]
    command += (["--by", "country"] if by else []) + (["--spend", "spend.csv"] if units else [])
    outputs = [subprocess.run(command + ["-j", j, "in.csv"], check=True, capture_output=True, text=True).stdout for j in "14"]
    if outputs[0] != outputs[1]:
        sys.exit("-j 4 says something else")
    got = {(g.get("country", "(all)"), g["promise"], g["period"]): g for g in csv.DictReader(io.StringIO(outputs[0]))}
    want = {}
    for name, p in promises.items():
        want.update(expected_rows(p, name, leads, now, begins, costs, by))
    if set(got) != set(want):
        sys.exit(f"rows only in the report: {sorted(set(got) - set(want))}; missing: {sorted(set(want) - set(got))}")
    for key, g in got.items():
        compare(key, want[key], g, promises[key[1]].of)
    return len(got)


if __name__ == "__main__":
    rows = 0
    for seed in range(int(sys.argv[1]), int(sys.argv[1]) + int(sys.argv[2])):
        try:
            rows += once(seed)
        except SystemExit as e:
            sys.exit(f"seed {seed}: {e}")
    print(rows, "rows")

#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows are one lead, the slow way: every row is compared with every other.

    same_truth.py make SEED FOLDER    writes a small random world: in.csv and our.agreement
    same_truth.py truth FOLDER        prints what it comes to: the ids of each lead of several rows, then what
                                      joins nobody: of two rows that are left apart both; of any other value
                                      how many rows have it, and the first
    same_truth.py said                prints a report of leadfold --duplicates, on standard input, like this

All values are as plain as can be, so that it makes no difference how they are normalized. What is a world is
in the file: the agreement is read by this program's own eyes, and so are the rules.
"""
import csv
import os
import random
import sys

WORDS = ["anna", "bruno", "clara", "kline", "moss", "north", "albert", "karl"]
KEYS = ["email", "phone", "domain with name", "company with name", "name", "code", "name with code",
        "email any name", "phone any name", "code any name", "code with company", "phone with name"]


# ---- a world

def make(seed, folder):
    draw = random.Random(seed)
    few = draw.choice([2, 4, 12])

    def name():
        words = draw.sample(WORDS, draw.choice([1, 2, 2, 2, 3]))
        return " ".join(w[0] if draw.random() < .2 else w for w in words)

    names = [name() for _ in range(draw.choice([2, 5, 20, 60]))]
    keys = draw.sample(KEYS, draw.choice([1, 2, 3, 4]))
    rows = []
    for i in range(draw.choice([3, 8, 30, 120])):
        some = lambda text, p: text if draw.random() < p else ""
        who = draw.choice(["info", "noreply"]) if draw.random() < .1 else "p%d" % draw.randrange(few)
        host = draw.choice(["gmail.com", "oakhill.com", "fernway.com", "reedlake.com"])
        phone = draw.choice(["0000000", "123"]) if draw.random() < .1 else "+1415%07d" % (
            2360137 + 1009 * draw.randrange(few))
        rows.append([str(i + 1), some(who + "@" + host, .7), some(phone, .5), some(draw.choice(names), .8),
                     some(draw.choice(["Oakhill", "Fernway", "Reedlake"]), .6),
                     some("c%d" % draw.randrange(few), .5), some("x%d" % draw.randrange(3), .6),
                     some("y%d" % draw.randrange(2), .4)])
    with open(os.path.join(folder, "in.csv"), "w", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(["id", "email", "phone", "name", "company", "code", "crm", "erp"])
        writer.writerows(rows)
    with open(os.path.join(folder, "our.agreement"), "w") as f:
        f.write("same lead by " + ", ".join(keys) + "\n")
        f.write("    at most %d names\n" % draw.choice([1, 2, 3]))
        apart = draw.choice([[], [], ["crm"], ["crm", "erp"]])
        if apart:
            f.write("    apart when " + ", ".join(apart) + " differ\n")


def read(folder):
    with open(os.path.join(folder, "in.csv"), newline="") as f:
        rows = list(csv.DictReader(f))
    keys, most, apart = [], 3, []
    with open(os.path.join(folder, "our.agreement")) as f:
        for line in f:
            line = line.strip()
            if line.startswith("same lead by "):
                keys = [k.strip() for k in line[len("same lead by "):].split(",")]
            elif line.startswith("at most "):
                most = int(line.split()[2])
            elif line.startswith("apart when "):
                apart = [c.strip() for c in line[len("apart when "):-len(" differ")].split(",")]
    return rows, keys, most, apart


# ---- names

def whole(name):
    return {w for w in name.split() if len(w) > 1}


def agree(a, b):
    short, long = sorted((a.split(), b.split()), key=len)

    def fits(short, long):
        if not short:
            return True
        return any(fits(short[1:], long[:i] + long[i + 1:]) for i, word in enumerate(long)
                   if word == short[0] or (len(short[0]) == 1 and word.startswith(short[0])))

    return bool(whole(a) & whole(b)) and (fits(short, long) or (len(short) == len(long) and fits(long, short)))


def by_person(name):
    """Rows of named people: those whose name is in no other are somebody, the others are who they can be if that
    is one. A name is in another that it agrees with if that has more words, or as many and more letters."""
    def inside(a, b):
        return agree(a, b) and (len(a.split()), len(a)) < (len(b.split()), len(b))

    top = {n for n in name.values() if not any(inside(n, other) for other in name.values())}
    who = {}
    for i, n in name.items():
        people = {t for t in top if inside(n, t)}
        who.setdefault(people.pop() if len(people) == 1 else n, []).append(i)
    return sorted(who.values())


def person(row):
    """Initials alone name nobody."""
    name = " ".join(sorted(row["name"].split()))
    return name if whole(name) else ""


def different(names):
    found = []
    for name in sorted(set(names), key=lambda n: (-len(n.split()), -len(n), n)):
        if not any(agree(name, other) for other in found):
            found.append(name)
    return len(found)


# ---- values

def parts(key):
    return key.removesuffix(" any name").split(" with ")


def seen(row, part):
    return row["email"].split("@")[-1] if part == "domain" else row[part]


def is_nobody(part, text):
    return (part == "email" and text.split("@")[0] in ("info", "noreply") or
            part == "domain" and text == "gmail.com" or
            part == "phone" and len(text) < 9)


def value(row, key):
    """The parts besides the name; None: one is missing."""
    texts = [seen(row, p) for p in parts(key) if p != "name"]
    if not all(texts) or ("name" in parts(key) and len(row["name"].split()) < 2):
        return None
    return tuple(texts)


def nobody(val, key):
    """Those that name nobody."""
    return tuple(t for p, t in zip([p for p in parts(key) if p != "name"], val) if is_nobody(p, t))


def connected(items, related):
    groups = []
    for item in items:
        near = [g for g in groups if any(related(item, other) for other in g)]
        groups = [g for g in groups if g not in near] + [sorted(sum(near, []) + [item])]
    return sorted(groups)


# ---- the rules

class World:
    def __init__(self, rows, keys, most, apart):
        self.rows, self.keys, self.most, self.apart = rows, keys, most, apart
        self.group = list(range(len(rows)))
        self.spared = []
        for key in keys:
            self.take_key(key)

    def members(self, i):
        return [k for k in range(len(self.rows)) if self.group[k] == self.group[i]]

    def differ(self, i, k):
        for column in self.apart:
            one = {self.rows[m][column] for m in self.members(i)} - {""}
            other = {self.rows[m][column] for m in self.members(k)} - {""}
            if one and other and one != other:
                return True
        return False

    def people(self, key, rows):
        """The rows of one value, as those that it joins."""
        name = {i: person(self.rows[i]) for i in rows}
        if "name" in parts(key):
            return by_person({i: name[i] for i in rows if name[i]})
        if different([n for n in name.values() if n]) > self.most:
            self.spared.append(("names", key, rows))
            return []
        if key.endswith(" any name"):
            return [rows]
        named = connected([i for i in rows if name[i]], lambda i, k: whole(name[i]) & whole(name[k]))
        nameless = [i for i in rows if not name[i]]
        if len(named) <= 1:
            return [rows]
        return sorted(named + ([nameless] if nameless else []))

    def take_key(self, key):
        values = {}
        for i, row in enumerate(self.rows):
            val = value(row, key)
            if val is not None:
                bad = nobody(val, key)
                values.setdefault(("nobody", bad) if bad else ("", val), []).append(i)
        joints = []
        for (what, val), rows in values.items():
            if len(rows) < 2:
                continue
            if what:
                self.spared.append(("nobody", key, rows))
                continue
            for joint in self.people(key, rows):
                joints.append((self.order(key, joint), joint))
        for _, joint in sorted(joints):
            self.join(key, joint)

    def order(self, key, joint):
        return min([person(self.rows[i]) if p == "name" else seen(self.rows[i], p).lower() for p in parts(key)]
                   for i in joint)

    def join(self, key, joint):
        camps = []
        for i in joint:
            if any(self.group[i] == self.group[c] for c in camps):
                continue
            for c in camps:
                if not self.differ(i, c):
                    self.group = [self.group[c] if g == self.group[i] else g for g in self.group]
                    break
            else:
                if camps:
                    self.spared.append(("apart", key, [camps[0], i]))
                camps.append(i)

    def told(self):
        leads = {}
        for i, g in enumerate(self.group):
            leads.setdefault(g, []).append(i)
        ids = [row["id"] for row in self.rows]
        for lead in leads.values():
            if len(lead) > 1:
                yield " ".join(ids[i] for i in lead)
        for why, key, rows in self.spared:
            yield "%s: %s: %s %s" % (why, key, ids[rows[0]] if why == "apart" else len(rows),
                                     ids[rows[1]] if why == "apart" else ids[rows[0]])


def said(report):
    leads = {}
    for row in csv.DictReader(report):
        if row["what"] == "joined":
            leads.setdefault(row["group"], []).append(row["id"])
        elif row["what"] == "left_apart":
            yield "apart: %s: %s %s" % (row["joined_by"], row["to"], row["id"])
        else:
            yield "%s: %s: %s %s" % (row["what"].replace("too_many_", ""), row["joined_by"], row["rows"], row["id"])
    for ids in leads.values():
        yield " ".join(sorted(ids, key=int))


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "make":
        make(int(sys.argv[2]), sys.argv[3])
    elif len(sys.argv) == 3 and sys.argv[1] == "truth":
        print("\n".join(sorted(World(*read(sys.argv[2])).told())))
    elif len(sys.argv) == 2 and sys.argv[1] == "said":
        print("\n".join(sorted(said(sys.stdin))))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random nights through leadfold --map, beside what a lead must be called by the rules in leadfold(1), worked
out anew from the map before and the night's rows. map_nights.py SEED NIGHTS; prints what it has seen."""
import csv, io, random, subprocess, sys

seed, nights = int(sys.argv[1]), int(sys.argv[2])
random.seed(seed)
seen = dict(new=0, met=0, passed=0, stayed=0, parted=0)


def read_map():
    try:
        with open("map.csv", newline="") as f:
            return [(r["old"], r["kept"]) for r in csv.DictReader(f)]
    except FileNotFoundError:
        return []


def fold(threads):
    return subprocess.run(["leadfold", "-q", "-e", "same lead by email", "--map", "map.csv", "-j", str(threads),
                           "night.csv"], check=True, capture_output=True).stdout


def groups_of(rows, kept):
    """Rows that a chain of equal emails, or of ids that are kept as one, joins; parted ids are left to laws."""
    parent = list(range(len(rows)))

    def find(i):
        while parent[i] != i:
            i = parent[i]
        return i
    first = {}
    for i, (id_, email, _) in enumerate(rows):
        for key in ((1, kept.get(id_, id_)) if id_ else None, (2, email) if email else None):
            if key:
                parent[find(i)] = find(first.setdefault(key, i))
    out = {}
    for i in range(len(rows)):
        out.setdefault(find(i), []).append(i)
    return sorted(out.values())


def called(ids, kept, place):
    """A lead's kept id, by its rows' ids as (id, created)."""
    known = sorted({kept.get(i, i) for i, _ in ids} & place.keys(), key=place.get)
    present = {i for i, _ in ids}
    survivor = min(ids, key=lambda x: (x[1], len(x[0]), x[0]))[0]
    seen["met"] += len(known) > 1
    if not known:
        return survivor
    seen["passed"] += known[0] not in present
    return known[0] if known[0] in present else survivor


def check(rows, before, out):
    kept = {o: k for o, k in before if o != k}
    place = {}
    for line, (o, k) in enumerate(before):
        if o != k:
            place.setdefault(k, line)
    after = {o: k for o, k in read_map() if o != k}
    got = [r["Id"] for r in csv.DictReader(io.StringIO(out.decode()))]
    groups = groups_of(rows, kept)
    assert len(got) == len(groups), (got, groups)
    want = dict(kept)
    for group, is_ in zip(groups, got):
        ids = [(rows[i][0], rows[i][2]) for i in group if rows[i][0]]
        if not ids:
            assert is_ == "", is_
            continue
        name = called(ids, kept, place)
        assert is_ == name, (is_, name, group)
        seen["stayed"] += len({rows[i][1] for i in group}) > 1
        of = {i for i, _ in ids} | {kept.get(i, i) for i, _ in ids}
        for id_ in of | {o for o, k in kept.items() if k in of}:
            seen["new"] += id_ != name and id_ not in kept
            want[id_] = name
        want.pop(name, None)
    assert after == want, (after, want)
    assert not set(after) & set(after.values()), "not closed"


def laws(rows, before, out):
    """What must hold where ids are parted, whatever the order of joins."""
    kept = {o: k for o, k in before if o != k}
    parted = {o for o, k in before if o == k}
    after = read_map()
    called_now = {o: k for o, k in after if o != k}
    assert not set(called_now) & set(called_now.values()), "not closed"
    for id_, _, _ in rows:
        was, is_ = kept.get(id_, id_), called_now.get(id_, id_)
        if id_ and (was in parted) and was in {r[0] for r in rows}:
            assert is_ == was, (id_, was, is_)
            seen["parted"] += 1
        elif id_:
            assert is_ not in parted or is_ not in {r[0] for r in rows} or kept.get(is_, is_) != is_, (id_, is_)


for night in range(nights):
    ids = random.sample(range(1, 30), random.randint(1, 14))
    rows = []
    for i in ids + ([random.choice(ids)] if random.random() < .2 else []):
        id_ = "" if random.random() < .06 else ("0" if i % 3 else "") + str(i)
        email = f"p{random.randrange(16)}@x{random.randrange(2)}.com" if random.random() < .8 else ""
        rows.append((id_, email, f"2026-0{random.randint(1, 3)}-01"))
    with open("night.csv", "w", newline="") as f:
        csv.writer(f).writerows([("Id", "Email", "Create Date"), *rows])
    before = read_map()
    parting = night >= nights // 2
    if parting and before and random.random() < .3:
        id_ = random.choice(random.choice(before))
        with open("map.csv", "a", newline="") as f:
            csv.writer(f, lineterminator="\n").writerow((id_, id_, ""))
        before = [(o, k) for o, k in before if o != id_] + [(id_, id_)]
    out = fold(1 + 3 * (night % 2))
    (laws if parting else check)(rows, before, out)
    with open("map.csv", "rb") as f:
        text = f.read()
    assert fold(4 - 3 * (night % 2)) == out, "the same night again says something else"
    with open("map.csv", "rb") as f:
        assert f.read() == text, "the same night again changes the map"
print(*(f"{n} {what}" for what, n in seen.items()), sep=", ")

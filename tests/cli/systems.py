# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Two exports of different headers, delimiters and line ends, with odd cells; and whether what leadfold made of
# them has each cell where it belongs.
#     systems.py make SEED        writes one.csv and two.csv
#     systems.py check SEED      every row of both, in order, under the columns of both
import csv
import io
import random
import sys

FIELDS = [("Email", "E-mail"), ("Phone", "Mobile"), ("Company", "Account Name"), ("Note", "note")]
ONE, TWO = ["A col", "x;y"], ["B, col", 'b "q"']


def cell(r):
    return "".join(r.choice(["a", "é", " b", '"', ",", ";", "\t", "\n", "\r\n", "'", "=1"]) for _ in range(r.randrange(6)))


def rows(seed):
    r = random.Random(seed)
    for which, own in enumerate([ONE, TWO]):
        head = [f[which] for f in FIELDS] + own
        order = list(range(1, len(head)))
        r.shuffle(order)
        order = [0] + order
        body = []
        for i in range(r.randrange(40)):
            body.append([f"person{which}{i}@acme.com", ""] + [cell(r) for _ in head[2:]])
        yield [head[c] for c in order], [[row[c] for c in order] for row in body]


def make(seed):
    for (head, body), name in zip(rows(seed), ["one.csv", "two.csv"]):
        r = random.Random(f"{seed} {name}")
        with open(name, "w", newline="") as f:
            how = {"delimiter": r.choice(",;\t"), "lineterminator": r.choice(["\n", "\r\n"])}
            csv.writer(f, quoting=csv.QUOTE_ALL, **how).writerow(head)
            csv.writer(f, quoting=r.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), **how).writerows(body)


def check(seed):
    files = list(rows(seed))
    text = sys.stdin.buffer.read().decode()
    delimiter = next(d for d in ",;\t" if len(next(csv.reader([text.splitlines()[0]], delimiter=d))) == 8)
    out = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    under = {own: first for first, own in FIELDS}
    want = []
    for head, body in files:
        for row in body:
            said = {under.get(h, h): v for h, v in zip(head, row)}
            want.append([said.get(h, "") for h in out[0]])
    if out[1:] != want:
        sys.exit("\n".join(f"want {a}\ngot  {b}" for a, b in zip(want, out[1:]) if a != b) or
                 f"{len(out) - 1} rows, not {len(want)}")


if sys.argv[1] == "make":
    make(int(sys.argv[2]))
else:
    check(int(sys.argv[2]))

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet as a person fills it in, and as a spreadsheet then writes it.

review_fill.py IN OUT [as=excel-de|excel-us|excel-text|calc] [option=value ...] [NAME.COLUMN=VALUE ...]

NAME is how the lead's name begins, COLUMN the first word of a header, or all of it. `drop=COLUMN`, `only=NAME,NAME` and
`tail=COLUMN:VALUE;COLUMN:VALUE`, a row more, change the sheet; `dates=`, `decimal=`, `ids=`, `delimiter=`, `encoding=` and `end=` how it is written.
"""
import csv
import io
import sys

LOOKS = {
    "excel-de": {"delimiter": ";", "encoding": "cp1252", "end": "\r\n", "dates": "%d.%m.%Y", "decimal": ","},
    "excel-us": {"delimiter": ",", "encoding": "cp1252", "end": "\r\n", "dates": "%-m/%-d/%Y", "decimal": "."},
    "excel-text": {"delimiter": "\t", "encoding": "utf-16", "end": "\r\n", "dates": "%d/%m/%Y", "decimal": "."},
    "calc": {"delimiter": ",", "encoding": "utf-8", "end": "\n"},
}


def column(head, word):
    for i, name in enumerate(head):
        if word in (name, name.split()[0]):
            return i
    raise SystemExit(f"no column {word}")


def dated(cell, form):
    year, month, day = (int(x) for x in cell.split("-"))
    for sign, value in (("%d", f"{day:02}"), ("%m", f"{month:02}"), ("%-d", str(day)), ("%-m", str(month)), ("%Y", str(year))):
        form = form.replace(sign, value)
    return form


def ruined(cell, how):
    if not cell.isdigit():
        return cell
    if how == "rounded":
        return f"{int(cell):.5E}" if len(cell) > 11 else str(int(cell))
    if how == "rounded-de":
        return ruined(cell, "rounded").replace(".", ",")
    return {"whole": str(int(cell)), "grouped": f"{int(cell):,}", "zero": f"{int(cell)}.0"}[how]


def main():
    source, target, *words = sys.argv[1:]
    text = open(source, encoding="utf-8-sig", newline="").read()
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.split("\n")[0] else ","))
    head, rows = rows[0], rows[1:]
    look, tail = dict(LOOKS["calc"]), []
    for word in words:
        key, _, value = word.partition("=")
        if key == "as":
            look.update(LOOKS[value])
        elif key == "tail":
            row = [""] * len(head)
            for cell in filter(None, value.split(";")):
                name, _, text = cell.partition(":")
                row[column(head, name)] = text
            tail.append(row)
        elif key == "drop":
            i = column(head, value)
            head, rows = head[:i] + head[i + 1:], [r[:i] + r[i + 1:] for r in rows]
        elif key == "only":
            rows = [r for r in rows if any(r[column(head, "name")].startswith(n) for n in value.split(","))]
        elif "." in key:
            name, _, what = key.partition(".")
            found = [r for r in rows if r[column(head, "name")].startswith(name)]
            if len(found) != 1:
                raise SystemExit(f"{len(found)} leads are called {name}")
            found[0][column(head, what)] = value
        else:
            look[key] = value
    for r in rows:
        for i, name in enumerate(head):
            if name in ("handed over", "due") and "dates" in look:
                r[i] = dated(r[i], look["dates"])
            elif name == "days waiting" and "decimal" in look:
                r[i] = r[i].replace(".", look["decimal"]).replace(",", look["decimal"])
            elif name == "lead_id" and "ids" in look:
                r[i] = ruined(r[i], look["ids"])
    out = io.StringIO()
    csv.writer(out, delimiter=look["delimiter"], lineterminator=look["end"]).writerows([head] + rows + tail)
    text = out.getvalue()
    with open(target, "wb") as f:
        f.write(text.encode(look["encoding"], errors="replace"))


main()

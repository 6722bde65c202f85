# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints each built-in field and its headers, a line each: from builtin.c, or with an argument from that manual page."""
import re
import sys


def of_source(text):
    table = re.sub(r"/\*.*?\*/", "", text[text.index("builtin_fields[] = {"):], flags=re.S)
    row = r'\{\s*"(\w+)",\s*TYPE_\w+,((?:\s*"(?:[^"\\]|\\.)*")+),'
    for name, strings in re.findall(row, table):
        yield name, "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', strings)).replace('\\"', '"').split("|")


def of_manual(text):
    section = text[text.index(".Sh BUILT-IN FIELDS"):]
    for name, lines in re.findall(r"\.It Ic (\w+) Pq .*\n((?:\.Ql .*\n)+)", section):
        yield name, [re.sub(r" ,$", "", line[4:]).strip('"').replace("\\(dq", '"') for line in lines.splitlines()]


of, file = (of_manual, sys.argv[1]) if len(sys.argv) > 1 else (of_source, "src/agreement/builtin.c")
with open(file, encoding="utf-8") as source:
    for field, headers in of(source.read()):
        print(field, *headers, sep="|")

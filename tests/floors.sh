#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The rule of the house: a file includes its own folder and strictly lower floors, only src/cmd sees src/cli,
# and each library has one door. Prints what breaks it.
cd "$(dirname "$0")/../src" || exit 2
grep -n '^ *# *include' -- */*.[ch] | awk -F '[:/]' '
	BEGIN {
		n = split("base 0 time 1 table 1 report 1 cli 1 expr 2 agreement 3 lead 4 cmd 5", f, " ")
		for (i = 1; i < n; i += 2) floor[f[i]] = f[i + 1]
		n = split("csv.h table/side.c pcre2.h expr/regex.c unicode base/casefold.c", d, " ")
		for (i = 1; i < n; i += 2) door[d[i]] = d[i + 1]
	}
	{ from = $1; file = $1 "/" $2; rest = $0; sub(/^[^<"]*/, "", rest); split(substr(rest, 2), to, /[\/>"]/) }
	rest ~ /^"/ && from != to[1] && (!(to[1] in floor) || floor[to[1]] >= floor[from] || to[1] == "cli" && from != "cmd") ||
	rest ~ /^</ && to[1] in door && door[to[1]] != file { print "src/" $0; bad = 1 }
	END { if (!NR) print "no source seen"; exit bad || !NR }'

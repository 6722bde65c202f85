#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The rule of the house: a file includes its own folder and strictly lower floors, only src/cmd sees src/cli,
# and each library has one door (ICU a second one, to its names of countries). What files include is checked, and what objects call; within a folder no files
# call each other in a circle. Prints what breaks it.
cd "$(dirname "$0")/.." || exit 2
BUILD=${BUILD:-build}
floors='base 0 time 1 table 1 report 1 cli 1 stat 1 expr 2 agreement 3 lead 4 figures 5
	score 6 bant 6 sla 6 funnel 6 lookback 6 route 6 paper 6 fold 6 same 6 review 6 cmd 7'
bad=0

(cd src && grep -n '^ *# *include' -- */*.[ch]) | awk -F '[:/]' -v floors="$floors" '
	BEGIN {
		n = split(floors, f, " ")
		for (i = 1; i < n; i += 2) floor[f[i]] = f[i + 1]
		n = split("csv.h table/side.c pcre2.h expr/regex.c unicode base/icu.h zlib.h table/unpack.c zstd.h table/unpack.c sha2.h base/digest.c readline cli/line.c", d, " ")
		for (i = 1; i < n; i += 2) door[d[i]] = d[i + 1]
	}
	{ from = $1; file = $1 "/" $2; rest = $0; sub(/^[^<"]*/, "", rest); split(substr(rest, 2), to, /[\/>"]/) }
	rest ~ /^"/ && from != to[1] && (!(to[1] in floor) || floor[to[1]] >= floor[from] || to[1] == "cli" && from != "cmd") ||
	rest ~ /^</ && to[1] in library && !((to[1], file) in door) { print "src/" $0; bad = 1 }
	END { if (!NR) print "no source seen"; exit bad || !NR }' || bad=1

# Who calls whom: every symbol of ours that an object needs, and the object that has it.
objects=$(find src -mindepth 2 -name '*.c' | sed "s|src/\(.*\)\.c|$BUILD/\1.o|")
# The names are made of words without spaces.
# shellcheck disable=SC2086
nm -A -g $objects | awk -v build="$BUILD/" -v floors="$floors" '
	function visit(file, i, n, next_file, list) {
		state[file] = 1
		path[++depth] = file
		n = split(calls[file], list)
		for (i = 1; i <= n; i++) {
			next_file = list[i]
			if (folder(next_file) != folder(file)) continue
			if (state[next_file] == 1) circle(next_file)
			else if (!state[next_file]) visit(next_file)
		}
		depth--
		state[file] = 2
	}
	function circle(file, i, words) {
		for (i = depth; path[i] != file; i--) words = path[i] " " words
		print "a circle of files: " file " " words file
		bad = 1
	}
	function folder(file) { return substr(file, 1, index(file, "/") - 1) }
	BEGIN {
		n = split(floors, f, " ")
		for (i = 1; i < n; i += 2) floor[f[i]] = f[i + 1]
	}
	{
		file = substr($1, length(build) + 1)
		sub(/\.o:.*/, "", file)
		symbol = $NF
		if ($(NF - 1) == "U") needs[file, symbol] = 1
		else has[symbol] = file
	}
	END {
		for (pair in needs) {
			split(pair, p, SUBSEP)
			to = has[p[2]]
			if (to == "" || to == p[1] || (p[1], to) in seen || p[2] == "main") continue
			seen[p[1], to] = 1
			calls[p[1]] = calls[p[1]] " " to
			if (folder(to) != folder(p[1]) && floor[folder(to)] >= floor[folder(p[1])]) {
				print p[1] " calls " p[2] " of " to
				bad = 1
			}
		}
		for (file in calls) if (!state[file]) visit(file)
		if (!NR) print "no object seen"
		exit bad || !NR
	}' || bad=1
exit $bad

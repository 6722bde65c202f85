# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What the command-line tests share.
# shellcheck shell=bash
bats_require_minimum_version 1.5.0

# What tests/run.sh gives to all; so that a file runs alone, too: bats tests/cli/score.bats
ROOT=${ROOT:-$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)}
BUILD=${BUILD:-$ROOT/build}
BIN=${BIN:-$ROOT/bin}
LEADPIPE_SHARED=${LEADPIPE_SHARED:-$ROOT/../shared}
PATH=$BIN:$PATH
export ROOT BUILD BIN LEADPIPE_SHARED PATH LC_ALL=C.UTF-8 TZ=UTC
unset COLUMNS NO_COLOR

# Each test works in a folder of its own, at a fixed time, far from anybody's settings.
setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31
	unset LEADPIPE_AGREEMENT LEADPIPE_DELIMITER
	examples=$ROOT/examples
	leads=$examples/leads.csv
	nordlicht=$examples/nordlicht.agreement
}

# A command that must end with 2 and say something; $output is what it said, its standard output is in ./out.
fails() {
	local rc=0
	"$@" >out 2>err || rc=$?
	output=$(<err)
	[ "$rc" -eq 2 ] && [ -n "$output" ]
}

says() { # a piece of $output
	[[ $output == *"$1"* ]] || { printf 'said: %s\n' "$output"; return 1; }
}

# Equal bytes: the file, and what the command writes.
same() { # file, command ...
	local want=$1
	shift
	"$@" | cmp - "$want"
}

# Is every record of `out` the record of `in` with K cells behind it, byte for byte? The cells must not need quotes.
appended() { # in, out, K, delimiter
	LC_ALL=C awk -v k="$3" -v d="${4:-,}" '
		function record(s) { sub(/\r$/, "", s); return s }
		function ends(s) { n += gsub(/"/, "", s); return n % 2 == 0 }
		BEGIN { for (j = 0; j < k; j++) tail = tail "[" d "][^" d "\"]*"; tail = "^" tail "$" }
		NR == FNR { line[NR] = $0; last = NR; next }
		{
			i++
			if (i == 1) sub(/^\xef\xbb\xbf/, "", line[1])
			while (i <= last && n % 2 == 0 && record(line[i]) == "" && i > 1 && wide) i++
			if (ends(line[i])) {
				wide = wide || index(line[i], d)
				in_record = record(line[i])
				rest = substr(record($0), length(in_record) + 1)
				if (substr($0, 1, length(in_record)) != in_record || rest !~ tail) exit bad = 1
				if (/\r$/ != (line[i] ~ /\r$/)) exit bad = 1
			} else if ($0 != line[i])
				exit bad = 1
		}
		END {
			while (i < last && record(line[i + 1]) == "") i++
			if (bad || i != last) { print "line " i " of " last ": " line[i] " became " $0; exit 1 }
		}' "$1" "$2"
}

rows() { # how many records there are under the header, here always lines
	sed 1d "$1" | wc -l
}

# N rows of leads, quickly.
make_leads() {
	awk -v n="$1" 'BEGIN {
		print "email,title,country,employees,page_views,rating"
		for (i = 1; i <= n; i++)
			printf "p%d@firm%d.example,%s,%s,%d,%d,Cold\n", i, i % 97, i % 3 ? "Head of Sales" : "Intern", i % 2 ? "DE" : "US", i % 500, i % 11
	}'
}

sanitized() { # skips what sanitizers can't do
	[ -z "${LEADPIPE_SANITIZED-}" ] || skip "under sanitizers $1"
}

# Maven's pipeline: `maven` is its folder, a.agreement its road.
maven_road() {
	maven=$LEADPIPE_SHARED/data/maven
	[ -d "$maven" ] || skip "no data in LEADPIPE_SHARED, $LEADPIPE_SHARED"
	cat >a.agreement <<-'END'
		dates month-first
		stage engaging at engage_date
		stage won when deal_stage = "Won" at close_date value close_value
		exit lost when deal_stage = "Lost" at close_date
	END
}

#!/bin/bash
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The tools against whichever peers are installed, on the same rows: make bench [ROWS=1000000] [BENCH=funnel]
#
# score.sh and the others that BENCH can name say what is run; here is how. First every peer's answers must be ours,
# else the bench fails. Then pair by pair, ours, the peer, ours, the peer, all to /dev/null with the file in the
# cache; a ratio is the median over the pairs. Slow peers run once. PAIRS= for more pairs. No time fails anything.
# shellcheck disable=SC2034,SC2154,SC2317 # what is called, read and set in the others
set -u
export LC_ALL=C
here=$(realpath "$(dirname "$0")")
BUILD=$(realpath -m "${BUILD:-build}")
BIN=$(realpath -m "${BIN:-bin}")
rows=${ROWS:-1000000}
pairs=${PAIRS:-5}
work=$BUILD/bench
failed=0

mkdir -p "$work" || exit 2
[ -x "$BIN/leadscore" ] || { echo "bench: no $BIN/leadscore; say make" >&2; exit 2; }
for tool in generate timer; do
	# shellcheck disable=SC2086 # "ccache cc" is two words
	${CC:-cc} -O2 -std=c17 -D_GNU_SOURCE -o "$work/$tool" "$here/$tool.c" || exit 2
done

# The file's name. Under another name until whole: a generator that was stopped leaves no half a file to
# measure, and one that has changed no old one.
generated() { # file's first name, what the generator is told besides
	local file=$work/$1-$rows.csv
	if [ ! "$file" -nt "$here/generate.c" ]; then
		# shellcheck disable=SC2086
		"$work/generate" "$rows" $2 >"$file.part" && mv "$file.part" "$file" || return
	fi
	echo "$file"
}

# 200 people, of whom one in twenty is on holiday.
sales_team() {
	awk 'BEGIN {
		srand(3)
		split("US DE FR GB CH", region, " ")
		split("en de;en fr;en", languages, " ")
		print "rep,weight,team,region,level,capacity,languages,away_from,away_to"
		for (i = 1; i <= 200; i++)
			printf "Rep %d,%d,%s,%s,%d,%d,%s,%s,%s\n", i, 1 + int(rand() * 3), i % 3 ? "inside" : "enterprise",
				region[1 + int(rand() * 5)], 1 + int(rand() * 3), 500 * (1 + int(rand() * 9)),
				languages[1 + int(rand() * 3)], i % 20 ? "" : "2026-10-01", i % 20 ? "" : "2026-11-15"
	}'
}

# ---- measuring

measure() { # command ...: sets `took`, `peak` and `cpu`
	rm -f "$work/outer" "$work/inner"
	"$work/timer" "$work/outer" "$@" >/dev/null || { echo "bench: failed: $*" >&2; exit 2; }
	read -r took peak cpu <"$work/outer"
	[ ! -e "$work/inner" ] || read -r took _ <"$work/inner"
}

median() {
	sort -g | awk '{ x[NR] = $1 } END { print (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'
}

heading() { # what follows, what the ratio is
	printf '\n%-44s %9s %8s %9s %9s\n' "$1" seconds GB/s 'peak MB' "$2"
}

line() { # label, seconds, file, MB, ratio
	awk -v label="$1" -v s="$2" -v bytes="$(stat -L -c %s "$3")" -v mb="$4" -v ratio="$5" \
		'BEGIN { printf "%-44s %9.3f %8.3f %9.1f %9.2f\n", label, s, bytes / s / 1e9, mb, ratio }'
}

# The base and theirs in turn; `base` is a command, usually ours, and the ratio theirs ÷ the base's.
versus() { # label, file, pairs, command ...
	local label=$1 file=$2 n=$3 i first
	shift 3
	: >"$work/seconds"
	: >"$work/ratios"
	: >"$work/cpu"
	: >"$work/cpu_ratios"
	for ((i = 0; i < n; i++)); do
		measure "${base[@]}"
		first=("$took" "$cpu")
		measure "$@"
		echo "$took" >>"$work/seconds"
		echo "$cpu" >>"$work/cpu"
		awk -v a="$took" -v b="${first[0]}" 'BEGIN { print a / b }' >>"$work/ratios"
		awk -v a="$cpu" -v b="${first[1]}" 'BEGIN { print a / b }' >>"$work/cpu_ratios"
	done
	line "$label" "$(median <"$work/seconds")" "$file" "$peak" "$(median <"$work/ratios")"
}

# Of what `versus` measured last: on two cores, no pipe of these takes less.
half() {
	awk -v cpu="$(median <"$work/cpu")" -v ratio="$(median <"$work/cpu_ratios")" \
		'BEGIN { printf "%-44s %9.3f %28.2f\n", "half of its processor time", cpu / 2, ratio }'
}

# ---- checking

# What the answers are in an output, as `answers` says: the first cell of a row and the last few, or the first few.
last() { # how many
	tr -d '\r' | sed -E "1d; s/^\"?([^\",]*)\"?,.*((,[^,]*){$1})\$/\1\2/"
}

first() { # how many
	tr -d '\r' | sed 1d | cut -d , -f "1-$1"
}

named() { # columns, whichever else there are
	python3 -c '
import csv, sys
rows = csv.reader(sys.stdin)
head = next(rows)
place = [head.index(name) for name in sys.argv[1:]]
for row in rows:
    print(",".join(row[i] for i in place))' "$@"
}

# `ours` is the command that peers are held against.
expect() { # file, rows
	"${ours[@]}" "$1" | "${answers[@]}" >"$work/ours"
	[ "$(wc -l <"$work/ours")" = "$2" ] || { echo "bench: other than $2 rows: ${ours[*]} $1" >&2; exit 1; }
}

# A peer that gives rows in any order is asked for the same rows.
unordered=
agrees() { # label; its output on standard input
	"${answers[@]}" >"$work/theirs"
	if cmp -s "$work/ours" "$work/theirs" ||
		{ [ -n "$unordered" ] && cmp -s <(sort "$work/ours") <(sort "$work/theirs"); }; then
		return 0
	fi
	echo "$1: other answers than ours; < ours, > theirs:"
	diff "$work/ours" "$work/theirs" | head -n 6
	failed=1
	return 1
}

peer() { # label, file, pairs, command ...: checked, then measured
	local label=$1 file=$2 n=$3
	shift 3
	"$@" >"$work/out.csv" || { echo "$label: failed"; failed=1; return; }
	agrees "$label" <"$work/out.csv" || return
	base=("${ours[@]}" -j 1 "$file")
	versus "$label" "$file" "$n" "$@"
}

# The command, or Python's module, whichever is there; if none is, nothing is run.
peer_duckdb() { # label, threads, file, SQL file ...
	local label=$1 threads=$2 file=$3
	shift 3
	{
		echo "SET threads = $threads;"
		sed "s|@IN@|$file|; s|@OUT@|/dev/stdout|" "$@"
	} >"$work/duckdb.sql"
	if command -v duckdb >/dev/null; then
		# shellcheck disable=SC2016
		peer "duckdb $(duckdb --version | cut -d ' ' -f 1)$label, threads: $threads" "$file" "$pairs" \
			sh -c 'exec duckdb <"$0"' "$work/duckdb.sql"
	elif version=$(module_version duckdb); then
		# shellcheck disable=SC2016
		peer "duckdb $version$label, from Python, threads: $threads" "$file" "$pairs" \
			sh -c 'exec python3 "$1" "$2" <"$0"' "$work/duckdb.sql" "$here/peers/run_duckdb.py" "$work/inner"
	fi
}

module_version() { # of Python
	python3 -c "import $1; print($1.__version__)" 2>/dev/null
}

# Both write a file, and the clock inside is read, as Python's start is no part of it.
peer_polars() { # file, program
	local version threads
	version=$(module_version polars) || return
	for threads in 1 2; do
		peer "polars $version, from Python, threads: $threads" "$1" "$pairs" \
			env POLARS_MAX_THREADS="$threads" python3 "$here/peers/$2" "$1" /dev/stdout "$work/inner"
	done
}

peer_clickhouse() { # file, SQL file
	local version unordered=yes
	version=$(module_version chdb) || return
	sed "s|@IN@|$1|; s|@OUT@|/dev/stdout|" "$here/peers/$2" >"$work/clickhouse.sql"
	# shellcheck disable=SC2016
	peer "clickhouse (chdb $version), from Python" "$1" "$pairs" \
		sh -c 'python3 "$1" "$2" <"$0" | tr -d "\""' "$work/clickhouse.sql" "$here/peers/run_clickhouse.py" "$work/inner"
}

peer_miller() { # file, program
	if command -v mlr >/dev/null; then
		peer "$(mlr --version | sed 's/^mlr/Miller/'), once" "$1" 1 mlr --csv put -f "$2" "$1"
	fi
}

# ---- an earlier commit

# The folder of the tools of BEFORE: it is one, or a commit, which is built there from what git has of it.
tools_before() {
	local folder=$BUILD/before-$BEFORE
	if [ -d "$BEFORE" ]; then
		realpath "$BEFORE"
		return
	fi
	if [ ! -x "$folder/bin/leadscore" ]; then
		mkdir -p "$folder/tree" && git -C "$here" --git-dir="$(git -C "$here" rev-parse --absolute-git-dir)" \
			archive "$BEFORE" | tar -x -C "$folder/tree" || return
		make -s -C "$folder/tree" BUILD="$folder" BIN="$folder/bin" CPPFLAGS= all >&2 || return
	fi
	echo "$folder/bin"
}

# ---- what is run

model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
echo "${model:-$(uname -m)}, $(nproc) cores; $("$BIN/leadscore" --version | head -n 1); medians of $pairs pairs"
for name in ${BENCH:-score rules clocks funnel route pipeline parts archive fold same instructions columns start before}; do
	[ -e "$here/$name.sh" ] || { echo "bench: no $here/$name.sh" >&2; exit 2; }
	echo
	# shellcheck source=/dev/null
	. "$here/$name.sh"
done
exit "$failed"

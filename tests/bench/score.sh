# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadscore with twelve rules; read by bench.sh. The answers are id, score, grade and mql.
# The yardstick has the same rules by hand, in C.
data=$(generated leads '') && plain=$(generated plain plain) || exit 2
ours=("$BIN/leadscore" -q -a "$here/bench.agreement")
answers=(last 3)

expect "$data" "$rows"
"${ours[@]}" "$plain" | agrees 'leadscore on the plain file' || exit 1

echo "leadscore: $rows rows, $(($(stat -c %s "$data") / 1000000)) MB, 20 columns; 12 rules"
heading '' '÷ ours'
base=("${ours[@]}" -j 1 "$data")
versus 'leadscore -j 1' "$data" "$pairs" "${ours[@]}" -j 1 "$data"
versus 'leadscore -j 2' "$data" "$pairs" "${ours[@]}" -j 2 "$data"
versus 'leadscore -j 1, no rules' "$data" "$pairs" "$BIN/leadscore" -q -a "$here/empty.agreement" -j 1 "$data"
versus 'wc -l' "$data" "$pairs" wc -l "$data"

# shellcheck disable=SC2086
if ${CC:-cc} -O2 -std=c17 -D_GNU_SOURCE -o "$work/yardstick" "$here/yardstick.c"; then
	peer 'the same by hand in C' "$data" "$pairs" "$work/yardstick" "$data"
else
	failed=1
fi
peer_polars "$data" polars_score.py
peer_duckdb '' 1 "$data" "$here/peers/duckdb.sql"
peer_duckdb '' "$(nproc)" "$data" "$here/peers/duckdb.sql"
unordered=yes
peer_duckdb ', any order' "$(nproc)" "$data" "$here/peers/any_order.sql" "$here/peers/duckdb.sql"
unordered=
peer_clickhouse "$data" clickhouse.sql
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
peer_miller "$data" "$here/peers/miller.mlr"

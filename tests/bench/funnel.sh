# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadfunnel with four stages and two exits, on the export of the clocks; read by bench.sh. The answers are the
# whole funnel of 60 groups and of all leads: counts, shares with intervals, medians and p90 of days, values. Who
# would take long for that is asked for less: how many reached each stage. The yardstick has the same by hand, in C.
data=$(generated clocks clocks) || exit 2
leadfunnel=("$BIN/leadfunnel" -q --now 2026-10-31T18:00:00Z -a "$here/funnel.agreement")

reached() { # of the groups' stages
	tr -d '"' | first 4 | grep -v -e '^(all),' -e ',recycled,' -e ',lost,' | sort
}

ours=("${leadfunnel[@]}" --by 'lead_source,country')
answers=(first 16)
expect "$data" 366
echo "leadfunnel: $rows rows, $(($(stat -c %s "$data") / 1000000)) MB, 20 columns; 4 stages, 2 exits"
heading 'by two columns, 60 groups' '÷ ours'
base=("${ours[@]}" -j 1 "$data")
versus 'leadfunnel -j 1' "$data" "$pairs" "${ours[@]}" -j 1 "$data"
versus 'leadfunnel -j 2' "$data" "$pairs" "${ours[@]}" -j 2 "$data"
versus 'wc -l' "$data" "$pairs" wc -l "$data"
peer_duckdb '' "$(nproc)" "$data" "$here/peers/funnel.sql"
peer_duckdb '' 1 "$data" "$here/peers/funnel.sql"
# shellcheck disable=SC2086
if ${CC:-cc} -O2 -std=c17 -D_GNU_SOURCE -o "$work/yardstick_funnel" "$here/yardstick_funnel.c" -lm; then
	peer 'the same by hand in C' "$data" "$pairs" "$work/yardstick_funnel" "$data"
else
	failed=1
fi
answers=(reached)
expect "$data" 240
if command -v sqlite3 >/dev/null; then
	sed "s|@IN@|$data|" "$here/peers/funnel_reached.sql" >"$work/sqlite.sql"
	peer "sqlite $(sqlite3 --version | cut -d ' ' -f 1), reached alone, once" "$data" 1 \
		sqlite3 :memory: ".read $work/sqlite.sql"
fi
if command -v mlr >/dev/null; then
	peer "$(mlr --version | sed 's/^mlr/Miller/'), reached alone, once" "$data" 1 \
		mlr --icsv --ocsv put -q -f "$here/peers/funnel_reached.mlr" "$data"
fi

many=("${leadfunnel[@]}" --by 'employees,region')
groups=$(($("${many[@]}" "$data" | wc -l) / 6 - 1))
heading "by two columns, $groups groups" '÷ -j 1'
base=("${many[@]}" -j 1 "$data")
versus 'leadfunnel -j 1' "$data" "$pairs" "${many[@]}" -j 1 "$data"
versus 'leadfunnel -j 2' "$data" "$pairs" "${many[@]}" -j 2 "$data"

heading 'its other reports, of all leads' '÷ funnel'
base=("${leadfunnel[@]}" -j 1 "$data")
versus 'leadfunnel -j 1' "$data" "$pairs" "${leadfunnel[@]}" -j 1 "$data"
for report in eventual yoy lookback; do
	versus "leadfunnel --$report -j 1" "$data" "$pairs" "${leadfunnel[@]}" "--$report" -j 1 "$data"
done

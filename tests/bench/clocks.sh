# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadsla with two clocks; read by bench.sh. First by office hours, which no peer knows; then around the
# clock, where the answers are id and due time, hours and status of both clocks, or the report up to the ages.
data=$(generated clocks clocks) || exit 2
leadsla=("$BIN/leadsla" -q --now 2026-10-31T18:00:00Z)
office=("${leadsla[@]}" -a "$here/clocks.agreement")
wall=("${leadsla[@]}" -a "$here/wall.agreement")

echo "leadsla: $rows rows, $(($(stat -c %s "$data") / 1000000)) MB, 20 columns; 2 clocks, 24 months"
heading 'by office hours' '÷ -j 1'
base=("${office[@]}" -j 1 "$data")
versus 'leadsla -j 1' "$data" "$pairs" "${office[@]}" -j 1 "$data"
versus 'leadsla -j 2' "$data" "$pairs" "${office[@]}" -j 2 "$data"
versus 'wc -l' "$data" "$pairs" wc -l "$data"

heading '' '÷ report'
base=("${office[@]}" --report -j 1 "$data")
versus 'leadsla --report -j 1' "$data" "$pairs" "${office[@]}" --report -j 1 "$data"
versus 'leadsla --trend month -j 1' "$data" "$pairs" "${office[@]}" --trend month -j 1 "$data"

heading 'around the clock' '÷ ours'
ours=("${wall[@]}")
answers=(named id {accept,contact}_{due,hours,status})
expect "$data" "$rows"
base=("${ours[@]}" -j 1 "$data")
versus 'leadsla -j 1' "$data" "$pairs" "${ours[@]}" -j 1 "$data"
peer_duckdb '' "$(nproc)" "$data" "$here/peers/clocks.sql" "$here/peers/clocks_rows.sql"
peer_miller "$data" "$here/peers/clocks.mlr"

heading 'its report' '÷ ours'
ours=("${wall[@]}" --report)
answers=(first 21)
expect "$data" 2
base=("${ours[@]}" -j 1 "$data")
versus 'leadsla --report -j 1' "$data" "$pairs" "${ours[@]}" -j 1 "$data"
peer_duckdb '' "$(nproc)" "$data" "$here/peers/clocks.sql" "$here/peers/clocks_report.sql"

# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadfold on events, ten a lead, in the order of time and lead by lead; read by bench.sh.
data=$(generated events events) || exit 2
grouped=$(generated grouped grouped) || exit 2
leadfold=("$BIN/leadfold" -q --now 2026-10-31 -a "$here/fold.agreement")
# Times are printed in other ways, so the other columns are compared: counts and sums, or lists and owners.
echo "leadfold: $rows events of $((rows / 10)) leads, $(($(stat -c %s "$data") / 1000000)) MB"
for fold in plain full; do
	ours=("${leadfold[@]}" --fold "$fold")
	# shellcheck disable=SC2016,SC2054
	answers=(awk -F, -v OFS=, -v "full=$([ "$fold" = full ] && echo 1)"
		'NR > 1 { print $1, $4, full ? $5 : $5 + 0 | "sort" }')
	"${ours[@]}" "$data" | "${answers[@]}" >"$work/ours" || exit 2
	base=("${ours[@]}" "$data")
	heading "fold $fold" '÷ ours'
	versus 'leadfold' "$data" "$pairs" "${ours[@]}" "$data"
	versus 'leadfold -j 2' "$data" "$pairs" "${ours[@]}" -j 2 "$data"
	base=("${ours[@]}" "$grouped")
	versus 'leadfold, lead by lead' "$grouped" "$pairs" "${ours[@]}" "$grouped"
	versus 'leadfold --grouped' "$grouped" "$pairs" "${ours[@]}" --grouped "$grouped"
	for threads in 1 2; do peer_duckdb '' $threads "$data" "$here/peers/fold_$fold.sql"; done
done

# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadroute with 200 people and six routes; read by bench.sh. The yardstick has the same routes by hand, in C. No
# peer does the same; mawk, which only deals the rows one after the other to 200 numbers, shows what reading and
# writing alone cost there.
data=$(generated unowned unowned) || exit 2
ledger=$work/bench.ledger
sales_team >"$work/reps.csv"
cp "$here/route.agreement" "$work"
leadroute=("$BIN/leadroute" -q --now 2026-10-31 -a "$work/route.agreement")

echo "leadroute: $rows rows, $(($(stat -c %s "$data") / 1000000)) MB; 200 people, 6 routes, every lead dealt"
heading 'dealt' '÷ ours'
base=("${leadroute[@]}" "$data")
versus 'leadroute' "$data" "$pairs" "${leadroute[@]}" "$data"
# shellcheck disable=SC2016
versus 'leadroute, a new ledger' "$data" "$pairs" \
	sh -c 'rm -f "$0"; exec "$@"' "$ledger" "${leadroute[@]}" -s "$ledger" "$data"
versus 'leadroute, all in the ledger' "$data" "$pairs" "${leadroute[@]}" -s "$ledger" "$data"
owned=$(generated leads '') || exit 2
versus 'leadroute, four of five have owners' "$owned" "$pairs" "${leadroute[@]}" "$owned"
versus 'wc -l' "$data" "$pairs" wc -l "$data"
# shellcheck disable=SC2086
if ${CC:-cc} -O2 -std=c17 -D_GNU_SOURCE -o "$work/yardstick_route" "$here/yardstick_route.c" -lm; then
	ours=("${leadroute[@]}")
	answers=(cat)
	expect "$data" "$((rows + 1))"
	peer 'the same by hand in C' "$data" "$pairs" "$work/yardstick_route" "$work/reps.csv" "$data"
else
	failed=1
fi
# shellcheck disable=SC2016
if command -v mawk >/dev/null; then
	versus 'mawk, one after the other' "$data" "$pairs" mawk '{ print $0 ",Rep " NR % 200 }' "$data"
fi
rm -f "$ledger"

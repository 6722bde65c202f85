# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadroute with 200 people and six routes; read by bench.sh. No peer does the same; mawk, which only deals the
# rows one after the other to 200 numbers, shows what reading and writing alone cost there.
data=$(generated unowned unowned) || exit 2
ledger=$work/bench.ledger
awk 'BEGIN {
	srand(3)
	split("US DE FR GB CH", region, " ")
	split("en de;en fr;en", languages, " ")
	print "rep,weight,team,region,level,capacity,languages,away_from,away_to"
	for (i = 1; i <= 200; i++)
		printf "Rep %d,%d,%s,%s,%d,%d,%s,%s,%s\n", i, 1 + int(rand() * 3), i % 3 ? "inside" : "enterprise",
			region[1 + int(rand() * 5)], 1 + int(rand() * 3), 500 * (1 + int(rand() * 9)),
			languages[1 + int(rand() * 3)], i % 20 ? "" : "2026-10-01", i % 20 ? "" : "2026-11-15"
}' >"$work/reps.csv"
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
# shellcheck disable=SC2016
if command -v mawk >/dev/null; then
	versus 'mawk, one after the other' "$data" "$pairs" mawk '{ print $0 ",Rep " NR % 200 }' "$data"
fi
rm -f "$ledger"

# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Instructions a row, which no other program on the machine changes: callgrind on 20,000 rows and on 10,000, and
# the difference over the rows between; read by bench.sh. Nothing where there is no valgrind.

instructions() { # rows of the file, command ...
	local n=$1
	shift
	rm -f "$work/new.ledger"
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" < <(head -n "$((n + 1))" "$data") 2>&1 >/dev/null |
		sed -n 's/.*Collected : //p'
}

per_row() { # label, command ...
	local label=$1 less more
	shift
	less=$(instructions 10000 "$@") && more=$(instructions 20000 "$@") || exit 2
	printf '%-44s %9d\n' "$label" "$(((more - less) / 10000))"
}

if command -v valgrind >/dev/null; then
	printf '%-44s %9s\n' '' 'instructions a row'
	rows_wanted=$rows rows=20000
	data=$(generated leads '') || exit 2
	per_row 'leadscore, no rules' "$BIN/leadscore" -q -a "$here/empty.agreement"
	per_row 'leadscore, 12 rules' "$BIN/leadscore" -q -a "$here/bench.agreement"
	per_row 'leadscore, 12 rules, -x' "$BIN/leadscore" -q -a "$here/bench.agreement" -x
	per_row 'leadscore, 12 rules, -f json' "$BIN/leadscore" -q -a "$here/bench.agreement" -f json
	per_row 'leadscore, 12 rules, -w 1%' "$BIN/leadscore" -q -a "$here/bench.agreement" -w 'page_views = 39 and webinars = 2'
	per_row 'leadbant' "$BIN/leadbant" -q
	data=$(generated clocks clocks) || exit 2
	leadsla=("$BIN/leadsla" -q --now 2026-10-31 -a "$here/clocks.agreement")
	per_row 'leadsla, rows' "${leadsla[@]}"
	per_row 'leadsla --report' "${leadsla[@]}" --report
	per_row 'leadsla --report --by owner' "${leadsla[@]}" --report --by owner
	per_row 'leadsla --trend month' "${leadsla[@]}" --trend month
	per_row 'leadsla --backlog' "${leadsla[@]}" --backlog -c id
	leadfunnel=("$BIN/leadfunnel" -q --now 2026-10-31 -a "$here/funnel.agreement")
	per_row 'leadfunnel --by country' "${leadfunnel[@]}" --by country
	per_row 'leadfunnel --by lead_source,country' "${leadfunnel[@]}" --by lead_source,country
	data=$(generated unowned unowned) || exit 2
	sales_team >"$work/reps.csv"
	cp "$here/route.agreement" "$work"
	leadroute=("$BIN/leadroute" -q --now 2026-10-31 -a "$work/route.agreement")
	per_row 'leadroute, 200 people' "${leadroute[@]}"
	per_row 'leadroute, 200 people, a new ledger' "${leadroute[@]}" -s "$work/new.ledger"
	data=$(generated events events) || exit 2
	per_row 'leadfold, plain' "$BIN/leadfold" -q --now 2026-10-31 -a "$here/fold.agreement" --fold plain
	rows=$rows_wanted
fi

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Weidling, the example whose CRM keeps no dates: the nights that are kept of it, and what they tell.

setup() {
	export LEADPIPE_AGREEMENT=weidling.agreement
	# A copy, so that nothing which a test writes stays in the example.
	cp -R "$ROOT/examples/archive" "$BATS_TEST_TMPDIR/weidling"
	cd "$BATS_TEST_TMPDIR/weidling" || exit
}

@test "weidling: every awk here writes the same exports and the same truth" {
	for awk in awk mawk gawk original-awk "busybox awk"; do
		command -v "${awk%% *}" >/dev/null || continue
		# shellcheck disable=SC2086
		LC_ALL=C $awk -v what=truth -f generate.awk | cmp - truth.csv
		mkdir "$BATS_TEST_TMPDIR/exports"
		# shellcheck disable=SC2086
		LC_ALL=C $awk -v into="$BATS_TEST_TMPDIR/exports" -f generate.awk
		[ "$(find "$BATS_TEST_TMPDIR/exports" -type f | wc -l)" -eq 61 ]
		sums=$(cat "$BATS_TEST_TMPDIR"/exports/* | cksum)
		[ "${before:-$sums}" = "$sums" ]
		before=$sums
		rm -r "$BATS_TEST_TMPDIR/exports"
	done
}

@test "weidling: its exports, filed, make the archive that is kept, and each of them comes back" {
	mkdir exports
	LC_ALL=C awk -v into=exports -f generate.awk
	leadfold -q --archive again --snapshots exports/*.csv
	diff -r again nights
	leadfold -q --archive nights --as-of 2026-03-01 </dev/null | cmp - exports/leads-2026-03-01_22-30.csv
	leadfold -q --archive nights --as-of 2026-03-29 </dev/null | cmp - exports/leads-2026-03-29_22-30.csv
	leadfold -q --archive nights </dev/null | cmp - exports/leads-2026-04-30_22-30.csv
}

@test "weidling: what the fold dates is the day on which it happened, but for what no night has seen" {
	leadfold -q --archive nights --history </dev/null | leadfold -q >times.csv
	# Leads that were handed over since the first night: known, of these on another day, and not known at all.
	awk -F, '
		NR == FNR { if ($2 == 0) { mql[$1] = $3; sal[$1] = $4; owner[$1] = $10 }; next }
		FNR > 1 && $3 > "2026-03-01 22:30" {
			if (mql[$1] == "") { unseen++; next }
			known++
			other += mql[$1] != substr($3, 1, 10)
			later += sal[$1] != substr($4, 1, 10)
			whose += owner[$1] != "" && owner[$1] != $10
		}
		END { print known, other, later, whose, unseen + 0 }' times.csv truth.csv >counts
	cat counts
	read -r known other later whose unseen <counts
	[ "$known" -gt 330 ]
	[ "$other" -le 3 ]
	[ "$later" -le 3 ]
	[ "$whose" -le 1 ]
	[ "$unseen" -le 2 ]
}

share() { # leads of March that became one, of those that were handed over: in thousandths
	leadfunnel -q --from mql --window '30 days' --cohort month "$@" nights |
		awk -F, '$1 == "2026-03" && $2 == "sal" { print int($4 * 1000) }'
}

@test "weidling: the share of March is that of the truth, and the first night taken for a date halves it" {
	leadfold -q --archive nights --history </dev/null | leadfold -q >times.csv
	leadfold -q --archive nights --history </dev/null | sed 's/,,$/,,2026-03-01/' | leadfold -q >wrong.csv
	folded=$(share)
	truth=$(share -e 'table times "truth.csv" by lead_id = lead_id')
	wrong=$(share -e 'table times "wrong.csv" by lead_id = lead_id')
	[ "$truth" -gt 400 ]
	[ $((truth - folded)) -le 10 ]
	[ $((folded - truth)) -le 10 ]
	[ "$wrong" -lt $((truth / 2)) ]
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Nordlicht Software, the example company: what its README and agreement claim.

setup() {
	# A copy, so that nothing which a test writes stays among the examples.
	cp -R "$ROOT/examples" "$BATS_TEST_TMPDIR/examples"
	cd "$BATS_TEST_TMPDIR/examples" || exit
	export LEADPIPE_AGREEMENT=nordlicht.agreement LEADPIPE_NOW=2026-10-31
}

rows() { # how many; options of leadscore
	leadscore -q -c grade "$@" leads.csv | sed 1d | wc -l
}

@test "examples: every awk here writes the same bytes as are kept" {
	for awk in awk mawk gawk original-awk; do
		command -v "$awk" >/dev/null || continue
		LC_ALL=C "$awk" -f generate.awk | cmp - leads.csv
		LC_ALL=C "$awk" -v what=accounts -f generate.awk | cmp - named-accounts.csv
	done
}

@test "examples: every file is one that its README names, so that none was left here by accident" {
	for file in * */* */*/*; do
		case $file in README.md | */README.md) continue ;; esac
		readme=README.md
		case $file in */*) readme=${file%%/*}/README.md ;; esac
		grep -qF "${file##*/}" "$readme" || { echo "$file"; false; }
	done
}

@test "examples: every address ends in .example" {
	run bash -c "cat leads.csv archive/nights/*.csv | grep -oiE '[^ ,]+@[^ ,]+' | grep -vi '\.example$'"
	[ "$status" -eq 1 ]
	[ "$output" = "" ]
}

@test "examples: one lead in six is an MQL, and every grade is given" {
	all=$(rows)
	mql=$(rows -w mql)
	[ "$all" -ge 2400 ]
	[ $((mql * 100)) -ge $((all * 12)) ]
	[ $((mql * 100)) -le $((all * 20)) ]
	[ "$(leadscore -q -c grade leads.csv | grep -cE '^[A-D][1-4]$')" -ge 2400 ]
	[ "$(leadscore -q -c grade leads.csv | grep -E '^[A-D][1-4]$' | sort -u | wc -l)" -eq 16 ]
}

@test "examples: the better the fit, the more of them sales accepted" {
	before=100
	for letter in A B C D; do
		all=$(rows -w "grade starts with \"$letter\"")
		accepted=$(rows -w "grade starts with \"$letter\" and accepted_at is present")
		rate=$((accepted * 100 / all))
		[ "$rate" -lt "$before" ]
		before=$rate
	done
}

@test "examples: the rule and the CRM mostly agree on who is an MQL, not always" {
	both=$(rows -w 'mql and mql_at is present')
	rule=$(rows -w 'mql and mql_at is missing')
	crm=$(rows -w 'not mql and mql_at is present')
	[ "$both" -gt "$rule" ]
	[ "$both" -gt "$crm" ]
	[ "$rule" -gt 0 ]
	[ "$crm" -gt 0 ]
}

@test "examples: BANT has every answer, and some leads have all four" {
	leadbant -q -c bant_budget,bant_authority,bant_need,bant_timing,bant,sql leads.csv >"$BATS_TEST_TMPDIR/bant"
	for column in 1 2 3 4; do
		for answer in yes no; do
			cut -d , -f "$column" "$BATS_TEST_TMPDIR/bant" | grep -qx "$answer"
		done
	done
	for bant in 0 1 2 3 4; do
		[ "$(cut -d , -f 5 "$BATS_TEST_TMPDIR/bant" | grep -cx "$bant")" -ge 50 ]
	done
}

@test "examples: every owner is in the roster, and every country has somebody" {
	cut -d , -f 1 reps.csv | sort >"$BATS_TEST_TMPDIR/reps"
	{ leadscore -q -c owner -w 'owner is present' leads.csv; cut -d , -f 4 named-accounts.csv; } |
		grep -vx -e 'Contact Owner' -e owner | sort -u | comm -13 "$BATS_TEST_TMPDIR/reps" - >"$BATS_TEST_TMPDIR/strangers"
	[ ! -s "$BATS_TEST_TMPDIR/strangers" ]
	leadroute -q -x -c route_reason leads.csv >"$BATS_TEST_TMPDIR/why"
	grep -q 'whose turn it is' "$BATS_TEST_TMPDIR/why"
	run grep 'nobody is eligible' "$BATS_TEST_TMPDIR/why"
	[ "$status" -eq 1 ]
}

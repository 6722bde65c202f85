# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadbant: budget, authority, need, timing.
load common

bant() {
	cat >bant.agreement <<-'E'
		bant budget  yes when budget >= 10000  no when budget < 2000
		bant need    yes when need = yes
		             no when need = no or budget = 1
		sql when bant >= 2
	E
	leadbant -a bant.agreement "$@"
}

@test "leadbant: yes, no and unknown; how many yes; what to ask next" {
	printf 'budget,need\n"12,000",yes\n5000,no\n1000,\n,\n10000,\n,yes\n' | bant >out
	cat >want <<-'E'
		budget,need,bant_budget,bant_need,bant,sql,ask_next
		"12,000",yes,yes,yes,2,yes,
		5000,no,unknown,no,0,no,budget
		1000,,no,unknown,0,no,need
		,,,,,,
		10000,,yes,unknown,1,no,need
		,yes,unknown,yes,1,no,budget
	E
	diff want out
}

@test "leadbant: where yes and no both hold it is no, and told" {
	printf 'budget,need\n1,yes\n' | bant >out 2>err
	[ "$(tail -1 out)" = '1,yes,no,no,0,no,' ]
	[ "$(<err)" = 'leadbant: 1 row where both yes and no hold, taken as no: need' ]
}

@test "leadbant: a criterion whose column the export lacks is unknown" {
	[ "$(printf 'a,b\n1,2\n' | leadbant -c bant_budget,bant_authority,bant_need,bant_timing | tail -1)" = unknown,unknown,unknown,unknown ]
}

@test "leadbant: -w and -c know the columns it adds" {
	printf 'budget,need\n12000,yes\n5000,no\n' | bant -w 'bant = 2' -c need,sql >out
	[ "$(<out)" = "$(printf 'need,sql\nyes,yes')" ]
}

@test "leadbant: a score of leadscore in the pipe is read, not worked out again" {
	printf 'score s\n    +1 when a = 1\nbant need yes when score >= 5\n' >a
	[ "$(printf 'a,score\n1,7\n1,4\n' | leadbant -a a -c bant_need | tr '\n' ' ')" = 'bant_need yes unknown ' ]
	[ "$(printf 'a,points\n1,7\n1,4\n' | leadbant -a a -c bant_need | tr '\n' ' ')" = 'bant_need unknown unknown ' ]
}

@test "leadbant: --summary adds up: every criterion's answers are all leads" {
	leadbant -q -a "$nordlicht" --summary "$leads" >summary
	awk -F, '$1 ~ /^(yes|no|unknown)$/ { n[$2] += $3 } $1 == "criteria" { all += $3 }
		END { for (c in n) { if (n[c] != all) exit 1; k++ } if (k != 4 || all != 2555) exit 1 }' summary
	leadbant -q -a "$nordlicht" -c bant_budget,bant,sql "$leads" >rows
	[ "$(grep '^yes,budget,' summary | cut -d, -f3)" -eq "$(grep -c '^yes' rows)" ]
	[ "$(grep '^verdict,SQL,' summary | cut -d, -f3)" -eq "$(grep -c ',yes$' rows)" ]
	[ "$(grep '^criteria,3 of 4,' summary | cut -d, -f3)" -eq "$(cut -d, -f2 rows | grep -cx 3)" ]
}

@test "leadbant: one short of SQL means that one answer alone would do it" {
	printf 'budget,need\n12000,\n12000,no\n5000,yes\n,\n1000,no\n,later\n' | bant --summary >out
	grep -q '^verdict,one short of SQL,3,' out
	grep -q '^one short,need,2,' out
	grep -q '^"one short, no",need,1,' out
	grep -q '^"one short, unknown",budget,1,' out
}

@test "leadbant: a cell that only matters if another answer were yes is noted, and an error with --strict" {
	cat >a <<-'X'
		bant budget yes when has_budget
		bant need yes when has_need
		sql when bant_budget = "yes" and bant_need = "yes" and number(size) > 3
	X
	printf 'has_budget,has_need,size\nyes,yes,4\nno,yes,many\nyes,yes,few\n' >in.csv
	for jobs in 1 4; do
		leadbant -j $jobs -a a --summary in.csv 2>err >/dev/null
		[ "$(grep -v fingerprint err)" = "leadbant: size: 2 cells are not numbers, first line 3: 'many'" ]
	done
	fails leadbant --strict -a a --summary in.csv
	says "in.csv:3: size: not a number: 'many'"
}

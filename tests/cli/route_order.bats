# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute: `assign in order of`, and the remark about an input with the newest first.
load common

# Leads with a time, a number and a text of their own, some without; ids repeat, some have owners.
make_leads() {
	printf 'rep,team,capacity\nAnn,a,5\nBen,a,3\nCid,b,9\n' >reps.csv
	cat >a <<-'X'
		roster "reps.csv"
		stage mql at mql_at
		stage won at won_at
		route a when kind != "b" among rep.team = "a" share by load at most rep.capacity per day at most 4 per run
		route b when kind = "b" to "Cid" at most rep.capacity per day
		route named when kind = "n" to helper
		otherwise "nobody"
	X
	awk 'BEGIN {
		srand(7); print "id,mql_at,rank,word,kind,helper,owner,won_at"
		for (i = 1; i <= 60; i++) {
			at = i % 9 ? sprintf("2026-%02d-%02d 10:00", 1 + int(9 * rand()), 1 + int(28 * rand())) : ""
			rank = i % 7 ? int(20 * rand()) : "n/a"
			word = i % 8 ? substr("pearPlumquince Apple", 1 + 4 * int(4 * rand()), 4) : ""
			kind = substr("abn", 1 + int(3 * rand()), 1)
			owner = i % 10 ? "" : "Ann"
			printf "%d,%s,%s,%s,%s,%s,%s,\n", i % 6 ? i : i - 1, at, rank, word, kind, "Hal" i % 3, owner
		}
	}' >in.csv
}

# The same rows as the order has them, by a stable sort: those without a value last.
by_order() { # key: a column's number, its kind and "r" for descending
	local key="3,3$2$3"
	head -1 in.csv
	sed 1d in.csv | awk -F, -v c="$1" '{ v = $c; if (v == "n/a") v = ""; print (v == "") "\t" NR "\t" tolower(v) "\t" $0 }' |
		sort -s -t "$(printf '\t')" -k1,1n -k"$key" -k2,2n | cut -f4-
}

orders() { # column, kind, r, the statement
	printf '%s\n' '2||,mql_at' '2|r|,mql_at descending' '3|r|n,number(rank) descending' '3||n,number(rank)' '4||,word' '4|r|,word descending'
}

@test "assign in order: decides as if the input were sorted so, and rows come out as they came" {
	make_leads
	orders | while IFS=, read -r key words; do
		IFS='|' read -r column reverse kind <<<"$key"
		LC_ALL=C by_order "$column" "$kind" "$reverse" >sorted.csv
		for more in "" "-s l1" "--reassign rank>10"; do
			rm -f l1
			leadroute -q -x -a a $more sorted.csv | sed 1d | sort >want
			rm -f l1
			for jobs in 1 4; do
				rm -f l1
				leadroute -q -x -j $jobs -a a $more -e "assign in order of $words" in.csv >out
				sed 1d out | sort | cmp - want
				cut -d, -f1-6 out | cmp - <(cut -d, -f1-6 in.csv)
				rm -f l1
				cat in.csv | leadroute -q -x -a a $more -e "assign in order of $words" | cmp - out
			done
		done
	done
}

@test "assign in order: --dry-run, --diff, --report and --replay go by it" {
	make_leads
	order='assign in order of number(rank) descending'
	LC_ALL=C by_order 3 n r >sorted.csv
	leadroute -q -a a --dry-run sorted.csv | sort >want # who is not on the roster stands as they came
	leadroute -q -a a --dry-run -e "$order" in.csv | sort | cmp - want
	run ! cmp want <(leadroute -q -a a --dry-run in.csv | sort)
	leadroute -q -a a --report sorted.csv | cut -d, -f1-7,16- >want
	leadroute -q -a a --report -e "$order" in.csv | cut -d, -f1-7,16- | cmp - want
	leadroute -q -a a --diff -e "$order" in.csv | cut -d, -f1,5 >new
	leadroute -q -a a --dry-run -e "$order" in.csv | cut -d, -f1,3 | tail -n +2 | cmp - <(tail -n +2 new)
	leadroute -q -a a -e "$order" -s l in.csv >out
	leadroute -q -a a -e "$order" -s l --replay in.csv >proof
	[ "$(sed 1d proof | cut -d, -f3)" = "$(sed 1d proof | cut -d, -f4)" ]
	leadroute -q -a a -e "$order" -s l in.csv | cut -d, -f1,7 | cmp - <(cut -d, -f1,7 out)
}

@test "assign in order: a daily limit goes to the oldest, day after day, and the ledger's owners stay" {
	printf 'rep,team\nAnn,a\n' >reps.csv
	printf 'roster "reps.csv"\nroute all among yes at most 2 per day else wait\nassign in order of created_at\n' >a
	for day in 1 2 3; do
		{ echo 'id,created_at'; for ((i = day * 3; i; i--)); do echo "$i,2026-10-0$(((i + 2) / 3)) 0$((i % 3)):00"; done; } >in.csv
		leadroute -a a -s l --now "2026-10-0$day" in.csv 2>err >out
		run ! grep -q 'newest first' err
	done
	[ "$(sed 1d l | cut -d, -f1 | tr '\n' ' ')" = '3 1 2 6 4 5 ' ]
	[ "$(sed 1d out | cut -d, -f1,3 | tr '\n' ' ')" = '9, 8, 7, 6,Ann 5,Ann 4,Ann 3,Ann 2,Ann 1,Ann ' ]
}

@test "assign in order: a cell that can't be read is noted at its line, and an error before anything is written" {
	printf 'rep\nAnn\n' >reps.csv
	printf 'roster "reps.csv"\nroute all when number(size) > 1 among yes\nassign in order of number(rank)\n' >a
	printf 'id,rank,size\n1,3,"x\ny"\n2,soon,2\n3,1,z\n4,2,5\n' >in.csv
	leadroute -a a in.csv 2>err >out
	grep -qxF "leadroute: rank: 1 cell is not a number, line 4: 'soon'" err
	grep -q "^leadroute: size: 2 cells are not numbers, first line 2: 'x" err
	fails leadroute --strict -a a -s l in.csv
	says "in.csv:4: rank: not a number: 'soon'"
	[ ! -s out ]
	sed -i s/soon/4/ in.csv
	fails leadroute --strict -a a -s l in.csv
	says "in.csv:5: size: not a number: 'z'"
	[ ! -s out ]
	[ "$(wc -l <l)" -le 1 ]
	printf 'id,rank,size\n1,3,2\n,2,2\n' >in.csv
	fails leadroute -a a -s l in.csv
	says "in.csv:3: the lead has no id"
	[ "$(wc -l <l)" -le 1 ]
}

@test "newest first: noted where limits turned away leads whose times fall, with the statement to add" {
	printf 'rep\nAnn\n' >reps.csv
	printf 'roster "reps.csv"\nroute all among yes at most 1 per day else wait\n' >a
	printf 'id,Create Date\n4,2026-10-04\n3,2026-10-03\n2,2026-10-03\n1,2026-10-01\n' >in.csv
	note='leadroute: the input is newest first, and a limit turned leads away'
	for what in '' --dry-run --report; do
		leadroute -a a $what in.csv 2>&1 >/dev/null | grep -F "$note" >said
		grep -q 'assign in order of created_at$' said
	done
	{ head -1 in.csv; sed 1d in.csv | sort; } >sorted.csv
	leadroute -a a sorted.csv 2>err >/dev/null
	run ! grep -q 'newest first' err
	leadroute -a a -e 'route all among yes' in.csv 2>err >/dev/null
	run ! grep -q 'newest first' err
	# the hand-over's times come before the creation's
	printf 'stage mql at when_mql\n' >>a
	printf 'id,Create Date,when_mql\n4,2026-10-04,\n3,2026-10-03,2026-10-05\n2,2026-10-03,2026-10-06\n1,2026-10-01,2026-10-07\n' >in.csv
	leadroute -a a in.csv 2>err >/dev/null
	run ! grep -q 'newest first' err
	printf 'id,Create Date,when_mql\n4,2026-10-01,\n3,2026-10-02,2026-10-07\n2,2026-10-03,2026-10-06\n' >in.csv
	leadroute -a a in.csv 2>&1 >/dev/null | grep -q 'assign in order of when_mql$'
	# what only the remark reads is nobody's mistake
	printf 'id,Create Date,when_mql\n4,03/04/2026,\n3,soon,\n2,2026-10-03,\n1,2026-10-01,\n' >in.csv
	leadroute -a a --strict in.csv >out
	[ "$(wc -l <out)" -eq 5 ]
}

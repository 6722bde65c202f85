# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What a first run says about an export that nobody wrote an agreement for.
load common

@test "words: each of tests/words.tsv means what it says there" {
	n=0
	while IFS=$'\t' read -r word system kind means found; do
		[[ $word != '#'* ]] || continue
		[ -n "$found" ]
		case $kind in
		status) printf 'Created,Lead Status\n2026-01-01,"%s"\n' "$word" >in.csv ;;
		stage) printf 'Created,Stage\n2026-01-01,"%s"\n' "$word" >in.csv ;;
		nothing) printf 'Created,Need\n2026-01-01,"%s"\n' "$word" >in.csv ;;
		header) printf '%s\nx\n' "$word" >in.csv ;;
		esac
		case $kind,$means in
		*,still_open) leadfunnel --by still_open in.csv | grep -q '^yes,inquiry,1,' ;;
		nothing,*) leadscore -q -w 'need is missing' -c need in.csv | tail -n +2 | grep -q . ;;
		header,*) leadscore --fields in.csv 2>err | grep -q "^$means,\"\\?$word" ;;
		*) leadfunnel -q in.csv | grep -q "^$means,1," ;;
		esac || { echo "$word of $system is not $means"; return 1; }
		[ "$kind" = header ] || ! leadfunnel in.csv 2>&1 >out | grep "no stage or exit names" || return 1
		n=$((n + 1))
	done <"$ROOT/tests/words.tsv"
	[ $n -gt 80 ]
}

@test "words: NULL of databases is nothing in raw TSV, under any agreement" {
	printf 'a\tb\n\\N\tx\nN\t\\N\n' >in.tsv
	echo 'stage lead' >a.agreement
	leadscore -q -a a.agreement --raw-tsv -w 'a is missing' -c b in.tsv | tail -n +2 | grep -qx x
	leadscore -q -a a.agreement --raw-tsv -w 'b is missing' -c a in.tsv | tail -n +2 | grep -qx N
}

@test "words: with no evidence of the first stage every lead has reached it, and that is noted once" {
	printf 'Mail,Bekannt seit,Status\na,2026-01-01,New\nb,2026-01-02,Closed Won\nc,2026-01-02,Lost\n' >in.csv
	leadfunnel in.csv >out 2>err
	grep -q '^inquiry,3,' out
	grep -q '^won,1,0.333333,' out
	[ "$(grep -c "inquiry: no column says who reached it or when" err)" = 1 ]
	leadfunnel --cohort month in.csv >out 2>err # they have no time
	grep -q '^(all),inquiry,0,' out
	grep -q '3 rows in no count, as their time of this stage is unknown: inquiry' err
	leadfunnel --window 30 in.csv >out 2>err
	grep -q '^inquiry,0,' out
	grep -q '3 rows in no count' err
	leadsla --report in.csv 2>&1 >out | grep -q 'no column says who reached it'
	leadfunnel -e '+field created_at "Bekannt seit"' in.csv >out 2>err
	grep -q '^inquiry,3,' out
	run ! grep 'inquiry: no column says' err
	printf 'Mail,Created\na,\nb,2026-01-02\n' | leadfunnel 2>err | grep -q '^inquiry,1,' # an empty cell is evidence
	run ! grep 'inquiry: no column says' err
	: >empty.csv
	leadfunnel --allow-empty empty.csv >out 2>err
	run ! grep 'inquiry: no column says' err
}

@test "words: those that nothing names are noted, most rows first, the same for every -j" {
	awk 'BEGIN {
		print "created,phase,note"
		for (i = 0; i < 5000; i++)
			print "2026-01-01," (i % 7 ? i % 3 ? "open" : "Parked" : i % 2 ? "DORMANT" : "dormant") "," i
		print "2026-01-01,won,"; print "2026-01-01,gone cold,"; print "2026-01-01,skipped,"; print "2026-01-01,,"
	}' >in.csv
	cat >a.agreement <<-'END'
		stage lead at created
		stage won when phase = "won" at created
		exit lost when phase starts with "gone"
		score fit 0..10
		    +1 when not phase in ("open")
		ignore when phase ~ "^skip"
	END
	leadfunnel -a a.agreement in.csv 2>err >out
	grep -qx "leadfunnel: phase: 2 words that no stage or exit names: 'Parked' (1,428 rows), 'dormant' (715 rows)" err
	for j in 2 4; do
		leadfunnel -a a.agreement -j $j in.csv 2>again >out
		diff err again
	done
	leadfunnel --to won --lookback -a a.agreement in.csv 2>&1 >out | grep -q "phase: 2 words"
	leadsla -a a.agreement -e 'sla x from lead to won
	  within 2 days' in.csv 2>&1 >out | grep -q "phase: 2 words"
	leadfunnel -q -a a.agreement in.csv 2>err >out
	[ ! -s err ]
	leadfunnel -a a.agreement -e '+field known
	  yes when phase in ("Parked", "dormant")' in.csv 2>err >out
	run ! grep 'no stage or exit' err
}

@test "words: five are shown; a column of more than 50 is a text" {
	for i in $(seq 50); do echo "2026-01-01,w$i"; done | sed '1i created,phase' >in.csv
	echo 'stage lead at created
stage won when phase = "w7"' >a.agreement
	leadfunnel -a a.agreement in.csv 2>err >out
	grep -q "phase: 49 words that no stage or exit names: 'w1' (1 row), .*'w5' (1 row) and 44 more" err
	echo 2026-01-01,w51 >>in.csv
	for j in 1 3; do
		leadfunnel -j $j -a a.agreement in.csv 2>err >out
		run ! grep 'no stage or exit' err
	done
}

@test "words: -e '+...' adds to the agreement's statements; without + it replaces them, and what depends on them is left out" {
	leadscore -a "$nordlicht" -e '+field size "Company Size"' -w 'size > 100' -c size,fit "$leads" >out 2>err
	[ "$(wc -l <out)" -gt 10 ]
	run ! grep 'left out' err
	leadfunnel -q -a "$nordlicht" -e '+exit parked when `Lead Status` = "New"' "$leads" | grep -q '^parked,[1-9]'
	leadscore -a "$nordlicht" -e 'field size "Company Size"' "$leads" >out 2>err
	grep -q "'score' is left out: it names 'region', which -e has replaced; '+field' adds to them" err
	grep -q "'grade' is left out: it names 'fit', which is gone" err
	leadroute -a "$nordlicht" -e 'table x "free-mail.txt" by a = email' "$leads" 2>&1 >out |
		grep -q "'route' is left out: it names 'named.owner', which -e has replaced; '+table' adds to them"
	# what the option itself names is its own mistake
	fails leadscore -a "$nordlicht" -e 'field size "Company Size"' -e 'score s 0..1
	  +1 when region = "x"' "$leads"
	says "no column 'region'"
	# a layer's + is behind the agreement's own
	leadfunnel -q -a "$nordlicht" -e '+stage renewed when amount > 0' "$leads" | cut -d, -f1 | grep -A1 won | grep -q renewed
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel --partial and --merge: the whole is the sum of its parts, byte for byte.
load common

road() { # an agreement of four stages and two exits
	cat >a.agreement <<-'END'
		timezone "Europe/Berlin"
		stage lead at created_at
		stage mql at mql_at
		stage sql at sql_at
		stage won at won_at value amount
		exit recycled at recycled_at
		exit lost at lost_at
		benchmark lead to mql 60%
	END
	export LEADPIPE_AGREEMENT=$PWD/a.agreement LEADPIPE_NOW=2026-09-30
}

many() { # SEED N: leads that go on, wait, leave, come back and go backwards, to the second
	awk -v seed="$1" -v n="$2" '
		function time(s) { return strftime("%Y-%m-%d %H:%M:%S", 1767225600 + s, 1) }
		function some(s, k) { return rand() < k ? time(s) : "" }
		BEGIN {
			srand(seed)
			split("DE|de|US|us |\"a, b\"|\"say \"\"A\"\"\"|", country, "|")
			split("Web|Fair|WEB|Cold call", source, "|")
			print "created_at,mql_at,sql_at,won_at,amount,recycled_at,lost_at,country,source,size"
			for (i = 0; i < n; i++) {
				t = int(rand() * 20000000)
				u = t + int(rand() * 2000000) - 100000
				v = u + int(rand() * 3000000)
				printf "%s,%s,%s,%s,%.2f,%s,%s,%s,%s,%s\n", some(t, 0.95), some(u, 0.6), some(v, 0.4), some(v + 7200, 0.2),
					rand() * 9000 - 500, some(u + 60, 0.2), some(v + 5, 0.2), country[1 + int(rand() * 7)],
					source[1 + int(rand() * 4)], rand() < 0.1 ? "" : int(rand() * 300)
			}
		}'
}

split() { # FILE SEED N: its rows into N files s1, s2, …, each with the header; some may have no row
	awk -v seed="$2" -v n="$3" '
		NR == 1 { srand(seed); for (i = 1; i <= n; i++) print >("s" i); next }
		{ print >("s" 1 + int(rand() * rand() * n)) }' "$1"
}

notes() { # what is told but of single rows, which is told where they are counted
	grep -v -e 'came back' -e 'after now' -e 'reached no stage' -e 'no stage or exit names' -e 'no column says' -e 'newest event' "$1" || true
}

counts() { # a part without what says of which rows it is, how the file was read, and the sum over it all
	grep -v -e '^rows,' -e '^about,delimiter,' -e '^end,' "$1"
}

law() { # FILE, options: parts of a random split, merged in two orders, against the whole
	local file=$1 n=$((3 + RANDOM % 3)) i format
	shift
	split "$file" $RANDOM $n
	rm -f ./*.part
	for i in $(seq $n); do leadfunnel -q --partial "$@" "s$i" >"$i.part"; done
	leadfunnel -q --partial "$@" "$file" >whole
	leadfunnel -q --merge --partial $(ls ./*.part | shuf) >all
	leadfunnel -q --merge --partial 2.part 1.part >both
	leadfunnel -q --merge --partial $(ls ./[3-9].part | shuf) both | cmp - all
	counts whole | cmp - <(counts all)
	for format in csv table json; do
		leadfunnel "$@" -f $format "$file" >want 2>want.err
		leadfunnel --merge -f $format $(ls ./*.part | shuf) >got 2>got.err
		cmp want got
		notes want.err | diff - got.err
	done
}

@test "partial: parts of any split, in any order, are the whole: groups, spellings, bands, cohorts, windows" {
	road
	RANDOM=5
	for seed in 1 2 3; do
		many $seed 700 >leads.csv
		law leads.csv
		law leads.csv --by country
		law leads.csv --by 'country,source'
		law leads.csv --by 'source,country' --exact
		law leads.csv --by 'band(size, 50, 200)'
		law leads.csv --by 'source,weekday(created_at)' -j 3
		law leads.csv --by 'hour(mql_at),country,month(created_at)'
		law leads.csv --cohort month --window '20 days'
		law leads.csv --cohort week --by source --from mql
		law leads.csv --cohort quarter --window 12hours --from mql --by 'band(size, 100)'
		law leads.csv -w 'size > 70' --by country
	done
}

@test "partial: a merge sorts, limits and allows for many verdicts as the whole does" {
	road
	many 8 900 >leads.csv
	split leads.csv 4 3
	for i in 1 2 3; do leadfunnel -q --partial --by country,source s$i >$i.part; done
	ours='leads behind\|<code>\|<p>as of\| counted' # what a page says of its input; that is in no partial
	for options in '--sort median_days' '--sort lost --limit 3' '--limit 1' '--simultaneous' '--sort value --limit 4 -f table' '-f html'; do
		# shellcheck disable=SC2086
		leadfunnel -q --by country,source $options leads.csv | grep -v "$ours" >want
		# shellcheck disable=SC2086
		leadfunnel -q --merge $options 3.part 1.part 2.part | grep -v "$ours" | cmp - want
	done
}

@test "partial: no leads, and a whole of parts with and without" {
	road
	many 3 50 >leads.csv
	head -1 leads.csv >none.csv
	leadfunnel -q --partial --by country none.csv >none.part
	leadfunnel -q --partial --by country leads.csv >some.part
	leadfunnel -q --by country none.csv >want
	same want leadfunnel -q --merge none.part
	same want leadfunnel -q --merge none.part none.part
	same some.part leadfunnel -q --merge --partial none.part some.part none.part
	same some.part leadfunnel -q --merge --partial - none.part <some.part
	leadfunnel --partial --by country none.csv -o o.part
	cmp o.part none.part
}

@test "partial: Maven by agent in four parts" {
	maven_road
	export LEADPIPE_AGREEMENT=a.agreement LEADPIPE_NOW=2017-12-31
	RANDOM=3
	tr -d '\r' <"$maven/us_dates_lf/sales_pipeline.csv" >leads.csv
	law leads.csv --by sales_agent
	law leads.csv --cohort month
}

@test "partial: a part is read whatever the delimiter of leads is, and comments of the agreement don't matter" {
	road
	many 5 90 | tr -d '"' | sed 's/a, b/ab/' >leads.csv
	leadfunnel -q --by country leads.csv >want
	leadfunnel -q --partial --by country leads.csv >1.part
	sed 's/,/;/g' leads.csv | leadfunnel -q -d ';' --partial --by country >2.part
	counts 2.part | grep -v ^about, | cmp - <(counts 1.part | grep -v ^about,)
	LEADPIPE_DELIMITER=';' leadfunnel -q --merge 1.part | cmp - want
	leadfunnel -q --merge 2.part | cmp - want
	{ echo 'agreement "Another title"   # and a word'; sed 's/ at /   at  /; s/60%/10%/; /timezone/s/$/ # noon/' a.agreement; } >b.agreement
	leadfunnel -q -a b.agreement --merge --partial 1.part | cmp - 1.part
	for change in 's/value amount/value size/' 's/mql_at/sql_at/' 's/Berlin/Paris/' '/recycled/d'; do
		sed "$change" a.agreement >b.agreement
		fails leadfunnel -a b.agreement --merge 1.part
		says 'another agreement than b.agreement'
	done
}

@test "partial: parts that were not made alike are refused; of different times the latest counts" {
	road
	many 6 90 >leads.csv
	split leads.csv 3 2
	leadfunnel -q --partial s1 >1.part
	leadfunnel -q --partial --window '30 days' s2 >2.part
	fails leadfunnel --merge 1.part 2.part
	[ "$output" = "leadfunnel: 2.part:7: '--window' is said here and not in 1.part; only partials that were made alike are one whole" ]
	fails leadfunnel --merge 2.part 1.part
	leadfunnel -q --partial --window '31 days' s1 >3.part
	fails leadfunnel --merge 2.part 3.part
	says "3.part:7: '--window' is '31 days' here and '30 days' in 2.part"
	leadfunnel -q --partial --by country s1 >3.part
	leadfunnel -q --partial --by source s2 >4.part
	fails leadfunnel --merge 3.part 4.part
	says "'--by' is 'source' here and 'country' in 3.part"
	leadscore -q --summary --partial s1 >6.part
	fails leadfunnel --merge 1.part 6.part
	says '6.part: a partial of leadscore; give it to that'
	leadfunnel -q --now 2026-09-01 --partial s2 >7.part
	leadfunnel --merge 7.part 1.part 2>err >out
	grep -q 'as of different times, from 2026-09-01T23:59:59.999999+02:00 to 2026-09-30T23:59:59.999999+02:00; the latest counts' err
	leadfunnel -q --merge --partial 1.part 7.part | grep -q ',2026-09-30T21:59:59.999999Z$'
}

@test "partial: never half a part, wherever it was cut" {
	road
	many 7 60 >leads.csv
	leadfunnel -q --partial --by country leads.csv >1.part
	size=$(wc -c <1.part)
	for at in $(seq 1 97 $((size - 2))) $((size - 3)) $((size - 2)); do
		head -c "$at" 1.part >cut.part
		fails leadfunnel --merge cut.part
		[ ! -s out ]
	done
	lines=$(wc -l <1.part)
	for at in $(seq 1 "$lines"); do # a line lost, or all behind it
		sed "${at}d" 1.part >cut.part
		fails leadfunnel --merge cut.part
		head -n "$((at - 1))" 1.part >cut.part
		fails leadfunnel --merge cut.part
		[ ! -s out ]
	done
	head -2 1.part >cut.part
	fails leadfunnel --merge 1.part cut.part
	[ "$output" = "leadfunnel: cut.part: this partial is incomplete: its last row, 'end', is missing; make it anew" ]
	fails leadfunnel --merge cut.part 1.part
	says 'cut.part: this partial is incomplete'
	sed 's/^reached,lead,[0-9]*/reached,lead,7/' 1.part >cut.part
	fails leadfunnel --merge cut.part
	says 'cut.part: its rows are not those that were written'
	sed 1d 1.part | cat 1.part - >twice.part
	fails leadfunnel --merge twice.part
	says 'a row behind the end of the partial'
	: >zero.part
	fails leadfunnel --merge 1.part zero.part
	fails leadfunnel --merge zero.part
	fails leadfunnel --merge leads.csv
	says 'leads.csv: this is not a partial; --partial makes one of leads'
}

@test "partial: rows that were counted already are not counted again, however deep in a merge they are" {
	road
	many 7 60 >leads.csv
	split leads.csv 3 3
	for i in 1 2 3; do leadfunnel -q --partial "s$i" >"$i.part"; done
	fails leadfunnel --merge 1.part 2.part 1.part
	[[ $output =~ ^leadfunnel:\ 1.part\ and\ 1.part\ count\ the\ same\ rows\ \([0-9]+\ leads\)\;\ leave\ one\ of\ them\ out$ ]]
	leadfunnel -q --merge --partial 2.part 1.part >both
	fails leadfunnel --merge 3.part both 2.part
	says 'both and 2.part count the same rows'
	{ head -1 s1; sed 1d s1 | tac; } >turned
	leadfunnel -q --by country --partial turned >4.part # the same rows in another order, counted otherwise
	leadfunnel -q --by country --partial s1 >5.part
	fails leadfunnel --merge 4.part 5.part
	says '4.part and 5.part count the same rows'
}

@test "partial: what leads cost is told of the merged whole: by a column, a quarter of months, a cohort" {
	road
	many 4 600 >leads.csv
	split leads.csv 9 3
	cat >spend.csv <<-'END'
		source,month,cost
		Web,2026-01,1000
		Web,2026-02,500.50
		Fair,2026-02,900
		Fair,2026-05,33
	END
	for by in '--by source' "--by source,quarter(created_at)" '--cohort quarter --by source'; do
		rm -f ./*.part
		# shellcheck disable=SC2086
		for i in 1 2 3; do leadfunnel -q --partial $by "s$i" >"$i.part"; done
		# shellcheck disable=SC2086
		leadfunnel $by --spend spend.csv --sort cost leads.csv >want 2>want.err
		leadfunnel --merge --spend spend.csv --sort cost ./*.part >got 2>got.err
		cmp want got
		grep -q '900.00\|933.00' got
		notes want.err | diff - got.err
	done
}

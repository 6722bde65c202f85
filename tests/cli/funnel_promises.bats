# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel --promises: what was promised in numbers, and what came of it; and --fail-when of every report.
load common

road() { # promises, a line each
	{
		cat <<-'END'
			stage lead at created_at
			stage mql at mql_at
			stage sql at sql_at
			stage won at won_at value amount
			exit lost at lost_at
			exit recycled when status = "Recycled" at recycled_at
			calendar office
			    hours mon-fri 09:00-17:00
		END
		printf '%s\n' "$@"
	} >a.agreement
}

promises() { # options
	leadfunnel -q -a a.agreement --promises "$@" in.csv
}

# So many leads on each of these days, reaching mql at noon.
mqls() { # country, number, day ...
	local country=$1 n=$2 day
	shift 2
	for day; do
		yes "$day 08:00,$day 12:00,,,,,,$country," | head -n "$n"
	done
}

head=created_at,mql_at,sql_at,won_at,lost_at,recycled_at,status,country,amount

@test "promises: by hand: a month that is over, one that runs, and its limits" {
	road 'promise 20 mql per month "plan"' 'promise at most 12 mql per month "cap"'
	{ echo $head; mqls DE 10 2026-08-05; mqls DE 12 2026-09-03; mqls DE 8 2026-09-20; mqls DE 10 2026-10-05; } >in.csv
	promises --now '2026-10-11 00:00' >out
	diff - out <<-'END'
		promise,period,promised,reached,share,promised_to_date,expected,expected_low95,expected_high95,verdict,chance,before_to_date,leads,why_not
		plan,2026-08,20,10,0.500000,20.00,10.00,10,10,missed,,,,
		plan,2026-09,20,20,1.000000,20.00,20.00,20,20,met,,10,,
		plan,2026-10,20,10,0.500000,6.45,31.00,18,52,on pace,,12,,
		cap,2026-08,12,10,0.833333,12.00,10.00,10,10,met,,,,
		cap,2026-09,12,20,1.666667,12.00,20.00,20,20,missed,,10,,
		cap,2026-10,12,10,0.833333,3.87,31.00,18,52,behind,,12,,
	END
	promises --now '2026-10-04 02:23:59' | grep 'plan,2026-10' >out # 267,839 of 2,678,400 s: under a tenth
	echo 'plan,2026-10,20,0,0.000000,2.00,,,,open,,12,,less than a tenth is over' | diff - out
	promises --now '2026-10-04 02:24:00' | grep 'plan,2026-10' | cut -d, -f4,7-10,14 >out # a tenth
	echo '0,0.00,0,35,open,within its limits' | diff - out
	promises --now 2026-10-31 | grep 'plan,2026-10' | cut -d, -f4,10 >out # its last microsecond
	echo '10,missed' | diff - out
	promises --now '2026-10-31 23:59:59' | grep 'plan,2026-10' | cut -d, -f4,10 >out
	echo '10,behind' | diff - out
}

@test "promises: by hand: just at a bound, and the part of a month before that is seen" {
	road 'promise at most 10 mql per month from 2026-09-01 "cap"' 'promise 50 lead per month from 2026-10-01 "fifty"' 'promise 1000000 won per month from 2026-10-01'
	{
		echo $head
		mqls DE 3 2026-09-15
		echo '2026-09-15,2026-09-16,,,,,,DE,' # a date; the cut is its first moment
		echo '2026-09-15,2026-09-16 00:00,,,,,,DE,'
		mqls DE 5 2026-09-20
		mqls DE 25 2026-10-16
		echo '2026-10-01,,,2026-10-02,,,,DE,5'
	} >in.csv
	promises --now '2026-10-16 12:00' | cut -d, -f1-2,4,8-10,12 >out # half of October, and so of September
	diff - out <<-'END'
		promise,period,reached,expected_low95,expected_high95,verdict,before_to_date
		cap,2026-09,10,10,10,met,
		cap,2026-10,25,38,66,behind,3
		fifty,2026-10,26,39,69,on pace,5
		1000000 won per month from 2026-10-01,2026-10,1,1,8,behind,
	END
	promises --now 2026-10-10 | grep ^1000000 | cut -d, -f6,7 >out # a date is all of its day, to the second
	echo 322580.65,3.10 | diff - out
	for bound in '69 lead' '70 lead' 'at most 39 lead' 'at most 38 lead'; do
		leadfunnel -q -a a.agreement -e "promise $bound per month from 2026-10-01" --now '2026-10-16 12:00' --promises in.csv | tail -1 | cut -d, -f10
	done >out
	printf '%s\n' open behind open behind | diff - out
}

@test "promises: worked out again from the leads alone, of every kind, in years that begin anywhere" {
	python3 "$ROOT/tests/cli/promises_count.py" 1 7
	python3 "$ROOT/tests/cli/promises_count.py" 603 1
}

@test "promises: rows in any order" {
	road 'promise 20 mql per week when country = "DE"' 'promise 900.5 value of won per month' 'promise mql to sql at least 5% within 9 days per month'
	awk -v head=$head 'BEGIN {
		srand(5); print head
		for (i = 0; i < 400; i++) {
			d = int(rand() * 28) + 1; m = int(rand() * 9) + 1
			printf "2026-%02d-01,2026-%02d-%02d,%s,2026-%02d-28,,,,%s,%.2f\n", m, m, d, rand() < 0.5 ? sprintf("2026-%02d-%02d", m, d + 1 > 28 ? 28 : d + 1) : "", m, rand() < 0.5 ? "DE" : "FR", rand() * 1e9
		}
	}' >in.csv
	promises --now 2026-09-14 >want
	{ head -1 in.csv; tail -n +2 in.csv | sort -t, -k9; } >sorted && mv sorted in.csv
	promises --now 2026-09-14 -j 4 | cmp - want
}

@test "promises: a rate is the funnel's from its stage within its span" {
	leadfunnel -q -a "$nordlicht" --promises "$leads" | grep '^qualified within 60 days' | cut -d, -f2,4,13 >out
	leadfunnel -q -a "$nordlicht" --from mql --window '60 days' --cohort quarter "$leads" >funnel.csv
	awk -F, '$2 == "mql" { n[$1] = $3 } $2 == "sql" && $1 != "(all)" { printf "%s,%.6f,%d\n", $1, $3 / n[$1], n[$1] }' funnel.csv >want
	[ -s want ]
	head -n "$(wc -l <want)" out | diff want -
}

@test "promises: a rate to an exit, whether dated or with a condition, and none from before" {
	road 'promise mql to lost at most 20% within 30 days per year "lost"' 'promise mql to recycled at most 20% within 30 days per year "back"'
	cat >in.csv <<-END
		$head
		2026-01-01,2026-01-02,,,2026-01-20,,,DE,
		2026-01-01,2026-01-02,2026-01-21,,2026-01-20,,,DE,
		2026-01-01,2026-01-02,,,2026-02-02,,,DE,
		2026-01-01,2026-01-10,,,,2026-01-05,Recycled,DE,
		2026-01-01,2026-01-10,,,,2026-01-15,Recycled,DE,
		2026-01-01,2026-01-10,,,,2026-01-15,Working,DE,
	END
	promises --now 2027-06-01 | cut -d, -f1,2,4,10,11,13,14 >out
	diff - out <<-'END'
		promise,period,reached,verdict,chance,leads,why_not
		lost,2026,0.166667,met,,6,fewer than 20 leads
		lost,2027,,open,,0,no leads
		back,2026,0.166667,met,,6,fewer than 20 leads
		back,2027,,open,,0,no leads
	END
}

@test "promises: a plan, a group that nobody came from, and one that nobody planned" {
	road 'promise mql from "plan.csv" per month "plan"' 'promise 3 mql per quarter "all"'
	printf 'month,country,promised\n2026-09,DE,4\n2026-09,US,5\n2026-10,de,6\n' >plan.csv
	{ echo $head; mqls DE 5 2026-09-03; mqls FR 2 2026-09-04; } >in.csv
	promises --now 2026-09-30 --by country | cut -d, -f1-5,11 >out
	diff - out <<-'END'
		country,promise,period,promised,reached,verdict
		DE,plan,2026-09,4,5,met
		FR,plan,2026-09,,2,
		US,plan,2026-09,5,0,missed
		(all),plan,2026-09,9,7,missed
		(all),all,2026-Q3,3,7,met
	END
	promises --now 2026-09-30 --by country,status | cut -d, -f1-6 | sed -n 2p >out # it has no column for that
	echo '(all),(all),plan,2026-09,9,7' | diff - out
	promises --now 2026-11-30 | grep -c '^plan' >out # no month behind the plan's last
	echo 2 | diff - out
}

@test "promises: --where picks leads, and says that what was promised stays whole" {
	road 'promise 10 mql per month from 2026-08-01'
	{ echo $head; mqls DE 5 2026-08-03; mqls FR 7 2026-08-03; } >in.csv
	leadfunnel -a a.agreement --now 2026-08-31 --promises in.csv 2>err | grep -q ',10,12,.*,met,'
	! grep where err
	leadfunnel -a a.agreement --now 2026-08-31 --promises -w 'country = "FR"' in.csv 2>err | grep -q ',10,7,.*,missed,'
	grep -q "where picks leads, and not what was promised of all of them; for a part of the leads write a promise with 'when'" err
}

@test "what -e has made to be left out is not said to be missing" {
	fails leadfunnel -a "$nordlicht" -e 'stage lead at created_at' --promises "$leads"
	says "the agreement has no 'promise' statement left, because those it had name what -e has replaced; write one"
	fails leadsla -a "$nordlicht" -e 'stage lead at created_at' "$leads"
	says "the agreement has no 'sla' statement left, because those it had name what -e has replaced, so there is no clock"
	fails leadroute -a "$nordlicht" -e 'field x otherwise yes' "$leads"
	says "the agreement has no 'route' statement left, because"
	fails leadfunnel --promises "$leads"
	says "the agreement has no 'promise' statement; write one"
}

@test "promises: mistakes in a plan, each with its line" {
	road 'promise mql from "plan.csv" per month'
	{ echo $head; mqls DE 5 2026-09-03; } >in.csv
	printf 'month,promised\n2026-13,4\n2026-10,many\n2026-11,1.5\n2026-12,-2\n,3\n' >plan.csv
	fails promises
	says "plan.csv:2: month: neither a period nor a date: '2026-13'; write it as 2026-03 or 2026-03-15"
	says "plan.csv:3: promised: no number: 'many'; write what is promised, or 0"
	fails promises -e 'year begins 1 July'
	says "neither a period nor a date: '2026-13'; write it as FY2027, FY2027-Q1, 2026-03 or 2026-03-15"
	printf 'month,promised\n2026-11,1.5\n2026-12,-2\n,3\n' >plan.csv
	fails promises
	says 'plan.csv:2: leads are counted; write a whole number'
	says 'plan.csv:3: less than 0 is promised'
	says 'plan.csv:4: no period; write it as 2026-07'
	printf 'month,promised\n2026-11,1\n2026-11,2\n' >plan.csv
	fails promises
	says 'plan.csv:3: this stands in line 2 already; which one counts?'
	printf 'quarter,promised\n2026-Q4,1\n' >plan.csv
	fails promises
	says "plan.csv: nothing says when it is due: no column for 'month' among 'quarter', 'promised'; add a column 'month'"
	printf 'month,number\n2026-11,1\n' >plan.csv
	fails promises
	says "plan.csv: no column 'promised' among 'month', 'number'; call the one with the numbers so"
	printf 'month,promised,Promised\n2026-11,1,2\n' >plan.csv
	fails promises
	says "plan.csv: two columns are called 'promised'; keep one"
	printf 'month,promised\n' >plan.csv
	fails promises
	says 'plan.csv: a plan without a row promises nothing'
	for tool in leadscore leadfunnel; do # whatever is promised is a part of the agreement
		fails $tool -a a.agreement --fields in.csv
		says 'plan.csv: a plan without a row promises nothing'
	done
	rm plan.csv
	fails promises
	says 'plan.csv'
	fails leadscore -a a.agreement --fields in.csv
	says 'plan.csv'
}

@test "promises: costs, and none for a month" {
	road 'promise cost of mql at most 10 per month "cost"'
	{ echo $head; mqls DE 5 2026-08-03 2026-09-03; mqls DE 1 2026-10-01; } >in.csv
	printf 'date,cost\n2026-08-01,30\n2026-08-09,20.05\n2026-10-02,9\n' >spend.csv
	promises --now 2026-10-20 --spend spend.csv | cut -d, -f2-5,10,12- >out
	diff - out <<-'END'
		period,promised,reached,share,verdict,before_to_date,leads,why_not
		2026-08,10.00,10.01,1.001000,missed,,5,
		2026-09,10.00,,,,10.01,5,no costs
		2026-10,10.00,9.00,0.900000,open,,1,not over
	END
	fails promises
	says 'add --spend FILE'
	sed -i 's/30/thirty/' spend.csv
	fails promises --spend spend.csv
	says "spend.csv:2: cost: no amount of money: 'thirty'"
	printf 'channel,cost\nfair,1\n' >spend.csv
	fails promises --spend spend.csv
	says "spend.csv: nothing says when it was spent: no column for 'month' among 'channel', 'cost'; add a column 'month'"
	printf 'month,cost,cost\n2026-08,1,2\n' >spend.csv
	fails promises --spend spend.csv
	says "spend.csv: two columns are called 'cost'; keep one"
}

@test "promises: like the year before, by what had come, and by a calendar" {
	road 'promise 40 mql per month like the year before "season"' 'promise 40 lead per month in office days "office"'
	{ echo $head; mqls DE 5 2025-10-02; mqls DE 15 2025-10-30; mqls DE 15 2026-10-03; } >in.csv
	promises --now 2026-10-14 | grep 2026-10 | cut -d, -f1,4,6,7,10,12 >out
	# a quarter had come; 10 of 22 office days
	diff - out <<-'END'
		season,15,10.00,60.00,on pace,5
		office,15,18.18,33.00,open,0
	END
	road 'promise 40 mql per month like the year before "season"'
	promises --now 2026-10-14 -w 'mql_at >= 2026-01-01' | tail -1 | cut -d, -f4,6-10,14 >out
	echo '15,,,,,open,fewer than 20 leads a year before' | diff - out
	sed -i 2d in.csv # of 19 leads nobody takes the shape of a year
	promises --now 2026-10-14 | tail -1 | cut -d, -f4,6-10,14 >out
	echo '15,,,,,open,fewer than 20 leads a year before' | diff - out
}

@test "promises: what can't be judged is not" {
	road 'promise 5 mql per month from 2026-08-01 "count"' 'promise 100 value of won per quarter from 2026-07-01 "value"'
	printf 'created_at,won_at,amount,status\n2026-09-01,2026-09-03,$10,\n2026-09-01,2026-09-04,€20,\n' >in.csv
	promises --now 2026-09-30 | cut -d, -f1-4,10,14 >out # nobody knows when they became mql
	diff - out <<-'END'
		promise,period,promised,reached,verdict,why_not
		count,2026-08,5,,,the stage has no times
		count,2026-09,5,,,the stage has no times
		value,2026-Q3,100.00,,,several currencies
	END
	promises --now 2026-09-20 -w 'amount is missing' | grep ^value | cut -d, -f3,4,6,7,10,14 >out
	echo '100.00,0.00,89.13,,open,no values yet' | diff - out
	# Credits prevail: what is expected is between its limits, of -15 +- 1.96 (425 * 2/3)^1/2 by a third.
	road 'promise 10 value of won per month from 2026-09-01 "credits"'
	printf 'created_at,won_at,amount,status\n2026-09-01,2026-09-03,5,\n2026-09-01,2026-09-04,-20,\n' >in.csv
	promises --now 2026-09-10 | cut -d, -f4,7-10 | tail -1 >out
	echo '-15.00,-45.00,-143.97,53.97,open' | diff - out
	road 'promise 5 mql per month from 2027-01-01 "next year"'
	leadfunnel -a a.agreement --promises --now 2026-09-30 in.csv 2>&1 >out | grep -q "'next year' begins on 2027-01-01, so there is nothing to report of it yet"
	wc -l <out | grep -qx 1
	road 'promise 5 lead per month until 2025-12-31 "last year"'
	leadfunnel -a a.agreement --promises --now 2026-09-30 in.csv 2>&1 >out | grep -q "'last year' had ended before the first lead reached 'lead'"
	leadfunnel -a a.agreement --promises --now 2026-09-30 --allow-empty -e 'exit lost at lost_at' /dev/null 2>&1 >out | grep -q "no lead has reached 'lead' at a known time"
}

@test "promises: what they need is asked for" {
	{ echo $head; mqls DE 5 2026-08-03; } >in.csv
	road
	fails promises
	says "the agreement has no 'promise' statement; write one like: promise 120 mql per month"
	road 'promise 5 mql per month'
	fails promises --window '30 days'
	says '--promises has no use for --window; leave it out; which periods, and how long a rate is followed, the agreement says'
	road 'promise 5 value of sql per month'
	fails promises
	says "stage 'sql' has no 'value'"
	road 'promise 5 mql per month'
	fails leadfunnel -a a.agreement -e 'stage mql when status = "MQL"' --promises in.csv
	says "--promises looks into the past, and stage 'mql' has no 'at' to tell when it was"
	sed -i 's/^calendar office/calendar office when country = "DE"/' a.agreement
	echo 'promise 7 mql per month in office days' >>a.agreement
	sed -i '/^promise 5/d' a.agreement
	fails promises
	says "each calendar 'office' is for some leads, and a promise is of all of them; add one without 'when'"
}

@test "fail-when: every report of leadfunnel, with its columns, before a row is read" {
	road 'promise 3 mql per month "plan"' 'benchmark mql to sql 13%' 'benchmark lead to sql 13%' 'handover mql to sql'
	{ echo $head; mqls DE 5 2026-08-03 2026-09-03; mqls FR 1 2026-10-01; } >in.csv
	holds() { # condition, options: it holds, and what is written stays
		local when=$1 rc=0
		shift
		leadfunnel -a a.agreement --now 2026-10-31 "$@" in.csv >want 2>err || return 1
		leadfunnel -a a.agreement --now 2026-10-31 "$@" --fail-when "$when" in.csv >out 2>err || rc=$?
		[ $rc -eq 1 ] && cmp out want && grep -q -- '--fail-when holds for' err
	}
	holds_not() { leadfunnel -q -a a.agreement --now 2026-10-31 "${@:2}" --fail-when "$1" in.csv >out; }
	holds 'verdict = "missed" and promise = "plan"' --promises
	holds_not 'verdict = "behind"' --promises
	holds 'stage = "mql" and reached > 10'
	holds_not 'stage = "mql" and reached > 11'
	holds 'verdict is missing and stage = "sql"'
	holds_not 'verdict_2 = "over"' # the second benchmark of sql
	holds 'country = "FR"' --by country
	holds 'n > 10 and step = "lead to mql"' --eventual
	holds 'figure = "lead_to_sales_conversion" and value < 0.5' --yoy
	holds 'column = "country"' --lookback -c country --to sql
	leadfunnel -q -a a.agreement --partial in.csv >a.part
	run -1 leadfunnel -a a.agreement --merge --fail-when 'reached > 10' a.part
	says '--fail-when holds for'
	run -0 leadfunnel -q -a a.agreement --merge --fail-when 'reached > 11' a.part
	fails leadfunnel -q -a a.agreement --merge --fail-when 'reach > 11' a.part
	for format in table html json; do
		run -1 leadfunnel -q -a a.agreement --now 2026-10-31 -f $format --promises --fail-when 'reached = 1' in.csv
		[ -n "$output" ]
	done
	fails leadfunnel -a a.agreement --promises --fail-when 'verdit = "missed"' in.csv
	says "the report has no column 'verdit'; did you mean 'verdict'?"
	[ ! -s out ]
	fails leadfunnel -a a.agreement --promises --fail-when 'verdict in ("met", "mised")' in.csv
	says "verdict is never 'mised'; it can be met, on pace, behind, missed or open; did you mean 'missed'?"
	fails leadfunnel -a a.agreement --fail-when 'verdict = "below"' in.csv
	says "verdict is never 'below'; it can be over, at, under or maturing"
	fails leadfunnel -a a.agreement --fail-when 'reached >' in.csv
	fails leadfunnel -a a.agreement --partial --fail-when 'reached > 1' in.csv
}

@test "promises: a page, whose bars say what the table says" {
	leadfunnel -q -a "$nordlicht" --promises --now 2026-10-20 -f html "$leads" >page.html
	[ "$(head -c 15 page.html)" = '<!DOCTYPE html>' ] && [ "$(tail -n 1 page.html)" = '</html>' ]
	[ "$(grep -ciE '<script|https?:| src=|href|url\(|@import' page.html)" = 0 ]
	grep -q '<h1>Promises</h1>' page.html
	grep -q '2026-09: 82 of 70, met; 2026-10: 51 of 70, on pace' page.html
	grep -q '2026-Q2: 44.0%, promised 35.0%, met' page.html
	[ "$(grep -c '<details' page.html)" = 3 ]
	leadfunnel -q -a "$nordlicht" --promises --now 2026-10-20 -f markdown "$leads" | grep -q '^| 2026-10 | *70 | *51 | *73%'
}

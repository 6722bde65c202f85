# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Money, points, weights and times at the ends of what they may be. The figures are of Python's fractions and dates.
load common

won='stage won at at value amount'

deals() { # amounts: a lead won for each
	local i=0
	echo id,at,amount
	for amount; do echo "$((++i)),2026-01-01,$amount"; done
}

values() { # options and files: what the won leads of each group are worth
	leadfunnel -q -e "$won" "$@" | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["stage"] == "won" { print $at["value"] }'
}

@test "money: ten trillion and more is added up as the cells say it" {
	deals 10000000000000 >in.csv
	[ "$(values in.csv)" = 10000000000000.00 ]
	deals 9007199254740993.07 9007199254740993.07 9007199254740993.07 0.01 >in.csv
	[ "$(values in.csv)" = 27021597764222979.22 ]
	deals 9.2e18 9.2e18 9200000000000000000 '"$9,200,000,000,000,000,000"' -9199999999999999999.99 n/a '' >in.csv
	[ "$(values in.csv)" = 27600000000000000000.01 ]
	deals 10000000000000.07 10000000000000.07 >in.csv # worked out, so as a double: 10000000000000.0703125
	[ "$(won="$won * 1" values in.csv)" = 20000000000000.14 ]
}

@test "money: in any order, with any number of threads, the same sums" {
	deals 9.2e18 0.0000005 -9.2e18 0.0000004 1e15 -1e15 0.01 8999999999999999999.995 >in.csv
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do sed 1d in.csv; cat in.csv; done | sed '1i id,at,amount' | grep -v '^id' >rows
	(echo id,at,amount; for _ in 1 2 3 4 5 6 7 8; do cat rows; done) >in.csv # 192 of each
	# 192 × (0.000001 + 0.01 + 8999999999999999999.995)
	[ "$(values in.csv)" = 1728000000000000000000.96 ]
	[ "$(values -j 4 in.csv)" = 1728000000000000000000.96 ]
	(sed 1q in.csv; sed 1d in.csv | sort -t, -k3) >sorted.csv
	[ "$(values sorted.csv)" = 1728000000000000000000.96 ]
}

@test "money: a cell beyond 9.2e18 ends the run with its line, and nothing goes out" {
	for amount in 9200000000000000000.000001 -9200000000000000001 1e30 -1e300 9.3e18; do
		deals 5 9.2e18 "$amount" 1e40 >in.csv
		for options in '' '--by id' --partial --yoy '-j 4' '-f html' '-f json' '-o report.csv'; do
			# shellcheck disable=SC2086
			fails leadfunnel -q -e "$won" $options in.csv
			says 'leadfunnel: in.csv:4: stage won: the value '
			says ' is beyond 9.2e18, the most that can be added up; correct the cell, or leave the row out with --where'
			[ ! -s out ] && [ ! -e report.csv ]
		done
	done
	deals 5 9.2e18 1e30 >in.csv
	says_all=$(leadfunnel -q -e "$won" in.csv 2>&1) || true
	[ "$says_all" = 'leadfunnel: in.csv:4: stage won: the value 1e+30 is beyond 9.2e18, the most that can be added up; correct the cell, or leave the row out with --where' ]
	[ "$(values -w 'amount <= 9.2e18' in.csv)" = 9200000000000000005.00 ]
	fails leadfunnel -q -e 'stage won at at value amount * 2' in.csv
	says 'in.csv:3: stage won: the value 1.84e+19 is beyond'
}

@test "money: of many rows beyond the first is reported, whatever the threads" {
	awk 'BEGIN { print "at,amount"; for (i = 2; i <= 90000; i++) print "2026-01-01," (i % 7000 ? 1 : "1e20") }' >in.csv
	for j in 1 2 7; do
		fails leadfunnel -q -e "$won" -j $j in.csv
		says 'in.csv:7000: stage won: the value 1e+20 is beyond'
	done
}

@test "money: what is not added up is not refused" {
	printf 'at,amount,lost\n2026-01-01,1e30,\n2026-01-02,5,\n' >in.csv
	# no lead is won
	leadfunnel -q -e 'stage lead at at' -e 'stage won at lost value amount' in.csv >out
	grep -q '^won,0,' out
	leadfunnel -q -e 'stage lead at at' -e 'stage won at lost value amount' --eventual in.csv >out
	leadfunnel -q -e 'stage lead at at' -e 'stage won at lost value amount' --lookback in.csv >out
}

@test "money: sums of any size go through parts, and come to what the whole does" {
	deals 9.2e18 9.2e18 9199999999999999999.99 0.000001 >a.csv
	deals -0.5 9.2e18 1e15 >b.csv
	(cat a.csv; sed 1d b.csv) >whole.csv
	for f in a b whole; do leadfunnel -q -e "$won" --partial $f.csv >$f.part; done
	grep -qx 'value,won,,27599999999999999999990001,' a.part
	leadfunnel -q -e "$won" --merge --partial a.part b.part | grep -qx "$(grep ^value, whole.part)"
	[ "$(values --merge a.part b.part)" = 36800999999999999999.49 ]
	[ "$(values whole.csv)" = 36800999999999999999.49 ]
}

@test "money: costs and what comes back of them at any size, for programs and for people" {
	deals 9.2e18 9.2e18 >in.csv
	leadfunnel -q -e "$won" --partial in.csv >huge.part
	echo 'cost
0.03' >spend.csv
	leadfunnel -q -e "$won" --merge --spend spend.csv huge.part | grep -q ',0.03,0.02,613333333333333333333.333333,,,,$'
	printf 'cost\n9.2e18\n9.2e18\n-7\n' >spend.csv
	leadfunnel -q -e "$won" --spend spend.csv in.csv | grep -q ',18399999999999999993.00,9199999999999999996.50,1.000000,,,,$'
	COLUMNS=200 leadfunnel -q -e "$won" -f table --spend spend.csv in.csv | grep -q ' 9,199,999,999,999,999,996.50    1.00'
	printf 'cost\n9.2e18\n9200000000000000000.01\n' >spend.csv
	fails leadfunnel -q -e "$won" --spend spend.csv in.csv
	says "spend.csv:3: cost: beyond 9.2e18, the most that can be added up: '9200000000000000000.01'; correct it"
	leadfunnel -q -e "$won" -f html in.csv >page.html
	grep -q '18,400,000,000,000.0<small> million' page.html
	grep -q '18,400,000,000,000,000,000' page.html
	grep -q '9,200,000,000,000,000,000 each on average' page.html
	printf 'at,amount\n2026-01-01,9.2e18\n2025-01-01,1\n' >in.csv
	leadfunnel -q -e "$won" --yoy in.csv | grep -qx '2026,lead_to_sales_revenue,9200000000000000000.00,1.00,9199999999999999999.00,,,,fewer than 20 leads'
	COLUMNS=200 leadfunnel -q -e "$won" --yoy -f table in.csv | grep -q ' 9,200,000,000,000,000,000  *1  *↑ 9,199,999,999,999,999,999 '
}

@test "points: a million million is the most that rules give, and the line is reported" {
	printf 'score s\n    +1000000 per n\n' >a
	printf 'n\n1000000\n-5\n' >in.csv
	[ "$(leadscore -q -a a -c s in.csv | tail -2 | paste -sd' ')" = '1000000000000 0' ]
	printf 'n\n1000000\n1000001\n' >in.csv
	fails leadscore -q -a a in.csv
	says "leadscore: in.csv:3: score s: its rules give the lead over 1,000,000,000,000 points; say 'at most N points' behind 'per', or correct the cell"
	sed -i 's/1000001/1e300/' in.csv
	for command in 'leadscore -x' 'leadscore --summary' 'leadscore --top 1' 'leadscore -j 4'; do
		fails $command -q -a a in.csv
		says 'in.csv:3: score s: '
	done
	sed -i 's/+/-/' a
	fails leadscore -q -a a in.csv
	sed -i 's/$/ at most 1000000000 points/; 1s/ at.*//' a
	[ "$(leadscore -q -a a -c s in.csv | tail -2 | paste -sd' ')" = '-1000000000 -1000000000' ]
	printf 'score s half-life 1 day since at\n    +1000000 per n\n' >a # no fading brings it back
	printf 'n,at\n1000001,2001-01-01\n' >in.csv
	fails leadscore -q -a a in.csv
	printf 'score s\n    +600000 per n\n    +600000 per n\n' >a # each is all right
	printf 'n\n1000000\n' >in.csv
	fails leadscore -q -a a in.csv
	{ echo 'score s'; yes '    +1000000 per n at most 1000000000 points' | head -1001; } >a # the same of very many
	printf 'n\n1\n1000\n' >in.csv
	fails leadscore -q -a a in.csv
	says 'in.csv:3: score s: '
}

@test "points: their sum over leads is exact" {
	printf 'score s\n    +1000000 per n   "much"\n    -0.5 when n > 1   "little"\n' >a
	awk 'BEGIN { print "n"; for (i = 0; i < 30; i++) print 1000000 }' >in.csv
	leadscore -q -a a --summary in.csv >out
	grep -q '^rule,s,much,30,.*,30000000000000.00,' out
	grep -q '^rule,s,little,30,.*,-15.00,' out
	leadscore -q -a a --summary -f table in.csv | grep -q ' 30,000,000,000,000$'
}

@test "times: what leaves the years 2 to 9999 is missing" {
	printf 'field later\n    otherwise date(a) + n * 1 day\n' >a
	printf 'a,n\n2026-01-01,2912442\n2026-01-01,2912443\n2026-01-01,-739251\n2026-01-01,-739252\n2026-01-01 10:00,106751990\n9999-12-31 23:00,1\n2026-01-01,1e300\n' >in.csv
	leadscore -q -a a -c n,later in.csv >out
	diff - out <<-'END'
		n,later
		2912442,9999-12-31
		2912443,
		-739251,0002-01-01
		-739252,
		106751990,
		1,
		1e300,
	END
}

@test "times: stages that are worked out far away are in no span" {
	printf 'stage a at date(a) + n * 1 day\nstage b at b\n' >a
	printf 'a,n,b\n2026-01-01,-100000000,\n2026-01-01,-700000,2026-02-01\n0002-01-01,0,\n' >in.csv
	leadfunnel -a a --eventual --now 9999-12-31 in.csv >out 2>err
	grep -q '^a to b,2,1,0,1,' out
	grep -q '1 row that reached no stage, in no count' err
	[ "$(leadfunnel -q -a a --now 9999-12-31 in.csv | cut -d, -f1,2,10 | tail -1)" = b,1,700031.00 ]
}

@test "times: the longest --last and --window hold all there is, and nothing" {
	printf 'stage m at m\nstage s at s\nsla x from m to s\n    within 2 days\n' >a
	printf 'm,s\n2026-10-01 10:00,2026-10-02 10:00\n2026-10-20 10:00,\n0002-01-01,\n' >in.csv
	leadsla -q -a a --report in.csv >want
	for last in '106751991 days' '2562047788:00:54' '3652060 days'; do
		leadsla -q -a a --report --last "$last" in.csv >out
		[ "$(sed 1d want | cut -d, -f1-16)" = "$(sed 1d out | cut -d, -f1-16)" ]
		[ "$(leadsla -q -a a --backlog --last "$last" in.csv | wc -l)" -eq 3 ]
	done
	leadfunnel -a a --window '106751991 days' in.csv >out 2>err
	grep -q '^m,0,' out
	grep -q '3 rows too young for the window, in no count' err
	fails leadfunnel -a a --window '106751992 days' in.csv
	says 'is not a span'
}

@test "times: after the end of its calendar a clock's hours are unknown, and that is told" {
	cat >a <<-'END'
		stage m at m
		stage s at s
		calendar office
		    hours mon-fri 09:00-17:00
		sla x from m to s
		    within 2 office hours
		    warn at 50%
		    pause from pf to pt
	END
	cat >in.csv <<-'END'
		m,s,pf,pt
		2026-10-01 10:00,,,
		2026-10-01 10:00,,2109-01-01,
		2026-10-01 10:00,,2109-01-01,2109-02-01
		2026-10-01 10:00,2026-10-01 11:00,,
		2100-12-31 16:00,,,
		2105-12-31 16:00,,,
	END
	leadsla -a a --now 2110-01-01 -c x_due,x_hours,x_status in.csv >out 2>err
	diff - out <<-'END'
		x_due,x_hours,x_status
		2026-10-01T12:00:00Z,,overdue
		2026-10-01T12:00:00Z,,overdue
		2026-10-01T12:00:00Z,,overdue
		2026-10-01T12:00:00Z,1.00,met
		,,waiting
		,,
	END
	grep -q 'leadsla: 2 rows never due, for the calendar ends before: x' err
	grep -q 'leadsla: 4 rows whose hours until now are not known, for the calendar ends before: x' err
	for format in csv table html json; do leadsla -q -a a --now 2110-01-01 --report --by m -f $format in.csv >out; done
	# by the end of 2100 three wait since 2026-10-01: 19,372 weekdays of 8 hours, less the first one's first hour
	leadsla -q -a a --now 2110-01-01 --trend quarter in.csv >out
	[ "$(grep ^2100-12-31 out | cut -d, -f15-17)" = 4,0.800000,154975.00 ]
	[ "$(grep ^2101-03-31 out | cut -d, -f15-17)" = 4,0.800000, ]
}

@test "times: a trend of more periods than can be looked at is refused" {
	printf 'stage m at m\nstage s at s\nsla x from m to s\n    within 2 days\n' >a
	printf 'm,s\n2150-10-01 10:00,2150-10-02 10:00\n2150-10-20 10:00,\n' >in.csv
	fails leadsla -q -a a --trend day --now 2160-01-01 in.csv
	says '--trend: from its beginning to now there are 69397 periods, and 65535 at most can be looked at; let it begin later, with --since'
	[ "$(leadsla -q -a a --trend day --now 2160-01-01 --since 2159-12-30 in.csv | tail -1 | cut -d, -f13,14)" = 24.00,24.00 ]
	[ "$(leadsla -q -a a --trend day --now 2160-01-01 --since 1980-08-05 in.csv | tail -1 | cut -d, -f13,14)" = 24.00,24.00 ] # 65,530
	fails leadsla -q -a a --trend month --now 9999-12-31 in.csv
	says '96360 periods'
	COLUMNS=200 leadsla -q -a a --now 9999-12-31 --report -f table in.csv >out # without its curve
	grep -Eq '( |^)24\.0 +24\.0( |$)' out
}

@test "times: what would only be ripe after the year 9999 is not ripe" {
	printf 'stage a at a\nstage b at b\nbenchmark a to b 50%%\n' >a
	awk 'BEGIN {
		print "a,b,x"
		for (month = 7; month <= 11; month++)
			for (i = 0; i < 30; i++)
				printf "9999-%02d-01,%s,%d\n", month, month == 11 || i < month ? sprintf("9999-%02d-02", month) : "", i % 2
	}' >in.csv
	leadfunnel -q -a a --now 9999-12-31 --window '60 days' --cohort month in.csv | grep ',b,' | sed 's/.*0.500000,//; s/,.*//; s/^$/none/' | paste -sd' ' >out
	[ "$(<out)" = 'under under under at maturing at' ]
	leadfunnel -q -a a --now 9999-12-31 --window '60 days' --lookback --good-months -f table in.csv >out
	grep -q 'good months: 9999-10 .*; bad months: 9999-07 ' out
}

@test "times: a ledger of the last day there is reads again" {
	printf 'timezone "America/New_York"\nroute all to "Ann"\n' >a
	printf 'id\n1\n' >in.csv
	leadroute -q -a a -s ledger --now 9999-12-31 in.csv >out
	grep -q ',9999-12-31T23:59:59.999999Z,' ledger
	leadroute -q -a a -s ledger --now 9999-12-31 in.csv | same out cat
}

@test "weights: the widest there can be are counted, and others are refused" {
	printf 'roster "reps.csv"\nfield owner "owner"\n' >a
	printf 'rep,weight\nAnn,1000000\nBob,0.000001\n' >reps.csv
	(echo id,owner; echo 0,Ann; for i in $(seq 30); do echo "$i,Bob"; done; echo 99,Ann) >in.csv
	# 30 leads of which a billionth of a thousandth was due: their square by it
	leadroute -q -a a --report in.csv | grep -q ',30000000000000\.0[0-9]*,1,0\.000000,32$'
	for weight in 1e300 -1 1000000.000001 1e-300 0.0000004; do
		printf 'rep,weight\nAnn,%s\n' "$weight" >reps.csv
		fails leadroute -q -a a --report in.csv
		says "reps.csv:2: a weight is 0 to 1,000,000, in steps of a millionth: '$weight'"
	done
}

@test "lookback: cuts between the largest numbers there are lie between them" {
	(
		echo at,w,x
		for i in 1 2 3 4 5 6 1 2 3 4 5 6; do
			echo "2026-01-0$i,y,-1.7${i}e308"
			echo "2026-01-0$i,n,1.7${i}e308"
		done
	) >in.csv
	leadfunnel -q -e 'stage a at at' -e 'stage b when w = "y"' --lookback -c x in.csv | cut -d, -f2,3 >out
	diff - out <<-'END'
		value,leads
		up to -1.7325e+308,6
		over -1.7325e+308 to 0,6
		over 0 to 1.7325e+308,6
		over 1.7325e+308,6
	END
}

@test "numbers: a column whose dots may all group thousands is noted, whatever -j; one cell settles it" {
	people() { printf 'Email,Size,Rate\n'; for n in "$@"; do printf 'p@x.example,%s,0.250\n' "$n"; done; }
	agree='score fit
  +15 when Size >= 200
  +1 when Rate > 0.2
  +1 per at_least(Size) / 1000'
	printf '%s\n' "$agree" >a.agreement
	for j in 1 4; do
		people 1.234 980 12.500 '' 1.000 | leadscore -j $j -a a.agreement 2>err >out
		diff err - <<-'END'
			leadscore: Size: all numbers with a dot (3) have three digits behind it, as '1.234': it is read as 1.234; if the dot groups thousands, which makes it 1234, add to the agreement: decimal ","
		END
		for sure in 0.500 12.5 1234.567 1,234.567 1.2345; do
			{ people $(seq -f '%.0f.500' 1 999) && printf 'p@x.example,"%s",0.250\n' "$sure"; } |
				leadscore -j $j -a a.agreement 2>err >out
			[ ! -s err ] || { echo "$sure"; cat err; return 1; }
		done
	done
	printf '%s\n' 'score fit' '  +1 when at_least(Size) >= 200' >b.agreement
	people 1.000-4.999 980+ | leadscore -a b.agreement 2>err >out
	grep -q "as '1.000-4.999': it is read as 1; if the dot groups thousands, which makes it 1000, add" err
	printf '%s\n' 'decimal "."' "$agree" >a.agreement
	people 1.234 | leadscore -a a.agreement 2>err >out
	[ ! -s err ]
	printf '%s\n' 'decimal ","' 'score fit' '  +1 per Size' >a.agreement
	people 1.234 | leadscore -a a.agreement -c fit 2>err | grep -qx 1234
	[ ! -s err ]
}

@test "numbers: what other countries write is read, and what isn't says what would make it a number" {
	printf '%s\n' 'score fit' '  +1 per num' >a.agreement
	printf 'id,num\n1,kr 1 200\n2,"150,000 INR"\n3,１２３\n4,١٢٬٣٤٥\n5,1200.-\n' >in.csv
	run -0 --separate-stderr leadscore -a a.agreement -c fit in.csv
	[ "$(paste -sd' ' <<<"$output")" = "fit 1200 150000 123 12345 1200" ]
	[ -z "$stderr" ]
	printf 'id,num\n1,"1 234,56 zł"\n2,5\n' >in.csv
	run -0 --separate-stderr leadscore -a a.agreement -c fit in.csv
	[ "$stderr" = "leadscore: num: 1 cell is not a number, line 2: '1 234,56 zł', a number if ',' is the decimal sign: decimal \",\"" ]
	run -0 --separate-stderr leadscore -a a.agreement -e 'decimal ","' -c fit in.csv
	[ "$(paste -sd' ' <<<"$output")" = "fit 1234 5" ]
	printf 'id,num\n1,1200-\n2,5\n' >in.csv
	run -0 --separate-stderr leadscore -a a.agreement -c fit in.csv
	[ "$stderr" = "leadscore: num: 1 cell is not a number, line 2: '1200-'" ]
}

@test "numbers: a cell that is no yes or no is proposed as a yes only if it is a word" {
	printf '%s\n' 'score fit' '  +1 when flag' >a.agreement
	for word in ja sí ✓ 2026-01-02 5 '1.2k' '€ 5'; do
		printf 'flag\n%s\n' "$word" | leadscore -a a.agreement 2>>err >out
	done
	diff err - <<-'END'
		leadscore: flag: 1 cell is not yes or no, line 2: 'ja'; if that is a yes, compare it: flag = "ja"
		leadscore: flag: 1 cell is not yes or no, line 2: 'sí'; if that is a yes, compare it: flag = "sí"
		leadscore: flag: 1 cell is not yes or no, line 2: '✓'; if that is a yes, compare it: flag = "✓"
		leadscore: flag: 1 cell is not yes or no, line 2: '2026-01-02'
		leadscore: flag: 1 cell is not yes or no, line 2: '5'
		leadscore: flag: 1 cell is not yes or no, line 2: '1.2k'
		leadscore: flag: 1 cell is not yes or no, line 2: '€ 5'
	END
}

@test "numbers: a score or a count beside a percentage is noted, but no probability" {
	printf 'id,Employees,Probability (%%),Amount\n1,5,50%%,3\n' >in.csv
	leadscore -w 'score > 50% or Employees >= 20 % or amount > 5%' in.csv 2>err >out
	grep -v column err >said
	diff said - <<-'END'
		leadscore: --where:1:9: 50% is the number 0.5, and 'score' is no share of anything: write 50 if that is meant
		    score > 50% or Employees >= 20 % or amount > 5%
		            ^^^
		leadscore: --where:1:29: 20 % is the number 0.2, and 'Employees' is no share of anything: write 20 if that is meant
		    score > 50% or Employees >= 20 % or amount > 5%
		                                ^^^^
		leadscore: --where:1:46: 5% is the number 0.05, and 'amount' is no share of anything: write 5 if that is meant
		    score > 50% or Employees >= 20 % or amount > 5%
		                                                 ^^
	END
	leadscore -w 'probability >= 50% and score > 0% and amount > 0.5' in.csv 2>err >out
	! grep -q share err
}

@test "numbers: 75 beside 50%, and 75% beside 50, are noted, and read as they stand" {
	printf '%s\n' 'id,Probability (%),Discount' 1,75,10% 2,0.4,3 '3,-20,5 %' 4,90%,0.2 5,1, 6,tbd,0% >in.csv
	# shellcheck disable=SC2016
	leadscore -j 2 -w '`Probability (%)` > 50 % and not Discount > 5' -c id in.csv 2>err >out
	diff <(tail -n +2 out) - <<<$'1\n4\n5'
	grep -v "column\|not a number" err >said
	diff said - <<-'END'
		leadscore: Probability (%): 1 cell is above 1 without a percent sign, first line 2: '75', and 50 % is 0.5; if it is a percentage, compare with 50
		leadscore: Discount: 1 cell has a percent sign, first line 2: '10%', which makes hundredths; if 5 is meant as a percentage, too, write 5%
	END
	# shellcheck disable=SC2016
	leadscore -w '`Probability (%)` > 0.5 and `Probability (%)` > 0% and Discount <= 1' in.csv 2>err >out
	! grep -q 'percent' err
}

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
	grep -qx 'value,won,,27599999999999999999.990001,' a.part
	leadfunnel -q -e "$won" --merge --partial a.part b.part | same whole.part cat
	[ "$(values --merge a.part b.part)" = 36800999999999999999.49 ]
	[ "$(values whole.csv)" = 36800999999999999999.49 ]
	# and of 10^11 such leads
	sed 's/^value,.*/value,won,,999999999999999999999999999999.999999,/' a.part >b.part
	[ "$(values --merge b.part)" = 1000000000000000000000000000000.00 ]
	fails leadfunnel -q -e "$won" --merge b.part a.part
	says 'there is not so much money in the world'
	for sum in 1000000000000000000000000000000.000001 -9999999999999999999999999999999999999 10000000000000000000000000000000000000; do
		sed "s/^value,.*/value,won,,$sum,/" a.part >b.part
		fails leadfunnel -q -e "$won" --merge b.part
		says "can't be the 'value' of a row 'value'"
	done
}

@test "money: a part that an earlier version wrote reads as ever" {
	deals 1000.5 9000000000000 >in.csv
	leadfunnel -q -e "$won" --partial in.csv >now.part
	cat >before.part <<-'END'
		part,name,n,value,detail
		about,version,,,1
		about,agreement,,,AGREEMENT
		about,exact,,,no
		about,cohort,,,
		about,from,,,won
		about,window,,,
		about,now,,,2026-10-31T23:59:59.999999Z
		leads,,2,,
		reached,won,2,,
		value,won,,9000000001000.5,
		recorded,won,,,
		end,,11,,
	END
	sed -i "s/AGREEMENT/$(sed -n 's/^about,agreement,,,//p' now.part)/" before.part
	cmp before.part now.part
	[ "$(values --merge before.part)" = 9000000001000.50 ]
}

@test "money: costs and what comes back of them at any size, for programs and for people" {
	deals 9.2e18 9.2e18 >in.csv
	leadfunnel -q -e "$won" --partial in.csv | sed 's/^value,.*/value,won,,99999999999999999999999999999,/' >huge.part
	echo 'cost
0.03' >spend.csv
	leadfunnel -q -e "$won" --merge --spend spend.csv huge.part | grep -q ',0.03,0.02,3333333333333333333333333333300.000000$'
	printf 'cost\n9.2e18\n9.2e18\n-7\n' >spend.csv
	leadfunnel -q -e "$won" --spend spend.csv in.csv | grep -q ',18399999999999999993.00,9199999999999999996.50,1.000000$'
	leadfunnel -q -e "$won" -f table --spend spend.csv in.csv | grep -q ' 9,199,999,999,999,999,996.50    1.00'
	printf 'cost\n9.2e18\n9200000000000000000.01\n' >spend.csv
	fails leadfunnel -q -e "$won" --spend spend.csv in.csv
	says "spend.csv:3: cost: beyond 9.2e18, the most that can be added up: '9200000000000000000.01'; correct it"
	leadfunnel -q -e "$won" -f html in.csv >page.html
	grep -q '18,400,000,000,000.0<small> million' page.html
	grep -q '18,400,000,000,000,000,000' page.html
	grep -q '9,200,000,000,000,000,000 each on average' page.html
	printf 'at,amount\n2026-01-01,9.2e18\n2025-01-01,1\n' >in.csv
	leadfunnel -q -e "$won" --yoy in.csv | grep -qx '2026,lead_to_sales_revenue,9200000000000000000.00,1.00,9199999999999999999.00,,,no'
	leadfunnel -q -e "$won" --yoy -f table in.csv | grep -q ' 9,200,000,000,000,000,000  *1  *↑ 9,199,999,999,999,999,999 '
}

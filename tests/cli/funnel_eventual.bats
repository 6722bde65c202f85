# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel --eventual: what share will have converted in the end.
load common

road() { # three stages and two exits
	cat >a.agreement <<-'END'
		stage mql at mql_at
		stage sal at sal_at
		stage won at won_at
		exit recycled at recycled_at
		exit lost at lost_at
	END
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
	head=mql_at,sal_at,won_at,recycled_at,lost_at
}

leads() { # "5c 5l 5w": days, and converted, left or waiting, at the first step as of LEADPIPE_NOW
	echo "$head"
	for lead in $1; do
		days=${lead%?}
		case $lead in
		*c) echo "2026-01-01,$(date -d "2026-01-01 $days days" +%F),,," ;;
		*l) echo "2026-01-01,,,,$(date -d "2026-01-01 $days days" +%F)" ;;
		*w) echo "$(date -d "$LEADPIPE_NOW $days days ago" +%F),,,," ;;
		esac
	done
}

first() { # the first step, from standard input
	leadfunnel -q --eventual "$@" | sed -n 2p
}

many() { # N leads of three countries, by a little arithmetic; some have no time, some have it the wrong way round
	awk -v n="$1" 'BEGIN {
		print "country,mql_at,sal_at,won_at,recycled_at,lost_at"
		for (i = 1; i <= n; i++) {
			day = i * 7 % 200
			t = sprintf("2026-%02d-%02d", 1 + int(day / 28), 1 + day % 28)
			u = sprintf("2026-%02d-%02d 10:%02d", 2 + int(day / 28), 1 + (day * 7) % 28, i % 60)
			v = sprintf("2026-%02d-%02d", 1 + int((day + i % 5 * 9) / 28), 1 + (day + i % 5 * 9) % 28)
			printf "%s,%s,%s,%s,%s,%s\n", substr("DEdeUS", 1 + i % 3 * 2, 2), i % 19 ? t : "", i % 4 ? "" : v, i % 7 ? "" : u,
				i % 13 ? "" : u, i % 5 ? "" : v
		}
	}'
}

@test "leadfunnel --eventual: the worked example, at its end and at 30 days" {
	road
	leads "5c 5l 5w 10c 10w 20l 30w 45c" >in.csv
	leadfunnel -q --eventual in.csv | tee out
	[ "$(sed -n 1p out)" = step,n,converted,left,waiting,by_30d,by_60d,by_90d,by_180d,by_365d,low95,high95,median_days,horizon_days ]
	[[ "$(sed -n 2p out)" == 'mql to sal,8,3,2,3,0.275000,0.675000,0.675000,0.675000,0.675000,'*,45.00,365 ]]
	[ "$(sed -n 3p out)" = 'sal to won,3,0,0,3,0.000000,0.000000,0.000000,0.000000,,,,,180' ]
	# as long as the last one still waits, nobody was followed 60 days
	leads "5c 5l 5w 10c 10w 20l 30w 45w" | first >out
	[ "$(<out)" = 'mql to sal,8,2,2,4,0.275000,,,,,0.038869,0.598579,10.00,30' ]
}

@test "leadfunnel --eventual: Maven, the whole file at two moments, as an independent program has it" {
	shared=$LEADPIPE_SHARED/data
	maven_road
	n=0
	while IFS=, read -r now figures; do
		for folder in iso_crlf us_dates_lf; do
			first -a a.agreement --now "$now" "$shared/maven/$folder/sales_pipeline.csv" >out
			[ "$(<out)" = "engaging to won,$figures" ]
			((n += 1))
		done
	done < <(sed '1d; s/\r$//' "$shared/semantics/maven_eventual.csv")
	[ $n -eq 4 ]
	leadfunnel -q -a a.agreement --now 2017-12-31 --eventual --by sales_agent "$shared/maven/iso_crlf/sales_pipeline.csv" >out
	# all sums are those of the agents
	awk -F, '$1 != "(all)" { for (i = 3; i <= 6; i++) n[i] += $i; next } { for (i = 3; i <= 6; i++) if (n[i] != $i) exit 1; all++ } END { exit all != 1 }' out
}

@test "leadfunnel --eventual: groups, all leads last; neither the order of rows nor threads matter" {
	road
	many 3000 >in.csv
	leadfunnel -q --eventual --by country --now 2026-07-20 in.csv >out
	[ "$(cut -d, -f1 out | uniq | tr '\n' ' ')" = "country DE US (all) " ]
	[ "$(wc -l <out)" -eq 7 ]
	awk -F, 'NR > 1 && ($3 != $4 + $5 + $6 || $3 == 0) { exit 1 }' out
	leadfunnel -q --eventual --now 2026-07-20 in.csv | sed 1d | diff - <(sed -n 's/^(all),//p' out)
	leadfunnel -q --eventual -w 'country = "US"' --now 2026-07-20 in.csv | sed 1d | diff - <(sed -n 's/^US,//p' out)
	for jobs in 1 2 4; do
		leadfunnel -q --eventual --by country --now 2026-07-20 -j $jobs in.csv | cmp - out
		{ head -1 in.csv; sed 1d in.csv | shuf; } >shuffled.csv
		leadfunnel -q --eventual --by country --now 2026-07-20 -j $jobs <shuffled.csv | cmp - out
	done
	leadfunnel -q --eventual --by country --exact --now 2026-07-20 in.csv | cut -d, -f1 | sed '1d; n; d' | sort | tr '\n' ' ' >out
	[ "$(<out)" = "(all) DE US de " ]
	leadfunnel -q --eventual --by 'country,month(mql_at)' --now 2026-07-20 in.csv | sed -n '1p; $p' >out
	[[ "$(<out)" == 'country,month(mql_at),step,'*'(all),(all),sal to won,'* ]]
}

@test "leadfunnel --eventual: who went on is followed to the earliest later stage, who left to that exit, others until now" {
	road
	{
		echo "$head"
		echo '2026-01-01,,2026-01-21,,'           # passed sal by
		echo '2026-01-01,2026-01-21,2026-01-11,,' # was won before it was taken
		echo '2026-01-01,,,2026-01-21,2026-01-11' # of two exits the earlier
		echo '2026-01-01,2026-03-01,,,'           # not yet, as of February
		echo '2026-03-01,,,,'                     # not yet a lead
	} >in.csv
	leadfunnel -q --eventual --now 2026-01-10 in.csv >out
	[ "$(sed -n 2p out)" = 'mql to sal,4,0,0,4,,,,,,,,,' ]
	leadfunnel -q --eventual --now 2026-02-01 in.csv >out
	[[ "$(sed -n 2p out)" == 'mql to sal,4,2,1,1,0.500000,,,,,'*,10.00,30 ]]
	leadfunnel --eventual --now 2026-02-01 in.csv 2>err >out
	[ "$(sed -n 3p out)" = 'sal to won,0,0,0,0,,,,,,,,,' ]
	grep -q '1 row left out, for they went on before they came: sal to won' err
}

@test "leadfunnel --eventual: an exit that the lead came back from is none, and a win that was cancelled is a win" {
	road
	{
		echo "$head"
		echo '2026-01-01,2026-02-01,,2026-01-15,' # came back, and on
		echo '2026-02-01,,,2026-01-15,'           # came back, and waits
		echo '2026-02-01,,,2026-02-01,'           # on one day: it is out
		echo '2026-01-01,2026-01-02,2026-01-03,,2026-05-01'
	} >in.csv
	leadfunnel --eventual --now 2026-02-28 in.csv >out 2>err
	[[ "$(sed -n 2p out)" == 'mql to sal,4,2,1,1,'* ]]
	leadfunnel --eventual --now 2026-06-01 in.csv >out 2>err
	[[ "$(sed -n 2p out)" == 'mql to sal,4,2,1,1,'* ]]
	[[ "$(sed -n 3p out)" == 'sal to won,2,1,0,1,'* ]]
	grep -q '2 rows came back' err
}

@test "leadfunnel --eventual: a date against a time of day is days; two times are exact" {
	road
	printf '%s\n2026-01-01 23:00,2026-01-02,,,\n' "$head" | first >out
	[[ "$(<out)" == *,1.00,365 ]]
	printf '%s\n2026-01-01 23:00,2026-01-02 05:00,,,\n' "$head" | first >out
	[[ "$(<out)" == *,0.25,365 ]]
	printf '%s\n2026-01-01 23:00,2026-01-01,,,\n' "$head" | first >out # one day: no time at all, and not the wrong way round
	[ "$(<out)" = 'mql to sal,1,1,0,0,1.000000,1.000000,1.000000,1.000000,1.000000,,,0.00,365' ]
	printf '%s\n2026-01-01 23:00,2026-01-01 22:59,,,\n' "$head" | first >out
	[ "$(<out)" = 'mql to sal,0,0,0,0,,,,,,,,,' ]
	# to the day: 30 days are 30 days
	printf '%s\n2026-01-01,,,,\n' "$head" >in.csv
	[ "$(first --now 2026-01-31 in.csv)" = 'mql to sal,1,0,0,1,0.000000,,,,,,,,30' ]
	[ "$(first --now 2026-01-30 in.csv)" = 'mql to sal,1,0,0,1,,,,,,,,,' ]
}

@test "leadfunnel --eventual: nobody, everybody, and none at all" {
	road
	echo "$head" | first >out
	[ "$(<out)" = 'mql to sal,0,0,0,0,,,,,,,,,' ]
	echo "$head" | leadfunnel -q --eventual --by mql_at >out
	[ "$(wc -l <out)" -eq 3 ]
	leads "0c 0c" | first >out
	[ "$(<out)" = 'mql to sal,2,2,0,0,1.000000,1.000000,1.000000,1.000000,1.000000,,,0.00,365' ]
	leads "4l 5l" | first >out
	[ "$(<out)" = 'mql to sal,2,0,2,0,0.000000,0.000000,0.000000,0.000000,0.000000,,,,365' ]
	leads "3w 70w" | first >out
	[ "$(<out)" = 'mql to sal,2,0,0,2,0.000000,0.000000,,,,,,,60' ]
	printf '%s\n,,,,\nsoon,,,,\n,,,,2026-01-01\n' "$head" >in.csv # nobody has a time for the first stage
	leadfunnel -q --eventual in.csv | sed -n 2p >out
	[ "$(<out)" = 'mql to sal,0,0,0,0,,,,,,,,,' ]
}

@test "leadfunnel --eventual: what has no time has not happened yet, and that is told" {
	cat >a.agreement <<-'END'
		stage mql at mql_at
		stage sal when status in ("sal", "won") at sal_at
		stage won when status = "won" at won_at
		exit lost when status = "lost" at lost_at
		exit back when note = "back" at back_at
	END
	{
		echo mql_at,sal_at,won_at,lost_at,status,note,back_at
		echo 2026-01-01,,,,sal,,               # waits
		echo 2026-01-01,2026-01-05,,,won,,     # took a step, waits at the next
		echo 2026-01-01,,2026-01-09,,won,back, # sal is behind it, whenever that was, and who is done is not back
		echo 2026-01-01,,,,lost,,              # waits
		echo 2026-01-01,,2026-01-09,2026-01-10,lost,,
	} >in.csv
	leadfunnel --eventual -a a.agreement in.csv >out 2>err
	[[ "$(sed -n 2p out)" == 'mql to sal,5,2,1,2,'* ]]
	[[ "$(sed -n 3p out)" == 'sal to won,1,0,0,1,'* ]]
	[ "$(grep -c 'at an unknown time' err)" = 3 ]
	grep -q '1 row where it holds at an unknown time, taken as not reached yet: sal' err
	grep -q '1 row where it holds at an unknown time, taken as not reached yet: won' err
	grep -q '1 row where it holds at an unknown time, taken as not left yet: lost' err
	leadfunnel --eventual -q -a a.agreement in.csv 2>err >out
	[ ! -s err ]
}

@test "leadfunnel --eventual: mistakes" {
	road
	leads "5c 5l" >in.csv
	cat >undated.agreement <<-'END'
		stage mql at mql_at
		stage won when won_at is present
		exit lost when lost_at is present
	END
	fails leadfunnel --eventual -a undated.agreement in.csv
	says "undated.agreement:2:7: --eventual looks into the past, and stage 'won' has no 'at' to tell when it was"
	says "undated.agreement:3:6: --eventual looks into the past, and exit 'lost' has no 'at' to tell when it was"
	leadfunnel -q -a undated.agreement in.csv >out
	fails leadfunnel --eventual -e 'stage mql at mql_at' in.csv
	says 'the agreement has one stage, and --eventual is of the steps between stages'
	for unfit in --sort=n --limit=3 --cohort=month --from=sal --window=30 --simultaneous; do
		fails leadfunnel --eventual "$unfit" in.csv
		says "--eventual has no use for ${unfit%=*}; leave one of them out"
	done
	fails leadfunnel --eventual --by mql_ta in.csv
	says "did you mean 'mql_at'?"
}

@test "leadfunnel --eventual: for people, with bars; JSON with numbers and null" {
	road
	leads "5c 5l 5w 10c 10w 20l 30w 45w" >in.csv
	leadfunnel -q --eventual -f table in.csv >out
	grep -q '^mql to sal  *8  *2  *2  *4  *27.5%  *███▎  *3.9–59.9%  *10.0$' out
	leadfunnel -q --eventual -f json in.csv >out
	grep -q '"step": *"mql to sal", *"n": *8, .*"by_30d": *0.275000, *"by_60d": *null, .*"horizon_days": *30}' out
	leadfunnel -q --eventual --by '"<b>"' -f html in.csv >out
	grep -q '&lt;b&gt;' out
	run ! grep -q '<b>' out
}

@test "eventual: a share halfway between two decimals is rounded up, in tables, too" {
	awk 'BEGIN {
		print "a,b,lost"
		for (i = 0; i < 128; i++)
			print "2026-01-01," (i < 93 ? "2026-01-05" : "") "," (i < 93 ? "" : "2026-01-09")
	}' >in.csv
	stages=(-e 'stage a at a' -e 'stage b at b' -e 'exit lost at lost')
	leadfunnel -q --eventual "${stages[@]}" in.csv >out
	[ "$(sed 1d out | cut -d, -f1-5,6,10)" = 'a to b,128,93,35,0,0.726563,0.726563' ]
	awk 'BEGIN { print "a,b,lost"; for (i = 0; i < 400; i++) print "2026-01-01," (i < 1 ? "2026-01-05" : "") ",2026-01-09" }' >in.csv
	leadfunnel -q --eventual "${stages[@]}" -f table in.csv | grep -q ' 0\.3%'
	leadfunnel -q --eventual "${stages[@]}" -f html in.csv | grep -q '0\.3%'
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel: how far leads got.
load common

road() { # an agreement of five stages and two exits
	cat >a.agreement <<-'END'
		stage lead at created_at
		stage mql at mql_at
		stage sal at sal_at
		stage sql at sql_at
		stage won at won_at value amount
		exit recycled at recycled_at
		exit lost at lost_at
	END
}

many() { # N leads of three countries, by a little arithmetic
	awk -v n="$1" 'BEGIN {
		print "created_at,mql_at,sal_at,sql_at,won_at,amount,recycled_at,lost_at,country"
		for (i = 1; i <= n; i++) {
			day = i % 200
			t = sprintf("2026-%02d-%02d", 1 + int(day / 28), 1 + day % 28)
			u = sprintf("2026-%02d-%02d 10:%02d", 2 + int(day / 28), 1 + (day * 7) % 28, i % 60)
			printf "%s,%s,%s,%s,%s,%d,%s,%s,%s\n", t, i % 2 ? u : "", i % 3 ? "" : u, i % 7 ? "" : u, i % 11 ? "" : u,
				i, i % 13 ? "" : u, i % 17 ? "" : u, substr("DEde US", 1 + i % 3 * 2, 2)
		}
	}'
}

@test "leadfunnel: times after now are noted, by stage and exit, in rows and reports and on all threads" {
	road
	many 5000 >in.csv
	for jobs in 1 4; do
		leadfunnel -j $jobs -a a.agreement --now 2026-03-09 in.csv 2>&1 >out | grep 'after now' >got
		leadsla -j $jobs -a a.agreement -e 'sla s from mql to sal' -e ' within 1 day' --now 2026-03-09 in.csv 2>&1 >out |
			grep 'after now' | sed 's/leadsla/leadfunnel/' | cmp - got
		awk -F, 'BEGIN { split("lead mql sal sql won - recycled lost", name, " ") }
			NR > 1 { for (i = 1; i <= 8; i++) if (i != 6 && substr($i, 1, 10) > "2026-03-09") n[i]++ }
			END { for (i = 1; i <= 8; i++) if (n[i]) { s = n[i]; print (s > 999 ? int(s / 1000) "," sprintf("%03d", s % 1000) : s) ":" name[i] } }' in.csv >want
		[ "$(wc -l <want)" -eq 7 ]
		sed -E 's/^[^ ]* ([0-9,]+) rows whose time is after now, not counted there: (.*)/\1:\2/' got | diff want -
	done
	leadfunnel -a a.agreement --now 2027-03-09 in.csv 2>&1 >out | grep -c 'after now' | grep -qx 0
}

@test "leadfunnel: worked cases, now and as of March, and in a window" {
	shared=$LEADPIPE_SHARED/data/semantics
	[ -d "$shared" ] || skip "no data in LEADPIPE_SHARED, $LEADPIPE_SHARED"
	road
	for case in edge_now_2026-06-30 edge_now_2026-03-09 edge_window_14d_now_2026-06-30; do
		window=
		[ $case != edge_window_14d_now_2026-06-30 ] || window='--window=14'
		leadfunnel -q -a a.agreement --now "${case#*now_}" $window "$shared/edge.csv" | cut -d, -f1-6,8-13 | sed -n 1,6p >got
		tr -d '\r' <"$shared/$case.csv" | diff - got
	done
	leadfunnel -a a.agreement --now 2026-06-30 "$shared/edge.csv" >out 2>err
	[ "$(grep ^won out | cut -d, -f14)" = 2500.00 ]
	[ "$(grep -c 'skipped a stage' err)" = 4 ]
	grep -q '1 row whose time lies before that of an earlier stage: mql' err
	grep -q '3 rows came back' err
}

@test "leadfunnel: Maven by agent: win rates, values and median days of an independent program; two date styles, one report" {
	maven_road
	leadfunnel -q -a a.agreement --now 2017-12-31 --by sales_agent "$maven/iso_crlf/sales_pipeline.csv" >out
	leadfunnel -q -a a.agreement --now 2017-12-31 --by sales_agent "$maven/us_dates_lf/sales_pipeline.csv" | cmp - out
	# agent, of_decided, value, median days won, and lost
	awk -F, '$2 == "won" { w[$1] = $1 "," $8 "," $14 "," $12 } $2 == "lost" { print w[$1] "," $12 }' out | sort >got
	[ "$(grep '^(all)' got)" = '(all),0.631501,10005534.00,57.00,14.00' ]
	sed '1d; s/\r$//; s/^ALL,/(all),/' "$maven/expected_by_agent.csv" |
		awk -F, '{ printf "%s,%s,%.2f,%.2f,%.2f\n", $1, $7, $15, $10, $12 }' | sort >want
	[ "$(wc -l <want)" -gt 25 ]
	diff want got
}

@test "leadfunnel: X Education by lead source: spellings of one word together, with --exact apart" {
	leads=$LEADPIPE_SHARED/data/x_education/Leads.csv
	[ -e "$leads" ] || skip "no data in LEADPIPE_SHARED, $LEADPIPE_SHARED"
	x() { leadfunnel -q -e 'stage lead' -e 'stage won when Converted = 1' "$@" "$leads"; }
	x --by 'Lead Source' >out
	[ "$(grep -i '^google,' out | grep -c won)" = 1 ]
	grep -q '^Google,lead,2873,' out
	[ "$(grep '^(all),won' out | cut -d, -f3,4)" = 3561,0.385390 ]
	[ "$(x --by 'Lead Source' --exact | grep -i '^google,lead' | cut -d, -f1,3 | tr '\n' ' ')" = 'Google,2868 google,5 ' ]
}

@test "leadfunnel: reached = reached the next + waiting + left, in every group, cohort, window and at every moment" {
	road
	many 5000 >in.csv
	for options in '' '--by country' '--cohort month' '--cohort week --window=30' '--by country --limit=1'; do
		for now in 2026-02-10 2026-05-01 2026-10-31; do
			# shellcheck disable=SC2086
			leadfunnel -q -a a.agreement --now $now $options in.csv >out
			awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
				{ key = $1 == $(at["stage"]) ? "" : $1; s = $(at["stage"]) }
				s == "lead" { open = 0 }
				s ~ /lead|mql|sal|sql|won/ {
					if (open && $(at["reached"]) != next_) exit bad = 1
					next_ = $(at["reached"]) - $(at["left"]) - $(at["waiting"])
					open = s != "won"
					if ($(at["left"]) != $(at["recycled"]) + $(at["lost"])) exit bad = 1
					n++
				}
				END { exit bad || n < 5 }' out || { echo "$options $now"; cat out; false; }
		done
	done
}

@test "leadfunnel: rows in any order and any number of threads give the same bytes" {
	road
	many 60000 >in.csv
	{ head -1 in.csv; sed 1d in.csv | sort -R --random-source=<(yes); } >mixed.csv
	for options in '--by country' '--cohort month --by country' '--by country --sort median_days --limit=1'; do
		# shellcheck disable=SC2086
		leadfunnel -q -a a.agreement $options in.csv >want
		# shellcheck disable=SC2086
		leadfunnel -q -a a.agreement $options mixed.csv | cmp - want
		# shellcheck disable=SC2086
		leadfunnel -q -j 4 -a a.agreement $options in.csv | cmp - want
	done
}

@test "leadfunnel: --sort and --limit: the rest is one group, counted from its leads" {
	road
	many 3000 >in.csv
	leadfunnel -q -a a.agreement --by 'band(amount, 500, 1000, 2000)' in.csv >all
	leadfunnel -q -a a.agreement --by 'band(amount, 500, 1000, 2000)' --sort reached --limit 2 in.csv >out
	[ "$(cut -d, -f1 out | uniq | tr '\n' ' ' | sed 's/band[^)]*) *//')" != '' ]
	[ "$(grep -c ',won,' out)" = 4 ] # two, the rest, and all
	[ "$(grep '^(other),lead' out | cut -d, -f3)" = "$(($(grep '^(all),lead' out | cut -d, -f3) - $(grep ',lead,' out | sed 2q | cut -d, -f3 | paste -sd-)))" ]
	[ "$(grep '^(all)' all)" = "$(grep '^(all)' out)" ]
	fails leadfunnel -a a.agreement --sort size in.csv
	says "--sort: the funnel has no column of numbers 'size'"
}

@test "leadfunnel: --sort goes by the last stage's figure, and by the sum of who waits or left" {
	cat >a.agreement <<-'END'
		stage lead
		stage mql when m = 1
		stage won when w = 1
		exit lost when l = 1
	END
	leads() { # how many, group, mql, won, lost
		for ((i = 0; i < $1; i++)); do echo "$2,$3,$4,$5"; done
	}
	{
		echo g,m,w,l
		leads 1 A 1 1 0; leads 5 A 1 0 0
		leads 3 B 1 1 0; leads 4 B 0 0 0; leads 2 B 0 0 1
		leads 2 C 1 1 0; leads 1 C 0 0 0; leads 3 C 0 0 1
	} >in.csv
	order() { leadfunnel -q -a a.agreement --by g "$@" in.csv | grep ',won,' | cut -d, -f1 | paste -sd' '; }
	[ "$(order)" = "B A C (all)" ]
	[ "$(order --sort reached)" = "B C A (all)" ]
	[ "$(order --sort waiting)" = "A B C (all)" ]
	[ "$(order --sort left)" = "C B A (all)" ]
	[ "$(order --sort lost)" = "C B A (all)" ]
	fails leadfunnel -a a.agreement --by g --sort benchmark in.csv # it is the same for all groups
	says "--sort: the funnel has no column of numbers 'benchmark'"
}

@test "leadfunnel: a benchmark judges with 20 leads and an interval that leaves it out; --simultaneous is wider" {
	cat >a.agreement <<-'END'
		stage lead
		stage won when x = 1
		exit lost when x = 0
		benchmark lead to won 50% "ours"
	END
	verdict() { # won, of, option
		awk -v k="$1" -v n="$2" 'BEGIN { print "x,y"; for (i = 0; i < n; i++) print (i < k) "," i }' >in.csv
		leadfunnel -q -a a.agreement ${3-} in.csv | awk -F, '$1 == "won" { print $(NF - 5) "," $(NF - 4) }'
	}
	[ "$(verdict 0 19)" = 0.500000, ]
	[ "$(verdict 0 20)" = 0.500000,under ]
	[ "$(verdict 20 20)" = 0.500000,over ]
	[ "$(verdict 59 100)" = 0.500000,at ]
	[ "$(verdict 60 100)" = 0.500000,over ]
	awk 'BEGIN { print "x,y"; for (g = 0; g < 30; g++) for (i = 0; i < 100; i++) print (i < 61) "," g }' >in.csv
	[ "$(leadfunnel -q -a a.agreement --by y in.csv | grep -c ",over,.*,$")" = 31 ]
	[ "$(leadfunnel -q -a a.agreement --by y --simultaneous in.csv | grep -c ",over,.*,$")" = 1 ]
	leadfunnel -a a.agreement --by y in.csv 2>err >out
	grep -q '31 verdicts: about 2 of them would differ by chance alone' err
}

# So many leads: won, lost, still open; then the columns about benchmarks of the row of won.
judged() { # won, lost, open, options ...
	awk -v k="$1" -v l="$2" -v n="$3" 'BEGIN { print "t,w,x"; for (i = 0; i < k + l + n; i++) print "2026-01-01," (i < k ? "2026-01-05," : ",") (i >= k && i < k + l ? "2026-01-09" : "") }' >in.csv
	leadfunnel -q -a a.agreement --now 2026-03-31 "${@:4}" in.csv | awk -F, -v OFS=, '/won,/ { row = $(NF - 5) OFS $(NF - 4) OFS $(NF - 3) OFS $(NF - 2) OFS $(NF - 1) OFS $NF } END { print row }'
}

@test "leadfunnel: nobody is under a benchmark only because leads are pending, and cohorts want a window" {
	cat >a.agreement <<-'END'
		stage lead at t
		stage won at w
		exit lost at x
		benchmark lead to won 50%
	END
	[ "$(judged 20 80 0)" = 0.500000,under,0.200000,0.133367,0.288829, ]
	[ "$(judged 20 30 50)" = '0.500000,,0.200000,0.133367,0.288829,50 of 100 pending' ] # 40% of the decided
	[ "$(judged 20 60 20)" = 0.500000,under,0.200000,0.133367,0.288829, ]
	[ "$(judged 0 0 100)" = '0.500000,,0.000000,0.000000,0.036993,100 of 100 pending' ]
	[ "$(judged 70 0 30)" = 0.500000,over,0.700000,0.604151,0.781051, ]
	[ "$(judged 50 0 50)" = 0.500000,at,0.500000,0.403832,0.596168, ]
	[ "$(judged 3 0 16)" = '0.500000,,0.157895,0.055205,0.375655,fewer than 20 leads' ]
	[ "$(judged 20 30 50 --window '30 days')" = 0.500000,under,0.200000,0.133367,0.288829, ]
	[ "$(judged 70 0 30 --cohort month)" = '0.500000,,0.700000,0.604151,0.781051,cohorts without --window' ]
	[ "$(judged 70 0 30 --cohort month --window '30 days')" = 0.500000,over,0.700000,0.604151,0.781051, ]
	leadfunnel -q -a a.agreement --cohort month --window '80 days' --now 2026-03-31 in.csv | grep '^2026-01,won' | grep -q ',maturing,.*,maturing$'
	judged 20 30 50 >/dev/null
	leadfunnel -q -f table -a a.agreement in.csv | grep -q ' 50%: 50 of 100 pending$'
	# what only today's status tells can't be known of those that left
	cat >a.agreement <<-'END'
		stage lead at t
		stage sql when w is present and x is missing
		stage won when w is present
		exit lost when x is present
		benchmark lead to sql 50%
	END
	judged 20 80 0 >/dev/null
	leadfunnel -q -a a.agreement in.csv | grep ^sql, | grep -q ',0.500000,,0.200000,.*,leads that left may have been further$'
}

@test "leadfunnel: two benchmarks that end at one stage have their columns each" {
	cat >a.agreement <<-'END'
		stage lead at t
		stage mql at t
		stage won at w
		exit lost at x
		benchmark mql to won 50%
		benchmark lead to won 10%
	END
	judged 20 80 0 >/dev/null
	leadfunnel -q -a a.agreement in.csv >out
	head -1 out | grep -q ',value,benchmark,verdict,judged,judged_low95,judged_high95,why_not,benchmark_2,verdict_2,judged_2,judged_low95_2,judged_high95_2,why_not_2$'
	grep -q '^won,.*,0.500000,under,0.200000,0.133367,0.288829,,0.100000,over,0.200000,0.133367,0.288829,$' out
	COLUMNS=120 leadfunnel -q -f table -a a.agreement in.csv | grep -q '▼ under 50%, ▲ over 10% of lead$'
	leadfunnel -q -f html -a a.agreement in.csv | grep -q 'under 50%; over 10%: 20.0% of lead'
}

@test "leadfunnel: a last stage that no column could show has no rate of 0, in no report and format" {
	printf 'Date Created,Country\n2026-01-05,DE\n2026-01-06,DE\n2026-01-07,FR\n' >in.csv
	printf 'cost\n90\n' >spend.csv
	cat >a.agreement <<-'END'
		stage asked at created_at
		stage paid at won_at value amount
		benchmark asked to paid 20%
		score keen 0..9
		    +5 when country = "DE" "german"
	END
	set -- -a a.agreement --now 2026-09-30
	leadfunnel "$@" --spend spend.csv in.csv >out 2>err
	[ "$(grep ^paid out)" = 'paid,0,,,,,,,0,,,,0.200000,,90.00,,,,,,not recorded' ]
	[ "$(grep -c paid err)" = 1 ]
	leadfunnel "$@" --spend spend.csv -f json in.csv 2>err | grep -q '"paid", "reached": 0, "from_previous": null, "from_first": null, "low95": null'
	leadfunnel "$@" -f table in.csv 2>err | grep -q '^paid  *0  not recorded  *20%$'
	leadfunnel "$@" -f html in.csv 2>err | grep -A2 '<dt>paid' | grep -q '<dd>none is recorded'
	leadfunnel "$@" --partial in.csv 2>err >part
	[ "$(grep -c paid err)" = 1 ]
	leadfunnel -a a.agreement --merge part >out
	[ "$(grep ^paid out)" = 'paid,0,,,,,,,0,,,,0.200000,,,,,not recorded' ]
	leadfunnel "$@" --eventual in.csv 2>err | grep -q '^asked to paid,3,0,0,3,,,,,,,,,$'
	leadfunnel "$@" --eventual -f html in.csv 2>err | grep -A2 '<dt>From asked to paid' | grep -q '<dd>not recorded'
	leadfunnel "$@" --lookback in.csv >out 2>err
	grep -q '^Country,DE,2,0,,,,,,,,,,$' out
	[ "$(grep -c 'went the same way' err)" = 0 ]
	[ "$(leadfunnel "$@" --yoy in.csv 2>err | wc -l)" = 1 ]
	leadscore "$@" --summary in.csv 2>err | grep -q '^rule,keen,german,2,0.666667,10.00,,,,,1,,,,,,,,,,,$'
	# with a column for it that nobody fills 0 is known
	sed 's/$/,/; 1s/,$/,Won Date/' in.csv >with.csv
	leadfunnel "$@" with.csv 2>err | grep -q '^paid,0,0.000000,0.000000,0.000000,'
	leadfunnel "$@" --partial with.csv 2>err >part
	leadfunnel -a a.agreement --merge part 2>err | grep -q '^paid,0,0.000000,0.000000,0.000000,'
}

@test "leadfunnel: what holds without a time is in no window, which a note counts" {
	printf 'Email,Date Created,Status,Close Date\na@x.example,2026-01-01,Closed Won,\nb@x.example,2026-01-02,Closed Won,2026-01-09\nc@x.example,2026-01-03,Lost Lead,\n' >in.csv
	leadfunnel --now 2026-03-31 --window '30 days' -e 'stage lead at created_at' -e 'stage won at `Close Date` when Status = "Closed Won"' \
		-e 'exit lost at lost_at when Status = "Lost Lead"' in.csv >out 2>err
	[ "$(grep ^won out | cut -d, -f1-3)" = won,1,0.333333 ]
	grep -q '^leadfunnel: 1 row where it holds without a time, and so is not reached in the window: won$' err
	grep -q '^leadfunnel: 1 row where it holds without a time, and so has not left in the window: lost$' err
	leadfunnel --now 2026-03-31 -e 'stage lead at created_at' -e 'stage won at `Close Date` when Status = "Closed Won"' \
		-e 'exit lost at lost_at when Status = "Lost Lead"' in.csv 2>&1 >out | awk '/without a time/ { exit 1 }'
}

@test "leadfunnel: a stage that nobody shows is not recorded, and one that only today's status tells says so" {
	cat >a.agreement <<-'END'
		stage lead at t
		stage mql at nowhere_at
		stage sql when status = "sql"
		stage won when status = "won"
		exit lost when status = "lost"
		field nowhere_at "x"
	END
	printf 't,x,status\n2026-01-01,,sql\n2026-01-01,,won\n2026-01-01,,lost\n2026-01-01,,\n' >in.csv
	leadfunnel -a a.agreement in.csv >out 2>err
	[ "$(grep ^mql out)" = mql,2,,,,,,0,0,0,,,,,,,,, ]
	[ "$(grep ^sql out | cut -d, -f1-4)" = sql,2,0.500000,0.500000 ]
	[ "$(grep -E '^(sql|won)' out | cut -d, -f7 | tr '\n' ' ')" = '  ' ] # who left may have been at sql
	grep -q 'mql: no lead shows it' err
	grep -q 'sql: known from the present status only; 1 lead that left may have been further' err
}

@test "leadfunnel: mistakes, and inputs with little in them" {
	road
	many 10 >in.csv
	fails leadfunnel -a a.agreement --from mqk in.csv
	says "--from: there is no stage 'mqk'; did you mean 'mql'?"
	fails leadfunnel -a a.agreement --window soon in.csv
	says "--window: 'soon' is not a span; write it as '90 days'"
	fails leadfunnel -a a.agreement --by countri in.csv
	says "did you mean 'country'?"
	fails leadfunnel -a a.agreement --cohort day in.csv
	fails leadfunnel -e 'score x' -a <(echo 'score y') in.csv
	fails leadfunnel -a a.agreement -e 'stage lead' -e 'stage won when amount > 5' --window 30 in.csv
	says "--window looks into the past, and stage 'lead' has no 'at' to tell when it was"
	: >empty.csv
	fails leadfunnel -a a.agreement empty.csv
	head -1 in.csv >header.csv
	[ "$(leadfunnel -q -a a.agreement header.csv | sed -n 2,3p)" = "$(printf 'lead,0,,,,,,0,0,0,0,,,,,,,,,\nmql,0,,,,,,0,0,0,0,,,,,,,,,')" ]
	env -i "$BIN/leadfunnel" -q -a a.agreement --now 2026-10-31 in.csv </dev/null >out
	[ "$(sed -n 2p out | cut -d, -f1,2)" = lead,10 ]
}

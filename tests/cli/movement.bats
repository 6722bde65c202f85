# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# How the backlog moves from period to period, and how leads move from stage to stage.
load common

count="python3 $BATS_TEST_DIRNAME/movement.py"

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_AGREEMENT=$BATS_TEST_DIRNAME/movement.agreement
	kessler=$ROOT/examples/backlog
}

# Of leads drawn by a seed, what the tool says and what is counted beside it, for each "PERIOD|NOW|SINCE|DAYS".
backlog_is() { # seed, leads, ...
	local period now since days
	$count leads "$1" "$2" >in.csv
	for asked in "${@:3}"; do
		IFS='|' read -r period now since days <<<"$asked"
		$count clocks in.csv "$period" "$now" "$since" ${days:+"$days"} >want 2>passed
		leadsla --trend "$period" --now "$now" --since "$since" ${days:+--last "$days days"} --by region in.csv >out 2>err
		$count pick "$(head -1 want)" <out | diff want - || { echo "$asked"; return 1; }
		[ "$(grep -o '[0-9]* clocks\? went from one' err | cut -d' ' -f1)" = "$(sed 's/ .*//; s/^0$//' passed)" ]
	done
}

stages_are() { # seed, leads, "PERIOD|NOW|SINCE" ...
	local period now since
	$count leads "$1" "$2" >in.csv
	for asked in "${@:3}"; do
		IFS='|' read -r period now since <<<"$asked"
		$count stages in.csv "$period" "$now" "$since" >want
		leadfunnel -q --movement "$period" --now "$now" --since "$since" --by region in.csv |
			$count pick "$(head -1 want)" | diff want - || { echo "$asked"; return 1; }
	done
}

@test "movement: of the backlog, each figure is what is counted lead by lead" {
	backlog_is 1 250 'month|2026-06-17|2026-01-01|' 'week|2026-06-28|2026-02-11|' 'quarter|2026-06-30|2025-01-01|' \
		'month|2026-05-10 14:30|2026-03-31|'
	awk -F, 'NR > 1 { for (i = 4; i <= NF - 1; i++) seen[i] += $i } END { for (i = 4; i <= 12; i++) if (!seen[i]) exit 1 }' want
	backlog_is 2 120 'day|2026-05-20|2026-03-01|'
	backlog_is 5 500 'month|2026-06-30|2026-01-01|'
	awk -F, 'NR > 1 { n += $13 } END { exit !n }' want # some were reopened
}

@test "movement: so with the last days alone" {
	backlog_is 3 250 'month|2026-06-17|2026-01-01|20' 'week|2026-06-30|2026-01-01|7' 'day|2026-04-02 09:10|2026-03-01|3'
}

@test "movement: of stages, each figure is what is counted lead by lead" {
	stages_are 1 250 'month|2026-06-17|2026-01-01' 'week|2026-06-28|2026-02-11' 'quarter|2026-06-30|2025-01-01' \
		'year|2026-06-30|2026-01-01' 'month|2026-05-10 14:30|2026-03-31'
	stages_are 2 250 'day|2026-05-20|2026-03-01'
	awk -F, 'NR > 1 { for (i = 4; i <= NF; i++) seen[i] += $i } END { for (i = 4; i <= 10; i++) if (!seen[i]) exit 1 }' want
}

@test "movement: rows in another order and several threads give the same bytes" {
	$count leads 9 6000 >in.csv
	{ head -1 in.csv; sed 1d in.csv | sort -t, -k11,11 -k3,3r; } >other.csv
	# shellcheck disable=SC2086
	for tool in 'leadsla --trend week' 'leadfunnel --movement week'; do
		$tool -q -j1 --now 2026-06-17 --by region in.csv >want
		[ "$(rows want)" -gt 100 ]
		same want $tool -q -j4 --now 2026-06-17 --by region in.csv
		same want $tool -q -j4 --now 2026-06-17 --by region other.csv
	done
}

# The rows of a CSV whose cells hold no commas, with the columns by name.
named() { # awk program over v["name"]
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) head[i] = $i; next } { for (i = 1; i <= NF; i++) v[head[i]] = $i } '"$1"
}

@test "movement: a period begins with what the one before ended with, and the first with what --since finds" {
	$count leads 4 300 >in.csv
	leadsla -q --trend month --now 2026-06-17 --by region in.csv |
		named '{ k = v["region"] v["sla"]
			if (v["closing"] != v["backlog"] || (k in was && was[k] != v["opening"])) { print; bad = 1 }
			was[k] = v["closing"] } END { exit bad || !was["(all)accept"] }'
	leadfunnel -q --movement month --now 2026-06-17 --by region in.csv |
		named '{ k = v["region"] v["stage"]
			if (v["there_at_end"] != v["there_at_start"] + v["came"] + v["back"] - v["on"] - v["left_recycled"] - v["left_lost"]) bad = 1
			if (k in was && was[k] != v["there_at_start"]) { print; bad = 1 }
			was[k] = v["there_at_end"] } END { exit bad || !was["(all)mql"] }'
	for tool in 'leadsla --trend' 'leadfunnel --movement'; do
		$tool month -q --now 2026-06-17 in.csv >whole
		$tool month -q --now 2026-06-17 --since 2026-04-20 in.csv >since
		[ "$(rows since)" -gt 5 ]
		diff <(grep -E '^(2026-0[456]|[a-z])' whole) since
	done
}

@test "movement: what is there at the end is what the funnel says waits as of then" {
	sed '/lost when/d; s/when sok = "yes" //' "$LEADPIPE_AGREEMENT" | sed 's/ or lost//' >a.agreement
	$count leads 6 300 >in.csv
	leadfunnel -q -a a.agreement --movement month --now 2026-06-17 in.csv >moves
	for at in 2026-02-28 2026-04-30 2026-06-17; do
		leadfunnel -q -a a.agreement --now $at in.csv | named 'v["stage"] ~ /^(lead|mql|sal)$/ { print v["stage"], v["waiting"] }' >want
		[ "$(wc -l <want)" = 3 ]
		named 'v["at"] == "'$at'" { print v["stage"], v["there_at_end"] }' <moves | diff want -
	done
}

@test "movement: a lead that comes back, and one that comes and goes in a period" {
	cat >a.agreement <<-'END'
		stage mql at m
		stage sal at s
		exit recycled at r
		exit lost at l
		sla accept from mql to sal or recycled within 20 days
	END
	cat >in.csv <<-'END'
		id,m,s,r,l
		back and on,2026-01-05,2026-03-10,2026-02-10,
		back and out,2026-02-05,2026-01-10,2026-01-20,2026-02-20
		came and went,2026-02-03,,2026-02-09,
		was there and is,2026-01-03,,,
		left,2026-01-03,,,2026-03-02
		came and is done,2026-03-03,2026-03-04,,
	END
	leadfunnel -q -a a.agreement --now 2026-03-31 --movement month in.csv >out
	[ "$(sed 1d out | tr '\n' ' ')" = "2026-01,mql,0,4,0,1,0,0,3,2026-01-31 2026-02,mql,3,1,0,0,2,0,2,2026-02-28 2026-03,mql,2,1,1,2,0,1,1,2026-03-31 " ]
	leadsla -q -a a.agreement --now 2026-03-31 --trend month in.csv |
		named '{ print v["opening"], v["came_in"], v["answered_sal"], v["answered_recycled"], v["answered_later"], v["left_unanswered"], v["left_reversed"], v["reopened"], v["closing"], v["left_over"] }' >got
	diff got - <<-'END'
		0 3 0 0 0 0 0 0 3 1.000000
		3 2 0 2 0 1 0 0 2 0.400000
		2 1 1 0 0 1 0 0 1 0.333333
	END
}

@test "movement: of two answers at one time the first that is named answers, and a later stage last" {
	cat >a.agreement <<-'END'
		stage mql at m
		stage sal at s
		stage sql at q
		exit recycled at r
		sla accept from mql to c or recycled or sal within 20 days
	END
	printf 'm,s,q,r,c\n2026-01-05,2026-01-09,2026-01-09,,2026-01-09\n2026-01-05,2026-01-09,,2026-01-09,\n2026-01-05,,2026-01-09,,\n2026-01-05,2026-01-09,2026-01-09,,\n' >in.csv
	leadsla -q -a a.agreement --now 2026-01-31 --trend month in.csv |
		named '{ print v["answered_c"], v["answered_recycled"], v["answered_sal"], v["answered_later"] }' >got
	[ "$(<got)" = '1 1 1 1' ]
}

@test "movement: what is left over is empty until the period ends, and judged per such a period alone" {
	$count leads 8 900 >in.csv
	judged() { leadsla -q -e '+benchmark left_over 40% per month "goal"' -e '+benchmark left_over 90% per week' -e '+handover mql to sal' "$@" in.csv; }
	judged --now 2026-05-31 --trend month | named 'v["at"] > "2026-01-31" { print v["sla"], v["left_over_benchmark"], v["left_over_verdict"], v["left_over_why_not"] }' | sort -u >got
	grep -q '^accept 0.400000 over $' got
	[ "$(grep -c '^call' got)" = 1 ] # the benchmark is of the hand-over
	grep -q '^call   $' got
	judged --now 2026-05-30 --trend month | grep -E '^(at|2026-05-30,accept)' |
		named '{ print v["left_over"] "|" v["left_over_low95"] "|" v["left_over_verdict"] "|" v["left_over_why_not"] }' >got
	[ "$(<got)" = '|||the period has not ended' ]
	judged --now 2026-05-31 --trend week | named 'v["at"] > "2026-05" && v["sla"] == "accept" { print v["left_over_benchmark"], v["left_over_verdict"] }' | sort -u >got
	grep -q '^0.900000 \(under\|at\)$' got
	# on a page the benchmark stands beside a verdict, or beside why there is none; not beside a month that runs
	on_table() { judged --trend month --now "$@" -f html | grep -o 'on the table in [^<]*' | head -1; }
	on_table 2026-05-31 | grep -q '%), \(over\|at\|under\) the benchmark, 40%\.$'
	on_table 2026-05-31 -w 'id < 15' | grep -q '%); benchmark 40%, no verdict: fewer than 20 leads\.$'
	on_table 2026-05-20 | grep -q 'which has not ended, .*%)\.$'
	judged --now 2026-05-31 --trend quarter | named '{ print "[" v["left_over_benchmark"] v["left_over_verdict"] v["left_over_why_not"] "]" }' | sort -u >got
	[ "$(<got)" = '[]' ]
	# the interval is Wilson's, of that share
	judged --now 2026-05-31 --trend month | named 'v["left_over"] != "" {
		n = v["opening"] + v["came_in"] + v["reopened"]; p = v["closing"] / n; z = 1.959963984540054
		m = (p + z * z / 2 / n) / (1 + z * z / n); h = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / 4 / n / n)
		if (sprintf("%.6f", m - h) != v["left_over_low95"] || sprintf("%.6f", m + h) != v["left_over_high95"]) { print; bad = 1 }
		seen++ } END { exit bad || seen < 6 }'
}

@test "movement: the table names what is not 0, and its line of arithmetic holds in every row" {
	$count leads 5 500 >in.csv
	COLUMNS=1000 leadsla -q --trend month --now 2026-06-17 --since 2026-02-01 -f table in.csv >out
	cat out
	grep -q '^opening + came in + reopened - accepted - given back - unanswered - reversed = closing; ' out
	grep -q '^opening + came in - accepted - given back - answered - unanswered - reversed = closing; ' out
	grep -q 'empty for 2026-06, which has not ended' out
	awk '/^month / { gsub(/  +/, "\t"); gsub(/ /, "_"); n = split($0, head, "_*\t_*") }
		/^2026/ { for (i in x) delete x[i]; for (i = 2; i <= n; i++) x[head[i]] = $i; rows++
			if (x["opening"] + x["came_in"] + x["reopened"] - x["accepted"] - x["given_back"] - x["answered"] - x["unanswered"] - x["reversed"] != x["closing"]) bad = 1 }
		END { exit bad || rows != 10 }' out
	cd "$kessler"
	leadsla -q -a kessler.agreement --now 2026-06-30 --trend month -f table leads.csv >"$BATS_TEST_TMPDIR/out"
	cd "$BATS_TEST_TMPDIR"
	grep -q '^opening + came in - accepted - given back = closing; ' out
	[ "$(sed -n 2p out | tr -s ' ' | cut -d' ' -f1-10)" = 'month opening came in accepted given back closing left over' ]
	[ "$(grep -c reopened out)" = 0 ]
	COLUMNS=200 leadfunnel -q --movement month --now 2026-06-17 --since 2026-02-01 -f table in.csv >out
	grep -q '^at start + came + back - on, to sql or further - recycled - lost = at end; 2026-06 has not ended$' out
	awk '/^[a-z]+ by month/ { back = 0 } /^month/ { back = / back /; next } /^2026/ && NF >= 6 { n++
		rest = back ? $4 : 0; for (i = 4 + back; i < NF; i++) rest -= $i
		if ($2 + $3 + rest != $NF) bad = 1 } END { exit bad || n < 15 }' out
}

@test "movement: on a page the sums beside the bars add up, and are those of the report" {
	$count leads 5 500 >in.csv
	sums() { grep -o '>[0-9][0-9,]* + [^<]* = [0-9,]*<' | tr -d '<>,' | sed 's/−/-/g' | sort -u; }
	leadsla -q --trend month --now 2026-06-30 --since 2026-02-01 -f html in.csv >page
	sums <page >got
	[ "$(wc -l <got)" = 10 ]
	awk '{ n = $1; for (i = 3; i < NF; i += 2) n += $(i - 1) == "+" ? $i : $(i - 1) == "-" ? -$i : 0; if (n != $NF) { print; bad = 1 } } END { exit bad }' got
	leadsla -q --trend month --now 2026-06-30 --since 2026-02-01 in.csv | named '{ print v["opening"], v["closing"] }' | sort >want
	awk '{ print $1, $NF }' got | sort | diff want -
	grep -q 'Of [0-9]* leads on the table in 2026-06, ' page
	leadfunnel -q --movement month --now 2026-06-30 --since 2026-02-01 -f html in.csv >page
	sums <page >got
	leadfunnel -q --movement month --now 2026-06-30 --since 2026-02-01 in.csv |
		named '{ print v["there_at_start"], v["there_at_end"] }' | sort -u >want
	awk '{ print $1, $NF }' got | sort -u | diff want -
	awk '{ n = $1; for (i = 3; i < NF; i += 2) n += $(i - 1) == "+" ? $i : $(i - 1) == "-" ? -$i : 0; if (n != $NF) { print; bad = 1 } } END { exit bad }' got
	# who came is told apart from who came back
	leadfunnel -q --movement month --now 2026-06-30 --since 2026-02-01 in.csv | named '{ s = v["stage"]
		came[s] += v["came"]; back[s] += v["back"]; if (!(s in there)) there[s] = v["there_at_start"] }
		END { for (s in came) print there[s] (there[s] == 1 ? " was" : " were") " there" (back[s] ? ", " : " and ") came[s] " came" (back[s] ? " and " back[s] " came back" : "") }' | sort >want
	grep -q 'came back' want
	grep -Eo '[0-9]+ (was|were) there( and|,) [^;]*' page | sort | diff want -
	# many periods: the latest, and a word that the table has all
	leadsla -q --trend week --now 2026-06-30 -f html in.csv | grep -q 'The latest 24 of [0-9]*; the table below has all.'
}

@test "movement: how the backlog of Kessler was emptied, counted from the export itself" {
	cd "$kessler"
	leadsla -q -a kessler.agreement --now 2026-06-30 --trend month --since 2026-04-01 leads.csv |
		named '{ print substr(v["at"], 1, 7), v["opening"], v["came_in"], v["answered_sal"], v["answered_recycled"], v["closing"] }' >"$BATS_TEST_TMPDIR/got"
	# each lead has one time of each kind here, and no comma in a cell
	for month in 2026-04 2026-05 2026-06; do
		awk -F, -v p=$month '
			NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
			$c["Email"] ~ /@kessler-analytik.example$/ { next }
			{ m = substr($c["MQL At"], 1, 7); a = substr($c["Accepted At"], 1, 7); r = substr($c["Recycled At"], 1, 7) }
			m !~ /^20/ { next }
			{ if (a !~ /^20/) a = "9"; if (r !~ /^20/) r = "9"
				opening += m < p && a >= p && r >= p; came += m == p
				accepted += a == p; given += r == p; closing += m <= p && a > p && r > p }
			END { print p, opening, came, accepted, given, closing }' leads.csv
	done >"$BATS_TEST_TMPDIR/want"
	diff "$BATS_TEST_TMPDIR/want" "$BATS_TEST_TMPDIR/got"
	[ "$(sed -n 1p "$BATS_TEST_TMPDIR/got")" = '2026-04 493 108 115 114 372' ]
}

@test "movement: what can't be placed is left out and counted, and a stage without a time is an error" {
	printf 'created,m,s,sok,q,r,l,status,c,region\n2026-01-02,,,,,,,open,,x\n,,,yes,,,,open,,x\n2026-01-02,2026-01-05,,yes,,,,lost,,x\n' >in.csv
	leadfunnel --movement month --now 2026-01-31 in.csv >out 2>err
	[ "$(sed 1d out | cut -d, -f2-9 | tr '\n' ' ')" = 'lead,0,2,0,1,0,0,1 mql,0,1,0,0,0,0,1 sal,0,0,0,0,0,0,0 ' ]
	grep -q '^leadfunnel: 1 row that reached no stage at a known time, in no count$' err
	grep -q '^leadfunnel: 2 rows where it holds at an unknown time, taken as not reached yet: sal$' err
	grep -q '^leadfunnel: 1 row where it holds at an unknown time, taken as not left yet: lost$' err
	printf 'stage mql at m\nstage sal when s is present\nexit lost when l is present\n' >a.agreement
	fails leadfunnel -a a.agreement --movement month in.csv
	says "--movement looks into the past, and stage 'sal' has no 'at' to tell when it was"
	says "--movement looks into the past, and exit 'lost' has no 'at' to tell when it was"
	[ ! -s out ]
	printf 'stage mql at m\n' >a.agreement
	fails leadfunnel -a a.agreement --movement month in.csv
	says 'the agreement has one stage, and --movement is of the stages before the last'
	unset LEADPIPE_AGREEMENT
	printf 'Lead Status,Close Date\nOpen,2026-01-01\n' >in.csv
	fails leadfunnel --movement month in.csv
	says "--movement looks into the past, and no column says when "
	[ "$(leadfunnel -q --movement month --allow-empty </dev/null | sed -n 3p | cut -d, -f2-4)" = mql,0,0 ]
	[ ! -s out ]
}

@test "movement: what is asked for wrong is an error that says so" {
	$count leads 1 5 >in.csv
	fails leadfunnel --movement moth in.csv
	says month
	fails leadfunnel --since 2026-01-01 in.csv
	says --since
	fails leadfunnel --movement month --since soon in.csv
	says "--since: 'soon' is not a time"
	fails leadfunnel --movement month --cohort month in.csv
	fails leadfunnel --movement month --window '30 days' in.csv
	fails leadfunnel --movement day --now 2199-01-01 in.csv
	says '--movement: from its beginning to now there are 83642 periods, and 65535 at most can be looked at'
	[ ! -s out ]
	head -1 in.csv >none.csv
	[ "$(leadfunnel -q --movement month --now 2026-03-31 none.csv | cut -d, -f1-9 | tail -1)" = '2026-03,sal,0,0,0,0,0,0,0' ]
	for format in table markdown html json jsonl tsv; do
		leadfunnel -q --movement month --by region -f $format none.csv >out
		[ -s out ]
		leadsla -q --trend month --by region -f $format none.csv >out
		[ -s out ]
	done
}

@test "movement: memory follows what happens, not groups times periods" {
	sanitized "memory is another"
	awk 'BEGIN { print "group,created,m,s,sok,q,r,l,status,c"
		for (i = 1; i <= 20000; i++) printf "group %d,2025-%02d-%02d,2026-%02d-01,,,,,,,\n", i, i % 12 + 1, i % 28 + 1, i % 6 + 1 }' >in.csv
	prlimit --as=120000000 leadfunnel -q -j1 --now 2026-06-30 --movement day --since 2026-05-01 --by group in.csv >out
	[ "$(rows out)" = $((61 * 3 * 20001)) ]
	[ "$(tail -3 out | cut -d, -f2-4,10 | tr '\n' ' ')" = '(all),lead,0,0 (all),mql,20000,20000 (all),sal,0,0 ' ]
}

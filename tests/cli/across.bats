# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel and leadsla --across: a report as a grid, each cell counted from its leads.
load common

market() { # twelve leads of four countries, in two months
	cat >a.agreement <<-'END'
		missing "" "n/a"
		stage lead at created
		stage sql at sql_at
		stage won at won_at value amount
		exit lost at lost_at
		sla answer from lead to sql within 2 days
		sla deal from sql to won within 30 days
	END
	cat >leads.csv <<-'END'
		created,sql_at,won_at,amount,lost_at,Country,Owner
		2026-01-05,2026-01-06,2026-01-20,100,,DE,Ann
		2026-01-06,2026-01-16,2026-01-31,2300.5,,de,Ann
		2026-01-07,,,,2026-01-08,DE,Bob
		2026-01-08,2026-01-09,,,,FR,Ann
		2026-01-09,,,,,n/a,Bob
		2026-02-01,2026-02-02,2026-02-03,50,,DE,Bob
		2026-02-02,,,,,FR,Ann
		2026-02-03,2026-02-05,,,2026-02-09,FR,Ann
		2026-02-04,2026-02-05,2026-02-06,900,,"a, b",Ann
		2026-02-05,,,,,(all),Bob
		2026-02-06,,,,,(none),Bob
		2026-02-07,,,,,DE,Bob
	END
	export LEADPIPE_AGREEMENT=a.agreement
}

on_screen() { # columns, what to run: as on a terminal of that width
	local columns=$1
	shift
	COLUMNS=$columns TERM=xterm NO_COLOR=1 script -qec "$*" /dev/null </dev/null | tr -d '\r'
}

@test "--across: every cell is the flat report's figure of the same leads" {
	command -v python3 >/dev/null || skip "there is no python3"
	local rounds=60
	[ -z "${LEADPIPE_SANITIZED-}" ] || rounds=12
	python3 "$ROOT/tests/cli/across.py" 1 "$rounds"
}

@test "leadfunnel --across: a line per cohort, a column per value, all leads last; by default who reached the last stage" {
	market
	leadfunnel -q --cohort month --across country leads.csv | diff - <(cat <<-'END'
		cohort,DE,FR,(none),(all)[2],(none)[2],"a, b",(all)
		2026-01,2,0,0,0,0,0,2
		2026-02,1,0,0,0,0,1,2
		(all),3,0,0,0,0,1,4
	END
	)
}

@test "leadfunnel --across: values that read like the names of other columns get another name, in every order" {
	market
	tac leads.csv | awk 'NR == 1 { last = $0 } { line[NR] = $0 } END { print line[NR]; for (i = 1; i < NR; i++) print line[i] }' >turned.csv
	leadfunnel -q --by owner --across country leads.csv >one
	same one leadfunnel -q --by owner --across country turned.csv
	same one leadfunnel -q -j 4 --by owner --across country turned.csv
	[ "$(head -1 one)" = 'owner,DE,FR,(none),(all)[2],(none)[2],"a, b",(all)' ]
	# the group of the value (none) is one lead, and that of missing values, too
	leadfunnel -q --across country --figure lead.reached leads.csv | tail -1 | diff - <(echo 5,3,1,1,1,1,12)
}

@test "leadfunnel --across: the item may stand in --by already, and be an expression" {
	market
	leadfunnel -q --by owner --across 'month(created)' --figure lead.reached leads.csv | diff - <(cat <<-'END'
		owner,2026-01,2026-02,(all)
		Ann,3,3,6
		Bob,2,4,6
		(all),5,7,12
	END
	)
	leadfunnel -q --by owner --across 'month(created)' --figure lead.reached leads.csv >want
	same want leadfunnel -q --by 'month(created),owner' --across 'month( created )' --figure lead.reached leads.csv
	same want leadfunnel -q --across "month(created)" --by 'owner,month(created)' --figure lead.reached leads.csv
	sed '1s/Country/Lead Country/' leads.csv >loose.csv # one column, however it is spelled
	leadfunnel -q --by 'Lead Country' --across lead_country loose.csv | head -1 | diff - <(
		leadfunnel -q --across 'Lead Country' loose.csv | head -1)
	leadfunnel -q --by country --across cohort --cohort month --figure lead.reached leads.csv | head -2 | diff - <(
		printf 'country,2026-01,2026-02,(all)\nDE,3,2,5\n')
}

@test "leadfunnel --figure: a figure of the last stage, of another, of an exit; several have a name each" {
	market
	leadfunnel -q --by owner --across country --groups DE --figure value,sql.from_first,lost.reached,lead.lost leads.csv | diff - <(cat <<-'END'
		owner,DE.value,DE.sql.from_first,DE.lost.reached,DE.lead.lost,(other).value,(other).sql.from_first,(other).lost.reached,(other).lead.lost,(all).value,(all).sql.from_first,(all).lost.reached,(all).lead.lost
		Ann,2400.50,1.000000,0,0,900.00,0.750000,1,0,3300.50,0.833333,1,0
		Bob,50.00,0.333333,1,1,0.00,0.000000,0,0,50.00,0.166667,1,1
		(all),2450.50,0.600000,1,1,900.00,0.428571,1,0,3350.50,0.500000,2,1
	END
	)
}

@test "leadfunnel --figure: what is nowhere known is reported" {
	market
	leadfunnel --across country --figure lost.from_first,lost.median_days,won.waiting leads.csv 2>&1 >out | grep -e --figure: | diff - <(cat <<-'END'
		leadfunnel: --figure: lost.from_first is empty in all of the grid
		leadfunnel: --figure: won.waiting is empty in all of the grid
	END
	)
	head -1 leads.csv | leadfunnel --across country --figure from_first 2>&1 | grep -q -e --figure: && return 1
	return 0
}

@test "leadfunnel --across --limit: the rest is one column, counted from its leads" {
	market
	leadfunnel -q --cohort month --across country --limit 1 --figure sql.from_previous,sql.median_days leads.csv | diff - <(cat <<-'END'
		cohort,DE.sql.from_previous,DE.sql.median_days,(other).sql.from_previous,(other).sql.median_days,(all).sql.from_previous,(all).sql.median_days
		2026-01,0.666667,5.50,0.500000,1.00,0.600000,1.00
		2026-02,0.500000,1.00,0.400000,1.50,0.428571,1.00
		(all),0.600000,1.00,0.428571,1.00,0.500000,1.00
	END
	)
	[ "$(leadfunnel -q --across country --limit 6 leads.csv | head -1)" = "$(leadfunnel -q --across country leads.csv | head -1)" ]
}

@test "leadfunnel --across --sort: lines and columns by their totals; months stay in order" {
	market
	leadfunnel -q --by owner --across country --sort value --figure value --limit 2 leads.csv | diff - <(cat <<-'END'
		owner,DE,"a, b",(other),(all)
		Ann,2400.50,900.00,0.00,3300.50
		Bob,50.00,0.00,0.00,50.00
		(all),2450.50,900.00,0.00,3350.50
	END
	)
	leadfunnel -q --cohort month --by owner --across country --sort waiting --figure lead.waiting --limit 1 leads.csv | diff - <(cat <<-'END'
		cohort,owner,FR,(other),(all)
		2026-01,Ann,0,0,0
		2026-01,Bob,0,1,1
		2026-02,Bob,0,3,3
		2026-02,Ann,1,0,1
		(all),(all),1,4,5
	END
	)
	leadfunnel -q --by country --across 'month(created)' --sort value leads.csv | head -1 | diff - <(echo 'country,2026-01,2026-02,(all)')
}

@test "leadfunnel --groups: these columns in this order, empty or not; from a list or a file" {
	market
	leadfunnel -q --by owner --across country --groups '"a, b",Xx,de,(none)' --figure lead.reached leads.csv >want
	diff want - <<-'END'
		owner,"a, b",Xx,de,(none),(other),(all)
		Ann,1,0,2,0,3,6
		Bob,0,0,3,1,2,6
		(all),1,0,5,1,5,12
	END
	printf '\xef\xbb\xbf# ours\na, b\r\n\nXx # to come\nde\n(none)' >ours.txt
	same want leadfunnel -q --by owner --across country --groups @ours.txt --figure lead.reached leads.csv
	gzip ours.txt
	same want leadfunnel -q --by owner --across country --groups @ours.txt.gz --figure lead.reached leads.csv
	# spellings apart: the names mean just these
	leadfunnel -q --exact --across country --groups de,DE --figure lead.reached leads.csv | tail -1 | diff - <(echo 1,4,7,12)
	# no lead at all
	head -1 leads.csv | leadfunnel -q --across country --groups DE,FR | diff - <(printf 'DE,FR,(other),(all)\n0,0,0,0\n')
	# a name that was meant otherwise
	leadfunnel --across country --groups 'DE,FRR' leads.csv 2>&1 >out | grep -qx "leadfunnel: --groups: no lead has 'FRR'; did you mean 'FR'?"
}

@test "leadfunnel --across --spend: costs of a month and country count in that cell and in their totals, with leads or without" {
	market
	printf 'month,country,cost\n2026-01,DE,10\n2026-01,FR,20\n2026-02,FR,5\n2026-01,"a, b",7\n2026-02,XX,100\n2026-09,DE,1000\n' >spend.csv
	leadfunnel -q --cohort month --across country --limit 3 --sort cost --spend spend.csv --figure lead.cost,lead.cost_per_reached leads.csv >got
	diff got - <<-'END'
		cohort,DE.lead.cost,DE.lead.cost_per_reached,FR.lead.cost,FR.lead.cost_per_reached,"a, b.lead.cost","a, b.lead.cost_per_reached",(other).lead.cost,(other).lead.cost_per_reached,(all).lead.cost,(all).lead.cost_per_reached
		2026-01,10.00,3.33,20.00,20.00,7.00,,,,37.00,7.40
		2026-02,,,5.00,2.50,,,100.00,50.00,105.00,15.00
		(all),1010.00,202.00,25.00,8.33,7.00,7.00,100.00,33.33,1142.00,95.17
	END
}

@test "leadfunnel --merge --across: as if the leads had come together" {
	market
	head -7 leads.csv >1.csv
	(head -1 leads.csv; tail -n +8 leads.csv) >2.csv
	for i in 1 2; do leadfunnel -q --partial --cohort month --by owner,country $i.csv >$i.part; done
	leadfunnel -q --cohort month --by owner --across country --limit 2 --figure won.from_first,median_days leads.csv >want
	same want leadfunnel -q --merge --across country --limit 2 --figure won.from_first,median_days 1.part 2.part
	leadfunnel -q --merge --across cohort 1.part 2.part | head -1 | diff - <(echo 'owner,country,2026-01,2026-02,(all)')
	fails leadfunnel -q --merge --across contry 1.part
	says "--across: the partials have no groups by 'contry'; did you mean 'country'?"
	leadfunnel -q --partial --by owner leads.csv >3.part
	fails leadfunnel --merge --across cohort 3.part
	says "--across: the partials have no cohorts; make them with --cohort"
}

@test "leadsla --across: at the end of each month a line, and per group; the first clock unless one is named" {
	market
	leadsla --trend month --across country --groups DE,FR --now '2026-03-15 12:00' leads.csv 2>err | diff - <(cat <<-'END'
		at,DE,FR,(other),(all)
		2026-01-31,0,0,1,1
		2026-02-28,1,1,3,5
		2026-03-15,1,1,3,5
	END
	)
	grep -qx 'leadsla: backlog is of the clock answer; for another: --figure deal.backlog' err
	leadsla -q --report --by owner --across country --limit 1 --now 2026-03-15 --figure answer.compliance,deal.handed_over leads.csv | diff - <(cat <<-'END'
		owner,DE.answer.compliance,DE.deal.handed_over,(other).answer.compliance,(other).deal.handed_over,(all).answer.compliance,(all).deal.handed_over
		Ann,0.500000,2,0.750000,3,0.666667,5
		Bob,0.500000,1,0.000000,0,0.200000,1
		(all),0.500000,3,0.428571,3,0.454545,6
	END
	)
}

@test "leadsla --across: --fail-when and --check speak of the flat report, as ever" {
	market
	leadsla -q --across country --by owner --fail-when 'country = "FR" and sla = "answer" and backlog > 0' leads.csv >out && return 1
	[ $? -eq 1 ]
	head -1 out | grep -q '^owner,DE,'
	leadsla -q --across country --fail-when 'country = "FR" and backlog > 5' leads.csv >out
	leadsla -q --across country --check leads.csv >out && return 1
	[ $? -eq 1 ]
}

@test "--across: other options are not forgotten, and what doesn't go with it says so" {
	market
	fails leadfunnel --figure reached leads.csv
	says '--figure says what --across prints; add --across country, or the like'
	fails leadfunnel --groups DE leads.csv
	says '--groups names the columns of --across; add --across country, or the like'
	fails leadsla --limit 3 leads.csv
	says '--limit is for the columns of --across; add --across country, or the like'
	fails leadfunnel --across country --groups DE --limit 2 leads.csv
	says '--groups names the columns, and all others are (other); leave out --limit'
	for mode in --eventual --yoy --lookback; do
		fails leadfunnel "$mode" --across country leads.csv
		says "$mode has no use for --across; leave one of them out"
	done
	fails leadfunnel --partial --across country --figure won.reached leads.csv
	says '--partial has no use for --figure; give it to --merge'
	fails leadsla --backlog --across country leads.csv
	says '--backlog and --across are two different outputs'
	fails leadsla --across country --since 2026-01-01 leads.csv
	says 'add --trend month'
}

@test "--across: a name that isn't there, and what is meant" {
	market
	fails leadfunnel --across contry leads.csv
	says "no column 'contry'; did you mean 'Country'?"
	fails leadfunnel --across country,owner leads.csv
	says 'one expression makes the columns; put the others into --by'
	fails leadfunnel --across country --figure wno.reached leads.csv
	says "the funnel has no stage or exit 'wno'; did you mean 'won'?"
	fails leadfunnel --across country --figure won.reachd leads.csv
	says "the funnel has no figure 'won.reachd'; did you mean 'reached'?"
	fails leadfunnel --across country --figure won leads.csv
	says "'won' is a stage or exit; say which of its figures, as in won.reached"
	fails leadfunnel --across country --figure waiting leads.csv
	says "'waiting' of which stage? Write lead.waiting"
	fails leadfunnel --across country --figure lost leads.csv
	says "'lost' of which stage? Write lead.lost, or lost.reached for all"
	fails leadfunnel --across country --figure lead.cost leads.csv
	says "no figure 'lead.cost'; it is there only with --spend: what the whole group cost"
	fails leadfunnel --sort cost leads.csv
	says "no column of numbers 'cost'; it is there only with --spend: what the whole group cost"
	fails leadfunnel --fail-when 'cost > 9' leads.csv
	says "no column 'cost'; it is there only with --spend"
	fails leadfunnel --across country --figure cost --spend nope.csv leads.csv
	grep -q figure err && return 1
	fails leadfunnel --across country --figure ' ' leads.csv
	says "the funnel has no figure ''"
	fails leadfunnel --across country --figure stage leads.csv
	says "the funnel has no figure 'stage'"
	fails leadsla --across country --figure anwser.backlog leads.csv
	says "the backlog has no clock 'anwser'; did you mean 'answer'?"
	fails leadsla --across country --figure closing leads.csv
	says "no figure 'closing'; it is there only with --trend: in the backlog at its end"
	fails leadsla --across country --figure answered_sql leads.csv
	says "no figure 'answered_sql'; it is there only with --trend"
	fails leadsla --report --fail-when 'backlog_before > 9' leads.csv
	says "no column 'backlog_before'; it is there only with --last"
	fails leadfunnel --across country --groups @nope leads.csv
	says "--groups: can't read nope: no such file or directory"
	fails leadfunnel --across country --groups DE,de leads.csv
	says "--groups: 'de' is in it twice"
	fails leadfunnel --across country --groups , leads.csv
	says "--groups: no name in ','; write DE,FR or @FILE, a file with one a line"
}

@test "--across: too many columns are an error that says what to do, and nothing is written" {
	market
	(echo created,id; awk 'BEGIN { for (i = 0; i < 1001; i++) print "2026-01-01," i }') >many.csv
	for run in 'leadfunnel -e "stage a at created" -e "stage b at b"' 'leadsla'; do
		fails eval "${run%% *} --across id many.csv"
		[ ! -s out ]
		says '--across: id has 1001 values, and a grid has 1000 columns at most; --limit 20 keeps the first of them, --groups those that it names'
	done
	echo 2026-01-01,1001 >>many.csv
	fails leadfunnel --across id --limit 1001 many.csv
	says '--across: id has 1002 values'
	[ "$(leadfunnel -q --across id --limit 1000 many.csv | head -1 | tr , '\n' | wc -l)" -eq 1002 ]
}

@test "--across for people: a title, shares of few leads are marked, and the mark is explained" {
	market
	leadfunnel -q --across country --groups DE --by owner --figure won.from_first,won.reached -f table leads.csv | diff - <(cat <<-'END'
		won.from_first by owner, across country
		owner       DE  (other)   (all)
		───────────────────────────────
		Ann    ~100.0%   ~25.0%  ~50.0%
		Bob     ~33.3%    ~0.0%  ~16.7%
		(all)   ~60.0%   ~14.3%  ~33.3%
		~ a share of fewer than 20 leads

		won.reached by owner, across country
		owner  DE  (other)  (all)
		─────────────────────────
		Ann     2        1      3
		Bob     1        0      1
		(all)   3        1      4
	END
	)
	leadfunnel -q --across country --by owner --figure won.from_first leads.csv | grep -q '~' && return 1
	leadfunnel -q --across country --figure won.reached -f table leads.csv | grep -q '~' && return 1
	leadfunnel -q --by country --across owner --figure lead.reached -f table leads.csv | grep -q '^(none)  *0    1      1$'
	leadfunnel -q --by country --across owner --figure lead.reached leads.csv | grep -qx ',0,1,1'
	leadfunnel -q --cohort month --across country -f table leads.csv | tail -1 | diff - <(
		echo 'later cohorts had less time; --window compares all after the same')
	leadfunnel -q --cohort month --window '260 days' --across country -f table leads.csv | tail -1 | diff - <(
		echo 'not all leads are old enough to count in 2026-02')
}

@test "--across on a narrow screen: the largest columns stay, and the others are named" {
	market
	on_screen 30 "leadfunnel -q --cohort month --across country --figure lead.reached leads.csv" >got
	diff got - <<-'END'
		lead.reached by cohort, across
		country
		cohort   DE  FR  (none)  (all)
		──────────────────────────────
		2026-01   3   1       1      5
		2026-02   2   2       0      7
		(all)     5   3       1     12
		later cohorts had less time;
		--window compares all after
		the same
		3 columns not shown: (all)[2],
		(none)[2], a, b; -f csv has
		all, or a wider window
	END
}

@test "--across on a narrow screen: of very many columns left out some are named, and the rest counted" {
	market
	(echo created,id; awk 'BEGIN { for (i = 10; i < 60; i++) print "2026-01-01," i }') >many.csv
	on_screen 80 "leadfunnel -q -e 'stage lead at created' --across id many.csv" | tail -3 >got
	diff got - <<-'END'
		32 columns not shown: 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
		42, 43, 44, 45, 46, 47, 48, 49, 50, 51 and 8 more; -f csv has all, or a wider
		window
	END
}

@test "--groups: no output overwrites the file of the names" {
	market
	echo DE >ours.txt
	fails leadfunnel --across country --groups @ours.txt -o ours.txt leads.csv
	[ "$(<ours.txt)" = DE ]
}

@test "--across as a page: a map of shares, the table of each figure" {
	market
	leadfunnel -q --cohort month --across country --figure won.from_first,won.reached -f html leads.csv >page.html
	[ "$(grep -o '<h2[^>]*>[^<]*' page.html | sed 's/.*>//')" = $'won.from_first by cohort, across country\nwon.reached by cohort, across country\nHow it is counted' ]
	[ "$(grep -c '<figure' page.html)" -eq 2 ]
	grep -qF 'aria-label="2026-01: DE 66.7%' page.html
	grep -qF 'of fewer than 20 leads' page.html
	leadsla -q --trend month --across country --figure backlog_rate -f html leads.csv | grep -qF 'backlog_rate by month, across country'
	leadfunnel -q --by owner --across country -f json leads.csv | python3 -c 'import json, sys; assert json.load(sys.stdin)[0]["DE"] == 2'
}

@test "--figure: what the shells offer are figures" {
	market
	for tool in leadfunnel leadsla; do
		$tool --completions bash | grep -A1 -e '--figure)' | grep -o '"[a-z_ 0-9]*"' | tr -d '"' | tr ' ' '\n' >words
		[ "$(wc -l <words)" -gt 8 ]
		printf 'country,cost\nDE,1\n' >spend.csv
		while read -r word; do
			spend=()
			[ $tool = leadsla ] || spend=(--spend spend.csv)
			$tool -q --across country "${spend[@]}" --figure "$word" leads.csv >out
		done <words
	done
}

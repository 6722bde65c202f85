# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel -f html: the page that is passed on.
load common

page() { # leadfunnel's page of the example company, as page.html
	leadfunnel -q -a "$nordlicht" "$@" -f html "$leads" >page.html
	quiet
}

quiet() { # page.html is one page that runs nothing and fetches nothing
	[ "$(head -c 15 page.html)" = '<!DOCTYPE html>' ]
	[ "$(tail -n 1 page.html)" = '</html>' ]
	[ "$(grep -ciE '<script|https?:| src=|href|url\(|@import| on[a-z]+="' page.html)" = 0 ]
	[ "$(grep -c '<h1>' page.html)" = 1 ]
}

cells() { # the page's table, with bars between tabs
	grep '<td' page.html | sed 's/<\/t[dh]>/\t/g; s/<[^>]*>//g; s/&amp;/\&/g; s/&lt;/</g; s/&gt;/>/g'
}

pictures() { # of that caption
	[ "$(grep -cF "<figcaption>$1</figcaption>" page.html)" = "${2:-1}" ]
}

said() { # texts of the broad pictures, a line each
	sed -n '/<svg class="broad"/,/<\/svg>/s/^<text[^>]*>\(.*\)<\/text>$/\1/p' page.html
}

percent() { # a share
	awk -v share="$1" 'BEGIN { printf "%.1f%%", share * 100 }'
}

strange() { # seven stages of long names, and groups that would run
	{
		echo 'agreement "Us & <them>"'
		for i in 1 2 3 4 5 6 7; do echo "stage the_stage_of_the_great_commotion_$i at t$i"; done
		echo 'exit lost at x1'
		echo 'exit recycled at x2'
	} >a.agreement
	awk -v groups="$1" 'BEGIN {
		print "g,t1,t2,t3,t4,t5,t6,t7,x1,x2"
		for (i = 0; i < 2000; i++) {
			row = (i % groups ? "Gruppe " i % groups : "<script>alert(1)</script> & 全国销售与市场营销部门")
			deep = 1 + i * 31 % 7
			for (k = 1; k <= 7; k++)
				row = row "," (k <= deep ? sprintf("2026-%02d-%02d", 1 + i % 8, k * 3) : "")
			print row "," (deep < 7 && i % 3 == 0 ? "2026-09-30" : "") "," (deep < 7 && i % 3 == 1 ? "2026-09-30" : "")
		}
	}' >in.csv
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
}

@test "leadfunnel -f html: a headline, the funnel, and behind it every figure of the table" {
	page
	grep -qx '<h1>Funnel</h1>' page.html
	grep -qx '<p class="mark">Nordlicht Software: Marketing and Sales, 2026 · [0-9a-f]\{6\}</p>' page.html
	grep -qxF '<p>as of 31 Oct 2026 23:59 (Europe/Berlin) · leads.csv, 2,585 rows</p>' page.html
	grep -qxF '<p>2,555 leads counted; left out: 21 our own test rows, 9 competitors</p>' page.html
	grep -qxF '<p class="answer">65 of 2,555 leads reached won (2.5%); most left at sql, 93 of 266 (35.0%).</p>' page.html
	[ "$(grep -A 2 '<dt>won</dt>' page.html | tr '\n' ' ')" = '<dt>won</dt> <dd class="figure">65</dd> <dd>2.5% of all<br>win rate 41.1% of 158 decided</dd> ' ]
	grep -A 2 '<dt>Largest leak</dt>' page.html | grep -qF '35.0% of the 266 at sql left before won<br>93'
	grep -A 2 '<dt>Value of won</dt>' page.html | grep -qF '1,821,900<br>28,029 each on average'
	pictures 'All leads'
	for text in 2,555 646 '25.3% of all' '68.6%' 'over 60%' 'over 35%: 41.2% of mql' '88 left' \
		$'58\u00a0recycled, 30\u00a0disqualified' '115 wait' $'largest leak: 93\u00a0lost'; do
		said | grep -qxF "$text" || { echo "not said: $text"; return 1; }
	done
	# why leads left stands before the table of the funnel, which is behind a line to open it
	leadfunnel -q -a "$nordlicht" -f markdown "$leads" >both
	sed -i '1,/^$/d' both # the agreement
	{ sed '1,/^$/d' both; sed '/^$/q' both; } | grep '^|' | grep -vE '^. (---|stage|exit) ' |
		sed 's/|/ /g; s/  */ /g; s/^ //; s/ *$//' >want
	[ "$(wc -l <want)" = 8 ]
	cells | tr '\t' ' ' | sed 's/  */ /g; s/ *$//' | cmp - want
	grep -q '<details>' page.html
}

@test "leadfunnel -f html: the largest leak is where most left, not where most wait" {
	printf 'stage a at t1\nstage b at t2\nstage c at t3\nexit out at x\n' >a.agreement
	{
		echo t1,t2,t3,x
		for _ in 1 2 3 4 5 6 7 8 9; do echo 2026-01-01,,,; done
		for _ in 1 2 3; do echo 2026-01-01,,,2026-02-01; done
		for _ in 1 2 3 4; do echo 2026-01-01,2026-01-02,,2026-02-01; done
		for _ in 1 2; do echo 2026-01-01,2026-01-02,2026-01-03,2026-02-01; done
	} >in.csv
	leadfunnel -q -a a.agreement -f html in.csv >page.html
	quiet
	grep -A 2 '<dt>Largest leak</dt>' page.html | grep -qF '66.7% of the 6 at b left before c'
	grep -A 1 '<dt>From b to c</dt>' page.html | grep -qF '1.0<small> days</small>'
	said | grep -qx $'largest leak: 4\u00a0out'
	said | grep -qx $'3\u00a0out'
	said | grep -qx '9 wait'
	# who never leaves leaks nowhere
	leadfunnel -q -e 'stage a at t1' -e 'stage c at t3' -e 'exit out when t1 is missing' -f html in.csv >page.html
	quiet
	run ! grep -q leak page.html
	said | grep -qx '16 wait'
}

@test "leadfunnel -f html: groups against each benchmark, with their intervals, all leads last" {
	page --by lead_source
	pictures 'From mql to sal'
	pictures 'From mql to sql'
	pictures 'From inquiry to mql' 0
	said | grep -qx 'benchmark 60%'
	said | grep -qx 'benchmark 35%'
	leadfunnel -q -a "$nordlicht" --by lead_source "$leads" >out
	[ "$(said | grep -cxE '[0-9.]+% of [0-9,]+')" = 20 ] # 10 groups, 2 benchmarks
	while IFS=, read -r group _ reached share _; do
		said | grep -A 1 -xF "${group/(all)/all leads}" | grep -q "^$(percent "$share") of "
		[ "$reached" -gt 0 ]
	done < <(grep ',sal,' out)
	# Over by its shape, too: as often as the table says so, and once in each legend.
	over=$(grep -c ',over,.*,$' out)
	[ "$over" -gt 3 ]
	[ "$(sed -n '/<svg class="broad"/,/<\/svg>/p' page.html | grep -c 'h13 l-6.5 -11 z')" = $((over + 2)) ]
	cells | grep -q '^Partner.*inquiry'
	# without benchmarks every step, without sides
	leadfunnel -q -a "$nordlicht" -e 'benchmark backlog 15%' --by lead_source -f html "$leads" >page.html
	quiet
	for step in 'inquiry to mql' 'mql to sal' 'sal to sql' 'sql to won'; do pictures "From $step"; done
	[ "$(grep -c 'h13 l-6.5' page.html)" = 0 ]
}

@test "leadfunnel -f html: of many groups 16 are in a picture and all in the table" {
	strange 40
	leadfunnel -q --by g -f html in.csv >page.html
	quiet
	[ "$(grep -cF '16 of the 40 groups on this page; the tables below have all of them' page.html)" = 6 ]
	for i in $(seq 39); do [ "$(cells | grep -c "^Gruppe $i\s")" = 1 ]; done
	leadfunnel -q --by g --limit 3 -f html in.csv >page.html
	quiet
	[ "$(grep -cF 'groups on this page; the tables' page.html)" = 0 ]
	said | grep -qx '(other)'
}

@test "leadfunnel -f html: nothing in a cell or a name becomes markup" {
	strange 5
	for how in '' '--by g' '--by g --eventual' '--by g --cohort month' '--by g --cohort month --window 20d' --yoy; do
		# shellcheck disable=SC2086
		leadfunnel -q $how -f html in.csv >page.html
		quiet
		# shellcheck disable=SC2086
		leadfunnel -q -j 4 $how -f html in.csv | cmp - page.html
		[ "$how" = --yoy ] || grep -qF 'Us &amp; &lt;them&gt; · ' page.html
		[ "${how%% *}" != --by ] || grep -qF '&lt;script&gt;alert(1)&lt;/script&gt; &amp; 全国' page.html
	done
}

@test "leadfunnel -f html: cohorts are a map of shares, those that are maturing without shade" {
	page --cohort quarter --window '60 days'
	grep -qF 'as of 31 Oct 2026 23:59 (Europe/Berlin); what happened within 60 days after inquiry' page.html
	pictures 'Share of inquiry that reached each stage'
	leadfunnel -q -a "$nordlicht" --cohort quarter --window '60 days' "$leads" >out
	grep -q '2026-Q3,.*maturing' out
	for cohort in 2026-Q1 2026-Q2 2026-Q3; do
		for stage in mql sal sql won; do
			said | grep -A 5 "^$cohort" | grep -qx "$(awk -F, -v c="$cohort" -v s=$stage '$1 == c && $2 == s { printf "%.1f%%", $5 * 100 }' out)"
		done
	done
	said | grep -qx '2026-Q3 maturing'
	[ "$(said | grep -c maturing)" = 1 ]
	[ "$(sed -n '/<svg class="broad"/,/<\/svg>/p' page.html | grep -c '<rect.*class="shade"')" = 8 ]
	[ "$(sed -n '/<svg class="broad"/,/<\/svg>/p' page.html | grep -c '<rect.*class="dim"')" = 4 ]
	# whichever groups they are in
	said | grep -A 5 '^2026-Q' >want
	page --cohort quarter --by lead_source --window '60 days'
	said | grep -A 5 '^2026-Q' | diff want -
	# without a window nobody is said to mature, but that time was not the same
	page --cohort quarter
	said | grep -qx '2026-Q4' || said | grep -qx '2026-Q3'
	run ! grep -q maturing page.html
	grep -qF -- '--window compares' page.html
}

@test "leadfunnel -f html: --eventual is curves that end at the figures of the table" {
	page --eventual
	grep -qxF '<h1>Converted in the end</h1>' page.html
	[ "$(grep -c '<path fill="none" stroke="currentColor" stroke-width="2.5"' page.html)" = 8 ] # 4 steps, twice
	leadfunnel -q -a "$nordlicht" --eventual "$leads" >out
	while IFS=, read -r step _ _ _ _ _ _ _ by180 _ _ _ _ horizon; do
		[ "$horizon" = 180 ]
		share=$(percent "$by180")
		grep -A 1 "<dt>From $step</dt>" page.html | grep -qF "$share"
		grep -qF "all leads: $share after 180 days" page.html
	done < <(sed 1d out)
	cells | grep -q '^sql to won'
	page --eventual --by lead_source
	[ "$(grep -c '5 of the 9 groups' page.html)" = 4 ]
	[ "$(cells | grep -c .)" = 40 ]
}

@test "leadfunnel -f html: no leads, one stage, no exits, no groups" {
	strange 5
	head -1 in.csv >none.csv
	for how in '' '--by g' '--cohort month' --eventual '--eventual --by g'; do
		# shellcheck disable=SC2086
		leadfunnel -q $how -f html none.csv >page.html
		quiet
		grep -q '>no figures yet<' page.html
		run ! grep -qi '[^a-z]nan[^a-z]' page.html
	done
	leadfunnel -q -e 'stage lead' --by g -f html in.csv >page.html
	quiet
	grep -qF '2,000<small> leads</small>' page.html
	leadfunnel -q -e 'stage lead at t1' --cohort month -f html in.csv >page.html
	quiet
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# --partial and --merge of every report: the whole is the sum of its parts, byte for byte.
load common

law() { # SEED...: all reports of the example, split at random
	command -v python3 >/dev/null || skip "there is no python3"
	for seed; do python3 "$ROOT/tests/cli/parts.py" "$seed" "$leads" "$nordlicht"; done
}

@test "parts: the reports of random parts are those of the whole, in every format, by any tree of merges" {
	law 11
}

@test "parts: Maven in random parts" {
	command -v python3 >/dev/null || skip "there is no python3"
	maven_road
	export LEADPIPE_NOW=2017-12-31
	tr -d '\r' <"$maven/us_dates_lf/sales_pipeline.csv" >maven.csv
	for report in '--yoy' '--movement month' '--lookback --good-months'; do
		python3 "$ROOT/tests/cli/parts.py" 5 maven.csv a.agreement "leadfunnel $report"
	done
}

few() { # an agreement that needs the first twelve columns, in whose cells there is no comma
	grep -v '"' "$leads" | cut -d, -f1-12 >few.csv
	cat >few.agreement <<-'END'
		stage lead at create_date
		score fit 0..50
		    +20 when `Company Size` >= 200 "large"
		    +5  when country = "DE"        "near"
		grade fit A from 20, else B
		mql when score >= 20
	END
	export LEADPIPE_AGREEMENT=$PWD/few.agreement
}

@test "parts: a merge may be told again what the partials were made with, and nothing else" {
	export LEADPIPE_AGREEMENT=$nordlicht
	leadsla -q --report --by country --partial "$leads" >a.part
	leadsla -q --report --by country "$leads" >want
	same want leadsla -q --merge a.part
	same want leadsla -q --report --by country --merge a.part
	same want leadsla -q --merge - <a.part
	fails leadsla --by owner --merge a.part
	says "--by is 'owner' here and 'country' in a.part; the partials are what --partial made them, so leave it out"
	fails leadsla --trend month --merge a.part
	says '--trend was not given where a.part was made'
	fails leadsla --merge -w 'country = "DE"' a.part
	says '--where looks at leads, and --merge reads none'
	fails leadscore --merge a.part
	says 'a.part: a partial of leadsla; give it to that'
}

@test "parts: what has none says why" {
	export LEADPIPE_AGREEMENT=$nordlicht
	fails leadroute --report --partial "$leads"
	says '--report has no partials: who is next depends on all leads before, in their order'
	fails leadscore --partial "$leads"
	says '--partial is for reports, and these are rows'
	fails leadsla --backlog --partial "$leads"
	says '--partial is for reports, and these are rows'
	fails leadfold --duplicates --partial "$leads"
	says 'has no partials: '
}

@test "parts: of different times only the plain funnel is one whole" {
	export LEADPIPE_AGREEMENT=$nordlicht
	head -900 "$leads" >1.csv
	{ head -1 "$leads"; tail -n +901 "$leads"; } >2.csv
	for report in 'leadscore --summary' 'leadsla --report' 'leadfunnel --reasons'; do
		$report -q --partial --now 2026-10-30 1.csv >1.part
		$report -q --partial 2.csv >2.part
		fails ${report%% *} --merge 2.part 1.part
		says '1.part is as of 2026-10-30T23:59:59.999999+01:00 and 2.part of 2026-10-31T23:59:59.999999+01:00; only partials of one time are one whole'
	done
}

@test "parts: a header in another order is refused, but by the plain funnel" {
	few
	head -900 few.csv >1.csv
	{ head -1 few.csv; tail -n +901 few.csv; } | awk -F, -v OFS=, '{ t = $2; $2 = $3; $3 = t; print }' >2.csv
	for i in 1 2; do leadscore -q --summary --partial $i.csv >$i.part; done
	fails leadscore --merge 1.part 2.part
	says "2.part:6: 'header' is "
	for i in 1 2; do leadfunnel -q --by country --partial $i.csv >$i.part; done
	leadfunnel -q --by country few.csv >want
	same want leadfunnel -q --merge 1.part 2.part
	same want leadfunnel -q --merge 2.part 1.part
}

@test "parts: semicolons that nobody names, tabs, and no bytes at all" {
	few
	tr ',' ';' <few.csv >leads.txt
	leadscore -q --summary leads.txt >want
	leadscore -q --summary --partial leads.txt >a.part
	grep -q '^about,delimiter,,,; said$' a.part
	same want leadscore -q --merge a.part
	tr ';' '\t' <leads.txt | leadscore -q --summary --partial --raw-tsv >b.part
	grep -q '^about,delimiter,,,. raw$' b.part
	same want leadscore -q --merge b.part
	unset LEADPIPE_AGREEMENT
	: | leadscore -q --summary --allow-empty >want
	: | leadscore -q --summary --allow-empty --partial >c.part
	same want leadscore -q --merge c.part
	same want leadscore -q --merge c.part c.part # no lead is there twice
}

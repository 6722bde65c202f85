# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# --mail: pages as programs that show mail can show them.
load common

check="python3 $BATS_TEST_DIRNAME/mail.py"

# The mail and the page of a report of the example company; the mail is checked.
mail() { # tool and options
	"$@" -q -a "$nordlicht" --mail "$leads" >mail.html
	"$@" -q -a "$nordlicht" -f html "$leads" >page.html
	$check mail.html page.html || { echo "$*"; return 1; }
}

@test "mail: every report that has a page, and every list of rows" {
	command -v python3 >/dev/null || skip "there is no python3"
	local report
	echo at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note >decisions.csv
	while read -r report; do
		# shellcheck disable=SC2086
		mail $report
		[ "$(wc -c <mail.html)" -gt 1500 ]
	done <<-'END'
		leadscore --summary
		leadscore --top 50
		leadscore -x
		leadbant --summary
		leadbant
		leadsla --report
		leadsla --report --by country
		leadsla --report --by company
		leadsla --trend month --by owner
		leadsla --report --by country --across lead_source --figure compliance
		leadsla --backlog
		leadfunnel
		leadfunnel --by country
		leadfunnel --cohort month
		leadfunnel --reasons
		leadfunnel --movement month
		leadfunnel --eventual
		leadfunnel --yoy
		leadfunnel --lookback
		leadfunnel --promises
		leadfunnel --rows
		leadfunnel --cohort month --across country --figure mql.from_first
		leadroute --dry-run
		leadroute --report
		leadreview --status -s decisions.csv
			END
}

@test "mail: the answer comes first, and says what the page says" {
	command -v python3 >/dev/null || skip "there is no python3"
	mail leadscore --top 50
	sed '1,/^<body/d; s/<[^>]*>//g' mail.html | grep -m 1 . | grep -qx '50 of 2,555 leads, best first.'
	# tables have 20 rows, and say of how many
	[ "$(grep -c '^<tr valign="top"><td nowrap style=' mail.html)" = 20 ]
	grep -qE '>20 of 50 rows, [0-9]+ of [0-9]+ columns<' mail.html
}

@test "mail: a table of groups keeps the row of all together, and says how many are not there" {
	awk 'BEGIN { print "id,at,b_at,g"; for (i = 1; i <= 30; i++) printf "%d,2026-01-01,,g%d\n", i, i }' >in.csv
	leadsla -q -e 'stage a at at' -e '+stage b at b_at' -e 'sla s from a to b within 2 days' --report --by g --mail in.csv >mail.html
	grep -q '>(all)<' mail.html
	grep -q '>20 of 31 rows' mail.html
}

@test "mail: what would make it too long is left out, and it says so and ends well" {
	command -v python3 >/dev/null || skip "there is no python3"
	mail leadsla --report --by company
	[ "$(grep -c 'The rest is left out, since mail programs cut what is longer' mail.html)" = 1 ]
	tail -n 8 mail.html | grep -q 'Made by leadsla'
	[ "$(tail -n 1 mail.html)" = '</html>' ]
}

@test "mail: nothing of a cell is markup, and the same bytes for every -j" {
	command -v python3 >/dev/null || skip "there is no python3"
	printf 'id,created,g\n1,2026-01-01,"<b style=""x"">&amp; <script>alert(1)</script>"\n2,2026-01-02,"two\nlines"\n' >in.csv
	leadfunnel -q -e 'stage a at created' --by g --mail in.csv >mail.html
	$check mail.html
	[ "$(grep -ci '<script\|<b ' mail.html)" = 0 ]
	leadfunnel -q -a "$nordlicht" --by country --mail "$leads" >one
	leadfunnel -q -a "$nordlicht" --by country --mail -j 4 "$leads" | diff <(grep -v 'Courier New' one) <(grep -v 'Courier New')
	leadscore -q --mail </dev/null --allow-empty >mail.html
	printf 'id\n' | leadscore -q --mail >mail.html
	$check mail.html
}

@test "mail: what has no page has no mail" {
	fails leadscore --mail -f csv in.csv
	says 'leadscore: --mail is a page; leave out --format, or say html'
	fails leadreview --sheet -f html --mail "$leads"
	says 'leadreview: --mail is for reports, and a sheet is printed; leave it out'
	fails leadscore --print-agreement --mail
	says 'leadscore: --mail is for reports, and an agreement is printed; leave it out'
	[ "$(leadsla -q --report --mail "$leads" | head -c 200 | grep -c 'Content-Type')" = 1 ]
	leadsla -q --report --mail -f html "$leads" | grep -v 'Courier New' |
		diff - <(leadsla -q --report --mail "$leads" | grep -v 'Courier New')
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Every report, and every list of rows, is one page with the same frame.
load common

load pages

setup() {
	pages_setup
}

framed() { # page.html has all that a page begins and ends with, in that order
	[ "$(head -c 15 page.html)" = '<!DOCTYPE html>' ]
	[ "$(grep -c '<h1>' page.html)" = 1 ]
	grep -qx '<p class="mark">.* · [0-9a-f]\{6\}\( and .*\)*</p>' page.html
	grep -qx '<p>as of 31 Oct 2026 23:59 (Europe/Berlin).*</p>' page.html
	[ "$(grep -c '^<p class="answer">.*\.</p>$' page.html)" = 1 ]
	[ "$(grep -c '<table' page.html)" = "$(grep -c '<caption' page.html)" ]
	[ "$(grep -c '<div class="wide"' page.html)" = "$(grep -c '<div class="wide" tabindex="0" role="region" aria-label="[^"]' page.html)" ]
	[ "$(grep -c '<svg' page.html)" = "$(grep -c '<svg.*role="img".*aria-label="[^"]' page.html)" ]
	[ "$(grep -ciE '<script|https?:| src=|href|url\(|@import| on[a-z]+="' page.html)" = 0 ]
	grep -qx '<p class="note">This page again: <code>.*</code></p>' page.html
	grep -qx '<p class="note">Made by lead[a-z]* [0-9.]*\.</p>' page.html
}

again() { # the command that page.html says
	sed -n 's/^<p class="note">This page again: <code>\(.*\)<\/code><\/p>$/\1/p' page.html |
		sed "s/<[^>]*>//g; s/&quot;/\"/g; s/&#39;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g"
}

@test "every report and every list of rows is a page with a head, an answer, captions and its command" {
	touch decisions.csv
	leadreview -q --record "$examples/review/filled.csv" -s decisions.csv --reviewer Ann --at 2026-10-30 --skip-mistakes leads.csv || true
	commands >list
	n=0
	while read -r line; do
		eval "$line -q -f html" >page.html || { echo "failed: $line"; return 1; }
		framed || { echo "not framed: $line"; return 1; }
		n=$((n + 1))
	done <list
	[ "$n" = "$(wc -l <list)" ]
}

@test "the command at a page's end makes the same page, and how it ran is not in it" {
	for line in 'leadscore --summary' "leadscore --diff -e 'mql when score >= 55' -c email,score" \
		"leadfunnel --cohort month --window '90 days'" "leadsla --backlog -w 'country = \"DE\"' -c email"; do
		eval "$line -q -j 3 -f html -o page.html leads.csv"
		! again | grep -qE -- '-j|-o |-q' || return 1
		(unset LEADPIPE_AGREEMENT LEADPIPE_NOW && eval "$(again)" 2>/dev/null) | cmp - page.html
	done
}

@test "an empty input says so in a sentence, without a color" {
	head -1 leads.csv >empty.csv
	head -1 scored.csv >none.csv
	touch decisions.csv
	commands | grep -v -e --good-months -e --record | sed 's/leads\.csv/empty.csv/; s/scored\.csv/none.csv/' >list
	while read -r line; do
		eval "$line -q -f html" >page.html 2>err || { echo "failed: $line"; cat err; return 1; }
		framed || { echo "not framed: $line"; return 1; }
		[[ $line != *--promises* ]] || continue # one of 70 leads is missed by an input of none
		! grep -E 'class="([a-z]+ )?(good|bad)"' page.html || { echo "judges nothing: $line"; return 1; }
	done <list
	leadsla -q --backlog -f html empty.csv | grep -qxF '<p class="answer">There is no such lead.</p>'
	leadsla -q --report -f html empty.csv | grep -qxF '<p class="answer">No lead was handed over, so none waits.</p>'
}

texts() { # of the broad pictures
	sed -n '/<svg class="broad"/,/<\/svg>/s/^<text[^>]*>\(.*\)<\/text>$/\1/p' page.html
}

@test "pictures say what the tables say" {
	leadscore -q --summary -f html leads.csv >page.html
	leadscore -q --summary leads.csv | sed 's/"[^"]*"/quoted/' | grep '^rule,' >rules
	[ "$(wc -l <rules)" = 13 ]
	while IFS=, read -r _ _ _ _ _ _ _ conversion _ _ _ rest _; do
		texts | grep -qxF "$(awk -v a="$conversion" -v b="$rest" 'BEGIN { printf "%.1f%% against %.1f%%", a * 100, b * 100 }')"
	done <rules
	better=$(awk -F, '$18 == "yes" && $15 > 0' rules | wc -l)
	# once a rule, and once in the legend
	[ "$(sed -n '/<svg class="broad"/,/<\/svg>/p' page.html | grep -c 'h13 l-6.5 -11 z')" = $((better + 1)) ]
	leadbant -q --summary -f html scored.csv >page.html
	leadbant -q --summary scored.csv >out
	for c in budget authority need timing; do
		want=$(awk -F, -v c=$c '$2 == c && $1 ~ /^(yes|no|unknown)$/ { n[$1] = $3 } END { print n["yes"], n["no"], n["unknown"] }' out)
		texts | tr -d , | grep -qx "$(echo "$want" | sed 's/\(.*\) \(.*\) \(.*\)/\1 yes \2 no \3 unknown/')"
	done
	leadroute -q --report -f html leads.csv >page.html
	leadroute -q --report leads.csv >out
	more=$(grep -c ',more,' out)
	[ "$(sed -n '/<svg class="broad"/,/<\/svg>/p' page.html | grep -c 'h13 l-6.5 -11 z')" -ge "$more" ]
	[ "$(sed -n '/<svg class="broad"/,/<\/svg>/p' page.html | grep -c 'class="\(good\|bad\)"')" = 0 ]
	leadreview -q --record "$examples/review/filled.csv" -s decisions.csv --reviewer Ann --at 2026-10-30 --skip-mistakes leads.csv || true
	leadreview -q --status -s decisions.csv -f html leads.csv >page.html
	texts | grep ' = ' >sums
	[ -s sums ]
	while read -r a _ b _ c _ d _ all; do [ $((a + b + c + d)) = "$all" ]; done <sums
}

@test "a list of rows shows its rows, in their order, with the columns of -c" {
	leadscore -q --top 7 -c email,score -f html leads.csv >page.html
	leadscore -q --top 7 -c email,score leads.csv | sed 1d >want
	grep -qxF '<p class="answer">7 of 2,555 leads, best first.</p>' page.html
	sed -n 's/^<tr><th scope="row"[^>]*>\([^<]*\)<\/th><td[^>]*>\([^<]*\)<\/td><\/tr>$/\1,\2/p' page.html | cmp - want
	leadscore -q -j 4 --top 7 -c email,score -f html leads.csv | cmp - page.html
	leadscore -q -c email,score -f html leads.csv >page.html
	[ "$(grep -c '^<tr><th scope="row"' page.html)" -gt 2000 ]
	leadscore -q -c email,score -f html <leads.csv | grep -v -e '<p>as of' -e '<code>' | diff - <(grep -v -e '<p>as of' -e '<code>' page.html)
}

@test "a page of thousands of groups has the largest, in the report's order, says so and names the command for all" {
	# firm1 has 1 lead, firm2 2, ..., and the last ones of the alphabet are not the smallest
	awk 'BEGIN { print "email,client,created_at,mql_at"; for (f = 1; f <= 150; f++) for (i = 0; i < f; i++) printf "p%d@f%d.example,Firm %03d,2026-01-%02d,2026-09-01\n", i, f, f, 1 + f % 28 }' >in.csv
	unset LEADPIPE_AGREEMENT
	for report in 'leadfunnel --by client' 'leadfunnel --eventual --by client' 'leadfunnel --movement quarter --by client' 'leadsla --report --by client'; do
		$report -q -f html in.csv >page.html
		grep -q '^<p class="note">The 100 largest of 150 groups are here, (all) is of all leads; every group: <code>.*csv in.csv</code></p>$' page.html
		[ "$(grep -o 'Firm [0-9]*<' page.html | sort -u | wc -l)" = 100 ] # 51 to 150
		run ! grep -q 'Firm 050<' page.html
		grep -q '11,325' page.html # all leads
	done
	for report in 'leadfunnel --across month(created_at) --figure reached' 'leadsla --report --across month(created_at) --figure handed_over'; do
		$report -q --by client -f html in.csv >page.html
		grep -q '^<p class="note">The 100 largest of 150 groups are here' page.html
		[ "$(grep -c '^<tr><th scope="row".*Firm' page.html)" = 100 ]
		run ! grep -q 'Firm 050<' page.html
		grep -q '11,325' page.html
	done
	awk 'BEGIN { print "month,client,promised"; for (f = 1; f <= 300; f++) printf "2026-09,Firm %03d,%d\n", f, f }' >plan.csv
	for leads in 11325 210; do # of 150 firms, and of 20
		head -n $((leads + 1)) in.csv >few.csv
		leadfunnel -q --promises -e 'promise mql from "plan.csv" per month' --now 2026-09-30 --by client -f html few.csv >page.html
		grep -q '^<p class="note">The 100 largest of 300 groups are here' page.html
		[ "$(grep -o 'Firm [0-9]*<' page.html | sort -u | wc -l)" = 100 ]
		grep -q "${leads/11325/11,325} of 45,150" page.html # all firms
	done
	leadfunnel -q --promises -e 'promise 9 mql per month' --now 2026-09-30 --by client -f html in.csv >page.html
	run ! grep -q 'largest of' page.html # it is of no groups
	leadfunnel -q --by client --mail in.csv >mail.html
	[ "$(grep -o 'Firm [0-9]*<' mail.html | sort -u | wc -l)" = 19 ]
	grep -q 'The 19 largest of 150 groups' mail.html
	[ "$(leadfunnel -q --by client in.csv | cut -d, -f1 | sort -u | grep -c Firm)" = 150 ]
	leadfunnel -q --by client --limit 5 -f html in.csv >page.html
	run ! grep -q 'largest of' page.html
	grep -q '(other)' page.html
	leadfunnel -q --by 'month(created_at)' -f html in.csv >page.html
	run ! grep -q 'largest of' page.html
}

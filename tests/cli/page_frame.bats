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

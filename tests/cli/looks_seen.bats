# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Every page as people see it: in a browser, on a phone, in the dark, on paper, as a mail, and in browsers for text.
load common
load pages

setup() {
	sanitized "page_frame.bats makes the same pages, and mail.bats the mails"
	pages_setup
}

look() { # how, widths, folder
	python3 "$ROOT/tests/cli/looks.py" "$1" "$2" "$3"/*.html >found || { head -n 50 found; return 1; }
}

@test "pages in a browser: nothing is cut, lies on another or scrolls the page, and all can be read, by light and in the dark" {
	command -v python3 >/dev/null && command -v chromium >/dev/null || skip "there is no chromium or python3"
	make_pages pages -f html
	look light 1200,800,600,390 pages # 600 is 1200 at 200%
	look dark 1200,390 pages
}

@test "pages on paper: A4 and Letter have room for every table, and all can be read" {
	command -v python3 >/dev/null && command -v chromium >/dev/null || skip "there is no chromium or python3"
	make_pages pages -f html
	look print 917,947 pages # which the browser shrinks to three quarters
}

@test "mails in a browser: all can be read, and nothing is cut" {
	command -v python3 >/dev/null && command -v chromium >/dev/null || skip "there is no chromium or python3"
	make_pages mails --mail
	look light 700 mails
}

@test "what looks at pages sees what is wrong" {
	command -v python3 >/dev/null && command -v chromium >/dev/null || skip "there is no chromium or python3"
	mkdir bad
	leadscore -q --summary -f html leads.csv >bad/page.html
	sed -i 's/#23507f/#c0c0c0/; s/\.note{/.note{color:#ddd!important;/' bad/page.html
	run ! look light 1200 bad
	grep -q 'contrast .* in a picture' found
	grep -q 'contrast [0-9.]*: ' found
	sed 's/text x="0.0"/text x="-30"/' bad/page.html >bad/left.html
	run ! look light 1200 bad
	grep -q 'left.html at 1200: leaves its picture: ' found
	sed 's/max-width:44rem/width:99rem/' bad/page.html >bad/wide.html
	run ! look light 390 bad
	grep -q 'wide.html at 390: scrolls sideways: ' found
	sed 's/<text x="[0-9.]*"/<text x="300"/' bad/page.html >bad/over.html
	run ! look light 1200 bad
	grep -q 'over.html at 1200: lies on another: ' found
}

@test "browsers for text read a page: its answer, each picture as a sentence, and tables that are folded" {
	for need in python3 w3m lynx; do command -v $need >/dev/null || skip "there is no $need"; done
	make_pages pages -f html
	python3 "$ROOT/tests/cli/looks_text.py" pages/*.html
	leadsla -q --report -f html leads.csv >page.html
	w3m -dump -T text/html page.html | grep -q '^all leads: 115 (0.1 days 6'
	sed 's/<!-->//' page.html >bad.html
	run ! python3 "$ROOT/tests/cli/looks_text.py" bad.html
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Every page as a browser prints it.
load common
load pages

setup() {
	sanitized "page_frame.bats makes the same pages"
	for need in python3 chromium pdftotext pdftoppm; do command -v $need >/dev/null || skip "there is no $need"; done
	pages_setup
}

print() { # page ...
	python3 "$ROOT/tests/cli/looks_paper.py" "$@" >found || { head -n 50 found; return 1; }
}

@test "pages as PDF: all rows are there, under their heads, within the margins of A4 and Letter; dark stays on the screen" {
	make_pages pages -f html
	find pages -size +900k -delete # that many leads are no other page
	print pages/*.html
}

@test "what reads a PDF sees what is wrong" {
	mkdir bad
	leadsla -q --report -f html leads.csv >page.html
	sed 's/screen and (prefers-color-scheme/(prefers-color-scheme/' page.html >bad/1-dark.html
	sed 's/^details::.*//' page.html >bad/2-closed.html
	sed 's|^<footer>|<h2>Alone here</h2><p style="break-before:page">&|' page.html >bad/3-alone.html
	leadscore -q --top 60 -f html leads.csv | sed 's/^\.far.*//' >bad/4-wide.html
	leadscore -q --top 60 -c email,score -f html leads.csv | sed 's/^thead{.*/thead{display:table-row-group}/' >bad/5-head.html
	run ! print bad/*.html
	grep -q '^1-dark.html: printed in the dark it is dark$' found
	grep -q '^2-closed.html on A4: 2 rows have it, paper has 0: May$' found
	grep -q '^3-alone.html on Letter, sheet .: a heading at the end: Alonehere$' found
	grep -q "^4-wide.html on Letter, sheet 1: leaves the paper's margins: " found
	grep -q '^5-head.html on A4, sheet 2: a table without its head: Email$' found
	! grep -v '^[1-5]' found
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The package's changelog, out of the page of release notes: a section a release, the date below its head.
function flush() {
	n = split(item, word, " ")
	for (at = 1; at <= n; at++) {
		if (at == 1)
			line = "  *"
		else if (length(line) + length(word[at]) > 77) {
			print line
			line = "   "
		}
		line = line " " word[at]
	}
	if (item != "")
		print line
	item = ""
}
function signed() {
	flush()
	if (date != "") {
		"date -u -R -d '" date "'" | getline stamp
		print "\n -- Leadpipe contributors <contributors@leadpipe.example>  " stamp "\n"
	}
	date = ""
}
/^\.Sh / {
	signed()
	release = $2 ~ /^[0-9]/
	if (release)
		print "leadpipe (" $2 "-1) unstable; urgency=medium\n"
	next
}
!release { next }
date == "" { date = $0; next }
/^\.It/ { flush(); next }
/^\.[BE]l/ { next }
{
	gsub(/\\-/, "-")
	line = $1 == ".Xr" ? $2 "(" $3 ")" $4 : $1 == ".Fl" ? "-" $2 : $0
	item = item " " line
}
END { signed() }

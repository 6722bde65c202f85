# SPDX-License-Identifier: GPL-3.0-or-later
# The package's changelog, out of the page of release notes: a section a release, the date below its head.
function flush() {
	if (item != "")
		print "  * " item
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
	line = $0
	if (line ~ /^\.Xr /) {
		n = split(line, word, " ")
		line = word[2] "(" word[3] ")" (n > 3 ? word[4] : "")
	}
	item = item (item == "" ? "" : "\n    ") line
}
END { signed() }

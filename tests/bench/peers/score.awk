# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# For mawk -F, (which needs the plain file: it splits at every comma) and gawk --csv. No \b in awk: the
# title's words are looked for between what is no letter, digit or underscore.
BEGIN { OFS = "," }
function quoted(s) {
	if (s !~ /[",]/)
		return s
	gsub(/"/, "\"\"", s)
	return "\"" s "\""
}
NR == 1 {
	print $0, "score", "grade", "mql"
	next
}
{
	points = 0
	if (tolower($6) ~ /(^|[^a-z0-9_])(vp|director|chief|head)([^a-z0-9_]|$)/)
		points += 15
	if ($8 != "" && $8 + 0 >= 200)
		points += 10
	if ($8 != "" && $8 + 0 >= 1000)
		points += 5
	if ($9 == "Software")
		points += 10
	if ($10 == "DE" || $10 == "AT" || $10 == "CH" || $10 == "NL")
		points += 5
	if ($5 ~ /@webmail\.example$/)
		points -= 15
	points += $12 * 2 < 20 ? $12 * 2 : 20
	points += $13 * 8 < 16 ? $13 * 8 : 16
	if ($14 + 0 >= 2)
		points += 10
	if ($15 == "ROI Calculator" || $15 == "Buyer Guide")
		points += 8
	if ($16 >= "2026-09-01")
		points += 10
	if ($11 == "Purchased List" || $18 == "Unqualified")
		points -= 10
	points = points < 0 ? 0 : points > 100 ? 100 : points
	if (csv) { # gawk --csv takes the quotes off, and $0 must be put together again
		$7 = quoted($7)
		$20 = quoted($20)
	}
	grade = points >= 70 ? "A" : points >= 50 ? "B" : points >= 30 ? "C" : "D"
	mql = points >= 60 && $8 + 0 >= 50 ? "yes" : "no"
	print $0, points, grade, mql
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# `same lead by …` in an agreement: every tool reads it, and what isn't leadfold has no use for it.
load common

alike=$'same lead by email ignoring dots tags, `No Such Column`, lower(nor_this) with name
    apart when `Nowhere` differ
    keep nothing_of_that_name last present by never_seen
    keep * first present'

@test "same lead: tools of leads do as without it, and miss none of the columns that it names" {
	for tool in leadscore leadbant leadsla leadroute leadfunnel 'leadfunnel -j 4' 'leadscore --summary' 'leadsla --report'; do
		$tool -q -a "$nordlicht" "$leads" >want
		$tool -q -a "$nordlicht" -e "$alike" "$leads" >got 2>err
		cmp want got
		[ ! -s err ]
	done
}

@test "same lead: --fields checks its line, and binds none of its columns" {
	leadscore -q -a "$nordlicht" --fields "$leads" >want
	leadscore -q -a "$nordlicht" -e "$alike" --fields "$leads" >got
	cmp want got
	fails leadscore -a "$nordlicht" -e 'same lead by company' --fields "$leads"
	says "write 'company with name'"
}

@test "same lead: a full name is found under its usual headers, first its own" {
	found() { printf '%s\n' "$1" | leadscore -q -a empty.agreement --fields | sed -n 's/^name,\([^,]*\),.*/\1/p'; }
	printf 'score s\n' >empty.agreement
	[ "$(found 'id,Full Name')" = 'Full Name' ]
	[ "$(found 'id,Person - Name,Lead Name')" = 'Lead Name' ]
	[ "$(found 'Full Name,Name')" = Name ]
	[ "$(found 'id,Company Name')" = '' ]
	[ "$(found 'id,Deal Name,Account Name,Contact Name')" = '' ]
}

@test "same lead: -e says it anew, and leaves it out with a field that it names" {
	printf '%s\n' 'field region "Area"' 'same lead by email with region' '    at most 7 names' >a.agreement
	paper() { leadscore -a a.agreement "$@" --print-agreement -f markdown 2>err; }
	paper | grep -q '^1\. the \*mail address\*; and with it \*region\*, as it is written$'
	paper | grep -q 'under more than 7 different names'
	paper -e 'same lead by phone any name' >out
	grep -q '^1\. the \*phone number\*.*; whatever the names are$' out
	grep -q 'under more than 3 different names' out
	[ "$(grep -c 'the domain' out)" = 0 ]
	paper -e 'field other "Other"' >out
	[ "$(grep -c 'Which rows are one lead' out)" = 0 ]
	[ "$(cat err)" = "leadscore: a.agreement:2: 'same' is left out: it names 'region', which -e has replaced; '+field' adds to them" ]
	paper -e '+field other "Other"' | grep -q 'Which rows are one lead'
	fails leadscore -a a.agreement -e '+same lead by phone' --print-agreement -f markdown
	says "so replace it: leave out the +"
	fails leadscore -a a.agreement -e 'same lead by email' -e 'same lead by phone' --print-agreement -f markdown
	says "'same' is said a second time"
}

@test "same lead: the document is a page, too" {
	printf '%s\n' 'stage all' 'same lead by email' '    apart when `<b>&` differ' >a.agreement
	leadscore -a a.agreement --print-agreement -f html >page.html
	grep -q 'Which rows are one lead' page.html
	grep -q '&lt;b&gt;&amp;' page.html
	[ "$(grep -c '<b>&' page.html)" = 0 ]
}

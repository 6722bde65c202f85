# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Clocks as an agreement states them: what every command reads of them, and what -e leaves.
load common

setup_file() {
	export agreement=$BATS_FILE_TMPDIR/a.agreement
	cat >"$agreement" <<-'END'
		# Who answers, by when.
		stage mql at mql_at
		stage sal at sal_at
		exit lost at lost_at
		calendar office hours mon-fri 09:00-17:00
		bant need yes when a = 1
		sla accept from mql to sal or lost
		    within 2 office hours when fit >= 1
		    within 1 day when bant_need = "yes"
		    within 2 office days
		    pause from waiting_since to waiting_until
		sla call from sal to called_at within 4 hours
		benchmark compliance of accept 95%
		benchmark compliance of call 90%
		score fit
		    +1 when a = 1
	END
}

left() { # what is told when these statements are said on the command line
	local e=()
	for statement; do e+=(-e "$statement"); done
	printf 'a\n1\n' | leadscore -a "$agreement" "${e[@]}" 2>&1 >/dev/null | sed -n "s/^leadscore: .*a.agreement://p"
}

@test "sla: an agreement with clocks is read without a word by commands that have no use for them" {
	[ "$(printf 'a\n1\n' | leadscore -a "$agreement" 2>&1)" = "$(printf 'a,fit,score\n1,1,1')" ]
}

@test "sla: the columns that clocks and pauses name are read as times" {
	cat >in.csv <<-'END'
		waiting_since,waiting_until,called_at,a
		9 Mar 2026,2026-03-10,2026-03-11,1
		9 Apr 2026,2026-03-10,2026-03-11,1
		9 Apr 2026,2026-04-10,2026-03-11,1
	END
	leadscore -q -a "$agreement" -w 'waiting_since < waiting_until' -c waiting_since in.csv >out
	[ "$(tr '\n' ';' <out)" = 'waiting_since;9 Mar 2026;9 Apr 2026;' ]
	leadscore -q -a "$agreement" -w 'waiting_until < called_at' -c waiting_since in.csv >out
	[ "$(tr '\n' ';' <out)" = 'waiting_since;9 Mar 2026;9 Apr 2026;' ]
}

@test "sla: a clock whose stage, exit or calendar -e replaces is left out, and so is its benchmark" {
	[ "$(left 'stage mql at mql_at' 'stage won at sal_at')" = "\
7: 'sla' is left out: it names the stage 'sal', which -e has replaced
12: 'sla' is left out: it names the stage 'sal', which -e has replaced
13: 'benchmark' is left out: it names the sla 'accept', which is gone
14: 'benchmark' is left out: it names the sla 'call', which is gone" ]
	[ "$(left 'exit won at x')" = "\
7: 'sla' is left out: it names the exit 'lost', which -e has replaced
13: 'benchmark' is left out: it names the sla 'accept', which is gone" ]
	[ "$(left 'calendar shop hours mon 09:00-17:00')" = "\
8: 'sla' is left out: it names the calendar 'office', which -e has replaced
13: 'benchmark' is left out: it names the sla 'accept', which is gone" ]
	[ "$(left 'stage mql' 'stage sal at sal_at')" = "\
7: 'sla' is left out: it names the stage 'mql', which -e has replaced by one without 'at'
13: 'benchmark' is left out: it names the sla 'accept', which is gone" ]
}

@test "sla: a clock whose conditions name a score or an answer that -e replaces is left out" {
	[ "$(left 'score other' '  +1 when a = 1')" = "\
8: 'sla' is left out: it names 'fit', which -e has replaced
13: 'benchmark' is left out: it names the sla 'accept', which is gone" ]
	[ "$(left 'bant budget yes when a = 1')" = "\
9: 'sla' is left out: it names 'bant_need', which -e has replaced
13: 'benchmark' is left out: it names the sla 'accept', which is gone" ]
	[ "$(left 'bant budget yes when a = 1' 'bant need yes when a = 2')" = '' ]
}

@test "sla: -e says a clock in one line, and replaces the agreement's" {
	[ "$(left 'sla call from sal to called_at or lost within 1.5 office hours warn at 50% pause when a = 2')" = "\
13: 'benchmark' is left out: it names the sla 'accept', which -e has replaced" ]
	[ "$(left 'sla call from sal to called_at' '  within 2 hours when fit = 1' '  within 3 hours' 'sla accept from mql to sal within 1 day')" = '' ]
	fails leadscore -a "$agreement" -e 'sla call from sal to mql within 1 hour' "$leads"
	says "leadscore: -e:1:22: a clock goes forward: 'mql' does not come after 'sal'"
}

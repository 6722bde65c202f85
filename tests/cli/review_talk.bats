# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadreview on the terminal: keys in, screen out.
load common
load terminal

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	unset LEADPIPE_AGREEMENT LEADPIPE_DELIMITER LEADPIPE_REVIEWER LINES
	export leads=$ROOT/examples/leads.csv
	cat >review <<-END
		#!/bin/sh
		exec leadreview -q -a $ROOT/examples/nordlicht.agreement -e 'return recycled "Not now" "No budget this year" "No answer"' \
			-e 'return disqualified "Wrong contact" "Student"' -s d.csv "\$@"
	END
	chmod +x review
}

# Decisions without the times of who wrote them.
written() {
	cut -d, -f2- d.csv
}

# Starts a meeting of Sofie's, and waits for its first card.
meet() { # columns, lines, reviewer (Sofie), name of the terminal
	terminal "$1" "$2" "./review --reviewer ${3-Sofie} $leads" "${4-one}"
	sees '>'
}

@test "the card on 80 columns and 24 lines is 22 lines, below what was said and above the prompt" {
	meet 80 24
	shown >got
	cat >want <<'END'
leadreview: 115 leads wait for an answer; 23 of Sofie Lindqvist's
 1 of 23 · Sofie Lindqvist                                          31 Oct 2026
────────────────────────────────────────────────────────────────────────────────
 Göran Sjögren                                            A1  99   ckt  1009799
 Head of Field Service
 Mälaren Ventilation AB · 544 people · HVAC · SE
 GOERAN.SJOEGREN@MAELAREN-VENTILATION.EXAMPLE

 handed over  10 Oct 23:52      due 12 Oct 14:00     OVERDUE 19 days
 source       Webinar           owner Sofie Lindqvist, field

 Why   decides +20              page views +20           webinars +16
       200 people or more +15   named account +10
       asset near a decision +10                         looked at prices +8
 BANT  budget yes ($14,000)     authority yes
       need ?                   timing ?
 Ask   need: type  need yes | need no

 Note  (none)
 Past  (none)

────────────────────────────────────────────────────────────────────────────────
 accept [OWNER] · return REASON [until DATE] · later DATE · skip · undo · help
ckt>
END
	diff want got
	[ "$(wc -l <got)" -eq 24 ]
	types ''
	sees 'ckt>'
	diff <(sed -n '2,$p' want) <(sed -n '2,$p' got)
	keys C-d
	ends
	[ "$code" -eq 0 ]
	[ ! -e d.csv ]
}

@test "the card on 40 columns has a fact a line" {
	meet 40 24
	sees 'ckt>'
	shown | sed '/^$/d' >got
	cat >want <<'END'
leadreview: 115 leads wait for an
  answer; 23 of Sofie Lindqvist's
1/23 Sofie Lindqvist
Göran Sjögren                  A1 99 ckt
Mälaren Ventilation AB · SE
OVERDUE 19 d (due 12 Oct 14:00)
decides +20, page views +20,
webinars +16, 4 more: why
BANT y y ? ?   ask: need
a)ccept r)eturn l)ater s)kip h)elp
ckt>
END
	diff want got
}

@test "in between, no line of a card is wider than the screen, and it is no higher" {
	local width
	for width in 60 66 79 81 120 200; do
		meet "$width" 24
		sees 'ckt>'
		shown >got
		[ "$(wc -l <got)" -eq 24 ]
		[ "$(awk '/of 23/ { n++ } END { print n }' got)" -eq 1 ]
		grep -q '^ckt> *$' got
	done
	meet 80 16
	sees 'ckt>'
	shown >got
	grep -q '^1/23 Sofie Lindqvist$' got
	grep -q '^ckt> *$' got
}

@test "a meeting: answers, an acceptance, a return, a day later, an undo, and the sum" {
	meet 80 24
	types 'need yes'
	sees 'Need: yes. BANT 3 of 4: SQL now. Still to ask: timing'
	types a
	sees 'accepted 1009799 Göran Sjögren for Sofie Lindqvist   (undo: u)'
	sees '2 of 23'
	types 'r "no budget" until 1.1.'
	sees "returned 1001597 Göran Berg to recycled, 'No budget this year', back on"
	sees '2027-01-01   (undo: u)'
	types u
	sees 'undone: return of 1001597 Göran Berg (31 Oct 23:59). Its card again.'
	sees 'rwh>'
	types 'r wrong'
	sees "to disqualified, 'Wrong contact'"
	types 'later mon'
	sees 'stays in the backlog; next on the sheet Mon 2 Nov; the clock goes on'
	types 'a Tom'
	sees 'for Tom Whitfield'
	types 'note asked twice'
	sees 'noted of 1009331 Matthias Müller: asked twice'
	keys C-d
	sees '3 decided (2 accepted, 1 returned), 1 later, 19 left and 92 of others; all in'
	ends
	[ "$code" -eq 0 ]
	as_before
	written >got
	cat >want <<'END'
by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note
Sofie,1009799,2026-10-10T21:52:00Z,answer,,,,,Need=yes,
Sofie,1009799,2026-10-10T21:52:00Z,accept,,,Sofie Lindqvist,,,
Sofie,1001597,2026-02-11T13:55:00Z,return,recycled,No budget this year,,2027-01-01,,
Sofie,1001597,2026-02-11T13:55:00Z,undo,,,,,,
Sofie,1001597,2026-02-11T13:55:00Z,return,disqualified,Wrong contact,,,,
Sofie,1001024,2026-01-23T18:06:00Z,later,,,,2026-11-02,,
Sofie,1005207,2026-05-28T17:24:00Z,accept,,,Tom Whitfield,,,
Sofie,1009331,2026-10-18T07:19:00Z,answer,,,,,,asked twice
END
	diff want got
}

@test "what fits several, or nothing, decides nothing and says why" {
	meet 100 40
	types 'r no'
	sees "'no' fits several reasons: Not now, No budget this year, No answer; nothing decided"
	types r
	sees 'return needs a reason: Not now, No budget this year, No answer, Wrong contact, Student; nothing decided'
	types 'r because'
	sees 'that is none of the reasons: Not now'
	types 'accept Nobody'
	sees "no owner is 'Nobody', so nothing is decided"
	types 'accept "Tom Whitfeld"'
	sees "no owner is 'Tom Whitfeld', so nothing is decided; did you mean 'Tom Whitfield'?"
	types 'acept'
	sees "no command is 'acept'; did you mean 'accept'?"
	types n
	sees "'n' may be note, Need; nothing done"
	types 'later 2026-10-30'
	sees "'2026-10-30' is Fri 30 Oct, and it must be a day after today; nothing decided"
	types 'later'
	sees 'later needs a day'
	types 'r stud until 31.2.'
	sees "'31.2.' is not a date"
	types 'need maybe'
	sees "'maybe' is not yes or no, as Need is read; nothing written"
	types 'budget 20.000'
	sees "20 or 20000? '20.000' may be either; nothing written"
	types 'answer colour red'
	sees 'answer COLUMN VALUE takes one of the columns Budget, Need, Timeline'
	types 'show zzz'
	sees "no lead on the table is 'zzz'"
	types 'undo'
	sees "there is nothing of Sofie's to undo"
	types 'find contry = "GB"'
	sees "no column 'contry'; did you mean 'Country'?"
	sees '^^^^^^'
	types ''
	sees ' 1 of 23'
	keys C-d
	ends
	[ "$code" -eq 0 ]
	[ "$(written | wc -l)" -le 1 ]
}

@test "list, show, find, why, skip, progress and help write nothing" {
	meet 100 45
	types help
	sees 'return REASON [until DATE]'
	types 'find country = "GB"'
	sees '8 of 115 left; list, show N; find with nothing: all'
	sees '4 of 23'
	types list
	sees '>mpp  A1   73 Peter Cooper'
	sees_no 'rwh A2'
	types 'show 6'
	sees "Emma O'Neill"
	types 'why'
	sees 'grade B2'
	types 'show 7'
	sees 'Ask authority; need: type need yes | need no'
	types 'show 6'
	types skip
	sees 'skipped hvf until you leave; nothing is written'
	sees 'Peter Campbell'
	types find
	sees 'all 115 that are left'
	types 'find country = "XX"'
	sees 'none of 115 left; the list stays as it was'
	types 'show 1001597'
	sees 'rwh>'
	types 'show ckt-'
	sees 'ckt>'
	types progress
	sees 'Sofie Lindqvist: 0 of 23 decided (0 accepted, 0 returned), 0 later, 23 left'
	types quit
	sees 'nothing decided, 23 left and 92 of others'
	ends
	[ "$(written | wc -l)" -le 1 ]
}

@test "the next meeting goes on where this one stopped, and takes back what it wrote" {
	meet 80 24
	types a
	sees 'rwh>'
	types 'later +3 days'
	sees 'sct>'
	keys C-d
	ends
	meet 80 24
	sees "113 leads wait for an answer; 21 of Sofie Lindqvist's; 2 more are decided"
	sees 'sct>'
	types u
	sees 'undone: putting off of 1001597 Göran Berg'
	sees 'rwh>'
	types u
	sees 'undone: acceptance of 1009799 Göran Sjögren'
	types u
	sees "there is nothing of Sofie's to undo"
}

@test "who was put off, or returned until a day, is on the table again on that day" {
	printf '%s\n' 'show 1009799' 'later 2026-11-02' 'show 1001597' 'return "not now" until 2026-11-03' >c
	./review --reviewer Sofie --commands c "$leads" >out
	on() { LEADPIPE_NOW=$1 ./review --reviewer Sofie --commands "$2" "$leads"; }
	printf '%s\n' list >l
	on 2026-11-01 l >out
	run ! grep -E 'Göran (Sjögren|Berg)' out
	on 2026-11-02 l >out
	grep -q 'Göran Sjögren' out
	run ! grep 'Göran Berg' out
	on 2026-11-03 l >out
	grep -q 'Göran Berg' out
	# also where the CRM knows of the return
	sed '/^1001597,/ s/,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*$/,2026-10-31 12:00,Not now,,,,/' "$leads" >applied.csv
	run ! cmp -s applied.csv "$leads"
	leads=applied.csv
	on 2026-11-02 l >out
	run ! grep 'Göran Berg' out
	on 2026-11-03 l >out
	grep -q 'Göran Berg' out
}

@test "a terminal that can do nothing is enough" {
	TERM_HERE=dumb meet 80 24
	types 'need yes'
	sees 'Need: yes. BANT 3 of 4'
	types a
	sees 'rwh>'
	keys C-d
	sees '1 decided (1 accepted, 0 returned), 22 left'
	ends
	as_before
}

resized() { # columns
	term resize-window -x "$1" -y 30
	sleep 1 # tmux tells the process a little later
}

@test "a window that is resized in the middle gets cards of its new size" {
	meet 80 24
	resized 40
	types ''
	sees '1/23 Sofie Lindqvist'
	resized 90
	types a
	sees ' 2 of 23 · Sofie Lindqvist · 1 accepted'
	keys C-d
	ends
	[ "$code" -eq 0 ]
}

@test "two at once: what another has decided since the card was shown is said, and overruled only when said again" {
	meet 100 30
	meet 100 30 Mehmet two
	types 'show ckt'
	sees 'ckt>'
	types 'return wrong'
	sees "returned 1009799"
	screen=$BATS_TEST_TMPDIR/one
	types a
	sees "1009799 Göran Sjögren was returned by Mehmet, 31 Oct 23:59, 'Wrong contact'; nothing"
	types a
	sees 'accepted 1009799'
	types 'show ckt'
	sees 'accepted by Sofie'
	types 'r stud'
	sees "returned 1009799 Göran Sjögren to disqualified, 'Student'"
	keys C-d
	ends
	screen=$BATS_TEST_TMPDIR/two
	keys C-d
	ends
	[ "$(written | grep -c 1009799)" -eq 3 ]
}

@test "a lead's texts are forgotten by another run in between: the meeting goes on" {
	meet 100 30
	types 'note a word'
	sees 'noted of'
	types 'a Tom'
	sees 'rwh>'
	types 'show ckt'
	sees 'a word'
	leadreview -q --forget 1009799 -s d.csv
	types 'r stud'
	sees "returned 1009799 Göran Sjögren to disqualified, 'Student'"
	keys C-d
	ends
	[ "$(written | grep -c 1009799)" -eq 3 ]
	run ! grep word d.csv
}

@test "two at once decide the same: it is written once" {
	meet 100 30
	meet 100 30 Mehmet two
	types 'show ckt'
	sees 'ckt>'
	types 'a Tom'
	sees 'for Tom Whitfield'
	screen=$BATS_TEST_TMPDIR/one
	types 'a Tom'
	sees 'was accepted by Mehmet, 31 Oct 23:59, for Tom Whitfield: nothing to add'
	sees 'rwh>'
	[ "$(written | grep -c 1009799)" -eq 1 ]
}

@test "killed in the middle: all that was said to be written is there" {
	meet 80 24
	types a
	sees 'rwh>'
	kill -9 "$(process)"
	ends
	[ "$code" -eq 137 ]
	written | grep -q ',accept,,,Sofie Lindqvist'
	meet 80 24
	sees 'rwh>'
	keys Up
	sees 'rwh> a'
}

@test "Ctrl-C clears the line, and Ctrl-D leaves only an empty one" {
	meet 80 24
	keys -l accept
	keys C-c
	sees 'accept^C'
	keys -l xy
	keys Home C-d
	sees 'ckt> y'
	keys C-c
	types ''
	sees ' 1 of 23'
	keys C-d
	sees 'nothing decided'
	ends
	[ "$code" -eq 0 ]
	as_before
	[ ! -e d.csv ]
}

@test "SIGTERM and SIGHUP give the terminal back and end the meeting by that signal" {
	local signal
	for signal in TERM:143 HUP:129; do
		meet 80 24
		keys -l acc
		sees 'ckt> acc'
		kill "-${signal%:*}" "$(process)"
		ends
		[ "$code" -eq "${signal#*:}" ]
		as_before
		sees 'nothing decided, 23 left'
	done
}

@test "Ctrl-Z gives the terminal to the shell, and fg goes on" {
	screen=$BATS_TEST_TMPDIR/one
	term -f /dev/null new-session -d -x 80 -y 24 -c "$BATS_TEST_TMPDIR" 'PS1="sh: " exec bash --norc -i'
	types "./review --reviewer Sofie $leads"
	sees 'ckt>'
	keys -l acc
	sees 'ckt> acc'
	keys C-z
	sees 'Stopped'
	types fg
	sees 'ckt> acc'
	keys C-u
	types a
	sees 'rwh>'
	keys C-d
	sees '1 decided (1 accepted'
}

@test "TAB completes commands, owners, reasons, columns, values and days" {
	meet 100 40
	keys -l acc
	keys Tab
	sees 'ckt> accept'
	keys -l 'meh'
	keys Tab
	sees 'accept Mehmet Yılmaz'
	keys C-u
	keys -l 'ret no b'
	keys Tab
	keys C-u
	keys -l 'return wr'
	keys Tab
	sees 'return Wrong contact'
	keys -l 'un'
	keys Tab
	keys -l 'tom'
	keys Tab
	sees 'return Wrong contact until tomorrow'
	keys C-u
	keys -l 'return no'
	keys Tab Tab
	sees 'No answer'
	sees 'No budget this year'
	keys C-u
	keys -l 'need '
	keys -l y
	keys Tab
	sees 'need yes'
	keys C-u
	keys -l 'answer bud'
	keys Tab
	sees 'answer Budget'
	keys C-u
	keys -l 'find Coun'
	keys Tab
	sees 'find Country'
	keys C-u C-d
	ends
	[ ! -e d.csv ]
}

@test "what is typed is remembered in a file of the user's alone" {
	umask 022
	meet 80 24
	types 'note a word'
	sees 'noted of'
	keys C-d
	ends
	[ "$(stat -c %a state/leadpipe/review_history)" = 600 ]
	[ "$(stat -c %a state/leadpipe)" = 700 ]
	[ "$(cat state/leadpipe/review_history)" = 'note a word' ]
	# shellcheck disable=SC2016
	terminal 80 24 "unset XDG_STATE_HOME; HOME=\$PWD/home ./review --reviewer Sofie $leads"
	sees 'ckt>'
	types progress
	sees 'all: '
	[ "$(cat home/.local/state/leadpipe/review_history)" = progress ]
}

@test "a history that can't be kept is noted, and the meeting held" {
	touch file
	terminal 80 30 "XDG_STATE_HOME=\$PWD/file ./review --reviewer Sofie $leads 2>err; cat err"
	sees 'ckt>'
	keys C-d
	ends
	[ "$code" -eq 0 ]
}

@test "inputrc has settings for it: \$if leadreview" {
	# shellcheck disable=SC2016
	printf '%s\n' '$if leadreview' '"\C-o": "why"' '$endif' >rc
	terminal 80 40 "INPUTRC=\$PWD/rc ./review --reviewer Sofie $leads"
	sees 'ckt>'
	keys C-o Enter
	sees 'score 99, grade A1'
}

@test "leads from a pipe: commands from the terminal, and nothing on standard output" {
	terminal 80 24 "cat $leads | ./review --reviewer Sofie >out"
	sees '/dev/tty'
	sees 'ckt>'
	types a
	sees 'rwh>'
	keys C-d
	ends
	[ "$code" -eq 0 ]
	[ ! -s out ]
	[ "$(written | wc -l)" -eq 2 ]
}

@test "an answer moves the questions on also where leadbant has looked at the leads before" {
	export LEADPIPE_AGREEMENT=$ROOT/examples/nordlicht.agreement
	leadscore -q "$leads" | leadbant -q | leadsla -q >scored.csv
	printf '%s\n' 'show 1009799' 'need yes' >c
	leadreview -q -s d.csv --commands c scored.csv >out
	grep -qx 'Need: yes. BANT 3 of 4. Still to ask: timing' out
}

@test "lines that are pasted are run one after the other" {
	meet 80 24
	keys 'need yes' Enter a Enter 'later mon' Enter
	sees 'sct>'
	keys C-d
	ends
	[ "$(written | cut -d, -f4 | tr '\n' ' ')" = 'decision answer accept later ' ]
}

@test "where all is decided, the last decision can still be undone" {
	terminal 80 24 "./review -w 'id = \"1009799\"' --reviewer Sofie $leads"
	sees 'leadreview: 1 lead waits for an answer; 1 of'
	types a
	sees 'nobody is left; quit, or show REF to decide again'
	types list
	sees 'nobody is left'
	keys C-d
	ends
	terminal 80 24 "./review -w 'id = \"1009799\"' --reviewer Sofie $leads"
	sees 'leadreview: nobody waits for an answer; 1 more is decided or put off'
	types u
	sees 'undone: acceptance of 1009799'
	sees 'ckt>'
}

@test "a screen without UTF-8 gets ASCII" {
	terminal 80 24 "LC_ALL=C ./review --reviewer Sofie $leads"
	sees 'ckt>'
	shown >got
	[ -z "$(tr -d '\n -~' <got)" ]
	sees 'G?ran Sj?gren'
}

@test "a lead that its own answers turn into none keeps its card" {
	terminal 80 30 "./review -e 'ignore when need = no' --reviewer Sofie $leads"
	types 'show rwh'
	sees 'rwh>'
	types 'need no'
	sees 'Need: no'
	types 'show'
	sees 'Göran Berg'
	types 'r not'
	sees "returned 1001597"
}

@test "a meeting of nobody says so" {
	terminal 80 24 "./review -w 'country = \"XX\"' $leads"
	sees 'leadreview: nobody waits for an answer'
	ends
	[ "$code" -eq 0 ]
}

@test "only -w chooses who is on the table; a reviewer who is no owner has no leads of their own" {
	terminal 80 24 "./review -w 'country = \"GB\"' --reviewer Boss $leads"
	sees 'leads wait for an answer'
	sees_no "'s"
	sees ' 1 of '
	types quit
	ends
}

@test "without -s, without a terminal, or with the leads and the commands in one pipe it is an error" {
	fails leadreview "$leads"
	says 'name one: -s decisions.csv'
	fails setsid -w sh -c "leadreview -s d.csv <$leads"
	says 'there is no terminal to hold the meeting on'
	says '--commands FILE'
	fails sh -c "leadreview -s d.csv --commands - <$leads"
	says "the leads and the commands can't both be standard input"
	fails leadreview -s d.csv --commands nowhere "$leads"
	says 'nowhere: '
}

@test "commands from a file or a pipe: said on standard output; the file run again adds nothing" {
	cat >c <<-'END'
		# the meeting of Friday

		show 1009799
		need yes
		accept
		show rwh
		return "no budget" until 2027-01-01
		note calls "back", after the fair
		show sct
		later 2026-11-02
	END
	./review --reviewer Sofie --commands c "$leads" >out
	cat >want <<-'END'
		1009799 Göran Sjögren
		Need: yes. BANT 3 of 4: SQL now. Still to ask: timing
		accepted 1009799 Göran Sjögren for Sofie Lindqvist
		1001597 Göran Berg
		returned 1001597 Göran Berg to recycled, 'No budget this year', back on 2027-01-01
		noted of 1001597 Göran Berg: calls "back", after the fair
		1001024 Heike Gruber
		1001024 Heike Gruber stays in the backlog; next on the sheet Mon 2 Nov; the clock goes on
		2 decided (1 accepted, 1 returned), 1 later, 20 left and 92 of others; all in d.csv
	END
	diff want out
	cp d.csv once
	sed 's/$/\r/' c >crlf
	./review --reviewer Sofie "$leads" <crlf >out
	cmp d.csv once
	grep -q 'nothing to add' out
	[ "$(stat -c %a d.csv)" = 600 ]
}

@test "without a roster and without reasons any owner and any reason will do, and exits are named before" {
	cat >a.agreement <<-'END'
		stage mql at handed
		stage sal at taken
		exit recycled at back reason why
		exit lost when status = "Lost"
		handover mql to sal
		bant budget yes when number(`Deal Size`) > 3
		bant need yes when status = "x y"
	END
	cat >l.csv <<-'END'
		id,name,owner,handed,taken,back,why,status,Deal Size
		1,Ann,Tomasz Kowal,2026-10-01,,,,,
		2,Bob,,2026-10-02 10:00,,,,,
		2,Bob,,2026-10-02 10:00,,,,,
		00123,Cas,Zoe,2026-10-03,,,,,
		=5+1,Dee,Zoe,2026-10-04,,,,,
		,Nobody,,2026-10-05,,,,,
	END
	printf '%s\n' 'show 1' 'accept to' 'show 2' 'accept "To"' 'show 00123' 'return too small' \
		'return lost' \
		'return lost: because of until until 2027-01-01' 'show =5+1' 'accept Newman' 'answer "deal size" 5' \
		'deal size 4' 'status x y' >c
	leadreview -q -a a.agreement -s d.csv --reviewer me --commands c l.csv >out
	cat >want <<-'END'
		1 Ann
		accepted 1 Ann for Tomasz Kowal
		2 Bob
		accepted 2 Bob for To
		00123 Cas
		returned 00123 Cas to recycled, 'too small'
		returned 00123 Cas to lost
		returned 00123 Cas to lost, 'because of until', back on 2027-01-01
		=5+1 Dee
		accepted =5+1 Dee for Newman
		Deal Size: 5. BANT 1 of 2. Still to ask: need
		Deal Size: 4. BANT 1 of 2. Still to ask: need
		status: x y. BANT 2 of 2
		4 decided (3 accepted, 1 returned), 0 left; all in d.csv
	END
	diff want out
	written | sed 1d >got
	cat >want <<-'END'
		me,1,2026-10-01,accept,,,Tomasz Kowal,,,
		me,2,2026-10-02T10:00:00Z,accept,,,To,,,
		me,00123,2026-10-03,return,recycled,too small,,,,
		me,00123,2026-10-03,return,lost,,,,,
		me,00123,2026-10-03,return,lost,because of until,,2027-01-01,,
		me,'=5+1,2026-10-04,accept,,,Newman,,,
		me,'=5+1,2026-10-04,answer,,,,,Deal Size=5,
		me,'=5+1,2026-10-04,answer,,,,,Deal Size=4,
		me,'=5+1,2026-10-04,answer,,,,,status=x y,
	END
	diff want got
	fails sh -c 'printf "%s\n" "show 00123" "deal ten" | leadreview -q -a a.agreement -s d.csv --reviewer me l.csv'
	says "standard input:2: 'ten' is not a number, as Deal Size is read; nothing written"
}

@test "the first mistake of a file stops it with its line; what came before stands" {
	printf '%s\n' '# head' 'show 1009799' 'accept tom' '' 'acept' 'show rwh' 'accept tom' >c
	fails ./review --reviewer Sofie --commands c "$leads"
	says "c:5: no command is 'acept'; did you mean 'accept'?"
	[ "$(<out)" = '1009799 Göran Sjögren
accepted 1009799 Göran Sjögren for Tom Whitfield
1 decided (1 accepted, 0 returned), 22 left and 92 of others; all in d.csv' ]
	[ "$(written | wc -l)" -eq 2 ]
	fails ./review --reviewer Sofie "$leads" <<<'accept'
	says 'standard input:1: no lead is current; name one: show REF'
	fails ./review --reviewer Sofie "$leads" <<<'show 3'
	says "no lead on the table is '3'; name it by its ref or its id"
	fails ./review --reviewer Sofie "$leads" <<<'undo'
	says 'undo takes back another decision each time'
	fails ./review --reviewer Sofie "$leads" <<<'find contry = 1'
	says "standard input:1: find:1:1: no column 'contry'; did you mean 'Country'?"
	says '^^^^^^'
	[ "$(written | wc -l)" -eq 2 ]
}

@test "an output that can't be written stops a file before it decides more" {
	fails sh -c "printf '%s\n' 'show rwh' accept | ./review --reviewer Sofie $leads >/dev/full"
	says "standard output: can't be written"
	[ "$(written | wc -l)" -le 1 ]
}

@test "decisions that can't be written end the meeting with an error" {
	mkdir there
	fails sh -c "printf '%s\n' 'show rwh' accept | ./review -s there/d/e.csv --reviewer Sofie $leads"
	says 'there/d/e.csv'
	terminal 80 24 "./review -s there/d/e.csv --reviewer Sofie $leads"
	ends
	[ "$code" -eq 2 ]
	sees "there/d/e.csv: decisions can't be written there"
	as_before
	terminal 80 24 "./review -s there/e.csv --reviewer Sofie $leads"
	sees 'ckt>'
	rmdir there
	types a
	ends
	[ "$code" -eq 2 ]
	sees 'there/e.csv'
	as_before
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Kessler Analytik, the example with a story: its figures, and the job that looks every night.

setup() {
	export LEADPIPE_AGREEMENT=kessler.agreement LEADPIPE_NOW=2026-06-30
	# A copy, so that nothing which a test writes stays in the example.
	cp -R "$ROOT/examples/backlog" "$BATS_TEST_TMPDIR/kessler"
	cd "$BATS_TEST_TMPDIR/kessler" || exit
}

@test "backlog: every awk here writes the same bytes as are kept" {
	for awk in awk mawk gawk original-awk "busybox awk"; do
		command -v "${awk%% *}" >/dev/null || continue
		# shellcheck disable=SC2086
		LC_ALL=C $awk -f generate.awk | cmp - leads.csv
	done
}

@test "backlog: every address ends in .example" {
	run bash -c "cat leads.csv nightly.sh crontab holidays.ics | grep -oiE '[a-z0-9._-]+@[a-z0-9.-]+' | grep -vi '\.example$'"
	[ "$status" -eq 1 ]
	[ "$output" = "" ]
}

rate() { # at the end of which day: in percent, without what is after the point
	leadsla -q --trend month leads.csv | awk -F, -v at="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == "backlog_rate") column = i }
		$1 == at { print int($column * 100) }'
}

@test "backlog: it grows to 68%, and three months later it is 13%" {
	[ "$(rate 2026-03-31)" = 68 ]
	[ "$(rate 2026-06-30)" = 13 ]
	before=0
	for month in 2025-09-30 2025-10-31 2025-11-30 2025-12-31 2026-01-31 2026-02-28 2026-03-31; do
		[ "$(rate "$month")" -gt "$before" ]
		before=$(rate "$month")
	done
	for month in 2026-04-30 2026-05-31 2026-06-30; do
		[ "$(rate "$month")" -lt "$before" ]
		before=$(rate "$month")
	done
}

@test "backlog: what is new is held to the benchmark: under it before the meetings and no longer after them" {
	verdict() { leadsla -q --report --last '30 days' --now "$1" leads.csv | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "verdict") column = i; next } { print $column }'; }
	[ "$(verdict 2026-03-31)" = under ]
	[[ "$(verdict 2026-06-30)" =~ ^(at|over)$ ]]
}

@test "backlog: in April 70 of 136 old leads leave the backlog, 77 younger ones, and 26 come to wait" {
	leadsla -q --backlog --now 2026-03-31 -c 'record_id,mql_at' leads.csv | sed 1d >"$BATS_TEST_TMPDIR/march"
	leadsla -q --backlog --now 2026-04-30 -c record_id leads.csv | sed 1d | sort >"$BATS_TEST_TMPDIR/april"
	cd "$BATS_TEST_TMPDIR" || exit
	[ "$(wc -l <march)" = 493 ]
	[ "$(wc -l <april)" = 372 ]
	awk -F, '$2 < "2025-12-31" { print $1 }' march | sort >old # over 90 days before
	[ "$(wc -l <old)" = 136 ]
	[ "$(comm -23 old april | wc -l)" = 70 ]
	[ "$(cut -d, -f1 march | sort | comm -23 - april | wc -l)" = 147 ]
	[ "$(cut -d, -f1 march | sort | comm -13 - april | wc -l)" = 26 ]
}

# ---- nightly.sh, started as cron does: no environment, no terminal, and here a folder with a space

at_night() { # further settings, as NAME=value
	home="$BATS_TEST_TMPDIR/at night"
	mkdir -p "$home/tmp"
	[ -e "$home/leads.csv" ] || cp nightly.sh kessler.agreement holidays.ics leads.csv "$home"
	printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s"\ncat >"%s"\n' "$home/arguments" "$home/mail" >"$home/send mail"
	chmod +x "$home/send mail"
	rm -f "$home/mail" "$home/arguments"
	cd / || exit
	run env -i PATH="${BIN:-$ROOT/bin}" TMPDIR="$home/tmp" SENDMAIL="$home/send mail" LEADPIPE_NOW=2026-06-30 "$@" \
		/bin/sh "$home/nightly.sh" </dev/null
	cd "$BATS_TEST_TMPDIR/kessler" || exit
	[ -z "$(ls -A "$home/tmp")" ]
}

# The export is these rows, and what at_night left is forgotten.
export_of() {
	home="$BATS_TEST_TMPDIR/at night"
	mkdir -p "$home"
	cp nightly.sh kessler.agreement holidays.ics "$home"
	{ head -n 1 leads.csv; cat; } >"$home/leads.csv"
}

lead() { # record, when handed over, when accepted
	echo "$1,29.06.2026 08:00,Eva,Böhm,eva.boehm@x.example,Labor,DE,Website,Demo,Open,Nele Hartung,$2,,,$3,,,,,,,"
}

header() { # name
	sed '/^$/q' "$home/mail" | sed -n "s/^$1: //p"
}

decoded() { # quoted-printable
	local text
	text=$(sed -e ':more' -e '/=$/{ N; s/=\n//; b more' -e '}' -e 's/\\/\\\\/g; s/=\(..\)/\\x\1/g')
	[ -z "$text" ] || printf '%b\n' "$text"
}

part() { # 1: the text, 2: the page, 4: the file
	awk -v n="$1" '
		/^--=_leadpipe_/ { k++; body = 0; next }
		k == n + 1 && body
		$0 == "" { body = 1 }' "$home/mail" | decoded
}

# A mail of the tool's, as nightly.sh has it: there the file is named from the root.
mailed() { # tool and options
	"$@" -q --mail "$home/leads.csv" | grep -v 'Courier New'
}

@test "backlog: nightly.sh says and sends nothing if nobody is overdue" {
	{ lead 1 '2026-06-29 09:00' '2026-06-29 10:00'; lead 2 '2026-06-30 16:00' ''; } | export_of
	at_night
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ ! -e "$home/mail" ]
}

@test "backlog: nightly.sh sends the page and a text if somebody is overdue" {
	at_night
	[ "$status" -eq 1 ]
	[ "$output" = "" ]
	[ "$(tr '\n' ' ' <"$home/arguments")" = "-t -i " ]
	[ "$(header To)" = "marketing@kessler-analytik.example, sales@kessler-analytik.example" ]
	n=$(leadsla -q -w 'accept_status = "overdue"' -c record_id leads.csv | sed 1d | wc -l)
	[ "$(header Subject)" = "Leads 2026-06-30: $n are overdue" ]
	[ "$(header MIME-Version)" = 1.0 ]
	[ "$(header Content-Type)" = 'multipart/mixed; boundary="=_leadpipe_="' ]
	[ "$(grep -c '^Content-Transfer-Encoding: quoted-printable$' "$home/mail")" = 3 ]
	# Seven bits, short lines, nothing that the way could eat.
	[ -z "$(LC_ALL=C tr -d '\011\012\040-\176' <"$home/mail")" ]
	[ -z "$(grep -E '.{77}|[[:blank:]]$' "$home/mail")" ]
	{
		mailed leadsla --report | sed '/^<\/body>$/,$d'
		mailed leadfunnel --promises | sed '1,/^<body/d'
	} >"$home/page"
	part 2 | grep -v 'Courier New' | diff - "$home/page"
	leadsla -q --backlog -c record_id,institution,asked_for,owner,accept_due,accept_hours --spreadsheet leads.csv >"$home/list.csv"
	part 4 | cmp - "$home/list.csv"
	leadsla -q --report -f table leads.csv >"$home/table"
	part 1 | head -n "$(wc -l <"$home/table")" | cmp - "$home/table"
	first=$(leadsla -q --backlog -c institution leads.csv | sed -n 2p)
	part 1 | grep -A 4 "^Overdue, the longest first: 40 of $n\$" | tail -n 1 | grep -F "$first"
	part 1 | grep -F "leadsla: $n leads are overdue"
}

@test "backlog: nightly.sh writes what a program that reads mail understands" {
	command -v python3 >/dev/null || skip "there is no python3"
	at_night
	python3 - "$home/mail" <<-'END'
		import csv, email, email.policy, io, sys
		mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
		assert not [p.defects for p in mail.walk() if p.defects]
		assert mail['Subject'].startswith('Leads 2026-06-30: ') and mail['Auto-Submitted'] == 'auto-generated'
		kinds = [p.get_content_type() for p in mail.walk()]
		assert kinds == ['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'text/csv'], kinds
		text, page = (mail.get_body([kind]).get_content() for kind in ('plain', 'html'))
		assert 'Overdue, the longest first' in text and page.startswith('<!DOCTYPE html>')
		assert page.count('</html>') == 1 and page.rstrip().endswith('</html>') and len(page.encode()) <= 101000
		attached = list(mail.iter_attachments())
		assert [a.get_filename() for a in attached] == ['backlog-2026-06-30.csv']
		rows = list(csv.reader(io.StringIO(attached[0].get_content().lstrip('\ufeff'), newline='')))
		assert attached[0].get_content().startswith('\ufeff') and len(rows) > 40 and len({len(r) for r in rows}) == 1
	END
}

# The lines of the text that begin so, with one space between their cells.
said() {
	part 1 | tr -s ' ' | grep -E "^$1"
}

@test "backlog: nightly.sh sends how the backlog moved in the latest months, and what was promised" {
	at_night
	leadsla -q --trend month leads.csv | tail -n 3 | awk -F, '{ print substr($1, 1, 7), $35, $36, $37, $38, $43 }' >"$home/want"
	part 1 | sed -n '/^month /,/^opening/p' >"$home/moved"
	[ "$(head -n 1 "$home/moved" | tr -s ' ')" = "month opening came in accepted given back closing left over" ]
	grep '^opening + came in - accepted - given back = closing;' "$home/moved"
	awk '/^2026/ { print $1, $2, $3, $4, $5, $6 }' "$home/moved" | diff "$home/want" -
	[ "$(wc -L <"$home/moved")" -le 80 ]
	part 1 | sed -n '/^inquiries handed over$/,/^$/p' | grep -c '^2026' | grep -x 3
	[ "$(said '2026-06 80')" = "2026-06 80 91 114% 80 91 86 met" ]
	said '2026-06 20' | grep 'open: no leads'
	at_night PERIODS=1
	[ "$(said '20[0-9-]+ ' | wc -l)" = 3 ]
	# Each clock has a table.
	echo 'sla qualify from sal to sql within 30 days' >>"$home/kessler.agreement"
	at_night PERIODS=2
	part 1 | sed -n '/^month /,/^opening/p' | grep -o '^2026-..' | tr '\n' ' ' |
		grep -x '2026-05 2026-06 2026-05 2026-06 '
}

@test "backlog: nightly.sh is alarmed by a promise that is behind, or by what PROMISES_WHEN says" {
	export_of < <(lead 1 '2026-06-01 09:00' '2026-06-01 10:00'; lead 2 '2026-06-02 09:00' '2026-06-02 10:00')
	at_night LEADPIPE_NOW=2026-06-15
	[ "$status" -eq 1 ]
	[ "$output" = "" ]
	[ "$(header Subject)" = "Leads 2026-06-15: look at the promises" ]
	[[ "$(said '2026-06 80 2 ')" == *" behind" ]]
	part 1 | grep -F 'leadfunnel: --fail-when holds for 1 row of the report'
	[[ "$(part 2 | grep -oE 'font-weight:bold;color:#1c2128;padding-top:16px[^>]*>[A-Z][a-z]*' | sed 's/.*>//' | tr '\n' ' ')" = "Promises Backlog " ]]
	# It is missed when the month is over, which alone is no reason for a mail each night.
	at_night
	[ "$status" -eq 0 ]
	[ ! -e "$home/mail" ]
	at_night PROMISES_WHEN='verdict = "missed" and period = "2026-06"'
	[ "$status" -eq 1 ]
	[ "$(header Subject)" = "Leads 2026-06-30: look at the promises" ]
	at_night LEADPIPE_NOW=2026-06-15 PROMISES_WHEN=
	[ "$status" -eq 0 ]
	[ ! -e "$home/mail" ]
	lead 3 '2026-06-01 09:00' '' >>"$home/leads.csv"
	at_night LEADPIPE_NOW=2026-06-15
	[ "$(header Subject)" = "Leads 2026-06-15: 1 is overdue, look at the promises" ]
	at_night LEADPIPE_NOW=2026-06-15 PROMISES_WHEN=
	[ "$(header Subject)" = "Leads 2026-06-15: 1 is overdue" ]
	said '2026-06 80 3 ' | grep behind
}

@test "backlog: nightly.sh works without promises, and then without leadfunnel" {
	export_of < <(lead 1 '2026-06-01 09:00' '')
	sed -i 's/^promise/# promise/' "$home/kessler.agreement"
	mkdir -p "$home/bin"
	ln -sf "$(command -v leadsla)" "$home/bin"
	at_night PATH="$home/bin:/usr/bin:/bin"
	[ "$status" -eq 1 ]
	[ "$(header Subject)" = "Leads 2026-06-30: 1 is overdue" ]
	[[ "$(said 'opening \+')" == "opening + came in - accepted - given back = closing; "* ]]
	[ "$(part 1 | grep -cE '^leadfunnel|promised')" = 0 ]
	part 2 | grep -v 'Courier New' | diff - <(mailed leadsla --report -a "$home/kessler.agreement")
}

@test "backlog: nightly.sh names all of few, and one is one" {
	{ lead 1 '2026-06-01 09:00' ''; lead 2 '2026-06-30 16:00' ''; } | export_of
	at_night
	[ "$status" -eq 1 ]
	[ "$(header Subject)" = "Leads 2026-06-30: 1 is overdue" ]
	part 1 | grep -F "Overdue, the longest first: 1 of 1"
	[ "$(part 1 | grep -cE '^[12] .*Labor')" = 1 ]
}

@test "backlog: nightly.sh is alarmed by what FAIL_WHEN says, and by an export without leads" {
	lead 1 '2026-06-30 16:00' '' | export_of
	at_night FAIL_WHEN='backlog_rate > 15%'
	[ "$status" -eq 1 ]
	[ "$(header Subject)" = "Leads 2026-06-30: look at the backlog" ]
	part 1 | grep -F -- '--fail-when holds'
	rm "$home/leads.csv"
	export_of </dev/null
	at_night
	[ "$status" -eq 1 ]
	[ "$(header Subject)" = "Leads 2026-06-30: look at the backlog" ]
}

complained() { # subject, a piece of the reason
	[ "$status" -eq 2 ]
	[ "$output" = "" ]
	[ "$(header Subject)" = "Leads $1" ]
	[ "$(header Content-Type)" = "text/plain; charset=UTF-8" ]
	sed '1,/^$/d' "$home/mail" | decoded | grep -F -- "$2"
}

@test "backlog: nightly.sh sends what went wrong: no export, half an export, a mistake in the agreement, no leadsla" {
	at_night LEADS=/nowhere/leads.csv
	complained '2026-06-30: the backlog could not be read' "/nowhere/leads.csv"
	: >"$home/leads.csv"
	at_night
	complained '2026-06-30: the backlog could not be read' "leads.csv"
	cp leads.csv "$home"
	sed -i 's/^sla accept from mql/sla accept from mqll/' "$home/kessler.agreement"
	at_night
	complained '2026-06-30: the backlog could not be read' "mqll"
	at_night FAIL_WHEN='nosuch > 1'
	complained '2026-06-30: the backlog could not be read' "mqll"
	cp kessler.agreement "$home"
	at_night FAIL_WHEN='nosuch > 1'
	complained '2026-06-30: the backlog could not be read' "nosuch"
	[ -x /usr/local/bin/leadsla ] || [ -x /usr/bin/leadsla ] || {
		at_night PATH=/usr/bin:/bin
		complained '2026-06-30: the backlog could not be read' "leadsla"
	}
}

@test "backlog: nightly.sh sends that the promises could not be read, and adds costs to them" {
	export_of </dev/null
	at_night PROMISES_WHEN='nosuch > 1' FAIL_WHEN='backlog < 0'
	complained '2026-06-30: the promises could not be read' "nosuch"
	[ -x /usr/local/bin/leadfunnel ] || [ -x /usr/bin/leadfunnel ] || {
		mkdir -p "$home/bin"
		ln -sf "$(command -v leadsla)" "$home/bin"
		at_night PATH="$home/bin:/usr/bin:/bin"
		complained '2026-06-30: the promises could not be read' "leadfunnel ended with 127 and said"
	}
	echo 'promise cost of mql at most 100 per month "paid for each"' >>"$home/kessler.agreement"
	at_night
	complained '2026-06-30: the promises could not be read' "add --spend FILE"
	printf 'Month,Cost\n2026-06,90\n' >"$home/our spend.csv"
	lead 1 '2026-06-01 09:00' '' >>"$home/leads.csv"
	at_night SPEND="$home/our spend.csv"
	[ "$status" -eq 1 ]
	part 1 | tr -s ' ' | grep -A 3 '^paid for each' | grep '^2026-06 100.00 90.00'
}

@test "backlog: nightly.sh sends that the export is old, by the clock on the wall" {
	lead 1 '2026-06-29 09:00' '2026-06-29 10:00' | export_of
	at_night LEADPIPE_NOW= PROMISES_WHEN= ARCHIVE=
	[ "$status" -eq 0 ]
	touch -d '3 days ago' "$home/leads.csv"
	at_night LEADPIPE_NOW= PROMISES_WHEN= ARCHIVE=
	complained "$(date +%Y-%m-%d): the export is old" "was last written 2 days ago or before"
	at_night LEADPIPE_NOW= PROMISES_WHEN= ARCHIVE= DAYS=5
	[ "$status" -eq 0 ]
}

@test "backlog: nightly.sh says on standard error, and by 2, that a mail was not taken" {
	at_night SENDMAIL=/nowhere/sendmail
	[ "$status" -eq 2 ]
	[[ $output == *"'/nowhere/sendmail' did not take the mail: Leads 2026-06-30: "* ]]
}

@test "backlog: nightly.sh writes no header that a setting smuggles in" {
	at_night MAIL_TO="$(printf 'a@x.example\nBcc: b@x.example')"
	[ "$(header To)" = "a@x.exampleBcc: b@x.example" ]
	[ "$(header Bcc)" = "" ]
}

@test "backlog: nightly.sh files the night first, whatever follows, and says nothing of it" {
	lead 1 '2026-06-29 09:00' '2026-06-29 10:00' | export_of
	at_night LEADPIPE_NOW= PROMISES_WHEN=
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ ! -e "$home/mail" ]
	leadfold -q --archive "$home/nights" </dev/null | cmp - "$home/leads.csv"
	at_night LEADPIPE_NOW= PROMISES_WHEN= # the same night again
	[ "$status" -eq 0 ]
	[ "$(leadfold -q --archive "$home/nights" --nights | wc -l)" = 2 ]
	lead 1 '2026-06-29 09:00' '' | export_of # which is then overdue
	at_night LEADPIPE_NOW= PROMISES_WHEN= ARCHIVE="$home/else where"
	[ "$status" -eq 1 ]
	leadfold -q --archive "$home/else where" </dev/null | cmp - "$home/leads.csv"
	[ "$(leadfold -q --archive "$home/nights" --nights | wc -l)" = 2 ]
}

@test "backlog: nightly.sh files nothing in a rehearsal, or where no archive is wanted" {
	lead 1 '2026-06-29 09:00' '2026-06-29 10:00' | export_of
	at_night
	[ ! -e "$home/nights" ]
	at_night LEADPIPE_NOW= PROMISES_WHEN= ARCHIVE=
	[ "$status" -eq 0 ]
	[ ! -e "$home/nights" ]
	[ ! -e "$home/mail" ]
}

@test "backlog: nightly.sh mails that a night is not filed, by itself or before what it has to say" {
	for i in 1 2 3 4 5; do lead $i '2026-06-29 09:00' '2026-06-29 10:00'; done | export_of
	touch -d '1 hour ago' "$BATS_TEST_TMPDIR/at night/leads.csv"
	at_night LEADPIPE_NOW= PROMISES_WHEN=
	lead 1 '2026-06-29 09:00' '2026-06-29 10:00' | export_of # the rest of it is missing
	at_night LEADPIPE_NOW= PROMISES_WHEN=
	complained "$(date +%Y-%m-%d): the night is not filed" 'it has 1 lead, and night 1'
	complained "$(date +%Y-%m-%d): the night is not filed" 'Nobody waits too long, and no promise is behind.'
	lead 1 '2026-06-29 09:00' '' | export_of
	at_night LEADPIPE_NOW= PROMISES_WHEN=
	[ "$status" -eq 2 ]
	[ "$(header Subject)" = "Leads $(date +%Y-%m-%d): 1 is overdue, the night is not filed" ]
	part 1 | sed -n 1p | grep -F "The night is not filed in '$home/nights': leadfold ended with 2 and said"
	part 1 | grep '^Overdue, the longest first: 1 of 1$'
	part 2 | sed -n '/^<body/,/^<\/td>/p' | grep -F "The night is not filed in '$home/nights'"
	at_night LEADPIPE_NOW= LEADS=/nowhere/leads.csv
	complained "$(date +%Y-%m-%d): the backlog could not be read" "leadfold ended with 2 and said"
}

@test "the page of a backlog says how to reach who waits longest, by the agreement's contact" {
	cd "$BATS_TEST_TMPDIR"
	unset LEADPIPE_AGREEMENT
	printf '%s\n' 'Record ID,Email,Phone,Mobile,Company,MQL Date' \
		'1,ann@a.example,+44 20 7946 0018,0171 5550100,A Ltd,2026-10-01' >few.csv
	leadsla -q --report -f html --now 2026-10-31 few.csv >page
	grep -q '<th scope="col">phone</th>' page
	grep -q '<th scope="row">ann@a.example</th><td>A Ltd</td><td>+44 20 7946 0018</td>' page
	# What stands there already isn't shown twice.
	leadsla -q --report -f html --now 2026-10-31 -e 'contact email, company, Mobile' few.csv >page
	grep -q '<th scope="row">ann@a.example</th><td>A Ltd</td><td>0171 5550100</td><td>accept</td>' page
}

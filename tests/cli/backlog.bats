# Kessler Analytik, the example with a story: its figures, and the job that looks every night.

setup() {
	export LEADPIPE_AGREEMENT=kessler.agreement LEADPIPE_NOW=2026-06-30
	cd "$ROOT/examples/backlog" || exit
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
	cd /
	run env -i PATH="${BIN:-$ROOT/bin}" TMPDIR="$home/tmp" SENDMAIL="$home/send mail" LEADPIPE_NOW=2026-06-30 "$@" \
		/bin/sh "$home/nightly.sh" </dev/null
	cd "$ROOT/examples/backlog"
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

part() { # number
	awk -v n="$1" '
		$0 == "--=_leadpipe_=" || $0 == "--=_leadpipe_=--" { k++; body = 0; next }
		k == n && body
		$0 == "" { body = 1 }' "$home/mail" | decoded
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
	[ "$(header Content-Type)" = 'multipart/alternative; boundary="=_leadpipe_="' ]
	[ "$(grep -c '^--=_leadpipe_=$' "$home/mail")" = 2 ]
	[ "$(tail -n 1 "$home/mail")" = '--=_leadpipe_=--' ]
	[ "$(grep '^Content-Type: text' "$home/mail" | tr '\n' ' ')" = "Content-Type: text/plain; charset=UTF-8 Content-Type: text/html; charset=UTF-8 " ]
	[ "$(grep -c '^Content-Transfer-Encoding: quoted-printable$' "$home/mail")" = 2 ]
	# Seven bits, short lines, nothing that the way could eat.
	[ -z "$(LC_ALL=C tr -d '\011\012\040-\176' <"$home/mail")" ]
	[ -z "$(grep -E '.{77}|[[:blank:]]$' "$home/mail")" ]
	leadsla -q --report -f html leads.csv >"$home/page"
	part 2 >sent
	diff <(grep -v '<code>' sent) <(grep -v '<code>' "$home/page") # which have the files as they were named
	[ "$(grep -c '<code>' sent)" = "$(grep -c '<code>' "$home/page")" ]
	leadsla -q --report -f table leads.csv >"$home/table"
	part 1 | head -n "$(wc -l <"$home/table")" | cmp - "$home/table"
	first=$(leadsla -q --backlog -c institution leads.csv | sed -n 2p)
	part 1 | grep -A 4 "^Overdue, the longest first: 40 of $n\$" | tail -n 1 | grep -F "$first"
	part 1 | grep -F "leadsla: $n leads are overdue"
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

@test "backlog: nightly.sh sends that the export is old, by the clock on the wall" {
	lead 1 '2026-06-29 09:00' '2026-06-29 10:00' | export_of
	at_night LEADPIPE_NOW=
	[ "$status" -eq 0 ]
	touch -d '3 days ago' "$home/leads.csv"
	at_night LEADPIPE_NOW=
	complained "$(date +%Y-%m-%d): the export is old" "was last written 2 days ago or before"
	at_night LEADPIPE_NOW= DAYS=5
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

#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# For cron: files the night's export, looks at the backlog and the promises, and sends a mail only if something
# is wrong.
#
#     all is well                       no mail, exit 0
#     somebody waits too long, or       the backlog, how it moved and what became of the promises, as a page,
#     a promise is behind               and in short as text for those who read that; exit 1
#     a report can't be made, or        what went wrong, because a report that failed in silence looks like
#     the export has not been renewed   a night on which all was well; exit 2
#     the night can't be filed          the same, with what leadfold said; all else goes on as ever; exit 2
#
# The CRM will have forgotten tomorrow what it says tonight, so every export is kept: `leadfold --archive nights`
# gives any of them back, and `leadsla --report --as-of DATE nights` is the report of that evening.
#
# The settings below are also taken from the environment, so a crontab can say them. A mail is a page, the same
# as text for those who read that, and the leads that wait as a file for a spreadsheet; all in quoted-printable,
# which any mail server lets through as it is. Backlog and promises are one page and not two files, because a
# page that is attached is often removed on its way.
set -u
PATH=${PATH:+$PATH:}/usr/local/bin:/usr/bin:/bin
LC_ALL=C
export PATH LC_ALL

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
to=${MAIL_TO:-marketing@kessler-analytik.example, sales@kessler-analytik.example}
leads=${LEADS:-$here/leads.csv}
LEADPIPE_AGREEMENT=${LEADPIPE_AGREEMENT:-$here/kessler.agreement}
archive=${ARCHIVE-$here/nights} # where every export is filed; if it is set and empty, none is
columns=${COLUMNS_SHOWN:-record_id,institution,asked_for,owner,accept_due,accept_hours}
most=${MOST:-40}        # so many of the overdue are named in the text
periods=${PERIODS:-3}   # and so many of the latest months, and periods of each promise
days=${DAYS:-2}         # an export of so many days is no longer last night's
# Beside a lead that is overdue: an export without leads, and what FAIL_WHEN says, as 'backlog_rate > 15%'.
fail_when="handed_over = 0${FAIL_WHEN:+ or $FAIL_WHEN}"
# Which promises are a reason for a mail, if the agreement has any; if it is set and empty, none is.
promises_when=${PROMISES_WHEN-verdict = \"behind\"}
spend=${SPEND-}         # what marketing paid, if the agreement promises costs
mailer=${SENDMAIL:-/usr/sbin/sendmail}
export LEADPIPE_AGREEMENT

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# One header, one line, whatever is in it.
header() { # name, value
	printf '%s: %s\n' "$1" "$(printf %s "$2" | tr -d '\000-\037\177')"
}

# Lines of at most 76 bytes of ASCII. A space at a line's end would not survive as it is.
quoted_printable() {
	od -An -v -tu1 | awk '
		function put(s) {
			if (length(line) + length(s) > 75) {
				print line "="
				line = ""
			}
			line = line s
		}
		function hex(b) { return sprintf("=%02X", b) }
		function flush() {
			if (held != "")
				put(hex(held))
			print line
			line = held = ""
		}
		BEGIN {
			for (i = 33; i < 127; i++)
				glyph[i] = sprintf("%c", i)
			glyph[61] = hex(61)
		}
		{
			for (i = 1; i <= NF; i++) {
				b = $i + 0
				if (b == 10) {
					flush()
					continue
				}
				if (held != "")
					put(sprintf("%c", held))
				held = ""
				if (b == 32 || b == 9)
					held = b
				else
					put(b in glyph ? glyph[b] : hex(b))
			}
		}
		END { if (line != "" || held != "") flush() }'
}

part() { # type, and the name of a file that is attached; its text on standard input
	header Content-Type "text/$1; charset=UTF-8"
	[ -z "${2-}" ] || header Content-Disposition "attachment; filename=\"$2\""
	header Content-Transfer-Encoding quoted-printable
	echo
	quoted_printable
}

# The letter is written whole before anything is sent: half a page is never mailed.
send() { # subject; the parts on standard input, with their headers
	{
		header To "$to"
		header Subject "$1"
		header Auto-Submitted auto-generated
		header MIME-Version 1.0
		cat
	} >"$work/mail" && "$mailer" -t -i <"$work/mail" && return
	echo "nightly.sh: '$mailer' did not take the mail: $1" >&2
	exit 2
}

complain() { # subject, reason
	{
		printf '%s\n' "$2"
		[ -z "$unfiled" ] || printf '\n%s\n' "$unfiled"
	} | part plain >"$work/complaint"
	send "Leads $today: $1" <"$work/complaint"
	exit 2
}

# A report of a tool, whose 0 and 1 are answers. Anything else ends the night.
ask() { # what about; into which file; tool and options
	about=$1
	into=$work/$2
	shift 2
	rc=0
	"$@" "$leads" >"$into" 2>"$work/said" || rc=$?
	[ $rc -le 1 ] || complain "the $about could not be read" \
		"There is no report tonight: $1 ended with $rc and said

$(cat "$work/said")"
}

# How many are overdue on all clocks, out of the report as CSV.
overdue() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "overdue") column = i; next }
		{ n += $column }
		END { print n + 0 }' "$work/csv"
}

# The rows of the latest periods of each table.
latest() {
	awk -v n="$periods" '
		function rows(i) {
			for (i = 1; i <= k; i++)
				if (period[i] > period[k] - n)
					print row[i]
			k = 0
		}
		/^[0-9][0-9][0-9][0-9]-/ {
			row[++k] = $0
			period[k] = k == 1 ? 1 : period[k - 1] + ($1 != before)
			before = $1
			next
		}
		{ rows() }
		{ print }
		END { rows() }'
}

# One page out of two of the same make: what is in the second goes to the end of the first, unless mail programs
# would cut what comes of it, which some do at 102 KB. Then the promises are in the text alone.
join_pages() { # first, second
	awk '
		NR == FNR {
			if ($0 == "</body>")
				inside = 0
			if (inside)
				more = more $0 "\n"
			if (/^<body/)
				inside = 1
			next
		}
		$0 == "</body>" { printf "%s", more }
		{ print }' "$2" "$1" >"$work/both"
	[ "$(wc -c <"$work/both")" -le 101000 ] || cp "$1" "$work/both"
}

# The night is filed before anything else can end the run. A moment that is given is a rehearsal's, and an
# archive has no place for those.
unfiled=
if [ -n "$archive" ] && [ -z "${LEADPIPE_NOW-}" ]; then
	rc=0
	leadfold -q --archive "$archive" "$leads" >"$work/filed" 2>&1 </dev/null || rc=$?
	[ $rc = 0 ] || unfiled="The night is not filed in '$archive': leadfold ended with $rc and said

$(cat "$work/filed")"
fi

# One moment for all that is asked. Where it is given, it is not the export's age that counts.
old=
[ -n "${LEADPIPE_NOW-}" ] || old=$(find "$leads" -prune -mtime "+$((days - 1))" 2>/dev/null)
LEADPIPE_NOW=${LEADPIPE_NOW:-$(date +%Y-%m-%dT%H:%M:%S%z)}
export LEADPIPE_NOW
today=$(printf %.10s "$LEADPIPE_NOW")
unset COLUMNS # tables are 80 wide

[ -z "$old" ] || complain 'the export is old' \
	"There is no report tonight: '$leads' was last written $days days ago or before.
What the CRM writes each night has not been written."

ask backlog page leadsla --report --mail --check --fail-when "$fail_when"
waits=$rc
cp "$work/said" "$work/notes" || exit 2
behind=0
set -- # the command for the promises; none if the agreement has none
if grep -q '^[[:blank:]]*promise[[:blank:]]' "$LEADPIPE_AGREEMENT"; then
	set -- leadfunnel --promises ${spend:+--spend "$spend"}
	ask promises promised "$@" --mail ${promises_when:+--fail-when "$promises_when"}
	behind=$rc
	cat "$work/said" >>"$work/notes"
fi
if [ "$waits$behind" = 00 ]; then
	[ -z "$unfiled" ] || complain 'the night is not filed' 'Nobody waits too long, and no promise is behind.'
	exit 0
fi

ask backlog table leadsla --report -f table
ask backlog trend leadsla --trend month -f table
ask backlog csv leadsla --report -f csv
COLUMNS=1000 # the list has all columns that were asked for
export COLUMNS
ask backlog list leadsla --backlog -c "$columns" -f table
unset COLUMNS
ask backlog attached leadsla --backlog -c "$columns" --spreadsheet
[ $# = 0 ] || {
	ask promises rows "$@" -f table
	case $waits in # what is wrong comes first
	1) join_pages "$work/page" "$work/promised" ;;
	0) join_pages "$work/promised" "$work/page" ;;
	esac
	mv "$work/both" "$work/page" || exit 2
}
n=$(overdue)
shown=$((n < most ? n : most))
{
	[ -z "$unfiled" ] || printf '%s\n\n' "$unfiled"
	cat "$work/table"
	printf '\n'
	latest <"$work/trend"
	[ $# = 0 ] || {
		printf '\n'
		latest <"$work/rows"
	}
	if [ "$shown" -gt 0 ]; then
		printf '\nOverdue, the longest first: %s of %s\n\n' "$shown" "$n"
		head -n $((shown + 2)) "$work/list"
	fi
	printf '\n'
	cat "$work/notes"
} >"$work/text"

# These never stand in quoted-printable, so no part can contain them.
boundary='=_leadpipe_='
either='=_leadpipe_either_='
{
	header Content-Type "multipart/mixed; boundary=\"$boundary\""
	printf '\n--%s\n' "$boundary"
	header Content-Type "multipart/alternative; boundary=\"$either\""
	printf '\n--%s\n' "$either"
	part plain <"$work/text"
	printf -- '--%s\n' "$either"
	if [ -n "$unfiled" ]; then
		printf '%s\n' "$unfiled" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/^$/<br>/' >"$work/filed"
		awk -v told="$work/filed" '
			{ print }
			/^<body/ {
				print "<table width=\"640\" align=\"center\" style=\"width:100%;max-width:640px\"><tr>"
				print "<td style=\"padding:16px;font-family:Arial,sans-serif;font-size:13px\">"
				while ((getline line <told) > 0)
					print line
				print "</td></tr></table>"
			}' "$work/page"
	else
		cat "$work/page"
	fi | part html
	printf -- '--%s--\n--%s\n' "$either" "$boundary"
	part csv "backlog-$(printf %s "$today" | tr -cd '0-9-').csv" <"$work/attached"
	printf -- '--%s--\n' "$boundary"
} >"$work/parts"
subject=
case $n in
0) [ $waits = 0 ] || subject="look at the backlog" ;;
1) subject="1 is overdue" ;;
*) subject="$n are overdue" ;;
esac
[ "$behind" = 0 ] || subject="${subject:+$subject, }look at the promises"
[ -z "$unfiled" ] || subject="$subject, the night is not filed"
send "Leads $today: $subject" <"$work/parts"
[ -z "$unfiled" ] || exit 2
exit 1

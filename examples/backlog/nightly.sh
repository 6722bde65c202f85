#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# For cron: looks at the backlog and sends a mail only if something is wrong.
#
#     nobody waits too long             no mail, exit 0
#     somebody does                     the backlog as a page, and as text for those who read that; exit 1
#     the backlog can't be read, or     what went wrong, because a report that failed in silence looks like
#     the export has not been renewed   a night on which all was well; exit 2
#
# The settings below are also taken from the environment, so a crontab can say them. A mail has two parts
# that say the same, in quoted-printable, which any mail server lets through as it is.
set -u
PATH=${PATH:+$PATH:}/usr/local/bin:/usr/bin:/bin
LC_ALL=C
export PATH LC_ALL

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
to=${MAIL_TO:-marketing@kessler-analytik.example, sales@kessler-analytik.example}
leads=${LEADS:-$here/leads.csv}
LEADPIPE_AGREEMENT=${LEADPIPE_AGREEMENT:-$here/kessler.agreement}
columns=${COLUMNS_SHOWN:-record_id,institution,asked_for,owner,accept_due,accept_hours}
most=${MOST:-40}        # so many of the overdue are named in the text
days=${DAYS:-2}         # an export of so many days is no longer last night's
# Beside a lead that is overdue: an export without leads, and what FAIL_WHEN says, as 'backlog_rate > 15%'.
fail_when="handed_over = 0${FAIL_WHEN:+ or $FAIL_WHEN}"
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

part() { # type; its text on standard input
	header Content-Type "text/$1; charset=UTF-8"
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
	printf '%s\n' "$2" | part plain >"$work/complaint"
	send "Leads $today: $1" <"$work/complaint"
	exit 2
}

# leadsla, whose 0 and 1 are answers. Anything else ends the night.
ask() { # into which file; options
	into=$work/$1
	shift
	rc=0
	leadsla "$@" "$leads" >"$into" 2>"$work/said" || rc=$?
	[ $rc -le 1 ] || complain 'the backlog could not be read' \
		"Nobody knows who waits: leadsla ended with $rc and said

$(cat "$work/said")"
}

# How many are overdue on all clocks, out of the report as CSV.
overdue() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "overdue") column = i; next }
		{ n += $column }
		END { print n + 0 }' "$work/csv"
}

# One moment for all that is asked. Where it is given, it is not the export's age that counts.
old=
[ -n "${LEADPIPE_NOW-}" ] || old=$(find "$leads" -prune -mtime "+$((days - 1))" 2>/dev/null)
LEADPIPE_NOW=${LEADPIPE_NOW:-$(date +%Y-%m-%dT%H:%M:%S%z)}
export LEADPIPE_NOW
today=$(printf %.10s "$LEADPIPE_NOW")

[ -z "$old" ] || complain 'the export is old' \
	"Nobody knows who waits: '$leads' was last written $days days ago or before.
What the CRM writes each night has not been written."

ask page --report -f html --check --fail-when "$fail_when"
[ $rc = 1 ] || exit 0
cp "$work/said" "$work/notes" || exit 2
ask table --report -f table
ask csv --report -f csv
ask list --backlog -c "$columns" -f table
n=$(overdue)
shown=$((n < most ? n : most))
{
	cat "$work/table"
	if [ "$shown" -gt 0 ]; then
		printf '\nOverdue, the longest first: %s of %s\n\n' "$shown" "$n"
		head -n $((shown + 2)) "$work/list"
	fi
	printf '\n'
	cat "$work/notes"
} >"$work/text"

# This never stands in quoted-printable, so no part can contain it.
boundary='=_leadpipe_='
{
	header Content-Type "multipart/alternative; boundary=\"$boundary\""
	printf '\n--%s\n' "$boundary"
	part plain <"$work/text"
	printf -- '--%s\n' "$boundary"
	part html <"$work/page"
	printf -- '--%s--\n' "$boundary"
} >"$work/parts"
case $n in
0) subject="look at the backlog" ;;
1) subject="1 is overdue" ;;
*) subject="$n are overdue" ;;
esac
send "Leads $today: $subject" <"$work/parts"
exit 1

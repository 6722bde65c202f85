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
fail_when=${FAIL_WHEN:-}        # more to be alarmed about than a lead that is overdue, as 'backlog_rate > 15%'
columns=${COLUMNS_OF_LIST:-record_id,institution,asked_for,owner,accept_due,accept_hours}
most=${MOST:-40}                # so many of them are named in the text
days=${DAYS:-2}                 # an export this old was not written last night
mailer=${SENDMAIL:-/usr/sbin/sendmail}
export LEADPIPE_AGREEMENT

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# One header, one line, whatever is in it.
header() { # name, value
	printf '%s: %s\n' "$1" "$(printf %s "$2" | tr -d '\000-\037\177')"
}

# Lines of at most 76 bytes of ASCII; a space at a line's end, and a dot alone on one, would not survive.
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
				else if (b == 46 && line == "")
					put(hex(b))
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

complain() { # subject; the reason on standard input
	part plain >"$work/complaint"
	send "Leads $today: $1" <"$work/complaint"
	exit 2
}

sla() {
	leadsla "$@" "$leads" 2>"$work/said"
}

# How many leads of all clocks are overdue, out of the report as CSV.
overdue() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "overdue") column = i; next } { n += $column } END { print n + 0 }'
}

# One moment for all that is asked below.
LEADPIPE_NOW=${LEADPIPE_NOW:-$(date +%Y-%m-%dT%H:%M:%S%z)}
export LEADPIPE_NOW
today=$(printf %.10s "$LEADPIPE_NOW")

set -- --check
[ -z "$fail_when" ] || set -- "$@" --fail-when "$fail_when"
sla "$@" --report -f html >"$work/page"
rc=$?
if [ $rc -gt 1 ]; then
	{
		echo "The backlog could not be read, so nobody knows who waits. leadsla ended with $rc and said:"
		echo
		cat "$work/said"
	} | complain 'the backlog could not be read'
fi

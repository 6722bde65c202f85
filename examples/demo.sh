#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A short walk through the tools on Nordlicht's leads: `make demo`, or sh demo.sh where they are installed.
cd "$(dirname "$0")" || exit 2
export LEADPIPE_AGREEMENT=nordlicht.agreement LEADPIPE_NOW=2026-10-31

show() { # what it is for, the command
	printf '\n# %s\n$ %s\n' "$1" "$2"
	sh -c "$2" || exit
}

show 'The agreement is the program: what marketing and sales signed.' \
	"sed -n '/^score fit/,/^\$/p' nordlicht.agreement"
show 'What is in the export, and what the rules make of it.' \
	'leadscore --summary leads.csv'
show 'Tonight'\''s ten best leads.' \
	'leadscore -q --top 10 -c email,fit,engagement,intent,score,grade,mql -f table leads.csv'
show 'Handed over but not qualified: what to ask them next.' \
	'leadscore -q leads.csv | leadbant -q -w "mql and not sql" -c email,score,grade,bant,ask_next -f table | head -12'

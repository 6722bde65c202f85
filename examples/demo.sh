#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
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
show 'What the rules make of a year of leads, and what became of those.' \
	'leadscore -q --summary -f table leads.csv'
show 'Tonight: the ten best leads that nobody has taken yet.' \
	"leadscore -q --top 10 -w 'lead_status in (\"New\", \"Open\")' -c email,fit,engagement,intent,score,grade,mql -f table leads.csv"
show 'Why is the first one first?' \
	"leadscore -q -x --top 1 -w 'lead_status in (\"New\", \"Open\")' -c reasons leads.csv | tail -1 | tr ';' '\\n'"
show 'Are they qualified? Budget, authority, need and timing of all of them.' \
	'leadscore -q leads.csv | leadbant -q --summary -f table'
show 'Marketing qualified, but not yet for sales: what to ask them next.' \
	"leadscore -q leads.csv | leadbant -q -w 'mql and not sql and ask_next is present' -c email,score,grade,bant,ask_next -f table | head -12"
show 'And does sales answer? The backlog tonight, how old it is, and how the promises were kept.' \
	'leadsla -q --report -f table leads.csv'
show 'Whose are those that nobody has? By turns and by weight, who would get how many.' \
	'leadroute -q --dry-run -f table leads.csv'

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# All pages that the tools make.
# shellcheck shell=bash

pages_setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	examples=$ROOT/examples
	export LEADPIPE_AGREEMENT=$examples/nordlicht.agreement LEADPIPE_NOW=2026-10-31
	cp "$examples/leads.csv" leads.csv
	leadscore -q leads.csv >scored.csv
	leadroute -q -s owners.ledger -o routed.csv leads.csv
}

# One line for each kind of page that a tool makes: what follows its name.
commands() {
	cat <<-'END'
		leadscore --summary leads.csv
		leadscore --top 20 -x -c email,score,grade,reasons leads.csv
		leadscore --diff -e 'mql when score >= 55' -c email,score leads.csv
		leadscore -w 'score > 80' -c email,score leads.csv
		leadscore --top 20 leads.csv
		leadbant --summary scored.csv
		leadbant -w 'bant = 4' -c email,bant scored.csv
		leadsla --report leads.csv
		leadsla --report --by region leads.csv
		leadsla --trend month leads.csv
		leadsla --trend month --across region --figure backlog_rate leads.csv
		leadsla --report --by country --across lead_source --figure backlog,compliance leads.csv
		leadsla --backlog -c email,owner,accept_due leads.csv
		leadsla -w 'accept_status = "overdue"' leads.csv
		leadfunnel leads.csv
		leadfunnel --by region leads.csv
		leadfunnel --cohort month --window '90 days' leads.csv
		leadfunnel --cohort month --across region --figure won.from_first leads.csv
		leadfunnel --reasons leads.csv
		leadfunnel --eventual leads.csv
		leadfunnel --yoy leads.csv
		leadfunnel --lookback leads.csv
		leadfunnel --lookback --good-months --window '90 days' leads.csv
		leadfunnel --promises leads.csv
		leadfunnel --movement month leads.csv
		leadfunnel --rows -w 'funnel_stage = "sal"' -c email,funnel_days leads.csv
		leadroute --report leads.csv
		leadroute --replay -s owners.ledger leads.csv
		leadroute --dry-run leads.csv
		leadroute --dry-run --diff -e 'otherwise "nobody"' leads.csv
		leadroute -w 'grade = "A1"' -c email,owner leads.csv
		leadreview --status -s decisions.csv leads.csv
		leadreview --apply -s decisions.csv -c email leads.csv
		leadfold --duplicates -e 'same lead by email, phone' leads.csv
		leadfold -e 'same lead by email, phone' leads.csv
	END
}

# All pages, or mails, as files in a folder; all of them at once are looked at faster than one by one.
make_pages() { # folder, options
	local n=0 folder=$1
	shift
	mkdir "$folder"
	touch decisions.csv
	leadreview -q --record "$examples/review/filled.csv" -s decisions.csv --reviewer Ann --at 2026-10-30 --skip-mistakes leads.csv || true
	while read -r line; do
		n=$((n + 1))
		eval "$line -q $*" >"$folder/$n ${line//[^a-z0-9 -]/_}.html" </dev/null || { echo "failed: $line"; return 1; }
	done < <(
		commands
		[ "$1" != -f ] || printf '%s\n' 'leadscore --print-agreement' 'leadscore --fields leads.csv' 'leadreview --sheet --by owner leads.csv'
	)
	[ "$(find "$folder" -name '*.html' -size +1k | wc -l)" = "$n" ]
}

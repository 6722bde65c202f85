# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Tables on exports that nobody here made: no line is wider than the window.
load common

# What follows a tool's name; each is tried on each export that it can read.
reports() {
	cat <<-'END'
		leadscore --fields
		leadscore --summary
		leadscore --top 5
		leadscore --diff -e "mql when email is present"
		leadbant --summary
		leadbant
		leadsla --report
		leadsla --trend quarter
		leadsla --backlog
		leadfunnel
		leadfunnel --by country
		leadfunnel --reasons
		leadfunnel --cohort quarter
		leadfunnel --eventual
		leadfunnel --yoy
		leadfunnel --lookback
		leadfunnel --movement quarter
		leadfunnel --rows
		leadfunnel --promises -e "+promise won 20 per month"
		leadroute --report
		leadroute --dry-run -e "+route all to \"Ann\", \"Bob\""
		leadfold -e "same lead by email, phone" --duplicates
		leadreview --sheet
		leadreview --status -s none.csv
	END
}

@test "no table is wider than its window, on any export, at 60, 80, 120 and 200 columns" {
	data=$LEADPIPE_SHARED/data
	[ -d "$data" ] || skip "there is no ../shared"
	unset LEADPIPE_AGREEMENT
	echo at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note >none.csv
	all=(60 80 120 200) widths=("${all[@]}")
	screens=0 turn=0
	while read -r file; do
		((turn += 1))
		while read -r report; do
			# under sanitizers one of the widths, another for each report and on each file
			[ -z "${LEADPIPE_SANITIZED-}" ] || widths=("${all[turn++ % 4]}")
			for columns in "${widths[@]}"; do
				eval "COLUMNS=$columns $report -q -f table '$file'" </dev/null >out 2>err || [ -s out ] || break
				[ -s out ] || break
				screens=$((screens + 1))
				wide=$(head -n 2000 out | wc -L)
				[ "$wide" -le $columns ] || { echo "$wide at $columns: $report $file"; return 1; }
			done
		done < <(reports)
	done < <(find "$data" -name '*.csv' ! -name 'expected*' ! -path '*/business_time/*' ! -name 'edge_*' ! -name 'maven_*')
	echo "$screens"
	[ "$screens" -ge $((150 * ${#widths[@]})) ]
}

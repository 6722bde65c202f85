# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# --changes: what goes back into the CRM, and nothing else.
load common

# Loads ./changed into ./in, as an import by the id in the first column does, and writes ./loaded.
loaded() { # in, changed
	python3 - "$1" "$2" >loaded <<-'END'
		import csv, sys
		rows = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8-sig")))
		changes = csv.reader(open(sys.argv[2], newline="", encoding="utf-8-sig"))
		head = next(changes)
		by_id = {c[0]: dict(zip(head, c)) for c in changes}
		heads = list(rows[0]) + [h for h in head if h not in rows[0]]
		out = csv.DictWriter(sys.stdout, heads, lineterminator="\n", restval="")
		out.writeheader()
		for row in rows:
		    row.update(by_id.get(row[head[0]], {}))
		    out.writerow(row)
	END
}

# The law: what is loaded back is no change any more, and what was left out had equal values.
settles() { # in, command ...
	local in=$1
	shift
	"$@" --changes "$in" >changed 2>err
	[ "$(rows changed)" -gt 0 ]
	loaded "$in" changed
	"$@" --changes loaded >again 2>err
	[ "$(rows again)" -eq 0 ]
	head -1 again | diff - <(head -1 changed)
	"$@" -j 4 --changes "$in" 2>err4 | cmp - changed
}

@test "changes: loaded back there are none, with every tool" {
	export LEADPIPE_AGREEMENT=$nordlicht
	settles "$leads" leadscore
	settles "$leads" leadscore -x --clear
	settles "$leads" leadscore --top 50
	[ "$(rows changed)" -eq 50 ]
	settles "$leads" leadbant
	settles "$leads" leadsla
	settles "$leads" leadsla --backlog
	settles "$leads" leadroute -s ledger
	settles "$leads" leadscore -e '+field score "HubSpot Score"' -e '+field mql "Is MQL"'
	head -1 changed | grep -q ',HubSpot Score,grade,Is MQL$'
	settles "$leads" leadfunnel --rows
	settles "$leads" leadfunnel --rows --window '90 days' --clear
	settles "$leads" leadfunnel --rows -e '+field funnel_stage "Pipeline Stage"' -e '+field funnel_at "In Stage Since"'
	[ "$(head -1 changed)" = 'Record ID,Pipeline Stage,In Stage Since,funnel_days,funnel_exit,funnel_exit_at' ]
	# The name is the tool's own value, and not the column that it goes into.
	leadfunnel -q --rows -w 'funnel_stage = "won"' -c funnel_stage loaded >of_input
	leadfunnel -q --rows -e '+field funnel_stage "Lead Status"' -w 'funnel_stage = "won"' -c funnel_stage loaded | cmp - of_input
	[ "$(rows of_input)" -gt 0 ]
}

@test "changes: an independent count of the rows, and those left out have equal values" {
	export LEADPIPE_AGREEMENT=$nordlicht
	leadscore -q "$leads" >scored
	# yesterday's scores, of which every third is another one today
	python3 - scored >in.csv <<-'END'
		import csv, sys
		rows = list(csv.DictReader(open(sys.argv[1], newline="")))
		out = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
		out.writeheader()
		for i, row in enumerate(rows):
		    if row["score"] and i % 3 == 0:
		        row["score"] = str(int(row["score"]) + 1)
		    elif row["score"] and i % 3 == 1:
		        row["score"] += ".0"
		        row["mql"] = {"yes": "TRUE", "no": "0"}[row["mql"]]
		    out.writerow(row)
	END
	leadscore --changes in.csv >changed 2>err
	python3 - scored changed <<-'END'
		import csv, sys
		scored, changed = (list(csv.DictReader(open(f, newline=""))) for f in sys.argv[1:])
		want = [r["Record ID"] for i, r in enumerate(scored) if r["score"] and i % 3 == 0]
		assert [r["Record ID"] for r in changed] == want, (len(changed), len(want))
		assert len(want) > 500
	END
	grep -q "^leadscore: $(rows changed) of 2,585 rows changed\$" err
	settles in.csv leadscore
	leadscore -q scored --changes >none
	[ "$(rows none)" -eq 0 ]
}

@test "changes: cells compare as values of their kind, and what is equal stays as it is spelled" {
	cat >a.agreement <<-'END'
		timezone "Europe/Berlin"
		field score "CRM Score"
		field mql "Is MQL"
		score fit 0..100
		    +5.5 when n = 1
		mql when fit > 5
	END
	sed -i 's/5\.5/6/' a.agreement
	printf 'id,n,CRM Score,Is MQL,fit\n' >in.csv
	printf '%s\n' '1,1,6.0,TRUE,6' '2,1," 06 ",x,6' '3,1,6,off,6' '4,1,six,1,6' '5,1,,yes,n/a' '6,2,0,F,0.00' >>in.csv
	leadscore -a a.agreement --changes in.csv >out 2>err
	diff - out <<-'END'
		id,fit,CRM Score,Is MQL
		3,6,6,yes
		4,6,6,1
		5,6,6,yes
	END
	grep -q 'CRM Score: 1 cell is not a number' err
	grep -q '^leadscore: 3 of 6 rows changed$' err
}

@test "changes: a time is the same instant in another spelling, a whole day holds each of its times" {
	cat >a.agreement <<-'END'
		timezone "Europe/Berlin"
		dates day-first
		stage mql at mql_at
		stage sal at sal_at
		sla accept from mql to sal within 1 day
	END
	printf 'id,mql_at,sal_at,accept_due,accept_hours\n' >in.csv
	for due in 2026-10-02T09:00:00+02:00 2026-10-02T07:00:00Z '02.10.2026 09:00' '02.10.2026' '2026-10-02 09:01' 03.10.2026; do
		((id += 1))
		printf '%d,2026-10-01 09:00,2026-10-01 11:30,%s,"2.5"\n' $id "$due" >>in.csv
	done
	leadsla -q -a a.agreement --changes -c accept_due,accept_hours in.csv >out
	diff - out <<-'END'
		id,accept_due,accept_hours
		5,2026-10-02T09:00:00+02:00,"2.5"
		6,2026-10-02T09:00:00+02:00,"2.5"
	END
}

@test "changes: texts are equal trimmed, and their case counts" {
	printf 'id,owner,n\n1, Ann ,1\n2,ann,1\n3,Bob,2\n4,,1\n' >in.csv
	leadroute -q -e 'route one when n = 1 to "Ann"' --reassign 'n = 1' --changes in.csv >out
	printf 'id,owner,team,route\n4,Ann,,one\n' | diff - out
	printf 'id,email,ask_next\n1,a@b.example,Budget\n2,a@b.example,  budget\n' >in.csv
	leadbant -q -e 'bant budget yes when email is missing' --changes -c ask_next in.csv >out
	printf 'id,ask_next\n1,budget\n' | diff - out
}

@test "changes: what the tool has no more is kept, unless --clear" {
	printf 'ignore when n = 3 "tests"\nscore s\n    +1 when n = 1\nbant budget yes when n = 1\nbant need yes when m = 1\n' >a
	printf 'id,n,m,bant_budget,bant_need,bant,ask_next\n1,1,1,yes,yes,2,need\n2,1,1,yes,unknown,1,need\n3,1,0,yes,unknown,1,need\n4,3,1,no,no,0,budget\n' >in.csv
	leadbant -q -a a --changes in.csv >out
	printf 'id,bant_budget,bant_need,bant,ask_next\n2,yes,yes,2,need\n' | diff - out
	leadbant -q -a a --changes --clear in.csv >out
	printf 'id,bant_budget,bant_need,bant,ask_next\n1,yes,yes,2,\n2,yes,yes,2,\n4,,,,\n' | diff - out
	leadbant -q -a a --changes --clear -f json in.csv >out
	grep -qF '{"id": "4", "bant_budget": null, "bant_need": null, "bant": null, "ask_next": null}' out
	leadbant -q -a a --changes -f json in.csv >out
	grep -qF '{"id": "2", "bant_budget": "yes", "bant_need": "yes", "bant": 2, "ask_next": "need"}' out
	fails leadbant -a a --clear in.csv
	says '--clear says which changes there are; add --changes'
}

@test "changes: of leadroute only new decisions, with a ledger, too" {
	printf 'rep,team\nAnn,east\nBob,west\n' >reps.csv
	printf 'roster "reps.csv"\nroute new when n > 0\nroute wait when n = 0 among rep.team = "none" else wait\n' >a
	printf 'id,n,owner,team\n1,1,,\n2,1,Ann,\n3,0,,\n4,1,,\n' >in.csv
	leadroute -a a -s ledger --changes in.csv >out 2>err
	diff - <(cut -d, -f1,3- out) <<-'END'
		id,team,route
		1,east,new
		4,west,new
	END
	grep -q '^leadroute: 2 of 4 rows changed$' err
	leadroute -q -a a -s ledger --changes in.csv | diff - out # the CRM has not loaded them yet
	loaded in.csv out
	leadroute -a a -s ledger --changes loaded >out 2>err
	[ "$(cat out)" = 'id,owner,team,route' ]
	leadroute -q -a a -s ledger --changes -c route in.csv >out # asked for alone it is what is compared
	printf 'id,route\n1,new\n3,wait\n4,new\n' | diff - out
}

@test "changes: the owner's id in the CRM comes from the roster, under the header that takes it" {
	printf 'rep,team,crm_id\nAnn,east,005A\nBob,west,005B\n' >reps.csv
	printf 'roster "reps.csv"\nroute new when n > 0\nfield rep.crm_id "OwnerId"\n' >a
	printf 'id,n,Owner Name,OwnerId\n1,1,,\n2,1,Bob,005B\n3,0,,\n4,1,,\n5,1,Cyd,005C\n' >in.csv
	leadroute -q -a a --changes -c owner,rep.crm_id in.csv >out
	printf 'id,Owner Name,OwnerId\n1,Ann,005A\n4,Bob,005B\n' | diff - out
	leadroute -q -a a -c id,owner,rep.team in.csv >out # who has the lead, and nobody where nobody has it
	printf 'id,Owner Name,rep.team\n1,Ann,east\n2,Bob,west\n3,,\n4,Bob,west\n5,Cyd,\n' | diff - out
}

@test "changes: -c picks what is compared, and other columns go along" {
	printf 'id,name,n,score\n1,x,1,0\n2,y,0,0\n' >in.csv
	printf 'score s\n    +1 when n = 1\n' >a
	leadscore -q -a a --changes -c name,score in.csv >out
	printf 'id,name,score\n1,x,1\n' | diff - out
	leadscore -q -a a --changes -c score,id in.csv >out
	printf 'score,id\n1,1\n' | diff - out
	leadscore -q -a a --changes -w 'n = 0' in.csv >out
	printf 'id,s,score\n2,0,0\n' | diff - out
	fails leadscore -a a --changes -c name in.csv
	says 'has no column that leadscore writes'
	fails leadscore -a a -e '+field s "score"' --changes in.csv
	says "two columns would load into 'score'"
}

@test "changes: a row without an id and one that repeats it are reported, a header in the middle is no row" {
	printf 'id,n,score\n1,1,0\n,1,0\nn/a,1,0\n1.23457E+14,1,0\n1,1,0\nid,n,score\n2,0,0\n' >in.csv
	printf 'missing "n/a"\nscore s\n    +1 when n = 1\n' >a
	leadscore -a a --changes --clear -c score in.csv >out 2>err
	printf 'id,score\n1,1\n1,1\n' | diff - out
	grep -q '^leadscore: 2 of 6 rows changed$' err
	grep -q "^leadscore: 3 rows that changed can't be loaded, and are left out: the id, in 'id', is missing, or rounded by a spreadsheet$" err
	grep -q "^leadscore: 1 of the changed rows repeats an id, in 'id': a CRM keeps one of them$" err
}

@test "changes: by the email where there is no id, and without both there is an error" {
	printf 'E-mail,n\na@b.example,1\n' >in.csv
	printf 'score s\n    +1 when n = 1\n' >a
	leadscore -a a --changes -c score in.csv >out 2>err
	printf 'E-mail,score\na@b.example,1\n' | diff - out
	grep -q 'the input has no column score, so that every value there is a change' err
	printf 'x,n\n1,1\n' >in.csv
	fails leadscore -a a --changes in.csv
	says "no column is the lead's id or email, by which a CRM knows it; name it in the agreement: field id"
	leadscore -q -a a -e 'field id "x"' --changes in.csv >out
	printf 'x,s,score\n1,1,1\n' | diff - out
	[ "$(leadscore --allow-empty --changes </dev/null 2>&1)" = 'leadscore: 0 of 0 rows changed' ]
	printf 'id,n\n' | leadscore -q -a a --changes | diff - <(echo id,s,score)
}

@test "changes: it is of rows, and of one agreement" {
	for options in --summary '--diff other'; do
		echo 'score s' >other
		# shellcheck disable=SC2086
		fails leadscore --changes $options "$leads"
		says '--changes'
	done
	fails leadfunnel --changes "$leads"
	says '--changes is for rows, and this is a report'
}

@test "changes: in every dialect, with tabs, raw TSV and guarded cells" {
	printf 'id\tn\towner\n1\t1\t\n2\t1\t\x27=cmd\n' >in.tsv
	leadroute -q -t -e 'route all to "=cmd"' --reassign 'n = 1' --changes -c owner in.tsv >out
	printf "id\towner\n1\t'=cmd\n" | diff - out
	leadroute -q --raw-tsv -e 'route all to "=cmd"' --changes -c owner -f csv --bom in.tsv >out
	printf "\xef\xbb\xbfid,owner\n1,'=cmd\n" | diff - out
}

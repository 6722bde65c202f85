# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Where a run may not write: over what it reads or keeps, and to one file twice.
load common

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 LEADPIPE_AGREEMENT=nordlicht.agreement
	unset LEADPIPE_DELIMITER
	cp "$ROOT"/examples/*.* .
	sed -i 's/holidays  "holidays.ics"/&\n    holidays "free.csv"/' nordlicht.agreement
	printf 'date,name\n2026-12-24,Christmas Eve\n' >free.csv
	sed 's/employees >= 1000/employees >= 500/' nordlicht.agreement >other.agreement
	for i in 1 2; do head -n $((i * 20)) leads.csv | leadfunnel -q --partial >$i.part; done
	leadroute -q -s owners.ledger leads.csv >routed.csv
}

files() { # their content, whatever it is called
	cksum ./* | sort
}

# All that a file may be called must be refused as an output, and nothing may be written anywhere.
refused() { # file, command ...
	local file=$1
	shift
	mkdir -p ../links
	ln -sf "$PWD/$file" ../links/symbolic
	ln -f "$file" ../links/hard
	before=$(files)
	for name in "$file" "./$file" "$PWD/../$(basename "$PWD")/$file" ../links/symbolic ../links/hard; do
		fails "$@" -o "$name"
		mv out err ../links
		says "--output would overwrite $file, which this run reads or keeps; write to another file"
		fails "$@" --ragged skip --rejects "$name"
		mv out err ../links
		says "--rejects would overwrite $file, which this run reads or keeps; write to another file"
	done
	rc=0
	"$@" >>"$file" 2>../links/err || rc=$?
	output=$(<../links/err)
	[ $rc -eq 2 ]
	says "standard output would overwrite $file, which this run reads or keeps; write to another file"
	[ "$(files)" = "$before" ] || { echo "$*"; false; }
	rm ../links/*
}

@test "outputs: no agreement, table, list, roster, file of holidays or costs, part or ledger is overwritten" {
	for file in nordlicht.agreement named-accounts.csv competitors.txt free-mail.txt; do
		refused $file leadscore leads.csv
	done
	refused competitors.txt leadbant leads.csv
	refused nordlicht.agreement leadscore --fields leads.csv
	refused other.agreement leadscore --diff other.agreement leads.csv
	refused other.agreement leadroute --diff other.agreement leads.csv
	refused holidays.ics leadsla leads.csv
	refused free.csv leadsla leads.csv
	refused reps.csv leadroute leads.csv
	refused spend.csv leadfunnel --by lead_source --spend spend.csv leads.csv
	leadfunnel -q --partial --by lead_source leads.csv >by.part
	refused spend.csv leadfunnel --merge --spend spend.csv by.part
	refused 2.part leadfunnel --merge 1.part 2.part
	refused 2.part leadfunnel --merge --partial 1.part 2.part
	for mode in '' --dry-run --replay --report; do
		# shellcheck disable=SC2086
		refused owners.ledger leadroute $mode -s owners.ledger leads.csv
	done
}

@test "outputs: nothing is made for a run that is refused, and a ledger that is not there yet is one" {
	before=$(ls)
	ln -s "$PWD/new.ledger" ../later
	for name in new.ledger ./new.ledger ../later; do
		fails leadroute -s new.ledger -o "$name" leads.csv
		rm out err
		says 'leadroute: --output would overwrite new.ledger, which this run reads or keeps'
		fails leadroute -s "$name" --ragged skip --rejects new.ledger leads.csv
		rm out err
		says "leadroute: --rejects would overwrite $name, which this run reads or keeps"
	done
	fails leadroute -s new.ledger -o reps.csv leads.csv
	rm out err
	says 'leadroute: --output would overwrite reps.csv'
	[ "$(ls)" = "$before" ]
}

@test "outputs: two that are one file are refused, there or not" {
	ln -s bad.csv link
	for _ in 1 2; do
		for name in bad.csv ./bad.csv link; do
			fails leadscore -o "$name" --ragged skip --rejects bad.csv leads.csv
			says "leadscore: --rejects and --output are the same file: 'bad.csv'"
		done
		[ -e bad.csv ] || echo mine >bad.csv
	done
	[ "$(<bad.csv)" = mine ]
	rc=0
	leadscore --ragged skip --rejects link leads.csv >>bad.csv 2>err || rc=$?
	[ $rc -eq 2 ]
	grep -qx "leadscore: --rejects and standard output are the same file: 'link'" err
	[ "$(<bad.csv)" = mine ]
	leadscore -q -o scored.csv --ragged skip --rejects bad.csv leads.csv >>bad.csv # where no row goes
	[ -s scored.csv ] && [ ! -s bad.csv ]
}

@test "outputs: an input may be --output, but neither --rejects nor standard output" {
	cp leads.csv before.csv
	leadscore -q leads.csv >want
	fails leadscore --ragged skip --rejects leads.csv leads.csv
	says '--rejects would overwrite leads.csv'
	fails leadscore --ragged skip --rejects leads.csv <leads.csv
	says '--rejects would overwrite standard input'
	fails leadscore --ragged skip --rejects leads.csv - <leads.csv
	says '--rejects would overwrite standard input'
	rc=0
	leadscore leads.csv >>leads.csv 2>err || rc=$?
	[ $rc -eq 2 ]
	grep -q 'leadscore: standard output would overwrite leads.csv' err
	cmp leads.csv before.csv
	leadscore -q -o leads.csv leads.csv
	cmp leads.csv want
	cp before.csv leads.csv
	leadscore -q -o ./leads.csv <leads.csv
	cmp leads.csv want
}

@test "outputs: devices, pipes and terminals may be several outputs at once" {
	leadscore -q -o /dev/null --ragged skip --rejects /dev/null leads.csv
	leadscore -q --ragged skip --rejects /dev/null leads.csv >/dev/null
	leadscore -q leads.csv >want
	leadscore -q --ragged skip --rejects /dev/stdout leads.csv | cmp - want
	mkfifo pipe
	cat pipe >got &
	leadscore -q --ragged skip -o pipe --rejects pipe leads.csv
	wait
	cmp got want
	leadscore -q -a <(leadscore --print-agreement) -o scored.csv leads.csv
	[ "$(rows scored.csv)" -eq "$(rows want)" ]
}

@test "outputs: a file that is called after what it is not is noted" {
	named() { # options, file, what is noted
		# shellcheck disable=SC2086
		leadscore -a "$ROOT/examples/nordlicht.agreement" $1 -o "$2" "$ROOT/examples/leads.csv" 2>err
		if [ -n "$3" ]; then grep -qF "leadscore: $2: it is $3" err; else ! grep -qF "$2: it is" err; fi
	}
	named '' out.xlsx 'no workbook; --spreadsheet -o FILE.csv writes what a spreadsheet opens'
	named -fjson OUT.XLS 'no workbook; '
	named '-f html' out.xls ''
	named '' out.csv.gz 'not compressed; a pipe into gzip does that'
	named '' out.json 'not written as JSON; add -f json'
	named --summary out.html 'not written as a page; add -f html'
	named '-f html --summary' out.html ''
	named '-f json' out.json ''
	named '-f csv' out.md 'not written as Markdown; add -f markdown'
	named '' out.csv ''
	named '' xlsx ''
	named '-q' quiet.xlsx ''
	leadscore -a "$ROOT/examples/nordlicht.agreement" --split country -o 'by-{}.xlsx' "$ROOT/examples/leads.csv" 2>&1 | grep -qF 'by-{}.xlsx: it is no workbook'
}

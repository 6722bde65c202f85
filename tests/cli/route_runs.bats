# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute: many rows are asked at once, and nobody can tell.
load common

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	printf '%s\n' rep,region,cap a,EU,3 b,EU,400 c,US,400 d,US,5 >team.csv
	cat >a.agreement <<-'END'
		roster "team.csv"
		route named  when named_owner is present   to named_owner at most number(room) per run
		route few    when number(size) >= 50       among rep.region = region at most rep.cap per run
		route some   when number(visits) > 3       among rep.region = region
		route rest   when region = "EU"            share by hash
	END
	awk 'BEGIN {
		srand(11)
		print "id,region,size,visits,named_owner,room,owner"
		for (i = 1; i <= 3000; i++)
			printf "%s,%s,%d,%d,%s,%d,%s\n", rand() < .1 ? int(1 + rand() * i) : i, rand() < .5 ? "EU" : "US",
				100 * rand(), 8 * rand(), rand() < .1 ? "Zoe" i % 5 : "", 50, rand() < .1 ? "Old" : ""
	}' >in.csv
}

# The same rows one by one, each of them written before the next is read.
one_by_one() { # options ...
	mkfifo pipe
	(while IFS= read -r row; do printf '%s\n' "$row"; done <in.csv >pipe) &
	leadroute "$@" <pipe
	rm pipe
}

@test "runs: rows that come alone get what rows that come together get, and the same is noted" {
	cp "$BATS_FILE_TMPDIR"/* .
	for options in "" "-x" "--reassign region=\"US\""; do
		leadroute -a a.agreement $options -s l1 in.csv >together 2>together.err
		one_by_one -a a.agreement $options -s l2 >alone 2>alone.err
		cmp together alone
		cmp together.err alone.err
		cmp l1 l2
		[ -n "$options" ] || leadroute -q -a a.agreement -s l1 in.csv | cmp - together
		rm l1 l2
	done
	grep -q 'an earlier row' together.err
}

@test "runs: of the rows behind one that ends the run none is decided, whatever it fails by" {
	cp "$BATS_FILE_TMPDIR"/* .
	fail_at() { # row, command of sed, the message
		sed "$(($1 + 1))$2" "$BATS_FILE_TMPDIR/in.csv" >in.csv
		rm -f l
		fails leadroute -q --strict -a a.agreement -s l in.csv
		says "$3"
		sed '$d' out >rows # the last is the mark of a failed run
		[ "$(wc -l <rows)" -eq "$1" ]
		leadroute -q --strict -a a.agreement -s want < <(head -n "$1" in.csv) | cmp - rows
		cmp -n "$(stat -c %s want)" l want
		[ "$(($(wc -l <l) - $(wc -l <want)))" -le 1 ] # its own, if it was decided and then failed
		rm want
	}
	fail_at 1700 's/^[^,]*,\([^,]*\),.*/,\1,1,1,,1,/' "in.csv:1701: the lead has no id"
	fail_at 2300 's/^[^,]*,\([^,]*\),.*/x,\1,many,1,,1,/' "in.csv:2301: size: not a number: 'many'"
	fail_at 900 's/^[^,]*,\([^,]*\),.*/x,\1,1,many,,1,/' "in.csv:901: visits: not a number: 'many'"
	fail_at 2999 's/^[^,]*,\([^,]*\),.*/x,\1,1,1,a,many,/' "in.csv:3000: room: not a number: 'many'"
}

@test "runs: a later route is asked of those that get there: the others' cells are not noted" {
	cp "$BATS_FILE_TMPDIR"/* .
	awk -F, -v OFS=, 'NR > 1 { $4 = $3 >= 50 || $5 != "" || $7 != "" ? "no number" : $4 } { print }' in.csv >unread.csv
	leadroute -a a.agreement unread.csv 2>err >/dev/null
	notes=$(sed -n 's/.*visits: \([0-9,]*\) cells are not numbers.*/\1/p' err)
	[ "${notes//,/}" -gt 0 ]
	[ "${notes//,/}" -lt "$(grep -c 'no number' unread.csv)" ]
	cp unread.csv in.csv
	one_by_one -a a.agreement 2>alone.err >/dev/null
	cmp err alone.err
}

@test "runs: nor is one decided behind a row that only a column of the output fails by" {
	cp "$BATS_FILE_TMPDIR"/* .
	printf 'score fit 0..10\n    +5 when number(late) > 3\n' >>a.agreement
	awk -F, -v OFS=, '{ $8 = NR == 1 ? "late" : NR == 1501 ? "many" : 4 } { print }' "$BATS_FILE_TMPDIR/in.csv" >in.csv
	fails leadroute -q --strict -a a.agreement -c id,owner,fit -s l in.csv
	says "in.csv:1501: late: not a number: 'many'"
	sed '$d' out >rows
	leadroute -q -a a.agreement -c id,owner,fit -s want < <(head -n 1500 in.csv) | cmp - rows
	cmp -n "$(stat -c %s want)" l want
	[ "$(($(wc -l <l) - $(wc -l <want)))" -le 1 ]
}

@test "runs: a report says the same of rows that come together as of rows alone, and fails by the first that does" {
	cp "$BATS_FILE_TMPDIR"/* .
	printf 'score fit 0..10\n    +5 when number(late) > 3\n' >>a.agreement
	late() { # rows whose cell of `late` is no number: +0 when nobody gets them
		awk -F, -v OFS=, -v bad=" $* " '{ $8 = NR == 1 ? "late" : index(bad, " " NR " ") ? "many" : 4 } { print }' \
			"$BATS_FILE_TMPDIR/in.csv"
	}
	late $(seq 2 7 3000) >in.csv
	for options in --report --dry-run "--report --reassign region=\"US\"" "--dry-run --diff other.agreement"; do
		sed 's/>= 50/>= 70/' a.agreement >other.agreement
		leadroute -a a.agreement $options in.csv >together 2>together.err
		one_by_one -a a.agreement $options >alone 2>alone.err
		cmp together alone
		cmp together.err alone.err
	done
	late 1601 1801 >in.csv
	sed -i '1701s/^[^,]*,\([^,]*\),[^,]*,/x,\1,some,/' in.csv
	fails leadroute -q --strict --report -a a.agreement in.csv
	says "in.csv:1601: late: not a number: 'many'"
	late 1801 >in.csv
	sed -i '1701s/^[^,]*,\([^,]*\),[^,]*,/x,\1,some,/' in.csv
	fails leadroute -q --strict --report -a a.agreement in.csv
	says "in.csv:1701: size: not a number: 'some'"
}

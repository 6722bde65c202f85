# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# --split: a file for each value, and all of them or none.
load common

# What an independent reader makes of it: the rows of $1, by the folded value of column $2, each in its order, and
# each value's rows alone in one of the files that follow, with the same header.
is_split() { # whole, column, file ...
	python3 - "$@" <<-'END'
		import csv, sys
		def read(name):
		    with open(name, newline="", encoding="utf-8-sig") as f:
		        rows = list(csv.reader(f))
		    return rows[0], rows[1:]
		head, rows = read(sys.argv[1])
		at = head.index(sys.argv[2])
		want = {}
		for row in rows:
		    want.setdefault(row[at].strip().lower(), []).append(row)
		for name in sys.argv[3:]:
		    one, got = read(name)
		    assert one == head, (name, one)
		    if got:
		        assert want.pop(got[0][at].strip().lower(), None) == got, name
		assert not want, list(want)
	END
}

@test "split: every row is in the file of its value, in its order, by any number of threads" {
	export LEADPIPE_AGREEMENT=$nordlicht
	mkdir one four
	leadscore -q "$leads" >whole.csv
	for by in grade mql 'Lead Source' country score; do
		column=$by
		[ "$by" != country ] || column=Country
		rm -f one/* four/*
		leadscore -q --split "$by" -o 'one/x-{}.csv' "$leads"
		leadscore -q -j 4 --split "$by" -o 'four/x-{}.csv' "$leads"
		diff -r one four
		is_split whole.csv "$column" one/*
	done
	rm -f one/*
	leadscore -q --split 'month(created_at)' -o 'one/{}.csv' "$leads"
	[ "$(ls one | paste -sd' ')" = '2026-01.csv 2026-02.csv 2026-03.csv 2026-04.csv 2026-05.csv 2026-06.csv 2026-07.csv 2026-08.csv 2026-09.csv 2026-10.csv _none.csv' ]
	[ "$(cat one/* | grep -vc '^Record ID')" -eq "$(rows "$leads")" ]
}

@test "split: by the owner that leadroute decides, and everyone in the roster has a file" {
	export LEADPIPE_AGREEMENT=$nordlicht
	leadroute -q "$leads" >whole.csv
	leadroute --split owner -o 'calls-{}.csv' "$leads" 2>err
	is_split whole.csv 'Contact Owner' calls-*.csv
	grep -q '^leadroute: 10 files written: calls-{}.csv$' err
	cp 'calls-Jana Brandt.csv' jana.csv
	leadroute --split owner -w 'record_id = "1000430"' -o 'calls-{}.csv' "$leads" 2>err
	grep -q '^leadroute: 9 files written, 8 without rows: calls-{}.csv$' err
	[ "$(rows jana.csv)" -gt 100 ]
	[ "$(cat 'calls-Jana Brandt.csv')" = "$(head -1 jana.csv)" ] # not yesterday's
	rm calls-*
	leadroute -q --changes --split owner -o 'calls-{}.csv' "$leads" # new decisions alone
	[ "$(cat calls-*.csv | grep -vc '^Record ID')" -eq 97 ]
	[ "$(ls calls-*.csv | wc -l)" -eq 9 ]
	[ "$(head -1 'calls-Amy Clarke.csv')" = 'Record ID,Contact Owner,team,route' ]
	mkdir sla
	leadsla -q --backlog --split '`Contact Owner`' -c email,accept_due -o 'sla/{}.csv' "$leads"
	[ "$(ls sla | wc -l)" -eq 10 ]
	[ "$(cat sla/*.csv | grep -vc '^Email')" -eq "$(leadsla -q --backlog "$leads" | sed 1d | wc -l)" ]
}

@test "split: names are safe, distinct, and the same whatever other values there are" {
	printf 'id,owner\n1,a/b\n2,a_b\n3,con\n4,../x\n5,\n6,n/a\n7,_none\n8,"x\ny"\n9,-rf\n10,a:b\n11,Ann\n12, ann\n13,Ann\n14,a~b\n' >in.csv
	printf '%s,%0300d\n' 15 0 16 1 >>in.csv
	mkdir all
	leadscore -e 'missing "n/a"' --split owner -c id -o 'all/o-{}.csv' in.csv 2>err
	grep -q '^leadscore: 13 files written: all/o-{}.csv$' err
	grep -q "^leadscore: 'a/b' can't be a file's name: its rows are in all/o-a_b~" err
	grep -q '^leadscore: and 5 more values' err
	[ "$(tail -n +2 all/o-_none.csv | paste -sd' ')" = '5 6' ]
	[ "$(tail -n +2 all/o-Ann.csv | paste -sd' ')" = '11 12 13' ]
	[ "$(tail -n +2 all/o-a_b.csv)" = 2 ]
	[ "$(ls all | grep -c '~')" -eq 10 ]
	[ -z "$(ls all | tr -d 'A-Za-z0-9_.~\n-')" ]
	[ "$(ls all | awk '{ print tolower($0) }' | sort -u | wc -l)" -eq 13 ]
	[ "$(cat all/* | grep -c '^[0-9]')" -eq 16 ]
	mkdir some
	for id in 1 3 4 7 9 10 11 14 15; do
		leadscore -q -e 'missing "n/a"' -w "id = $id" --split owner -c id -o 'some/o-{}.csv' in.csv
	done
	for file in some/*; do [ -e "all/${file#some/}" ]; done
}

@test "split: dialects, marks, guarded cells and formats are those of each file" {
	printf 'id;owner\r\n1;Ann\r\n2;=x\r\n3;Ann\r\n' >in.csv
	leadscore -q --bom --excel-safe -d ';' --split owner -c id,owner -o '{}.csv' in.csv
	printf '\xef\xbb\xbfid;owner\r\n1;Ann\r\n3;Ann\r\n' | cmp - Ann.csv
	printf "\xef\xbb\xbfid;owner\r\n2;'=x\r\n" | cmp - =x.csv
	leadscore -q -f tsv -d ';' --split owner -c id,owner -o '{}.tsv' in.csv
	printf 'id\towner\r\n1\tAnn\r\n3\tAnn\r\n' | cmp - Ann.tsv
	for format in json jsonl table markdown; do
		fails leadscore -f $format --split owner -o '{}.x' in.csv
		says '--split writes csv or tsv, and no other --format'
	done
	printf 'id,owner\n1,Ann\nid,owner\n2,Ann' >in.csv # a header in the middle, and no last line end
	leadscore -q --split owner -c id -o '{}.csv' in.csv
	printf 'id\n1\n2' | cmp - Ann.csv
	[ ! -e owner.csv ]
	leadscore --allow-empty --split owner -o 'e-{}.csv' </dev/null 2>err
	grep -q '^leadscore: 0 files written: e-{}.csv$' err
	printf 'id,owner\n' | leadscore --split owner -o 'e-{}.csv' 2>err
	grep -q '^leadscore: 0 files written: e-{}.csv$' err
}

@test "split: more rows than memory holds are whole, too" {
	awk 'BEGIN { print "id,owner,text"; for (i = 0; i < 40000; i++) printf "%d,o%d,%01000d\n", i, i * 7919 % 13, i }' >in.csv
	TMPDIR=$PWD leadroute -q -e 'route all to "x"' --split owner -c id,owner,text -o 'part-{}.csv' in.csv
	is_split in.csv owner part-*
	fails env TMPDIR=/nowhere leadroute -q -e 'route all to "x"' --split owner -o 'more-{}.csv' in.csv
	says "--split: rows can't be kept in a temporary file in /nowhere: no such file or directory; TMPDIR names another folder"
	[ "$(ls)" = "$(printf '%s\n' err in.csv out part-o{0,1,10,11,12,2,3,4,5,6,7,8,9}.csv)" ]
}

@test "split: what is wrong with it is said with a remedy" {
	printf 'id,owner\n1,a\n' >in.csv
	fails leadscore --split owner in.csv
	says "--split writes a file for each value; name them, with {} for the value: -o 'leads-{}.csv'"
	fails leadscore --split owner -o - in.csv
	says "name them, with {} for the value"
	fails leadscore --split owner -o x.csv in.csv
	says "-o 'x.csv' has no {} where the value goes; write it as -o 'leads-{}.csv'"
	fails leadscore --split owner -o '{}/x.csv' in.csv
	says "is in the folder's name"
	fails leadscore --split ownr -o '{}.csv' in.csv
	says "--split:1:1: no column 'ownr'; did you mean 'owner'?"
	fails leadscore --split owner,id -o '{}.csv' in.csv
	says "'owner,id' are 2 expressions; give one"
	fails leadscore --split 'owner =' -o '{}.csv' in.csv
	says '--split:1:'
	fails leadscore --summary --split owner -o '{}.csv' in.csv
	says '--split is for rows, and this is a report'
	fails leadscore --split owner -o 'nowhere/{}.csv' in.csv
	says 'nowhere/{}.csv: can'"'"'t be written: no such file or directory'
	fails leadsla -e 'roster "nobody.csv"' -e 'sla x from id to owner within 1 day' --split owner -o '{}.csv' in.csv
	says 'nobody.csv: no such file or directory'
	awk 'BEGIN { print "id"; for (i = 0; i <= 10000; i++) print i }' >in.csv
	fails leadscore --split id -o '{}.csv' in.csv
	says "'id' has more than 10,000 values"
	[ "$(ls)" = "$(printf 'err\nin.csv\nout')" ]
}

@test "split: never over a file that is read or kept, and nothing is written then" {
	mkdir d
	printf 'id,owner\n1,x\n2,a\n' >d/in-x.csv
	cp d/in-x.csv was
	fails leadscore --split owner -o 'd/in-{}.csv' d/in-x.csv
	says 'd/in-x.csv would overwrite d/in-x.csv'
	fails leadscore --split owner -o 'd/in-{}.csv' <d/in-x.csv
	says 'd/in-x.csv would overwrite standard input'
	ln -s in-x.csv d/link-a.csv
	fails leadscore --split owner -o 'd/link-{}.csv' d/in-x.csv
	says 'd/link-a.csv would overwrite d/in-x.csv'
	fails leadscore --ragged skip --rejects d/r-a.csv --split owner -o 'd/r-{}.csv' d/in-x.csv
	says "--rejects is one of the files of --split: 'd/r-a.csv'"
	cmp d/in-x.csv was
	printf 'rep\nAnn\nx\n' >reps-x.csv
	fails leadroute -e 'roster "reps-x.csv"' -e 'route all' --split owner -o 'reps-{}.csv' d/in-x.csv
	says 'reps-x.csv would overwrite reps-x.csv'
	fails leadroute -s led-x.csv -e 'route all to "x"' --split owner -o 'led-{}.csv' d/in-x.csv
	says 'led-x.csv would overwrite led-x.csv'
	[ "$(ls . d | paste -sd' ')" = '.: d err led-x.csv out reps-x.csv was  d: in-x.csv link-a.csv' ]
}

@test "split: old files are replaced with their permissions, links stay, and one that can't be replaced stops all" {
	printf 'id,owner\n1,a\n2,b\n3,c\n' >in.csv
	echo old >a.csv
	chmod 640 a.csv
	echo old >real
	ln -s real b.csv
	leadscore -q --split owner -c id -o '{}.csv' in.csv
	[ "$(stat -c %a a.csv)" = 640 ]
	[ -L b.csv ]
	[ "$(cat a.csv real c.csv | paste -sd' ')" = 'id 1 id 2 id 3' ]
	# Two links to one file, which is there or not yet: the rows of one would be lost.
	for target in real away; do
		ln -sf $target b.csv
		ln -sf $target c.csv
		fails leadscore --split owner -c id -o '{}.csv' in.csv
		says "the files of 'b' and 'c' would both be"
		[ "$(cat a.csv real | paste -sd' ')" = 'id 1 id 2' ]
		[ ! -e away ]
	done
	rm b.csv c.csv
	mkdir b.csv
	echo old >a.csv
	fails leadscore --split owner -c id -o '{}.csv' in.csv
	says "b.csv: can't be written: it is no regular file; none of the files is"
	[ "$(<a.csv)" = old ]
	[ "$(ls)" = "$(printf 'a.csv\nb.csv\nerr\nin.csv\nout\nreal')" ]
}

@test "split: a full disk, a limit and a failed run leave all as it was" {
	make_leads 20000 >in.csv
	echo old >c-US.csv
	for size in 100 5000 300000; do
		rc=0
		prlimit --fsize=$size leadscore -q --split country -o 'c-{}.csv' in.csv 2>err || rc=$?
		[ $rc -eq 2 ]
		grep -Eqx "leadscore: c-[A-Z]*.csv: can't be written: file too large; none of the files is" err
		[ "$(ls)" = "$(printf 'c-US.csv\nerr\nin.csv')" ]
		[ "$(<c-US.csv)" = old ]
	done
	echo ragged,row >>in.csv
	rc=0
	leadscore -q --split country -o 'c-{}.csv' in.csv 2>err || rc=$?
	[ $rc -eq 2 ]
	grep -q 'in.csv:20002: 2 cells where the header has 6' err
	[ "$(ls)" = "$(printf 'c-US.csv\nerr\nin.csv')" ]
	[ "$(<c-US.csv)" = old ]
}

@test "split: a folder where nothing can be written is reported" {
	printf 'id,owner\n1,a\n' >in.csv
	fails leadscore --split owner -o '/dev/null/{}.csv' in.csv
	says "/dev/null/{}.csv: can't be written: not a directory"
	fails leadscore --split owner -o '/proc/{}.csv' in.csv
	says "can't be written"
	[ "$(id -u)" -ne 0 ] || skip 'root may write everywhere'
	mkdir closed
	chmod 555 closed
	fails leadscore --split owner -o 'closed/{}.csv' in.csv
	says "closed/{}.csv: can't be written: permission denied"
}

@test "split: a signal while the files are written leaves none of them" {
	awk 'BEGIN { print "id,owner"; for (i = 0; i < 3000; i++) print i ",o" i }' >in.csv
	mkdir d
	leadscore -q --split owner -c id -o 'd/{}.csv' in.csv &
	while ! compgen -G 'd/*' >/dev/null; do kill -0 $! || break; done
	kill -TERM $! || true
	rc=0
	wait $! || rc=$?
	files=$(ls d | wc -l)
	[ $rc -eq 143 ] && [ "$files" -eq 0 ] || { [ $rc -eq 0 ] && [ "$files" -eq 3000 ]; }
	[ "$(ls d | grep -c '\.csv$')" -eq "$files" ]
}

@test "split: the ledger is kept before any file, and repeated it writes the same files" {
	printf 'id,owner\n1,\n2,\n3,\n4,\n' >in.csv
	printf 'rep\nAnn\nBob\n' >reps.csv
	printf 'roster "reps.csv"\nroute all\n' >a
	mkdir one two
	mkdir one/Bob.csv
	fails leadroute -a a -s ledger --split owner -o 'one/{}.csv' in.csv
	[ "$(rows ledger)" -eq 4 ]
	rmdir one/Bob.csv
	leadroute -q -a a -s ledger --split owner -o 'one/{}.csv' in.csv
	leadroute -q -a a -s ledger --split owner -o 'two/{}.csv' in.csv
	diff -r one two
	[ "$(rows ledger)" -eq 4 ]
	[ "$(cat one/*.csv | grep -c '^[0-9]')" -eq 4 ]
}

# The files are all as before, or all new: what a run that ended with $1 leaves in ./to. $2: others beside them.
is_whole() { # exit code
	if [ "$1" -eq 0 ]; then
		diff -r to whole
	else
		diff -r to before >/dev/null || diff -r to whole
	fi
}

@test "split: memory that runs out at any moment leaves all files as they were, or all new" {
	sanitized "allocations are not the tool's"
	export LEADPIPE_AGREEMENT=$nordlicht
	head -300 "$leads" >in.csv
	mkdir before whole
	echo old >'before/Jana Brandt.csv'
	cp before/* whole
	command=(leadroute -q --changes --split owner -o 'to/{}.csv' in.csv)
	ln -s whole to
	"${command[@]}"
	rm to
	for way in NO_TMPFILE= NO_TMPFILE=1; do
		rm -rf to
		cp -r before to
		env LD_PRELOAD="$BUILD/tests/failing.so" $way COUNT_ALLOCATIONS=count "${command[@]}"
		count=$(<count)
		[ "$count" -gt 200 ]
		ended=0
		# the last ones, which are those of the files, one by one
		for ((n = 0; n < count; n += n < count - 150 ? 37 : 3)); do
			rm -rf to
			cp -r before to
			rc=0
			env LD_PRELOAD="$BUILD/tests/failing.so" $way FAIL_ALLOCATION=$((n + 1)) "${command[@]}" 2>err || rc=$?
			is_whole $rc || { echo "$way $n of $count: $rc"; ls to; cat err; false; }
			[ $rc -eq 0 ] || [ "$(<err)" = 'leadroute: out of memory' ] || { echo "$n: $rc"; cat err; false; }
			ended=$((ended + (rc == 2)))
		done
		[ $ended -gt 50 ]
	done
}

@test "split: a disk that fails at any sync leaves all files as they were, or all new" {
	sanitized "a library is put before the tool"
	printf 'id,owner\n1,a\n2,b\n3,c\n4,d\n' >in.csv
	mkdir before whole
	echo old >before/b.csv
	command=(leadscore -q --split owner -c id -o 'to/{}.csv' in.csv)
	ln -s whole to
	"${command[@]}"
	rm to
	for ((n = 1; n <= 6; n++)); do
		rm -rf to
		cp -r before to
		rc=0
		env LD_PRELOAD="$BUILD/tests/failing.so" FAIL_SYNC=$n "${command[@]}" 2>err || rc=$?
		[ $rc -eq $((n <= 5 ? 2 : 0)) ] # each file, and the folder
		if [ $n -le 4 ]; then
			diff -r to before
			grep -q "can't be written: input/output error; none of the files is" err
		else
			diff -r to whole
		fi
	done
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# --map: a lead keeps its id from night to night, and routing, meetings and the archive follow.
load common

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 LEADPIPE_AGREEMENT=$BATS_TEST_TMPDIR/a.agreement
	printf 'same lead by email\nroute all to "Ann"\n' >a.agreement
	cat >night.csv <<-'END'
		Id,Email,Name,Owner,Create Date
		0012,jo@acme.com,Jo Smith,Ana,2026-01-05
		0011,jo@acme.com,Jo Smith,Bob,2026-01-02
		0013,li@wei.org,Li Wei,Cy,2026-01-03
		,no@id.org,No Body,,2026-01-03
	END
}

teardown() {
	[ -z "${one-}" ] || kill "$one" 2>/dev/null || true
}

# The ids of the leads of a night, in a line.
ids() {
	leadfold -q --same --map map.csv "$@" | sed 1d | cut -d, -f1 | paste -sd' '
}

map() { # the lines of the map without their dates
	sed 1d map.csv | cut -d, -f1,2 | paste -sd' '
}

@test "leadfold --map: random nights, beside the rules worked out anew; the same night again changes no byte" {
	for seed in 11 12; do
		rm -f map.csv
		run -0 python3 "$ROOT/tests/cli/map_nights.py" $seed 70
		printf '# %s\n' "$output" >&3
		[[ $output != *" 0 met"* && $output != "0 "* && $output != *" 0 passed"* && $output != *" 0 parted"* ]]
	done
}

@test "leadfold --map: a lead is known by the id that was created first, and by it from then on" {
	[ "$(ids night.csv)" = "0011 0013 " ]
	[ "$(<map.csv)" = $'old,kept,since\n0012,0011,2026-10-31' ]
	echo '0001,jo@acme.com,J Smith,Ana,2020-01-01' >>night.csv
	[ "$(ids --now 2026-11-01 night.csv)" = "0011 0013 " ]
	[ "$(<map.csv)" = $'old,kept,since\n0012,0011,2026-10-31\n0001,0011,2026-11-01' ]
	same <(leadfold -q --same --map map.csv -j 1 night.csv) leadfold -q --same --map map.csv -j 4 night.csv
}

@test "leadfold --map: what the agreement says of the id decides for a lead that is new to the map, and no other" {
	printf 'same lead by email\n    keep Id last present\n' >a.agreement
	sed -i '2{h;d};3{G}' night.csv # 0011, then 0012
	[ "$(ids night.csv)" = "0012 0013 " ]
	printf 'same lead by email\n' >a.agreement
	[ "$(ids night.csv)" = "0012 0013 " ]
}

@test "leadfold --map: what was one lead stays one when its keys part, which is noted" {
	ids night.csv
	sed -i 's/0012,jo@acme.com/0012,jo@home.org/' night.csv
	leadfold --same --map map.csv night.csv >out 2>err
	output=$(<err)
	says "map.csv: 1 lead is one by its ids alone, no more by the keys, first that of '0011'"
	says "1 row was joined by its id, whatever the keys say"
	[ "$(cut -d, -f1 out | paste -sd' ')" = "Id 0011 0013 " ]
}

@test "leadfold --map: a line with the same id twice parts it, as an addition or a change, and it stays parted" {
	for edit in '$a0012,0012' 's/^0012,0011/0012,0012/'; do
		rm -f map.csv
		ids night.csv
		sed -i "$edit" map.csv
		[ "$(ids night.csv)" = "0012 0011 0013 " ]
		[ "$(map)" = "0012,0012" ]
		cp map.csv before
		[ "$(ids night.csv)" = "0012 0011 0013 " ]
		cmp map.csv before
	done
	echo '0015,jo@acme.com,Jo Smith,,2026-01-09' >>night.csv # which is of the other one
	[ "$(ids night.csv)" = "0012 0011 0013 " ]
	[ "$(map)" = "0012,0012 0015,0011" ]
	sed -i 's/0015,0011/0015,0012/' map.csv # unless the map says so
	[ "$(ids night.csv)" = "0012 0011 0013 " ]
	[ "$(map)" = "0012,0012 0015,0012" ]
	leadfold --same --map map.csv night.csv 2>&1 >/dev/null | grep -q 'left out, for what is kept apart'
}

@test "leadfold --map: of two kept ids that meet, the one kept earlier stays, and the owner of the other is named" {
	echo '0014,li@wei.org,Li Wei,Dee,2026-01-09' >>night.csv
	[ "$(ids night.csv)" = "0011 0013 " ]
	sed -i 's/0013,li@wei.org,Li Wei/0013,jo@acme.com,Jo Smith/' night.csv
	leadfold --same --map map.csv night.csv 2>err >out
	output=$(<err)
	says "map.csv: the lead that was kept as '0013' (owner Cy) is '0011' from now on"
	[ "$(map)" = "0012,0011 0014,0011 0013,0011" ]
}

@test "leadfold --map: a kept id that is gone passes on to the next of its ids" {
	ids night.csv
	sed -i /^0011/d night.csv
	leadfold --same --map map.csv night.csv 2>err >out
	output=$(<err)
	says "map.csv: 1 kept id is in no row any more, and has passed on: '0011' is '0012'"
	[ "$(map)" = "0011,0012" ]
	[ "$(cut -d, -f1 out | paste -sd' ')" = "Id 0012 0013 " ]
}

@test "leadfold --map: saved by a spreadsheet, and with columns of one's own, it is read, and the columns stay" {
	printf '\xef\xbb\xbfold;kept;since;why\r\n0013;0011;30.10.2026;Ana says so\r\n;;;\r\n' >map.csv
	[ "$(ids night.csv)" = "0011 " ]
	[ "$(<map.csv)" = $'old,kept,since,why\n0013,0011,30.10.2026,Ana says so\n0012,0011,2026-10-31,' ]
}

@test "leadfold --map: a circle, two kept ids, a rounded id and another file are mistakes with a line, and nothing is touched" {
	mistake() { # text, words
		printf "$1" >map.csv
		cp map.csv before
		fails leadfold -q --same --map map.csv night.csv
		says "$2"
		[ ! -s out ]
		cmp map.csv before
		fails leadroute -q --map map.csv night.csv
		says "$2"
	}
	mistake 'old,kept\n0012,0011\n0011,0012\n' "map.csv:3: '0011' is kept as '0012', which leads back to it in a circle"
	mistake 'old,kept\n1,2\n1,3\n' "map.csv:3: '1' is kept as '3', and by line 2 as '2'"
	mistake 'old,kept\n1.23457E+14,2\n' "map.csv:2: the id '1.23457E+14' has been rounded by a spreadsheet"
	mistake 'old,kept\n1,\n' "map.csv:2: no kept id"
	mistake 'Id,Email\n1,2\n' "map.csv: no column 'old'; a map of ids begins with the line old,kept"
	printf 'Id,Email\n1.23457E+14,a@b.org\n' >round.csv
	rm map.csv
	fails leadfold -q --same --map map.csv round.csv
	says "round.csv:2: the id '1.23457E+14' has been rounded by a spreadsheet"
	[ ! -e map.csv ]
}

@test "leadfold --map: it is no input and no output, and needs a column of ids" {
	printf 'old,kept\n' >map.csv
	fails leadfold -q --same --map night.csv night.csv
	says "--map and the input are the same file"
	fails leadfold -q --same --map ./map.csv -o map.csv night.csv
	says "--output would overwrite ./map.csv"
	fails leadroute -q --map map.csv map.csv
	says "--map and the input are the same file"
	rm map.csv
	fails leadfold -q --same --map map.csv -o map.csv night.csv
	says "--output would overwrite map.csv"
	[ ! -e map.csv ]
	cut -d, -f2,3 night.csv >no.csv
	fails leadfold -q --same --map map.csv no.csv
	says "no column is the lead's id, by which a map knows it"
	printf 'old,kept\n' >map.csv
	fails leadfold -q --map map.csv -e 'fold f by Id sorted by created_at
	    n count' --fold f night.csv
	says "--map is for the history of an archive"
}

@test "leadfold --map: an input without a row makes an empty map, and one without a byte makes none" {
	head -1 night.csv >head.csv
	same head.csv leadfold -q --same --map map.csv head.csv
	[ "$(<map.csv)" = old,kept,since ]
	: >map.csv # as where a run was killed that had just made it
	[ "$(ids night.csv)" = "0011 0013 " ]
	[ "$(map)" = 0012,0011 ]
	rm map.csv
	leadfold -q --same --map map.csv --allow-empty /dev/null >out
	[ ! -s out ]
	[ ! -e map.csv ]
}

@test "leadfold --map: an id of two systems that is two leads can't be known, and is a mistake" {
	printf 'Lead ID,Email\n17,jo@acme.com\n18,li@wei.org\n' >one.csv
	printf 'Record ID,Email\n17,li@wei.org\n19,jo@acme.com\n' >two.csv
	fails leadfold -q --same --map map.csv one.csv two.csv
	says "map.csv: the id '17' is of one lead in 'Lead ID' and of another in 'Record ID', and a map can't tell them apart"
	[ ! -e map.csv ]
	sed -i s/^17/s17/ two.csv
	leadfold -q --same --map map.csv one.csv two.csv >out
	[ "$(<map.csv)" = old,kept,since ]
	printf '20,jo@acme.com\n' >>one.csv
	printf 's9,jo@acme.com\n' >>two.csv
	leadfold -q --same --map map.csv one.csv two.csv >out
	[ "$(map)" = "20,17 s9,19" ] # each column has ids of its own
	grep -q '^17,jo@acme.com,19$' out
}

@test "leadfold --map: in a folder that may not be written the map stays, and the message says that it is the folder" {
	local as=() shut
	unset LEADPIPE_AGREEMENT
	shut=$(mktemp -d /tmp/shut-XXXXXX) # whoever is root becomes nobody, who must get there
	printf 'old,kept\n' >"$shut/map.csv"
	chmod 666 "$shut/map.csv"
	chmod 555 "$shut"
	[ "$(id -u)" -ne 0 ] || as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	if ! "${as[@]}" leadfold -V >/dev/null; then
		rm -rf "$shut"
		skip "nobody can't run leadfold"
	fi
	run -2 "${as[@]}" leadfold -q -e 'same lead by email' --map "$shut/map.csv" - <night.csv
	[ "$(cat "$shut/map.csv")" = old,kept ]
	"${as[@]}" leadfold -q -e 'same lead by email' --duplicates --map "$shut/map.csv" - <night.csv >out
	chmod 755 "$shut"
	rm -r "$shut"
	[ "$output" = "leadfold: $shut/map.csv: a new one can't be made in its folder: permission denied" ]
}

@test "leadfold --map: a full disk leaves the map as it was, and no row goes out" {
	ids night.csv
	cp map.csv before
	awk 'BEGIN { print "Id,Email"; for (i = 0; i < 9000; i++) print "lead-" i ",p" int(i / 2) "@acme.org" }' >big.csv
	limited() {
		ulimit -f 20
		leadfold -q --same --map map.csv big.csv | cat >/dev/null
		return "${PIPESTATUS[0]}"
	}
	run -2 limited
	says "map.csv: can't be written: file too large"
	cmp map.csv before
	(
		ulimit -f 20
		leadfold -q --same --map map.csv big.csv 2>/dev/null || true
	) | cat >out
	[ ! -s out ]
	[ "$(ls | grep -c '^map')" = 1 ]
}

@test "leadfold --map: killed at any moment, there is the old map or the whole new one, and the next run is as if undisturbed" {
	awk 'BEGIN { print "Id,Email"; for (i = 0; i < 20000; i++) print "lead-" i ",p" int(i / 2) "@acme.org" }' >big.csv
	printf 'old,kept,since\nlead-9,lead-8,2026-10-30\n' >before
	cp before map.csv
	TIMEFORMAT=%R
	seconds=$( { time leadfold -q --same --map map.csv big.csv >whole.csv; } 2>&1)
	cp map.csv whole
	RANDOM=5
	for _ in $(seq 12); do
		cp before map.csv
		leadfold -q --same --map map.csv big.csv >out &
		one=$!
		sleep "$(awk -v r=$RANDOM -v t="$seconds" 'BEGIN { print t * r / 32768 }')"
		kill -9 "$one" 2>/dev/null || true
		wait "$one" 2>/dev/null || true
		cmp -s map.csv before || cmp map.csv whole
		[ ! -s out ] || cmp map.csv whole # no row before the map
		leadfold -q --same --map map.csv big.csv >out
		cmp out whole.csv
		cmp map.csv whole
	done
}

@test "leadfold --map: another run waits, and loses nothing" {
	mkfifo slow
	leadfold -q --same --map map.csv slow >one.csv &
	one=$!
	exec 8>slow
	sed 1q night.csv >&8 # it has the map when it has read the header
	for _ in $(seq 100); do [ -e map.csv ] && break || sleep .05; done
	printf 'Id,Email\n8,li@wei.org\n9,li@wei.org\n' >other.csv
	leadfold --same --map map.csv other.csv >two.csv 2>err 8>&- &
	two=$!
	for _ in $(seq 100); do grep -q waiting err && break || sleep .05; done
	grep -q "map.csv: another run is writing to it; waiting until it has ended" err
	sed 1d night.csv >&8
	exec 8>&-
	wait "$one" "$two"
	[ "$(map)" = "0012,0011 9,8" ]
}

@test "leadfold --duplicates --map: what the map joins and parts is named as such, and the map stays as it is" {
	ids night.csv
	sed -i 's/0012,jo@acme.com/0012,jo@home.org/' night.csv
	echo '0014,li@wei.org,Li Wei,Dee,2026-01-09' >>night.csv
	echo 0014,0014 >>map.csv
	cp map.csv before
	leadfold -q --duplicates --map map.csv -f csv night.csv >out
	cmp map.csv before
	python3 - <<-'END'
		import csv
		rows = {(r["what"], r["id"]): r for r in csv.DictReader(open("out"))}
		joined = [r for r in rows.values() if r["what"] == "joined" and r["joined_by"]]
		assert [(r["joined_by"], r["value"]) for r in joined] == [("map", "0011")], joined
		left = [r for r in rows.values() if r["what"] == "left_apart"]
		assert len(left) == 1 and "map" in left[0].values(), left
	END
	for format in table html markdown json; do
		leadfold -q --duplicates --map map.csv -f $format night.csv | grep -q 'map'
	done
	fails leadfold -q --duplicates --map none.csv night.csv
	says "none.csv: no such file or directory"
}

# ---- who follows ----

@test "leadroute --map: a lead has the owner that any of its ids got, and is recorded under the kept one" {
	printf 'Id,Owner\n0012,\n0013,\n' >old.csv
	leadroute -q -s ledger -e 'otherwise ""' old.csv >/dev/null
	printf 'old,kept\n0012,0011\n' >map.csv
	printf 'Id,Owner\n0011,\n0013,\n0014,\n' >new.csv
	printf 'route all to "Bob"\n' >a.agreement
	run -0 --separate-stderr leadroute -s ledger --map map.csv new.csv
	[ "$output" = $'Id,Owner,team,route\n0011,Ann,,all\n0013,Ann,,all\n0014,Bob,,all' ]
	[ "$(cut -d, -f1,2 ledger | paste -sd' ')" = "lead_id,owner 0012,Ann 0013,Ann 0014,Bob" ]
	printf 'Id,Owner\n0012,\n0015,\n' >un.csv # which nobody has folded
	printf 'old,kept\n0012,0011\n0015,0016\n' >map.csv
	run -0 --separate-stderr leadroute -s ledger --map map.csv un.csv
	[ "$output" = $'Id,Owner,team,route\n0012,Ann,,all\n0015,Bob,,all' ]
	[[ $stderr == *"2 rows have an old id, and are taken for the leads that the map keeps them as"* ]]
	tail -1 ledger | grep -q ^0016,Bob
	fails leadroute -q -s ledger --replay --map map.csv un.csv
	says "--replay has no use for --map"
	fails leadroute -q --map none.csv un.csv
	says "none.csv: no such file or directory; leadfold --same --map makes it"
}

@test "leadfold --map | leadroute --map: the map of the run before in the pipe is the one that is read" {
	for _ in 1 2 3; do
		rm -f map.csv ledger
		sed 's/Ana\|Bob\|Cy//' night.csv | grep -v '^,' >free.csv
		printf 'Id,Email,Owner\n0012,,\n' | leadroute -q -s ledger >/dev/null
		sed -i s/0012,Ann/0012,Eve/ ledger
		printf 'same lead by email\nroute other when id = "0" to "Eve"\nroute all to "Ann"\n' >a.agreement
		{ sleep .1; cat free.csv; } | leadfold -q --same --map map.csv | leadroute -q -s ledger --map map.csv >out
		[ "$(cut -d, -f1,4 out | paste -sd' ')" = "Id,Owner 0011,Eve 0013,Ann" ]
	done
}

review='stage lead at `Create Date`
stage mql at `MQL Date`
stage sal at `SAL Date`
exit lost at `Lost Date` reason `Reason`
handover mql to sal
same lead by email'

@test "leadreview --map: what was decided about an old id is of the lead that keeps it, and so is its sheet" {
	printf '%s\n' "$review" >a.agreement
	head=Id,Email,'Create Date,MQL Date,SAL Date,Lost Date,Reason,Owner'
	printf '%s\n' "$head" '0012,jo@acme.com,2026-10-01,2026-10-05,,,,Ana' '0013,li@wei.org,2026-10-01,2026-10-06,,,,Cy' >old.csv
	leadreview -q --sheet -f csv old.csv >sheet.csv
	awk -F, -v OFS=, 'NR > 1 { $7 = "accept" } 1' sheet.csv >filled.csv
	sed 's/^0012,/0011,/' old.csv >new.csv
	printf 'old,kept\n0012,0011\n' >map.csv
	fails leadreview -q --record filled.csv -s d.csv --reviewer Ana new.csv
	says "no lead that is handed over in new.csv has this ref"
	leadreview -q --record filled.csv -s e.csv --reviewer Ana --map map.csv new.csv
	[ "$(cut -d, -f3,5 e.csv | paste -sd' ')" = "lead_id,decision 0011,accept 0013,accept" ]
	leadreview -q --record filled.csv -s d.csv --reviewer Ana old.csv
	leadreview -q --apply -s d.csv new.csv >out
	grep -q '^0011,jo@acme.com,2026-10-01,2026-10-05,,' out
	leadreview -q --apply -s d.csv --map map.csv new.csv >out
	grep -q '^0011,jo@acme.com,2026-10-01,2026-10-05,2026-10-31' out
	[ "$(leadreview -q --sheet -f csv -s d.csv --map map.csv new.csv | sed 1d | wc -l)" = 0 ]
	leadreview -q --apply -s d.csv --map map.csv -j 1 old.csv >one
	same one leadreview -q --apply -s d.csv --map map.csv -j 4 old.csv
	leadreview --apply -s d.csv --map map.csv old.csv 2>err >out
	cmp out one
	grep -q '1 row has an old id' err
	grep -q '2 rows accepted' err
	grep -q '^0012,jo@acme.com,2026-10-01,2026-10-05,2026-10-31' out
	cut -d, -f1 d.csv | tail -n +2 | grep -q .
	cut -d, -f3 d.csv | grep -qx 0012 # the file stays as it was written
	leadreview -q --status -s d.csv --map map.csv -f csv new.csv >out
	[ "$(cut -d, -f1-4,11 out | sed -n '1p;$p' | paste -sd' ')" = 'part,name,leads,accepted,absent all,(all),2,2,0' ]
	# a lead that is not handed over any more is known by the id that it is kept as, too
	sed 's/2026-10-05,/,/' old.csv >none.csv
	leadreview -q --status -s d.csv --map map.csv -f csv none.csv >out
	[ "$(cut -d, -f1-4,10,11 out | sed -n '1p;$p' | paste -sd' ')" = 'part,name,leads,accepted,earlier,absent all,(all),1,1,1,0' ]
	printf 'route all to "Zed"\n' >>a.agreement
	leadroute -q --decisions d.csv --map map.csv new.csv >/dev/null
}

@test "leadreview --forget --map: what was written about a lead goes, whichever of its ids it was written about" {
	printf '%s\n' "$review" >a.agreement
	cat >d.csv <<-'END'
		at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note
		2026-10-30T10:00:00Z,Ana,0012,2026-10-05,answer,,,,,,she is ill
		2026-10-30T10:00:00Z,Ana,0011,2026-10-05,answer,,,,,,on leave
		2026-10-30T10:00:00Z,Ana,0013,2026-10-05,answer,,,,,,fine
	END
	printf 'old,kept\n0012,0011\n' >map.csv
	leadreview -q -s d.csv --forget 0012 --map map.csv
	[ "$(cut -d, -f3,11 d.csv | paste -sd' ')" = "lead_id,note 0012, 0011, 0013,fine" ]
}

@test "leadfold --archive --map: history and leads of old ids come under the kept one, and fold into it" {
	printf 'field id "Id"\n' >a.agreement
	printf 'Id,Status\n0011,new\n0012,open\n' >one.csv
	printf 'Id,Status\n0011,won\n0013,new\n' >two.csv
	leadfold -q --archive d --at 2026-03-01 one.csv
	leadfold -q --archive d --at 2026-03-02 two.csv
	printf 'old,kept\n0012,0011\n' >map.csv
	leadfold -q --archive d --history </dev/null >plain
	leadfold -q --archive d --history --map map.csv </dev/null >out
	cmp out <(sed 's/^0012,/0011,/' plain)
	leadfold --archive d --as-of 2026-03-01 --map map.csv </dev/null 2>err >out
	[ "$(paste -sd' ' out)" = "Id,Status 0011,new 0011,open" ]
	grep -q "map.csv: 1 row has an old id, which is written as the one that is kept, so that a lead may have several rows" err
	leadfold -q --archive d --changed-since 2026-03-01 --map map.csv </dev/null >out
	[ "$(paste -sd' ' out)" = "Id,Status 0011,won 0013,new" ]
	leadfold -q -e 'fold f by lead_id sorted by at
	    n count when column = "Status"' --map map.csv d >out
	[ "$(paste -sd' ' out)" = "lead_id,n 0011,3 0013,1" ]
	# Night 3: a row of the lead changes, and all its rows are printed; night 4: the row of an old id is gone,
	# which is a change of a lead that is still there, and 0013 is gone.
	printf 'Id,Status\n0011,won\n0012,open\n0013,new\n0014,new\n' >three.csv
	printf 'Id,Status\n0011,won\n0014,new\n' >four.csv
	leadfold -q --archive d --at 2026-03-03 three.csv
	leadfold -q --accept --archive d --at 2026-03-04 four.csv
	leadfold -q --archive d --changed-since 2026-03-02 --as-of 2026-03-03 --map map.csv </dev/null >out
	[ "$(paste -sd' ' out)" = "Id,Status 0011,won 0011,open 0014,new" ]
	leadfold --archive d --changed-since 2026-03-03 --map map.csv </dev/null >out 2>err
	[ "$(paste -sd' ' out)" = "Id,Status 0011,won" ]
	grep -q '1 more lead changed since 2026-03-03 and is not there any more' err
	fails leadfold -q --archive d --map map.csv --nights
	says "--nights has no use for --map"
	fails leadfold -q --archive d --map map.csv -o map.csv
	says "--output would overwrite map.csv"
}

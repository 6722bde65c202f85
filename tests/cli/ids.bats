# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# One lead is one wherever ids are compared: a report of Salesforce has the ids with 15 characters, its API with 18.
load common

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 LEADPIPE_AGREEMENT=$PWD/a.agreement
	printf 'rep\nAnn\nBob\nCas\n' >reps.csv
	printf '%s\n' 'roster "reps.csv"' 'route all' '    share equally' >a.agreement
	cat >short.csv <<-'END'
		Id,Email,Owner
		00Q5g000003abcD,ann@acme.com,
		00Q5g000003abcd,bob@bolt.com,
		00Q5g000003abce,cas@core.com,
	END
	# of the API, of one who has saved it in small letters, and one that is new
	cat >long.csv <<-'END'
		Id,Email,Owner
		00Q5g000003abcDEAQ,ann@acme.com,
		00q5g000003abcdeaa,bob@bolt.com,
		00Q5g000003abceEAA,cas@core.com,
		00Q5g000003abcEEAQ,dee@dart.com,
	END
}

owners() { # file, options
	leadroute -q -s ledger "${@:2}" "$1" | cut -d, -f3 | tail -n +2 | paste -sd' '
}

@test "ids: who got a lead by its short id has it by its long one, and the other way round" {
	short=$(owners short.csv)
	[ "$(tr ' ' '\n' <<<"$short" | sort | paste -sd' ')" = "Ann Bob Cas" ]
	long=$(owners long.csv)
	[ "${long% *}" = "$short" ]
	[ "$(wc -l <ledger)" = 5 ]
	[ "$(cut -d, -f1 ledger | sed 1d | awk '{ print length($0) }' | paste -sd' ')" = "15 15 15 18" ]
	rm ledger
	long=$(owners long.csv)
	short=$(owners short.csv)
	[ "${long% *}" = "$short" ]
	[ "$(wc -l <ledger)" = 5 ]
}

@test "ids: both in one file are decided about once, on any number of threads and row by row" {
	sed 1d short.csv | cat long.csv - >both.csv
	for more in -j1 -j4 -x; do
		rm -f ledger
		run -0 --separate-stderr leadroute -s ledger "$more" both.csv
		[[ $stderr == *"4 rows got an owner"*"3 rows whose lead an earlier row has decided about"* ]]
		[ "$(cut -d, -f3 <<<"$output" | sed -n 2,4p)" = "$(cut -d, -f3 <<<"$output" | sed -n 6,8p)" ]
	done
}

@test "ids: a ledger is proved by rows with either id, and its leads are no others for --report and --reassign" {
	owners short.csv >was
	run -0 --separate-stderr leadroute -s ledger --replay long.csv
	[ "$(cut -d, -f3-6 <<<"$output" | tail -1)" = 3,3,0,0 ]
	leadroute -q -s ledger long.csv >out
	[ "$(leadroute -q -s ledger --report out | sed '$!d' | cut -d, -f3)" = 4 ]
	# a row that names the ledger's owner shall have another; one that doesn't is out of date
	leadroute -q -s ledger --reassign 'email ~ "ann"' out >again
	[ "$(sed -n 2p again | cut -d, -f3)" != "$(sed -n 2p out | cut -d, -f3)" ]
	[ "$(sed 2d again)" = "$(sed 2d out)" ]
	new=$(sed -n 2p again | cut -d, -f3)
	[ "$(owners short.csv | cut -d' ' -f1)" = "$new" ]
	run -0 --separate-stderr leadroute -s ledger --replay --reassign 'email ~ "ann"' out
}

@test "ids: without a ledger share by hash gives a lead the same owner by either id" {
	awk 'BEGIN { print "Id"; for (i = 0; i < 200; i++) printf "00Q5g00000%05d\n", i }' >short.csv
	awk 'NR > 1 { print $0 "EAA"; next } 1' short.csv >long.csv
	printf '%s\n' 'roster "reps.csv"' 'route all' '    share by hash' >a.agreement
	for more in -j1 -x; do
		leadroute -q "$more" short.csv | cut -d, -f2- >short
		leadroute -q "$more" long.csv | cut -d, -f2- >long
		cmp short long
	done
}

@test "ids: case and zeros tell all other ids apart, but case no UUID" {
	printf 'Id,Owner\n007,\n7,\n7.0,\nA7,\na7,\n6F9619FF-8B86-D011-B42D-00C04FC964FF,\n' >in.csv
	owners in.csv >/dev/null
	[ "$(wc -l <ledger)" = 7 ]
	printf 'Id,Owner\n 007 ,\n6f9619ff-8b86-d011-b42d-00c04fc964ff,\n' >in.csv
	owners in.csv >/dev/null
	[ "$(wc -l <ledger)" = 7 ]
}

@test "ids: a fold takes rows of either id for one lead, and calls it as its first row does" {
	printf '%s\n' 'fold events by LeadId sorted by CreatedDate' '    n     count' '    last  last NewValue' >a.agreement
	awk 'BEGIN {
		print "LeadId,CreatedDate,NewValue"
		for (i = 0; i < 30000; i++) {
			lead = i * 7919 % 3000
			id = sprintf("00Q5g0000%05d%s", lead, lead % 2 ? "x" : "X")
			print id (i % 3 ? "" : lead % 2 ? "EAA" : "EAQ") ",2026-01-01," i
		}
	}' >in.csv
	awk -F, 'NR > 1 { k = substr($1, 1, 15); if (!(k in n)) { name[k] = $1; order[++m] = k } n[k]++; last[k] = $3 }
		END { print "LeadId,n,last"; for (i = 1; i <= m; i++) print name[order[i]] "," n[order[i]] "," last[order[i]] }' in.csv >want
	for j in 1 4; do
		leadfold -q -j $j --fold events in.csv >got
		cmp got want
	done
	(head -1 in.csv && sed 1d in.csv | sort -s -t, -k1.1,1.15) >grouped.csv
	leadfold -q --fold events --grouped grouped.csv | sed 1d | sort >got
	sed 1d want | sort | cmp got -
	tail -1 in.csv >>grouped.csv # its first lead comes back
	sed -n 2p grouped.csv | sed 's/^\(.\{15\}\)[^,]*/\1EAA/' >>grouped.csv
	fails leadfold -q --fold events --grouped grouped.csv
	says "comes back"
}

@test "ids: an archive keeps a lead whose id gets longer, and old archives are read as they are" {
	echo 'field id "Id"' >a.agreement
	leadfold -q --archive d --at 2026-03-01 short.csv
	run -0 --separate-stderr leadfold --archive d --at 2026-03-02 long.csv
	[[ $stderr == *"1 came, 0 went, "* ]]
	leadfold -q --archive d --as-of 2026-03-02 </dev/null | diff - long.csv
	leadfold -q --archive d --as-of 2026-03-01 </dev/null | diff - short.csv
	leadfold -q --archive d --history </dev/null >history
	grep -qx '00Q5g000003abcD,Id,00Q5g000003abcD,00Q5g000003abcDEAQ,2026-03-01,2026-03-02' history
	[ "$(sed 1d history | cut -d, -f1 | sort -u | wc -l)" = 4 ]
	leadfold -q --archive d --at 2026-03-03 short.csv --accept
	leadfold -q --archive d --as-of 2026-03-03 </dev/null | diff - short.csv
	leadfold -q --archive d --at 2026-03-04 --accept long.csv # the one that was gone is back, by its long id
	grep -q '^lead,00Q5g000003abcEEAQ,absent,present$' d/2026-03.csv
	[ "$(leadfold -q --archive d --history </dev/null | sed 1d | cut -d, -f1 | sort -u | wc -l)" = 4 ]
	run -0 leadfold --archive d --nights </dev/null
	sed 1d short.csv | cat long.csv - >both.csv
	fails leadfold -q --archive d --at 2026-03-05 both.csv
	says "a row above has this id, too: '00Q5g000003abcD'"
}

@test "ids: an archive in which a lead stands under both ids goes on with the one that was there, and is read as filed" {
	# as a version filed it that took them for two
	echo 'field id "Id"' >a.agreement
	mkdir d
	printf 'Id,Email,Owner,X\n00Q5g000003abcD,ann@acme.com,,a\n00Q5g000003abcd,bob@bolt.com,,b\n' >1.csv
	printf 'Id,Email,Owner,X\n00Q5g000003abcDEAQ,ann@acme.com,,\n00Q5g000003abcdEAA,bob@bolt.com,,b\n' >2.csv
	sed 1d 2.csv | cat 1.csv - >3.csv
	cp 1.csv 4.csv
	cp 1.csv d/base.csv
	cat >d/2026-03.csv <<-'END'
		archive,1
		night,1,2026-03-01,2,4,62f9bbd5e487f0e8d8b3f9ebff835e3e,1.csv,
		columns,Id,Email,Owner,X
		id,Id
		base,1,base.csv,dd6e7fcf8ac60eeb
		end,1,4,0553fa87185b55d9
		night,2,2026-03-02,2,4,030e3e40da7949ac9c8348eb3381c853,2.csv,
		lead,00Q5g000003abcDEAQ,absent,present
		cell,00Q5g000003abcDEAQ,Id,,00Q5g000003abcDEAQ
		cell,00Q5g000003abcDEAQ,Email,,ann@acme.com
		lead,00Q5g000003abcdEAA,absent,present
		cell,00Q5g000003abcdEAA,Id,,00Q5g000003abcdEAA
		cell,00Q5g000003abcdEAA,Email,,bob@bolt.com
		cell,00Q5g000003abcdEAA,X,,b
		lead,00Q5g000003abcD,present,absent
		lead,00Q5g000003abcd,present,absent
		end,2,10,b64dcc12d327e94d
		night,3,2026-03-03,4,4,9d69c6511b5236a0812bb7474d22edb8,3.csv,
		lead,00Q5g000003abcD,absent,present
		lead,00Q5g000003abcd,absent,present
		end,3,3,2a5ad7450ed16580
		night,4,2026-03-04,2,4,62f9bbd5e487f0e8d8b3f9ebff835e3e,4.csv,
		lead,00Q5g000003abcDEAQ,present,absent
		lead,00Q5g000003abcdEAA,present,absent
		end,4,3,eb8991703f3f17a6
	END
	for night in 1 2 3 4; do
		leadfold -q --archive d --as-of 2026-03-0$night </dev/null | diff - $night.csv
	done
	run -0 --separate-stderr leadfold --archive d --at 2026-03-05 --accept 2.csv
	[[ $stderr == *"0 came, 0 went, 3 cells changed in 2 leads"* ]]
	leadfold -q --archive d --as-of 2026-03-05 </dev/null | diff - 2.csv
	leadfold -q --archive d --at 2026-03-06 --accept --repeats last 3.csv
	leadfold -q --archive d --as-of 2026-03-06 </dev/null | diff - 2.csv
	run -0 leadfold --archive d --check </dev/null
}

@test "ids: a meeting's decision is of the lead by either id, and so are its sheet, its ref and --forget" {
	printf '%s\n' 'stage lead at created' 'stage mql at mql_at' 'stage sal at sal_at' 'exit lost at lost_at' \
		'handover mql to sal' 'route all to "Zed"' >a.agreement
	head=Id,created,mql_at,sal_at,lost_at,Owner
	printf '%s\n' $head 00Q5g000003abcD,2026-10-01,2026-10-05,,,Ann 00Q5g000003abcd,2026-10-01,2026-10-06,,,Bob >short.csv
	printf '%s\n' $head 00Q5g000003abcDEAQ,2026-10-01,2026-10-05,,,Ann 00Q5g000003abcdEAA,2026-10-01,2026-10-06,,,Bob >long.csv
	leadreview -q --sheet -f csv short.csv >short.sheet
	leadreview -q --sheet -f csv long.csv >long.sheet
	[ "$(cut -d, -f1 short.sheet)" = "$(cut -d, -f1 long.sheet)" ]
	awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^decision/) d = i } NR == 2 { $d = "accept" } 1' short.sheet >filled.csv
	leadreview -q --record filled.csv -s d.csv --reviewer Ann long.csv
	[ "$(sed 1d d.csv | cut -d, -f3,5)" = 00Q5g000003abcDEAQ,accept ]
	sed 's/^[^,]*,//; 1s/^/,/' filled.csv | sed '1s/^,//' >bare.csv # without refs
	leadreview -q --record bare.csv -s e.csv --reviewer Ann long.csv
	[ "$(sed 1d e.csv | cut -d, -f3,5)" = 00Q5g000003abcDEAQ,accept ]
	for file in short long; do
		leadreview -q --apply -s d.csv $file.csv >out
		[ "$(grep -c ,2026-10-31 out)" = 1 ]
		sed -n 2p out | grep -q ,2026-10-31
		[ "$(leadreview -q --sheet -f csv -s d.csv $file.csv | sed 1d | wc -l)" = 1 ]
		leadreview -q --status -s d.csv -f csv $file.csv >out
		[ "$(cut -d, -f1-4,11 out | sed -n '1p;$p' | paste -sd' ')" = 'part,name,leads,accepted,absent all,(all),2,1,0' ]
	done
	sed -i 's/,accept,,,,/,accept,,,Cas,/' d.csv
	leadroute -q -s ledger --decisions d.csv short.csv >out
	[ "$(sed -n 2p out | cut -d, -f6)" = Cas ]
	run -0 --separate-stderr leadreview -s d.csv --forget 00Q5g000003abcD
}

@test "ids: a map of ids, the count of repeated ids and known clusters take both for one" {
	echo 'same lead by email' >a.agreement
	printf 'old,kept\n00Q5g000003abcd,00Q5g000003abcD\n' >map.csv
	printf 'route all to "Zed"\n' >route.agreement
	printf 'stage lead\nstage mql when email is present\n' >funnel.agreement
	leadroute -q -a route.agreement -s ledger <(printf 'Id,Owner\n00Q5g000003abcD,\n') >/dev/null
	run -0 --separate-stderr leadroute -a route.agreement -s ledger --map map.csv <(printf 'Id,Owner\n00Q5g000003abcdEAA,\n')
	[[ $stderr == *"1 row with an owner by the ledger"*"1 row has an old id"* ]] ||
		[[ $stderr == *"1 row has an old id"*"1 row with an owner by the ledger"* ]]
	# both ids of one lead in the rows: there is nothing to map
	sed 1d short.csv | cat long.csv - >both.csv
	rm map.csv
	leadfold -q --same --map map.csv both.csv >out
	[ "$(cat map.csv)" = old,kept,since ]
	[ "$(wc -l <out)" = 5 ]
	# a line that an earlier version has written says nothing, and parts nothing
	printf 'old,kept\n00Q5g000003abcDEAQ,00Q5g000003abcD\n00Q5g000003abc9,00Q5g000003abcD\n' >map.csv
	printf 'Id,Email\n00Q5g000003abcDEAQ,ann@acme.com\n00Q5g000003abc9EAA,other@acme.com\n' >in.csv
	leadfold -q --same --map map.csv in.csv >out
	[ "$(wc -l <out)" = 2 ]
	for _ in 1 2 3 4 5 6 7 8; do cat both.csv; done | awk 'NR == 1 || !/^Id/' >many.csv
	run -0 --separate-stderr leadfunnel -a funnel.agreement many.csv
	[[ $stderr == *"52 of 56 rows repeat an id"* ]]
	printf 'unique_id,cluster_id\n00Q5g000003abcD,1\n00Q5g000003abcd,1\n' >truth.csv
	leadfold -q --same --clusters truth.csv long.csv >out
	[ "$(wc -l <out)" = 4 ]
}

@test "ids: errors of spreadsheets and words for nothing are no ids, whatever the agreement says" {
	printf 'agreement "x"\nstage lead at created_at\nstage won at won_at\n' >b.agreement
	for word in '#REF!' '#N/A' '#NAME?' '(none)' '(blank)' null undefined; do
		awk -v id="$word" 'BEGIN { print "id,created_at,won_at"
			for (i = 0; i < 40; i++) printf "%s,2026-10-01,2026-10-30\n", i % 4 ? "L" i : id }' >in.csv
		for j in 1 4; do
			leadfunnel -j $j -a b.agreement in.csv 2>err >out
			grep -qx "leadfunnel: 10 rows have no id but '$word' or the like, in 'id': none of them is taken for another" err
			! grep -q repeat err
			grep -q '^lead,40,' out
		done
		[ "$(leadscore -q -a b.agreement -w 'id is missing' in.csv | sed 1d | wc -l)" = 10 ]
		fails leadroute -s ledger in.csv
		says "the lead has no id, so the ledger can't know it again"
	done
}

@test "ids: those that a spreadsheet or pandas has changed are noted, and so are many rows of 0" {
	printf 'agreement "x"\nstage lead at created_at\nstage won at won_at\n' >b.agreement
	for id in 1.23457E+11 1234.0 0; do
		awk -v id="$id" 'BEGIN { print "id,created_at,won_at"
			for (i = 0; i < 40; i++) printf "%s,2026-10-01,2026-10-30\n", i % 20 ? "L" i : id }' >in.csv
		leadfunnel -a b.agreement in.csv 2>&1 >out | grep -v fingerprint >>err
	done
	diff err - <<-'END'
		leadfunnel: 2 rows have an id that a spreadsheet has rounded, in 'id': several leads may share one; export the ids anew, and keep them text
		leadfunnel: 2 rows have an id that ends in .0, in 'id': 12345.0 is not 12345, as another file may call the lead
		leadfunnel: 2 rows have the id 0, in 'id': if that is none: missing "0" in id
	END
	leadfunnel -a b.agreement -e '+missing "0" in id' in.csv 2>err >out
	grep -q "2 rows have no id but '0' or the like" err
}

@test "ids: a ledger, a fold and a sheet say what they can't tell apart" {
	printf 'Id\n7.0\n8\n9.0\n' >in.csv
	run -0 --separate-stderr leadroute -s ledger in.csv
	[[ $stderr == *"2 rows new in the ledger by an id that ends in .0: 12345.0 is not 12345"* ]]
	run -0 --separate-stderr leadroute -s ledger in.csv
	[[ $stderr != *"ends in .0"* ]]
	printf '%s\n' 'field at "at"' 'fold f by lead sorted by at' '    n count' >f.agreement
	printf 'lead,at\n7.0,2026-10-01\n#REF!,2026-10-01\n(none),2026-10-02\n1.2E+11,2026-10-02\n' >events.csv
	leadfold -a f.agreement events.csv >out 2>err
	[ "$(sed 1d out | cut -d, -f1 | paste -sd' ')" = "7.0 1.2E+11" ]
	grep -q "2 rows without 'lead', which are in no lead" err
	grep -q "1 row whose 'lead' a spreadsheet has rounded: several leads may share it, and be one" err
	grep -q "1 row whose 'lead' ends in .0: 12345.0 is not 12345, and is another lead" err
	printf 'Id,MQL Date\n1.2E+11,2026-10-20\nL2,2026-10-20\n' >in.csv
	LEADPIPE_AGREEMENT= leadreview --sheet in.csv >out 2>err
	[ "$(sed 1d out | wc -l)" = 1 ]
	grep -q "1 lead without an id of its own is not on the sheet" err
}

@test "ids: a row of contacts or of events is of the lead whose id it has, not of its own" {
	printf 'id,lead_id,name,primary_email\ncont_1,lead_1,Ann,ann@acme.example\n' >in.csv
	run -0 --separate-stderr leadroute -s ledger in.csv
	grep -q '^lead_1,' ledger
	[[ $stderr == *"the lead's id is taken from 'lead_id', not from 'id'; if that is wrong: field id \"id\""* ]]
	rm ledger
	run -0 --separate-stderr leadroute -s ledger -e '+field id "id"' in.csv
	grep -q '^cont_1,' ledger
	[[ $stderr != *"is taken from"* ]]
}

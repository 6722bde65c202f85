# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Files that aren't what they seem: compressed, with another delimiter, of another kind.
load common

@test "files: compressed leads are read as they are, on any number of threads" {
	leadscore -q -a "$nordlicht" "$leads" "$leads" >want
	gzip -c "$leads" >leads.gz
	head -n 1000 "$leads" | gzip -c >members.gz
	tail -n +1001 "$leads" | gzip -c >>members.gz
	for jobs in 1 4; do
		same want leadscore -q -j $jobs -a "$nordlicht" leads.gz members.gz
		same want leadscore -q -j $jobs -a "$nordlicht" - "$leads" <members.gz
	done
	leadroute -q -a "$nordlicht" "$leads" | leadfunnel -q -a "$nordlicht" >want
	gzip -c "$leads" | leadroute -q -a "$nordlicht" | gzip -c | leadfunnel -q -a "$nordlicht" >got
	cmp want got
}

@test "files: compressed bytes that trickle in" {
	printf 'email,n\na@x.example,1\nb@x.example,2\n' >in.csv
	gzip -c in.csv >in.gz
	size=$(stat -c %s in.gz)
	for ((i = 1; i <= size; i++)); do tail -c +$i in.gz | head -c 1; done | leadscore -q -c email,n >out.csv
	cmp in.csv out.csv
}

@test "files: what is compressed and cut short or damaged is no short result" {
	gzip -c "$leads" >leads.gz
	head -c 50000 leads.gz >cut.gz
	for tool in leadfunnel "leadscore --summary" "leadscore --top 3" "leadsla --report"; do
		fails $tool -q -a "$nordlicht" cut.gz
		says 'cut.gz: what is compressed in it ends too early; was it copied completely?'
		[ "$(wc -l <out)" -le 1 ]
	done
	fails leadscore -q -o rows.csv cut.gz
	[ ! -e rows.csv ]
	cp leads.gz bad.gz
	printf 'sum' | dd of=bad.gz bs=1 seek=$(($(stat -c %s bad.gz) - 7)) conv=notrunc status=none
	fails leadscore -q bad.gz
	says 'bad.gz: what is compressed in it is damaged'
}

@test "files: every file of a run may be compressed, and none may be of another kind" {
	printf 'email,country,created_at,won_at\na@x.example,DE,2026-10-05,\nb@free.example,US,2026-10-06,\n' >in.csv
	printf 'code,name\nDE,Germany\n' >countries
	printf 'rep,weight\nann,1\n' >reps
	printf 'date\n2026-10-07\n' >days
	printf 'free.example\n' >list
	printf 'cost\n10\n' >spend
	cat >all.agreement <<-'END'
		table c "countries" by code = country
		roster "reps"
		calendar office
		    hours    mon-fri 09:00-17:00
		    holidays "days"
		score fit 0..9
		    +1 when domain(email) in file "list"  "private"
		    +2 when c.name = "Germany"            "at home"
		stage inquiry at created_at
		stage won at won_at
		sla answer from inquiry to won
		    within 12 office hours
		route everyone among rep.weight > 0
	END
	every() {
		leadscore -q -a all.agreement in.csv
		leadroute -q -a all.agreement in.csv
		leadsla -q -a all.agreement in.csv
		leadfunnel -q -a all.agreement --spend spend in.csv
	}
	every >want 2>&1
	for file in in.csv countries reps days list spend all.agreement; do
		cp $file plain
		gzip -c plain >$file
		every 2>&1 | cmp - want
		for kind in '\xfd7zXZ\0' 'PK\3\4\n' '[{"email": 1}]' '<html>\n' 'e\0m\0\n\0'; do
			printf "$kind" >$file
			every >got 2>&1 || true
			grep -qE "$file.*this is (xz|a zip archive|JSON|HTML|UTF-16)" got || { echo "$file $kind"; cat got; return 1; }
		done
		cp plain $file
	done
}

@test "files: partials may be compressed" {
	leadfunnel -q -a "$nordlicht" "$leads" >want
	leadfunnel -q -a "$nordlicht" --partial "$leads" | gzip -c >part.gz
	same want leadfunnel -q -a "$nordlicht" --merge part.gz
	printf '{"stage": 1}\n' >part
	fails leadfunnel -q -a "$nordlicht" --merge part
	says 'this is JSON'
}

@test "files: the header says the delimiter, and this is noted" {
	printf 'Email;Job Title\na@x.example;"CEO, CFO"\n' >in.csv
	leadscore -c email,title,fit in.csv >out.csv 2>err
	[ "$(<out.csv)" = $'Email;Job Title;fit\na@x.example;"CEO, CFO";20' ]
	grep -qx "leadscore: the header has no ',', so ';' is taken for the delimiter; if that is wrong, use -d" err
	leadscore -q in.csv | leadbant -q -c email,fit >out.csv 2>err
	[ "$(<out.csv)" = $'Email;fit\na@x.example;20' ]
	[ ! -s err ]
	[ "$(tr ';' '|' <in.csv | leadscore -q -c email,fit)" = $'Email|fit\na@x.example|20' ]
	[ "$(LEADPIPE_DELIMITER=, leadscore -q --print-columns in.csv)" = 'Email;Job Title' ]
	cp in.csv in.tsv
	[ "$(leadscore -q --print-columns in.tsv)" = 'Email;Job Title' ]
	printf 'stage lead at t\nstage won at u\n' >a.agreement
	[ "$(leadfunnel -a a.agreement --print-stages </dev/null | paste -sd,)" = lead,won ]
	printf 'Email;Title|x\n' >tie.csv
	fails leadscore -q tie.csv
	says 'tie.csv: two of ; tab and | occur equally often in the header'
	printf 'Email | Work\na@x.example\n' >in.csv
	fails leadscore -q in.csv
	says "so '|' is taken for the delimiter"
}

@test "files: whole lines in quotes are noted, with what takes them off" {
	printf '"Email,""Last, First"",Job Title"\r\n"a@x.example,""Lee, Ann"",CEO"\r\n' >in.csv
	leadscore in.csv 2>err >out.csv
	[ "$(head -n 1 out.csv)" = $'"Email,""Last, First"",Job Title",fit,engagement,intent,score,grade,mql\r' ]
	sed -n "s/^leadscore: the header is one cell in quotes; if whole lines were put in quotes, \(.*\) makes the file readable$/\1 in.csv/p" err >remedy
	sh ./remedy | leadscore -q -c email,fit >out.csv
	[ "$(<out.csv)" = $'Email,fit\na@x.example,20' ]
	printf '"Job Title"\nCEO\n' >in.csv
	leadscore in.csv 2>err >out.csv
	! grep -q quotes err
}

@test "files: a line like sep=; is no header, and its lines count" {
	printf 'sep=;\r\nEmail;Job Title\r\na@x.example;CEO\r\nb@x.example\r\n' >in.csv
	fails leadscore -q in.csv
	says 'in.csv:4: 1 cell where the header has 2'
	leadscore --ragged skip -c email,fit in.csv >out.csv 2>err
	[ "$(<out.csv)" = $'Email;fit\r\na@x.example;20\r' ]
	grep -q "first line says that the delimiter is ';'" err
	fails leadscore -q -d , in.csv
	says "use -d ';'"
}

@test "files: a comma before three digits is doubtful where commas don't divide cells" {
	printf 'Email;Employees;rate\na@x.example;1,200;1,5\nb@x.example;12,345;2\n' >in.csv
	printf 'score fit\n    +1 when employees > 1000 "large"\n' >a.agreement
	leadscore -j 2 -a a.agreement -c fit in.csv >out.csv 2>err
	[ "$(tail -n 1 out.csv)" = 1 ]
	grep -q "Employees: 2 cells have a comma before three digits: '1,200' is read as 1200, and is 1.2 if" err
	grep -qF 'decimal ","' err
	for said in "-d ;" "-e decimal\",\"" "-e decimal\".\"" "-q"; do
		leadscore -a a.agreement $said -c fit in.csv >out.csv 2>err
		run ! grep 'three digits' err
	done
	for sure in 1,234,567 1,234.5; do # which has no other reading settles it for the column, in any thread
		awk -v sure=$sure 'BEGIN { print "Email;Employees"; for (i = 0; i < 9000; i++) print "a;" (i == 8000 ? sure : "1,200") }' >sure.csv
		for jobs in 1 4; do
			leadscore -j $jobs -a a.agreement -c fit sure.csv 2>err >out.csv
			run ! grep 'three digits' err
		done
	done
	sed '8002d' sure.csv | leadscore -a a.agreement -c fit 2>&1 >out.csv | grep -q 'Employees: 8999 cells have a comma before three'
	printf 'code;name\na@x.example;1,085\n' >rates.csv
	printf 'email,n\na@x.example,"1,200"\n' >in.csv
	printf 'table r "rates.csv" by code = email\nscore fit\n    +1 when r.name > 2 and n > 2 "x"\n' >a.agreement
	leadscore -a a.agreement -c fit in.csv >out.csv 2>err
	grep -q "r.name: 1 cell has a comma before three digits: '1,085' is read as 1085, and is 1.085 if" err
	run ! grep "'1,200'" err
}

@test "files: a comma in what was spent is doubtful, too" {
	printf 'month;cost\n2026-01;1,200\n2026-02;900\n' >spend.csv
	spent() { leadfunnel --cohort month --spend spend.csv "$@" "$leads" 2>&1 >/dev/null; }
	spent | grep -q "cost: 1 cell has a comma before three digits: '1,200' is read as 1200, and is 1.2 if"
	run ! grep 'three digits' <(spent -e 'decimal "."')
}

@test "files: CR CR LF is one line end, noted once, and comes out as it was" {
	printf 'email,n\r\r\na@x.example,"1"\r\r\nb@x.example,2\r\r\n' >in.csv
	printf 'email,n,fit\r\r\na@x.example,"1",0\r\r\nb@x.example,2,0\r\r\n' >want
	leadscore -c email,n,fit in.csv 2>err | cmp - want
	[ "$(grep -c 'CR CR LF' err)" = 1 ]
	grep -q '3 lines end in CR CR LF, which is read as one line end' err
	leadscore -q --top 1 -c email in.csv | cmp - <(printf 'email\r\r\na@x.example\r\r\n')
}

@test "files: every -w must hold, and -o - is standard output" {
	printf 'email,n\na,1\nb,2\nc,3\n' >in.csv
	[ "$(leadscore -q -w 'number(n) > 1' -w 'number(n) < 3 or no' -c email -o - in.csv)" = $'email\nb' ]
	[ ! -e - ]
	fails leadscore -w 'n = 1' -w 'm = 1' in.csv
	says "no column 'm'"
	fails leadscore -w 'n = 1' -w 'n >' in.csv
	says 'the expression ends too early'
}

# How the loader's debug output names a library that is looked for.
looks_for() { # library, command ...
	local library=$1
	shift
	LD_DEBUG=libs "$@" >out 2>looked
	grep -q "find library=$library" looked
}

@test "files: libraries that a plain file doesn't need are not loaded" {
	printf 'email,n\na@x.example,1\nb@x.example,2\n' >in.csv
	looks_for libc.so leadscore -q in.csv || skip "this loader doesn't say what it loads"
	local libraries=(libpcre2-8.so libcsv.so libz.so libzstd.so libmd.so libicuuc.so)
	[ -n "${LEADPIPE_SANITIZED-}" ] || libraries+=(libm.so libstdc++.so) # a sanitizer's own
	for library in "${libraries[@]}"; do
		if looks_for $library leadscore -q in.csv; then
			echo "leadscore loads $library"
			false
		fi
	done
	if looks_for libreadline.so leadreview --sheet -q in.csv; then
		echo "leadreview loads libreadline.so where nobody types"
		false
	fi
	gzip -kn in.csv
	looks_for libz.so leadscore -q in.csv.gz
	printf 'email,n\na@x.example,\xC3\xA9\n' >letters.csv
	looks_for libicuuc.so leadscore -q -w 'n = "É"' letters.csv
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Options that all row tools share, the environment, and what goes to which stream.
load common

@test "options: --where keeps rows, columns the tool adds count" {
	leadscore -q -a "$nordlicht" -w 'score >= 60 and mql' -c score,mql "$leads" >out
	leadscore -q -a "$nordlicht" -c score,mql "$leads" | awk -F, 'NR == 1 || $1 >= 60 && $2 == "yes"' | cmp - out
	[ "$(rows out)" -gt 50 ]
}

@test "options: --columns picks by header, by name, by backquotes, in its order" {
	printf 'Lead Source,b,Job Title\nWeb,"x,y",VP\n' >in.csv
	[ "$(leadscore -c 'score,Lead Source,lead_source,`Job Title`,b,title' in.csv)" = "$(printf 'score,Lead Source,Lead Source,Job Title,b,Job Title\n20,Web,Web,VP,"x,y",VP')" ]
}

@test "options: every format of rows has the same cells" {
	printf 'a,b\n"x|y ""q""","two\nlines"\n=1+1,\xc3\xa9\n' >in.csv
	printf 'score s\n    +1 when a = "=1+1"\n' >a
	leadscore -q -a a -f json in.csv >out.json
	[ "$(sqlite3 :memory: "select json_valid(readfile('out.json')) || json_extract(readfile('out.json'), '\$[0].a', '\$[0].b', '\$[1].b', '\$[1].score')")" = '1["x|y \"q\"","two\nlines","é",1]' ]
	leadscore -q -a a -f tsv in.csv >out.tsv
	leadscore -q -a a -f csv out.tsv | cmp - <(leadscore -q -a a in.csv)
	leadscore -q -a a -f markdown in.csv | grep -qF 'x\|y "q"'
	leadscore -q -a a -f table in.csv | grep -q '=1+1'
	leadscore -q -a a in.csv -f csv | cmp - <(leadscore -q -a a in.csv)
}

# Cells of 0 to 40 bytes with one odd byte in each place, as CSV and as what is asked of it.
odd_cells() { # the odd byte, its cell in the output: a quote before and behind, and what stands for the byte
	awk -v odd="$1" -v q="$2" -v as="$3" 'BEGIN {
		print "id,a,b,c" >"in.csv"; print "id\ta\tb\tc" >"expected"
		for (n = 0; n <= 40; n++) for (at = 1; at <= n; at++) {
			before = after = ""
			for (i = 1; i < at; i++) before = before "x"
			for (i = at; i < n; i++) after = after "y"
			printf "%d,\"%s\",,%s\n", n, before (odd == "\"" ? "\"\"" : odd) after, after >"in.csv"
			printf "%d\t%s\t\t%s\n", n, q before as after q, after >"expected"
		}
	}'
}

@test "options: an odd byte in any place of a cell is quoted in TSV where it must be, and else as it is" {
	odd_cells '"' '"' '""'
	leadscore -q -c id,a,b,c -f tsv in.csv | cmp - expected
	odd_cells '\t' '"' '\t'
	leadscore -q -c id,a,b,c -f tsv in.csv | cmp - expected
	odd_cells ',' '' ','
	leadscore -q -c id,a,b,c -f tsv in.csv | cmp - expected
	leadscore -q -c id,a,b,c -f csv expected | cmp - <(sed '2,$ s/"\([xy]*\)"/\1/' in.csv)
}

@test "options: JSON of the whole example is valid, a missing number is null" {
	leadscore -q -a "$nordlicht" -f json "$leads" >rows.json
	leadscore -q -a "$nordlicht" --summary -f json "$leads" >summary.json
	leadbant -q -a "$nordlicht" --summary -f json "$leads" >bant.json
	printf 'a\n\n' | leadscore -q -f json >none.json
	printf 'a\n' | leadscore -q -f json >empty.json
	printf 'a\n\xff\x01\\"\n' | leadscore -q -f json >hostile.json
	for file in rows summary bant none empty hostile; do
		[ "$(sqlite3 :memory: "select json_valid(readfile('$file.json'))")" = 1 ]
	done
	[ "$(sqlite3 :memory: "select json_array_length(readfile('rows.json'))")" -eq 2585 ]
	grep -q '"score": null' none.json
}

@test "options: --summary in html, table and markdown" {
	leadscore -q -a "$nordlicht" --summary -f html "$leads" | grep -q '</html>'
	leadscore -q -a "$nordlicht" --summary -f table "$leads" | grep -q '^MQL by the rule  *452  *17.7%'
	leadbant -q -a "$nordlicht" --summary -f markdown "$leads" | grep -q '^| budget |'
}

@test "options: --excel-safe guards cells that pass through, numbers stay" {
	printf 'a,b\n=1+1,-5\n@x,"+1 (555) 123"\n-,"=""x"""\n' >in.csv
	leadscore -q --excel-safe -c a,b in.csv >out
	printf "a,b\n'=1+1,-5\n'@x,\"+1 (555) 123\"\n'-,\"'=\"\"x\"\"\"\n" | diff - out
	same out leadscore -q --excel-safe -c a,b out
	leadscore -q -c a,b in.csv | cmp - in.csv
}

@test "options: a line end before the formula hides it neither in rows nor in groups" {
	printf 'id,g\n1,"\n=1+1"\n2," @x"\n' >in.csv
	leadscore -q --excel-safe -c g in.csv >out
	printf 'g\n"'"'"'\n=1+1"\n'"'"' @x\n' | diff - out
	leadfunnel -q -e 'stage a' --by g in.csv >out
	grep -q "^'=1+1," out
	grep -q "^'@x," out
	# what was guarded is read as what it was
	leadscore -q --excel-safe in.csv | leadfunnel -q -e 'stage a' --by g | diff out -
}

@test "options: a number with a decimal comma is no formula, in rows or in groups" {
	printf 'id;g\n1;-1,5\n' >in.csv
	[ "$(leadscore -q -d ';' --excel-safe -c g in.csv)" = "$(printf 'g\n-1,5')" ]
	leadfunnel -q -d ';' -e 'stage a' --by g in.csv >out
	grep -q '^"-1,5",' out
}

@test "options: a file's name says tabs in any case, against LEADPIPE_DELIMITER too" {
	printf 'id\tn\n1\t2\n' >X.TSV
	[ "$(LEADPIPE_DELIMITER=';' leadscore -q -c n X.TSV)" = "$(printf 'n\n2')" ]
	[ "$(LEADPIPE_DELIMITER=';' leadscore -q -c n - <X.TSV 2>&1 | head -n 1)" != n ]
}

@test "options: a side table's headers are found as loosely as the lead file's" {
	printf 'id,Owner**,cost_\n1,ann,2\n' >in.csv
	cp in.csv side.csv
	printf 'table t "side.csv" by id = id\nscore s\n    +1 when owner = "ann" and t.owner = "ann"\n    +2 when cost = "2" and t.cost = "2"\n' >a
	[ "$(leadscore -q -a a -c s in.csv | tail -n 1)" = 3 ]
}

@test "options: no message is cut, however long the names in it are" {
	local one two long
	one=$(printf 'ä%.0s' {1..90}) two=$(printf 'ö%.0s' {1..90}) long=$(printf 'ä%.0s' {1..300})
	printf '%s,%s\na,b\n' "$one" "$two" >in.csv
	run -2 leadscore -w "\`$one\` < \`$two\`" in.csv
	[ "${lines[0]}" = "leadscore: --where:1:1: are these numbers or times? write number(\`$one\`) and number(\`$two\`), or date(\`$one\`) and date(\`$two\`)" ]
	run -2 leadscore -w "a = 1$long" in.csv
	[ "${lines[0]}" = "leadscore: --where:1:5: a name that begins with a digit is written in backquotes: \`1$long\`" ]
	run -2 leadscore -e "$long x" in.csv
	[ "${lines[0]}" = "leadscore: -e:1:1: no statement is called '$long'" ]
}

@test "options: a text cell the tool adds is guarded in any case" {
	printf 'score s\n    +1 when a = 1 "=HYPERLINK(1)"\n' >a
	[ "$(printf 'a\n1\n' | leadscore -x -a a -c reasons | tail -1)" = "'=HYPERLINK(1) +1" ]
}

@test "options: a leading apostrophe before a sign is dropped when read, not in the bytes" {
	printf "score s\n    +1 when a = \"=x\"\n    +2 when a = -5\n" >a
	[ "$(printf "a\n'=x\n'-5\n" | leadscore -q -a a -c a,s | tr '\n' ' ')" = "a,s '=x,1 '-5,2 " ]
}

@test "options: --strict ends at the first cell that can't be read; else they are counted" {
	printf 'score s\n    +1 when a > 1\n' >a
	printf 'a\n5\ntbd\n2\nsoon\n' >in.csv
	[ "$(leadscore -a a in.csv 2>err | wc -l)" -eq 5 ]
	[ "$(<err)" = "leadscore: a: 2 cells are not numbers, first line 3: 'tbd'" ]
	fails leadscore --strict -a a in.csv
	says "in.csv:3: a: not a number: 'tbd'"
}

@test "options: --quiet says no counts, but errors" {
	leadscore -q -a "$nordlicht" "$leads" 2>err >/dev/null
	[ ! -s err ]
	fails leadscore -q nowhere.csv
}

@test "options: come after operands too, and -- ends them" {
	printf 'a\n1\n' >in.csv
	leadscore in.csv -c a >out
	[ "$(<out)" = "$(printf 'a\n1')" ]
	cp in.csv ./-c
	leadscore -c a -- -c | cmp - out
}

@test "options: -o is complete or not there, keeps its mode, follows a link" {
	printf 'a\n1\n' >in.csv
	leadscore -c a -o new.csv in.csv
	cmp in.csv new.csv
	echo old >kept.csv && chmod 640 kept.csv && ln -s kept.csv link.csv
	leadscore -c a -o link.csv in.csv
	cmp in.csv kept.csv
	[ -L link.csv ]
	[ "$(stat -c %a kept.csv)" = 640 ]
	leadscore -c a -o in.csv in.csv # over its own input
	[ "$(<in.csv)" = "$(printf 'a\n1')" ]
	leadscore -c a -o /dev/stdout in.csv | cmp - kept.csv
	rm link.csv
	[ "$(ls)" = "$(printf 'in.csv\nkept.csv\nnew.csv')" ]
}

@test "options: --fields tells each part: found, nearly, worked out, absent, read by header, unread" {
	printf 'Job Title,Company Size,country,notes,spare\nVP,9,DE,x,y\n' >in.csv
	cat >a <<-'E'
		field employees "Company Size"
		field zone
		    "near" when country = "DE"
		field gone "No Such Header"
		score s
		    +1 when title ~ "vp" and employees > 5 and zone = "near" and gone is missing and notes = "x"
	E
	leadscore -a a --fields in.csv >out 2>err
	cat >want <<-'E'
		field,column,why,named in
		employees,Company Size,its header 'Company Size',a:6
		zone,,worked out by the agreement,a:6
		gone,,nothing to read: missing in every row,a:6
		title,Job Title,its header 'Job Title',a:6
		country,country,its header 'country',a:3
	E
	head -6 out | diff want -
	grep -q '^website,,not found,$' out
	grep -q '^,notes,read by its header,$' out
	grep -q '^,spare,no field reads it,$' out
	grep -q "field 'gone': none of its headers is in the input" err
}

@test "options: --print-agreement is an agreement that gives the same scores" {
	leadscore --print-agreement >own.agreement
	leadscore -q "$leads" >built-in
	same built-in leadscore -q -a own.agreement "$leads"
	leadscore --print-agreement | leadscore -q -a /dev/stdin "$leads" | cmp - built-in
	leadbant --print-agreement | cmp - own.agreement
}

@test "options: LEADPIPE_AGREEMENT and LEADPIPE_NOW are defaults; options win" {
	leadscore -q -a "$nordlicht" --now 2026-10-01 "$leads" >want
	LEADPIPE_AGREEMENT=$nordlicht LEADPIPE_NOW=2026-10-01 same want leadscore -q "$leads"
	LEADPIPE_AGREEMENT=nowhere LEADPIPE_NOW=soon same want leadscore -q -a "$nordlicht" --now 2026-10-01 "$leads"
	same want leadscore -q -a "$nordlicht" --now '2026-10-01 23:59:59.999999' "$leads"
}

@test "options: several -e are one layer over the agreement: a keyword said replaces all of that keyword" {
	printf 'score s\n    +1 when a = 1\nmql when s > 5\nmql when a = 9\n' >a
	[ "$(printf 'a\n1\n9\n' | leadscore -a a -c mql | tr '\n' ' ')" = 'mql no yes ' ]
	[ "$(printf 'a\n1\n9\n' | leadscore -a a -e 'mql when a = 1' -e 'mql when a = 2' -c mql | tr '\n' ' ')" = 'mql yes no ' ]
}

@test "options: a route that names what -e replaces is left out and told, one -e replaces them all" {
	cat >routes.agreement <<-'END'
		score fit
		    +1 when a = 1
		roster "reps.csv"
		route good when fit >= 1
		route large at most fit per day
		otherwise "nurture"
	END
	printf 'a\n1\n' >in.csv
	[ "$(leadscore -a routes.agreement in.csv 2>&1)" = "$(printf 'a,fit,score\n1,1,1')" ]
	leadscore -a routes.agreement -e 'score other' -e '  +1 when a = 1' in.csv 2>err >out
	[ "$(grep -o 'routes.*' err)" = "routes.agreement:4: 'route' is left out: it names 'fit', which -e has replaced
routes.agreement:5: 'route' is left out: it names 'fit', which -e has replaced" ]
	leadscore -a routes.agreement -e 'score other' -e '  +1 when a = 1' -e 'route all' in.csv 2>err >out
	[ ! -s err ]
}

@test "options: a tool passes over statements that other tools use" {
	printf 'score s\n +1 when a = 1\nfold h by nowhere sorted by never\n  x first nothing\n' >a.agreement
	printf 'a\n1\n' >in.csv
	[ "$(leadscore -a a.agreement in.csv 2>err)" = "$(printf 'a,s,score\n1,1,1')" ]
	[ ! -s err ]
}

@test "options: from cron, without environment, home or terminal" {
	leadscore -q -a "$nordlicht" --now 2026-10-31 "$leads" >want
	same want env -i "$BIN/leadscore" -q -a "$nordlicht" --now 2026-10-31 "$leads" </dev/null
	same want env -i setsid "$BIN/leadscore" -q --progress -a "$nordlicht" --now 2026-10-31 "$leads" </dev/null
}

@test "options: no locale changes a byte, nor does TZ" {
	leadscore -x -a "$nordlicht" "$leads" >want 2>want.err
	leadscore --summary -a "$nordlicht" "$leads" >want.sum 2>/dev/null
	for locale in C POSIX tr_TR.UTF-8 de_DE.UTF-8 C.UTF-8; do
		LC_ALL=$locale LANG=$locale TZ=Pacific/Apia leadscore -x -a "$nordlicht" "$leads" 2>err | cmp - want
		cmp err want.err
		LC_ALL=$locale LC_NUMERIC=$locale leadscore --summary -a "$nordlicht" "$leads" 2>/dev/null | cmp - want.sum
	done
}

@test "options: an export of long ago gets a word with the --now to use, a fresh one none" {
	printf 'score s half-life 9 days since t\n    +1 when a = 1\n' >a
	printf 'a,t\n1,2026-01-05\n1,2027-01-01\n' | leadscore --now 2026-03-01 -a a 2>&1 >/dev/null |
		grep -qx 'leadscore: the newest event in the input is of 2026-01-05, over 7 days ago; for figures as of then: --now 2026-01-05'
	[ "$(printf 'a,t\n1,2026-01-05\n' | leadscore --now 2026-01-12 -a a 2>&1 >/dev/null)" = '' ]
}

@test "--fields: side tables are listed, their columns, and what the key is looked up by; one that can't be read is an error" {
	printf 'Domain,Account Owner\nacme.example,Ann\n' >t.csv
	printf 'email\nx@acme.example\n' >in.csv
	printf 'table t "t.csv" by Domain = domain(email)\nscore s\n    +1 when t.account_owner = "ann"\n' >a
	leadscore -a a --fields in.csv | tail -2 >out
	diff out - <<-'X'
		t.Domain,,"the key of t.csv, looked up by domain(email)",
		t.Account Owner,,a column of t.csv,a:3
	X
	printf 'table unread "nowhere.csv" by x = email\n' >>a
	fails leadscore -a a --fields in.csv
	says 'nowhere.csv: no such file or directory'
	[ ! -s out ]
}

@test "options: one of another command is named with the commands that have it" {
	tools=(leadbant leadfold leadfunnel leadreview leadroute leadscore leadsla)
	for t in "${tools[@]}"; do
		$t --help | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -e '--[a-z-]+' | sort -u >"$t.options"
	done
	n=0
	for o in $(sort -u ./*.options); do
		have=() not=()
		for t in "${tools[@]}"; do
			if grep -qxF -e "$o" "$t.options"; then have+=("$t"); else not+=("$t"); fi
		done
		[ ${#not[@]} -gt 0 ] || continue
		whose=$(printf '%s, ' "${have[@]}" | sed -E 's/, $//; s/(.*), /\1 and /')
		verb=has
		[ ${#have[@]} -eq 1 ] || verb=have
		for t in "${not[@]}"; do
			grep -qE -e "^$o" "$t.options" && continue # an abbreviation there
			fails "$t" "$o"
			says "no option '$o' here; $whose $verb it"
			n=$((n + 1))
		done
	done
	[ $n -gt 300 ]
	for t in "${tools[@]}"; do # what all have is nobody's
		fails "$t" --frobnicate
		[ "${lines[0]:-$(head -1 err)}" = "$t: no option '--frobnicate'" ]
	done
	fails leadfunnel --group-by=country
	says "no option '--group-by'; that is '--by'"
	fails leadscore --group-by=country
	says "no option '--group-by'; that is '--by', which leadfunnel, leadreview and leadsla have"
	fails leadscore --filter x
	says "no option '--filter'; that is '--where'"
}

@test "options: a value that the shell took apart is not only a missing file" {
	for words in '-w country = "DE"' '--columns email score' '-w mql >= 3' '-c email, score'; do
		# shellcheck disable=SC2086
		fails leadscore $words "$leads"
		says "no such file or directory; if it belongs to an option, that stands in quotes: -w 'country = \"DE\"', --by 'country, industry'"
	done
	for file in nowhere.csv ./nowhere none/leads; do
		fails leadscore "$file"
		[ "$output" = "leadscore: $file: no such file or directory" ]
	done
}

@test "options: what comes out is said once, of how it comes about the last counts" {
	fails leadfunnel --by country --by industry "$leads"
	says "--by is given twice; give one, with a comma: --by 'country,industry'"
	fails leadfunnel --fail-when 'won.reached < 5' --fail-when 'mql.reached < 5' "$leads"
	says "--fail-when is given twice, 'won.reached < 5' and 'mql.reached < 5'; give one"
	fails leadscore -o one.csv -o two.csv "$leads"
	says "--output is given twice, 'one.csv' and 'two.csv'; give one"
	fails leadscore -c email -c score "$leads"
	says "--columns is given twice; give one, with a comma: --columns 'email,score'"
	[ ! -e one.csv ] && [ ! -e two.csv ]
	leadfunnel -q --by country --by country -f csv -f tsv --now 2026-01-01 --now 2026-10-31 "$leads" >twice
	leadfunnel -q --by country -f tsv --now 2026-10-31 "$leads" >once
	cmp once twice
	leadscore -q -w 'score > 20' -w 'score < 40' -c score "$leads" | sed 1d | sort -n | sed -n '1p;$p' | paste -sd' ' >got
	[ "$(cat got)" = "21 39" ]
}

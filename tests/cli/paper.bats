# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The agreement as a document, and the fingerprint that says which edition of it a report was made from.
load common

# The whole fingerprint, as --fields gives it.
edition() { # options ...
	printf 'email\n' | leadscore --fields "$@" 2>&1 >fields.csv | sed -n 's/.*its fingerprint is //p'
}

@test "fingerprint: it is sha256sum's, of the agreement, -e and every file that it names" {
	cp "$examples"/*.agreement "$examples"/*.txt "$examples"/*.csv "$examples"/*.ics .
	sum() { printf '%s  %s\n' "$(sha256sum | cut -d' ' -f1)" "$1"; }
	files() { for file in competitors.txt free-mail.txt holidays.ics named-accounts.csv reps.csv; do sum $file <$file; done; }
	mark() { "$@" -f html leads.csv 2>err | sed -n 's/.*2026 · \([0-9a-f]*\)<.*/\1/p' | sort -u; }

	{ sum agreement <nordlicht.agreement; files; } | sum all >want
	[ "$(leadscore -a nordlicht.agreement --fields leads.csv 2>&1 >out | sed -n 's/.*its fingerprint is //p')" = "$(cut -d' ' -f1 want)" ]
	# A report with nothing around its rows says it beside them.
	for format in csv json table; do
		leadfunnel -a nordlicht.agreement -f $format leads.csv 2>&1 >out | sed -n 's/.*its fingerprint is //p' >got
		[ "$(cat got)" = "$([ $format = table ] || cut -d' ' -f1 want)" ]
	done
	{ leadfunnel -q -a nordlicht.agreement leads.csv; leadfunnel leads.csv; leadscore -a nordlicht.agreement leads.csv; } >out 2>err
	[ "$(grep -c fingerprint err)" = 0 ]
	# Every tool sees the same one, whatever it reads; and any number of threads.
	for tool in 'leadfunnel -j 4' leadfunnel 'leadsla --report' 'leadbant --summary' 'leadscore --summary' 'leadroute --dry-run'; do
		# shellcheck disable=SC2086
		[ "$(mark $tool -a nordlicht.agreement)" = "$(cut -c1-6 want)" ]
	done
	{ sum agreement <nordlicht.agreement; printf 'otherwise "x"\n' | sum -e; files; } | sum all >want
	[ "$(mark leadfunnel -a nordlicht.agreement -e 'otherwise "x"')" = "$(cut -c1-6 want)" ]
	# A file that is not there and that nothing needs is one, too.
	printf 'agreement "2026"\nstage all\ntable t "away.csv" by key = email\n' >some.agreement
	{ sum agreement <some.agreement; printf -- '-  away.csv\n'; } | sum all >want
	[ "$(mark leadfunnel -a some.agreement)" = "$(cut -c1-6 want)" ]
	[ "$(edition -a some.agreement)" = "" ] # --fields reads all tables, and this one is missing
	printf 'key\n' >away.csv
	{ sum agreement <some.agreement; sum away.csv <away.csv; } | sum all >want
	[ "$(edition -a some.agreement)" = "$(cut -d' ' -f1 want)" ]
}

@test "fingerprint: of the built-in agreement it is that of its text; what is packed counts as it is packed" {
	printf '%s  agreement\n' "$(leadscore --print-agreement | sha256sum | cut -d' ' -f1)" | sha256sum | cut -d' ' -f1 >want
	[ "$(edition)" = "$(cat want)" ]
	printf 'mql when email in file "l.txt.gz"\n' >a.agreement
	printf 'x\n' | gzip -n >l.txt.gz
	before=$(edition -a a.agreement)
	[ ${#before} -eq 64 ]
	printf 'y\n' | gzip -n >l.txt.gz
	[ "$(edition -a a.agreement)" != "$before" ]
}

@test "fingerprint: a changed byte anywhere makes another one" {
	printf 'stage all\nmql when email in file "l.txt"\nroster "reps.csv"\n' >a.agreement
	printf 'x\n' >l.txt
	printf 'rep\nAnn\n' >reps.csv
	before=$(edition -a a.agreement)
	for file in a.agreement l.txt reps.csv; do
		cp $file kept
		printf '\n' >>$file
		[ "$(edition -a a.agreement)" != "$before" ]
		cp kept $file
	done
	[ "$(edition -a a.agreement)" = "$before" ]
	[ "$(edition -a a.agreement -e 'decimal ","')" != "$before" ]
	mkfifo pipe # of what no run reads only files are opened
	printf 'stage all\nroster "pipe"\n' >b.agreement
	printf 'email\na@b.example\n' | timeout 10 leadfunnel -a b.agreement -f html | grep -q '<title>.* · [0-9a-f]\{6\}</title>'
}

@test "document: the agreement in use, in sentences; without a format the built-in one, to start from" {
	leadscore -a "$nordlicht" --print-agreement | cmp - "$ROOT/src/agreement/builtin.agreement"
	leadscore -a "$nordlicht" --print-agreement -f markdown >n.md
	for tool in leadbant leadsla leadfunnel leadroute; do
		same n.md $tool -a "$nordlicht" --print-agreement -f markdown
	done
	LEADPIPE_AGREEMENT=$nordlicht same n.md leadscore --print-agreement -f markdown
	same n.md leadscore -j 4 -a "$nordlicht" --print-agreement -f markdown no-such-leads.csv
	(cd "$examples" && leadscore -a nordlicht.agreement --print-agreement -f markdown) | cmp - n.md
	! grep -F -e '~' -e '>=' -e ' when ' -e '\b' n.md # no source
	leadscore -a "$nordlicht" -e 'mql when score >= 61' --print-agreement -f markdown >changed.md
	grep -qF 'the total *score* is at least 61' changed.md
	grep -q '^This document says .*, with the changes' changed.md
	leadscore -a "$nordlicht" --print-agreement -f html -o n.html
	grep -q '<h1>Nordlicht Software: Marketing and Sales, 2026</h1>' n.html
	grep -q '<section class="signatures">' n.html
	# The same words in both.
	words() { tr -d '*#|\\:-' | tr -s '[:space:]' '\n' | sed 's/^[0-9]*\.$//' | grep -v '^$'; }
	sed '1,/<main>/d; s/<caption class="aside">.*<\/caption>//; s/<\/*em>//g; s/<[^>]*>/ /g; s/&quot;/"/g; s/&#39;/'"'"'/g; s/&amp;/\&/g; s/&lt;/</g; s/&gt;/>/g' n.html | words >html.words
	words <n.md | sed 's/&lt;/</g' >md.words
	diff html.words md.words
}

@test "document: mistakes are told, and nothing is written" {
	fails leadscore --print-agreement -f json
	says '--format html or markdown'
	[ ! -s out ]
	printf 'stage all\nmql when agee(created_at) > 3 days\n' >a.agreement
	fails leadscore -a a.agreement --print-agreement -f html
	says "a.agreement:2:10: no function 'agee'"
	[ ! -s out ]
	printf 'stage all\nmql when email in file "no.txt"\nroster "reps.csv"\n' >a.agreement
	fails leadscore -a a.agreement --print-agreement -f html -o paper.html
	says "no.txt: can't be read"
	says "reps.csv: can't be read"
	[ ! -e paper.html ]
	printf 'stage all\nscore x\n  20 when a\n' >a.agreement
	fails leadscore -a a.agreement --print-agreement -f html
	says 'a rule begins with its points'
	fails leadscore -a none.agreement --print-agreement -f html
	cp "$nordlicht" a.agreement
	cp "$examples"/*.txt "$examples"/*.csv "$examples"/*.ics .
	fails leadscore -a a.agreement --print-agreement -f html -o reps.csv
	says 'would overwrite'
	cmp reps.csv "$examples/reps.csv"
	fails leadscore --print-agreement -f html -o /dev/full
}

@test "document: an empty agreement has one, too" {
	printf '' >empty.agreement
	leadscore -a empty.agreement --print-agreement -f markdown >out.md
	grep -q '^# Agreement on leads' out.md
	grep -q 'times of UTC' out.md
	env -i "$BIN/leadscore" -a empty.agreement --print-agreement -f markdown | cmp - out.md
}

@test "paper: how numbers that are promised are counted, with rates only where there are any" {
	paper() { leadscore -a a.agreement --print-agreement -f markdown; }
	printf '%s\n' 'stage a at created_at' 'stage b at b_at' 'promise 5 a per month' >a.agreement
	paper | grep -q 'where that is not known, the lead is in none\.$'
	echo 'promise a to b at least 5% within 3 days per month' >>a.agreement
	paper | grep -q 'in none\. Where something must follow within a time, only leads that have had all of it count'
}

@test "a report on a terminal is for people, and is not followed by the agreement's fingerprint" {
	cd "$ROOT/examples"
	export LEADPIPE_AGREEMENT=nordlicht.agreement LEADPIPE_NOW=2026-10-31
	script -qec 'leadsla --report leads.csv' /dev/null </dev/null >"$BATS_TEST_TMPDIR/table"
	grep -q overdue "$BATS_TEST_TMPDIR/table"
	run ! grep -q fingerprint "$BATS_TEST_TMPDIR/table"
	script -qec 'leadsla --report -f csv leads.csv' /dev/null </dev/null | grep -q fingerprint
}

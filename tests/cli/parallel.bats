# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Many processes at once: GNU parallel, and xargs -P. What they make is what one process makes; a process that fails
# is never a short result and exit 0.
load common

setup_rows() {
	sed 1d "$leads" >body
	split -n l/7 body part.
	export LEADPIPE_AGREEMENT=$nordlicht
	score="leadscore -q --now 2026-10-31 --header-from $leads --no-header"
	leadscore -q --now 2026-10-31 "$leads" >whole
	export PARALLEL_HOME=$PWD/.parallel
}

@test "parallel: rows in blocks out of a pipe, in their order" {
	setup_rows
	{
		head -n 1 whole
		parallel --pipe -k -j 4 --block 64k "$score" <body
	} | cmp - whole
	{
		head -n 1 whole
		parallel --pipepart -a body -k -j 4 --block 100k "$score"
	} | cmp - whole
}

@test "parallel: files, and a report from their partials" {
	setup_rows
	{ head -n 1 whole; parallel -k -j 4 "$score" ::: part.*; } | cmp - whole
	leadfunnel -q --now 2026-10-31 --by country "$leads" >report
	parallel -j 4 leadfunnel -q --now 2026-10-31 --by country --header-from "$leads" --partial -o {}.counts {} ::: part.*
	same report leadfunnel -q --merge part.*.counts
	parallel --pipe -j 3 --block 50k leadfunnel -q --now 2026-10-31 --by country --header-from "$leads" --partial -o {#}.counts <body
	[ "$(ls ./[0-9]*.counts | wc -l)" -gt 5 ]
	same report leadfunnel -q --merge ./[0-9]*.counts
}

@test "parallel: a part that fails, or is killed, ends all with another exit code than 0, and names its line" {
	setup_rows
	echo 'x,y' >>part.ac
	run parallel -k -j 3 "$score" ::: part.*
	[ "$status" -eq 1 ] # so many jobs failed
	[[ $output == *"part.ac:$(wc -l <part.ac): 2 cells where the header has 35"* ]]
	run parallel -j 3 --halt now,fail=1 "$score" ::: part.*
	[ "$status" -eq 2 ] # the job's own
	run parallel -j 3 "$score" '{} -o {}.out; [ {} != part.aa ] || kill -KILL $$' ::: part.aa part.ab
	[ "$status" -ne 0 ]
}

@test "parallel: a cell over several lines that is cut apart is an error, never two rows" {
	awk 'BEGIN { for (i = 0; i < 400; i++) printf "%d,\"a note\nof two lines\"\n", i }' >notes
	echo id,note >head.csv
	run parallel --pipe -k -j 2 --block 1k leadscore -q --header-from head.csv --no-header <notes
	[ "$status" -ne 0 ]
	[[ $output == *'a quote opens here and is never closed'* ]]
	[ "$(leadscore -q -j 4 --header-from head.csv --no-header notes | wc -l)" = 800 ]
}

@test "xargs -P: files, each into a file of its own, and a report from their partials" {
	setup_rows
	mkdir scored
	printf '%s\n' part.* | xargs -P 4 -I {} $score -o scored/{} {}
	{ head -n 1 whole; cat scored/part.*; } | cmp - whole
	leadfunnel -q --now 2026-10-31 "$leads" >report
	printf '%s\n' part.* | xargs -P 4 -I {} leadfunnel -q --now 2026-10-31 --header-from "$leads" --partial -o {}.counts {}
	same report leadfunnel -q --merge part.*.counts
	# several files to each process
	mkdir counts
	printf '%s\n' part.a? | xargs -P 2 -n 3 sh -c 'leadfunnel -q --now 2026-10-31 --header-from "$0" --partial -o counts/$$ "$@"' "$leads"
	[ "$(ls counts | wc -l)" = 3 ]
	same report leadfunnel -q --merge counts/*
}

@test "xargs -P: a part that fails, or is killed, ends all with another exit code than 0, and has no file" {
	setup_rows
	mkdir scored
	echo 'x,y' >>part.ac
	run -123 bash -c "printf '%s\n' part.* | xargs -P 3 -I {} $score -o scored/{} {}"
	[[ $output == *"part.ac:$(wc -l <part.ac): 2 cells where the header has 35"* ]]
	[ ! -e scored/part.ac ]
	[ "$(ls scored | wc -l)" = 6 ]
	run -125 bash -c "printf '%s\n' part.aa part.ab | xargs -P 1 -I {} sh -c '$score -o {}.out {}; kill -KILL \$\$'"
}

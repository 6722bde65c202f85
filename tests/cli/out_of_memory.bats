# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# No memory, at any moment: 2, a message, and no half of anything that looks like a whole.
load common

# So few allocations and no more.
with_memory_for() { # how many, command ...
	local n=$1
	shift
	env LD_PRELOAD="$BUILD/tests/failing.so" FAIL_ALLOCATION=$((n + 1)) "$@"
}

# How many it takes, in $count.
count_allocations() { # command ...
	env LD_PRELOAD="$BUILD/tests/failing.so" COUNT_ALLOCATIONS=count "$@" >/dev/null 2>&1
	count=$(<count)
	[ "$count" -gt 0 ]
}

# Leads with a cell that is longer from time to time, so that buffers grow all the way.
make_growing_leads() {
	awk 'BEGIN {
		print "email,title,employees"
		for (i = 1; i <= 12000; i++) {
			if (i % 500 == 0) long = long sprintf("%15000s", "")
			gsub(/ /, "x", long)
			printf "p%d@firm%d.example,Head of Sales %s,%d\n", i, i % 97, i % 500 ? "" : long, i % 500
		}
	}'
}

# What is in ./got is nothing, or the beginning of ./whole up to a line end and then the mark, once; and the next
# tool knows it. $marked counts.
is_marked() { # tool that failed, options of the next one
	local mark='"'"$1: out of memory" size
	shift
	[ -s got ] || return 0
	size=$(($(stat -c %s got) - ${#mark}))
	[ "$(tail -c ${#mark} got)" = "$mark" ]
	cmp -n $size got whole
	[ -z "$(head -c $size got | tail -c 1)" ]
	fails leadbant -q "$@" got
	says "the command before failed: ${mark:1}"
	marked=$((marked + 1))
}

@test "memory: with -j 4 the mark is the last of the stream whatever other threads were writing, and the next tool knows it" {
	sanitized "allocations are not the tool's"
	make_growing_leads >in.csv
	leadscore -q in.csv >whole
	count_allocations leadscore -q -j 4 <(head -2 in.csv)
	marked=0
	for ((n = count - 20; n < count + 130; n += 3)); do
		rc=0
		with_memory_for $n leadscore -q -j 4 in.csv 2>err | cat >got || rc=$?
		[ "$(<err)" = 'leadscore: out of memory' ] || cmp got whole
		cmp -s got whole || is_marked leadscore
	done
	[ $marked -gt 25 ]
}

@test "memory: one column, tabs, semicolons and raw TSV are known as half a stream, too" {
	sanitized "allocations are not the tool's"
	make_growing_leads >in.csv
	tr , '\t' <in.csv >in.tsv
	tr , ';' <in.csv >semicolons.csv
	while IFS='|' read -r options next; do
		# shellcheck disable=SC2086
		leadscore -q $options >whole
		# shellcheck disable=SC2086
		count_allocations leadscore -q $options
		marked=0
		for ((n = count - 20; n < count + 20; n += 4)); do # two threads take more
			# shellcheck disable=SC2086
			with_memory_for $n leadscore -q -j 2 $options >got 2>err || true
			# shellcheck disable=SC2086
			cmp -s got whole || is_marked leadscore $next
		done
		[ $marked -gt 2 ] || { echo "$options: $marked"; false; }
	done <<-'END'
		-c email in.csv|
		-c email --raw-tsv in.tsv|--raw-tsv
		--raw-tsv in.tsv|--raw-tsv
		-t in.tsv|-t
		-d ; semicolons.csv|-d ;
	END
}

@test "memory: wherever it ends, a tool says so under its own name, and exits with 2" {
	sanitized "allocations are not the tool's"
	printf 'score s\n    +1 when employees > 5 and email ~ "a"\nmql when s > 0\nbant need yes when employees > 5\nstage mql at mql_at\nstage won at won_at\n' >a
	printf 'sla look from mql to won within 2 office hours\ncalendar office hours mon-fri 09:00-17:00\nroute all to "Ann"\n' >>a
	head -200 "$leads" >in.csv
	for command in leadscore 'leadscore --summary' 'leadscore --top 5 -f json' leadbant leadsla 'leadsla --report -f html' leadfunnel 'leadfunnel --by country' \
		leadroute 'leadroute --report' 'leadscore --fields'; do
		read -ra words <<<"$command"
		command=("${words[@]}" -q -a a in.csv)
		"${command[@]}" >whole
		count_allocations "${command[@]}"
		for ((n = 0; n < count; n += 1 + count / 40)); do
			rc=0
			with_memory_for $n "${command[@]}" >got 2>err || rc=$?
			# a library may do without, or the allocation was not needed
			if [ $rc -eq 0 ]; then
				cmp got whole
				continue
			fi
			[ $rc -ne 127 ] || continue # the loader of shared libraries ended the run itself
			[ $rc -eq 2 ] || { echo "${command[*]} at $n: $rc"; false; }
			[ "$(<err)" = "${words[0]}: out of memory" ] || { echo "${command[*]} at $n:"; cat err; false; }
		done
	done
	with_memory_for 3 leadscore --help >out 2>err || rc=$?
	[ $rc -eq 2 ]
	[ "$(<err)" = 'leadscore: out of memory' ]
}

@test "memory: a ledger has whole decisions, rows out are of these, and the next run goes on" {
	sanitized "allocations are not the tool's"
	awk 'BEGIN { print "id,note"; for (i = 1; i <= 30000; i++) { if (i % 2000 == 0) { long = long sprintf("%60000s", ""); gsub(/ /, "x", long) } print i "," (i % 2000 ? "" : long) } }' >in.csv
	route=(leadroute -q -e 'route all to "Ann"' -s l)
	"${route[@]}" in.csv >whole
	mv l whole.ledger
	count_allocations "${route[@]}" in.csv
	half=0
	for ((n = count - 25; n < count; n++)); do
		rm -f l
		with_memory_for $n "${route[@]}" in.csv >got 2>err && continue
		[ "$(<err)" = 'leadroute: out of memory' ]
		if [ -s got ]; then
			half=$((half + 1))
			[ "$(tail -n 1 got)" = '"leadroute: out of memory' ]
			sed '$d' got >rows
			cmp -n "$(stat -c %s rows)" rows whole
			[ "$(wc -l <rows)" -le "$(wc -l <l)" ]
		fi
		[ ! -s l ] || { cmp -n "$(stat -c %s l)" l whole.ledger && [ -z "$(tail -c 1 l)" ]; }
		"${route[@]}" in.csv | cmp - whole
		cmp l whole.ledger
	done
	[ $half -gt 3 ]
	# rows that are held back until there are many of them
	mkdir small
	for ((i = 0; i < 60; i++)); do printf 'id\n%s\n' $i >small/$i; done
	count_allocations "${route[@]}" small/*
	for ((n = count - 100; n < count; n += 7)); do
		rm -f l
		with_memory_for $n "${route[@]}" small/* >got 2>err && continue
		[ ! -s got ] || [ "$(sed '$d' got | wc -l)" -le "$(wc -l <l)" ]
	done
}

@test "memory: -o and --rejects are whole or as they were, and nothing stays beside them" {
	sanitized "allocations are not the tool's"
	make_growing_leads | awk '{ print } NR % 100 == 0 { print "ragged" NR }' >in.csv
	command=(leadscore -q -j 2 --ragged skip --rejects r.csv -o o.csv in.csv)
	for way in NO_TMPFILE=1 NO_TMPFILE; do # with it, and without
		export "${way?}"
		[ "$way" != NO_TMPFILE ] || unset NO_TMPFILE
		rm -f o.csv r.csv
		count_allocations "${command[@]}"
		cp o.csv whole.csv
		for ((n = 20; n < count; n += 1 + count / 50)); do
			echo old >o.csv
			echo old >r.csv
			with_memory_for $n "${command[@]}" 2>err && continue
			[ "$(<err)" = 'leadscore: out of memory' ]
			[ "$(<o.csv)" = old ] || cmp o.csv whole.csv
			[ "$(<r.csv)" = old ] || [ "$(wc -l <r.csv)" -eq 120 ]
			[ "$(ls)" = $'count\nerr\nin.csv\no.csv\nr.csv\nwhole.csv' ] || { ls; false; }
		done
	done
}

@test "memory: a meeting's sheets and figures are whole, its decisions are whole lines, or the run says that it ended" {
	sanitized "allocations are not the tool's"
	export LEADPIPE_AGREEMENT=$nordlicht LEADPIPE_NOW=2026-10-31 LEADPIPE_REVIEWER=sofie
	leadreview -q --record "$ROOT/examples/review/filled.csv" -s done.csv "$leads"
	printf 'show 1005207\nbudget 12000\naccept tom\n' >commands
	while read -r -a words; do
		for once in 1 0; do
			command=("${words[@]}" "$leads")
			rm -f new.csv
			if ((once)); then
				count_allocations leadreview -q "${command[@]}"
				rm -f new.csv
				leadreview -q "${command[@]}" >whole
				cp new.csv whole.csv 2>/dev/null || : >whole.csv
				continue
			fi
			for ((n = 0; n < count; n += 1 + count / 25)); do
				rm -f new.csv
				rc=0
				with_memory_for $n leadreview -q "${command[@]}" >got 2>err || rc=$?
				if [ $rc -eq 0 ]; then # a library may do without
					cmp got whole
					[ ! -e new.csv ] || [ "$(wc -l <new.csv)" = "$(wc -l <whole.csv)" ]
					continue
				fi
				[ $rc -ne 127 ] || continue # the loader of shared libraries ended the run itself
				[ $rc -eq 2 ] || { echo "${words[*]} at $n: $rc"; false; }
				[ "$(<err)" = 'leadreview: out of memory' ] || { echo "${words[*]} at $n:"; cat err; false; }
				[ ! -s new.csv ] || [ -z "$(tail -c 1 new.csv)" ]
			done
		done
	done <<-END
		--sheet
		--sheet -f html -s done.csv
		--status -s done.csv
		--apply -s done.csv
		--record $ROOT/examples/review/filled.csv -s new.csv
		--commands commands -s new.csv
	END
}

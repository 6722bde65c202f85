#!/bin/bash
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs tests and counts them: tests/run.sh check|lint|fuzz|spark|emulated|deb (called by make, which gives BIN and BUILD).
#
# A job is a program. Most speak TAP, a line a test; of the others the exit code is the one result. A job
# that dies, is silent, or runs another number of tests than it planned has failed, whatever it printed.
# The last line is the sum; the exit code is 1 if anything failed or nothing passed. T=bant runs only what has
# that in its name. TIMES=10 also tells which ten jobs cost most: seconds of the processors, and by the clock.
set -u
cd "$(dirname "$0")/.." || exit 2

what=${1:?check, lint, fuzz, spark, emulated or deb}
ROOT=$PWD
places=(BUILD="${BUILD:-build}" BIN="${BIN:-bin}") # as make was told them: it remembers by name what depends on what
BUILD=$(realpath -m "${BUILD:-build}")
BIN=$(realpath -m "${BIN:-bin}")
LEADPIPE_SHARED=${LEADPIPE_SHARED:-$ROOT/../shared}
PATH=$BIN:$PATH
export ROOT BUILD BIN LEADPIPE_SHARED PATH LC_ALL=C.UTF-8 TZ=UTC CMOCKA_MESSAGE_OUTPUT=TAP
unset LEADPIPE_AGREEMENT LEADPIPE_NOW LEADPIPE_DELIMITER COLUMNS NO_COLOR

cores=$(nproc)
logs=$BUILD/log/$what
rm -rf "$logs"
mkdir -p "$logs"
passed=0 failed=0 skipped=0 started=0

start() { # kind (tap, one), name, command ...
	local log
	[[ $2 == *"${T-}"* || $2 == build* ]] || return 0
	((started += 1))
	log=$logs/$(printf %03d "$started")
	printf '%s %s\n' "$1" "$2" >"$log.name"
	shift 2
	while (($(jobs -rp | wc -l) >= cores + 1)); do wait -n; done # one more than cores: some wait for others
	(
		TIMEFORMAT='%U %S %R'
		{ time timeout -k 10 "${LIMIT:-600}" "$@" >"$log.out" 2>"$log.err" </dev/null; } 2>"$log.time"
		echo $? >"$log.rc"
	) 2>/dev/null &
}

# One job's lines, and its three counts on the last.
verdict() { # kind, name, exit code; its output on standard input
	awk -v kind="$1" -v name="$2" -v rc="$3" '
		function fail(why) { failed++; print "FAILED " name ": " why }
		kind == "one" { if (rc) text = text "    " $0 "\n"; next }
		/^(not )?ok/ {
			seen++
			showing = 0
			if (tolower($0) ~ /# *skip/) {
				skipped++
				print "skipped " name ": " $0
			} else if (/^not/) {
				fail($0)
				showing = 1
			} else
				passed++
			next
		}
		/^1\.\.[0-9]+/ { plan += substr($0, 4); next }
		showing || /^Bail out/ { print "    " $0 }
		END {
			if (rc == 124 || rc == 137)
				fail("stopped after its time, or killed")
			else if (kind == "one" && rc)
				fail("exit " rc "\n" text)
			else if (kind == "one")
				passed++
			else if (rc && !failed)
				fail("exit " rc " and no failed test")
			else if (!seen)
				fail("ran nothing")
			else if (plan != seen)
				fail("planned " plan + 0 " tests, ran " seen)
			if (!failed)
				printf "%5d passed  %s\n", passed, name
			print passed + 0, failed + 0, skipped + 0
		}'
}

count() {
	local log kind name p f s result
	wait
	for log in "$logs"/*.name; do
		read -r kind name <"$log"
		log=${log%.name}
		# Of a job with one result all it said is told; TAP is on standard output alone.
		result=$(if [ "$kind" = one ]; then cat "$log.out" "$log.err"; else cat "$log.out"; fi |
			verdict "$kind" "$name" "$(cat "$log.rc" 2>/dev/null || echo 1)")
		read -r p f s <<<"${result##*$'\n'}"
		printf '%s\n' "${result%$'\n'*}"
		if ((f)) && [ "$kind" = tap ] && [ -s "$log.err" ]; then
			tail -n 80 "$log.err" | sed 's/^/    /'
		fi
		((passed += p, failed += f, skipped += s))
	done
}

times() { # how many
	local file name
	for file in "$logs"/*.time; do
		read -r _ name <"${file%.time}.name"
		awk -v name="$name" '{ printf "%8.1f s, %8.1f s by the clock  %s\n", $1 + $2, $3, name }' "$file"
	done | sort -nr | head -n "$1"
}

build() { # make's targets and variables
	local flags=()
	case ${MAKEFLAGS-} in *jobserver*) ;; *) flags=(-j"$cores") ;; esac
	start one "build $*" make --no-print-directory -s -k "${flags[@]}" "${places[@]}" "$@"
	wait
}

shopt -s nullglob
case $what in
check)
	build all tests
	if [ -z "${LEADPIPE_SANITIZED-}" ]; then # other options of what is run below; what the fuzzer does under its sanitizers
		start tap pages tests/pages.sh
		start tap screens tests/screens.sh
		start one floors tests/floors.sh
		for file in tests/fuzz/fuzz_*.c; do
			name=$(basename "$file" .c)
			start tap "fuzz/$name, corpus" "$BUILD/tests/$name" tests/fuzz/corpus/"${name#fuzz_}"/*
		done
	else # Of memory that is lost the programs in C tell; a tool that ends gives back all of it, and faster.
		export ASAN_OPTIONS=detect_leaks=0 ROUNDS="${ROUNDS:-8}"
	fi
	# What takes longest comes first, so that none of it is left alone at the end.
	first=(tests/cli/{looks_seen,jobs,memory,looks_wide,out_of_memory,parts,looks_paper,review_record,route_ledger}.bats)
	first+=(tests/cli/{movement,folds,hostile,many,archive_faults,funnel_partial,leads,clocks,backlog,review_talk,map,review_calc}.bats)
	for file in $(printf '%s\n' "${first[@]}" tests/cli/*.bats | awk '!seen[$0]++'); do
		start tap "cli/$(basename "$file")" bats --tap "$file"
	done
	start tap errors tests/errors.sh
	start tap golden tests/golden.sh
	start tap cases tests/cases.sh
	unset ASAN_OPTIONS
	for file in tests/unit/test_*.c; do
		name=$(basename "$file" .c)
		start tap "unit/$name" "$BUILD/tests/$name"
	done
	;;
emulated) # built for another machine: some unit tests, by name, and the tools
	for name in "${@:2}"; do
		# shellcheck disable=SC2086 # a command and its options
		start tap "unit/test_$name" $EMULATOR "$BUILD/tests/test_$name"
	done
	start tap golden tests/golden.sh
	;;
deb) # as it was built; its version
	LIMIT=${LIMIT:-1200}
	start tap package .ci/chroot.sh "$2"
	;;
lint)
	LIMIT=${LIMIT:-1200} # clang-tidy, which is therefore first
	for part in tidy cppcheck gcc clang format shell licence; do
		start one "$part" tests/lint.sh "$part"
	done
	;;
fuzz) # by the clock, each time from elsewhere and further; with RUNS (a number, or "listed") the same inputs each time
	build fuzz-targets
	LIMIT=${LIMIT:-$((${SECONDS_EACH:-20} + 1200))} # longer than any machine takes
	for file in tests/fuzz/fuzz_*.c; do
		name=$(basename "$file" .c)
		corpus=tests/fuzz/corpus/${name#fuzz_}
		if [ -z "${RUNS-}" ]; then
			told="${SECONDS_EACH:-20} s"
			mkdir -p "$BUILD/corpus/$name"
			how=(-seed="${SEED:-0}" -max_total_time="${SECONDS_EACH:-20}" "$BUILD/corpus/$name" "$corpus")
		else # in the order of names, without what was found before or compared, which may be an address
			runs=$RUNS
			[ "$runs" != listed ] || runs=$(awk -v name="$name" '$1 == name { print $2 }' tests/fuzz/runs)
			told="${runs:?tests/fuzz/runs says nothing about $name} runs"
			seeds=("$corpus"/*)
			how=(-seed="${SEED:-1}" -runs="$runs" -use_cmp=0 -seed_inputs="$(IFS=, && echo "${seeds[*]}")")
		fi
		start one "$name, $told" "$BUILD/fuzz/$name" -timeout=60 -rss_limit_mb=2048 -verbosity=0 \
			-print_final_stats=1 -artifact_prefix="$BUILD/$name-" "${how[@]}"
	done
	;;
spark)
	build all
	LIMIT=${LIMIT:-1200}
	start tap spark "$BUILD/spark/venv/bin/python" tests/spark/check.py
	start tap tables "$BUILD/spark/venv/bin/python" tests/spark/check.py tables
	;;
*)
	echo "tests/run.sh: check, lint, fuzz, spark, emulated or deb, not '$what'" >&2
	exit 2
	;;
esac
count
[ -z "${TIMES-}" ] || times "$TIMES"
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && passed > 0))

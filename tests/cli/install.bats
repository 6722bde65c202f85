# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# make install, make uninstall and what installs the things they need.
load common

make_it() {
	# Without the flags of the make that runs the tests, which may hold its job server.
	env -u MAKEFLAGS -u MAKELEVEL make --no-print-directory -s -C "$ROOT" "$@" \
		DESTDIR="$BATS_TEST_TMPDIR/to" PREFIX=/usr BUILD="$BUILD" BIN="$BIN"
}

@test "install: tools, pages, completions and examples are there, uninstall leaves nothing" {
	to=$BATS_TEST_TMPDIR/to/usr
	# What is built is only copied: install must not compile with other flags than the tests did.
	make_it install -o all
	for tool in leadscore leadbant; do
		grep -qx ".Os Leadpipe $("$to/bin/$tool" --version | awk '{ print $3 }')" "$to/share/man/man1/$tool.1"
	done
	grep -q '/usr/share/doc/leadpipe/examples' "$to/share/man/man7/leadpipe.7"
	grep -rq '/usr/local' "$to/share/man" && return 1
	cmp "$ROOT/LICENSE" "$to/share/doc/leadpipe/LICENSE"
	cmp "$ROOT/README.md" "$to/share/doc/leadpipe/README.md"
	[ -x "$to/share/doc/leadpipe/examples/backlog/nightly.sh" ]
	[ "$(cd "$ROOT/examples"; find . -type f | sort)" = "$(cd "$to/share/doc/leadpipe/examples"; find . -type f | sort)" ]
	[ -s "$to/share/man/man5/leadpipe-agreement.5" ]
	[ -s "$to/share/man/man7/leadpipe-expressions.7" ]
	cd "$to/share/doc/leadpipe/examples"
	"$to/bin/leadscore" -q -a nordlicht.agreement --now 2026-10-31 leads.csv | grep -q yes
	cd backlog
	"$to/bin/leadsla" -q -a kessler.agreement --now 2026-06-30 --report leads.csv | grep -q ^accept
	cd ../archive
	"$to/bin/leadfold" --archive nights --check
	cd ../systems
	"$to/bin/leadfold" -q -a same.agreement marketing.csv sales.csv | tail -1 | grep -q 00Q-7F
	cd "$ROOT"
	make_it uninstall
	run find "$BATS_TEST_TMPDIR/to" ! -type d
	[ "$output" = "" ]
}

@test "install: all may read it whatever the umask, and a folder may have a blank" {
	to="$BATS_TEST_TMPDIR/a b"
	(umask 077 && cd / && env -u MAKEFLAGS -u MAKELEVEL make -s -C "$ROOT" install -o all BUILD="$BUILD" BIN="$BIN" DESTDIR="$to" PREFIX=/opt/c)
	[ -x "$to/opt/c/bin/leadscore" ]
	run find "$to/opt" ! -perm -o=r -o -type d ! -perm -o=x
	[ "$output" = "" ]
	env -u MAKEFLAGS -u MAKELEVEL make -s -C "$ROOT" uninstall DESTDIR="$to" PREFIX=/opt/c
	run find "$to" ! -type d
	[ "$output" = "" ]
}

@test "install: the completions that are installed ask the tool, in every shell" {
	make_it install -o all
	to=$BATS_TEST_TMPDIR/to/usr/share
	for tool in leadscore leadfold; do
		# shellcheck disable=SC2016 # the inner shells' own
		bash -c '. "$1" && complete -p "$2"' - "$to/bash-completion/completions/$tool" "$tool" | grep -qw -- "-F _$tool"
		fish --no-config -c "source $to/fish/vendor_completions.d/$tool.fish; complete -C '$tool --print-ag'" | grep -q '^--print-agreement'
		# shellcheck disable=SC2016
		zsh -fc 'compdef() { print -r -- "$@"; }; _arguments() { print -rl -- "$@"; }; fpath=("$1" $fpath); autoload -U _$2; _$2' \
			- "$to/zsh/site-functions" "$tool" | grep -q -- --print-agreement
	done
}

@test "install: built in another folder, a tool is the same to the byte" {
	sanitized "other flags"
	for folder in here there/deeper; do
		mkdir -p "$BATS_TEST_TMPDIR/$folder"
		cp -r "$ROOT/Makefile" "$ROOT/src" "$BATS_TEST_TMPDIR/$folder"
		env -u MAKEFLAGS -u MAKELEVEL make -s -C "$BATS_TEST_TMPDIR/$folder" CFLAGS="-O0 -g" build/report/markup.o build/base/buf.o build/cmd/leadbant.o build/agreement/builtin.o BUILD=build
	done
	diff -r "$BATS_TEST_TMPDIR/here/build" "$BATS_TEST_TMPDIR/there/deeper/build"
}

@test "install: nothing is written to the sources, which may be read-only, when it is built elsewhere" {
	sanitized "other flags"
	cp -r "$ROOT/Makefile" "$ROOT/README.md" "$ROOT/LICENSE" "$ROOT/src" "$ROOT/man" "$ROOT/examples" .
	chmod -R a-w src man examples Makefile # which root doesn't notice
	touch before
	there() {
		env -u MAKEFLAGS -u MAKELEVEL make -s -j8 "$@" BUILD="$BATS_TEST_TMPDIR/a/build"
	}
	there CFLAGS="-O0 -g" "$BATS_TEST_TMPDIR/a/build/base/buf.o" "$BATS_TEST_TMPDIR/a/build/agreement/builtin.o"
	there install -o all BIN="$BIN" PREFIX="$BATS_TEST_TMPDIR/a/to"
	[ "$(find . -newer before ! -path './a*' ! -path . ! -name before)" = "" ]
	[ -s a/build/base/buf.o ]
	a/to/bin/leadscore --version | grep -q ^leadscore
	chmod -R u+w .
}

@test "install: a 32-bit compiler is refused by one sentence, before anything else is compiled" {
	echo >empty.c
	cc -m32 -c empty.c || skip "this compiler makes no 32-bit code"
	run env -u MAKEFLAGS -u MAKELEVEL make -s -k -j2 -C "$ROOT" CC="cc -m32" BUILD="$BATS_TEST_TMPDIR/build" BIN="$BATS_TEST_TMPDIR/bin"
	[ "$status" -eq 2 ]
	[[ ${lines[0]} == *'error: static assertion failed: "Leadpipe needs a 64-bit system, '* ]]
	[ "$(grep -c error: <<<"$output")" -eq 1 ]
}

# A system where nothing is installed but what deps.sh itself calls; apt-get writes down how it was called.
bare() { # id's answer; then the programs that exist
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	cd "$BATS_TEST_TMPDIR/bin"
	ln -sf "$(command -v env)" "$(command -v cat)" .
	printf '#!/bin/sh\necho %s\n' "$1" >id
	shift
	for program; do
		# shellcheck disable=SC2016
		printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n' "$program" "$BATS_TEST_TMPDIR" >"$program"
	done
	[ ! -e sudo ] || printf '#!/bin/sh\n[ "$1" = -n ] && shift\nexec "$@"\n' >sudo
	chmod +x ./*
}

deps() {
	PATH=$BATS_TEST_TMPDIR/bin run /bin/sh "$ROOT/tests/deps.sh" "$@"
}

@test "deps: says nothing where all is there" {
	run "$ROOT/tests/deps.sh" build test
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
}

@test "deps: neither root nor sudo: the command to type, and 2" {
	bare 1000 apt-get
	deps lint
	[ "$status" -eq 2 ]
	[[ $output == *"need root"* ]]
	[[ $output == *"apt-get install -y --no-install-recommends git clang libclang-rt-dev clang-tidy"* ]]
	[ ! -e "$BATS_TEST_TMPDIR/calls" ]
}

@test "deps: no apt-get: the names, and 2" {
	bare 0
	deps lint
	[ "$status" -eq 2 ]
	[[ $output == *"missing (Debian's names): git clang"* ]]
}

@test "deps: root, or sudo, installs what is missing and nothing else" {
	for who in 0 1000; do
		rm -f "$BATS_TEST_TMPDIR/calls"
		bare "$who" apt-get sudo cppcheck
		deps lint
		[ "$status" -eq 0 ]
		grep -- '-y --no-install-recommends install git clang libclang-rt-dev clang-tidy clang-format shellcheck$' "$BATS_TEST_TMPDIR/calls"
	done
}

@test "deps: clang without the fuzzer's runtime, which Debian only recommends, is not enough" {
	bare 0 apt-get git clang clang-tidy clang-format cppcheck shellcheck
	deps lint
	[ "$status" -eq 0 ]
	grep -- '-y --no-install-recommends install libclang-rt-dev$' "$BATS_TEST_TMPDIR/calls"
}

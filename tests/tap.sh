# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# Sourced by the scripts that speak TAP (Test Anything Protocol): one line a test, and at the end how many.
tests=0

ok() { # name
	echo "ok $((tests += 1)) - $1"
}

not_ok() { # name; why is read from standard input
	echo "not ok $((tests += 1)) - $1"
	sed 's/^/# /'
}

skip() { # name, why
	echo "ok $((tests += 1)) - $1 # SKIP $2"
}

plan() {
	echo "1..$tests"
}

# Equal files are a pass; BLESS=1 takes what came out as what is right from now on.
same() { # name, expected, got
	if cmp -s "$2" "$3"; then
		ok "$1"
	elif [ -n "${BLESS-}" ]; then
		cp "$3" "$2" && ok "$1 (blessed)"
	else
		diff -u --label expected --label got "$2" "$3" | head -60 | not_ok "$1"
	fi
}

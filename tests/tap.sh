# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# Sourced by the scripts that speak TAP (Test Anything Protocol): one line a test, and at the end how many.
tests=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

ok() { # name
	printf 'ok %d - %s\n' "$((tests += 1))" "$1"
}

not_ok() { # name, a file that says why
	printf 'not ok %d - %s\n' "$((tests += 1))" "$1"
	sed 's/^/# /' "$2"
}

skip() { # name, why
	printf 'ok %d - %s # SKIP %s\n' "$((tests += 1))" "$1" "$2"
}

plan() {
	echo "1..$tests"
}

# Equal files are a pass (one that is not there is empty); BLESS=1 takes what came out as what is right from now on.
same() { # name, expected, got
	if cmp -s "$2" "$3" || { [ ! -e "$2" ] && [ ! -s "$3" ]; }; then
		ok "$1"
	elif [ -n "${BLESS-}" ]; then
		cp "$3" "$2" && ok "$1 (blessed)"
	else
		diff -uN --label expected --label got "$2" "$3" >"$work/why"
		not_ok "$1" "$work/why"
	fi
}

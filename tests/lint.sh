#!/bin/bash
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# One kind of lint: tests/lint.sh gcc|clang|format|tidy|cppcheck|shell|licence. Silent and 0 if there is nothing to say.
set -u
cd "$(dirname "$0")/.." || exit 2
mapfile -t sources < <(git ls-files -- '*.c')
mapfile -t headers < <(git ls-files -- '*.h')
read -ra warnings < <(sed -n 's/^WARNINGS *:= *//p' Makefile)
flags=(-std=c17 -D_GNU_SOURCE -I. -Isrc -DPCRE2_CODE_UNIT_WIDTH=8 '-DLEADPIPE_VERSION="0"')

case ${1-} in
gcc | clang) # clang finds what it warns of without making code, gcc some of it only as it optimizes
	if [ "$1" = clang ]; then # of src it warns below
		what=(-fsyntax-only)
		mapfile -t sources < <(git ls-files -- '*.c' ':!src')
	else
		what=(-O2 -S -o /dev/null)
		# With these warnings as errors the rest is built already.
		[ -z "${WERROR-}" ] || mapfile -t sources < <(git ls-files -- '*.c' ':!src' ':!tests/unit' ':!tests/fuzz')
	fi
	printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -I{} "$1" "${flags[@]}" "${warnings[@]}" -Werror "${what[@]}" {}
	;;
format)
	clang-format --dry-run -Werror "${sources[@]}" "${headers[@]}"
	;;
tidy) # the analyzer gives up on a function after so many states, a fifth of its own limit
	# The largest files come first, so that none of them is left alone at the end.
	git ls-files -z -- 'src/*.c' | xargs -0 ls -S |
		xargs -P "$(nproc)" -I{} clang-tidy --quiet {} -- "${flags[@]}" "${warnings[@]}" -Xclang -analyzer-config -Xclang max-nodes=45000 2>&1 |
		grep -Ev '^[0-9]+ warnings? (generated|treated)'
	test "${PIPESTATUS[2]}" = 0
	;;
cppcheck)
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem --suppress=internalAstError --suppress=comparePointers "${flags[@]:1}" src
	;;
shell)
	mapfile -t scripts < <(git grep -lE '^#!/bin/(ba)?sh' -- ':!*.md')
	shellcheck -x "${scripts[@]}"
	;;
licence) # each source file says whose it is and what may be done with it
	git ls-files -- '*.[ch]' '*.sh' '*.awk' '*.py' '*.bats' '*.bash' 'man/*.[157]' Makefile .ci/run .ci/debian/rules \
		':!src/cli/completion.*' ':!tests/errors' ':!tests/golden' ':!*/corpus/*' | (
		bare=0
		while read -r file; do
			n=$(head -n 4 "$file" | grep -c 'SPDX-FileCopyrightText: 2026 Leadpipe contributors\|SPDX-License-Identifier: GPL-3.0-or-later')
			((n == 2)) || { echo "$file: the two SPDX lines are not at its head" && bare=1; }
		done
		exit $bare
	)
	;;
*)
	echo "tests/lint.sh: gcc, clang, format, tidy, cppcheck, shell or licence" >&2
	exit 2
	;;
esac

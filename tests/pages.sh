#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The manual says what is so. Pages (man/, mdoc) pass mandoc's lint; a tool's page and its --help name the
# same options; every `$ command` shown in an EXAMPLES section, and in a README's ```console block, is run
# (in a copy of its folder, a page's in one of examples/; the top README's and the source's at the top), and
# what is shown after it must be what it says.
# A line `…` stands for any lines. A command with nothing after it need only succeed.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"
cd "$(dirname "$0")/.." || exit 2
ROOT=$PWD

options_of_help() { # tool
	"$1" --help | awk '
		sub(/^ *-/, "-") {
			sub(/  .*/, "")
			n = split($0, word, /[ ,=[]+/)
			for (i = 1; i <= n; i++)
				if (word[i] ~ /^-./)
					print word[i]
		}' | sort -u
}

options_of_page() { # file
	awk '$1 == ".It" { for (i = 2; i < NF; i++) if ($i == "Fl") print "-" $(i + 1) }' "$1" | sed 's/\\//g' | sort -u
}

# From a page, the literal lines of its examples; from a README, of its console blocks.
shown() { # file
	case $1 in
	*.md) awk '/^```/ { on = /console/; print ""; next } on' "$1" ;;
	*) mandoc -Tutf8 -O width=250 "$1" | sed 's/.\x08//g' | expand | sed -n '/^EXAMPLES/,/^[A-DF-Z]/p' ;;
	esac
}

# Cuts it into N.cmd and N.want. A command goes on after a backslash; what it shows ends with the first line
# that is indented less, or is empty.
cut_examples() { # folder
	awk -v to="$1/" '
		{ match($0, /^ */); indent = RLENGTH; text = substr($0, depth + 1) }
		more { print text >cmd; more = /\\$/; next }
		substr($0, indent + 1, 2) == "$ " {
			depth = indent
			n++
			cmd = sprintf("%s%03d.cmd", to, n)
			want = sprintf("%s%03d.want", to, n)
			print substr($0, indent + 3) >cmd
			printf "" >want
			more = /\\$/
			inside = 1
			next
		}
		$0 == "" || indent < depth { inside = 0 }
		inside { print text >want }'
}

# Is it what was shown? `…` takes lines up to the one after it.
matches() { # shown, got
	awk 'NR == FNR { want[++n] = $0; next }
		{ got[++m] = $0 }
		END {
			for (i = j = 1; i <= n; i++) {
				if (want[i] == "…") {
					if (i == n) exit 0
					while (j <= m && got[j] != want[i + 1]) j++
				} else if (j > m || got[j++] != want[i])
					exit 1
			}
			exit j <= m
		}' "$1" "$2"
}

run_examples() { # file, where
	name=${1#"$ROOT"/}
	rm -rf "$work/cut"
	mkdir "$work/cut"
	: >"$work/exports"
	shown "$1" | cut_examples "$work/cut"
	for cmd in "$work/cut"/*.cmd; do
		test -e "$cmd" || return
		want=${cmd%.cmd}.want
		cat "$work/exports" "$cmd" >"$work/script"
		grep '^export ' "$cmd" >>"$work/exports"
		(cd "$2" && exec bash -o pipefail "$work/script") >"$work/got" 2>&1 </dev/null
		rc=$?
		[ $rc = 141 ] && rc=0 # head, or less, had enough
		title="$name: $(tr '\n' ' ' <"$cmd")"
		if [ ! -s "$want" ] && [ $rc != 0 ]; then
			{ echo "exit $rc"; cat "$work/got"; } >"$work/why"
		not_ok "$title" "$work/why"
		elif [ -s "$want" ] && ! matches "$want" "$work/got"; then
			diff -u --label shown --label got "$want" "$work/got" >"$work/why"
		not_ok "$title" "$work/why"
		else
			ok "$title"
		fi
	done
}

cp -R examples "$work/examples"
for page in man/*.[1-9]; do
	test -e "$page" || break
	if mandoc -Tlint -Wwarning "$page" >"$work/lint" 2>&1; then
		ok "$page: lint"
	else
		not_ok "$page: lint" "$work/lint"
	fi
	if grep -nE '^\.(Pq|It).* Ql .* (No|Ql|Ta|Ar|Ic) ' "$page" >"$work/quotes"; then
		not_ok "$page: groff closes each quote where mandoc does" "$work/quotes"
	else
		ok "$page: groff closes each quote where mandoc does"
	fi
	run_examples "$ROOT/$page" "$work/examples"
done
for tool in "${BIN:-$ROOT/bin}"/lead*; do
	test -x "$tool" || break
	name=${tool##*/}
	options_of_help "$tool" >"$work/help"
	options_of_page "man/$name.1" >"$work/page" 2>"$work/lint"
	if [ -s "$work/help" ] && cmp -s "$work/help" "$work/page"; then
		ok "$name: --help and its page name the same options"
	else
		diff -u --label --help --label page "$work/help" "$work/page" >"$work/why"
		not_ok "$name: options" "$work/why"
	fi
done
for readme in README.md src/README.md examples/README.md examples/*/README.md; do
	case $readme in README.md | src/README.md) where=$ROOT ;; *) where=$work/${readme%/*} ;; esac
	test -e "$readme" && run_examples "$ROOT/$readme" "$where"
done
plan

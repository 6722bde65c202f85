#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing: tests/deps.sh build|test|ci|lint|bench|package|arm64|spark|pyspark ...
#
# Looks for the thing itself (a command, a header, a file), so it is quiet wherever all is there, on any
# system. Only when something is missing does it need Debian's apt-get, and root.
set -u

# need, Debian package, how to see that it is there
table='
build  gcc               command gcc
build  make              command make
build  libc6-dev         header  stdio.h
build  libcsv-dev        header  csv.h
build  libreadline-dev   header  readline/readline.h
build  libpcre2-dev      header  pcre2.h
build  libicu-dev        header  unicode/uchar.h
build  zlib1g-dev        header  zlib.h
build  libzstd-dev       header  zstd.h
build  libmd-dev         header  sha2.h
build  libxxhash-dev     header  xxhash.h
build  tzdata            file    /usr/share/zoneinfo/Europe/Berlin
test   libcmocka-dev     header  cmocka.h
test   bats              command bats
test   tmux              command tmux
test   mandoc            command mandoc
test   gawk              command gawk
test   sqlite3           command sqlite3
test   python3           command python3
test   parallel          command parallel
test   zsh               command zsh
test   fish              command fish
test   w3m               command w3m
test   lynx              command lynx
ci     libreoffice-calc  command soffice
ci     chromium          command chromium
ci     poppler-utils     command pdftotext
ci     fonts-liberation  file    /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf
lint   git               command git
lint   clang             command clang
lint   libclang-rt-dev   runtime fuzzer
lint   clang-tidy        command clang-tidy
lint   clang-format      command clang-format
lint   cppcheck          command cppcheck
lint   shellcheck        command shellcheck
bench  bash              command bash
bench  gawk              command gawk
bench  mawk              command mawk
bench  miller            command mlr
bench  parallel          command parallel
bench  sqlite3           command sqlite3
package dpkg-dev        command dpkg-buildpackage
package debhelper       command dh
package mandoc          command mandoc
package lintian         command lintian
package mmdebstrap      command mmdebstrap
package autopkgtest     command autopkgtest
arm64  gcc-aarch64-linux-gnu command aarch64-linux-gnu-gcc
arm64  qemu-user         command qemu-aarch64
arm64  mmdebstrap        command mmdebstrap
spark  python3           command python3
spark  python3-venv      python  ensurepip
spark  default-jre-headless command java
'

there() { # how, what
	case $1 in
	command) command -v "$2" ;;
	file) test -e "$2" ;;
	python) python3 -c "import $2" 2>&1 ;;
	runtime)
		for file in "$(clang -print-runtime-dir 2>/dev/null)"/libclang_rt."$2"*.a; do
			test -e "$file" && return
		done
		return 1
		;;
	header)
		for folder in /usr/include /usr/local/include /usr/include/*-linux-*; do
			test -e "$folder/$2" && return
		done
		return 1
		;;
	esac >/dev/null
}

missing=
while read -r need package how what; do
	case " $* " in
	*" $need "*)
		case " $missing " in *" $package "*) continue ;; esac
		there "$how" "$what" || missing="$missing $package"
		;;
	esac
done <<END
$table
END
# Spark itself, pyspark, which Debian doesn't have, comes from Python's packages into a folder of the build. SPARK says another version,
# such as 'pyspark==3.5.* pandas<3 pyarrow<20 setuptools'.
spark() {
	asked="${SPARK:-pyspark>=4,<5 pandas<3 pyarrow}" venv=${BUILD:-build}/spark/venv
	test "$(cat "$venv/asked" 2>/dev/null)" = "$asked" && return
	echo "missing, will be installed from Python's packages, as $venv: $asked" >&2
	rm -rf "$venv"
	# shellcheck disable=SC2086 # each is a word
	python3 -m venv "$venv" && "$venv/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check $asked >&2 &&
		echo "$asked" >"$venv/asked"
}
finish() {
	case " $needs " in *" pyspark "*) spark || exit 2 ;; esac
	exit 0
}
needs=$*

test -z "$missing" && finish
# The list is words from the table above.
# shellcheck disable=SC2086
set -- $missing

if ! command -v apt-get >/dev/null; then
	echo "missing (Debian's names):$missing" >&2
	echo "install them with this system's package manager, then try again" >&2
	exit 2
elif [ "$(id -u)" = 0 ]; then
	root=
elif ! command -v sudo >/dev/null; then
	echo "missing:$missing; system packages need root. As root, run:" >&2
	echo "    apt-get update && apt-get install -y --no-install-recommends$missing" >&2
	exit 2
elif [ -t 0 ]; then
	root=sudo
else
	root='sudo -n' # nobody is there to type a password
fi

echo "missing, will be installed from Debian${root:+ with sudo, as system packages need root}:$missing" >&2
get() {
	$root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends "$@" >&2 </dev/null
}
apt-get -s --no-install-recommends install "$@" >/dev/null 2>&1 || get update || exit 2
get install "$@" || { get update && get install "$@"; } || exit 2
finish

#!/bin/bash
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The tools for arm64, cross-compiled against Debian's libraries of that machine, installed, and run by an emulator:
# the scanners (NEON and the plain one), and the golden tests. The libraries go to build/arm64/root, so that nothing
# of this system changes.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$(realpath -m "${BUILD:-build}")/arm64
root=$build/root triple=aarch64-linux-gnu
. /etc/os-release

if [ ! -e "$root" ]; then
	rm -rf "$root.part"
	mkdir -p "$root.part"
	mmdebstrap --variant=extract --architectures=arm64 --format=tar --quiet \
		--include="$(sed -nE 's/^(build|test) +([^ ]+-dev) .*/\2/p' tests/deps.sh | paste -sd,)" \
		"$VERSION_CODENAME" - | tar -x -C "$root.part" ./usr ./lib
	# An absolute link would lead to this system's libraries.
	find "$root.part" -type l -lname '/*' | while read -r link; do
		ln -srnf "$root.part$(readlink "$link")" "$link"
	done
	mv "$root.part" "$root"
fi

make() {
	env -u MAKEFLAGS make --no-print-directory -s -j"$(nproc)" BUILD="$build" BIN="$build/bin" AR=$triple-ar \
		CC="${CCACHE_DIR:+ccache }$triple-gcc --sysroot=$root" CFLAGS='-O2 -g1' "$@"
}
tests=(table_scan table_cases table_record table_ahead number casefold)
make all "${tests[@]/#/$build/tests/test_}"
make install DESTDIR="$build/to" PREFIX=/usr STRIP="-s --strip-program=$triple-strip"

# What the tests run by name.
mkdir -p "$build/run"
for tool in "$build"/to/usr/bin/*; do
	printf '#!/bin/sh\nexec qemu-aarch64 -L %s %s "$@"\n' "$root" "$tool" >"$build/run/${tool##*/}"
	chmod +x "$build/run/${tool##*/}"
done
BUILD=$build BIN=$build/run EMULATOR="qemu-aarch64 -L $root" exec tests/run.sh emulated "${tests[@]}"

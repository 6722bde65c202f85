#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A release of what is committed: .ci/dist.sh VERSION [deb] makes build/leadpipe-VERSION.tar.gz, the same bytes
# whenever it is made, with the release notes rendered as NEWS; and of that a Debian package in build/deb/.
set -eu
cd "$(dirname "$0")/.."
version=$1 name=leadpipe-$1
build=$(realpath -m "${BUILD:-build}")
mkdir -p "$build"
when=$(git log -1 --format=%ct)

# The page as text, without the overstrikes of a printer.
mandoc -T utf8 -O width=78 man/leadpipe-news.7 | sed "s/.$(printf '\b')//g" >"$build/NEWS"
touch -d "@$when" "$build/NEWS"
git archive --format=tar --prefix="$name/" --add-file="$build/NEWS" HEAD |
	gzip -9n >"$build/$name.tar.gz.part" && [ -s "$build/$name.tar.gz.part" ]
mv "$build/$name.tar.gz.part" "$build/$name.tar.gz"
echo "$build/$name.tar.gz"
[ "${2-}" = deb ] || exit 0

rm -rf "$build/deb"
mkdir "$build/deb"
cp "$build/$name.tar.gz" "$build/deb/leadpipe_$version.orig.tar.gz"
tar -xzf "$build/$name.tar.gz" -C "$build/deb"
cd "$build/deb/$name"
cp -r .ci/debian debian
awk -f debian/changelog.awk man/leadpipe-news.7 >debian/changelog
# Of the make that calls this it must not learn where to build, and clean, something.
env -u MAKEFLAGS -u BUILD -u BIN dpkg-buildpackage -us -uc >"$build/deb/log" 2>&1 || { tail -n 30 "$build/deb/log"; exit 1; }
ls "$build"/deb/*.deb

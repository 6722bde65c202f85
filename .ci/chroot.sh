#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The Debian package as a stranger has it: .ci/chroot.sh VERSION installs it into a new system where nothing else is,
# runs the example, and takes it away again. Lintian has nothing to say. Needs root or user namespaces.
set -eu
cd "$(dirname "$0")/.."
deb=$(realpath "${BUILD:-build}")/deb
. /etc/os-release

as_user=
[ "$(id -u)" != 0 ] || as_user=--allow-root
# shellcheck disable=SC2086 # none or one option
lintian $as_user --fail-on error,warning "$deb/leadpipe_$1-1_"*.changes

# shellcheck disable=SC2016 # $1 is the new system, in the hooks' shell
mmdebstrap --variant=minbase --format=null \
	--customize-hook="cp $deb/leadpipe_$1-1_*.deb"' "$1/tmp"' \
	--customize-hook='chroot "$1" apt-get -qq install -y --no-install-recommends /tmp/leadpipe_*.deb' \
	--customize-hook='chroot "$1" env -i PATH=/usr/bin:/bin sh /usr/share/doc/leadpipe/examples/demo.sh | tail -n 5' \
	--customize-hook='chroot "$1" dpkg --purge leadpipe' \
	--customize-hook='test -z "$(find "$1" -xdev -path "$1/tmp" -prune -o -name "lead[bfprs]*" -print)"' \
	"$VERSION_CODENAME" /dev/null
echo 'ok: installed, run and purged'

#!/bin/bash
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The Debian package as a stranger has it, in TAP: .ci/chroot.sh VERSION asks Lintian, installs it into a new system
# where nothing else is, runs its autopkgtest there, and takes it away again. Needs root or user namespaces. What
# isn't TAP goes to standard error; the first step that fails is the last one.
set -euo pipefail
cd "$(dirname "$0")/.."
deb=$(realpath "${BUILD:-build}")/deb
. /etc/os-release

echo 1..4
as_user=
[ "$(id -u)" != 0 ] || as_user=--allow-root
# shellcheck disable=SC2086 # none or one option
lintian $as_user --fail-on error,warning "$deb/leadpipe_$1-1_"*.changes >&2
echo 'ok 1 - lintian has no error and no warning on either package'

# shellcheck disable=SC2016 # $1 is the new system, in the shell of the hooks, which runs outside of it
mmdebstrap --quiet --variant=apt --format=null \
	--customize-hook="cp $deb/leadpipe_$1-1_*.deb"' "$1/tmp/leadpipe.deb"' \
	--customize-hook='chroot "$1" apt-get -q install -y --no-install-recommends /tmp/leadpipe.deb' \
	--customize-hook='echo "ok 2 - it installs into a new system"' \
	--customize-hook="autopkgtest --no-built-binaries $deb/leadpipe-$1/"' -- chroot "$1"' \
	--customize-hook='echo "ok 3 - autopkgtest runs the example there"' \
	--customize-hook='chroot "$1" dpkg --purge leadpipe' \
	--customize-hook='! find "$1" -xdev -path "$1/tmp" -prune -o -name "*lead[bfprs]*" -print | grep .' \
	--customize-hook='echo "ok 4 - purged, it leaves nothing"' \
	"$VERSION_CODENAME" /dev/null 2>&1 | awk '/^ok / { print; next } { print >"/dev/stderr" }'

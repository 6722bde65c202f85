# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfold --archive: what goes wrong at night, or looks as if nothing had, and what is said of it.
load common

setup_archive() {
	printf 'id,status\n1,Open\n2,Won\n' >1.csv
	printf 'id,status\n1,Lost\n2,Won\n' >2.csv
	leadfold -q --archive d --at '2026-03-01 02:00' 1.csv
	leadfold -q --archive d --at '2026-03-02 02:00' 2.csv
}

@test "archive: a first export without leads is refused, or all leads would seem to come on the second night" {
	printf 'id,status\n' >empty.csv
	run -2 leadfold --archive d --at 2026-03-01 empty.csv
	says 'empty.csv: it has no leads, so it may be the header of a failed export'
	[ ! -e d ]
	leadfold -q --archive d --at 2026-03-01 --accept empty.csv
	[ "$(leadfold -q --archive d </dev/null)" = id,status ]
}

@test "archive: a date of which there is no night is noted, and so is that nothing can have changed since" {
	setup_archive
	for at in 2026-03-02 '2026-03-03 01:59'; do
		leadfold --archive d --as-of "$at" </dev/null >out 2>err
		[ ! -s err ]
	done
	for at in 2026-03-03 '2026-03-03 02:01'; do
		run -0 leadfold --archive d --as-of "$at" </dev/null
		says "--as-of $at: d has no night of that day; the last one before it is night 2 (2026-03-02T02:00:00Z)"
	done
	leadfold --archive d --changed-since 2026-03-01 </dev/null >out 2>err
	[ ! -s err ]
	run -0 leadfold --archive d --changed-since 2026-03-02 </dev/null
	says '--changed-since 2026-03-02: d has no later night, so that nothing has changed'
}

@test "archive: a folder is not filed, and one without a name is none" {
	setup_archive
	run -2 leadfold --archive e --at 2026-03-03 d
	says 'd: it is an archive, and exports are filed; to read it: leadfold --archive d'
	[ ! -e e ]
	for mode in --nights --check '--void 1' 1.csv; do
		# shellcheck disable=SC2086 # two words
		run -2 leadfold --archive '' $mode
		says "--archive: the folder's name is empty; is a variable not set?"
	done
}

@test "archive: standard input beside a folder is called so" {
	setup_archive
	run -2 leadfold --archive e --at 2026-03-03 d - <1.csv
	run -2 leadscore d - <1.csv
	says "d is a folder and standard input is none"
}

@test "archive: messages name the file, whole seconds and paths without double slashes" {
	printf 'key,status\n1,Open\n' >keys.csv
	run -2 leadfold --archive d --at 2026-03-01 keys.csv
	says "keys.csv: no column is the lead's id" "-e 'field id \"Your Header\"'"
	leadfold -q --archive d --at 2026-03-01 -e 'field id "key"' keys.csv
	printf 'id,status\n1,Open\n' >1.csv
	run -0 leadfold --archive e// --at 2026-03-01 1.csv
	says 'is filed whole, in e/base.csv: 1 lead'
	run -2 leadfold --archive e --now 2026-03-01T10:00:00.5 --at 2026-04-01 1.csv
	says 'and now is 2026-03-01T10:00:00Z;'
	{ echo id; seq 2000; } >2.csv
	run -0 leadfold --archive f --at 2026-03-01 1.csv
	run -0 leadfold --archive f --at 2026-03-02 2.csv
	says '2,000 leads; 1,999 came, 0 went'
}

@test "archive: a stranger's file among its months, and a fold without a fold, have a remedy" {
	setup_archive
	run -2 leadfold d
	says 'd is an archive, of which a fold reads the history; its leads: leadfold --archive d'
	run -2 leadfold --archive d --fold x </dev/null
	says 'to fold what changed, name the folder without --archive'
	cp 1.csv d/2026-04.csv
	run -2 leadfold --archive d </dev/null
	says "d/2026-04.csv: not a month of an archive" "move it out of the archive's folder"
}

@test "archive: leads that can't be known again are told with the remedy of their own mistake" {
	printf 'id,s\n1.23457E+14,a\n' >rounded.csv
	printf 'id,s\n1,a\n1,b\n,c\n' >twice.csv
	run -2 leadfold --archive d --at 2026-03-01 rounded.csv
	[[ $output == *$'\n'"leadfold: nothing is filed; file the CRM's own export, which no spreadsheet has saved" ]]
	run -2 leadfold --archive d --at 2026-03-01 twice.csv
	says 'nothing is filed; export every lead with its id; of rows with the same id --repeats first, or last'
	sed -i '$d' twice.csv
	run -0 leadfold --archive d --at 2026-03-01 --repeats last twice.csv
	says '1 row repeats an id; the last row of each was taken'
}

@test "archive: a base that is gone is told with what goes with it" {
	setup_archive
	rm d/base.csv
	run -2 leadfold --archive d </dev/null
	says 'd/base.csv: it is gone, and night 1 with it; take back a copy of it'
	run -1 leadfold --archive d --check
	says 'd/base.csv: it is gone'
	run -2 leadfold --archive d --at 2026-03-03 1.csv
}

@test "archive: a table is no folder, and what makes a file of it is named" {
	setup_archive
	run -2 leadscore -e 'table old "d" by id = id' -w 'old.status = "Open"' 1.csv
	says 'd: is a directory; a table is a file, which leadfold --archive makes of an archive'
}

# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# A terminal to type on and to look at, for tests of what talks with people: tmux, in a server of its own.
# shellcheck shell=bash

# Runs a command line of the shell in a new terminal, whose modes before and after are in ./before and ./after,
# and what the command ended with in ./code. Another terminal of the same test has another name.
terminal() { # columns, lines, command line, name (one)
	screen=$BATS_TEST_TMPDIR/${4-one}
	[ ! -S "$screen.tmux" ] || term kill-server
	rm -f "$screen".*
	cat >"$screen.sh" <<-END
		trap : INT
		stty -a >"$screen.before"
		$3
		echo \$? >"$screen.code"
		stty -a >"$screen.after"
		touch "$screen.ended"
		sleep 1000
	END
	sed -i 's/^\t*//' "$screen.sh"
	term -f /dev/null new-session -d -x "$1" -y "$2" -c "$BATS_TEST_TMPDIR" "TERM=${TERM_HERE-tmux-256color} exec bash $screen.sh"
	term set -g status off
}

term() {
	tmux -S "$screen.tmux" "$@" 3>&- # bats waits for who has it
}

teardown() {
	local socket
	for socket in "$BATS_TEST_TMPDIR"/*.tmux; do
		[ ! -S "$socket" ] || tmux -S "$socket" kill-server || true
	done
}

# What is shown in one line, wherever lines were broken.
said() {
	shown | tr -s '\n ' ' '
}

# Waits until the screen says a text; where it doesn't, that fails after a while.
sees() { # text
	local i
	for ((i = 0; i < 200; i++)); do
		[[ $(said) != *"$(tr -s ' ' <<<"$1")"* ]] || return 0
		sleep 0.05
	done
	printf 'not on the screen: %s\n' "$1"
	shown
	return 1
}

sees_no() {
	[[ $(said) != *"$1"* ]] || { printf 'on the screen: %s\n' "$1"; shown; return 1; }
}

shown() {
	term capture-pane -p
}

types() { # a line
	term send-keys -l "$1"
	term send-keys Enter
}

keys() { # names of keys
	term send-keys "$@"
}

# Waits for the command's end; what it ended with is in $code.
ends() {
	local i
	for ((i = 0; i < 200; i++)); do
		[ ! -e "$screen.ended" ] || { code=$(<"$screen.code"); return 0; }
		sleep 0.05
	done
	echo 'it has not ended'
	shown
	return 1
}

# The process of the command.
process() {
	local shell
	shell=$(term display -p '#{pane_pid}')
	tr -d ' ' <"/proc/$shell/task/$shell/children"
}

# Is the terminal as it was found?
as_before() {
	diff "$screen.before" "$screen.after"
}

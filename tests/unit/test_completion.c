/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completions, asked of the shells themselves, and the progress line, on a terminal of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/look.h"
#include "cli/completion.h"
#include "cli/progress.h"

static const struct option_row own_rows[] = {
	{ OPTION_OWN, "by", "LIST", "one line for each group", COMPLETE_COLUMN, NULL, TO_NOTHING },
	{ OPTION_OWN + 1, "from", "STAGE", "where it begins", COMPLETE_STAGE, NULL, TO_NOTHING },
	{ 0 },
};
static const struct tool tool = { "leadscore", "how good is each lead", own_rows, NULL };

static char folder[] = "/tmp/test_completion.XXXXXX";

static void put(const char *name, const char *text, size_t n, mode_t mode)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	assert_true(fd >= 0 && write(fd, text, n) == (ssize_t)n);
	close(fd);
}

/* A leadscore that knows --print-columns, a file and the three scripts. */
static int shells_setup(void **state)
{
	static const char fake[] = "#!/bin/sh\n"
				   "if [ \"$1\" = --print-stages ]; then\n"
				   "\t[ \"$2\" = -a ] && sed 's/^stage //' \"$3\" || echo inquiry\n"
				   "\texit\n"
				   "fi\n"
				   "[ \"$1\" = --print-columns ] || exit 2\n"
				   "shift\n"
				   "comma=,\n"
				   "[ \"$1\" = -d ] && comma=$2 && shift 2\n"
				   "[ \"$1\" = -- ] && head -n 1 \"$2\" | tr \"$comma\" '\\n'\n";
	static const char leads[] = "Email,Lead Source,country-code,Company (size),lead_status\n1,2,3,4,5\n";
	static const char stages[] = "stage lead\nstage MQL\n";
	static const char semi[] = "Email;Region\n1;2\n";
	static const char *const names[] = { "bash", "zsh", "fish" };
	struct buf script = { 0 };

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	put("leadscore", fake, sizeof fake - 1, 0755);
	put("my leads.csv", leads, sizeof leads - 1, 0644);
	put("semi.csv", semi, sizeof semi - 1, 0644);
	put("my agreement", stages, sizeof stages - 1, 0644);
	for (int shell = SHELL_BASH; shell <= SHELL_FISH; shell++) {
		buf_clear(&script);
		completion_write(&script, &tool, (enum shell)shell);
		put(names[shell], script.p, script.n, 0644);
	}
	buf_release(&script);
	return 0;
}

static int shells_teardown(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -r %s", folder);
	return system(command);
}

/* What a shell command prints, run in the folder with the fake tool in PATH. */
static void assert_prints(const char *command, const char *expected)
{
	char line[2048], text[4096];

	snprintf(line, sizeof line, "cd %s && PATH=$PWD:$PATH HOME=$PWD LC_ALL=C.UTF-8 %s 2>&1", folder,
		 command);
	FILE *pipe = popen(line, "r");
	assert_non_null(pipe);
	size_t n = fread(text, 1, sizeof text - 1, pipe);
	text[n] = '\0';
	pclose(pipe);
	if (strcmp(text, expected) != 0)
		fail_msg("%s\nprinted:\n%sinstead of:\n%s", command, text, expected);
}

static bool have(const char *shell)
{
	char command[64];

	snprintf(command, sizeof command, "command -v %s >/dev/null", shell);
	return system(command) == 0;
}

/* COMP_WORDS as bash splits the line; the last word is being completed unless `at` is given. */
static void assert_bash(const char *words, const char *expected)
{
	char command[1024];

	snprintf(command, sizeof command,
		 "bash --norc -c 'compopt() { :; }; source ./bash; COMP_WORDS=(%s); "
		 "COMP_CWORD=${at:-$((${#COMP_WORDS[@]} - 1))}; "
		 "_leadscore; printf \"%%s\\n\" \"${COMPREPLY[@]}\"'",
		 words);
	assert_prints(command, expected);
}

#define LINE(name, word, ...) #word "\n"

static void bash_completes(void **state)
{
	(void)state;
	if (!have("bash"))
		skip();
	assert_bash("leadscore --form", "--format\n");
	assert_bash("leadscore --ragged \"\"", "error\npad\nskip\n");
	assert_bash("leadscore --format = js", "json\njsonl\n");
	assert_bash("leadscore --format =", FOR_FORMATS(LINE, ));
	assert_bash("leadscore -a \"\"", "\n");
	assert_bash("leadscore -- --f", "\n");
	assert_bash("leadscore \"my\\\\ leads.csv\" -c \"\"",
		    "Email\nLead_Source\ncountry_code\nlead_status\n");
	assert_bash("leadscore \"my\\\\ leads.csv\" -c Email,le", "Email,lead_Source\nEmail,lead_status\n");
	assert_bash("leadscore \"my\\\\ leads.csv\" --by Email,lead-s", "\n");
	assert_bash("leadscore \"my\\\\ leads.csv\" -w \"\\\"email is present and lead_so\"",
		    "email is present and Lead_Source\n");
	assert_bash("leadscore --header-from = \"my\\\\ leads.csv\" semi.csv -c em", "Email\n");
	assert_bash("leadscore -d \"\\\";\\\"\" semi.csv --columns = re", "Region\n");
	assert_bash("leadscore -a semi.csv -c re", "\n");
	assert_bash("leadscore -c re", "\n");
	assert_bash("leadscore --from \"\"", "inquiry\n");
	assert_bash("leadscore -a \"my\\\\ agreement\" --from \"\"", "lead\nMQL\n");
	assert_bash("leadscore --agreement = \"my\\\\ agreement\" --from = m", "MQL\n");
}

static void assert_fish(const char *words, const char *expected)
{
	char command[1024];

	snprintf(command, sizeof command,
		 "fish -N -c 'source ./fish; complete -C $argv[1]' -- '%s' | cut -f1", words);
	assert_prints(command, expected);
}

static void fish_completes(void **state)
{
	(void)state;
	if (!have("fish"))
		skip();
	assert_fish("leadscore --form", "--format\n");
	assert_fish("leadscore --ragged ", "error\npad\nskip\n");
	assert_fish("leadscore --format=ma", "--format=markdown\n");
	assert_fish("leadscore my\\ leads.csv -c ", "Email\nLead_Source\ncountry_code\nlead_status\n");
	assert_fish("leadscore my\\ leads.csv --by Email,lead_s", "Email,lead_status\n");
	assert_fish("leadscore my\\ leads.csv -w \"email is present and lead_so",
		    "email is present and Lead_Source\n");
	assert_fish("leadscore --header-from my\\ leads.csv semi.csv -c em", "Email\n");
	assert_fish("leadscore semi.csv --header-from=my\\ leads.csv -c em", "Email\n");
	assert_fish("leadscore -d \";\" semi.csv --columns=re", "Region\n");
	assert_fish("leadscore -c re", "");
	assert_fish("leadscore --from ", "inquiry\n");
	assert_fish("leadscore -a my\\ agreement --from ", "lead\nMQL\n");
	assert_fish("leadscore --agreement=my\\ agreement --from MQ", "MQL\n");
}

/* zsh completes only at a prompt, so it gets one: a pseudo-terminal, where ^X prints the line. */
static void assert_zsh(const char *words, const char *expected)
{
	/* On a busy machine the keys may come before the prompt does: then they are typed again. */
	static const char again[] = "for i in 1 2 3 4 5; do\n"
				    "timeout 20 zsh -f ./ask.zsh >got; cmp -s got want && break; sleep 1\n"
				    "done; cat got\n";
	char script[2048];

	snprintf(script, sizeof script,
		 "zmodload zsh/zpty; zpty z \"PS1= TERM=dumb zsh -f -i\"\n"
		 "zpty -w z 'autoload -U compinit; compinit -u -D; source ./zsh; unsetopt beep "
		 "list_ambiguous'\n"
		 "zpty -w z 'show() { print -r -- \"<<$BUFFER>>\"; BUFFER= }; zle -N show; bindkey \"^X\" "
		 "show; print rea''dy'\n"
		 "zpty -r -m z out '*ready*'\n"
		 "zpty -n -w z $'%s\\t\\C-x'\n"
		 "zpty -r -m z out '*>>*'\n"
		 "out=${out##*<<}; print -r -- ${out%%%%>>*}\n",
		 words);
	put("ask.zsh", script, strlen(script), 0644);
	put("want", expected, strlen(expected), 0644);
	put("ask.sh", again, sizeof again - 1, 0644);
	assert_prints("sh ./ask.sh", expected);
}

static void zsh_completes(void **state)
{
	(void)state;
	if (!have("zsh"))
		skip();
	assert_zsh("leadscore --form", "leadscore --format=\n");
	assert_zsh("leadscore --format=ma", "leadscore --format=markdown \n");
	assert_zsh("leadscore my\\\\ leads.csv -c Email,lead_so",
		   "leadscore my\\ leads.csv -c Email,Lead_Source\n");
	assert_zsh("leadscore my\\\\ leads.csv -w \"email is present and country",
		   "leadscore my\\ leads.csv -w \"email is present and country_code\n");
	assert_zsh("leadscore --header-from my\\\\ leads.csv -c lead_so",
		   "leadscore --header-from my\\ leads.csv -c Lead_Source\n");
	assert_zsh("leadscore -d \\';\\' semi.csv --columns=re",
		   "leadscore -d ';' semi.csv --columns=Region\n");
	assert_zsh("leadscore -a my\\\\ agreement --from m", "leadscore -a my\\ agreement --from MQL \n");
	assert_zsh("leadscore --agreement=my\\\\ agreement --from le",
		   "leadscore --agreement=my\\ agreement --from lead \n");
}

/* ---- progress */

static void a_progress_line(void **state)
{
	struct buf out = { 0 };

	(void)state;
	progress_line(&out, "leadscore", 1204000, 500000000, 2000000000, 2.0);
	buf_char(&out, '\n');
	progress_line(&out, "leadscore", 1, 1500000, 0, 1.0);
	buf_char(&out, '\n');
	progress_line(&out, "leadscore", 0, 0, 100, 0.5);
	buf_char(&out, '\n');
	progress_line(&out, "leadscore", 1, 1000000, 8000000000, 1.0);
	buf_char(&out, '\n');
	progress_line(&out, "leadscore", 9, 100, 90, 1.0);
	buf_char(&out, '\0');
	assert_string_equal(out.p, "leadscore: 1,204,000 rows, 250.0 MB/s, 25%, 0:06 left\n"
				   "leadscore: 1 rows, 1.5 MB/s\n"
				   "leadscore: 0 rows, 0.0 MB/s\n"
				   "leadscore: 1 rows, 1.0 MB/s, 0%, 2:13:19 left\n"
				   "leadscore: 9 rows, 0.0 MB/s");
	buf_release(&out);
}

/* All that comes out of a terminal until it has been silent for a while. */
static void hear(int fd, char *text, size_t cap)
{
	struct pollfd ready = { fd, POLLIN, 0 };
	size_t n = 0;

	while (n < cap - 1 && poll(&ready, 1, 300) > 0) {
		ssize_t more = read(fd, text + n, cap - 1 - n);
		if (more <= 0)
			break;
		n += (size_t)more;
	}
	text[n] = '\0';
}

static void progress_only_on_a_terminal(void **state)
{
	_Atomic uint64_t rows = 12345, bytes = 1000;
	int us, terminal, before = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);
	char text[512] = "";

	(void)state;
	dup2(null, STDERR_FILENO);
	struct progress *none = progress_start("leadscore", &rows, &bytes, 0);
	assert_int_equal(openpty(&us, &terminal, NULL, NULL, NULL), 0);
	dup2(terminal, STDERR_FILENO);
	struct progress *p = progress_start("leadscore", &rows, &bytes, 0);
	usleep(800 * 1000);
	progress_stop(p);
	p = progress_start("leadscore", &rows, &bytes,
			   0); /* stopped before the first half second: says nothing */
	progress_stop(p);
	dup2(before, STDERR_FILENO);
	hear(us, text, sizeof text);
	close(us), close(terminal), close(before), close(null);
	assert_null(none);
	progress_stop(NULL);
	assert_string_equal(text, "\r\033[Kleadscore: 12,345 rows, 0.0 MB/s\r\033[K");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bash_completes),
		cmocka_unit_test(fish_completes),
		cmocka_unit_test(zsh_completes),
		cmocka_unit_test(a_progress_line),
		cmocka_unit_test(progress_only_on_a_terminal),
	};

	return cmocka_run_group_tests(tests, shells_setup, shells_teardown);
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See line.h. Readline is loaded when a terminal is there, and driven through its callbacks, by a loop that
 * waits for a key or a signal: signals are blocked but for that wait, so that none meets readline in the
 * middle of its work, and outside of line_read they do what they always do.
 */
#include "cli/line.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/readline.h>
#include <readline/history.h>

#include "base/file.h"
#include "base/library.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "cli/option.h"

/* Functions that are called, and variables, which are pointed to. */
/* clang-format off */
#define EDITOR_NAMES(X) \
	X(using_history) X(stifle_history) X(history_truncate_file) X(read_history) X(append_history) \
	X(add_history) X(history_get) X(history_base) X(history_length) \
	X(rl_readline_name) X(rl_instream) X(rl_outstream) X(rl_line_buffer) X(rl_catch_signals) X(rl_catch_sigwinch) \
	X(rl_change_environment) X(rl_variable_bind) X(rl_attempted_completion_function) \
	X(rl_attempted_completion_over) X(rl_completion_suppress_append) \
	X(rl_completion_display_matches_hook) X(rl_completer_word_break_characters) \
	X(rl_completer_quote_characters) X(rl_display_match_list) X(rl_forced_update_display) \
	X(rl_callback_handler_install) X(rl_callback_handler_remove) X(rl_callback_read_char) \
	X(rl_callback_sigcleanup) X(rl_free_line_state) X(rl_echo_signal_char) X(rl_resize_terminal) \
	X(rl_prep_term_function) X(rl_deprep_term_function)
/* clang-format on */

static struct editor {
	EDITOR_NAMES(LIBRARY_MEMBER)
} editor;

static void load_editor(void)
{
	LIBRARY_LOAD(editor, EDITOR_NAMES, .file = "libreadline.so." LIBRARY_VERSION(RL_VERSION_MAJOR),
		     .need = "lines are typed at a terminal", .knows = "which edits them",
		     .package = "libreadline" LIBRARY_VERSION(RL_VERSION_MAJOR));
}

enum { HISTORY_LINES = 1000 };

static const int watched[] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH };
enum { WATCHED = sizeof watched / sizeof *watched };

struct line {
	const struct line_kind *kind;
	FILE *in, *out;
	struct buf name;
	struct buf history; /* its path, with a NUL; n 0: none is kept */
	char *text;
	bool done;
	int killed_by; /* 0: by nothing */
	struct sigaction before[WATCHED];
};

static struct line *at_work; /* for readline's callbacks, which get no context */
static volatile sig_atomic_t caught[NSIG];

/* ---- completion ---- */

static size_t word_begins; /* in the line, for show_matches */

/* What all words begin with: whole letters of it. */
static size_t common(char *const *word, size_t n)
{
	size_t same = strlen(word[0]);

	for (size_t i = 1; i < n; i++) {
		size_t k = 0;
		while (k < same && word[i][k] == word[0][k])
			k++;
		same = k;
	}
	while (same && ((unsigned char)word[0][same] & 0xC0) == 0x80)
		same--;
	return same;
}

static char *joined(struct str a, struct str b)
{
	char *both = mem_new(a.n + b.n + 1); /* readline frees it */

	if (a.n)
		memcpy(both, a.p, a.n);
	if (b.n)
		memcpy(both + a.n, b.p, b.n);
	return both;
}

/* Readline's list: what the line becomes, then whole lines as they would be. Words differ from what was typed
 * in case and accents, too; nothing that was typed is taken away unless there is one word. */
static char **matches(struct str before, size_t begins, struct str words)
{
	size_t n = 0, lines = 0;

	for (size_t i = 0; i < words.n; i++)
		lines += words.p[i] == '\n';
	if (!lines)
		return NULL;
	char **list = mem_new((lines + 2) * sizeof *list);
	while (n < lines) {
		size_t end = (size_t)((const char *)memchr(words.p, '\n', words.n) - words.p);
		list[++n] = joined(str_slice(before, 0, begins), str_slice(words, 0, end));
		words = str_slice(words, end + 1, words.n);
	}
	size_t same = common(list + 1, n);
	list[0] = same <= before.n ? joined(before, STR("")) : joined((struct str){ list[1], same }, STR(""));
	if (n == 1) {
		free(list[0]);
		list[0] = list[1];
		list[1] = NULL;
	}
	return list;
}

static char **complete(const char *text, int start, int end)
{
	struct str before = { *editor.rl_line_buffer, (size_t)end };
	struct buf words = { 0 };

	(void)text, (void)start;
	*editor.rl_attempted_completion_over = 1; /* no file names */
	*editor.rl_completion_suppress_append = 0;
	word_begins = at_work->kind->complete(at_work->kind->ctx, before, &words);
	char **list = matches(before, word_begins, buf_view(&words));
	buf_release(&words);
	return list;
}

/* The words alone, not the lines that they make. */
static void show_matches(char **list, int n, int longest)
{
	char **words = mem_new(((size_t)n + 2) * sizeof *words);

	words[0] = list[0];
	for (int i = 1; i <= n; i++)
		words[i] = list[i] + word_begins;
	putc('\n', *editor.rl_outstream);
	editor.rl_display_match_list(words, n, longest - (int)word_begins);
	editor.rl_forced_update_display();
	free(words);
}

/* ---- history ---- */

static bool make_folders(char *path)
{
	for (char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		bool there = mkdir(path, 0700) == 0 || errno == EEXIST;
		*p = '/';
		if (!there)
			return false;
	}
	return true;
}

/* Where it is, by the rules for a user's folders; one that isn't absolute doesn't count. */
static void place_history(struct line *l)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (state && *state == '/')
		buf_print(&l->history, "%s/leadpipe/%s", state, l->kind->history);
	else if (home && *home == '/')
		buf_print(&l->history, "%s/.local/state/leadpipe/%s", home, l->kind->history);
	else
		return;
	buf_char(&l->history, '\0');
}

static void read_lines(struct line *l, struct diags *diags)
{
	place_history(l);
	editor.using_history();
	editor.stifle_history(HISTORY_LINES);
	if (!l->history.n)
		return;
	int fd = make_folders(l->history.p)
			 ? open(l->history.p, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600)
			 : -1;
	if (fd >= 0) {
		close(fd);
		editor.history_truncate_file(l->history.p, HISTORY_LINES);
		editor.read_history(l->history.p);
		return;
	}
	diag_note(diags, "%s: what you type isn't remembered there: %s", l->history.p, file_why(errno));
	buf_clear(&l->history);
}

/* At once, for another session may add its own lines, and this one may be killed. */
static void remember(struct line *l, const char *text)
{
	const HIST_ENTRY *last =
		*editor.history_length ? editor.history_get(*editor.history_base + *editor.history_length - 1)
				       : NULL;

	if (!str_trim(str_from(text)).n || (last && strcmp(last->line, text) == 0))
		return;
	editor.add_history(text);
	if (l->history.n)
		editor.append_history(1, l->history.p);
}

/* ---- the terminal ---- */

static const char *find_terminal(int *error)
{
	const char *name = isatty(STDIN_FILENO) ? ttyname(STDIN_FILENO) : NULL;

	*error = errno;
	return name ? name : "/dev/tty";
}

static FILE *stream(int fd, const char *mode)
{
	FILE *f = fd >= 0 ? fdopen(fd, mode) : NULL;

	if (!f)
		mem_fail(); /* the descriptor is good */
	return f;
}

struct line *line_open(const struct line_kind *kind, struct diags *diags, int *error)
{
	const char *name = find_terminal(error);
	int fd = open(name, O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (fd < 0) {
		*error = errno;
		return NULL;
	}
	struct line *l = mem_new(sizeof *l);
	l->kind = kind;
	buf_print(&l->name, "%s", name);
	l->in = stream(fd, "r");
	l->out = stream(fcntl(fd, F_DUPFD_CLOEXEC, 3), "w");
	load_editor();
	*editor.rl_readline_name = kind->name;
	*editor.rl_instream = l->in;
	*editor.rl_outstream = l->out;
	*editor.rl_catch_signals = *editor.rl_catch_sigwinch = 0;
	*editor.rl_change_environment = 0; /* COLUMNS is the user's */
	*editor.rl_attempted_completion_function = kind->complete ? complete : NULL;
	*editor.rl_completion_display_matches_hook = show_matches;
	*editor.rl_completer_word_break_characters = ""; /* we say where a word begins */
	*editor.rl_completer_quote_characters = NULL;
	editor.rl_variable_bind("enable-bracketed-paste", "off"); /* pasted lines are as if typed */
	read_lines(l, diags);
	at_work = l;
	return l;
}

const char *line_name(const struct line *l)
{
	return l->name.p;
}

struct look line_look(const struct line *l, const char *color_option)
{
	struct look look = look_of(fileno(l->out), color_option);

	look.width = isatty(fileno(l->out)) ? look.width : 0; /* what is piped is not filled */
	return look;
}

int line_height(const struct line *l)
{
	const char *lines = getenv("LINES");
	struct winsize size;
	int64_t n;

	if (lines && number_read_whole(str_from(lines), 1, 100000, &n))
		return (int)n;
	return ioctl(fileno(l->out), TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

void line_show(struct line *l, struct str text)
{
	struct buf plain = { 0 };

	buf_str(&plain, text);
	if (!line_look(l, NULL).utf8)
		utf8_to_ascii(&plain);
	if (plain.n)
		fwrite(plain.p, 1, plain.n, l->out); /* a terminal that is gone ends the next line */
	fflush(l->out);
	buf_release(&plain);
}

/* ---- a line ---- */

static void note(int signal)
{
	caught[signal] = 1;
}

/* What was ignored, as under nohup, still is. */
static void watch(struct line *l, sigset_t *blocked, sigset_t *before)
{
	sigemptyset(blocked);
	for (size_t i = 0; i < WATCHED; i++)
		sigaddset(blocked, watched[i]);
	sigprocmask(SIG_BLOCK, blocked, before);
	for (size_t i = 0; i < WATCHED; i++) {
		struct sigaction action = { .sa_handler = note };
		caught[watched[i]] = 0;
		sigaction(watched[i], NULL, &l->before[i]);
		if (l->before[i].sa_handler != SIG_IGN)
			sigaction(watched[i], &action, NULL);
	}
}

static void unwatch(struct line *l, const sigset_t *before)
{
	for (size_t i = 0; i < WATCHED; i++)
		sigaction(watched[i], &l->before[i], NULL);
	sigprocmask(SIG_SETMASK, before, NULL);
}

static void take_line(char *text)
{
	at_work->text = text;
	at_work->done = true;
	editor.rl_callback_handler_remove();
}

/* Ctrl-Z: the terminal is the shell's until the job goes on. */
static void stop(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL }, mine;
	sigset_t this;

	sigemptyset(&this);
	sigaddset(&this, SIGTSTP);
	(*editor.rl_deprep_term_function)();
	sigaction(SIGTSTP, &standard, &mine);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &this, NULL); /* here it stops */
	sigprocmask(SIG_BLOCK, &this, NULL);
	sigaction(SIGTSTP, &mine, NULL);
	(*editor.rl_prep_term_function)(1);
	editor.rl_resize_terminal();
	editor.rl_forced_update_display();
}

static bool was_caught(int signal)
{
	bool was = caught[signal];

	caught[signal] = 0;
	return was;
}

/* What the signals say; LINE_TEXT: go on. */
static enum line_end obey(struct line *l)
{
	if (was_caught(SIGWINCH))
		editor.rl_resize_terminal();
	if (was_caught(SIGTSTP))
		stop();
	l->killed_by = was_caught(SIGTERM) ? SIGTERM : was_caught(SIGHUP) ? SIGHUP : 0;
	return l->killed_by ? LINE_KILLED : was_caught(SIGINT) ? LINE_CLEARED : LINE_TEXT;
}

/* Gives the terminal back in the middle of a line. */
static void leave_line(struct line *l)
{
	editor.rl_free_line_state();
	editor.rl_callback_sigcleanup();
	editor.rl_callback_handler_remove();
	putc('\n', l->out);
	fflush(l->out);
}

static enum line_end wait_for_line(struct line *l, const sigset_t *open_to)
{
	struct pollfd key = { .fd = fileno(l->in), .events = POLLIN };

	while (!l->done) {
		bool ready = ppoll(&key, 1, NULL, open_to) > 0;
		enum line_end end = obey(l);
		if (end != LINE_TEXT) {
			editor.rl_echo_signal_char(end == LINE_CLEARED ? SIGINT : 0);
			leave_line(l);
			return end;
		}
		if (ready)
			editor.rl_callback_read_char();
	}
	if (l->text)
		return LINE_TEXT;
	putc('\n', l->out);
	fflush(l->out);
	return LINE_ENDED;
}

enum line_end line_read(struct line *l, struct str prompt, struct str *text)
{
	sigset_t blocked, before;
	char *words = joined(prompt, STR(""));

	free(l->text);
	l->text = NULL;
	l->done = false;
	*text = STR("");
	watch(l, &blocked, &before);
	editor.rl_callback_handler_install(words, take_line);
	enum line_end end = wait_for_line(l, &before);
	unwatch(l, &before);
	free(words);
	if (end == LINE_TEXT) {
		*text = str_from(l->text);
		remember(l, l->text);
	}
	return end;
}

void line_close(struct line *l)
{
	if (!l)
		return;
	int killed_by = l->killed_by;

	at_work = NULL;
	fclose(l->in);
	fclose(l->out);
	buf_release(&l->name);
	buf_release(&l->history);
	free(l->text);
	free(l);
	if (killed_by)
		raise(killed_by);
}

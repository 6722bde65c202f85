/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * leadreview: the meeting itself. Commands come from a person at the terminal, or from a file or a pipe, and
 * the session (review/session.h) does them; here they are read, its answers are shown, and the rows that were
 * kept are looked at for it.
 */
#include "cmd/leadreview.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/cell.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/recode.h"
#include "cli/line.h"
#include "lead/bant.h"
#include "report/glyph.h"
#include "review/session.h"

struct talk {
	struct leadreview *ask;
	struct filter *filter;
	struct line *line;	/* NULL: commands are read from a file */
	const char *from;	/* which one, for messages */
	struct buf commands;	/* all of them */
	const struct code *sql; /* NULL: the agreement doesn't say */
	struct buf answers;
	struct session_world world;
	struct session *session;
	bool deaf; /* standard output can't be written any more */
	const struct meeting *meeting;
};

void talk_free(struct talk *t)
{
	if (!t)
		return;
	session_free(t->session);
	buf_release(&t->commands);
	buf_release(&t->answers);
	line_close(t->line); /* which ends the process where a signal ended the meeting */
	free(t);
}

/* ---- where the commands come from ---- */

static size_t complete(void *ctx, struct str before, struct buf *words)
{
	struct talk *t = ctx;

	return session_complete(t->session, before, words);
}

static bool leads_from_stdin(const struct filter *f)
{
	return !f->common.nfiles || (f->common.nfiles == 1 && strcmp(f->common.files[0], "-") == 0);
}

static bool open_terminal(struct talk *t)
{
	static struct line_kind kind = { .name = "leadreview",
					 .history = "review_history",
					 .complete = complete };
	int error = 0;

	kind.ctx = t;
	t->line = line_open(&kind, &t->filter->diags, &error);
	if (!t->line)
		diag_error(
			&t->filter->diags,
			"there is no terminal to hold the meeting on: %s; --commands FILE reads the commands "
			"from a file",
			file_why(error));
	return t->line;
}

static bool read_all(int fd, struct buf *out)
{
	ssize_t n;

	while ((n = file_read_some(fd, buf_room(out, 1 << 16), 1 << 16)) > 0)
		out->n += (size_t)n;
	return n == 0;
}

static bool read_commands(struct talk *t)
{
	bool piped = strcmp(t->from, "-") == 0;
	struct buf bytes = { 0 };

	t->from = piped ? "standard input" : t->from;
	struct sighting ansi = { .file = t->from };
	bool good = piped ? read_all(STDIN_FILENO, &bytes) : file_read(t->from, &bytes);
	if (good)
		recode_append(&t->commands, buf_view(&bytes), &ansi);
	else
		diag_error(&t->filter->diags, "%s: can't be read: %s", t->from, file_why(errno));
	diag_sighting(&t->filter->diags, &ansi, "line is not UTF-8", "lines are not UTF-8",
		      "read as Windows-1252");
	buf_release(&bytes);
	return good;
}

/* A pipe that ends while the rows are read would be read too early, or too late: commands are read first. */
static bool open_commands(struct talk *t)
{
	bool leads_there = leads_from_stdin(t->filter);

	t->from = t->ask->commands;
	if (!t->from && !leads_there && !isatty(STDIN_FILENO))
		t->from = "-";
	if (!t->from)
		return open_terminal(t);
	if (strcmp(t->from, "-") != 0 || !leads_there)
		return read_commands(t);
	diag_error(&t->filter->diags,
		   "the leads and the commands can't both be standard input; name one of the "
		   "files");
	return false;
}

/* ---- binding ---- */

/* Where an earlier tool has written its answers, they don't know those that are given here. */
static void bind_sql(struct talk *t)
{
	struct names *n = t->filter->lane[0].names;
	const struct agreement *a = names_agreement(n);
	bool known = a->sql.n && names_header(n, STR("sql")) == SIZE_MAX &&
		     names_header(n, STR("bant")) == SIZE_MAX;

	for (size_t i = 0; i < a->criteria.n; i++)
		known &= names_header(n, bant_column(n, i)) == SIZE_MAX;
	for (size_t i = 0; i < a->sql.n; i++)
		known &= names_know(n, a->sql.at[i].when);
	if (known)
		t->sql = names_code(n, "sql", TYPE_FLAG);
}

void bind_talk(void *ask_, struct filter *f, const void **plan)
{
	struct leadreview *ask = ask_;
	struct talk *t = ask->talk = mem_new(sizeof *t);

	t->ask = ask;
	t->filter = f;
	if (!ask->file) {
		diag_error(&f->diags,
			   "the meeting keeps what is decided in a file; name one: -s decisions.csv");
		return;
	}
	if (!leadreview_bind(ask, f) || !leadreview_decides(ask, f) ||
	    !(t->world.by = leadreview_reviewer(ask, f)).n || !open_commands(t))
		return;
	bind_sql(t);
	ask->plan.decisions = ask->decisions;
	plan[0] = &ask->plan;
}

/* ---- the rows, for the session ---- */

static int64_t moment(void *ctx)
{
	const struct talk *t = ctx;
	struct timespec now;

	if (t->filter->common.now)
		return t->filter->lane[0].program.now;
	clock_gettime(CLOCK_REALTIME, &now);
	return instant_of((int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000);
}

static void add_row(struct talk *t, size_t seat, struct str more, struct buf *rows)
{
	const struct seat *s = &meeting_seats(t->meeting, &(size_t){ 0 })[seat];
	const struct ruling *r = decisions_find(t->ask->decisions, s->id, s->at);
	struct str column, value, rest = r ? r->answers : STR("");
	struct buf scratch = { 0 }, other = { 0 };

	buf_clear(&t->answers);
	while (answer_next(&rest, &column, &value, &scratch))
		if (!answer_find(more, column, &other).p)
			answer_write(&t->answers, column, value);
	rest = more;
	while (answer_next(&rest, &column, &value, &scratch))
		answer_write(&t->answers, column, value);
	buf_release(&scratch);
	buf_release(&other);
	if (!t->answers.n)
		buf_str(rows, s->row);
	else
		leadreview_fill(t->filter, s->row, buf_view(&t->answers), rows);
}

/* Which rows a look is at, and for whom. */
struct looking {
	struct talk *talk;
	size_t first; /* the seat of its first row */
	size_t column;
	looked_fn *fn;
	void *ctx;
	bool looked;
};

static void look_at(void *ctx, struct rows *lane, struct asked leads)
{
	struct looking *l = ctx;
	const struct talk *t = l->talk;
	struct looked seen = { .card = cards_read(t->ask->cards, lane->frame) };

	(void)leads;
	if (t->sql)
		seen.sql = code_flag(t->sql, lane->frame) ? SQL_YES : SQL_NO;
	if (l->column != SIZE_MAX)
		seen.unread = frame_unread(lane->frame, l->column);
	l->looked = true;
	l->fn(l->ctx, l->first + lane->first, &seen);
}

static void look(void *ctx, size_t seat, struct str answers, struct str column, looked_fn *fn, void *fn_ctx)
{
	struct talk *t = ctx;
	size_t n, first = seat == SIZE_MAX ? 0 : seat;
	struct buf rows = { 0 };
	struct looking l = { t, first, SIZE_MAX, fn, fn_ctx, false };

	meeting_seats(t->meeting, &n);
	if (column.n)
		l.column = names_header(t->filter->lane[0].names, column);
	for (size_t i = first; i < (seat == SIZE_MAX ? n : seat + 1); i++)
		add_row(t, i, answers, &rows);
	filter_each_row(t->filter, buf_view(&rows), look_at, &l);
	if (seat != SIZE_MAX && !l.looked) /* with its answers it would be no lead */
		filter_each_row(t->filter, meeting_seats(t->meeting, &n)[seat].row, look_at, &l);
	buf_release(&rows);
}

struct finding {
	const struct code *code;
	bool *found;
};

static void find_in(void *ctx, struct rows *lane, struct asked leads)
{
	const struct finding *f = ctx;

	(void)leads;
	f->found[lane->first] = code_flag(f->code, lane->frame);
}

/* Messages without the name of a tool, which here is nobody's. */
static void put_messages(struct buf *out, struct str lines)
{
	while (lines.n) {
		const char *end = memchr(lines.p, '\n', lines.n);
		size_t n = end ? (size_t)(end - lines.p) + 1 : lines.n;
		buf_str(out, str_slice(lines, str_starts(lines, STR(": ")) ? 2 : 0, n));
		lines = str_slice(lines, n, lines.n);
	}
}

/* An expression is bound while the meeting runs: its mistakes are the person's who typed it, not the run's.
 */
static bool find(void *ctx, struct str words, bool *found, struct buf *wrong)
{
	struct talk *t = ctx;
	struct filter *f = t->filter;
	struct diags before = f->diags;
	struct buf rows = { 0 };
	size_t n;

	f->diags = (struct diags){ .tool = "" };
	const char *text = arena_copy(&f->lane[0].program.arena, words).p;
	struct finding it = { filter_option(f, 0, "find", text, TYPE_FLAG), found };
	put_messages(wrong, buf_view(&f->diags.out));
	diags_release(&f->diags);
	f->diags = before;
	if (!it.code)
		return false;
	meeting_seats(t->meeting, &n);
	for (size_t i = 0; i < n; i++) {
		found[i] = false;
		add_row(t, i, STR(""), &rows);
	}
	filter_each_row(f, buf_view(&rows), find_in, &it);
	buf_release(&rows);
	return true;
}

static void make_world(struct talk *t)
{
	struct filter *f = t->filter;
	struct lane *lane = &f->lane[0];
	struct session_world *w = &t->world;

	w->meeting = t->meeting;
	w->decisions = t->ask->decisions;
	w->file = t->ask->file;
	w->terms = &t->ask->terms;
	w->times = &lane->program.times;
	w->decimal = lane->program.decimal;
	w->as_of = lane->program.now;
	w->today = instant_day(w->as_of, w->times->zone);
	w->nasks = cards_asks(t->ask->cards, &w->ask);
	w->question = questions_bind(lane->names, w->ask, w->nasks);
	w->head = f->source.header.name;
	w->nheads = f->source.header.n;
	w->from_file = !t->line;
	w->ctx = t;
	w->now = moment;
	w->look = look;
	w->find = find;
}

/* ---- the talk ---- */

/* False: there is nobody to talk about, nor was there. */
static bool greet(struct talk *t, struct buf *out)
{
	struct str owner;
	size_t gone, left = session_left(t->session, &gone), own = session_own(t->session, &owner);

	buf_print(out, "leadreview: ");
	if (!left)
		buf_print(out, "nobody waits for an answer");
	else
		buf_print(out, "%zu lead%s for an answer", left, left == 1 ? " waits" : "s wait");
	if (left && owner.n)
		buf_print(out, "; %zu of %.*s's", own, STR_ARG(owner));
	if (gone)
		buf_print(out, "; %zu more %s decided or put off", gone, gone == 1 ? "is" : "are");
	if (meeting_nameless(t->meeting))
		buf_print(out, "; %llu more %s no id", (unsigned long long)meeting_nameless(t->meeting),
			  meeting_nameless(t->meeting) == 1 ? "has" : "have");
	if (left && !isatty(STDIN_FILENO))
		buf_print(out, ". Commands from %s.", line_name(t->line));
	buf_char(out, '\n');
	return left || gone;
}

static void show(struct talk *t, struct buf *out)
{
	line_show(t->line, buf_view(out));
	buf_clear(out);
}

static enum session_does ask(struct talk *t, struct buf *out)
{
	const char *color = t->filter->common.color;
	enum session_does does = SESSION_GOES_ON;
	enum line_end end = LINE_TEXT;
	struct buf prompt = { 0 };
	struct str line;

	session_begin(t->session, line_look(t->line, color), line_height(t->line), out);
	show(t, out);
	while (does <= SESSION_MISTAKE && end <= LINE_CLEARED) {
		buf_clear(&prompt);
		buf_print(&prompt, "%.*s> ", STR_ARG(session_ref(t->session)));
		end = line_read(t->line, buf_view(&prompt), &line);
		if (end != LINE_TEXT)
			continue;
		does = session_line(t->session, line, line_look(t->line, color), line_height(t->line), out);
		show(t, out);
	}
	buf_release(&prompt);
	return does;
}

/* False: the decisions can't be written, which is reported. */
static bool talk_with_person(struct talk *t)
{
	enum session_does does = SESSION_GOES_ON;
	struct buf out = { 0 };

	filter_say(t->filter);
	if (greet(t, &out)) {
		does = ask(t, &out);
		session_sum(t->session, &out);
		lines_fill(&out, line_look(t->line, NULL).width);
	}
	show(t, &out);
	buf_release(&out);
	return does != SESSION_FAILED;
}

/* A mistake's words, which may be several lines: the first follows the place. */
static void report_mistake(struct talk *t, uint64_t line, struct str words)
{
	const char *end = memchr(words.p, '\n', words.n);
	size_t n = end ? (size_t)(end - words.p) : words.n;

	diag_error(&t->filter->diags, "%s:%llu: %.*s", t->from, (unsigned long long)line, (int)n, words.p);
	for (words = str_slice(words, end ? n + 1 : n, words.n); words.n;
	     words = str_slice(words, end ? n + 1 : n, words.n)) {
		end = memchr(words.p, '\n', words.n);
		n = end ? (size_t)(end - words.p) : words.n;
		diag_more(&t->filter->diags, "%.*s", (int)n, words.p);
	}
}

/* At once, for what it says is done. To standard output itself: after a mistake nothing is to be added that
 * marks the output as cut short, for it isn't. */
static bool put_done(struct talk *t, struct buf *out)
{
	struct str text = buf_view(out);

	if (t->filter->common.output)
		return true;
	if (!t->deaf && file_write(STDOUT_FILENO, text) < text.n) {
		diag_error(&t->filter->diags,
			   "standard output: can't be written: %s; what was decided before is in %s",
			   file_why(errno), t->ask->file);
		t->deaf = true;
	}
	buf_clear(out);
	return !t->deaf;
}

static bool run_commands(struct talk *t, struct buf *out)
{
	struct str rest = buf_view(&t->commands);
	struct look plain = { .width = 0, .utf8 = true };
	enum session_does does = SESSION_GOES_ON;
	bool good = true;

	for (uint64_t n = 1; good && rest.n && does == SESSION_GOES_ON; n++) {
		const char *end = memchr(rest.p, '\n', rest.n);
		struct str line = str_slice(rest, 0, end ? (size_t)(end - rest.p) : rest.n);
		size_t before = out->n;
		rest = str_slice(rest, end ? line.n + 1 : line.n, rest.n);
		does = session_line(t->session, line, plain, 0, out);
		if (does == SESSION_MISTAKE) {
			report_mistake(t, n, str_slice(buf_view(out), before, out->n));
			out->n = before;
		}
		good = put_done(t, out);
	}
	return good && (does == SESSION_GOES_ON || does == SESSION_ENDS);
}

/* What was done before a mistake stands, and is said. */
static bool talk_with_file(struct talk *t)
{
	struct buf out = { 0 };
	bool good = run_commands(t, &out);

	session_sum(t->session, &out);
	good = put_done(t, &out) && good;
	return filter_write(t->filter, &out) && good;
}

bool write_talk(void *ask_, struct filter *f, void *const *counter)
{
	struct leadreview *ask = ask_;
	struct talk *t = ask->talk;

	(void)f;
	t->meeting = counter[0];
	make_world(t);
	t->session = session_new(&t->world);
	return t->line ? talk_with_person(t) : talk_with_file(t);
}

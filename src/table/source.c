/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files one behind the other as one stream of batches: see source.h. Each file is an input (input.h); what is
 * decided here is what the rows of a stream must agree on: one header, which row is the last, and, in
 * source_rows.c, one width.
 */
#include "table/source_internal.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/cell.h"
#include "base/mem.h"

enum { BLOCK = 256 * 1024 };

/* ---- opening ---- */

/* NUL: the first header says it. */
static char choose_delimiter(const struct source_options *o, const char *first)
{
	if (o->delimiter)
		return o->delimiter;
	return o->raw_tsv || is_tab_name(str_from(first)) ? '\t' : '\0';
}

/* Has each line been written as one cell, as by a program that took a CSV for a list of texts? */
static bool quoted_whole(const struct header *h)
{
	bool tie;

	return h->n == 1 && *h->raw.p == '"' && likeliest_delimiter(h->name[0], &tie);
}

/* Which delimiter was found; or that a header of one column would have more with another one, or without its
 * quotes. */
static struct str hint(struct source *s)
{
	struct arena *a = &s->state->arena;
	struct str words = delimiter_shown(a, s->dialect.delimiter);
	bool tie;

	if (s->from == DELIMITER_SAID)
		return arena_print(a, "the first line says that the delimiter is %.*s", STR_ARG(words));
	if (s->from == DELIMITER_GUESSED)
		return arena_print(
			a,
			"the header has no ',', so %.*s is taken for the delimiter; if that is wrong, use -d",
			STR_ARG(words));
	if (quoted_whole(&s->header))
		return STR("the header is one cell in quotes; if whole lines were put in quotes, sed "
			   "'s/^\"//; s/\"\\r*$//; s/\"\"/\"/g' makes the file readable");
	char likely = s->header.n == 1 ? likeliest_delimiter(s->header.raw, &tie) : '\0';
	if (!likely)
		return STR("");
	return arena_print(a, "the header has no %.*s; use %.*s", STR_ARG(words),
			   STR_ARG(delimiter_option(a, likely)));
}

static uint64_t total_size(const struct source_state *st)
{
	uint64_t total = 0;

	for (size_t i = 0; i < st->nfiles; i++) {
		struct stat info;
		bool standard = strcmp(st->file[i], "-") == 0;
		if ((standard ? fstat(0, &info) : stat(st->file[i], &info)) != 0 || !S_ISREG(info.st_mode))
			return 0;
		total += (uint64_t)info.st_size;
	}
	return total;
}

/* The names must be the same; the bytes need not. */
static struct str header_differs(struct source *s, const struct input *in)
{
	const struct header *a = &s->header, *b = &in->header;
	size_t n = a->n < b->n ? a->n : b->n, c = 0;
	struct arena *arena = &s->state->arena;

	while (c < n && str_eq(a->name[c], b->name[c]))
		c++;
	if (c < n)
		return arena_print(
			arena, "%s: another header than %s: column %zu is '%.*s' here, '%.*s' there",
			in->name, s->state->file[0], c + 1, STR_ARG(b->name[c]), STR_ARG(a->name[c]));
	if (a->n != b->n)
		return arena_print(
			arena,
			"%s: another header than %s: %zu columns here, %zu there; column %zu is '%.*s'",
			in->name, s->state->file[0], b->n, a->n, c + 1,
			STR_ARG(a->n > b->n ? a->name[c] : b->name[c]));
	return STR_NONE;
}

/* The next file that has a header, into st->next. False: none is left, or st->next_error. */
static bool open_next(struct source *s)
{
	struct source_state *st = s->state;

	while (st->next.fd < 0 && st->opened < st->nfiles && !st->next_error.p) {
		const char *path = st->file[st->opened++];
		struct input *in = &st->next;
		bool header = input_open(in, path, &st->how, &st->next_error) && in->header.n;
		if (header && s->header.n)
			st->next_error = header_differs(s, in);
		if (header)
			st->how.dialect = in->dialect; /* as the first file has it */
		s->blank += in->blank;
		s->crs += !st->how.header && in->header.end.n > 2;
		if (st->next_error.p || !st->next.header.n)
			input_close(&st->next);
	}
	return st->next.fd >= 0;
}

/* Does a later file have a row? Files without any are skipped. */
static bool rows_follow(struct source *s)
{
	struct source_state *st = s->state;

	while (open_next(s)) {
		if (input_has_row(&st->next, &st->how))
			return true;
		if (st->next.error)
			return false;
		s->blank += count_newlines(st->next.carry.p, st->next.carry.n);
		input_close(&st->next);
	}
	return false;
}

static void take_next(struct source_state *st)
{
	st->now = st->next; /* its carry too */
	st->next = (struct input){ .fd = -1 };
}

static bool prepare(struct source *s, struct diags *diags)
{
	struct source_state *st = s->state;
	const char *name = getenv("LEADPIPE_SCAN");

	st->how = (struct reading){
		.options = &st->options,
		.dialect = s->dialect,
		.scan = scan_choose(name && *name ? name : NULL),
		.block = s->options.block ? s->options.block : BLOCK,
		.arena = &st->arena,
		.done = &s->done,
		.work = &st->work,
	};
	if (!st->how.scan) {
		struct buf names = { 0 };
		scan_names(&names);
		diag_error(diags, "LEADPIPE_SCAN: no '%s' on this machine; %.*s", name,
			   STR_ARG(buf_view(&names)));
		buf_release(&names);
	}
	if (s->dialect.delimiter == '"' || s->dialect.delimiter == '\n' || s->dialect.delimiter == '\r')
		diag_error(diags, "a quote or a line end can't be the delimiter");
	return st->how.scan && s->dialect.delimiter != '"' && s->dialect.delimiter != '\n' &&
	       s->dialect.delimiter != '\r';
}

/* Files that can be read again are checked now: a wrong header is reported before the first row is
 * written. */
static bool headers_agree(struct source *s, struct diags *diags)
{
	struct source_state *st = s->state;
	uint64_t done = s->done;
	bool good = true;

	for (size_t i = 1; i < st->nfiles && good && s->header.n; i++) {
		struct input in;
		struct stat info;
		struct str error = STR_NONE;
		bool there = stat(st->file[i], &info) == 0;
		bool stream = there && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
		if (stream || strcmp(st->file[i], "-") == 0)
			continue;
		if (input_open(&in, st->file[i], &st->how, &error) && in.header.n)
			error = header_differs(s, &in);
		input_close(&in);
		good = !error.p;
		if (!good)
			diag_error(diags, "%.*s", STR_ARG(error));
	}
	s->done = done; /* they will be read once more */
	return good;
}

/* The header that all files have. */
static bool borrow_header(struct source *s, struct diags *diags)
{
	struct source_state *st = s->state;
	struct str error;
	struct input in;

	st->options.allow_empty = false;
	bool good = input_open(&in, s->options.header_from, &st->how, &error);
	st->options.allow_empty = s->options.allow_empty;
	if (!good)
		diag_error(diags, "%.*s", STR_ARG(error));
	s->header = in.header;
	if (good && !s->header.end.n)
		s->header.end = STR("\n");
	s->from = in.from;
	s->crs = in.header.end.n > 2;
	s->blank = in.blank;
	s->done = 0; /* of the rows nothing is read */
	st->how.dialect = in.dialect;
	st->how.header = &s->header;
	input_close(&in);
	return good;
}

bool source_open(struct source *s, const char *const *files, size_t nfiles,
		 const struct source_options *options, struct diags *diags)
{
	static const char *const standard[] = { "-" };
	struct source_state *st = mem_new(sizeof *st);

	if (!nfiles)
		files = standard, nfiles = 1;
	*s = (struct source){ .options = *options, .state = st };
	st->options = *options;
	st->now.fd = st->next.fd = -1;
	st->nfiles = nfiles;
	st->file = ARENA_ARRAY(&st->arena, nfiles, const char *);
	for (size_t i = 0; i < nfiles; i++)
		st->file[i] = arena_copy(&st->arena, str_from(files[i])).p;
	s->dialect = (struct dialect){ choose_delimiter(options, options->header_from ? options->header_from
										      : files[0]),
				       options->raw_tsv };
	s->size = total_size(st);
	if (!prepare(s, diags) || (options->header_from && !borrow_header(s, diags)))
		return false;
	if (!open_next(s)) {
		if (st->next_error.p)
			diag_error(diags, "%.*s", STR_ARG(st->next_error));
		st->over = true;
		if (!s->dialect.delimiter)
			s->dialect.delimiter = ',';
		return !st->next_error.p;
	}
	take_next(st);
	s->dialect = st->now.dialect;
	if (!st->how.header) {
		s->from = st->now.from;
		s->header = st->now.header;
	}
	s->bom = st->now.bom;
	s->header.hint = hint(s);
	if (!headers_agree(s, diags))
		return false;
	if (!s->header.end.n && rows_follow(s)) /* a header without a line end, and rows to come */
		s->header.end = st->next.header.end.n ? st->next.header.end : STR("\n");
	return true;
}

void source_close(struct source *s)
{
	struct source_state *st = s->state;

	if (!st)
		return;
	input_close(&st->now);
	input_close(&st->next);
	batch_release(&st->work);
	buf_release(&st->returned);
	arena_release(&st->arena);
	buf_release(&s->rejects);
	free(st);
	s->state = NULL;
}

/* ---- batches ---- */

/* Rows before the last `footer` ones that are not blank. */
static size_t without_footer(const struct batch *b, size_t footer)
{
	size_t rows = b->marks.nrow;

	while (footer && rows)
		footer -= !batch_blank(b, --rows);
	return rows;
}

/* In raw TSV a failed tool's mark isn't an open quote but a last row without a line end. */
static struct str raw_mark(struct source *s, const struct batch *b)
{
	size_t last = b->marks.nrow - 1;
	struct arena *a = &s->state->arena;

	if (!b->dialect.raw_tsv || !b->marks.nrow || batch_record(b, last).end)
		return STR_NONE;
	size_t start = b->marks.start[last];
	struct str words = failed_before(a, (struct str){ b->buf + start, b->len - start }, b->dialect);
	if (!words.p)
		return STR_NONE;
	return arena_print(a, "%s:%llu: %.*s", b->file, (unsigned long long)batch_line(b, last),
			   STR_ARG(words));
}

/* A last row without a line end gets the header's when another file's rows come behind it. */
static void join(struct source *s, struct batch *b)
{
	struct marks *m = &b->marks;

	if (!m->nrow || batch_record(b, m->nrow - 1).end || !rows_follow(s))
		return;
	struct str end = s->header.end.n ? s->header.end : STR("\n");
	memcpy(batch_room(b, b->len, end.n), end.p, end.n);
	b->len += end.n;
	m->start[m->nrow] = (uint32_t)b->len;
}

/* Fills b until a row can go out; `rows` is how many. Twice as many are read as are held back, and twice as
 * many again where most turn out blank, so that no byte is carried over more than a few times. */
static void fill(struct source *s, struct batch *b, size_t footer, size_t *rows)
{
	struct source_state *st = s->state;
	size_t wanted = 2 * footer;

	for (;;) {
		input_fill(&st->now, b, &st->how, wanted);
		b->columns = s->header.n;
		*rows = without_footer(b, footer);
		if (*rows || st->now.ended)
			return;
		wanted = 2 * b->marks.nrow;
		input_cut(&st->now, b, 0);
	}
}

/* One batch from the file that is open; it may turn out empty. */
static void next_batch(struct source *s, struct batch *b)
{
	struct source_state *st = s->state;
	struct input *in = &st->now;
	size_t footer = (size_t)s->options.skip_footer, rows;
	struct str fault = STR_NONE;

	fill(s, b, footer, &rows);
	if (in->ended) {
		fault = input_fault(in, b, &st->how);
		if (fault.p)
			rows = b->marks.nrow;
		else if ((fault = raw_mark(s, b)).p)
			rows = b->marks.nrow - 1;
		else if (rows == b->marks.nrow)
			join(s, b);
	}
	bool ended = in->ended;
	input_cut(in, b, rows);
	source_check_rows(s, b);
	if (!s->error.p)
		s->error = fault;
	if (ended && !s->error.p)
		input_close(in);
}

static bool next_file(struct source *s)
{
	struct source_state *st = s->state;

	if (!open_next(s)) {
		s->error = st->next_error;
		return false;
	}
	take_next(st);
	return true;
}

/* Its place among all batches that have rows. */
static void number(struct source *s, struct batch *b)
{
	struct source_state *st = s->state;

	if (!b->marks.nrow)
		return;
	b->ticket = st->ticket++;
	b->first_row = st->rows;
	st->rows += b->marks.nrow;
	atomic_store_explicit(&s->rows, st->rows, memory_order_relaxed);
}

void source_before_wait(struct source *s, void (*waits)(void *ctx), void *ctx)
{
	s->state->how.waits = waits;
	s->state->how.waits_ctx = ctx;
}

int source_next(struct source *s, struct batch *b)
{
	struct source_state *st = s->state;

	if (st->returned.n)
		input_return(&st->now, &st->returned);
	while (!st->over) {
		if (st->now.fd < 0 && !next_file(s)) {
			st->over = true;
			break;
		}
		next_batch(s, b);
		st->over = s->error.p != NULL;
		number(s, b);
		if (b->marks.nrow)
			return 1;
	}
	return s->error.p ? -1 : 0;
}

bool source_cut(struct source *s, struct batch *b)
{
	struct source_state *st = s->state;

	if (st->over || st->now.fd < 0 || s->options.skip_footer || !input_ahead(&st->now, b, &st->how))
		return false;
	b->columns = s->header.n;
	return true;
}

void source_scan(const struct source *s, struct batch *b)
{
	struct scan scan;

	scan_start(&scan, b);
	s->state->how.scan(&scan, b, b->len);
	b->inner = scan.inner_newline;
}

bool source_settle(struct source *s, struct batch *b)
{
	struct source_state *st = s->state;
	size_t rows = st->returned.n ? 0 : source_rows_before_error(s, b), end = b->marks.start[rows];
	bool whole = end == b->len;

	input_learn(&st->now, &st->how, rows);
	buf_add(&st->returned, b->buf + end, b->len - end);
	b->first_line = st->now.line;
	st->now.line += b->inner ? count_newlines(b->buf, end) : rows;
	batch_cut(b, rows);
	source_check_rows(s, b);
	number(s, b);
	return whole;
}

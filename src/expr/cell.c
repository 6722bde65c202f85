/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a cell becomes a value of a kind, once per record. Missing comes first: the empty cell, a missing
 * word, a text that has no value. Then it reads as its kind, or it is counted as one that can't be, with the
 * first line and what it says there. A date that two conventions read differently ends the run: a guess would
 * be wrong in every row.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "expr/code.h"

enum { SAMPLE = 40 /* characters of a cell that are shown */ };

/* ---- missing words ---- */

struct missing *missing_new(struct arena *arena, const struct str *words, size_t n)
{
	struct missing *m = ARENA_NEW(arena, struct missing);
	struct buf folded = { 0 }, plain = { 0 };

	m->word = ARENA_ARRAY(arena, n, struct str);
	for (size_t i = 0; i < n; i++) {
		fold_into(&folded, text_plain(words[i], &plain));
		if (!folded.n)
			continue;
		struct str word = m->word[m->n++] = arena_copy(arena, buf_view(&folded));
		m->digits |= *word.p >= '0' && *word.p <= '9';
		unsigned char first = (unsigned char)*word.p;
		m->first[first] = true;
		if (first >= 'a' && first <= 'z')
			m->first[first - 'a' + 'A'] = true;
		if (word.n * 3 > m->longest)
			m->longest = word.n * 3;
	}
	for (int c = 0x80; c < 256 && m->n; c++) /* the Kelvin sign is a k, too */
		m->first[c] = true;
	buf_release(&folded);
	buf_release(&plain);
	return m;
}

const struct missing *missing_and(struct arena *arena, const struct missing *m, const struct missing *more)
{
	if (!m || m->word == more->word)
		return m ? m : more;
	struct missing *both = ARENA_NEW(arena, struct missing);
	*both = *more;
	both->besides = m;
	both->digits |= m->digits;
	for (int c = 0; c < 256; c++)
		both->first[c] |= m->first[c];
	if (m->longest > both->longest)
		both->longest = m->longest;
	return both;
}

bool missing_word(const struct missing *m, struct str value, struct buf *scratch)
{
	for (; m; m = m->besides)
		for (size_t i = 0; i < m->n; i++)
			if (fold_equal(value, m->word[i], scratch))
				return true;
	return false;
}

bool missing_is(const struct missing *m, struct str value, struct buf *scratch)
{
	return !value.n || (m && m->first[(unsigned char)value.p[0]] && value.n <= m->longest &&
			    missing_word(m, value, scratch));
}

bool missing_never(const struct missing *m, unsigned char begins)
{
	return begins > '\'' && begins < 0x80 && !(m && m->first[begins]);
}

/* ---- what can't be read ---- */

const struct kind_words kind_words[] = {
	[TYPE_NONE] = { "a text", "texts" },
	[TYPE_TEXT] = { "a JSON object", "JSON objects" }, /* all else is a text */
	[TYPE_NUMBER] = { "a number", "numbers" },
	[TYPE_TIME] = { "a time", "times" },
	[TYPE_SPAN] = { "a span of time", "spans of time" },
	[TYPE_FLAG] = { "yes or no", "yes or no" },
};

/* At most SAMPLE characters. */
static void add_sample(struct buf *out, struct str s)
{
	struct str rest = s;

	for (size_t shown = 0; rest.n && shown < SAMPLE; shown++)
		utf8_next(&rest);
	buf_str(out, str_slice(s, 0, s.n - rest.n));
	if (rest.n)
		buf_str(out, STR("…"));
}

static uint64_t line_of(const struct frame *f)
{
	return batch_line(f->record->batch, f->record->index);
}

static const char *file_of(const struct frame *f)
{
	return f->record->batch->file ? f->record->batch->file : "-";
}

void frame_fail(struct frame *f, const char *format, ...)
{
	va_list args;

	struct buf *error = &f->notes->error;

	if (error->n)
		return;
	if (f->record->batch->file) /* a row that was kept has its place with whoever keeps it */
		buf_print(error, "%s:%llu: ", file_of(f), (unsigned long long)line_of(f));
	va_start(args, format);
	buf_vprint(error, format, args);
	va_end(args);
}

/* Which row it is, over all files. */
static uint64_t row_of(const struct frame *f)
{
	return f->record->batch->first_row + f->record->index;
}

/* Makes it one of n rows from the first on. */
static void begin_once(struct once *o, uint64_t first, size_t n)
{
	if (!o->row)
		o->row = mem_new(RUN_MOST / 64 * sizeof *o->row);
	else if (o->first != first)
		memset(o->row, 0, (n + 63) / 64 * sizeof *o->row);
	o->first = first;
}

static inline bool comes_first(struct once *o, size_t at)
{
	uint64_t bit = UINT64_C(1) << at % 64, *word = &o->row[at / 64];
	bool is = !(*word & bit);

	*word |= bit;
	return is;
}

/* Does the current row come up for the first time? */
static bool first_time(struct once *o, const struct frame *f)
{
	const struct rows *run = f->notes->run;
	size_t at =
		run->n > 1 ? f->record->index - run->first : 0; /* a frame beside it may be at another row */

	begin_once(o, row_of(f) - at, run->n);
	return comes_first(o, at);
}

/* Counts a cell, once per row; false: it has been. Rows of a run come in any order. */
static bool count_cell(struct frame *f, struct cells *u, struct str value)
{
	uint64_t row = row_of(f);

	if (!first_time(&u->once, f))
		return false;
	if (u->count++ && row > u->first_row)
		return true;
	u->first_line = line_of(f);
	u->first_row = row;
	u->file = file_of(f);
	buf_clear(&u->sample);
	add_sample(&u->sample, value);
	return true;
}

static __attribute__((noinline)) void doubt_comma(const struct reader *r, struct frame *f, struct str value)
{
	struct readings *of = &f->notes->readings[r->index];
	double x;

	if (!value.n || of->comma_is_sure || !memchr(value.p, ',', value.n) || !number_read(value, '.', &x))
		return;
	of->comma_is_sure = !number_read(value, ',', &x); /* 1,234,567 */
	if (!of->comma_is_sure && number_comma_doubtful(value))
		count_cell(f, &of->cells[CELLS_COMMA], value);
}

void cell_unreadable(const struct reader *r, struct frame *f, struct str value)
{
	if (!count_cell(f, &f->notes->readings[r->index].cells[CELLS_UNREAD], value) || !f->program->strict)
		return;
	struct buf sample = { 0 };
	add_sample(&sample, value);
	frame_fail(f, "%.*s: not %s: '%.*s'", STR_ARG(r->label), kind_words[r->kind].one,
		   STR_ARG(buf_view(&sample)));
	buf_release(&sample);
}

/* A number with a dot: if the other convention reads it, too, it is noted, unless some cell of the column
 * settles it. */
static __attribute__((noinline)) void doubt_dot(const struct reader *r, struct frame *f, struct str value)
{
	struct readings *of = &f->notes->readings[r->index];
	double x;

	of->dot_is_sure = !(r->start ? number_read_start(value, ',', &x) : number_read(value, ',', &x));
	if (!of->dot_is_sure)
		count_cell(f, &of->cells[CELLS_DOT], value);
}

/* 75 beside 50%, or 75% beside 50: one of them may mean the other. */
static __attribute__((noinline)) void doubt_percent(const struct reader *r, struct frame *f, struct str value,
						    double x)
{
	struct cells *of = f->notes->readings[r->index].cells;
	bool percent = value.n && memchr(value.p, '%', value.n);

	if (percent && r->number.n && !isnan(x))
		count_cell(f, &of[CELLS_PERCENT], value);
	if (!percent && r->percentage.n && x > 1)
		count_cell(f, &of[CELLS_ABOVE_ONE], value);
}

static __attribute__((noinline)) void ambiguous(const struct reader *r, struct frame *f, struct str value)
{
	unsigned a = 0, b = 0;
	struct buf text = { 0 }, sample = { 0 };

	buf_str(&text, value);
	buf_char(&text, '\0');
	add_sample(&sample, value);
	if (sscanf(text.p, "%2u%*[^0-9]%2u", &a, &b) == 2 && a >= 1 && a <= 12 && b >= 1 && b <= 12)
		frame_fail(f,
			   "%.*s: '%.*s' may be %u %s or %s %u: add 'dates day-first' or 'dates month-first' "
			   "to the "
			   "agreement",
			   STR_ARG(r->label), STR_ARG(buf_view(&sample)), a, month_names[b - 1],
			   month_names[a - 1], b);
	else
		frame_fail(f,
			   "%.*s: '%.*s' may be two dates: add 'dates day-first' or 'dates month-first' to "
			   "the agreement",
			   STR_ARG(r->label), STR_ARG(buf_view(&sample)));
	buf_release(&text);
	buf_release(&sample);
}

/* ---- cells as kinds ---- */

bool cell_missing_of(const struct reader *r, struct frame *f, struct str value)
{
	int64_t t;

	if (is_missing(r->missing, value, f))
		return true;
	bool may = r->start && (*value.p == '0' || memmem(value.p, value.n, "0001", 4));
	return may && instant_read(value, r->times, &t) == TIME_MISSING;
}

double cell_number_of(const struct reader *r, struct frame *f, struct str value)
{
	double x = NAN;

	if (!is_missing(r->missing, value, f) &&
	    !(r->start ? number_read_start(value, f->program->decimal, &x)
		       : number_read(value, f->program->decimal, &x))) {
		cell_unreadable(r, f, value);
		return NAN;
	}
	if (r->commas)
		doubt_comma(r, f, value);
	if (f->program->dots && !f->notes->readings[r->index].dot_is_sure && value.n &&
	    memchr(value.p, '.', value.n))
		doubt_dot(r, f, value);
	if (r->percentage.n || r->number.n)
		doubt_percent(r, f, value, x);
	return x;
}

int64_t cell_time_of(const struct reader *r, struct frame *f, struct str value)
{
	int64_t t = INSTANT_NONE;
	enum daytime daytime;

	if (is_missing(r->missing, value, f))
		return INSTANT_NONE;
	enum time_reading how = instant_read_known(value, r->times, column_days(r, f), &t, &daytime);
	if (how == TIME_READ) {
		f->notes->readings[r->index].daytime[daytime]++;
		return t;
	}
	if (how == TIME_NOT)
		cell_unreadable(r, f, value);
	else if (how == TIME_AMBIGUOUS)
		ambiguous(r, f, value);
	return INSTANT_NONE;
}

int64_t cell_span_of(const struct reader *r, struct frame *f, struct str value)
{
	int64_t t = INSTANT_NONE;

	if (is_missing(r->missing, value, f) || span_read(value, f->program->decimal, &t))
		return t;
	cell_unreadable(r, f, value);
	return INSTANT_NONE;
}

int flag_read(struct str s, struct buf *scratch)
{
	static const struct {
		struct str word;
		int flag;
	} words[] = {
		{ { "yes", 3 }, 1 },   { { "no", 2 }, 0 },	{ { "true", 4 }, 1 },
		{ { "false", 5 }, 0 }, { { "1", 1 }, 1 },	{ { "0", 1 }, 0 },
		{ { "y", 1 }, 1 },     { { "n", 1 }, 0 },	{ { "t", 1 }, 1 },
		{ { "f", 1 }, 0 },     { { "on", 2 }, 1 },	{ { "off", 3 }, 0 },
		{ { "x", 1 }, 1 },     { { "checked", 7 }, 1 }, { { "unchecked", 9 }, 0 },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (s.n == words[i].word.n && fold_equal(s, words[i].word, scratch))
			return words[i].flag;
	return -1;
}

int cell_flag_of(const struct reader *r, struct frame *f, struct str value)
{
	bool missing = is_missing(r->missing, value, f);
	int flag = missing ? -1 : flag_read(value, &f->state->fold);

	if (!missing && flag < 0)
		cell_unreadable(r, f, value);
	return flag;
}

/* ---- frames ---- */

#define EVERY_4(n)    (n), (n) + 1, (n) + 2, (n) + 3
#define EVERY_16(n)   EVERY_4(n), EVERY_4((n) + 4), EVERY_4((n) + 8), EVERY_4((n) + 12)
#define EVERY_64(n)   EVERY_16(n), EVERY_16((n) + 16), EVERY_16((n) + 32), EVERY_16((n) + 48)
#define EVERY_256(n)  EVERY_64(n), EVERY_64((n) + 64), EVERY_64((n) + 128), EVERY_64((n) + 192)
#define EVERY_1024(n) EVERY_256(n), EVERY_256((n) + 256), EVERY_256((n) + 512), EVERY_256((n) + 768)
static const uint16_t every_row[] = { EVERY_1024(0) };
_Static_assert(sizeof every_row / sizeof *every_row == RUN_MOST, "as many as a run may have");

void frame_init(struct frame *f, const struct program *p)
{
	const struct program_state *s = p->state;

	*f = (struct frame){ .program = p,
			     .now = p->now,
			     .rows = { .n = 1, .frame = f },
			     .run = &f->rows,
			     .begun = RUN_MOST,
			     .serial = RUN_MOST,
			     .every = every_row,
			     .notes = f };
	f->cells = mem_new(s->nreaders * sizeof *f->cells);
	f->readings = mem_new(s->nreaders * sizeof *f->readings);
	f->state = mem_new(sizeof *f->state);
	f->lookups = mem_new(s->nlookups * sizeof *f->lookups);
	f->state->nreaders = s->nreaders;
	f->state->nlookups = s->nlookups;
	f->state->nslots = s->nslots;
	f->state->ncomputed = s->nwork;
	f->state->nnodes = s->nnodes;
	f->state->ntables = s->ntables;
	f->state->tables = mem_new(s->ntables * sizeof *f->state->tables);
	f->state->found = mem_new(s->nnodes * sizeof *f->state->found);
	f->state->slot = mem_new(s->nslots * sizeof *f->state->slot);
	f->state->computed = mem_new(s->nwork * sizeof *f->state->computed);
	if (s->nregex)
		f->state->regex = regex_scratch_new(s->nregex);
}

static void release_cells(struct cells *u)
{
	buf_release(&u->sample);
	free(u->once.row);
}

void frame_release(struct frame *f)
{
	buf_release(&f->scratch);
	if (!f->state)
		return;
	for (uint32_t i = 0; i < f->state->nreaders; i++) {
		column_release(&f->cells[i]);
		for (size_t k = 0; k < CELLS_KINDS; k++)
			release_cells(&f->readings[i].cells[k]);
	}
	for (size_t i = 0; i < f->state->ncomputed; i++)
		column_release(&f->state->computed[i]);
	for (size_t i = 0; i < f->state->nlookups; i++)
		free(f->lookups[i].once.row);
	column_frame_release(f->state);
	for (uint32_t i = 0; i < f->state->nslots; i++)
		buf_release(&f->state->slot[i]);
	buf_release(&f->state->fold);
	buf_release(&f->state->fold2);
	regex_scratch_free(f->state->regex);
	free(f->state->slot);
	free(f->state->computed);
	free(f->state);
	free(f->cells);
	free(f->readings);
	free(f->lookups);
	buf_release(&f->error);
	*f = (struct frame){ 0 };
}

void frame_undo(struct frame *f)
{
	buf_clear(&f->error);
	f->serial = f->begun += RUN_MOST;
	for (uint32_t i = 0; i < f->state->nreaders; i++)
		for (size_t k = 0; k < CELLS_KINDS; k++)
			f->readings[i].cells[k].once.first = UINT64_MAX;
	for (size_t i = 0; i < f->state->nlookups; i++)
		f->lookups[i].once.first = UINT64_MAX;
}

static void merge_cells(struct cells *into, const struct cells *from)
{
	if (from->count && (!into->count || from->first_row < into->first_row)) {
		into->first_line = from->first_line;
		into->first_row = from->first_row;
		into->file = from->file;
		buf_clear(&into->sample);
		buf_str(&into->sample, buf_view(&from->sample));
	}
	into->count += from->count;
}

static void merge_readings(struct readings *into, const struct readings *from)
{
	for (size_t k = 0; k < CELLS_KINDS; k++)
		merge_cells(&into->cells[k], &from->cells[k]);
	into->comma_is_sure |= from->comma_is_sure;
	into->dot_is_sure |= from->dot_is_sure;
	for (size_t i = 0; i < DAYTIMES; i++)
		into->daytime[i] += from->daytime[i];
}

void rows_looked_up(struct rows *r, size_t lookup, struct asked ask, const double *found)
{
	struct lookup_count *c = &r->frame->notes->lookups[lookup];
	const struct rows *run = r->frame->notes->run;
	size_t before = run->n > 1 ? r->first - run->first : 0;

	begin_once(&c->once, r->batch->first_row + r->first - before, run->n);
	EACH_ROW(row, ask, {
		bool first = comes_first(&c->once, before + (run->n > 1 ? row : 0));
		c->rows += first;
		c->found += first && !isnan(found[row]);
	});
}

void frame_merge(struct frame *into, const struct frame *from)
{
	for (uint32_t i = 0; i < into->state->nreaders; i++)
		merge_readings(&into->readings[i], &from->readings[i]);
	for (size_t i = 0; i < into->state->nlookups; i++) {
		into->lookups[i].rows += from->lookups[i].rows;
		into->lookups[i].found += from->lookups[i].found;
	}
}

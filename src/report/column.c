/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From columns and rows to a grid: see column.h. */
#include "report/column.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"

double figure_number(struct figure f)
{
	switch (f.is) {
	case FIGURE_COUNT:
	case FIGURE_SIGNED:
		return (double)f.k;
	case FIGURE_RATIO:
	case FIGURE_QUOTIENT:
		return (double)f.k / (double)f.n;
	case FIGURE_FIXED:
		return (double)f.k / pow(10, f.places);
	case FIGURE_SHARE:
	case FIGURE_CHANGE:
	case FIGURE_REAL:
		return f.x;
	default:
		return (double)NAN;
	}
}

/* Nothing is minus zero. */
static double shown(double x, int places)
{
	return fabs(x) * pow(10, places) < 0.5 ? 0.0 : x;
}

static void print_plain(struct buf *out, struct figure f)
{
	switch (f.is) {
	case FIGURE_COUNT:
		number_write_whole(out, (int64_t)f.k);
		break;
	case FIGURE_SIGNED:
		buf_print(out, "%+lld", (long long)f.k);
		break;
	case FIGURE_RATIO:
		number_write_ratio(out, f.k, f.n, 6);
		break;
	case FIGURE_QUOTIENT:
		number_write_ratio(out, f.k, f.n, f.places);
		break;
	case FIGURE_FIXED:
		number_write_fixed(out, f.k, f.places);
		break;
	case FIGURE_SHARE:
	case FIGURE_CHANGE:
		buf_print(out, "%.6f", shown(f.x, 6));
		break;
	case FIGURE_REAL:
		buf_print(out, "%.*f", f.places, shown(f.x, f.places));
		break;
	default:
		buf_str(out, f.text);
		break;
	}
}

/* 1,204.3 */
static void print_grouped(struct buf *out, __int128 x, int places)
{
	size_t before = out->n;

	number_write_fixed(out, x, places);
	size_t point = places ? out->n - (size_t)places - 1 : out->n;
	size_t digits = before + (out->p[before] == '-');
	for (size_t at = point; at > digits + 3;) {
		at -= 3;
		buf_char(out, ',');
		memmove(out->p + at + 1, out->p + at, out->n - at - 1);
		out->p[at] = ',';
	}
}

void figure_print(struct buf *out, struct figure f, bool plain, bool utf8)
{
	if (f.is == FIGURE_NONE || (f.is == FIGURE_ENDS && isnan(f.x)))
		return;
	if (plain) {
		print_plain(out, f);
		return;
	}
	if (f.mark)
		buf_char(out, f.mark);
	switch (f.is) {
	case FIGURE_COUNT:
	case FIGURE_FIXED:
		print_grouped(out, f.k, f.places);
		break;
	case FIGURE_QUOTIENT:
		number_write_quotient(out, number_quotient(f.k, f.n, f.places), true);
		break;
	case FIGURE_RATIO:
		number_write_ratio(out, f.k * 100, f.n, 1);
		buf_char(out, '%');
		break;
	case FIGURE_SHARE:
		buf_print(out, "%.1f%%", shown(f.x, 3) * 100);
		break;
	case FIGURE_CHANGE:
		buf_print(out, "%+.1f%%", shown(f.x, 3) * 100);
		break;
	case FIGURE_ENDS:
		buf_print(out, "%.1f%s%.1f%%", f.x * 100, utf8 ? "–" : "-", f.y * 100);
		break;
	default:
		print_plain(out, f);
		break;
	}
}

static bool is_there(const struct column *c, const void *view)
{
	return !c->there || c->there(view);
}

static size_t times(const struct column *c, const void *view)
{
	return !is_there(c, view) ? 0 : c->repeats ? c->repeats(view) : 1;
}

static struct str head_of(const struct column *c, const void *view, size_t i, struct buf *room)
{
	if (!c->heads)
		return str_from(c->head);
	buf_clear(room);
	c->heads(view, i, room);
	return buf_view(room);
}

void report_heads(const struct report *r, const void *view, struct grid *g)
{
	struct buf room = { 0 };

	for (const struct column *c = r->column; c < r->column + r->columns; c++)
		for (size_t i = 0, n = times(c, view); i < n; i++) {
			bool number = c->kind == COLUMN_NUMBER;
			grid_column(g, arena_copy(&g->arena, head_of(c, view, i, &room)).p,
				    number ? ALIGN_RIGHT : ALIGN_LEFT, number);
			struct grid_column *last = &g->column[g->columns - 1];
			last->picture = c->kind == COLUMN_PICTURE;
			last->brief = c->brief;
			last->least = c->least;
			last->weight = c->weight;
		}
	buf_release(&room);
}

struct figure report_figure(const struct column *c, const void *view, const void *row, size_t repeat)
{
	return c->figure(&(struct cell){ view, row, c->of, repeat });
}

/* `decimal`: of texts that are numbers; 0: as they are. */
static void add_row(const struct report *r, const void *view, const void *row, bool plain, bool utf8,
		    char decimal, struct grid *g, struct buf *cell)
{
	for (const struct column *c = r->column; c < r->column + r->columns; c++)
		for (size_t i = 0, n = times(c, view); i < n; i++) {
			struct figure f = report_figure(c, view, row, i);
			buf_clear(cell);
			figure_print(cell, f, plain, utf8);
			if (f.digits && decimal)
				number_respell(cell, 0, decimal);
			grid_cell(g, buf_view(cell));
			grid_tone(g, f.tone);
		}
}

static bool add_rows(const struct report *r, const void *view, void *row, size_t most, bool plain, bool utf8,
		     char decimal, struct grid *g)
{
	struct buf cell = { 0 };
	bool more = true;

	while (most-- && (more = r->next(view, row)))
		add_row(r, view, row, plain, utf8, decimal, g, &cell);
	buf_release(&cell);
	return more;
}

static void end(const struct report *r, void *row)
{
	if (row && r->release)
		r->release(row);
	free(row);
}

/* A report while it is written. */
struct stream {
	const struct report *report;
	const void *view;
	void *row;
	bool plain, utf8;
	char decimal;
};

static void begin(void *ctx)
{
	struct stream *s = ctx;

	end(s->report, s->row);
	s->row = mem_new(s->report->row_size);
}

static bool more(void *ctx, size_t most, struct grid *g)
{
	struct stream *s = ctx;

	return add_rows(s->report, s->view, s->row, most, s->plain, s->utf8, s->decimal, g);
}

bool report_write(const struct report *r, const void *view, bool plain, enum format format, struct look look,
		  grid_write_fn *write, void *ctx)
{
	const bool cells = format_kinds[format].cells && look.decimal != '.';
	struct stream s = { r, view, NULL, plain, look.utf8, cells ? look.decimal : '\0' };
	struct grid g = { 0 };

	report_heads(r, view, &g);
	if (r->about && !plain)
		r->about(view, &g);
	bool good = grid_write_long(&(struct grid_rows){ begin, more, &s }, &g, format, look, write, ctx);
	end(r, s.row);
	grid_release(&g);
	return good;
}

void report_rows(const struct report *r, const void *view, struct grid *g)
{
	void *row = mem_new(r->row_size);

	add_rows(r, view, row, SIZE_MAX, true, true, '\0', g);
	end(r, row);
}

void report_row(const struct report *r, const void *view, const void *row, bool utf8, struct grid *g)
{
	struct buf cell = { 0 };

	add_row(r, view, row, false, utf8, '\0', g, &cell);
	buf_release(&cell);
}

void report_fill(const struct report *r, const void *view, bool utf8, struct grid *g)
{
	void *row = mem_new(r->row_size);

	report_heads(r, view, g);
	add_rows(r, view, row, SIZE_MAX, false, utf8, '\0', g);
	end(r, row);
}

/* The column with that name, which only an option brings that isn't given; NULL: none. */
static const struct column *find_absent(const struct report *r, const void *view, struct str head, bool keys)
{
	struct buf room = { 0 };
	const struct column *found = NULL;

	for (const struct column *c = r->column; c < r->column + r->columns && !found; c++)
		if (c->with && !is_there(c, view) && (!keys || c->key))
			for (size_t i = 0, n = c->repeats ? c->repeats(view) : 1; i < n && !found; i++)
				found = str_same(head, head_of(c, view, i, &room)) ? c : NULL;
	buf_release(&room);
	return found;
}

const struct column *report_find(const struct report *r, const void *view, struct str head, bool keys,
				 size_t *repeat, struct buf *say)
{
	struct arena names = { 0 };
	struct str *name = NULL;
	size_t n = 0, cap = 0;
	struct buf room = { 0 };
	const struct column *found = NULL;

	for (const struct column *c = r->column; c < r->column + r->columns && !found; c++)
		for (size_t i = 0; i < times(c, view) && (!keys || c->key); i++) {
			MEM_ROOM(name, n, cap);
			name[n] = arena_copy(&names, head_of(c, view, i, &room));
			if (!str_same(head, name[n++]))
				continue;
			found = c;
			*repeat = i;
			break;
		}
	const struct column *absent = found ? NULL : find_absent(r, view, head, keys);
	struct str near = found || absent ? STR_NONE : nearest(NULL, head, &CANDIDATE_NAMES(name, n), 1);
	if (absent)
		buf_print(say, "; it is there only with %s: %s", absent->with, absent->definition);
	buf_print(say, DID_YOU_MEAN, DID_YOU_MEAN_ARG(near));
	free(name);
	arena_release(&names);
	buf_release(&room);
	return found;
}

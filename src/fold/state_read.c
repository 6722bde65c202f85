/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See state_read.h. */
#include "fold/state_read.h"

#include "fold/lines.h"

struct changes_reader {
	struct state *state;
	const struct state_sink *sink;
	void *ctx;
	size_t next, to;		  /* the next night that will begin, and the last that is wanted */
	const struct header_then *header; /* of the night at hand, */
	struct map columns;		  /* and its columns by name */
	struct buf id, column, was, is;
	bool wrong; /* a mistake, or no more is wanted */
};

static bool stop(struct changes_reader *r)
{
	r->wrong = true;
	return false;
}

static bool refuse(struct changes_reader *r, const struct record *line, const char *what)
{
	line_error(r->state->archive->diags, line, what);
	return stop(r);
}

static bool begin_night(struct changes_reader *r)
{
	const struct header_then *h = r->state->archive->night[r->next].header;

	if (h != r->header) {
		map_release(&r->columns);
		for (size_t i = 0; i < h->n; i++)
			map_put(&r->columns, h->name[i], h->of[i]);
		r->header = h;
	}
	r->next++;
	return !r->sink->night || r->sink->night(r->ctx, r->next - 1) || stop(r);
}

static bool take_lead(struct changes_reader *r, const struct record *line)
{
	struct str id = line_cell(line, 1, &r->id);
	bool present = str_eq(record_raw(line, 3), STR("present"));
	size_t lead = state_find(r->state, id);

	if (lead == SIZE_MAX && !present)
		return refuse(r, line, "a lead goes that never came");
	if (lead == SIZE_MAX)
		lead = state_add(r->state, id);
	return r->sink->lead(r->ctx, lead, present) || stop(r);
}

static bool take_cell(struct changes_reader *r, const struct record *line)
{
	const uint32_t *column = map_find(&r->columns, line_cell(line, 2, &r->column));
	size_t lead = state_find(r->state, line_cell(line, 1, &r->id));

	if (!column)
		return refuse(r, line, "a cell is of a column that the night has not");
	if (lead == SIZE_MAX)
		return refuse(r, line, "a cell is of a lead that never came");
	struct str was = line_cell(line, 3, &r->was), is = line_cell(line, 4, &r->is);
	return r->sink->cell(r->ctx, lead, *column, was, is) || stop(r);
}

static bool take_line(void *ctx, const struct record *line)
{
	struct changes_reader *r = ctx;
	struct str kind = record_raw(line, 0);

	if (line->cells == 5 && str_eq(kind, STR("cell")))
		return r->header ? take_cell(r, line) : true;
	if (line->cells == 4 && str_eq(kind, STR("lead")))
		return r->header ? take_lead(r, line) : true;
	if (!str_eq(kind, STR("night")))
		return true;
	return r->next <= r->to && begin_night(r);
}

bool state_read(struct state *s, size_t from, size_t to, const struct state_sink *sink, void *ctx)
{
	const struct archive *a = s->archive;
	struct changes_reader r = { .state = s, .sink = sink, .ctx = ctx, .next = from, .to = to };
	bool good = true;

	while (good && r.next <= to) {
		size_t before = r.next;
		const char *month = a->month[a->night[before].month];
		good = lines_each(month, a->night[before].place, take_line, &r, a->diags) && !r.wrong;
		if (good && r.next == before) {
			diag_error(a->diags, "%s: it can't be read as before; try again", month);
			good = false;
		}
	}
	map_release(&r.columns);
	buf_release(&r.id);
	buf_release(&r.column);
	buf_release(&r.was);
	buf_release(&r.is);
	return good;
}

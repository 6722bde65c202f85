/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See rows.h. */
#include "fold/rows.h"

#include <stdlib.h>

#include "base/id.h"
#include "base/mem.h"
#include "fold/history.h"
#include "fold/lines.h"
#include "fold/state.h"

enum { PIECE = 256 * 1024 };

struct rows {
	const struct rows_sink *sink;
	struct dialect dialect; /* the sink's */
	struct buf out;
	struct str *date; /* of each night, for the history */
	struct map only;  /* the leads that are wanted, by what they are called, each with a number */
	struct arena arena;
	struct rows_told *told;
};

/* What the lead is called. */
static struct str name_of(struct rows *r, struct str id)
{
	r->told->old_ids += id_map_is_old(r->sink->map, id);
	return id_map_kept(r->sink->map, id);
}

static bool hand_on(struct rows *r, bool all)
{
	if (r->out.n < PIECE && !all)
		return true;
	bool good = r->sink->put(r->sink->ctx, buf_view(&r->out));
	buf_clear(&r->out);
	return good;
}

/* ---- the leads of a night ---- */

static bool mark(void *ctx, const struct archive_change *c)
{
	struct rows *r = ctx;
	struct id_room room;
	struct str lead = id_key(id_map_kept(r->sink->map, c->lead), &room);

	if (c->at != SIZE_MAX && !map_find(&r->only, lead))
		map_put(&r->only, arena_copy(&r->arena, lead), (uint32_t)r->only.n);
	return true;
}

/* `id`: the place of the column that says which lead it is; SIZE_MAX: nobody asks. */
static void put_row(struct rows *r, const struct state *s, size_t lead, const struct header_then *h,
		    size_t id)
{
	const struct str *row = state_row(s, lead);

	for (size_t c = 0; c < h->n; c++) {
		bool old = c == id && id_map_is_old(r->sink->map, s->lead[lead].id);
		if (c)
			buf_char(&r->out, r->dialect.delimiter);
		cell_write(&r->out, r->dialect, old ? name_of(r, s->lead[lead].id) : row[h->of[c]]);
	}
	buf_char(&r->out, '\n');
}

static bool put_rows(struct rows *r, const struct state *s, const struct header_then *h, bool some, size_t id)
{
	bool *there = some ? ARENA_ARRAY(&r->arena, r->only.n, bool) : NULL, good = true;

	for (size_t c = 0; c < h->n; c++) {
		if (c)
			buf_char(&r->out, r->dialect.delimiter);
		cell_write(&r->out, r->dialect, h->head[c]);
	}
	if (!r->out.n) /* a column without a name, alone: a blank line is no header */
		buf_str(&r->out, STR("\"\""));
	buf_char(&r->out, '\n');
	for (size_t i = 0; i < s->n && good; i++) {
		struct id_room room;
		struct str lead = id_key(id_map_kept(r->sink->map, s->lead[i].id), &room);
		const uint32_t *wanted = some ? map_find(&r->only, lead) : NULL;
		if (!s->lead[i].present || (some && !wanted))
			continue;
		if (wanted)
			there[*wanted] = true;
		put_row(r, s, i, h, id);
		r->told->leads++;
		good = hand_on(r, false);
	}
	for (size_t i = 0; some && i < r->only.n; i++)
		r->told->gone += !there[i];
	return good && hand_on(r, true);
}

/* Where a night has the id that is rewritten. False: nowhere, which is reported. */
static bool find_id(struct archive *a, size_t night, const struct rows_sink *sink, size_t *id)
{
	*id = sink->map ? header_find(a->night[night].header, a->id, &a->arena) : SIZE_MAX;
	if (!sink->map || *id != SIZE_MAX)
		return true;
	diag_error(a->diags, "%s: night %zu has no column '%.*s', by which %s knows a lead", a->folder,
		   night + 1, STR_ARG(a->id), id_map_path(sink->map));
	return false;
}

bool rows_of_night(struct archive *a, size_t night, size_t since, const struct rows_sink *sink,
		   struct rows_told *told)
{
	struct rows r = { .sink = sink, .dialect = sink->dialect, .told = told };
	struct state s;
	size_t id;

	*told = (struct rows_told){ 0 };
	bool some = since != SIZE_MAX;
	bool good = find_id(a, night, sink, &id) &&
		    (!some || since == night || history_read_since(a, since, night, mark, &r));
	if (good) {
		good = state_load(&s, a, night, 0) && state_proves(&s, night) &&
		       put_rows(&r, &s, a->night[night].header, some, id);
		state_release(&s);
	}
	map_release(&r.only);
	arena_release(&r.arena);
	buf_release(&r.out);
	return good;
}

/* ---- history ---- */

static bool put_change(void *ctx, const struct archive_change *c)
{
	struct rows *r = ctx;
	const struct str cells[] = { name_of(r, c->lead), c->column, c->was, c->is };

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		cell_write(&r->out, r->dialect, cells[i]);
		buf_char(&r->out, r->dialect.delimiter);
	}
	buf_str(&r->out, c->after == SIZE_MAX ? STR("") : r->date[c->after]);
	buf_char(&r->out, r->dialect.delimiter);
	buf_str(&r->out, c->at == SIZE_MAX ? STR("") : r->date[c->at]);
	buf_char(&r->out, '\n');
	return hand_on(r, false);
}

static void put_heads(struct rows *r)
{
	static const char *const heads[] = { "lead_id", "column", "old", "new", "after", "at" };

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		if (i)
			buf_char(&r->out, r->dialect.delimiter);
		buf_str(&r->out, str_from(heads[i]));
	}
	buf_char(&r->out, '\n');
}

bool rows_of_history(struct archive *a, size_t night, const struct zone *zone, const struct rows_sink *sink,
		     struct rows_told *told)
{
	struct rows r = { .sink = sink, .dialect = sink->dialect, .told = told };
	struct buf date = { 0 };

	*told = (struct rows_told){ 0 };

	r.date = ARENA_ARRAY(&r.arena, a->nights, struct str);
	for (size_t i = 0; i < a->nights; i++) {
		buf_clear(&date);
		instant_write(&date, day_date(instant_day(a->night[i].at, zone), zone), zone);
		r.date[i] = arena_copy(&r.arena, buf_view(&date));
	}
	buf_release(&date);
	put_heads(&r);
	bool good = history_read(a, night, put_change, &r) && hand_on(&r, true);
	arena_release(&r.arena);
	buf_release(&r.out);
	return good;
}

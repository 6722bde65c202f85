/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See history.h. */
#include "fold/history.h"

#include <stdlib.h>

#include "base/mem.h"
#include "fold/state_read.h"

/* No column: a change is of the lead itself. */
enum { LEAD_ITSELF = UINT32_MAX };

/* What is remembered of a lead beside the state's. */
struct lead_seen {
	uint32_t first; /* the night it came, as its number; 0: not in a night that counts */
	uint32_t gone;	/* the last night before it went; 0: it never did */
	uint32_t back;	/* the night it came back */
};

/* A change of a void night, or of a lead or column that was not there when it was due. */
struct pending {
	uint32_t lead, column;
	struct str was, is;
};

struct history {
	struct state state;
	archive_change_fn *fn;
	void *ctx;
	size_t before; /* the last night that counts and was passed on; SIZE_MAX: none */
	size_t night;  /* at hand */
	struct lead_seen *seen;
	size_t seen_cap;
	uint32_t *column_seen; /* the last night that counts in which a column was there, as its number; 0:
				  none */
	bool *there;	       /* the columns of the night at hand */
	struct pending *pending;
	size_t pendings, pending_cap;
	struct map places; /* of what is pending, by lead and column */
	struct arena arena;
};

static struct lead_seen *seen(struct history *h, size_t lead)
{
	size_t had = h->seen_cap;

	if (lead >= had) {
		h->seen = mem_resize_array(h->seen, mem_grown(&h->seen_cap, lead + 1), sizeof *h->seen);
		memset(h->seen + had, 0, (h->seen_cap - had) * sizeof *h->seen);
	}
	return &h->seen[lead];
}

static bool is_void(const struct history *h)
{
	return h->state.archive->night[h->night].is_void;
}

/* ---- passing on ---- */

static struct str presence(bool present)
{
	return present ? STR("present") : STR("absent");
}

static bool put_lead(struct history *h, size_t lead, bool present, size_t after, size_t at)
{
	struct archive_change c = { .lead = h->state.lead[lead].id,
				    .column = STR(""),
				    .was = presence(!present),
				    .is = presence(present),
				    .after = after,
				    .at = at };
	struct lead_seen *s = seen(h, lead);
	uint32_t now = (uint32_t)h->night + 1;

	if (!present)
		s->gone = (uint32_t)h->before + 1;
	else if (s->first)
		s->back = now;
	else
		s->first = now;
	return h->fn(h->ctx, &c);
}

/* The night after which a cell was not seen, before the one at hand; *new: its column was not there, either.
 */
static size_t cell_after(struct history *h, size_t lead, size_t column, bool *new)
{
	const struct lead_seen *s = seen(h, lead);
	uint32_t now = (uint32_t)h->night + 1;
	size_t after = h->before;

	*new = !h->column_seen[column] && s->first != now;
	if (s->back == now && s->gone <= after)
		after = s->gone - 1;
	if (h->column_seen[column] && h->column_seen[column] <= after)
		after = h->column_seen[column] - 1;
	return after;
}

static bool put_cell(struct history *h, size_t lead, size_t column, struct str was, struct str is)
{
	bool new;
	size_t after = cell_after(h, lead, column, &new);
	struct archive_change c = { .lead = h->state.lead[lead].id,
				    .column = h->state.archive->columns.at[column].name,
				    .was = was,
				    .is = is,
				    .after = new ? SIZE_MAX : after,
				    .at = new ? SIZE_MAX : h->night };

	return h->fn(h->ctx, &c);
}

/* ---- what is pending ---- */

static bool hold(struct history *h, size_t lead, uint32_t column, struct str was, struct str is)
{
	uint32_t key[] = { (uint32_t)lead, column };
	struct str bytes = { (const char *)key, sizeof key };
	const uint32_t *place = map_find(&h->places, bytes);

	if (place) {
		h->pending[*place].is = arena_copy(&h->arena, is);
		return true;
	}
	MEM_ROOM(h->pending, h->pendings, h->pending_cap);
	map_put(&h->places, arena_copy(&h->arena, bytes), (uint32_t)h->pendings);
	h->pending[h->pendings++] = (struct pending){ (uint32_t)lead, column, arena_copy(&h->arena, was),
						      arena_copy(&h->arena, is) };
	return true;
}

static bool put_one(struct history *h, const struct pending *p)
{
	if (str_eq(p->was, p->is))
		return true;
	if (p->column == LEAD_ITSELF)
		return put_lead(h, p->lead, str_eq(p->is, STR("present")), h->before, h->night);
	if (h->state.lead[p->lead].present && h->there[p->column])
		return put_cell(h, p->lead, p->column, p->was, p->is);
	return hold(h, p->lead, p->column, p->was, p->is);
}

/* Passes on what is due: changes of leads, then of the cells of those that are there. */
static bool put_pending(struct history *h)
{
	struct pending *p = h->pending;
	size_t n = h->pendings;
	bool good = true;

	h->pending = NULL;
	h->pendings = h->pending_cap = 0;
	map_release(&h->places);
	for (size_t i = 0; i < n && good; i++)
		good = p[i].column != LEAD_ITSELF || put_one(h, &p[i]);
	for (size_t i = 0; i < n && good; i++)
		good = p[i].column == LEAD_ITSELF || put_one(h, &p[i]);
	free(p);
	return good;
}

/* ---- nights ---- */

/* The columns of the night at hand were there, if it counts. */
static void see_columns(struct history *h)
{
	const struct header_then *header = h->state.archive->night[h->night].header;

	for (size_t i = 0; i < header->n && !is_void(h); i++)
		h->column_seen[header->of[i]] = (uint32_t)h->night + 1;
}

/* The night at hand has ended. */
static bool end_night(struct history *h)
{
	if (is_void(h))
		return true;
	if (h->pendings && !put_pending(h))
		return false;
	see_columns(h);
	h->before = h->night;
	return true;
}

static void begin_night(struct history *h, size_t night)
{
	const struct header_then *header = h->state.archive->night[night].header;

	h->night = night;
	memset(h->there, 0, h->state.archive->columns.n);
	for (size_t i = 0; i < header->n; i++)
		h->there[header->of[i]] = true;
}

static bool next_night(void *ctx, size_t night)
{
	struct history *h = ctx;
	bool good = end_night(h);

	begin_night(h, night);
	return good;
}

static bool take_lead(void *ctx, size_t lead, bool present)
{
	struct history *h = ctx;

	h->state.lead[lead].present = present;
	if (is_void(h) || h->pendings)
		return hold(h, lead, LEAD_ITSELF, presence(!present), presence(present));
	return put_lead(h, lead, present, h->before, h->night);
}

static bool take_cell(void *ctx, size_t lead, size_t column, struct str was, struct str is)
{
	struct history *h = ctx;

	if (is_void(h) || h->pendings)
		return hold(h, lead, (uint32_t)column, was, is);
	return put_cell(h, lead, column, was, is);
}

static bool put_first_cell(struct history *h, size_t lead, size_t column)
{
	const struct state *s = &h->state;
	struct archive_change c = { .lead = s->lead[lead].id,
				    .column = s->archive->columns.at[column].name,
				    .was = STR(""),
				    .is = state_row(s, lead)[column],
				    .after = SIZE_MAX,
				    .at = SIZE_MAX };

	if (!c.is.n)
		return true;
	if (s->lead[lead].present && h->there[column])
		return h->fn(h->ctx, &c);
	return hold(h, lead, (uint32_t)column, c.was, c.is); /* it was in nights that are void */
}

/* All that stands on the first night, in the order of its columns, and what is known from void ones. */
static bool put_first(struct history *h)
{
	const struct state *s = &h->state;
	const struct header_then *header = s->archive->night[h->night].header;
	bool good = true;

	for (size_t i = 0; i < s->n && good; i++) {
		good = !s->lead[i].present || put_lead(h, i, true, SIZE_MAX, SIZE_MAX);
		for (size_t c = 0; c < header->n && good; c++)
			good = put_first_cell(h, i, header->of[c]);
		for (size_t c = 0; c < header->known && good; c++)
			good = h->there[c] || put_first_cell(h, i, c);
	}
	return good;
}

static bool read_from(struct archive *a, size_t first, bool whole, size_t to, archive_change_fn *fn,
		      void *ctx)
{
	static const struct state_sink sink = { next_night, take_lead, take_cell };
	struct history h = { .fn = fn, .ctx = ctx, .before = SIZE_MAX };

	h.column_seen = mem_new((a->columns.n + 1) * sizeof *h.column_seen);
	h.there = mem_new(a->columns.n + 1);
	bool good = state_load(&h.state, a, first, 0);
	if (good) {
		for (h.night = 0; h.night < first; h.night++)
			see_columns(&h);
		begin_night(&h, first);
		for (size_t i = 0; i < h.state.n; i++)
			if (!whole && h.state.lead[i].present)
				seen(&h, i)->first = (uint32_t)first + 1;
		good = (!whole || put_first(&h)) && end_night(&h) &&
		       (first == to || (state_read(&h.state, first + 1, to, &sink, &h) && end_night(&h)));
	}
	state_release(&h.state);
	free(h.seen);
	free(h.column_seen);
	free(h.there);
	free(h.pending);
	map_release(&h.places);
	arena_release(&h.arena);
	return good;
}

bool history_read(struct archive *a, size_t to, archive_change_fn *fn, void *ctx)
{
	size_t first = 0;

	while (a->night[first].is_void)
		first++;
	return read_from(a, first, true, to, fn, ctx);
}

bool history_read_since(struct archive *a, size_t since, size_t to, archive_change_fn *fn, void *ctx)
{
	return read_from(a, since, false, to, fn, ctx);
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See same_ids.h. */
#include "same/same_ids.h"

#include <stdlib.h>

#include "base/id.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "expr/run.h"
#include "same/same_internal.h"

enum { MET_TOLD = 20 };

/* ---- the ids of rows ---- */

static void tell_rounded(const struct same_count *c, uint32_t row, struct str id)
{
	struct kept_row at = same_kept(&c->found, row);

	diag_error(
		names_diags(c->plan->names),
		"%s:%llu: the id '%.*s' has been rounded by a spreadsheet, so several leads may have it, and "
		"the map would take them for one; export the ids anew, and keep them text",
		at.file, (unsigned long long)at.line, STR_ARG(id));
}

static struct row_id read_id(struct same_count *c, struct frame *f, uint32_t row)
{
	const struct same_plan *p = c->plan;

	for (size_t i = 0; i < p->ids; i++) {
		struct str id = code_text(p->id[i], f);
		id = id.p ? str_trim(id) : id;
		if (!id.n)
			continue;
		if (number_is_rounded(id))
			tell_rounded(c, row, id);
		id = arena_copy(&c->arena, id);
		struct str kept = id_map_kept(p->map, id);
		return (struct row_id){
			.said = id, .kept = kept, .key = id_key_kept(kept, &c->arena), .in = i
		};
	}
	return (struct row_id){ 0 };
}

/* Returns behind which row the run of it ends. */
static uint32_t read_some(struct same_count *c, uint32_t from)
{
	const struct same_plan *p = c->plan;
	uint32_t row[SAME_ROWS], n = 0;

	for (size_t bytes = 0; n < SAME_ROWS && from + n < c->n && bytes < SAME_ROWS_BYTES; n++) {
		row[n] = from + n;
		bytes += slip_bytes(c->slip[row[n]]).n;
	}
	struct rows *run = same_rows(&c->found, row, n);
	for (size_t i = 0; i < p->ids; i++) {
		code_values(p->id[i], run, rows_all(run), rows_room(run));
		rows_room_back(run);
	}
	for (uint32_t i = 0; i < n; i++)
		c->id[from + i] = read_id(c, rows_at(run, i), from + i);
	return from + n;
}

void same_read_ids(struct same_count *c)
{
	if (!c->plan->map)
		return;
	c->id = mem_resize_array(NULL, c->n + 1, sizeof *c->id);
	for (uint32_t row = 0; row < c->n;)
		row = read_some(c, row);
}

uint32_t *same_own_rows(const struct same_count *c)
{
	size_t ids = c->plan->ids;
	struct map *known = mem_new((ids + 1) * sizeof *known);
	uint32_t *own = mem_resize_array(NULL, c->n + 1, sizeof *own);

	for (uint32_t i = 0; i < c->n; i++)
		own[i] = c->id[i].key.p ? map_put(&known[c->id[i].in], c->id[i].key, i) : NO_ROW;
	for (size_t i = 0; i < ids; i++)
		map_release(&known[i]);
	free(known);
	return own;
}

struct sides *same_sides(const struct same_count *c, const uint32_t *own)
{
	if (!id_map_parts(c->plan->map))
		return NULL;
	struct sides *sides = mem_resize_array(NULL, c->n + 1, sizeof *sides);
	for (uint32_t i = 0; i < c->n; i++) {
		bool parted = own[i] != NO_ROW && id_map_parted(c->plan->map, c->id[i].kept);
		sides[i] = (struct sides){ parted ? own[i] : NO_ROW, own[i] != NO_ROW && !parted };
	}
	return sides;
}

/* ---- one id, two leads ---- */

static const struct row_id *id_of(const struct kept_ids *k, uint32_t row)
{
	return &k->found->count->id[row];
}

static struct str head_of(const struct same_plan *p, size_t in)
{
	return names_head(p->names, p->id_column[in]);
}

/* The row that has an id is noted, unless one of another column has it, too, and is another lead. */
static bool is_clear(struct kept_ids *k, struct map *known, struct str id, struct str key, uint32_t row)
{
	const struct same_plan *p = k->found->plan;
	uint32_t other = map_put(known, key, row);
	size_t in = id_of(k, row)->in, there = id_of(k, other)->in;

	if (in == there || k->found->row[row].lead == k->found->row[other].lead)
		return true;
	diag_error(
		k->diags,
		"%s: the id '%.*s' is of one lead in '%.*s' and of another in '%.*s', and a map can't tell "
		"them apart; put something before the ids of one system, or fold without --map",
		id_map_path(k->map), STR_ARG(id), STR_ARG(head_of(p, there)), STR_ARG(head_of(p, in)));
	return false;
}

static bool are_clear(struct kept_ids *k)
{
	struct map known = { 0 };
	struct arena keys = { 0 };
	bool good = true;

	for (uint32_t i = 0; k->ids > 1 && good && i < k->found->rows; i++) {
		const struct row_id *id = id_of(k, i);
		good = !id->said.p || (is_clear(k, &known, id->said, id_key_kept(id->said, &keys), i) &&
				       is_clear(k, &known, id->kept, id->key, i));
	}
	map_release(&known);
	arena_release(&keys);
	return good;
}

/* ---- a lead ---- */

struct deciding {
	struct kept_ids *k;
	uint32_t lead;
	size_t in;
	uint64_t fresh, met, passed; /* ids that are new in the map, kept ids that met another, … */
	struct buf words;
};

/* The next of the lead's rows that has an id in the column, from `row` on; NO_ROW: none. */
static uint32_t next_row(const struct deciding *d, uint32_t row)
{
	while (row != NO_ROW && !(id_of(d->k, row)->said.p && id_of(d->k, row)->in == d->in))
		row = d->k->found->row[row].next;
	return row;
}

#define ID_ROWS(d, row)                                                                  \
	for (uint32_t row = next_row(d, (d)->k->found->first[(d)->lead]); row != NO_ROW; \
	     row = next_row(d, (d)->k->found->row[row].next))

/* The row whose own id that is; NO_ROW: none. */
static uint32_t row_of(const struct deciding *d, struct str id)
{
	ID_ROWS(d, row)
	if (id_same(id_of(d->k, row)->said, id))
		return row;
	return NO_ROW;
}

/* The id of its rows that was kept first, as it is kept now; p NULL: the map knows none of them. */
static struct str kept_first(const struct deciding *d)
{
	struct str first = STR_NONE;
	size_t since = SIZE_MAX;

	ID_ROWS(d, row)
	{
		struct str kept = id_map_kept(d->k->map, id_of(d->k, row)->said);
		size_t place = id_map_since(d->k->map, kept);
		if (place < since) {
			since = place;
			first = kept;
		}
	}
	return first;
}

/* The rows' own choice, which must be one of their ids; else the shortest, then the smallest. */
static struct str survivor(const struct deciding *d)
{
	const struct same_plan *p = d->k->found->plan;
	struct str own = d->k->survivor(d->k->ctx, d->lead, p->id_column[d->in]), least = STR_NONE;

	if (own.p && row_of(d, own) != NO_ROW)
		return id_of(d->k, row_of(d, own))->said;
	ID_ROWS(d, row)
	{
		struct str id = id_of(d->k, row)->said;
		if (!least.p || id.n < least.n || (id.n == least.n && str_compare(id, least) < 0))
			least = id;
	}
	return least;
}

static void tell_met(struct deciding *d, struct str loser, struct str winner)
{
	const struct same_plan *p = d->k->found->plan;
	uint32_t row = row_of(d, loser);
	struct str owner = STR("");

	if (d->met++ >= MET_TOLD)
		return;
	if (p->owner && row != NO_ROW)
		owner = str_trim(code_text(p->owner, look_frame(d->k->found->count, row)));
	diag_note(d->k->diags, "%s: the lead that was kept as '%.*s'%s%.*s%s is '%.*s' from now on",
		  id_map_path(d->k->map), STR_ARG(loser), owner.n ? " (owner " : "", STR_ARG(owner),
		  owner.n ? ")" : "", STR_ARG(winner));
}

/* All that were kept otherwise are kept as the first, and a kept id that no row has passes on. */
static struct str meet(struct deciding *d, struct str first)
{
	struct id_map *map = d->k->map;

	ID_ROWS(d, row)
	{
		struct str kept = id_map_kept(map, id_of(d->k, row)->said);
		if (id_same(kept, first) || id_map_since(map, kept) == SIZE_MAX)
			continue;
		tell_met(d, kept, first);
		id_map_keep(map, kept, first, d->k->since);
	}
	if (row_of(d, first) != NO_ROW)
		return first;
	struct str next = survivor(d);
	id_map_keep(map, first, next, d->k->since);
	if (!d->passed++)
		buf_print(&d->words, "'%.*s' is '%.*s'", STR_ARG(first), STR_ARG(next));
	return next;
}

static void decide(struct deciding *d)
{
	struct kept_ids *k = d->k;
	struct str *of = &k->of[d->lead * k->ids + d->in];
	uint32_t one = k->found->size[d->lead] == 1 ? k->found->first[d->lead] : NO_ROW;

	if (next_row(d, k->found->first[d->lead]) == NO_ROW)
		return;
	if (one != NO_ROW && !id_map_is_old(k->map, id_of(k, one)->said))
		return;
	struct str first = kept_first(d);
	struct str kept = first.p ? meet(d, first) : survivor(d);
	ID_ROWS(d, row)
	{
		struct str id = id_of(k, row)->said;
		if (id_same(id, kept) || id_same(id_map_kept(k->map, id), kept))
			continue;
		id_map_keep(k->map, id, kept, k->since);
		d->fresh++;
	}
	*of = kept;
}

/* ---- all ---- */

static void tell_count(struct diags *diags, const char *path, uint64_t n, const char *one, const char *many,
		       struct str more)
{
	struct buf b = { 0 };

	if (!n)
		return;
	number_write_grouped(&b, (int64_t)n);
	diag_note(diags, "%s: %.*s %s%.*s", path, STR_ARG(buf_view(&b)), n == 1 ? one : many, STR_ARG(more));
	buf_release(&b);
}

static void tell(struct deciding *d)
{
	const struct kept_ids *k = d->k;
	const struct sameness *s = k->found;
	const char *path = id_map_path(k->map);

	if (d->met > MET_TOLD)
		tell_count(k->diags, path, d->met - MET_TOLD, "more kept id has met another",
			   "more kept ids have met others", STR(""));
	tell_count(k->diags, path, d->passed, "kept id is in no row any more, and has passed on: ",
		   "kept ids are in no row any more, and have passed on, the first: ", buf_view(&d->words));
	tell_count(k->diags, path, d->fresh, "old id is new in it", "old ids are new in it", STR(""));
	if (!s->by_map)
		return;
	uint32_t row = s->first[s->by_map_lead];
	while (!id_of(k, row)->said.p)
		row = s->row[row].next;
	struct str id = id_map_kept(k->map, id_of(k, row)->said);
	buf_clear(&d->words);
	buf_print(&d->words, ", first that of '%.*s'; a line such as ID,ID parts an id", STR_ARG(id));
	tell_count(k->diags, path, s->by_map, "lead is one by its ids alone, no more by the keys",
		   "leads are one by their ids alone, no more by the keys", buf_view(&d->words));
}

bool kept_ids_find(struct kept_ids *k)
{
	const struct sameness *s = k->found;
	struct deciding d = { .k = k };

	k->ids = s->plan->ids;
	k->column = s->plan->id_column;
	k->of = mem_new((s->leads * k->ids + 1) * sizeof *k->of);
	if (!are_clear(k))
		return false;
	for (d.lead = 0; d.lead < s->leads; d.lead++)
		for (d.in = 0; d.in < k->ids; d.in++)
			decide(&d);
	tell(&d);
	buf_release(&d.words);
	return true;
}

void kept_ids_release(struct kept_ids *k)
{
	free(k->of);
	k->of = NULL;
}

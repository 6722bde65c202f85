/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See meeting.h. Each thread keeps its own rows; merged, they are put in order once. */
#include "review/meeting.h"

#include <stdlib.h>

#include "base/casefold.h"
#include "base/mem.h"
#include "expr/run.h"

/* What is kept of a row, in one block of memory that begins at `key`. */
struct kept {
	struct seat seat;
	const struct meeting_plan *plan;
	struct str folded; /* the group */
};

struct meeting {
	const struct meeting_plan *plan;
	struct refs refs;
	struct kept *kept;
	size_t n, cap;
	struct seat *seat; /* once settled */
	uint32_t *by_ref;  /* places of seats, ascending by ref */
	uint64_t handed, nameless;
	struct hand_over *is; /* of the rows of a run; … */
	double *key;	      /* … and their keys; NULL, both: not used yet */
	struct buf text;
};

static void *meeting_new(const void *plan)
{
	struct meeting *m = mem_new(sizeof *m);

	m->plan = plan;
	return m;
}

static void meeting_free(void *self)
{
	struct meeting *m = self;

	for (size_t i = 0; i < m->n; i++)
		free(m->kept[i].seat.key);
	refs_release(&m->refs);
	free(m->kept);
	free(m->seat);
	free(m->by_ref);
	free(m->is);
	free(m->key);
	buf_release(&m->text);
	free(m);
}

static struct str pack(char **to, struct str s)
{
	struct str copy = { *to, s.n };

	if (s.n)
		memcpy(*to, s.p, s.n);
	*to += s.n;
	return copy;
}

/* Its keys, if it is on the table. */
static void keep(struct meeting *m, const struct record *r, const struct hand_over *h, struct str by,
		 const double *key)
{
	const struct meeting_plan *p = m->plan;
	struct str row = { r->p, r->n + r->end }, end = r->end ? STR("") : p->line_end;
	size_t keys = p->best.nkeys * sizeof *key;
	double *block = mem_new(keys + h->id.n + by.n + row.n + end.n);
	char *at = (char *)block + keys;

	MEM_ROOM(m->kept, m->n, m->cap);
	struct kept *k = &m->kept[m->n++];
	*k = (struct kept){ .seat = { .ref = h->ref, .at = h->at, .on_table = key }, .plan = p };
	k->seat.key = block;
	k->seat.order = r->batch->first_row + r->index;
	if (key)
		memcpy(block, key, keys);
	k->seat.id = pack(&at, h->id);
	k->seat.by = pack(&at, by);
	k->seat.row.p = at;
	pack(&at, row);
	pack(&at, end);
	k->seat.row.n = row.n + end.n;
}

/* Does its return end, though the export may have it? What an answer has ended does not. */
static bool is_back(const struct meeting_plan *p, int64_t now, const struct hand_over *h)
{
	return p->decisions && h->answer == SIZE_MAX &&
	       decisions_table(decisions_find(p->decisions, h->id, h->at), now, p->handing->zone) ==
		       TABLE_BACK;
}

/* Of the rows that are handed over, those on the table; `flag` is of each whether it is. */
static struct asked find_table(const struct meeting *m, struct rows *r, struct asked handed, bool *flag,
			       uint16_t *list)
{
	const struct meeting_plan *p = m->plan;

	for (size_t i = 0; i < handed.n; i++) {
		const struct hand_over *h = &m->is[handed.row[i]];
		flag[handed.row[i]] = p->answered || h->waits || is_back(p, r->frame->now, h);
	}
	struct asked table = asked_where(handed, flag, true, list);
	if (!p->where)
		return table;
	const bool *keeps = code_values(p->where, r, table, rows_room(r)).flag;
	for (size_t i = 0; i < table.n; i++)
		flag[table.row[i]] = keeps[table.row[i]];
	rows_room_back(r);
	return asked_where(table, flag, true, list);
}

/* Also those that are wanted. */
static struct asked find_kept(const struct meeting *m, struct asked handed, const bool *on_table,
			      uint16_t *list)
{
	const struct meeting_plan *p = m->plan;
	size_t n = 0;

	for (size_t i = 0; i < handed.n; i++) {
		const uint16_t row = handed.row[i];
		list[n] = row;
		n += on_table[row] || (p->wants && p->wants(p->ctx, &m->is[row]));
	}
	return (struct asked){ list, n };
}

static void keep_rows(struct meeting *m, struct rows *r, struct asked kept, const bool *on_table)
{
	const struct meeting_plan *p = m->plan;
	union vector by = rows_room(r);

	if (p->by)
		by = code_shown_values(p->by, r, kept, by);
	for (size_t i = 0; i < kept.n; i++) {
		const uint16_t row = kept.row[i];
		const struct frame *f = rows_at(r, row);
		struct str group = { 0 };
		buf_clear(&m->text);
		if (p->by && code_shown(p->by, f, by, row, &m->text))
			group = str_trim(buf_view(&m->text));
		keep(m, f->record, &m->is[row], group, on_table[row] ? &m->key[row * p->best.nkeys] : NULL);
	}
	rows_room_back(r);
}

static void meeting_count(void *self, struct rows *lane, struct asked leads)
{
	struct meeting *m = self;
	const struct meeting_plan *p = m->plan;
	uint16_t *list[3] = { rows_room(lane).row, rows_room(lane).row, rows_room(lane).row };
	bool *on_table = rows_room(lane).flag;

	if (!m->is) {
		m->is = mem_resize_array(NULL, RUN_MOST, sizeof *m->is);
		m->key = mem_resize_array(NULL, RUN_MOST * p->best.nkeys, sizeof *m->key);
	}
	struct asked handed = handing_rows(p->handing, lane, leads, m->is, list[0], &m->nameless);
	m->handed += handed.n;
	for (size_t i = 0; i < handed.n; i++)
		refs_add(&m->refs, m->is[handed.row[i]].ref);
	struct asked table = find_table(m, lane, handed, on_table, list[1]);
	p->best.rank(&p->best, lane, table, m->key, list[2]);
	keep_rows(m, lane, find_kept(m, handed, on_table, list[1]), on_table);
	for (size_t i = 0; i < 4; i++)
		rows_room_back(lane);
}

static void meeting_merge(void *into, void *from)
{
	struct meeting *a = into, *b = from;

	for (size_t i = 0; i < b->n; i++) {
		MEM_ROOM(a->kept, a->n, a->cap);
		a->kept[a->n++] = b->kept[i];
	}
	b->n = 0;
	refs_merge(&a->refs, &b->refs);
	a->handed += b->handed;
	a->nameless += b->nameless;
}

/* ---- order ---- */

static int by_rank(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	int groups = str_compare(x->folded, y->folded);

	if (x->seat.on_table != y->seat.on_table)
		return x->seat.on_table ? -1 : 1;
	if (groups && x->seat.on_table)
		return !x->folded.n ? 1 : !y->folded.n ? -1 : groups; /* leads of nobody come last */
	for (size_t i = 0; i < x->plan->best.nkeys; i++)
		if (x->seat.key[i] != y->seat.key[i])
			return x->seat.key[i] > y->seat.key[i] ? -1 : 1;
	return x->seat.order < y->seat.order ? -1 : x->seat.order > y->seat.order;
}

struct by_ref {
	uint64_t ref;
	uint32_t seat;
};

static int by_ref(const void *a, const void *b)
{
	const struct by_ref *x = a, *y = b;

	if (x->ref != y->ref)
		return x->ref < y->ref ? -1 : 1;
	return x->seat < y->seat ? -1 : x->seat > y->seat;
}

/* Rows of one hand-over: the first of them stands for it. */
static void find_again(struct meeting *m)
{
	struct by_ref *all = mem_new((m->n + 1) * sizeof *all);

	m->by_ref = mem_new((m->n + 1) * sizeof *m->by_ref);
	for (size_t i = 0; i < m->n; i++)
		all[i] = (struct by_ref){ m->seat[i].ref, (uint32_t)i };
	qsort(all, m->n, sizeof *all, by_ref);
	for (size_t i = 0; i < m->n; i++) {
		m->by_ref[i] = all[i].seat;
		m->seat[all[i].seat].again = i && all[i].ref == all[i - 1].ref;
	}
	free(all);
}

static void meeting_settle(void *self)
{
	struct meeting *m = self;
	struct arena arena = { 0 };

	refs_settle(&m->refs);
	for (size_t i = 0; i < m->n; i++) {
		buf_clear(&m->text);
		fold_key_append(&m->text, m->kept[i].seat.by);
		m->kept[i].folded = arena_copy(&arena, buf_view(&m->text));
	}
	if (m->n)
		qsort(m->kept, m->n, sizeof *m->kept, by_rank);
	m->seat = mem_new((m->n + 1) * sizeof *m->seat);
	for (size_t i = 0; i < m->n; i++)
		m->seat[i] = m->kept[i].seat;
	arena_release(&arena);
	find_again(m);
}

const struct counter_kind meeting_counter = {
	.name = "meeting",
	.new = meeting_new,
	.free = meeting_free,
	.count = meeting_count,
	.merge = meeting_merge,
	.settle = meeting_settle,
};

/* ---- asking ---- */

const struct seat *meeting_seats(const struct meeting *m, size_t *n)
{
	*n = m->n;
	return m->seat;
}

const struct refs *meeting_refs(const struct meeting *m)
{
	return &m->refs;
}

size_t meeting_seat(const struct meeting *m, uint64_t ref)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (m->seat[m->by_ref[middle]].ref < ref)
			low = middle + 1;
		else
			high = middle;
	}
	return low < m->n && m->seat[m->by_ref[low]].ref == ref ? m->by_ref[low] : SIZE_MAX;
}

uint64_t meeting_handed(const struct meeting *m)
{
	return m->handed;
}

uint64_t meeting_nameless(const struct meeting *m)
{
	return m->nameless;
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See merge.h; what becomes of a row is merge_row.c's. */
#include <stdlib.h>

#include "base/id.h"
#include "base/mem.h"
#include "review/merge_internal.h"

/* ---- what there is to merge ---- */

static bool counts(const struct ruling *r)
{
	return (r->last && r->last->decision != DECISION_LATER) || r->answers.n;
}

static void add_ruling(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r)
{
	struct merge *m = ctx;
	size_t i = m->nrulings;

	(void)handed_over;
	if (!counts(r))
		return;
	MEM_ROOM(m->ruling, m->nrulings, m->ruling_cap);
	m->ruling[m->nrulings++] = (struct merge_ruling){ .ruling = r, .lead_id = lead_id, .next = SIZE_MAX };
	size_t first = map_put(&m->leads, id_key_kept(lead_id, &m->arena), (uint32_t)i);
	if (first == i)
		return;
	m->ruling[i].next = m->ruling[first].next;
	m->ruling[first].next = i;
}

struct merge *merge_new(const struct merge_plan *plan)
{
	struct merge *m = mem_new(sizeof *m);

	m->plan = *plan;
	m->places = (struct places){ .names = plan->names, .handing = plan->handing, .terms = plan->terms };
	if (!places_bind(&m->places, plan->decisions, plan->prefer)) {
		merge_free(m);
		return NULL;
	}
	decisions_each(plan->decisions, add_ruling, m);
	m->lead_met = mem_new((m->nrulings + 1) * sizeof *m->lead_met);
	m->unseen = mem_new((plan->handing->agreement->exits.n + 1) * sizeof *m->unseen);
	return m;
}

void merge_free(struct merge *m)
{
	if (!m)
		return;
	places_release(&m->places);
	arena_release(&m->arena);
	map_release(&m->leads);
	buf_release(&m->scratch);
	free(m->ruling);
	free(m->lead_met);
	free(m->unseen);
	free(m->has_row);
	free(m->row);
	free(m);
}

const struct place *merge_places(const struct merge *m, size_t *n)
{
	*n = m->places.n;
	return m->places.at;
}

/* ---- the rows, before any is written ---- */

static void keep(struct merge *m, const struct record *r, const struct ruling *ruling, int64_t handed_over)
{
	MEM_ROOM(m->row, m->n, m->cap);
	buf_clear(&m->scratch);
	buf_add(&m->scratch, r->p, r->n);
	buf_char(&m->scratch, '\n');
	m->row[m->n++] = (struct merge_row){ .row = r->batch->first_row + r->index,
					     .bytes = arena_copy(&m->arena, buf_view(&m->scratch)),
					     .ruling = ruling,
					     .handed_over = handed_over };
}

void merge_meet(struct merge *m, struct frame *f)
{
	const struct handing *h = m->plan.handing;
	struct hand_over of;
	bool nameless;

	places_learn(&m->places, f->record, &m->scratch);
	struct str id = handing_id(h, f);
	struct id_room room;
	const uint32_t *known = id.p ? map_find(&m->leads, id_key(id, &room)) : NULL;
	if (!known)
		return;
	m->lead_met[*known] = true;
	if (!handing_of(h, f, &of, &nameless))
		return;
	const struct ruling *r = decisions_find(m->plan.decisions, of.id, of.at);
	for (size_t i = *known; i != SIZE_MAX; i = m->ruling[i].next)
		if (m->ruling[i].ruling == r) {
			m->ruling[i].met = true;
			keep(m, f->record, r, of.at);
		}
}

/* ---- the rows, when they are written ---- */

uint64_t merge_emptied(const struct merge *m)
{
	return m->emptied;
}

struct str merge_cell(const struct merge *m, uint64_t row, size_t place)
{
	size_t low = 0, high = m->n;

	if (!m->n || row > m->row[m->n - 1].row || !(m->has_row[row / 64] >> row % 64 & 1))
		return STR_NONE;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (m->row[middle].row <= row)
			low = middle;
		else
			high = middle;
	}
	return m->row[low].cell[place];
}

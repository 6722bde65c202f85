/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See merge.h; what becomes of a row is merge_row.c's. */
#include <stdlib.h>

#include "base/id.h"
#include "base/mem.h"
#include "expr/run.h"
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
	free(m->is);
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

/* The leads that decisions are about. */
static struct asked find_ruled(struct merge *m, struct rows *r, struct asked leads, uint16_t *list)
{
	const struct handing *h = m->plan.handing;
	const struct str *said = handing_ids(h, r, leads, rows_room(r));
	size_t n = 0;

	for (size_t i = 0; said && i < leads.n; i++) {
		struct str id = handing_id(h, said[leads.row[i]]);
		struct id_room room;
		const uint32_t *known = id.p ? map_find(&m->leads, id_key(id, &room)) : NULL;
		list[n] = leads.row[i];
		n += known != NULL;
		if (known)
			m->lead_met[*known] = true;
	}
	rows_room_back(r);
	return (struct asked){ list, n };
}

void merge_meet(struct merge *m, struct rows *r, struct asked leads)
{
	uint16_t *list[2] = { rows_room(r).row, rows_room(r).row };
	uint64_t nameless = 0;

	for (size_t i = 0; i < leads.n; i++)
		places_learn(&m->places, rows_at(r, leads.row[i])->record, &m->scratch);
	if (!m->is)
		m->is = mem_resize_array(NULL, RUN_MOST, sizeof *m->is);
	leads = handing_rows(m->plan.handing, r, find_ruled(m, r, leads, list[0]), m->is, list[1], &nameless);
	for (size_t k = 0; k < leads.n; k++) {
		const struct hand_over *is = &m->is[leads.row[k]];
		const struct ruling *ruling = decisions_find(m->plan.decisions, is->id, is->at);
		struct id_room room;
		for (size_t i = *map_find(&m->leads, id_key(is->id, &room)); i != SIZE_MAX;
		     i = m->ruling[i].next)
			if (m->ruling[i].ruling == ruling) {
				m->ruling[i].met = true;
				keep(m, rows_at(r, leads.row[k])->record, ruling, is->at);
			}
	}
	rows_room_back(r);
	rows_room_back(r);
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

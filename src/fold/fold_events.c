/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that a slot keeps: see fold_events.h. Blocks are never moved, so that a million rows are not
 * copied. */
#include "fold/fold_events.h"

#include <stdlib.h>

#include "base/mem.h"

enum { BLOCK_SHIFT = 12, BLOCK_EVENTS = 1 << BLOCK_SHIFT, EVENT_HEAD = 16 };

void events_release(struct events *e)
{
	for (size_t i = 0; i < e->nblocks; i++)
		free(e->block[i]);
	free(e->block);
	*e = (struct events){ .stride = e->stride };
}

static char *place_of(const struct events *e, uint32_t number)
{
	return e->block[number >> BLOCK_SHIFT] + (number & (BLOCK_EVENTS - 1)) * e->stride;
}

char *events_add(struct events *e, struct events_state *lead, int64_t time, uint32_t turn)
{
	if (e->n >> BLOCK_SHIFT == e->nblocks) {
		MEM_ROOM(e->block, e->nblocks, e->cap);
		e->block[e->nblocks++] = mem_resize(NULL, BLOCK_EVENTS * e->stride);
	}
	char *at = place_of(e, e->n++);
	memcpy(at, &time, sizeof time);
	memcpy(at + 8, &turn, sizeof turn);
	memcpy(at + 12, &lead->newest, sizeof lead->newest);
	lead->newest = e->n;
	if (!lead->oldest)
		lead->oldest = e->n;
	return at + EVENT_HEAD;
}

static bool is_before(const struct kept_event *a, const struct kept_event *b)
{
	return a->time != b->time ? a->time < b->time : a->turn < b->turn;
}

static int by_place(const void *a, const void *b)
{
	return is_before(a, b) ? -1 : is_before(b, a);
}

void events_of(const struct events *e, const struct events_state *lead, struct event_list *out)
{
	bool sorted = true;

	out->n = 0;
	for (uint32_t number = lead->newest; number;) {
		const char *at = place_of(e, number - 1);
		MEM_ROOM(out->at, out->n, out->cap);
		struct kept_event *one = &out->at[out->n++];
		memcpy(&one->time, at, sizeof one->time);
		memcpy(&one->turn, at + 8, sizeof one->turn);
		memcpy(&number, at + 12, sizeof number);
		one->value = at + EVENT_HEAD;
	}
	for (size_t i = 0, n = out->n; i < n / 2; i++) {
		struct kept_event swap = out->at[i];
		out->at[i] = out->at[n - 1 - i];
		out->at[n - 1 - i] = swap;
	}
	for (size_t i = 1; i < out->n && sorted; i++)
		sorted = is_before(&out->at[i - 1], &out->at[i]);
	if (!sorted)
		qsort(out->at, out->n, sizeof *out->at, by_place);
}

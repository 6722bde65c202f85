/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows on their way into the join: each thread keeps its own as slips (same_internal.h), with what their keys
 * are. A thread gets its batches in the order of the input, so merging is putting two ascending lists in
 * order.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "same/same_internal.h"
#include "table/batch.h"

enum { PAD_BYTES = 1 << 20 };

struct pad {
	struct pad *next;
	size_t used, size;
	_Alignas(max_align_t) char at[];
};

static void *count_new(const void *plan)
{
	struct same_count *c = mem_new(sizeof *c);

	c->plan = plan;
	c->found = (struct sameness){ .plan = plan, .count = c };
	if (!plan)
		return c;
	c->found.nvague = c->plan->nkeys;
	c->found.vague = mem_new((c->found.nvague + 1) * sizeof *c->found.vague);
	for (size_t i = 0; i < c->found.nvague; i++)
		c->found.vague[i].key = c->plan->key[i].which;
	return c;
}

static void count_free(void *self)
{
	struct same_count *c = self;

	look_free(c->look);
	while (c->pad) {
		struct pad *next = c->pad->next;
		free(c->pad);
		c->pad = next;
	}
	free(c->slip);
	free(c->found.row);
	free(c->found.first);
	free(c->found.size);
	free(c->found.spared);
	free(c->found.vague);
	free(c->id);
	read_release(&c->read);
	buf_release(&c->text);
	arena_release(&c->arena);
	free(c);
}

/* ---- rows ---- */

static void *pad_room(struct same_count *c, size_t bytes)
{
	const size_t align = _Alignof(struct slip);
	size_t need = (bytes + align - 1) & ~(align - 1);

	if (!c->pad || c->pad->size - c->pad->used < need) {
		size_t size = need > PAD_BYTES ? need : PAD_BYTES;
		struct pad *pad = mem_resize(NULL, sizeof *pad + size);
		pad->next = c->pad;
		pad->size = size;
		pad->used = 0;
		c->pad = pad;
	}
	void *room = c->pad->at + c->pad->used;
	c->pad->used += need;
	return room;
}

static uint16_t system_of(const struct same_plan *p, const char *file)
{
	for (size_t i = 0; i < p->files; i++)
		if (p->file[i] == file || strcmp(p->file[i], file) == 0)
			return (uint16_t)i;
	return 0;
}

/* Newlines are counted on from the row before. */
static void find_line(struct same_count *c, const struct record *r)
{
	const struct batch *b = r->batch;
	struct lines_at *l = &c->lines;
	uint32_t start = b->marks.start[r->index];

	if (!l->known || l->ticket != b->ticket || l->at > start)
		*l = (struct lines_at){ .ticket = b->ticket,
					.line = b->first_line,
					.known = true,
					.system = system_of(c->plan, b->file) };
	l->line += count_newlines(b->buf + l->at, start - l->at);
	l->at = start;
}

static char *put(char *to, const void *from, size_t n)
{
	if (n)
		memcpy(to, from, n);
	return to + n;
}

/* What the row of a run says is read. */
static void keep_row(struct same_count *c, const struct record *r, size_t row)
{
	const struct same_plan *p = c->plan;
	const struct str name = read_name(&c->read, row);
	const size_t nhashes = slip_hashes(p), kept = p->keeps_apart ? p->nkeys : 0;
	size_t bytes = nhashes * sizeof(struct hash_pair) + sizeof(struct slip) + name.n + r->n;

	for (size_t i = 0; i < kept; i++)
		bytes += sizeof(uint32_t) + read_key(&c->read, p, row, i).n;
	find_line(c, r);
	struct slip slip = { .line = c->lines.line,
			     .row = (uint32_t)(r->batch->first_row + r->index),
			     .bytes = (uint32_t)r->n,
			     .name = (uint32_t)name.n,
			     .system = c->lines.system };
	char *to = put(pad_room(c, bytes), &c->read.hash[row * nhashes], nhashes * sizeof(struct hash_pair));
	MEM_ROOM(c->slip, c->n, c->cap);
	c->slip[c->n++] = (void *)to;
	to = put(put(put(to, &slip, sizeof slip), name.p, name.n), r->p, r->n);
	for (size_t i = 0; i < kept; i++) {
		struct str key = read_key(&c->read, p, row, i);
		uint32_t n = (uint32_t)key.n;
		to = put(put(to, &n, sizeof n), key.p, key.n);
	}
}

static void count_rows(void *self, struct rows *lane, struct asked leads)
{
	struct same_count *c = self;
	const struct batch *b = lane->batch;

	if (b->first_row + lane->first + leads.row[leads.n - 1] >= UINT32_MAX) {
		frame_fail(rows_at(lane, leads.row[leads.n - 1]),
			   "%u rows can be compared at most; split the input", UINT32_MAX - 1);
		return;
	}
	read_rows(&c->read, c->plan, lane, leads, c->found.vague);
	for (size_t i = 0; i < leads.n; i++)
		keep_row(c, rows_at(lane, leads.row[i])->record, leads.row[i]);
	if (!c->file) {
		c->file = b->file;
		c->dialect = b->dialect;
	}
}

static void count_merge(void *into, void *from)
{
	struct same_count *a = into, *b = from;
	struct pad **last = &a->pad;
	size_t i = a->n, k = b->n;

	while (*last)
		last = &(*last)->next;
	*last = b->pad;
	b->pad = NULL;
	if (!a->file) {
		a->file = b->file;
		a->dialect = b->dialect;
	}
	for (size_t v = 0; v < a->found.nvague; v++)
		a->found.vague[v].part += b->found.vague[v].part;
	if (a->cap < a->n + b->n)
		a->slip = mem_resize_array(a->slip, mem_grown(&a->cap, a->n + b->n), sizeof *a->slip);
	for (a->n += b->n; k;) {
		bool later = i && a->slip[i - 1]->row > b->slip[k - 1]->row;
		struct slip *slip = later ? a->slip[--i] : b->slip[--k];
		a->slip[i + k] = slip;
	}
}

static void count_settle(void *self)
{
	struct same_count *c = self;

	if (!c->plan)
		return;
	same_read_ids(c);
	same_join(c);
}

const struct counter_kind same_counter = {
	.name = "same lead",
	.new = count_new,
	.free = count_free,
	.count = count_rows,
	.merge = count_merge,
	.settle = count_settle,
};

const struct sameness *same_found(const void *counter)
{
	const struct same_count *c = counter;

	return &c->found;
}

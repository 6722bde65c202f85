/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows on their way into the join: each thread keeps its own as slips (same_internal.h), with what their keys
 * are. A thread gets its batches in the order of the input, so merging is putting two ascending lists in
 * order.
 */
#include <stdlib.h>

#include "base/casefold.h"
#include "base/mem.h"
#include "lead/alike.h"
#include "same/same_internal.h"
#include "table/batch.h"

enum { PAD_BYTES = 1 << 20 };

static const char between_parts = '\x1f'; /* which no key holds */

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
	buf_release(&c->name);
	buf_release(&c->text);
	buf_release(&c->key);
	buf_release(&c->keys);
	buf_release(&c->plain);
	buf_release(&c->hashes);
	arena_release(&c->arena);
	free(c);
}

/* ---- keys ---- */

static struct hash_pair hash_of(struct str key, bool nobody)
{
	struct hash_pair h = hash_pair(key);

	h.low = (h.low & ~UINT64_C(1)) | nobody;
	if (hash_missing(h))
		h.high = 1;
	return h;
}

/* c->key becomes what the other parts than the name are, and c->plain what names nobody among them. */
static enum alike read_parts(struct same_count *c, const struct bound_key *k, struct frame *f)
{
	enum alike whole = ALIKE_GOOD;

	buf_clear(&c->key);
	buf_clear(&c->plain);
	if (k->named && !c->name.n)
		return ALIKE_MISSING;
	for (size_t i = 0; i < k->nparts; i++) {
		const struct bound_part *part = &k->part[i];
		if (part->said->of == SAME_NAME)
			continue;
		struct str said = part_said(c->plan, part, f, &c->text);
		if (!said.p)
			return ALIKE_MISSING;
		if (c->key.n)
			buf_char(&c->key, between_parts);
		size_t from = c->key.n;
		enum alike alike = part_alike(c->plan, part, f, said, &c->key);
		if (alike == ALIKE_MISSING || (alike == ALIKE_GOOD && c->key.n == from))
			return ALIKE_MISSING;
		if (alike == ALIKE_GOOD)
			continue;
		whole = alike;
		if (c->plain.n)
			buf_char(&c->plain, between_parts);
		fold_append(&c->plain, part_seen(part, said));
	}
	return whole;
}

/* For the order of values: the parts in the order of the agreement, the name too. */
static void keep_key(struct same_count *c, const struct bound_key *k, bool good)
{
	struct str rest = buf_view(&c->key);
	uint32_t n = 0;
	size_t from = c->keys.n;

	buf_add(&c->keys, (const char *)&n, sizeof n);
	for (size_t i = 0; i < k->nparts && good; i++) {
		if (i)
			buf_char(&c->keys, between_parts);
		if (k->part[i].said->of == SAME_NAME) {
			buf_str(&c->keys, buf_view(&c->name));
			continue;
		}
		const char *end = rest.n ? memchr(rest.p, between_parts, rest.n) : NULL;
		size_t part = end ? (size_t)(end - rest.p) : rest.n;
		buf_add(&c->keys, rest.p, part);
		rest = str_slice(rest, end ? part + 1 : rest.n, rest.n);
	}
	n = (uint32_t)(c->keys.n - from - sizeof n);
	memcpy(c->keys.p + from, &n, sizeof n);
}

static void read_keys(struct same_count *c, struct frame *f, struct hash_pair *hash)
{
	const struct same_plan *p = c->plan;

	buf_clear(&c->keys);
	for (size_t i = 0; i < p->nkeys; i++) {
		enum alike alike = read_parts(c, &p->key[i], f);
		if (p->key[i].named && alike != ALIKE_MISSING && name_is_part(buf_view(&c->name))) {
			c->found.vague[i].part += alike == ALIKE_GOOD;
			alike = ALIKE_MISSING;
		}
		hash[i] = alike == ALIKE_GOOD	  ? hash_of(buf_view(&c->key), false)
			  : alike == ALIKE_NOBODY ? hash_of(buf_view(&c->plain), true)
						  : (struct hash_pair){ 0 };
		if (p->keeps_apart)
			keep_key(c, &p->key[i], alike == ALIKE_GOOD);
	}
	for (size_t i = 0; i < p->napart; i++) {
		struct str said = code_text(p->apart[i], f);
		buf_clear(&c->text);
		fold_key_append(&c->text, said);
		hash[p->nkeys + i] = c->text.n ? hash_of(buf_view(&c->text), false) : (struct hash_pair){ 0 };
	}
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

static void keep_row(struct same_count *c, struct frame *f)
{
	const struct same_plan *p = c->plan;
	const struct record *r = f->record;
	uint64_t row = r->batch->first_row + r->index;
	size_t hashes = slip_hashes(p) * sizeof(struct hash_pair);
	struct hash_pair *hash;

	if (row >= UINT32_MAX) {
		frame_fail(f, "%u rows can be compared at most; split the input", UINT32_MAX - 1);
		return;
	}
	buf_clear(&c->name);
	name_said(p, f, &c->text);
	if (c->text.n && alike_name(&c->name, buf_view(&c->text)) != ALIKE_GOOD)
		buf_clear(&c->name);
	buf_clear(&c->hashes);
	hash = (void *)buf_room(&c->hashes, hashes);
	read_keys(c, f, hash);
	find_line(c, r);
	char *to = pad_room(c, sizeof(struct slip) + hashes + c->name.n + r->n + c->keys.n);
	struct slip slip = { .line = c->lines.line,
			     .row = (uint32_t)row,
			     .bytes = (uint32_t)r->n,
			     .name = (uint32_t)c->name.n,
			     .system = c->lines.system };
	struct str piece[] = { { (const char *)hash, hashes },
			       { (const char *)&slip, sizeof slip },
			       buf_view(&c->name),
			       { r->p, r->n },
			       buf_view(&c->keys) };
	MEM_ROOM(c->slip, c->n, c->cap);
	c->slip[c->n++] = (void *)(to + hashes);
	for (size_t i = 0; i < sizeof piece / sizeof *piece; to += piece[i++].n)
		if (piece[i].n)
			memcpy(to, piece[i].p, piece[i].n);
	if (!c->file) {
		c->file = r->batch->file;
		c->dialect = r->batch->dialect;
	}
}

static void count_rows(void *self, struct rows *lane, struct asked leads)
{
	for (size_t i = 0; i < leads.n; i++)
		keep_row(self, rows_at(lane, leads.row[i]));
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

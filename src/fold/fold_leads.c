/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads and their states: see fold_leads.h. */
#include "fold/fold_leads.h"

#include <stdlib.h>

#include "base/id.h"
#include "base/mem.h"
#include "base/word.h"
#include "fold/fold_run.h"

enum {
	BLOCK_SHIFT = 9,
	BLOCK_LEADS = 1 << BLOCK_SHIFT,
	FIRST_SLOTS = 64,
	TOGETHER = 64,
	CACHE_LINE = 64,
	REGION_MOST = 16 << 20
};

/* ---- memory ---- */

/* Leads are gone through at random, so those of all shards stand together in regions that are large enough
 * for large pages. A region is as large as all before it, so that few leads take little. */
static char *block_new(struct regions *r, size_t bytes)
{
	pthread_mutex_lock(&r->lock);
	if (r->left < bytes) {
		size_t size = r->bytes < REGION_MOST ? r->bytes : REGION_MOST;
		size = size < bytes ? bytes : size;
		MEM_ROOM(r->at, r->n, r->cap);
		r->at[r->n] = mem_new(size + CACHE_LINE);
		r->next = r->at[r->n] + (-(uintptr_t)r->at[r->n] & (CACHE_LINE - 1));
		r->n++;
		r->bytes += size;
		r->left = size;
	}
	char *block = r->next;
	r->next += bytes;
	r->left -= bytes;
	pthread_mutex_unlock(&r->lock);
	return block;
}

static void regions_release(struct regions *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->at[i]);
	free(r->at);
	pthread_mutex_destroy(&r->lock);
}

/* ---- shards ---- */

struct folding *leads_new(const struct fold_plan *p, size_t shards)
{
	struct folding *f = mem_new(sizeof *f);

	f->lead = p->lead;
	f->nshards = shards;
	pthread_mutex_init(&f->regions.lock, NULL);
	for (size_t i = 0; i < shards; i++) {
		struct shard *s = &f->shard[i];
		pthread_mutex_init(&s->lock, NULL);
		s->texts = mem_new(p->ntexts * sizeof *s->texts);
		s->events = mem_new(p->nevents * sizeof *s->events);
		for (size_t k = 0; k < p->nslots; k++)
			if (p->slot[k].kind >= SLOT_EVENTS)
				s->events[p->slot[k].events].stride = p->slot[k].stride;
	}
	return f;
}

static void shard_release(const struct fold_plan *p, struct shard *s)
{
	for (size_t k = 0; k < p->ntexts; k++)
		texts_release(&s->texts[k]);
	for (size_t k = 0; k < p->nevents; k++)
		events_release(&s->events[k]);
	free(s->texts);
	free(s->events);
	free(s->block);
	free(s->slot);
	arena_release(&s->keys);
	pthread_mutex_destroy(&s->lock);
}

void leads_free(const struct fold_plan *p, struct folding *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->nshards; i++)
		shard_release(p, &f->shard[i]);
	regions_release(&f->regions);
	free(f);
}

static inline struct lead_head *at_place(const struct shard *s, size_t bytes, size_t place)
{
	char *block = s->block[place >> BLOCK_SHIFT];

	return (struct lead_head *)(void *)(block + (place & (BLOCK_LEADS - 1)) * bytes);
}

struct lead_head *lead_at(const struct folding *f, const struct shard *s, size_t place)
{
	return at_place(s, f->lead, place);
}

/* ---- finding ---- */

static uint32_t mark_of(uint64_t hash)
{
	return (uint32_t)(hash >> 16);
}

static void more_slots(struct shard *s)
{
	size_t cap = s->cap ? 2 * s->cap : FIRST_SLOTS;
	struct lead_slot *slot = mem_new(cap * sizeof *slot);

	/* Marks are parts of hashes, too: as long as there are fewer slots than marks, they say where one
	 * goes. */
	for (size_t i = 0; i < s->cap; i++) {
		if (!s->slot[i].lead)
			continue;
		size_t at = s->slot[i].mark & (cap - 1);
		while (slot[at].lead)
			at = (at + 1) & (cap - 1);
		slot[at] = s->slot[i];
	}
	free(s->slot);
	s->slot = slot;
	s->cap = cap;
}

static struct lead_head *new_lead(const struct fold_plan *p, struct shard *s, struct str key)
{
	if (s->n >> BLOCK_SHIFT == s->nblocks) {
		MEM_ROOM(s->block, s->nblocks, s->blocks_cap);
		s->block[s->nblocks++] = block_new(&p->folding->regions, BLOCK_LEADS * p->lead);
	}
	struct lead_head *l = at_place(s, p->lead, s->n++);
	memcpy(l, p->fresh, p->lead);
	l->row = UINT32_MAX;
	l->key_bytes = (uint32_t)key.n;
	const char *longer = key.n > KEY_INSIDE ? arena_copy(&s->keys, key).p : NULL;
	if (longer)
		memcpy(l->key, &longer, sizeof longer);
	else if (key.n)
		memcpy(l->key, key.p, key.n);
	return l;
}

/* The first slot with the mark, or the free one that says there is none. */
static inline size_t marked_slot(const struct shard *s, uint32_t mark, size_t at)
{
	at &= s->cap - 1;
	while (s->slot[at].lead && s->slot[at].mark != mark)
		at = (at + 1) & (s->cap - 1);
	return at;
}

/* Most keys are ids of 8 to 20 bytes, which three words cover. */
static inline bool has_key(const struct lead_head *l, struct str key)
{
	if (l->key_bytes != key.n)
		return false;
	if (key.n < 8 || key.n > KEY_INSIDE)
		return str_eq(lead_key(l), key);
	size_t last = key.n - 8, middle = last < 8 ? last : 8;
	return !((word_load(l->key) ^ word_load(key.p)) |
		 (word_load(l->key + middle) ^ word_load(key.p + middle)) |
		 (word_load(l->key + last) ^ word_load(key.p + last)));
}

/* The same lead by an id that is written otherwise. */
static bool has_respelled(const struct lead_head *l, struct str key)
{
	return (key.n == ID_SHORT || key.n == ID_LONG || key.n == ID_UUID) && id_same(lead_key(l), key);
}

/* There is room for one more. */
static struct lead_head *find_lead(const struct fold_plan *p, struct shard *s, uint32_t mark, struct str key)
{
	size_t at = marked_slot(s, mark, mark);

	for (; s->slot[at].lead; at = marked_slot(s, mark, at + 1)) {
		struct lead_head *l = at_place(s, p->lead, s->slot[at].lead - 1);
		if (has_key(l, key) || has_respelled(l, key))
			return l;
	}
	s->slot[at] = (struct lead_slot){ mark, (uint32_t)s->n + 1 };
	return new_lead(p, s, key);
}

/* ---- finding many ---- */

/* The lead whose mark stands in the first slot that has the mark, which nearly always is the one that is
 * sought, on its way into the cache; NULL: there is none. */
static inline struct lead_head *fetch_lead(const struct shard *s, size_t bytes, uint32_t mark)
{
	uint32_t lead = s->slot[marked_slot(s, mark, mark)].lead;
	struct lead_head *l = lead ? at_place(s, bytes, lead - 1) : NULL;

	for (size_t k = 0; lead && k < bytes; k += CACHE_LINE)
		__builtin_prefetch((const char *)l + k);
	return l;
}

/* A lead is called as in its first row, whichever thread had that. */
static void call_lead(struct shard *s, struct lead_head *l, struct str key)
{
	if (has_key(l, key))
		return;
	const char *longer = key.n > KEY_INSIDE ? arena_copy(&s->keys, key).p : NULL;
	l->key_bytes = (uint32_t)key.n;
	if (longer)
		memcpy(l->key, &longer, sizeof longer);
	else
		memcpy(l->key, key.p, key.n);
}

/* Of rows whose memory is on its way at once. There is room for as many leads more. */
static void find_together(const struct fold_plan *p, struct shard *s, const struct fold_run *run,
			  struct asked rows)
{
	struct lead_head **lead = run->lead;
	const uint64_t *hash = run->hash;

	for (size_t i = 0; i < rows.n; i++)
		__builtin_prefetch(&s->slot[mark_of(hash[rows.row[i]]) & (s->cap - 1)]);
	for (size_t i = 0; i < rows.n; i++)
		lead[rows.row[i]] = fetch_lead(s, p->lead, mark_of(hash[rows.row[i]]));
	for (size_t i = 0; i < rows.n; i++) {
		size_t row = rows.row[i];
		uint32_t place = (uint32_t)run_place(run, row);
		if (!lead[row] || !has_key(lead[row], run->key[row]))
			lead[row] = find_lead(p, s, mark_of(hash[row]), run->key[row]);
		if (place >= lead[row]->row)
			continue;
		call_lead(s, lead[row], run->key[row]);
		lead[row]->row = place;
	}
}

void leads_find(const struct fold_plan *p, struct shard *s, const struct fold_run *run, struct asked rows)
{
	while (4 * (s->n + rows.n) > 3 * s->cap)
		more_slots(s);
	for (size_t i = 0; i < rows.n; i += TOGETHER) {
		size_t n = rows.n - i < TOGETHER ? rows.n - i : TOGETHER;
		find_together(p, s, run, (struct asked){ rows.row + i, n });
	}
}

struct lead_head *leads_next(const struct fold_plan *p, struct shard *s, struct str key, int64_t row)
{
	for (size_t i = 0; i < p->ntexts; i++)
		if (s->texts[i].bytes > 1 << 20)
			texts_release(&s->texts[i]);
	for (size_t i = 0; i < p->nevents; i++)
		s->events[i].n = 0;
	if (s->keys.block)
		arena_release(&s->keys);
	s->n = 0;
	struct lead_head *l = new_lead(p, s, key);
	l->row = (uint32_t)row;
	return l;
}

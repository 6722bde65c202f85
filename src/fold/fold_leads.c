/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads and their states: see fold_leads.h. */
#include "fold/fold_leads.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

enum {
	BLOCK_SHIFT = 9,
	BLOCK_LEADS = 1 << BLOCK_SHIFT,
	AHEAD = 64, /* rows whose memory is fetched before they are taken */
	FIRST_SLOTS = 64
};

struct folding *leads_new(const struct fold_plan *p, size_t shards)
{
	struct folding *f = mem_new(sizeof *f);

	f->lead_bytes = sizeof(struct lead_head) + p->state;
	f->nshards = shards;
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

void leads_free(const struct fold_plan *p, struct folding *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->nshards; i++) {
		struct shard *s = &f->shard[i];
		pthread_mutex_destroy(&s->lock);
		for (size_t k = 0; k < p->ntexts; k++)
			texts_release(&s->texts[k]);
		for (size_t k = 0; k < p->nevents; k++)
			events_release(&s->events[k]);
		for (size_t k = 0; k < s->nblocks; k++)
			free(s->block[k]);
		free(s->texts);
		free(s->events);
		free(s->block);
		free(s->slot);
		arena_release(&s->keys);
	}
	free(f);
}

static inline struct lead_head *at_place(const struct shard *s, size_t bytes, size_t place)
{
	return (struct lead_head *)(void *)(s->block[place >> BLOCK_SHIFT] +
					    (place & (BLOCK_LEADS - 1)) * bytes);
}

struct lead_head *lead_at(const struct folding *f, const struct shard *s, size_t place)
{
	return at_place(s, f->lead_bytes, place);
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

	/* Marks are parts of hashes, too: as long as there are fewer slots than marks, they say where one goes. */
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

static struct lead_head *new_lead(const struct fold_plan *p, struct shard *s, size_t bytes, struct str key)
{
	if (s->n >> BLOCK_SHIFT == s->nblocks) {
		MEM_ROOM(s->block, s->nblocks, s->blocks_cap);
		s->block[s->nblocks++] = mem_resize_array(NULL, BLOCK_LEADS, bytes);
	}
	struct lead_head *l = at_place(s, bytes, s->n++);
	*l = (struct lead_head){ .row = INT64_MAX, .key_bytes = (uint32_t)key.n };
	if (key.n > LEAD_INSIDE)
		l->key.p = arena_copy(&s->keys, key).p;
	else
		memcpy(l->key.inside, key.p, key.n);
	memcpy(lead_state(l), p->fresh, p->state);
	return l;
}

static struct lead_head *find_lead(const struct fold_plan *p, struct shard *s, size_t bytes, uint64_t hash,
				   struct str key)
{
	if (4 * (s->n + 1) > 3 * s->cap)
		more_slots(s);
	uint32_t mark = mark_of(hash);
	size_t at = mark & (s->cap - 1);
	for (; s->slot[at].lead; at = (at + 1) & (s->cap - 1)) {
		struct lead_head *l = at_place(s, bytes, s->slot[at].lead - 1);
		if (s->slot[at].mark == mark && str_eq(lead_key(l), key))
			return l;
	}
	s->slot[at] = (struct lead_slot){ mark, (uint32_t)s->n + 1 };
	return new_lead(p, s, bytes, key);
}

/* ---- taking rows ---- */

/* What is read of a staged row, value after value. */
struct reading {
	const char *p;
	int64_t time;
	uint32_t turn;
};

static void take(struct reading *r, void *out, size_t n)
{
	memcpy(out, r->p, n);
	r->p += n;
}

static uint32_t take_text(struct reading *r, struct texts *t, uint32_t likely)
{
	uint32_t n;

	take(r, &n, sizeof n);
	if (n == UINT32_MAX)
		return 0;
	struct str text = { r->p, n };
	r->p += n;
	return texts_number(t, text, likely);
}

/* A value into the bytes that keep it. */
static void take_value(struct reading *r, struct shard *s, const struct slot_value *v, char *to)
{
	if (v->form == VALUE_TEXT) {
		uint32_t number = take_text(r, &s->texts[v->texts], 0);
		memcpy(to, &number, sizeof number);
	} else {
		take(r, to, value_bytes[v->form]);
	}
}

static void take_place(struct reading *r, struct shard *s, const struct fold_slot *slot, struct place_state *at)
{
	bool last = slot->kind == SLOT_LAST;
	/* One without a time is behind all others, but of those kept of a lead it gives way to them. */
	int64_t time = r->time != INSTANT_NONE ? r->time : last ? INSTANT_NONE + 1 : INT64_MAX;
	bool later = time != at->time ? time > at->time : r->turn > at->turn;
	bool wins = at->time == INSTANT_NONE || later == last;
	uint64_t word = 0;

	if (!wins) {
		uint32_t n = 0;
		if (slot->value.form == VALUE_TEXT) {
			take(r, &n, sizeof n);
			n = n == UINT32_MAX ? 0 : n;
		}
		r->p += slot->value.form == VALUE_TEXT ? n : value_bytes[slot->value.form];
		return;
	}
	at->time = time;
	at->turn = r->turn;
	if (slot->value.form == VALUE_TEXT)
		at->text = take_text(r, &s->texts[slot->value.texts], at->text);
	else if (slot->value.form == VALUE_WORD) {
		take(r, &word, sizeof word);
		memcpy(at + 1, &word, sizeof word);
	}
}

static void take_extreme(struct reading *r, const struct fold_slot *slot, char *at)
{
	bool most = slot->kind == SLOT_MOST;
	union value now, new;

	memcpy(&now, at, sizeof(uint64_t));
	if (slot->value.form == VALUE_NONE)
		new.time = r->time;
	else
		take(r, &new, sizeof(uint64_t));
	if (slot->value.type == TYPE_NUMBER) {
		if (isnan(new.number) || !(isnan(now.number) || (most ? new.number > now.number
								       : new.number < now.number)))
			return;
	} else if (new.time == INSTANT_NONE ||
		   !(now.time == INSTANT_NONE || (most ? new.time > now.time : new.time < now.time))) {
		return;
	}
	memcpy(at, &new, sizeof(uint64_t));
}

static void take_sum(struct reading *r, struct sum_state *at)
{
	__int128 money;

	take(r, &money, sizeof money);
	if (money == MONEY_NONE)
		return;
	at->money += money;
	at->n++;
}

/* A word that a lead has had at an earlier time, in rows that come in their order, adds nothing. */
static void take_word(struct reading *r, struct shard *s, const struct fold_slot *slot, struct words_state *at)
{
	uint32_t number = take_text(r, &s->texts[slot->value.texts], 0);
	uint64_t bit = number < 64 ? UINT64_C(1) << number : 0;
	int64_t time = r->time != INSTANT_NONE ? r->time : INT64_MAX;

	if (!number || (at->seen & bit && time > at->latest))
		return;
	if (time > at->latest)
		at->latest = time;
	at->seen |= bit;
	char *to = events_add(&s->events[slot->events], &at->events, time, r->turn);
	memcpy(to, &number, sizeof number);
}

static void take_slot(const struct fold_plan *p, struct shard *s, struct lead_head *l, struct reading *r)
{
	uint16_t which;

	take(r, &which, sizeof which);
	const struct fold_slot *slot = &p->slot[which];
	char *at = lead_state(l) + slot->offset;
	switch (slot->kind) {
	case SLOT_FIRST:
	case SLOT_LAST:
		take_place(r, s, slot, (struct place_state *)(void *)at);
		return;
	case SLOT_COUNT:
		++*(uint64_t *)(void *)at;
		return;
	case SLOT_SUM:
		take_sum(r, (struct sum_state *)(void *)at);
		return;
	case SLOT_LEAST:
	case SLOT_MOST:
		take_extreme(r, slot, at);
		return;
	case SLOT_WORDS:
		take_word(r, s, slot, (struct words_state *)(void *)at);
		return;
	case SLOT_EVENTS:
		at = events_add(&s->events[slot->events], (struct events_state *)(void *)at, r->time, r->turn);
		take_value(r, s, &slot->value, at);
		take_value(r, s, &slot->other, at + value_bytes[slot->value.form]);
	}
}

/* Of texts that are kept one for each lead, only those are kept that some lead still has. */
static void sweep(struct shard *s, size_t bytes, const struct fold_slot *slot)
{
	struct texts *old = &s->texts[slot->value.texts], new = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		char *at = lead_state(at_place(s, bytes, i)) + slot->offset;
		struct place_state *place = (struct place_state *)(void *)at;
		place->text = texts_number(&new, texts_get(old, place->text), 0);
	}
	new.kept = new.bytes;
	texts_release(old);
	*old = new;
}

static struct staged head_of(const char *row)
{
	struct staged h;

	memcpy(&h, row, sizeof h);
	return h;
}

void leads_add(const struct fold_plan *p, struct shard *s, struct str rows)
{
	size_t bytes = sizeof(struct lead_head) + p->state;
	const char *end = rows.p + rows.n, *fetched = rows.p;
	size_t ahead = 0;

	pthread_mutex_lock(&s->lock);
	for (const char *at = rows.p; at < end; ahead--) {
		for (; ahead < AHEAD && fetched < end; ahead++) {
			struct staged next = head_of(fetched);
			if (s->cap)
				__builtin_prefetch(&s->slot[mark_of(next.hash) & (s->cap - 1)]);
			fetched += next.bytes;
		}
		struct staged h = head_of(at);
		const char *next = at + h.bytes;
		if (next < end) { /* its slot has been fetched by now */
			struct staged n = head_of(next);
			const struct lead_slot *slot =
				s->cap ? &s->slot[mark_of(n.hash) & (s->cap - 1)] : NULL;
			if (slot && slot->lead)
				__builtin_prefetch(at_place(s, bytes, slot->lead - 1));
		}
		struct str key = { at + sizeof h, h.key_bytes };
		struct lead_head *l = find_lead(p, s, bytes, h.hash, key);
		uint64_t turn = p->fold->newest_first ? UINT32_MAX - (uint64_t)h.row : (uint64_t)h.row;
		struct reading r = { key.p + key.n, h.time, (uint32_t)turn };
		if (h.row < l->row)
			l->row = h.row;
		while (r.p < next)
			take_slot(p, s, l, &r);
		at = next;
	}
	for (size_t i = 0; i < p->nslots; i++)
		if (p->slot[i].kind <= SLOT_LAST && p->slot[i].value.form == VALUE_TEXT &&
		    texts_crowded(&s->texts[p->slot[i].value.texts]))
			sweep(s, bytes, &p->slot[i]);
	pthread_mutex_unlock(&s->lock);
}

void leads_next(const struct fold_plan *p, struct shard *s)
{
	for (size_t i = 0; i < p->ntexts; i++)
		if (s->texts[i].bytes > 1 << 20)
			texts_release(&s->texts[i]);
	for (size_t i = 0; i < p->nevents; i++)
		s->events[i].n = 0;
	arena_release(&s->keys);
	memset(s->slot, 0, s->cap * sizeof *s->slot);
	s->n = 0;
}

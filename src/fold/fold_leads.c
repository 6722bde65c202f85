/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads and their states: see fold_leads.h. */
#include "fold/fold_leads.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/word.h"
#include "fold/fold_run.h"

enum {
	BLOCK_SHIFT = 9,
	BLOCK_LEADS = 1 << BLOCK_SHIFT,
	FIRST_SLOTS = 64,
	TOGETHER = 16,
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

void shard_clear(const struct fold_plan *p, struct shard *s)
{
	for (size_t k = 0; k < p->ntexts; k++)
		texts_release(&s->texts[k]);
	for (size_t k = 0; k < p->nevents; k++)
		events_release(&s->events[k]);
	free(s->block);
	free(s->slot);
	arena_release(&s->keys);
	s->block = NULL;
	s->slot = NULL;
	s->n = s->nblocks = s->blocks_cap = s->cap = 0;
}

void leads_free(const struct fold_plan *p, struct folding *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->nshards; i++) {
		struct shard *s = &f->shard[i];
		pthread_mutex_destroy(&s->lock);
		shard_clear(p, s);
		free(s->texts);
		free(s->events);
		buf_release(&s->rows);
	}
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

static struct lead_head *new_lead(const struct fold_plan *p, struct shard *s, size_t bytes, struct str key)
{
	if (s->n >> BLOCK_SHIFT == s->nblocks) {
		MEM_ROOM(s->block, s->nblocks, s->blocks_cap);
		s->block[s->nblocks++] = block_new(&p->folding->regions, BLOCK_LEADS * bytes);
	}
	struct lead_head *l = at_place(s, bytes, s->n++);
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

/* There is room for one more. `at`: a slot as marked_slot gives it. */
static inline struct lead_head *find_lead(const struct fold_plan *p, struct shard *s, size_t bytes,
					  uint32_t mark, size_t at, struct str key)
{
	for (at = marked_slot(s, mark, at); s->slot[at].lead; at = marked_slot(s, mark, at + 1)) {
		struct lead_head *l = at_place(s, bytes, s->slot[at].lead - 1);
		if (has_key(l, key))
			return l;
	}
	s->slot[at] = (struct lead_slot){ mark, (uint32_t)s->n + 1 };
	return new_lead(p, s, bytes, key);
}

/* ---- taking rows ---- */

/* One without a time is behind all others, but of those kept of a lead it gives way to them. */
static int64_t time_or_last(struct turn at, bool last)
{
	return at.time != INSTANT_NONE ? at.time : last ? INSTANT_NONE + 1 : INT64_MAX;
}

static inline char *state_of(const struct fold_slot *slot, const struct lead_head *l)
{
	return (char *)l + slot->offset;
}

static bool is_later(int64_t time, uint32_t turn, const struct place_state *than)
{
	return time != than->time ? time > than->time : turn > than->turn;
}

/* Of the first few: does the row come before the one in place i, or is there none? */
static bool is_before_nth(const struct fold_slot *slot, const char *state, size_t i, struct turn at)
{
	int64_t time;

	memcpy(&time, state + i * slot->stride, sizeof time);
	if (time == INSTANT_NONE || time != at.time || slot->value.form == VALUE_NONE)
		return time == INSTANT_NONE || at.time < time;
	return at.turn < ((const struct place_state *)(const void *)(state + i * slot->stride))->turn;
}

static inline bool slot_wants(const struct fold_slot *slot, const struct lead_head *l, struct turn at)
{
	char *state = state_of(slot, l);
	const struct place_state *place = (const void *)state;
	bool last = slot->kind == SLOT_LAST;

	if (slot->kind == SLOT_NTH)
		return is_before_nth(slot, state, slot->nth - 1, at);
	if (slot->kind > SLOT_LAST || place->time == INSTANT_NONE)
		return true;
	return is_later(time_or_last(at, last), at.turn, place) == last;
}

static void keep_value(const struct fold_slot *slot, struct shard *s, struct place_state *place,
		       const struct given *value)
{
	if (slot->value.form == VALUE_TEXT)
		place->text = texts_number(&s->texts[slot->value.texts], value->text, place->text);
	else if (slot->value.form == VALUE_WORD)
		memcpy(place + 1, &value->word, sizeof value->word);
}

static void take_place(const struct fold_slot *slot, struct shard *s, struct place_state *place,
		       struct turn at, const struct given *value)
{
	place->time = time_or_last(at, slot->kind == SLOT_LAST);
	place->turn = at.turn;
	keep_value(slot, s, place, value);
}

/* The first few, in their order. */
static void take_nth(const struct fold_slot *slot, struct shard *s, char *state, struct turn at,
		     const struct given *value)
{
	size_t i = slot->nth - 1;

	for (; i && is_before_nth(slot, state, i - 1, at); i--)
		memcpy(state + i * slot->stride, state + (i - 1) * slot->stride, slot->stride);
	state += i * slot->stride;
	if (slot->value.form == VALUE_NONE) {
		memcpy(state, &at.time, sizeof at.time);
		return;
	}
	struct place_state *place = (struct place_state *)(void *)state;
	*place = (struct place_state){ .time = at.time, .turn = at.turn };
	keep_value(slot, s, place, value);
}

static void take_extreme(const struct fold_slot *slot, char *state, struct turn at, const struct given *value)
{
	bool most = slot->kind == SLOT_MOST;
	union value now, new;

	memcpy(&now, state, sizeof(uint64_t));
	if (slot->value.form == VALUE_NONE)
		new.time = at.time;
	else
		memcpy(&new, &value->word, sizeof value->word);
	if (slot->value.type == TYPE_NUMBER) {
		if (isnan(new.number) ||
		    !(isnan(now.number) || (most ? new.number > now.number : new.number < now.number)))
			return;
	} else if (new.time == INSTANT_NONE ||
		   !(now.time == INSTANT_NONE || (most ? new.time > now.time : new.time < now.time))) {
		return;
	}
	memcpy(state, &new, sizeof(uint64_t));
}

static void take_sum(char *state, const struct given *value)
{
	__int128 sum;

	if (value->money == MONEY_NONE)
		return;
	memcpy(&sum, state, sizeof sum);
	sum = sum == MONEY_NONE ? value->money : sum + value->money;
	memcpy(state, &sum, sizeof sum);
}

/* A value to where an event keeps it. */
static void put_value(const struct slot_value *v, struct shard *s, const struct given *value, char *to)
{
	uint32_t number = v->form == VALUE_TEXT	  ? texts_number(&s->texts[v->texts], value->text, 0)
			  : v->form == VALUE_FLAG ? (uint32_t)value->word
						  : 0;

	if (v->form == VALUE_TEXT || v->form == VALUE_FLAG)
		memcpy(to, &number, sizeof number);
	else if (v->form == VALUE_WORD)
		memcpy(to, &value->word, sizeof value->word);
	else if (v->form == VALUE_MONEY)
		memcpy(to, &value->money, sizeof value->money);
}

/* A word that a lead has had at an earlier time, in rows that come in their order, adds nothing. */
static void take_word(const struct fold_slot *slot, struct shard *s, struct words_state *words,
		      struct turn at, const struct given *value)
{
	uint32_t number = texts_number(&s->texts[slot->value.texts], value->text, 0);
	uint64_t bit = number < 64 ? UINT64_C(1) << number : 0;
	int64_t time = time_or_last(at, false);

	if (!number || (words->seen & bit && time > words->latest))
		return;
	if (time > words->latest)
		words->latest = time;
	words->seen |= bit;
	char *to = events_add(&s->events[slot->events], &words->events, time, at.turn);
	memcpy(to, &number, sizeof number);
}

static inline void slot_take(const struct fold_slot *slot, struct shard *s, struct lead_head *l,
			     struct turn at, const struct given *value, const struct given *other)
{
	char *state = state_of(slot, l);

	switch (slot->kind) {
	case SLOT_FIRST:
	case SLOT_LAST:
		take_place(slot, s, (struct place_state *)(void *)state, at, value);
		return;
	case SLOT_NTH:
		take_nth(slot, s, state, at, value);
		return;
	case SLOT_COUNT:
		++*(uint32_t *)(void *)state;
		return;
	case SLOT_SUM:
		take_sum(state, value);
		return;
	case SLOT_LEAST:
	case SLOT_MOST:
		take_extreme(slot, state, at, value);
		return;
	case SLOT_WORDS:
		take_word(slot, s, (struct words_state *)(void *)state, at, value);
		return;
	case SLOT_EVENTS:
		state = events_add(&s->events[slot->events], (struct events_state *)(void *)state, at.time,
				   at.turn);
		put_value(&slot->value, s, value, state);
		put_value(&slot->other, s, other, state + value_bytes[slot->value.form]);
	}
}

/* ---- staged rows ---- */

static const char *unstage(const char *p, enum value_form form, struct given *out)
{
	uint32_t n = 0;

	if (form == VALUE_TEXT || form == VALUE_FLAG)
		memcpy(&n, p, sizeof n);
	switch (form) {
	case VALUE_TEXT:
		p += sizeof n;
		out->text = n == UINT32_MAX ? STR_NONE : (struct str){ p, n };
		return n == UINT32_MAX ? p : p + n;
	case VALUE_FLAG:
		out->word = n;
		return p + sizeof n;
	case VALUE_WORD:
		memcpy(&out->word, p, sizeof out->word);
		return p + sizeof out->word;
	case VALUE_MONEY:
		memcpy(&out->money, p, sizeof out->money);
		return p + sizeof out->money;
	default:
		return p;
	}
}

static void take_staged(const struct fold_plan *p, struct shard *s, struct lead_head *l, struct turn at,
			const char *from, const char *end)
{
	struct given value = { 0 }, other = { 0 };

	while (from < end) {
		uint16_t which;
		memcpy(&which, from, sizeof which);
		const struct fold_slot *slot = &p->slot[which];
		from = unstage(from + sizeof which, slot->value.form, &value);
		from = unstage(from, slot->other.form, &other);
		if (slot_wants(slot, l, at))
			slot_take(slot, s, l, at, &value, &other);
	}
}

/* Of texts that are kept one for each lead, only those are kept that some lead still has. */
static void sweep(struct shard *s, size_t bytes, const struct fold_slot *slot)
{
	struct kept_texts *old = &s->texts[slot->value.texts], new = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		char *at = state_of(slot, at_place(s, bytes, i));
		struct place_state *place = (struct place_state *)(void *)at;
		place->text = texts_number(&new, texts_get(old, place->text), 0);
	}
	new.kept = new.bytes;
	texts_release(old);
	*old = new;
}

/* Rows that are taken together, so that the memory of all of them is on its way at once, while those before
 * them are taken: first the slot of each, then the lead whose mark stands there, which nearly always is the
 * one. */
struct together {
	const char *row[TOGETHER];
	struct staged head[TOGETHER];
	size_t slot[TOGETHER], n;
	size_t cap; /* of the slots then */
};

/* The rows staged for a shard that are still to come. */
struct coming {
	const char *at, *end;
	const char *slots; /* the first row whose slot isn't on its way, … */
	size_t ahead;	   /* … so many after `at` */
};

static void fetch_slots(const struct shard *s, struct coming *c)
{
	for (; c->ahead < 2 * TOGETHER && c->slots < c->end; c->ahead++) {
		struct staged h;
		memcpy(&h, c->slots, sizeof h);
		__builtin_prefetch(&s->slot[mark_of(h.hash) & (s->cap - 1)]);
		c->slots += h.bytes;
	}
}

static void fetch(struct shard *s, size_t bytes, struct coming *c, struct together *t)
{
	while (4 * (s->n + 2 * TOGETHER) > 3 * s->cap)
		more_slots(s);
	fetch_slots(s, c);
	t->cap = s->cap;
	for (t->n = 0; t->n < TOGETHER && c->at < c->end; t->n++) {
		struct staged *h = &t->head[t->n];
		memcpy(h, c->at, sizeof *h);
		uint32_t mark = mark_of(h->hash);
		t->row[t->n] = c->at;
		t->slot[t->n] = marked_slot(s, mark, mark);
		uint32_t lead = s->slot[t->slot[t->n]].lead;
		const char *from = lead ? (const char *)at_place(s, bytes, lead - 1) : NULL;
		for (size_t k = 0; lead && k < bytes; k += CACHE_LINE)
			__builtin_prefetch(from + k);
		c->at += h->bytes;
	}
	c->ahead -= t->n;
}

static void take_together(const struct fold_plan *p, struct shard *s, const struct together *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct staged *h = &t->head[i];
		struct str key = { t->row[i] + sizeof *h, h->key_bytes };
		uint32_t mark = mark_of(h->hash);
		size_t at = t->cap == s->cap ? t->slot[i] : mark;
		struct lead_head *l = find_lead(p, s, p->lead, mark, at, key);
		if (h->row < l->row)
			l->row = (uint32_t)h->row;
		take_staged(p, s, l, turn_of(p, h->row, h->time), key.p + key.n, t->row[i] + h->bytes);
	}
}

void leads_add(const struct fold_plan *p, struct shard *s, struct str rows)
{
	size_t bytes = p->lead;
	struct coming c = { rows.p, rows.p + rows.n, rows.p, 0 };
	struct together t[2];

	pthread_mutex_lock(&s->lock);
	fetch(s, bytes, &c, &t[0]);
	for (size_t i = 0; t[i].n; i = !i) {
		fetch(s, bytes, &c, &t[!i]);
		take_together(p, s, &t[i]);
	}
	for (size_t i = 0; i < p->nslots; i++)
		if (p->slot[i].kind <= SLOT_LAST && p->slot[i].value.form == VALUE_TEXT &&
		    texts_crowded(&s->texts[p->slot[i].value.texts]))
			sweep(s, bytes, &p->slot[i]);
	pthread_mutex_unlock(&s->lock);
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
	struct lead_head *l = new_lead(p, s, p->lead, key);
	l->row = (uint32_t)row;
	return l;
}

void slot_take_rows(const struct fold_plan *p, size_t i, struct lead_head *l, const struct fold_run *run,
		    struct asked rows)
{
	const struct fold_slot *slot = &p->slot[i];
	const struct slot_rows *taken = &run->slot[i];
	struct shard *s = &p->folding->shard[0];
	struct given value = { 0 }, other = { 0 };

	if (slot->kind == SLOT_COUNT) {
		*(uint32_t *)(void *)state_of(slot, l) += (uint32_t)rows.n;
		return;
	}
	for (size_t k = 0; k < rows.n; k++) {
		size_t row = rows.row[k];
		struct turn at = turn_of(p, run_place(run, row), run->time[row]);
		if (!slot_wants(slot, l, at))
			continue;
		slot_give(slot->value.form, taken->value, row, &value);
		slot_give(slot->other.form, taken->other, row, &other);
		slot_take(slot, s, l, at, &value, &other);
	}
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What slots keep: see fold_slots.h. Each kind of slot goes down the rows by itself; the leads of all of them
 * are in the cache by then.
 */
#include "fold/fold_slots.h"

#include <math.h>

/* Who takes what: the slot, and what it takes of the run. */
struct taking {
	const struct fold_slot *slot;
	const struct fold_run *run;
	const struct slot_rows *taken;
	struct shard *shard;
	struct asked rows;
};

static inline char *state_of(const struct taking *t, size_t row)
{
	return (char *)t->run->lead[row] + t->slot->offset;
}

/* A row's place in the order of its lead's. */
struct turn {
	int64_t time; /* INSTANT_NONE: it has none */
	uint32_t turn;
};

static inline struct turn turn_of(const struct fold_run *run, size_t row)
{
	uint32_t place = (uint32_t)run_place(run, row);

	return (struct turn){ run->time[row], run->plan->fold->newest_first ? UINT32_MAX - place : place };
}

/* One without a time is behind all others, but of those kept of a lead it gives way to them. */
static inline int64_t time_or_last(int64_t time, bool last)
{
	return time != INSTANT_NONE ? time : last ? INSTANT_NONE + 1 : INT64_MAX;
}

static inline bool is_later(int64_t time, uint32_t turn, const struct place_state *than)
{
	return time != than->time ? time > than->time : turn > than->turn;
}

static inline uint64_t word_at(union slot_values v, size_t row)
{
	uint64_t word;

	memcpy(&word, (const char *)v.word + row * sizeof word, sizeof word);
	return word;
}

static inline uint32_t text_at(const struct taking *t, union slot_values v, const struct slot_value *value,
			       size_t row, uint32_t likely)
{
	return texts_number(&t->shard->texts[value->texts], v.text[row], likely);
}

/* ---- first and last, nth ---- */

static inline void keep_value(const struct taking *t, size_t row, struct place_state *place)
{
	const struct slot_value *v = &t->slot->value;

	if (v->form == VALUE_TEXT) {
		place->text = text_at(t, t->taken->value, v, row, place->text);
	} else if (v->form == VALUE_WORD) {
		uint64_t word = word_at(t->taken->value, row);
		memcpy(place + 1, &word, sizeof word);
	}
}

static void take_place(const struct taking *t)
{
	bool last = t->slot->kind == SLOT_LAST;

	for (size_t i = 0; i < t->rows.n; i++) {
		size_t row = t->rows.row[i];
		struct place_state *place = (struct place_state *)(void *)state_of(t, row);
		struct turn at = turn_of(t->run, row);
		at.time = time_or_last(at.time, last);
		if (place->time != INSTANT_NONE && is_later(at.time, at.turn, place) != last)
			continue;
		place->time = at.time;
		place->turn = at.turn;
		keep_value(t, row, place);
	}
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

/* The first few, in their order. */
static void take_nth(const struct taking *t)
{
	const struct fold_slot *slot = t->slot;

	for (size_t k = 0; k < t->rows.n; k++) {
		size_t row = t->rows.row[k], i = slot->nth - 1;
		struct turn at = turn_of(t->run, row);
		char *state = state_of(t, row);
		if (!is_before_nth(slot, state, i, at))
			continue;
		for (; i && is_before_nth(slot, state, i - 1, at); i--)
			memcpy(state + i * slot->stride, state + (i - 1) * slot->stride, slot->stride);
		state += i * slot->stride;
		if (slot->value.form == VALUE_NONE) {
			memcpy(state, &at.time, sizeof at.time);
			continue;
		}
		struct place_state *place = (struct place_state *)(void *)state;
		*place = (struct place_state){ .time = at.time, .turn = at.turn };
		keep_value(t, row, place);
	}
}

/* ---- counts, sums, the least and the most ---- */

static void take_count(const struct taking *t)
{
	for (size_t i = 0; i < t->rows.n; i++)
		++*(uint32_t *)(void *)state_of(t, t->rows.row[i]);
}

static void take_sum(const struct taking *t)
{
	for (size_t i = 0; i < t->rows.n; i++) {
		size_t row = t->rows.row[i];
		__int128 sum, money = t->taken->value.money[row];
		if (money == MONEY_NONE)
			continue;
		char *state = state_of(t, row);
		memcpy(&sum, state, sizeof sum);
		sum = sum == MONEY_NONE ? money : sum + money;
		memcpy(state, &sum, sizeof sum);
	}
}

static void take_extreme_number(const struct taking *t)
{
	bool most = t->slot->kind == SLOT_MOST;

	for (size_t i = 0; i < t->rows.n; i++) {
		size_t row = t->rows.row[i];
		double *now = (double *)(void *)state_of(t, row), new = t->taken->value.number[row];
		if (isnan(*now) || (most ? new > *now : new < *now))
			*now = new;
	}
}

static void take_extreme_time(const struct taking *t)
{
	const int64_t *time = t->slot->value.form == VALUE_NONE ? t->run->time : t->taken->value.time;
	bool most = t->slot->kind == SLOT_MOST;

	for (size_t i = 0; i < t->rows.n; i++) {
		size_t row = t->rows.row[i];
		int64_t *now = (int64_t *)(void *)state_of(t, row), new = time[row];
		if (new != INSTANT_NONE && (*now == INSTANT_NONE || (most ? new > *now : new < *now)))
			*now = new;
	}
}

static void take_extreme(const struct taking *t)
{
	if (t->slot->value.type == TYPE_NUMBER)
		take_extreme_number(t);
	else
		take_extreme_time(t);
}

/* ---- rows that are kept ---- */

/* A word that a lead has had at an earlier time, in rows that come in their order, adds nothing. */
static void take_word(const struct taking *t)
{
	struct events *events = &t->shard->events[t->slot->events];

	for (size_t i = 0; i < t->rows.n; i++) {
		size_t row = t->rows.row[i];
		struct words_state *words = (struct words_state *)(void *)state_of(t, row);
		uint32_t number = text_at(t, t->taken->value, &t->slot->value, row, 0);
		uint64_t bit = number < 64 ? UINT64_C(1) << number : 0;
		struct turn at = turn_of(t->run, row);
		at.time = time_or_last(at.time, false);
		if (!number || (words->seen & bit && at.time > words->latest))
			continue;
		if (at.time > words->latest)
			words->latest = at.time;
		words->seen |= bit;
		char *to = events_add(events, &words->events, at.time, at.turn);
		memcpy(to, &number, sizeof number);
	}
}

/* A value to where an event keeps it; returns where the next goes. */
static char *put_value(const struct taking *t, union slot_values v, const struct slot_value *value,
		       size_t row, char *to)
{
	uint32_t number;
	uint64_t word;

	switch (value->form) {
	case VALUE_TEXT:
	case VALUE_FLAG:
		number = value->form == VALUE_FLAG ? v.flag[row] : text_at(t, v, value, row, 0);
		memcpy(to, &number, sizeof number);
		return to + sizeof number;
	case VALUE_WORD:
		word = word_at(v, row);
		memcpy(to, &word, sizeof word);
		return to + sizeof word;
	case VALUE_MONEY:
		memcpy(to, &v.money[row], sizeof *v.money);
		return to + sizeof *v.money;
	default:
		return to;
	}
}

static void take_event(const struct taking *t)
{
	struct events *events = &t->shard->events[t->slot->events];

	for (size_t i = 0; i < t->rows.n; i++) {
		size_t row = t->rows.row[i];
		struct turn at = turn_of(t->run, row);
		struct events_state *lead = (struct events_state *)(void *)state_of(t, row);
		char *to = events_add(events, lead, at.time, at.turn);
		to = put_value(t, t->taken->value, &t->slot->value, row, to);
		put_value(t, t->taken->other, &t->slot->other, row, to);
	}
}

typedef void take_fn(const struct taking *t);
static take_fn *const take[] = {
	[SLOT_FIRST] = take_place,  [SLOT_LAST] = take_place,	[SLOT_NTH] = take_nth,
	[SLOT_COUNT] = take_count,  [SLOT_SUM] = take_sum,	[SLOT_LEAST] = take_extreme,
	[SLOT_MOST] = take_extreme, [SLOT_EVENTS] = take_event, [SLOT_WORDS] = take_word,
};

void slot_take(const struct fold_run *run, size_t i, struct shard *s, struct asked rows)
{
	const struct fold_slot *slot = &run->plan->slot[i];
	struct taking t = { slot, run, &run->slot[i], s, rows };

	take[slot->kind](&t);
}

/* ---- texts ---- */

void slots_sweep(const struct fold_plan *p, struct shard *s)
{
	for (size_t i = 0; i < p->nslots; i++) {
		const struct fold_slot *slot = &p->slot[i];
		if (slot->kind > SLOT_LAST || slot->value.form != VALUE_TEXT ||
		    !texts_crowded(&s->texts[slot->value.texts]))
			continue;
		struct kept_texts *old = &s->texts[slot->value.texts], new = { 0 };
		for (size_t k = 0; k < s->n; k++) {
			char *at = (char *)lead_at(p->folding, s, k) + slot->offset;
			struct place_state *place = (struct place_state *)(void *)at;
			place->text = texts_number(&new, texts_get(old, place->text), 0);
		}
		new.kept = new.bytes;
		texts_release(old);
		*old = new;
	}
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lead's columns from its state: see fold_values.h. Lines are worked out from the first on, so a line that
 * takes another's value for its time finds it there.
 */
#include "fold/fold_values.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/mem.h"

enum { FEW_WORDS = 16 };

void fold_values_init(struct fold_values *v, const struct fold_plan *p)
{
	*v = (struct fold_values){ .at = mem_new(p->ncolumns * sizeof *v->at) };
}

void fold_values_release(struct fold_values *v)
{
	free(v->at);
	free(v->events.at);
	buf_release(&v->words);
	buf_release(&v->folded);
	*v = (struct fold_values){ 0 };
}

/* Which events of a lead a line is about: from `first` to before `end`. */
struct in_line {
	const struct kept_event *at;
	size_t first, end, all;
};

/* Who works on what: the lead, the line and its slot. */
struct working {
	struct fold_values *values;
	const struct fold_plan *plan;
	const struct shard *shard;
	const struct fold_column *column;
	const struct fold_slot *slot;
};

static const struct zone *zone_of_plan(const struct fold_plan *p)
{
	return p->program->times.zone;
}

/* A value of an event, or of a state: `from` is where it is kept, `time` the row's own. */
static union value value_at(const struct working *w, const struct slot_value *v, const char *from,
			    int64_t time)
{
	union value x = value_none(v->type);
	uint32_t number;

	switch (v->form) {
	case VALUE_TEXT:
		memcpy(&number, from, sizeof number);
		x.text = texts_get(&w->shard->texts[v->texts], number);
		return x;
	case VALUE_WORD:
		memcpy(&x, from, sizeof(uint64_t));
		return x;
	default:
		x.time = time;
		return x;
	}
}

static union value event_value(const struct working *w, const struct kept_event *e)
{
	return value_at(w, &w->slot->value, e->value, e->time);
}

/* ---- from events ---- */

static void first_of(struct working *w, struct in_line s, struct fold_value *out)
{
	const struct fold_line *l = w->column->line;
	size_t which = l->of == FOLD_FIRST  ? s.first
		       : l->of == FOLD_LAST ? s.end - 1
					    : s.first + (size_t)l->nth - 1;

	if (s.first < s.end && which < s.end)
		out->value = event_value(w, &s.at[which]);
}

static void latest_of(struct working *w, struct in_line s, struct fold_value *out)
{
	const struct fold_slot *slot = w->slot;

	if (s.end)
		out->value = event_value(w, &s.at[s.end - 1]);
	else if (s.all && w->column->line->before)
		out->value = value_at(w, &slot->other, s.at[0].value + value_bytes[slot->value.form],
				      s.at[0].time);
}

static void sum_of(struct working *w, struct in_line s, struct fold_value *out)
{
	(void)w;
	for (size_t i = s.first; i < s.end; i++) {
		__int128 money;
		memcpy(&money, s.at[i].value, sizeof money);
		out->money += money;
	}
	out->sum = s.first < s.end;
}

static void extreme_of(struct working *w, struct in_line s, struct fold_value *out)
{
	bool most = w->column->line->of == FOLD_MAX;

	for (size_t i = s.first; i < s.end; i++) {
		union value x = event_value(w, &s.at[i]), *best = &out->value;
		bool wins = w->column->type == TYPE_NUMBER
				    ? !isnan(x.number) &&
					      (isnan(best->number) ||
					       (most ? x.number > best->number : x.number < best->number))
				    : x.time != INSTANT_NONE &&
					      (best->time == INSTANT_NONE ||
					       (most ? x.time > best->time : x.time < best->time));
		if (wins)
			*best = x;
	}
}

/* Is the word of an event one of an earlier event? Words are the same whatever their case. */
static bool is_repeated(struct working *w, struct in_line s, size_t i, struct str word)
{
	struct fold_values *v = w->values;

	buf_clear(&v->folded);
	fold_append(&v->folded, word);
	for (size_t k = s.first; k < i; k++) {
		struct buf scratch = { 0 };
		struct str other = event_value(w, &s.at[k]).text;
		bool same =
			other.p == word.p || (other.p && fold_equal(other, buf_view(&v->folded), &scratch));
		buf_release(&scratch);
		if (same)
			return true;
	}
	return false;
}

/* The same by a map, for leads that have many. */
static bool is_in_map(struct fold_values *v, struct arena *arena, struct str word)
{
	size_t n = v->map.n;

	fold_number(&v->map, arena, word, &v->folded);
	return v->map.n == n;
}

static void words_of(struct working *w, struct in_line s, struct fold_value *out)
{
	struct fold_values *v = w->values;
	bool few = s.end - s.first <= FEW_WORDS;
	struct arena arena = { 0 };
	size_t from = v->words.n;

	for (size_t i = s.first; i < s.end; i++) {
		struct str word = event_value(w, &s.at[i]).text;
		if (!word.p || (few ? is_repeated(w, s, i, word) : is_in_map(v, &arena, word)))
			continue;
		if (v->words.n > from)
			buf_char(&v->words, ';');
		buf_str(&v->words, word);
	}
	map_release(&v->map);
	arena_release(&arena);
	out->from = from;
	out->n = v->words.n - from;
}

static int64_t earlier(int64_t a, int64_t b, const struct zone *zone)
{
	return instant_compare(a, b, zone) < 0 ? a : b;
}

/* How many of the line's rows are not later than now; what the others say is not yet so. */
static size_t so_far(const struct working *w, struct in_line s)
{
	const struct zone *zone = zone_of_plan(w->plan);

	while (s.end > s.first && instant_compare(s.at[s.end - 1].time, w->plan->program->now, zone) > 0)
		s.end--;
	return s.end;
}

static int64_t span_to(int64_t end, int64_t from, const struct zone *zone)
{
	int64_t span = instant_minus(instant_is_date(from) ? end : instant_span_end(end), from, zone);

	return span > 0 ? span : 0;
}

/* From each row for which the condition holds to the next one; from the last to now, or to the time that the
 * line is of. */
static void time_in(struct working *w, struct in_line s, struct fold_value *out)
{
	const struct fold_slot *slot = w->slot;
	const struct zone *zone = zone_of_plan(w->plan);
	int64_t now = w->plan->program->now, sum = 0;

	size_t n = so_far(w, s);
	for (size_t i = s.first; i < n; i++) {
		uint32_t holds;
		int64_t end = now;
		memcpy(&holds, s.at[i].value, sizeof holds);
		if (!holds)
			continue;
		if (i + 1 < n)
			end = s.at[i + 1].time;
		else if (w->column->as_of != SIZE_MAX)
			end = earlier(w->values->at[w->column->as_of].value.time, now, zone);
		else if (slot->other.code)
			end = earlier(value_at(w, &slot->other, s.at[i].value + sizeof holds, 0).time, now,
				      zone);
		sum += span_to(end, s.at[i].time, zone);
	}
	if (s.first < s.end)
		out->value.time = sum;
}

static void count_of(struct working *w, struct in_line s, struct fold_value *out)
{
	(void)w;
	out->value.number = (double)(s.end - s.first);
}

typedef void from_events_fn(struct working *w, struct in_line s, struct fold_value *out);
static from_events_fn *const from_events[] = {
	[FOLD_AS_OF] = latest_of, [FOLD_FIRST] = first_of,  [FOLD_LAST] = first_of,  [FOLD_NTH] = first_of,
	[FOLD_COUNT] = count_of,  [FOLD_SUM] = sum_of,	    [FOLD_MIN] = extreme_of, [FOLD_MAX] = extreme_of,
	[FOLD_LIST] = words_of,	  [FOLD_TIME_IN] = time_in,
};

/* Strictly later than the one time, and not after the other. Where a time is missing nothing is. */
static struct in_line cut(struct working *w, const struct kept_event *at, size_t n)
{
	const struct fold_column *c = w->column;
	const struct zone *zone = zone_of_plan(w->plan);
	struct in_line s = { at, 0, n, n };

	if (c->after != SIZE_MAX) {
		int64_t t = w->values->at[c->after].value.time;
		while (s.first < n && (t == INSTANT_NONE || instant_compare(at[s.first].time, t, zone) <= 0))
			s.first++;
	}
	if (c->as_of != SIZE_MAX) {
		int64_t t = w->values->at[c->as_of].value.time;
		while (s.end && (t == INSTANT_NONE || instant_compare(at[s.end - 1].time, t, zone) > 0))
			s.end--;
		if (t == INSTANT_NONE)
			s.all = 0;
	}
	if (s.first > s.end)
		s.first = s.end;
	return s;
}

/* ---- from other states ---- */

static void work_out_events(struct working *w, const char *at, struct fold_value *out)
{
	struct event_list *list = &w->values->events;

	events_of(&w->shard->events[w->slot->events], (const struct events_state *)(const void *)at, list);
	from_events[w->column->line->of](w, cut(w, list->at, list->n), out);
}

/* The one row of a slot, or the last of its few. */
static const struct place_state *place_of(const char *state, const struct fold_slot *slot)
{
	const char *at = state + slot->offset + (slot->kind == SLOT_NTH ? (slot->nth - 1) * slot->stride : 0);

	return (const void *)at;
}

static bool has_place(const char *state, const struct fold_slot *slot)
{
	return place_of(state, slot)->time != INSTANT_NONE;
}

static union value place_value(const struct working *w, const char *state, const struct fold_slot *slot)
{
	const struct place_state *place = place_of(state, slot);
	const char *from =
		slot->value.form == VALUE_TEXT ? (const char *)&place->text : (const char *)(place + 1);

	return value_at(w, &slot->value, from, place->time);
}

static void work_out(struct working *w, const char *state, struct fold_value *out)
{
	const struct fold_column *c = w->column;
	const char *at = state + w->slot->offset;
	uint32_t count;

	out->value = value_none(c->type);
	switch (w->slot->kind) {
	case SLOT_FIRST:
	case SLOT_LAST:
	case SLOT_NTH:
		if (has_place(state, w->slot))
			out->value = place_value(w, state, w->slot);
		else if (c->later_slot != SIZE_MAX && has_place(state, &w->plan->slot[c->later_slot]))
			out->value = place_value(w, state, &w->plan->slot[c->later_slot]);
		return;
	case SLOT_COUNT:
		memcpy(&count, at, sizeof count);
		out->value.number = (double)count;
		return;
	case SLOT_SUM:
		memcpy(&out->money, at, sizeof out->money);
		out->sum = out->money != MONEY_NONE;
		return;
	case SLOT_LEAST:
	case SLOT_MOST:
		memcpy(&out->value, at, sizeof(uint64_t));
		return;
	case SLOT_EVENTS:
	case SLOT_WORDS:
		work_out_events(w, at, out);
	}
}

/* The texts of lists are where their bytes are, now that these stay. */
static void settle_words(struct fold_values *v, const struct fold_plan *p)
{
	for (size_t i = p->first_line; i < p->ncolumns; i++) {
		struct fold_value *list = &v->at[i];
		if (list->n)
			list->value.text = (struct str){ v->words.p + list->from, list->n };
	}
}

void fold_values_of(struct fold_values *v, const struct fold_plan *p, const struct shard *s,
		    const struct lead_head *lead)
{
	buf_clear(&v->words);
	for (size_t i = 0; i < p->ncolumns; i++) {
		const struct fold_column *c = &p->column[i];
		v->at[i] = (struct fold_value){ 0 };
		if (c->what == FOLD_KEY) {
			v->at[i].value.text = lead_key(lead);
			continue;
		}
		struct working w = { v, p, s, c, &p->slot[c->slot] };
		work_out(&w, (const char *)lead, &v->at[i]);
	}
	settle_words(v, p);
}

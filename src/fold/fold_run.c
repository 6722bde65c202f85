/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What slots take of a run: see fold_run.h. */
#include "fold/fold_run.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"

enum { COUNTED_WORDS = RUN_MOST / 64 };

void run_init(struct fold_run *run, const struct fold_plan *p)
{
	*run = (struct fold_run){ .plan = p };
	if (!p)
		return;
	run->slot = mem_new(p->nslots * sizeof *run->slot);
	run->hash = mem_new(RUN_MOST * sizeof *run->hash);
	run->lead = mem_new(RUN_MOST * sizeof *run->lead);
	run->counted = mem_new((p->nmoney * COUNTED_WORDS + 1) * sizeof *run->counted);
}

void run_release(struct fold_run *run)
{
	free(run->slot);
	free(run->hash);
	free(run->lead);
	free(run->counted);
	buf_release(&run->text);
}

static union vector room(struct fold_run *run)
{
	run->rooms++;
	return rows_room(run->lane);
}

static union vector values(struct fold_run *run, const struct code *c, struct asked ask)
{
	union vector out = room(run);

	return ask.n ? code_values(c, run->lane, ask, out) : out;
}

/* ---- which rows ---- */

static struct asked with_key(struct fold_run *run, struct asked ask)
{
	uint16_t *list = room(run).row;
	size_t n = 0;

	run->key = values(run, run->plan->key, ask).text;
	for (size_t i = 0; i < ask.n; i++) {
		list[n] = ask.row[i];
		n += run->key[ask.row[i]].p != NULL;
	}
	return n == ask.n ? ask : (struct asked){ list, n };
}

static struct asked with_time(struct asked ask, const int64_t *time, uint16_t *list)
{
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) {
		list[n] = ask.row[i];
		n += time[ask.row[i]] != INSTANT_NONE;
	}
	return n == ask.n ? ask : (struct asked){ list, n };
}

/* Those whose time is on the slot's side of a time of the row's own. */
static struct asked on_side(struct fold_run *run, const struct fold_slot *s, struct asked ask)
{
	const struct zone *zone = run->plan->program->times.zone;
	const int64_t *bound = values(run, s->bound, ask).time;
	uint16_t *list = room(run).row;
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) {
		size_t row = ask.row[i];
		if (bound[row] != INSTANT_NONE && run->time[row] != INSTANT_NONE &&
		    (instant_compare(run->time[row], bound[row], zone) > 0) == s->later)
			list[n++] = (uint16_t)row;
	}
	return (struct asked){ list, n };
}

/* Those that have a value. */
static struct asked present(struct fold_run *run, const struct code *c, struct asked ask)
{
	uint16_t *list = room(run).row;
	enum type type = code_type(c);
	union vector v = room(run);
	size_t n = 0;

	if (type == TYPE_FLAG)
		code_tristates(c, run->lane, ask, (signed char *)v.flag);
	else
		v = values(run, c, ask);
	for (size_t i = 0; i < ask.n; i++) {
		size_t row = ask.row[i];
		bool has = type == TYPE_FLAG	 ? ((const signed char *)v.flag)[row] >= 0
			   : type == TYPE_NUMBER ? !isnan(v.number[row])
			   : type == TYPE_TEXT	 ? v.text[row].p != NULL
						 : v.time[row] != INSTANT_NONE;
		list[n] = (uint16_t)row;
		n += has;
	}
	return (struct asked){ list, n };
}

static struct asked rows_of(struct fold_run *run, const struct fold_slot *s)
{
	struct asked ask = s->untimed ? run->rows : run->timed;

	if (s->when) {
		const bool *holds = values(run, s->when, ask).flag;
		ask = asked_where(ask, holds, true, room(run).row);
	}
	if (s->bound)
		ask = on_side(run, s, ask);
	return s->present ? present(run, s->present, ask) : ask;
}

/* ---- values ---- */

static const struct str *texts_of(struct fold_run *run, const struct code *c, struct asked ask)
{
	if (code_type(c) == TYPE_TEXT)
		return values(run, c, ask).text;
	struct str *text = room(run).text;
	union vector of = room(run);
	if (ask.n)
		of = code_shown_values(c, run->lane, ask, of);
	for (size_t i = 0; i < ask.n; i++) {
		const size_t row = ask.row[i];
		struct frame *f = rows_at(run->lane, row);
		buf_clear(&run->text);
		text[row] = code_shown(c, f, of, row, &run->text) ? rows_keep_text(f, buf_view(&run->text))
								  : STR_NONE;
	}
	return text;
}

static inline bool is_too_large(__int128 money)
{
	return money != (int64_t)money && (money < -MONEY_MOST || money > MONEY_MOST);
}

/* A number that several lines add up counts once. */
static void count_too_large(struct fold_run *run, size_t which, struct asked have, const __int128 *money)
{
	uint64_t *counted = run->counted + which * COUNTED_WORDS;

	for (size_t i = 0; i < have.n; i++) {
		const size_t row = have.row[i];
		const uint64_t bit = UINT64_C(1) << row % 64;
		if (!is_too_large(money[row]) || counted[row / 64] & bit)
			continue;
		counted[row / 64] |= bit;
		run->too_large++;
	}
}

/* Of the rows, those that have a number stay. */
static const __int128 *money_of(struct fold_run *run, const struct slot_value *v, struct asked *ask)
{
	__int128 *money = (void *)room(run).text;
	struct asked have = code_millionths_run(v->code, run->lane, *ask, money, room(run).row);
	uint16_t *list = room(run).row;
	size_t n = 0;

	for (size_t i = 0; i < have.n; i++) {
		list[n] = have.row[i];
		n += !is_too_large(money[have.row[i]]);
	}
	if (n < have.n)
		count_too_large(run, v->money, have, money);
	*ask = n == have.n ? have : (struct asked){ list, n };
	return money;
}

/* Of the rows, those stay that have what has to be there. */
static union slot_values values_of(struct fold_run *run, const struct slot_value *v, struct asked *ask)
{
	switch (v->form) {
	case VALUE_TEXT:
		return (union slot_values){ .text = texts_of(run, v->code, *ask) };
	case VALUE_MONEY:
		return (union slot_values){ .money = money_of(run, v, ask) };
	case VALUE_FLAG:
		return (union slot_values){ .flag = values(run, v->code, *ask).flag };
	case VALUE_WORD:
		return (union slot_values){ .word = values(run, v->code, *ask).time };
	default:
		return (union slot_values){ 0 };
	}
}

bool run_begin(struct fold_run *run, struct rows *lane, struct asked leads)
{
	const struct fold_plan *p = run->plan;

	run->lane = lane;
	run->rows = with_key(run, leads);
	run->time = values(run, p->time, run->rows).time;
	memset(run->counted, 0, p->nmoney * COUNTED_WORDS * sizeof *run->counted);
	run->timed = with_time(run->rows, run->time, room(run).row);
	for (size_t i = 0; i < p->nslots; i++) {
		struct slot_rows *s = &run->slot[i];
		s->rows = rows_of(run, &p->slot[i]);
		s->value = values_of(run, &p->slot[i].value, &s->rows);
		s->other = values_of(run, &p->slot[i].other, &s->rows);
		s->at = 0;
	}
	return !lane->frame->error.n;
}

void run_end(struct fold_run *run)
{
	for (; run->rooms; run->rooms--)
		rows_room_back(run->lane);
}

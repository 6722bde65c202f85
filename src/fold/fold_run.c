/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What slots take of a run: see fold_run.h. */
#include "fold/fold_run.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"

void run_init(struct fold_run *run, const struct fold_plan *p)
{
	*run = (struct fold_run){ .plan = p };
	if (!p)
		return;
	run->slot = mem_new(p->nslots * sizeof *run->slot);
	run->hash = mem_new(RUN_MOST * sizeof *run->hash);
	run->lead = mem_new(RUN_MOST * sizeof *run->lead);
}

void run_release(struct fold_run *run)
{
	free(run->slot);
	free(run->hash);
	free(run->lead);
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
	for (size_t i = 0; i < ask.n; i++) {
		struct frame *f = rows_at(run->lane, ask.row[i]);
		buf_clear(&run->text);
		text[ask.row[i]] =
			code_show(c, f, &run->text) ? rows_keep_text(f, buf_view(&run->text)) : STR_NONE;
	}
	return text;
}

static const __int128 *money_of(struct fold_run *run, const struct code *c, struct asked ask)
{
	__int128 *money = (void *)room(run).text;

	code_millionths_run(c, run->lane, ask, MONEY_NONE, money);
	for (size_t i = 0; i < ask.n; i++) {
		__int128 *one = &money[ask.row[i]];
		if (*one == (int64_t)*one) /* the usual one is far from too large */
			continue;
		if ((*one < -MONEY_MOST || *one > MONEY_MOST) && *one != MONEY_NONE) {
			run->too_large++;
			*one = MONEY_NONE;
		}
	}
	return money;
}

static union slot_values values_of(struct fold_run *run, const struct slot_value *v, struct asked ask)
{
	switch (v->form) {
	case VALUE_TEXT:
		return (union slot_values){ .text = texts_of(run, v->code, ask) };
	case VALUE_MONEY:
		return (union slot_values){ .money = money_of(run, v->code, ask) };
	case VALUE_FLAG:
		return (union slot_values){ .flag = values(run, v->code, ask).flag };
	case VALUE_WORD:
		return (union slot_values){ .word = values(run, v->code, ask).time };
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
	run->timed = with_time(run->rows, run->time, room(run).row);
	for (size_t i = 0; i < p->nslots; i++) {
		struct slot_rows *s = &run->slot[i];
		s->rows = rows_of(run, &p->slot[i]);
		s->value = values_of(run, &p->slot[i].value, s->rows);
		s->other = values_of(run, &p->slot[i].other, s->rows);
		s->at = 0;
	}
	return !lane->frame->error.n;
}

void run_end(struct fold_run *run)
{
	for (; run->rooms; run->rooms--)
		rows_room_back(run->lane);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows on their way into a fold. Each thread stages what the slots take of a row, shard by shard, and hands
 * it over when that is enough; so a shard is locked once for many rows. With grouped rows there is one
 * thread, one shard, and one lead at a time, which is written when the next one begins.
 */
#include "fold/fold.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/number.h"
#include "fold/fold_keys.h"
#include "fold/fold_rows.h"

enum { STAGE_MOST = 1 << 17 };

struct fold_count {
	const struct fold_plan *plan; /* NULL: there is no input */
	struct buf stage[SHARDS];
	struct buf text;
	uint64_t seed;
	uint64_t rows, keyless, untimed, too_large, leads;
	struct lead_head *lead; /* grouped: the one at hand; NULL: none yet */
	struct key_order order;
};

static void *count_new(const void *plan)
{
	struct fold_count *c = mem_new(sizeof *c);

	c->plan = plan;
	c->seed = hash_secret();
	return c;
}

static void count_free(void *self)
{
	struct fold_count *c = self;

	for (size_t i = 0; i < SHARDS; i++)
		buf_release(&c->stage[i]);
	buf_release(&c->text);
	keys_release(&c->order);
	free(c);
}

/* ---- values ---- */

static struct str text_of(struct fold_count *c, const struct slot_value *v, struct frame *f)
{
	if (code_type(v->code) == TYPE_TEXT)
		return code_text(v->code, f);
	buf_clear(&c->text);
	return code_show(v->code, f, &c->text) ? buf_view(&c->text) : STR_NONE;
}

static __int128 money_of(struct fold_count *c, const struct slot_value *v, struct frame *f)
{
	__int128 money;

	if (!code_millionths(v->code, f, &money))
		return MONEY_NONE;
	if (money >= -MONEY_MOST && money <= MONEY_MOST)
		return money;
	c->too_large++;
	return MONEY_NONE;
}

static void give(struct fold_count *c, const struct slot_value *v, struct frame *f, struct given *out)
{
	double x;
	int64_t t;

	switch (v->form) {
	case VALUE_TEXT:
		out->text = text_of(c, v, f);
		return;
	case VALUE_MONEY:
		out->money = money_of(c, v, f);
		return;
	case VALUE_FLAG:
		out->word = code_flag(v->code, f);
		return;
	case VALUE_WORD:
		if (v->type == TYPE_NUMBER) {
			x = code_number(v->code, f);
			memcpy(&out->word, &x, sizeof x);
		} else {
			t = code_time(v->code, f);
			memcpy(&out->word, &t, sizeof t);
		}
		return;
	default:
		return;
	}
}

/* Is the time on the slot's side of a time of the row's own? */
static bool on_side(const struct fold_slot *s, struct frame *f, int64_t time)
{
	int64_t bound = code_time(s->bound, f);

	if (bound == INSTANT_NONE || time == INSTANT_NONE)
		return false;
	return (instant_compare(time, bound, f->program->times.zone) > 0) == s->later;
}

static bool is_present(struct fold_count *c, const struct code *code, struct frame *f)
{
	buf_clear(&c->text);
	return code_show(code, f, &c->text);
}

static bool takes(struct fold_count *c, const struct fold_slot *s, struct frame *f, int64_t time)
{
	return (time != INSTANT_NONE || s->untimed) && (!s->when || code_flag(s->when, f)) &&
	       (!s->bound || on_side(s, f, time)) && (!s->present || is_present(c, s->present, f));
}

/* ---- staging ---- */

static void stage(struct buf *out, enum value_form form, const struct given *value)
{
	uint32_t n = form == VALUE_FLAG ? (uint32_t)value->word : 0;

	switch (form) {
	case VALUE_TEXT:
		n = value->text.p ? (uint32_t)value->text.n : UINT32_MAX;
		buf_add(out, (const char *)&n, sizeof n);
		if (value->text.p)
			buf_str(out, value->text);
		return;
	case VALUE_FLAG:
		buf_add(out, (const char *)&n, sizeof n);
		return;
	case VALUE_WORD:
		buf_add(out, (const char *)&value->word, sizeof value->word);
		return;
	case VALUE_MONEY:
		buf_add(out, (const char *)&value->money, sizeof value->money);
		return;
	default:
		return;
	}
}

/* A row for a shard. Returns whether the stage is full. */
static bool stage_row(struct fold_count *c, struct buf *out, struct frame *f, struct str key,
		      struct staged head)
{
	const struct fold_plan *p = c->plan;
	size_t from = out->n;
	struct given value = { 0 }, other = { 0 };

	buf_add(out, (const char *)&head, sizeof head);
	buf_str(out, key);
	for (size_t i = 0; i < p->nslots; i++) {
		const struct fold_slot *s = &p->slot[i];
		if (!takes(c, s, f, head.time))
			continue;
		uint16_t which = (uint16_t)i;
		buf_add(out, (const char *)&which, sizeof which);
		give(c, &s->value, f, &value);
		stage(out, s->value.form, &value);
		if (s->other.form) {
			give(c, &s->other, f, &other);
			stage(out, s->other.form, &other);
		}
	}
	head.bytes = (uint32_t)(out->n - from);
	memcpy(out->p + from, &head, sizeof head);
	return out->n >= STAGE_MOST;
}

static void hand_over(struct fold_count *c, size_t shard)
{
	leads_add(c->plan, &c->plan->folding->shard[shard], buf_view(&c->stage[shard]));
	buf_clear(&c->stage[shard]);
}

/* ---- rows ---- */

/* Has it a key? What else is known of the row before any slot looks at it. */
static bool begin_row(struct fold_count *c, struct frame *f, struct str *key, struct staged *head)
{
	const struct fold_plan *p = c->plan;
	const struct record *r = f->record;
	uint64_t row = r->batch->first_row + r->index;

	*key = code_text(p->key, f);
	c->rows++;
	if (!key->p) {
		c->keyless++;
		return false;
	}
	if (row >= UINT32_MAX || key->n > UINT32_MAX / 2) {
		frame_fail(f, "a fold takes %u rows at most; fold them in parts", UINT32_MAX - 1);
		return false;
	}
	head->key_bytes = (uint32_t)key->n;
	head->row = (int64_t)row;
	head->time = code_time(p->time, f);
	c->untimed += head->time == INSTANT_NONE;
	return true;
}

static void count_rows(void *self, struct rows *lane, struct asked leads)
{
	struct fold_count *c = self;

	for (size_t i = 0; i < leads.n; i++) {
		struct frame *f = rows_at(lane, leads.row[i]);
		struct staged head;
		struct str key;
		if (!begin_row(c, f, &key, &head))
			continue;
		head.hash = hash_text(key, c->seed);
		size_t shard = head.hash >> (64 - SHARD_BITS);
		if (stage_row(c, &c->stage[shard], f, key, head))
			hand_over(c, shard);
	}
}

static void hand_over_all(struct fold_count *c)
{
	for (size_t i = 0; i < SHARDS; i++)
		if (c->stage[i].n)
			hand_over(c, i);
}

static void count_merge(void *into, void *from)
{
	struct fold_count *a = into, *b = from;

	hand_over_all(b);
	a->rows += b->rows;
	a->keyless += b->keyless;
	a->untimed += b->untimed;
	a->too_large += b->too_large;
}

static void count_settle(void *self)
{
	struct fold_count *c = self;

	hand_over_all(c);
	for (size_t i = 0; c->plan && i < SHARDS; i++)
		c->leads += c->plan->folding->shard[i].n;
}

/* ---- grouped rows ---- */

/* Writes the lead that has all its rows. */
static void end_lead(struct fold_count *c)
{
	const struct fold_plan *p = c->plan;

	if (!c->lead)
		return;
	c->leads++;
	rows_add(p->writer, &p->folding->shard[0], c->lead);
	c->lead = NULL;
}

/* False: that key was there before, which is an error. */
static bool begin_lead(struct fold_count *c, struct frame *f, struct str key, int64_t row)
{
	enum keys_find found = keys_next(&c->order, key, hash_text(key, c->seed));

	if (found != KEY_NEW) {
		frame_fail(
			f,
			found == KEY_BACK
				? "'%.*s' comes back after rows of others; --grouped needs all rows of one "
				  "together: sort them, or leave out --grouped"
				: "'%.*s' is out of the order that all before it keep; --grouped needs all "
				  "rows of "
				  "one together: sort them, or leave out --grouped",
			STR_ARG(key));
		return false;
	}
	c->lead = leads_next(c->plan, &c->plan->folding->shard[0], key, row);
	return true;
}

/* What the slots take, at once. */
static void take_row(struct fold_count *c, struct frame *f, struct turn at)
{
	const struct fold_plan *p = c->plan;
	struct given value = { 0 }, other = { 0 };

	for (size_t i = 0; i < p->nslots; i++) {
		const struct fold_slot *s = &p->slot[i];
		if (!takes(c, s, f, at.time) || !slot_wants(s, c->lead, at))
			continue;
		give(c, &s->value, f, &value);
		if (s->other.form)
			give(c, &s->other, f, &other);
		slot_take(s, &p->folding->shard[0], c->lead, at, &value, &other);
	}
}

static void count_grouped(void *self, struct rows *lane, struct asked leads)
{
	struct fold_count *c = self;

	for (size_t i = 0; i < leads.n; i++) {
		struct frame *f = rows_at(lane, leads.row[i]);
		struct staged head;
		struct str key;
		if (!begin_row(c, f, &key, &head))
			continue;
		if (!c->lead || !str_eq(key, lead_key(c->lead))) {
			end_lead(c);
			if (!begin_lead(c, f, key, head.row))
				return;
		}
		take_row(c, f, turn_of(c->plan, head.row, head.time));
	}
}

static void settle_grouped(void *self)
{
	end_lead(self);
}

/* ---- what is reported ---- */

static void tell(struct diags *diags, uint64_t n, const char *one, const char *many, struct str head)
{
	struct buf digits = { 0 };

	if (!n)
		return;
	number_write_grouped(&digits, (int64_t)n);
	diag_note(diags, n == 1 ? one : many, STR_ARG(buf_view(&digits)), STR_ARG(head));
	buf_release(&digits);
}

static void count_report(const void *self, struct diags *diags)
{
	const struct fold_count *c = self;
	const struct fold_plan *p = c->plan;
	struct buf rows = { 0 }, leads = { 0 };

	if (!p)
		return;
	number_write_grouped(&rows, (int64_t)(c->rows - c->keyless));
	number_write_grouped(&leads, (int64_t)c->leads);
	diag_note(diags, "%.*s %s of %.*s %s", STR_ARG(buf_view(&rows)),
		  c->rows - c->keyless == 1 ? "row" : "rows", STR_ARG(buf_view(&leads)),
		  c->leads == 1 ? "lead" : "leads");
	buf_release(&rows);
	buf_release(&leads);
	tell(diags, c->keyless, "%.*s row without '%.*s', which is in no lead",
	     "%.*s rows without '%.*s', which are in no lead", p->key_head);
	tell(diags, c->untimed,
	     "%.*s row without a time in '%.*s': it has no place in the order, and is in no first, last, "
	     "nth, as of "
	     "or time in",
	     "%.*s rows without a time in '%.*s': they have no place in the order, and are in no first, "
	     "last, nth, "
	     "as of or time in",
	     p->time_head);
	tell(diags, c->too_large, "%.*s number is too large to be added up%.*s",
	     "%.*s numbers are too large to be added up%.*s", STR(""));
}

const struct counter_kind fold_counter = {
	.name = "fold",
	.new = count_new,
	.free = count_free,
	.count = count_rows,
	.merge = count_merge,
	.settle = count_settle,
	.report = count_report,
};

const struct counter_kind fold_grouped_counter = {
	.name = "fold of grouped rows",
	.in_order = true,
	.new = count_new,
	.free = count_free,
	.count = count_grouped,
	.merge = count_merge,
	.settle = settle_grouped,
	.report = count_report,
};

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
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
#include "base/word.h"
#include "fold/fold_keys.h"
#include "fold/fold_rows.h"
#include "fold/fold_run.h"
#include "fold/fold_sense.h"

/* All of a thread's stages fit into the cache. */
enum { STAGE_MOST = 1 << 14 };

struct fold_count {
	const struct fold_plan *plan; /* NULL: there is no input */
	struct fold_run run;
	struct rows alone; /* a row of a run that is asked by itself */
	size_t row_most;   /* bytes that a row takes in a stage, but for its key and texts */
	struct buf stage[SHARDS];
	uint64_t seed;
	uint64_t rows, keyless, untimed, leads;
	struct lead_head *lead; /* grouped: the one at hand; NULL: none yet */
	struct key_order order;
};

static void *count_new(const void *plan)
{
	struct fold_count *c = mem_new(sizeof *c);

	c->plan = plan;
	c->seed = hash_secret();
	run_init(&c->run, plan);
	for (size_t i = 0; plan && i < c->plan->nslots; i++)
		c->row_most += sizeof(uint16_t) + value_bytes[c->plan->slot[i].value.form] +
			       value_bytes[c->plan->slot[i].other.form];
	return c;
}

static void count_free(void *self)
{
	struct fold_count *c = self;

	for (size_t i = 0; i < SHARDS; i++)
		buf_release(&c->stage[i]);
	run_release(&c->run);
	keys_release(&c->order);
	free(c);
}

/* ---- staging ---- */

/* A value to where it is staged; returns where the next goes. Behind a text there is room again for all that
 * is no text. */
static char *stage(const struct fold_count *c, struct buf *out, char *to, enum value_form form,
		   union slot_values v, size_t row)
{
	struct str text;
	uint64_t word;
	uint32_t n;

	switch (form) {
	case VALUE_TEXT:
		text = v.text[row];
		n = text.p ? (uint32_t)text.n : UINT32_MAX;
		memcpy(to, &n, sizeof n);
		to += sizeof n;
		if (!text.p || !text.n)
			return to;
		out->n = (size_t)(to - out->p);
		to = buf_room(out, text.n + c->row_most);
		memcpy(to, text.p, text.n);
		return to + text.n;
	case VALUE_FLAG:
		n = v.flag[row];
		memcpy(to, &n, sizeof n);
		return to + sizeof n;
	case VALUE_WORD:
		word = slot_word(v, row);
		memcpy(to, &word, sizeof word);
		return to + sizeof word;
	case VALUE_MONEY:
		memcpy(to, &v.money[row], sizeof *v.money);
		return to + sizeof *v.money;
	default:
		return to;
	}
}

/* Most keys are ids of 8 to 24 bytes, which three words cover; returns what is behind it. */
static inline char *stage_key(char *to, struct str key)
{
	if (key.n < 8 || key.n > 24) {
		memcpy(to, key.p, key.n);
		return to + key.n;
	}
	size_t last = key.n - 8, middle = last < 8 ? last : 8;
	uint64_t first = word_load(key.p), second = word_load(key.p + middle),
		 third = word_load(key.p + last);
	word_store(to, first);
	word_store(to + middle, second);
	word_store(to + last, third);
	return to + key.n;
}

/* Word by word: a struct would be put together in memory and copied from there, before it has arrived. */
static inline void stage_head(char *to, uint32_t bytes, uint32_t key_bytes, int64_t row, int64_t time,
			      uint64_t hash)
{
	memcpy(to + offsetof(struct staged, bytes), &bytes, sizeof bytes);
	memcpy(to + offsetof(struct staged, key_bytes), &key_bytes, sizeof key_bytes);
	memcpy(to + offsetof(struct staged, row), &row, sizeof row);
	memcpy(to + offsetof(struct staged, time), &time, sizeof time);
	memcpy(to + offsetof(struct staged, hash), &hash, sizeof hash);
}

/* A row for a shard. Returns whether the stage is full. */
static bool stage_row(struct fold_count *c, struct buf *out, size_t row, uint64_t hash)
{
	const struct fold_plan *p = c->plan;
	struct str key = c->run.key[row];
	size_t from = out->n;
	char *to = buf_room(out, sizeof(struct staged) + key.n + c->row_most) + sizeof(struct staged);

	to = stage_key(to, key);
	for (size_t i = 0; i < p->nslots; i++) {
		const struct fold_slot *s = &p->slot[i];
		struct slot_rows *taken = &c->run.slot[i];
		if (taken->at == taken->rows.n || taken->rows.row[taken->at] != row)
			continue;
		taken->at++;
		uint16_t which = (uint16_t)i;
		memcpy(to, &which, sizeof which);
		to = stage(c, out, to + sizeof which, s->value.form, taken->value, row);
		if (s->other.form)
			to = stage(c, out, to, s->other.form, taken->other, row);
	}
	out->n = (size_t)(to - out->p);
	stage_head(out->p + from, (uint32_t)(out->n - from), (uint32_t)key.n, run_place(&c->run, row),
		   c->run.time[row], hash);
	return out->n >= STAGE_MOST;
}

static void hand_over(struct fold_count *c, size_t shard)
{
	leads_add(c->plan, &c->plan->folding->shard[shard], buf_view(&c->stage[shard]));
	buf_clear(&c->stage[shard]);
}

/* ---- rows ---- */

typedef void take_fn(struct fold_count *c);

/* Has `take` take a run. If something in it ends the run of the tool, its rows are asked again one by one, so
 * that those before the first such row are taken, and it is the one that is reported. */
static void take_run(struct fold_count *c, struct rows *lane, struct asked leads, take_fn *take)
{
	struct frame *f = lane->frame;
	bool good = run_begin(&c->run, lane, leads);

	if (good) {
		c->rows += leads.n;
		c->keyless += leads.n - c->run.rows.n;
		c->untimed += c->run.rows.n - c->run.timed.n;
		sense_run(c->plan->sense, &c->run);
		take(c);
	}
	run_end(&c->run);
	if (good || lane->n == 1)
		return;
	frame_undo(f);
	for (size_t i = 0; i < leads.n && !f->error.n; i++) {
		static const uint16_t alone[1];
		c->alone = (struct rows){
			.batch = lane->batch, .first = lane->first + leads.row[i], .n = 1, .frame = f
		};
		rows_begin(&c->alone);
		take_run(c, &c->alone, (struct asked){ alone, 1 }, take);
	}
}

/* Is the row one too many? Then that ends the run. */
static bool too_many(struct fold_count *c, size_t row)
{
	if (run_place(&c->run, row) < UINT32_MAX)
		return false;
	frame_fail(rows_at(c->run.lane, row), "a fold takes %u rows at most; fold them in parts",
		   UINT32_MAX - 1);
	return true;
}

static void stage_run(struct fold_count *c)
{
	const struct fold_run *run = &c->run;

	for (size_t i = 0; i < run->rows.n; i++) {
		size_t row = run->rows.row[i];
		if (too_many(c, row))
			return;
		uint64_t hash = hash_text(run->key[row], c->seed);
		size_t shard = hash >> (64 - SHARD_BITS);
		if (stage_row(c, &c->stage[shard], row, hash))
			hand_over(c, shard);
	}
}

static void count_rows(void *self, struct rows *lane, struct asked leads)
{
	take_run(self, lane, leads, stage_run);
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
	a->run.too_large += b->run.too_large;
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

/* What the slots take of the lead's rows, all of which come before `end`. */
static void take_rows(struct fold_count *c, size_t end)
{
	const struct fold_plan *p = c->plan;

	for (size_t i = 0; i < p->nslots; i++) {
		struct slot_rows *taken = &c->run.slot[i];
		size_t from = taken->at;
		while (taken->at < taken->rows.n && taken->rows.row[taken->at] < end)
			taken->at++;
		struct asked rows = { taken->rows.row + from, taken->at - from };
		slot_take_rows(p, i, c->lead, &c->run, rows);
	}
}

/* Lead by lead. */
static void take_grouped(struct fold_count *c)
{
	const struct fold_run *run = &c->run;
	const struct str *key = run->key;
	struct asked rows = run->rows;

	for (size_t i = 0; i < rows.n;) {
		size_t row = rows.row[i];
		if (too_many(c, row))
			return;
		if (!c->lead || !str_eq(key[row], lead_key(c->lead))) {
			end_lead(c);
			if (!begin_lead(c, rows_at(run->lane, row), key[row], run_place(run, row)))
				return;
		}
		for (i++; i < rows.n && str_eq(key[rows.row[i]], key[row]); i++)
			;
		take_rows(c, (size_t)rows.row[i - 1] + 1);
	}
}

static void count_grouped(void *self, struct rows *lane, struct asked leads)
{
	take_run(self, lane, leads, take_grouped);
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
	sense_report(p->sense, p, diags);
	tell(diags, c->run.too_large, "%.*s number is too large to be added up%.*s",
	     "%.*s numbers are too large to be added up%.*s", STR(""));
}

const struct counter_kind fold_counter = {
	.name = "fold",
	.once = true,
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
	.once = true,
	.new = count_new,
	.free = count_free,
	.count = count_grouped,
	.merge = count_merge,
	.settle = settle_grouped,
	.report = count_report,
};

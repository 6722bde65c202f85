/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows on their way into a fold. Each thread divides the rows of a run by their shards, and has each of these
 * take all of its rows; so a shard is locked once for many rows. With grouped rows there is one thread, one
 * shard, and one lead at a time, which is written when the next one begins.
 */
#include "fold/fold.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/number.h"
#include "fold/fold_keys.h"
#include "fold/fold_rows.h"
#include "fold/fold_sense.h"
#include "fold/fold_slots.h"

/* Rows of a run, shard by shard; those of each in their order, up to before its `end`. */
struct divided {
	size_t end[SHARDS];
	uint16_t row[RUN_MOST];
};

struct fold_count {
	const struct fold_plan *plan; /* NULL: there is no input */
	struct fold_run run;
	struct rows alone; /* a row of a run that is asked by itself */
	uint8_t shard[RUN_MOST];
	struct divided all;	      /* the rows with a key */
	struct divided *own;	      /* of each slot, those that it takes, … */
	const struct divided **taken; /* … if they are not all */
	uint64_t *held;		      /* of each slot, rows that it took */
	uint64_t seed;
	uint64_t rows, keyless, untimed, future, leads;
	uint64_t rounded, pointed; /* rows whose key another program than the CRM has written */
	struct lead_head *lead;	   /* grouped: the one at hand; NULL: none yet */
	struct key_order order;
};

static void *count_new(const void *plan)
{
	struct fold_count *c = mem_new(sizeof *c);

	c->plan = plan;
	c->seed = hash_secret();
	run_init(&c->run, plan);
	if (plan) {
		c->own = mem_new(c->plan->nslots * sizeof *c->own);
		c->taken = mem_new(c->plan->nslots * sizeof *c->taken);
		c->held = mem_new(c->plan->nslots * sizeof *c->held);
	}
	return c;
}

static void count_free(void *self)
{
	struct fold_count *c = self;

	free(c->own);
	free(c->taken);
	free(c->held);
	run_release(&c->run);
	keys_release(&c->order);
	free(c);
}

/* ---- rows ---- */

/* Is there a row too many? Then the first such one ends the run. */
static bool too_many(const struct fold_run *run)
{
	struct asked rows = run->rows;
	size_t i = rows.n;

	while (i && run_place(run, rows.row[i - 1]) >= UINT32_MAX)
		i--;
	if (i == rows.n)
		return false;
	frame_fail(rows_at(run->lane, rows.row[i]), "a fold takes %u rows at most; fold them in parts",
		   UINT32_MAX - 1);
	return true;
}

/* So many rows of it are later than now, where a time in leaves them out. */
static uint64_t later_than_now(const struct fold_run *run)
{
	const struct program *program = run->plan->program;
	uint64_t n = 0;

	for (size_t i = 0; run->plan->fold_times && i < run->timed.n; i++) {
		int64_t t = run->time[run->timed.row[i]];
		n += t > program->now && instant_compare(t, program->now, program->times.zone) > 0;
	}
	return n;
}

static void doubt_keys(struct fold_count *c)
{
	const struct fold_run *run = &c->run;

	for (size_t i = 0; i < run->rows.n; i++) {
		struct str key = run->key[run->rows.row[i]];
		if (!number_may_spoil(key))
			continue; /* nearly always */
		c->rounded += number_is_rounded(key);
		c->pointed += number_is_pointed(key);
	}
}

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
		doubt_keys(c);
		c->untimed += c->run.rows.n - c->run.timed.n;
		c->future += later_than_now(&c->run);
		for (size_t i = 0; i < c->plan->nslots; i++)
			c->held[i] += c->run.slot[i].rows.n;
		sense_run(c->plan->sense, &c->run);
		if (!too_many(&c->run))
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

/* Rows by their shards. */
static void divide(const struct fold_count *c, struct asked rows, struct divided *d)
{
	size_t n[SHARDS] = { 0 }, from = 0;

	for (size_t i = 0; i < rows.n; i++)
		n[c->shard[rows.row[i]]]++;
	for (size_t i = 0; i < SHARDS; i++) {
		d->end[i] = from;
		from += n[i];
	}
	for (size_t i = 0; i < rows.n; i++)
		d->row[d->end[c->shard[rows.row[i]]]++] = rows.row[i];
}

static struct asked divided_rows(const struct divided *d, size_t shard)
{
	size_t from = shard ? d->end[shard - 1] : 0;

	return (struct asked){ d->row + from, d->end[shard] - from };
}

static void divide_all(struct fold_count *c)
{
	const struct fold_run *run = &c->run;

	for (size_t i = 0; i < run->rows.n; i++) {
		size_t row = run->rows.row[i];
		run->hash[row] = id_hash(run->key[row], c->seed);
		c->shard[row] = run->hash[row] >> (64 - SHARD_BITS);
	}
	divide(c, run->rows, &c->all);
	for (size_t i = 0; i < c->plan->nslots; i++) {
		struct asked rows = run->slot[i].rows;
		c->taken[i] = rows.row == run->rows.row && rows.n == run->rows.n ? &c->all : &c->own[i];
		if (c->taken[i] != &c->all)
			divide(c, rows, &c->own[i]);
	}
}

/* What a shard, which is locked, takes of the run. */
static void take_shard(struct fold_count *c, size_t i)
{
	const struct fold_plan *p = c->plan;
	struct shard *s = &p->folding->shard[i];

	leads_find(p, s, &c->run, divided_rows(&c->all, i));
	for (size_t k = 0; k < p->nslots; k++)
		slot_take(&c->run, k, s, divided_rows(c->taken[k], i));
	slots_sweep(p, s);
	pthread_mutex_unlock(&s->lock);
}

/* A shard that another thread has at the moment is left for later. */
static void take_divided(struct fold_count *c)
{
	struct shard *s = c->plan->folding->shard;
	size_t later[SHARDS], n = 0;

	divide_all(c);
	for (size_t i = 0; i < SHARDS; i++) {
		if (!divided_rows(&c->all, i).n)
			continue;
		if (pthread_mutex_trylock(&s[i].lock))
			later[n++] = i;
		else
			take_shard(c, i);
	}
	for (size_t i = 0; i < n; i++) {
		pthread_mutex_lock(&s[later[i]].lock);
		take_shard(c, later[i]);
	}
}

static void count_rows(void *self, struct rows *lane, struct asked leads)
{
	take_run(self, lane, leads, take_divided);
}

static void count_merge(void *into, void *from)
{
	struct fold_count *a = into, *b = from;

	a->rows += b->rows;
	a->keyless += b->keyless;
	a->rounded += b->rounded;
	a->pointed += b->pointed;
	a->untimed += b->untimed;
	a->future += b->future;
	for (size_t i = 0; a->plan && i < a->plan->nslots; i++)
		a->held[i] += b->held[i];
	a->run.too_large += b->run.too_large;
}

static void count_settle(void *self)
{
	struct fold_count *c = self;

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
	enum keys_find found = keys_next(&c->order, key, id_hash(key, c->seed));

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
		slot_take(&c->run, i, &p->folding->shard[0], rows);
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
		if (!c->lead || !id_same(key[row], lead_key(c->lead))) {
			end_lead(c);
			if (!begin_lead(c, rows_at(run->lane, row), key[row], run_place(run, row)))
				return;
		}
		run->lead[row] = c->lead;
		for (i++; i < rows.n && id_same(key[rows.row[i]], key[row]); i++)
			run->lead[rows.row[i]] = c->lead;
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

/* Is there a row, of all leads, that the line can be about? */
static bool is_held(const struct fold_count *c, const struct fold_column *column)
{
	return c->held[column->slot] || (column->later_slot != SIZE_MAX && c->held[column->later_slot]);
}

static void tell_unheld(const struct fold_count *c, struct diags *diags)
{
	enum { NAMES = 6 };
	const struct fold_plan *p = c->plan;
	struct buf names = { 0 };
	size_t n = 0;

	for (size_t i = p->first_line; c->rows > c->keyless && i < p->ncolumns; i++)
		if (!is_held(c, &p->column[i]) && n++ < NAMES)
			buf_print(&names, "%s%.*s", n > 1 ? ", " : "", STR_ARG(p->column[i].head));
	if (n > NAMES)
		buf_print(&names, " and %zu more", n - NAMES);
	if (n)
		diag_note(
			diags,
			"fold %.*s: no row of any lead fits the %s %.*s: is what %s spelled as in the input?",
			STR_ARG(p->fold->name.text), n == 1 ? "line" : "lines", STR_ARG(buf_view(&names)),
			n == 1 ? "it names" : "they name");
	buf_release(&names);
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
	tell(diags, c->rounded,
	     "%.*s row whose '%.*s' a spreadsheet has rounded: several leads may share it, and be one",
	     "%.*s rows whose '%.*s' a spreadsheet has rounded: several leads may share it, and be one",
	     p->key_head);
	tell(diags, c->pointed, "%.*s row whose '%.*s' ends in .0: 12345.0 is not 12345, and is another lead",
	     "%.*s rows whose '%.*s' ends in .0: 12345.0 is not 12345, and is another lead", p->key_head);
	tell(diags, c->untimed,
	     "%.*s row without a time in '%.*s': it has no place in the order, and is in no first, last, "
	     "nth, as of or time in",
	     "%.*s rows without a time in '%.*s': they have no place in the order, and are in no first, "
	     "last, nth, as of or time in",
	     p->time_head);
	tell(diags, c->future, "%.*s row later than now in '%.*s', which no time in counts yet",
	     "%.*s rows later than now in '%.*s', which no time in counts yet", p->time_head);
	tell_unheld(c, diags);
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

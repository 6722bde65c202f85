/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See duplicates.h. */
#include "same/duplicates.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "expr/run.h"

enum { NOTED = 3 /* large groups, each in a note of its own */ };

/* ---- groups ---- */

static uint64_t size_of(const struct duplicates *d, size_t group)
{
	return d->same->size[d->group[group].lead];
}

/* Groups of each size, largest first; of one size they stay as they are. */
static void sort_by_size(struct duplicates *d)
{
	struct duplicate_group *sorted = mem_new((d->groups + 1) * sizeof *sorted);
	size_t *at = mem_new((size_t)(d->largest + 2) * sizeof *at);

	for (size_t i = 0; i < d->groups; i++)
		at[d->largest - size_of(d, i) + 1]++;
	for (uint64_t i = 1; i <= d->largest; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < d->groups; i++)
		sorted[at[d->largest - size_of(d, i)]++] = d->group[i];
	free(at);
	free(d->group);
	d->group = sorted;
}

/* What is first is told first. */
static int by_weight(const void *a, const void *b)
{
	const struct same_spared *x = *(const struct same_spared *const *)a,
				 *y = *(const struct same_spared *const *)b;
	bool apart = x->why == SPARED_APART;

	if (apart != (y->why == SPARED_APART))
		return apart ? -1 : 1;
	if (!apart && x->rows != y->rows)
		return x->rows > y->rows ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void sort_spared(struct duplicates *d)
{
	const struct sameness *s = d->same;

	d->spared = mem_new((s->nspared + 1) * sizeof *d->spared);
	for (size_t i = 0; i < s->nspared; i++) {
		d->spared[i] = &s->spared[i];
		(*(s->spared[i].why == SPARED_APART ? &d->left_out : &d->nobody))++;
	}
	if (s->nspared)
		qsort(d->spared, s->nspared, sizeof *d->spared, by_weight);
}

void duplicates_find(struct duplicates *d, const struct sameness *s, const struct same_lead *by, bool by_size)
{
	size_t cap = 0;

	*d = (struct duplicates){ .same = s, .by = by };
	for (uint32_t lead = 0; lead < s->leads; lead++) {
		if (s->size[lead] < 2)
			continue;
		MEM_ROOM(d->group, d->groups, cap);
		d->group[d->groups] = (struct duplicate_group){ (uint32_t)d->groups + 1, lead };
		d->groups++;
		d->rows += s->size[lead];
		if (s->size[lead] > d->largest)
			d->largest = s->size[lead];
	}
	sort_spared(d);
	if (by_size)
		sort_by_size(d);
}

void duplicates_release(struct duplicates *d)
{
	free(d->group);
	free(d->spared);
	*d = (struct duplicates){ 0 };
}

struct str duplicates_key(const struct duplicates *d, uint16_t key)
{
	return key == KEY_NONE ? STR("") : key == KEY_MAP ? STR("map") : d->by->keys.at[key].words.text;
}

uint64_t duplicates_by(const struct duplicates *d, uint16_t key)
{
	uint64_t n = 0;

	for (size_t i = 0; i < d->same->rows; i++)
		n += d->same->row[i].key == key;
	return n;
}

/* ---- figures ---- */

struct summary_row {
	bool made;
};

static bool next_once(const void *view, void *row)
{
	struct summary_row *r = row;

	(void)view;
	return r->made ? false : (r->made = true);
}

enum { LARGEST, GROUPS, ROWS, BEYOND, LEFT_OUT, NOBODY };

static struct figure number(const struct cell *c)
{
	const struct duplicates *d = c->view;
	const uint64_t of[] = {
		[LARGEST] = d->largest,		 [GROUPS] = d->groups,	   [ROWS] = d->rows,
		[BEYOND] = duplicates_beyond(d), [LEFT_OUT] = d->left_out, [NOBODY] = d->nobody,
	};

	return figure_count(of[c->of]);
}

#define COUNT(name, what) COLUMN(name, number), .of = (what), .kind = COLUMN_NUMBER

static const struct column figures[] = {
	{ COUNT("largest_group", LARGEST), .definition = "rows of the largest group" },
	{ COUNT("groups", GROUPS), .definition = "groups of two rows or more that are one lead" },
	{ COUNT("rows", ROWS), .definition = "rows in these groups" },
	{ COUNT("duplicates", BEYOND), .definition = "of these, all but the first of each group" },
	{ COUNT("left_out", LEFT_OUT),
	  .definition = "joins that were left out, as they would bring together what is apart" },
	{ COUNT("nobody", NOBODY), .definition = "values that join nobody" },
};

const struct report duplicates_figures = REPORT(figures, struct summary_row, next_once, NULL);

/* ---- large groups ---- */

/* What joined the rows of a group by one key: how many, and the value that did most often. */
struct joined {
	uint32_t rows, most;
	struct str value;
};

struct tally_of_group {
	struct joined *key; /* the agreement's; behind them that of the map of ids */
	struct map values;  /* of one key, by number; */
	uint32_t *times;    /* … how often each occurs */
	size_t n, cap;
	struct arena arena;
	struct buf value;
};

static void count_value(struct tally_of_group *t, struct joined *j)
{
	size_t before = t->values.n;
	uint32_t *known = map_find(&t->values, buf_view(&t->value));
	struct str value = known ? (struct str){ 0 } : arena_copy(&t->arena, buf_view(&t->value));
	uint32_t i = known ? *known : map_put(&t->values, value, (uint32_t)before);

	if (!known) {
		MEM_ROOM(t->times, t->n, t->cap);
		t->times[t->n++] = 0;
	}
	if (++t->times[i] <= j->most)
		return;
	j->most = t->times[i];
	j->value = arena_copy(&t->arena, buf_view(&t->value));
}

static uint16_t key_at(const struct duplicates *d, size_t i)
{
	return i < d->by->keys.n ? (uint16_t)i : KEY_MAP;
}

static void count_values(struct tally_of_group *t, const struct sameness *s, uint16_t key, size_t at,
			 const uint32_t *row, size_t n)
{
	struct rows *run = same_rows(s, row, n);

	same_foresee(s, key, run, rows_all(run));
	for (size_t i = 0; i < n; i++) {
		rows_at(run, i);
		same_value(s, row[i], key, &t->value);
		count_value(t, &t->key[at]);
	}
}

/* The value most rows have, the first of several. */
static void count_key(struct tally_of_group *t, const struct duplicates *d, uint32_t lead, size_t at)
{
	const struct sameness *s = d->same;
	uint16_t key = key_at(d, at);
	uint32_t row[SAME_ROWS];
	size_t n = 0, bytes = 0;

	map_release(&t->values);
	t->values = (struct map){ 0 };
	t->n = 0;
	for (uint32_t i = s->first[lead]; i != UINT32_MAX; i = s->row[i].next) {
		if (s->row[i].key != key)
			continue;
		t->key[at].rows++;
		row[n++] = i;
		bytes += same_kept(s, i).bytes.n;
		if (n == SAME_ROWS || bytes >= SAME_ROWS_BYTES) {
			count_values(t, s, key, at, row, n);
			n = bytes = 0;
		}
	}
	if (n)
		count_values(t, s, key, at, row, n);
}

/* "phone '0212 555' (20)"; where several values did it, "email (13, of these 4 by 'a@b.c')". */
static void list_key(struct str words, const struct joined *j, struct buf *out)
{
	buf_str(out, words);
	if (j->most == j->rows)
		buf_print(out, " '%.*s'", STR_ARG(j->value));
	buf_str(out, STR(" ("));
	number_write_grouped(out, j->rows);
	if (j->most > 1 && j->most < j->rows) {
		buf_str(out, STR(", of these "));
		number_write_grouped(out, j->most);
		buf_print(out, " by '%.*s'", STR_ARG(j->value));
	}
	buf_char(out, ')');
}

static void list_keys(const struct duplicates *d, const struct tally_of_group *t, struct buf *out)
{
	size_t left = 0;

	for (size_t k = 0; k <= d->by->keys.n; k++)
		left += t->key[k].rows > 0;
	for (size_t k = 0; k <= d->by->keys.n; k++) {
		if (!t->key[k].rows)
			continue;
		list_key(duplicates_key(d, key_at(d, k)), &t->key[k], out);
		left--;
		buf_str(out, !left ? STR("") : left == 1 ? STR(" and ") : STR(", "));
	}
}

static void note_group(const struct duplicates *d, const struct duplicate_group *g, struct diags *diags)
{
	struct tally_of_group t = { .key = mem_new((d->by->keys.n + 1) * sizeof *t.key) };
	struct buf words = { 0 };

	for (size_t k = 0; k <= d->by->keys.n; k++)
		count_key(&t, d, g->lead, k);
	list_keys(d, &t, &words);
	buf_clear(&t.value);
	number_write_grouped(&t.value, d->same->size[g->lead]);
	diag_note(diags, "group %u has %.*s rows, joined by %.*s", g->number, STR_ARG(buf_view(&t.value)),
		  STR_ARG(buf_view(&words)));
	buf_release(&words);
	buf_release(&t.value);
	map_release(&t.values);
	arena_release(&t.arena);
	free(t.times);
	free(t.key);
}

void duplicates_note(const struct duplicates *d, struct diags *diags)
{
	size_t large = 0;

	for (size_t i = 0; i < d->groups; i++)
		if (size_of(d, i) > DUPLICATES_MANY && large++ < NOTED)
			note_group(d, &d->group[i], diags);
	if (large > NOTED)
		diag_note(diags, "%zu more groups have over %d rows", large - NOTED, DUPLICATES_MANY);
	if (large)
		diag_note(
			diags,
			"over %d rows are rarely one lead; --fail-when 'largest_group > %d' makes such a run "
			"exit with 1",
			DUPLICATES_MANY, DUPLICATES_MANY);
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which lead a row of a filled sheet is about. The ref decides, and what else the row says about its lead has
 * to agree, unless a spreadsheet has ruined it: a selection of columns may have been sorted without the
 * others. Without a ref it is the id, if it is one lead's exactly and no other's that may be meant.
 */
#include "review/filled.h"

#include <stdlib.h>

#include "base/id.h"
#include "base/mem.h"
#include "review/ref.h"

struct placing {
	struct filled *f;
	struct filled_lead *lead;
	size_t n;
	size_t *by_ref; /* places of leads, ascending by ref */
	const char *leads;
	const struct zone *zone;
};

struct by_ref {
	uint64_t ref;
	size_t lead;
};

static int compare_refs(const void *a, const void *b)
{
	const struct by_ref *x = a, *y = b;

	return x->ref < y->ref ? -1 : x->ref > y->ref;
}

static void order(struct placing *p)
{
	struct by_ref *all = mem_new((p->n + 1) * sizeof *all);

	p->by_ref = mem_new((p->n + 1) * sizeof *p->by_ref);
	for (size_t i = 0; i < p->n; i++)
		all[i] = (struct by_ref){ p->lead[i].ref, i };
	if (p->n)
		qsort(all, p->n, sizeof *all, compare_refs);
	for (size_t i = 0; i < p->n; i++)
		p->by_ref[i] = all[i].lead;
	free(all);
}

/* The place in by_ref of the first that is not below. */
static size_t lower(const struct placing *p, uint64_t ref)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (p->lead[p->by_ref[middle]].ref < ref)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct str time_words(const struct placing *p, int64_t at)
{
	struct buf b = { 0 };

	if (at == INSTANT_NONE)
		buf_str(&b, STR("at an unknown time"));
	else
		instant_write(&b, day_date(instant_day(at, p->zone), p->zone), p->zone);
	struct str words = arena_copy(&p->f->arena, buf_view(&b));
	buf_release(&b);
	return words;
}

/* Leads of this id: how many, and the last of them. */
static size_t of_id(const struct placing *p, struct str id, size_t *lead)
{
	size_t n = 0;

	for (size_t i = 0; id.n && i < p->n; i++)
		if (id_same(p->lead[i].id, id))
			n++, *lead = i;
	return n;
}

static bool same_day(const struct placing *p, const struct filled_row *r, int64_t at)
{
	int64_t reading[2];
	size_t n = filled_dates(p->f, filled_cell(p->f, r, FILLED_HANDED), p->zone, reading);

	for (size_t i = 0; i < n; i++)
		if (at != INSTANT_NONE && instant_day(reading[i], p->zone) == instant_day(at, p->zone))
			return true;
	return false;
}

/* The hand-over that had the ref while the lead had its old id. */
static size_t by_old_ref(const struct placing *p, const struct filled_row *r, uint64_t low, uint64_t high)
{
	struct str id = filled_cell(p->f, r, FILLED_ID);

	for (size_t i = 0; r->old_id.n && i < p->n; i++) {
		uint64_t ref = ref_of(r->old_id, p->lead[i].at, p->zone);
		if (id_same(p->lead[i].id, id) && ref >= low && ref < high)
			return i;
	}
	return SIZE_MAX;
}

/* No lead has the ref. The id may tell why. */
static struct str why_no_lead(const struct placing *p, const struct filled_row *r)
{
	struct arena *arena = &p->f->arena;
	struct str id = filled_cell(p->f, r, FILLED_ID);
	size_t lead;

	if (!of_id(p, id, &lead))
		return arena_print(arena,
				   "no lead that is handed over in %s has this ref; was it handed over again "
				   "since, or is it not in this export?",
				   p->leads);
	if (same_day(p, r, p->lead[lead].at))
		return arena_print(
			arena,
			"no lead has this ref, while lead_id '%.*s' has another; correct the ref, or "
			"empty its cell, and the id decides",
			STR_ARG(id));
	return arena_print(
		arena,
		"lead '%.*s' was handed over again since, %s%.*s, and this row is about the hand-over "
		"before; decide about it on a new sheet",
		STR_ARG(id), p->lead[lead].at == INSTANT_NONE ? "" : "on ",
		STR_ARG(time_words(p, p->lead[lead].at)));
}

/* The label of a row of totals, which decides nothing: no lead is meant. */
static void leave_out(const struct placing *p, struct filled_row *r)
{
	for (enum filled_column c = FILLED_DECISION; c < FILLED_COLUMNS; c++)
		if (filled_cell(p->f, r, c).n)
			return;
	r->says = false;
	r->left_out = true;
	if (!p->f->empty++)
		p->f->first_empty = r->line;
}

/* False: there is a mistake. */
static bool by_ref(const struct placing *p, struct filled_row *r, struct str ref)
{
	struct arena *arena = &p->f->arena;
	struct str id = filled_cell(p->f, r, FILLED_ID);
	uint64_t low, high;
	size_t chosen = SIZE_MAX;

	if (!ref_range(ref, &low, &high)) {
		r->mistake = arena_print(arena, "this is no ref, which is made of the letters "
						"bcdfghjkmnpqrstvwxz and a hyphen");
		if (!id.n)
			leave_out(p, r);
		return false;
	}
	size_t from = lower(p, low), to = lower(p, high);
	if (from == to && (r->lead = by_old_ref(p, r, low, high)) != SIZE_MAX)
		return true;
	if (from == to) {
		r->mistake = why_no_lead(p, r);
		return false;
	}
	for (size_t i = from; i < to && to - from > 1; i++)
		if (id_same(p->lead[p->by_ref[i]].id, id))
			chosen = chosen == SIZE_MAX ? i : SIZE_MAX - 1;
	if (to - from > 1 && chosen >= SIZE_MAX - 1) {
		r->mistake = arena_print(arena, "%zu leads have refs that begin so; write more letters of it",
					 to - from);
		return false;
	}
	r->lead = p->by_ref[chosen == SIZE_MAX ? from : chosen];
	if (id.n && filled_id_fits(id, p->lead[r->lead].id) == ID_OTHER) {
		r->mistake =
			arena_print(arena,
				    "the ref is of lead '%.*s', and lead_id says '%.*s'; were some columns "
				    "sorted without the others? (If the ref is right, empty the other cell)",
				    STR_ARG(p->lead[r->lead].id), STR_ARG(id));
		return false;
	}
	return true;
}

static bool by_id(const struct placing *p, struct filled_row *r, struct str id)
{
	struct arena *arena = &p->f->arena;
	size_t exact = 0, ruined = 0, meant = 0;

	for (size_t i = 0; i < p->n; i++) {
		enum id_fit fit = filled_id_fits(id, p->lead[i].id);
		exact += fit == ID_SAME;
		ruined += fit == ID_RUINED;
		if (fit == ID_SAME || (fit == ID_RUINED && !exact))
			meant = i;
	}
	if (exact == 1 && !ruined) {
		r->lead = meant;
		return true;
	}
	if (!exact && !ruined)
		r->mistake = arena_print(
			arena, "it has no ref, and no lead that is handed over in %s has its id", p->leads);
	else if (exact > 1 && !ruined)
		r->mistake = arena_print(arena,
					 "it has no ref, and the lead of its id was handed over %zu times "
					 "in %s; fill in the ref",
					 exact, p->leads);
	else
		r->mistake = arena_print(
			arena,
			"it has no ref, and its id may be '%.*s'%s, as spreadsheets ruin ids; fill "
			"in the ref",
			STR_ARG(p->lead[meant].id), exact + ruined > 1 ? " or another" : "");
	return false;
}

static void place_row(const struct placing *p, struct filled_row *r)
{
	struct str ref = filled_cell(p->f, r, FILLED_REF), id = filled_cell(p->f, r, FILLED_ID);
	bool good = false;

	if (ref.n)
		good = by_ref(p, r, ref);
	else if (id.n)
		good = by_id(p, r, id);
	else
		r->mistake = STR("a decision without a ref or lead_id; which lead is it about?");
	if (good)
		p->lead[r->lead].asked = true;
}

/* ---- rows about one lead ---- */

static struct str input_cell(const struct filled *f, const struct filled_row *r, size_t i)
{
	return i < FILLED_COLUMNS ? filled_cell(f, r, (enum filled_column)i)
				  : filled_ask(f, r, i - FILLED_COLUMNS);
}

/* Cells that a person fills, of two rows: alike? */
static bool say_the_same(const struct filled *f, const struct filled_row *a, const struct filled_row *b)
{
	for (size_t i = FILLED_DECISION; i < FILLED_COLUMNS + f->nasks; i++)
		if (!str_eq(input_cell(f, a, i), input_cell(f, b, i)))
			return false;
	return true;
}

static bool says_something(const struct filled *f, const struct filled_row *r)
{
	for (size_t i = FILLED_DECISION; i < FILLED_COLUMNS + f->nasks; i++)
		if (input_cell(f, r, i).n)
			return true;
	return false;
}

static void find_again(const struct placing *p)
{
	struct filled *f = p->f;
	size_t *first = mem_new((p->n + 1) * sizeof *first);

	for (size_t i = 0; i < f->n; i++) {
		struct filled_row *r = &f->row[i];
		if (!r->says || r->lead == SIZE_MAX)
			continue;
		size_t *said = &first[r->lead];
		struct filled_row *before = *said ? &f->row[*said - 1] : NULL;
		if (!before) {
			*said = i + 1;
			continue;
		}
		r->again = say_the_same(f, before, r);
		if (r->again)
			continue;
		r->mistake = arena_print(&f->arena, "line %u is about the same lead and says something else",
					 before->line);
		if (!before->mistake.n)
			before->mistake = arena_print(
				&f->arena, "line %u is about the same lead and says something else", r->line);
	}
	free(first);
}

void filled_place(struct filled *f, struct filled_lead *lead, size_t n, const char *leads,
		  const struct zone *zone)
{
	struct placing p = { .f = f, .lead = lead, .n = n, .leads = leads, .zone = zone };

	order(&p);
	for (size_t i = 0; i < f->n; i++) {
		f->row[i].says = says_something(f, &f->row[i]);
		place_row(&p, &f->row[i]);
	}
	find_again(&p);
	free(p.by_ref);
}

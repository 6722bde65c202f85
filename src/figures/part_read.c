/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts, read: see part.h. Of each file a part is wanted, whole: rows about it,
 * counts, its end. A cell says what it may in its place or is an error.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "figures/part_internal.h"

/* No count is beyond this, which keeps sums far from overflow; a span, far from the end of time; and a sum of
 * money, far from the end of 128 bits, in millionths. */
#define COUNT_MOST INT64_C(1000000000000000)
#define SPAN_MOST  (INT64_MAX / 2)
#define SUM_MOST   ((__int128)COUNT_MOST * COUNT_MOST * 1000000)

enum { DECIMALS = 6, DIGITS_MOST = 37 };

static bool cut_short(struct part_reader *r, const char *file)
{
	buf_print(&r->error, "%s: this partial is incomplete: its last row, 'end', is missing; make it anew",
		  file);
	return false;
}

/* Does the row say a group? */
static bool spelled(const struct part_reader *r)
{
	bool said = false;

	for (size_t i = 0; i < r->grouping.n; i++)
		said |= r->values[i].n > 0;
	return said;
}

/* ---- what parts are about ---- */

static size_t places_behind(const struct part_reader *r, size_t i)
{
	size_t n = 0;

	while (i + n + 1 < r->nsaid && str_eq(r->said[i + n + 1].name, STR("place")))
		n++;
	return n;
}

/* The orders of the groups' items, each with all that the item can be, if that is its order. */
static bool read_items(struct part_reader *r)
{
	struct grouping *g = &r->grouping;
	struct str *place = NULL;
	size_t items = 0;

	for (size_t i = r->kind->nabout; i < r->nsaid; i++) {
		const struct part_said *said = &r->said[i];
		size_t order = part_word(said->detail, part_orders, PART_ORDERS);
		int64_t n = 0;
		number_read_whole(said->n, 1, (int64_t)g->n, &n);
		if (str_eq(said->name, STR("order")) && order != SIZE_MAX && (size_t)n == items + 1) {
			place = ARENA_ARRAY(&r->arena, places_behind(r, i), struct str);
			g->item[items].order = (enum group_order)order;
			g->item[items++].place = place;
		} else if (str_eq(said->name, STR("place")) && items && (size_t)n == items &&
			   g->item[items - 1].order == GROUP_BY_PLACE) {
			place[g->item[items - 1].nplaces++] = said->detail;
		} else {
			return false;
		}
	}
	return items == g->n;
}

/* The rows about a part are over. */
static bool begin_counts(struct part_reader *r)
{
	bool first = !r->groups;

	r->about = false;
	if (r->nabout < (first ? r->kind->nabout : r->nsaid) || (first && !read_items(r)))
		return part_wrong(r,
				  "the rows 'about' this partial are not those of its groups; make it anew");
	if (first)
		r->groups = r->kind->begin(r);
	return true;
}

static bool differs(struct part_reader *r, const struct part_said *here, const struct part_said *first)
{
	return part_wrong(
		r,
		"'%.*s' is '%.*s' here and '%.*s' in %s; only partials that were made alike are one "
		"%s",
		STR_ARG(part_brief(here->name)), STR_ARG(part_brief(here->detail)),
		STR_ARG(part_brief(first->detail)), r->files[0], r->kind->subject);
}

static bool read_about(struct part_reader *r, const struct part_said *here, struct str value)
{
	size_t i = r->nabout++;
	const struct part_about *known = i < r->kind->nabout ? r->kind->about[i] : NULL;

	if (value.n || spelled(r))
		return part_wrong(r, "a row 'about' has no 'value' and is of no group");
	if (known && (!str_eq(here->name, str_from(known->name)) || here->n.n))
		return part_wrong(r, "a row about '%s' should stand here", known->name);
	if (!r->groups) {
		MEM_ROOM(r->said, r->nsaid, r->said_cap);
		r->said[r->nsaid++] =
			(struct part_said){ arena_copy(&r->arena, here->name), arena_copy(&r->arena, here->n),
					    arena_copy(&r->arena, here->detail) };
	} else if (i >= r->nsaid || !str_eq(here->name, r->said[i].name) || !str_eq(here->n, r->said[i].n)) {
		return part_wrong(r, "no row about '%.*s' stands here in %s", STR_ARG(part_brief(here->name)),
				  r->files[0]);
	} else if (!(known && known->each) && !str_eq(here->detail, r->said[i].detail)) {
		return differs(r, here, &r->said[i]);
	}
	return !known || (r->groups && !known->each) || known->read(r, here->detail);
}

/* ---- cells of counts ---- */

static bool read_millionths(struct str s, __int128 *out)
{
	bool minus = s.n && s.p[0] == '-';
	__int128 x = 0;
	size_t digits = 0, decimals = 0, i = minus;
	bool point = false;

	for (; i < s.n; i++) {
		if (s.p[i] == '.' && digits && !point) {
			point = true;
		} else if (s.p[i] >= '0' && s.p[i] <= '9' && ++digits <= DIGITS_MOST) {
			x = x * 10 + (s.p[i] - '0');
			decimals += point;
		} else {
			return false;
		}
	}
	if (!digits || (point && !decimals) || decimals > DECIMALS)
		return false;
	for (; decimals < DECIMALS && x <= SUM_MOST; decimals++)
		x *= 10;
	*out = minus ? -x : x;
	return x <= SUM_MOST;
}

bool part_add(struct part_reader *r, uint64_t *into, int64_t n)
{
	*into += (uint64_t)n;
	return *into <= (uint64_t)COUNT_MOST || part_wrong(r, "there are not so many leads in the world");
}

bool part_add_value(struct part_reader *r, __int128 *into, __int128 value)
{
	*into += value;
	r->money += value < 0 ? -value : value;
	return r->money <= SUM_MOST || part_wrong(r, "there is not so much money in the world");
}

/* ---- spans ---- */

/* The digits at the beginning, which are taken; false: there are none, or too many. */
static bool take_digits(struct str *s, int64_t least, int64_t *out)
{
	size_t n = 0;

	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	struct str digits = str_slice(*s, 0, n);
	*s = str_slice(*s, n, s->n);
	return number_read_whole(digits, least, INT64_MAX, out);
}

static bool take_char(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = str_slice(*s, 1, s->n);
	return true;
}

/* How many spans they are; 0: they are none. */
static uint64_t take_spans(struct str s, __int128 unit, struct spans *to)
{
	int64_t step, many;
	uint64_t n = 0;
	__int128 at = 0;

	do {
		many = 1;
		if (!take_digits(&s, n > 0, &step) || (take_char(&s, '*') && !take_digits(&s, 1, &many)))
			return 0;
		at += step * unit;
		if (at > SPAN_MOST || many > COUNT_MOST - (int64_t)n)
			return 0;
		spans_add_many(to, (int64_t)at, (uint64_t)many);
		n += (uint64_t)many;
	} while (take_char(&s, ' '));
	return s.n ? 0 : n;
}

bool part_add_spans(struct part_reader *r, struct spans *to, const struct part_cells *w)
{
	if (w->value <= 0 || w->value > SPAN_MOST)
		return part_wrong(r, "'value' is no unit of spans");
	if (take_spans(w->detail, w->value, to) != (uint64_t)w->n)
		return part_wrong(r, "'detail' does not hold the %lld spans that 'n' says", (long long)w->n);
	return part_add(r, &r->spans, w->n);
}

/* ---- rows of counts ---- */

bool part_leads(struct part_reader *r, const struct part_cells *w)
{
	groups_add(r->groups, r->values, (uint64_t)w->n);
	return part_add(r, &r->leads, w->n);
}

bool part_end(struct part_reader *r, const struct part_cells *w)
{
	if ((uint64_t)w->n != r->rows)
		return part_wrong(r, "the partial is incomplete: %lld rows were written and %llu are here",
				  (long long)w->n, (unsigned long long)r->rows);
	r->file = NULL;
	r->whole++;
	return true;
}

static const struct part_row *row_called(const struct part_kind *kind, struct str name)
{
	for (size_t i = 0; i < kind->nrow; i++)
		if (str_eq(name, str_from(kind->row[i].name)))
			return &kind->row[i];
	return NULL;
}

/* The group that the row is of, which a row of its leads has named before. */
static bool find_group(struct part_reader *r, struct part_cells *w)
{
	return groups_find(r->groups, r->values, &w->group) ||
	       part_wrong(r, "no row 'leads' before this one has its group");
}

static bool cell_is(struct part_reader *r, const struct part_row *k, int cell, struct str text, bool good)
{
	return good || part_wrong(r, "'%.*s' can't be the '%s' of a row '%s'", STR_ARG(part_brief(text)),
				  part_heads[cell], k->name);
}

static bool read_counts(struct part_reader *r, const struct part_row *k, const struct part_said *cell,
			struct str value)
{
	const struct agreement *a = r->agreement;
	struct part_cells w = { .detail = cell->detail };

	w.step = k->has & PART_HAS_STAGE ? agreement_stage(a, cell->name) : agreement_exit(a, cell->name);
	if (spelled(r) && !(k->has & (PART_HAS_SPELLING | PART_HAS_GROUP)))
		return part_wrong(r, "a row '%s' is of no group", k->name);
	return cell_is(r, k, PART_NAME, cell->name,
		       k->has & (PART_HAS_STAGE | PART_HAS_EXIT) ? w.step != SIZE_MAX : !cell->name.n) &&
	       cell_is(r, k, PART_N, cell->n,
		       k->has & PART_HAS_N ? number_read_whole(cell->n, 1, COUNT_MOST, &w.n) : !cell->n.n) &&
	       cell_is(r, k, PART_VALUE, value,
		       k->has & PART_HAS_VALUE ? read_millionths(value, &w.value) : !value.n) &&
	       cell_is(r, k, PART_DETAIL, cell->detail, k->has & PART_HAS_DETAIL || !cell->detail.n) &&
	       (!(k->has & PART_HAS_GROUP) || find_group(r, &w)) && k->read(r, &w);
}

/* ---- rows ---- */

/* Is the row of the part at hand, or the first of the next file's? */
static bool place_row(struct part_reader *r, bool about)
{
	const char *file = r->record->batch->file;

	if (r->file && (strcmp(r->file, file) != 0 || (about && !r->about)))
		return cut_short(r, r->file);
	if (r->file)
		return true;
	bool next = r->whole < r->nfiles && strcmp(file, r->files[r->whole]) == 0;
	if (!next && r->whole && strcmp(file, r->files[r->whole - 1]) == 0)
		return part_wrong(r, "a row behind the end of the partial");
	if (!next)
		return cut_short(r, r->files[r->whole]);
	r->file = r->files[r->whole];
	r->rows = r->nabout = 0;
	r->about = true;
	return true;
}

bool part_read_row(struct part_reader *r, const struct record *record)
{
	struct str cell[PART_CELLS];
	bool about;

	r->record = record;
	for (size_t i = 0; i < PART_CELLS; i++)
		cell[i] = record_text(record, i, &r->cell[i]);
	for (size_t i = 0; i < r->grouping.n; i++)
		r->values[i] = str_trim(record_text(record, PART_CELLS + i, &r->room[i]));
	struct part_said said = { cell[PART_NAME], cell[PART_N], cell[PART_DETAIL] };
	const struct part_row *kind = row_called(r->kind, cell[PART_PART]);
	about = str_eq(cell[PART_PART], STR("about"));
	if (!about && !kind)
		return part_wrong(r, "there are no rows '%.*s' in a partial",
				  STR_ARG(part_brief(cell[PART_PART])));
	if (!place_row(r, about) || (r->about && !about && !begin_counts(r)))
		return false;
	if (!(about ? read_about(r, &said, cell[PART_VALUE]) : read_counts(r, kind, &said, cell[PART_VALUE])))
		return false;
	r->rows++;
	return true;
}

/* ---- the first and the last ---- */

bool part_open(struct part_reader *r, const struct str *head, size_t n, const char *const *files,
	       size_t nfiles)
{
	static const char *const standard[] = { "-" };

	*r = (struct part_reader){ .kind = r->kind,
				   .agreement = r->agreement,
				   .counter = r->counter,
				   .now = INSTANT_NONE,
				   .oldest = INSTANT_NONE };
	r->nfiles = nfiles ? nfiles : 1;
	r->files = ARENA_ARRAY(&r->arena, r->nfiles + 1, const char *); /* NULL behind them */
	for (size_t i = 0; i < r->nfiles; i++) {
		const char *name = nfiles ? files[i] : standard[0];
		r->files[i] = strcmp(name, "-") == 0 ? "standard input" : name;
	}
	for (size_t i = 0; i < PART_CELLS; i++)
		if (i >= n || !str_eq(head[i], str_from(part_heads[i]))) {
			buf_print(&r->error,
				  "%s: this is not a partial of a %s; --partial makes one of leads",
				  r->files[0], r->kind->subject);
			return false;
		}
	r->grouping.n = n - PART_CELLS;
	r->grouping.item = ARENA_ARRAY(&r->arena, r->grouping.n, struct grouping_item);
	r->room = ARENA_ARRAY(&r->arena, r->grouping.n, struct buf);
	r->values = ARENA_ARRAY(&r->arena, r->grouping.n, struct str);
	for (size_t i = 0; i < r->grouping.n; i++)
		grouping_item_called(&r->grouping.item[i], head[PART_CELLS + i], r->agreement->year_begins);
	return true;
}

void part_release(struct part_reader *r)
{
	for (size_t i = 0; i < PART_CELLS; i++)
		buf_release(&r->cell[i]);
	for (size_t i = 0; r->room && i < r->grouping.n; i++)
		buf_release(&r->room[i]);
	buf_release(&r->error);
	free(r->said);
	arena_release(&r->arena);
}

bool part_close(struct part_reader *r)
{
	return (!r->file && r->whole == r->nfiles) || cut_short(r, r->files[r->whole]);
}

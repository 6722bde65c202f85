/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts, read: see part.h. Of each file a part is wanted, whole: rows about it,
 * counts, its end. A cell says what it may in its place or is an error, and
 * once all is read the counts must fit each other: nothing behind this file
 * has to look for what no funnel could have counted.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "funnel/part_internal.h"

/* No count is beyond this, which keeps sums far from overflow; a span, far from the end of time; and a sum of
 * money, far from the end of 128 bits, in millionths. */
#define COUNT_MOST INT64_C(1000000000000000)
#define SPAN_MOST  (INT64_MAX / 2)
#define SUM_MOST   ((__int128)COUNT_MOST * COUNT_MOST * 1000000)

enum { DECIMALS = 6, DIGITS_MOST = 37 };

/* A row of counts. */
struct row {
	size_t step; /* the stage or exit of its name */
	int64_t n;
	__int128 value; /* millionths */
	struct str detail;
	struct counts *counts; /* of its group */
};

static bool cut_short(struct parts *p, const char *file)
{
	buf_print(&p->error, "%s: this part is not whole: its last row, 'end', is missing; make it anew",
		  file);
	return false;
}

/* Does the row say a group? */
static bool spelled(const struct parts *p)
{
	bool said = false;

	for (size_t i = 0; i < p->grouping.n; i++)
		said |= p->values[i].n > 0;
	return said;
}

/* ---- what parts are about ---- */

static size_t places_behind(const struct parts *p, size_t i)
{
	size_t n = 0;

	while (i + n + 1 < p->nsaid && str_eq(p->said[i + n + 1].name, STR("place")))
		n++;
	return n;
}

/* The orders of the groups' items, each with all that the item can be, if that is its order. */
static bool read_items(struct parts *p)
{
	struct grouping *g = &p->grouping;
	struct str *place = NULL;
	size_t items = 0;

	for (size_t i = ABOUTS; i < p->nsaid; i++) {
		const struct said *said = &p->said[i];
		size_t order = word_of(said->detail, order_words, ORDERS);
		int64_t n = 0;
		number_read_whole(said->n, 1, (int64_t)g->n, &n);
		if (str_eq(said->name, STR("order")) && order != SIZE_MAX && (size_t)n == items + 1) {
			place = ARENA_ARRAY(&p->arena, places_behind(p, i), struct str);
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
static bool begin_counts(struct parts *p)
{
	bool first = !p->funnel;

	p->about = false;
	if (p->nabout < (first ? ABOUTS : p->nsaid) || (first && !read_items(p)))
		return parts_wrong(p, "the rows 'about' this part are not those of its groups; make it anew");
	if (first)
		p->funnel = funnel_new(&p->plan);
	return true;
}

static bool differs(struct parts *p, const struct said *here, const struct said *first)
{
	return parts_wrong(p,
			   "'%.*s' is '%.*s' here and '%.*s' in %s; only parts that were made alike are one "
			   "funnel",
			   STR_ARG(brief(here->name)), STR_ARG(brief(here->detail)),
			   STR_ARG(brief(first->detail)), p->files[0]);
}

static bool read_about(struct parts *p, const struct said *here, struct str value)
{
	size_t i = p->nabout++;
	const struct about *known = i < ABOUTS ? &abouts[i] : NULL;

	if (value.n || spelled(p))
		return parts_wrong(p, "a row 'about' has no 'value' and is of no group");
	if (known && (!str_eq(here->name, str_from(known->name)) || here->n.n))
		return parts_wrong(p, "a row about '%s' should stand here", known->name);
	if (!p->funnel) {
		MEM_ROOM(p->said, p->nsaid, p->said_cap);
		p->said[p->nsaid++] =
			(struct said){ arena_copy(&p->arena, here->name), arena_copy(&p->arena, here->n),
				       arena_copy(&p->arena, here->detail) };
	} else if (i >= p->nsaid || !str_eq(here->name, p->said[i].name) || !str_eq(here->n, p->said[i].n)) {
		return parts_wrong(p, "no row about '%.*s' stands here in %s", STR_ARG(brief(here->name)),
				   p->files[0]);
	} else if (!(known && known->each) && !str_eq(here->detail, p->said[i].detail)) {
		return differs(p, here, &p->said[i]);
	}
	return !known || (p->funnel && !known->each) || known->read(p, here->detail);
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

static bool add(struct parts *p, uint64_t *into, int64_t n)
{
	*into += (uint64_t)n;
	return *into <= (uint64_t)COUNT_MOST || parts_wrong(p, "there are not so many leads in the world");
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

static bool read_spans(struct parts *p, const struct row *w, struct spans *to)
{
	struct held *held = &p->funnel->held;
	size_t before = to->n;

	if (w->value <= 0 || w->value > SPAN_MOST)
		return parts_wrong(p, "'value' is no unit of spans");
	if (take_spans(w->detail, w->value, to) != (uint64_t)w->n)
		return parts_wrong(p, "'detail' does not hold the %lld spans that 'n' says", (long long)w->n);
	held->n += held->rounded ? to->n - before : (uint64_t)w->n;
	if (held_too_many(held))
		funnel_round(p->funnel);
	return add(p, &p->spans, w->n);
}

/* ---- rows of counts ---- */

static bool read_leads(struct parts *p, const struct row *w)
{
	groups_add(p->funnel->groups, p->values, (uint64_t)w->n);
	return add(p, &p->leads, w->n);
}

static bool read_reached(struct parts *p, const struct row *w)
{
	return add(p, &w->counts->reached[w->step], w->n);
}

static bool read_left(struct parts *p, const struct row *w)
{
	size_t exit = agreement_exit(p->plan.agreement, w->detail);

	if (exit == SIZE_MAX)
		return parts_wrong(p, "there is no exit '%.*s'", STR_ARG(brief(w->detail)));
	return add(p, &w->counts->left[w->step * p->plan.road.nexits + exit], w->n);
}

static bool read_value(struct parts *p, const struct row *w)
{
	w->counts->value[w->step] += w->value;
	p->money += w->value < 0 ? -w->value : w->value;
	return p->money <= SUM_MOST || parts_wrong(p, "there is not so much money in the world");
}

static bool read_days(struct parts *p, const struct row *w)
{
	return read_spans(p, w, &w->counts->days[w->step]);
}

static bool read_exit_days(struct parts *p, const struct row *w)
{
	return read_spans(p, w, &w->counts->exit_days[w->step]);
}

static bool read_skipped(struct parts *p, const struct row *w)
{
	return add(p, &p->funnel->odd[w->step].skipped, w->n);
}

static bool read_reversed(struct parts *p, const struct row *w)
{
	return add(p, &p->funnel->odd[w->step].reversed, w->n);
}

static bool read_came_back(struct parts *p, const struct row *w)
{
	return add(p, &p->funnel->odd[w->step].came_back, w->n);
}

static bool read_recorded(struct parts *p, const struct row *w)
{
	p->funnel->recorded[w->step] = true;
	return true;
}

static bool read_undated(struct parts *p, const struct row *w)
{
	return add(p, &p->funnel->undated, w->n);
}

static bool read_young(struct parts *p, const struct row *w)
{
	return add(p, &p->funnel->young, w->n);
}

static bool read_rounded(struct parts *p, const struct row *w)
{
	(void)w;
	p->funnel->held.rounded = true;
	return true;
}

static bool read_end(struct parts *p, const struct row *w)
{
	if ((uint64_t)w->n != p->rows)
		return parts_wrong(p, "the part is not whole: %lld rows were written and %llu are here",
				   (long long)w->n, (unsigned long long)p->rows);
	p->file = NULL;
	p->whole++;
	return true;
}

/* What a row has in which cell; the others are empty. */
enum { STAGE = 1, EXIT = 2, N = 4, VALUE = 8, DETAIL = 16, SPELLING = 32, GROUP = 64 };

static const struct kind {
	const char *name;
	unsigned has;
	bool (*read)(struct parts *p, const struct row *w);
} kinds[] = {
	{ "days", STAGE | N | VALUE | DETAIL | GROUP, read_days },
	{ "exit_days", EXIT | N | VALUE | DETAIL | GROUP, read_exit_days },
	{ "reached", STAGE | N | GROUP, read_reached },
	{ "left", STAGE | N | DETAIL | GROUP, read_left },
	{ "value", STAGE | VALUE | GROUP, read_value },
	{ "leads", N | SPELLING, read_leads },
	{ "skipped", STAGE | N, read_skipped },
	{ "reversed", STAGE | N, read_reversed },
	{ "came_back", STAGE | N, read_came_back },
	{ "recorded", STAGE, read_recorded },
	{ "undated", N, read_undated },
	{ "young", N, read_young },
	{ "rounded", 0, read_rounded },
	{ "end", N, read_end },
};

static const struct kind *kind_of(struct str name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq(name, str_from(kinds[i].name)))
			return &kinds[i];
	return NULL;
}

/* The group that the row is of, which a row of its leads has named before. */
static bool find_group(struct parts *p, struct row *w)
{
	uint32_t group;

	if (!groups_find(p->funnel->groups, p->values, &group))
		return parts_wrong(p, "no row 'leads' before this one has its group");
	funnel_room(p->funnel, group + 1);
	w->counts = &p->funnel->counts[group];
	return true;
}

static bool cell_is(struct parts *p, const struct kind *k, int cell, struct str text, bool good)
{
	return good || parts_wrong(p, "'%.*s' can't be the '%s' of a row '%s'", STR_ARG(brief(text)),
				   part_heads[cell], k->name);
}

static bool read_counts(struct parts *p, const struct kind *k, const struct said *cell, struct str value)
{
	const struct agreement *a = p->plan.agreement;
	struct row w = { .detail = cell->detail };

	w.step = k->has & STAGE ? agreement_stage(a, cell->name) : agreement_exit(a, cell->name);
	if (spelled(p) && !(k->has & (SPELLING | GROUP)))
		return parts_wrong(p, "a row '%s' is of no group", k->name);
	return cell_is(p, k, CELL_NAME, cell->name,
		       k->has & (STAGE | EXIT) ? w.step != SIZE_MAX : !cell->name.n) &&
	       cell_is(p, k, CELL_N, cell->n,
		       k->has & N ? number_read_whole(cell->n, 1, COUNT_MOST, &w.n) : !cell->n.n) &&
	       cell_is(p, k, CELL_VALUE, value,
		       k->has & VALUE ? read_millionths(value, &w.value) : !value.n) &&
	       cell_is(p, k, CELL_DETAIL, cell->detail, k->has & DETAIL || !cell->detail.n) &&
	       (!(k->has & GROUP) || find_group(p, &w)) && k->read(p, &w);
}

/* ---- rows ---- */

/* Is the row of the part at hand, or the first of the next file's? */
static bool place_row(struct parts *p, bool about)
{
	const char *file = p->record->batch->file;

	if (p->file && (strcmp(p->file, file) != 0 || (about && !p->about)))
		return cut_short(p, p->file);
	if (p->file)
		return true;
	bool next = p->whole < p->nfiles && strcmp(file, p->files[p->whole]) == 0;
	if (!next && p->whole && strcmp(file, p->files[p->whole - 1]) == 0)
		return parts_wrong(p, "a row behind the end of the part");
	if (!next)
		return cut_short(p, p->files[p->whole]);
	p->file = p->files[p->whole];
	p->rows = p->nabout = 0;
	p->about = true;
	return true;
}

bool parts_row(struct parts *p, const struct record *r)
{
	struct str cell[CELLS];
	bool about;

	p->record = r;
	for (size_t i = 0; i < CELLS; i++)
		cell[i] = record_text(r, i, &p->cell[i]);
	for (size_t i = 0; i < p->grouping.n; i++)
		p->values[i] = str_trim(record_text(r, CELLS + i, &p->value[i]));
	struct said said = { cell[CELL_NAME], cell[CELL_N], cell[CELL_DETAIL] };
	const struct kind *kind = kind_of(cell[CELL_PART]);
	about = str_eq(cell[CELL_PART], STR("about"));
	if (!about && !kind)
		return parts_wrong(p, "there are no rows '%.*s' in a part", STR_ARG(brief(cell[CELL_PART])));
	if (!place_row(p, about) || (p->about && !about && !begin_counts(p)))
		return false;
	if (!(about ? read_about(p, &said, cell[CELL_VALUE]) : read_counts(p, kind, &said, cell[CELL_VALUE])))
		return false;
	p->rows++;
	return true;
}

/* ---- the first and the last ---- */

bool parts_open(struct parts *p, const struct agreement *a, const struct str *head, size_t n,
		const char *const *files, size_t nfiles)
{
	static const char *const standard[] = { "-" };

	*p = (struct parts){ .plan.agreement = a, .now = INSTANT_NONE, .oldest = INSTANT_NONE };
	p->plan.grouping = &p->grouping;
	p->plan.road.nstages = a->stages.n;
	p->plan.road.nexits = a->exits.n;
	p->nfiles = nfiles ? nfiles : 1;
	p->files = ARENA_ARRAY(&p->arena, p->nfiles + 1, const char *); /* NULL behind them */
	for (size_t i = 0; i < p->nfiles; i++) {
		const char *name = nfiles ? files[i] : standard[0];
		p->files[i] = strcmp(name, "-") == 0 ? "standard input" : name;
	}
	for (size_t i = 0; i < CELLS; i++)
		if (i >= n || !str_eq(head[i], str_from(part_heads[i]))) {
			buf_print(&p->error, "%s: this is no part of a funnel; --partial makes one of leads",
				  p->files[0]);
			return false;
		}
	p->grouping.n = n - CELLS;
	p->grouping.item = ARENA_ARRAY(&p->arena, p->grouping.n, struct grouping_item);
	p->value = ARENA_ARRAY(&p->arena, p->grouping.n, struct buf);
	p->values = ARENA_ARRAY(&p->arena, p->grouping.n, struct str);
	for (size_t i = 0; i < p->grouping.n; i++)
		grouping_item_called(&p->grouping.item[i], head[CELLS + i]);
	return true;
}

void parts_release(struct parts *p)
{
	if (p->funnel)
		funnel_free(p->funnel);
	for (size_t i = 0; i < CELLS; i++)
		buf_release(&p->cell[i]);
	for (size_t i = 0; p->value && i < p->grouping.n; i++)
		buf_release(&p->value[i]);
	buf_release(&p->error);
	free(p->said);
	arena_release(&p->arena);
}

/* Could leads be counted so: do no more reach a stage than were left to go on? */
static bool adds_up(const struct funnel *s, const struct counts *c, uint64_t leads)
{
	uint64_t most = leads;

	for (size_t i = 0; i < s->stages; i++) {
		if (c->reached[i] > most || (i == 0 && c->reached[i] != leads))
			return false;
		most = c->reached[i];
		for (size_t k = 0; k < s->exits; k++) {
			if (c->left[i * s->exits + k] > most)
				return false;
			most -= c->left[i * s->exits + k];
		}
	}
	return true;
}

static bool all_add_up(struct funnel *s)
{
	size_t n = groups_count(s->groups);
	uint64_t *leads = mem_new(n * sizeof *leads);
	uint32_t group;
	bool good = true;

	for (size_t i = 0; i < groups_spellings(s->groups); i++) {
		groups_spelled(s->groups, (uint32_t)i, &group);
		leads[group] += groups_spelled_leads(s->groups, (uint32_t)i);
	}
	funnel_room(s, n);
	for (size_t i = 0; i < n && good; i++)
		good = adds_up(s, &s->counts[i], leads[i]);
	free(leads);
	return good;
}

bool parts_close(struct parts *p)
{
	if (p->file || p->whole < p->nfiles)
		return cut_short(p, p->files[p->whole]);
	if (!all_add_up(p->funnel)) {
		buf_print(&p->error,
			  "%s%s: the counts don't fit each other, so a part was changed by hand; "
			  "make it anew",
			  p->files[0], p->nfiles > 1 ? " and the other parts" : "");
		return false;
	}
	if (p->cohorts)
		p->plan.cohorts = cohorts_new(&p->plan, &p->arena, p->cohort, p->now,
					      p->plan.agreement->zone ? p->plan.agreement->zone : zone_utc());
	return true;
}

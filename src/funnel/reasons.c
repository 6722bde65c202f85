/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells, and the lines that they add up to: see reasons.h. */
#include "funnel/reasons.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "figures/part.h"
#include "stat/quantile.h"

struct place {
	uint32_t exit, stage, group, reason;
};

struct cell_count {
	struct place at;
	uint64_t leads, valued;
	__int128 value;
	struct currency currency;
	struct spans days;
	bool rare; /* after settling: beyond the limit */
};

struct reasons {
	const struct reasons_plan *plan;
	struct groups *words; /* the reasons */
	struct map known;     /* places, to cells */
	struct arena arena;   /* places */
	struct cell_count *cell;
	size_t n, cap;
	struct currencies met;
	struct held held;
	uint64_t reversed; /* leads that left before they had come */
	size_t named;	   /* after settling: the groups */
	struct sum *sum;   /* likewise */
	size_t sums, sums_cap;
};

/* A line, and the cells that it is the sum of. */
struct sum {
	struct reason_line line;
	const struct ref *ref; /* while settling */
	size_t cells;
};

struct reasons *reasons_new(const struct reasons_plan *p)
{
	struct reasons *s = mem_new(sizeof *s);

	s->plan = p;
	s->words = groups_new(&p->said.spelling);
	return s;
}

void reasons_free(struct reasons *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		spans_release(&s->cell[i].days);
	currencies_release(&s->met);
	map_release(&s->known);
	arena_release(&s->arena);
	groups_free(s->words);
	free(s->cell);
	free(s->sum);
	free(s);
}

/* ---- counts ---- */

static struct cell_count *cell_at(struct reasons *s, struct place at)
{
	struct str key = { (const char *)&at, sizeof at };
	const uint32_t *known = map_find(&s->known, key);

	if (known)
		return &s->cell[*known];
	MEM_ROOM(s->cell, s->n, s->cap);
	s->cell[s->n] = (struct cell_count){ .at = at };
	return &s->cell[map_put(&s->known, arena_copy(&s->arena, key), (uint32_t)s->n++)];
}

/* Rounds all spans once it is certain that the whole run has to. */
static void round_spans(struct reasons *s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		spans_round(&s->cell[i].days, DAY_US);
		n += s->cell[i].days.n;
	}
	held_round(&s->held, n);
}

static void count_whole(struct reasons *s, struct cell_count *c, int64_t days, struct frame *f)
{
	const struct money *m = s->plan->value;
	__int128 value;

	if (m->value && money_read(m, f, false, &s->met, &c->currency, &value)) {
		c->value += value;
		c->valued++;
	}
	if (days < 0) {
		s->reversed += days != DAYS_UNKNOWN;
		return;
	}
	spans_add(&c->days, days);
	s->held.n++;
	if (held_too_many(&s->held))
		round_spans(s);
}

void reasons_count(struct reasons *s, const struct departure *d, struct frame *f)
{
	uint32_t reason = exit_reason_of(&s->plan->said, d->exit, s->words, f);
	struct cell_count *c = cell_at(s, (struct place){ d->exit, d->stage, d->group, reason });

	c->leads++;
	if (s->plan->whole)
		count_whole(s, c, d->days, f);
}

static void add_cell(struct cell_count *into, struct cell_count *from, const uint32_t *currency)
{
	into->leads += from->leads;
	into->valued += from->valued;
	into->value += from->value;
	into->currency = currency_of_both(into->currency, currency_renumbered(from->currency, currency));
	spans_move(&into->days, &from->days);
}

void reasons_merge(struct reasons *into, struct reasons *from, const uint32_t *number)
{
	uint32_t *reason = mem_new((groups_count(from->words) + 1) * sizeof *reason);
	uint32_t *currency = mem_new((from->met.n + 1) * sizeof *currency);

	groups_merge(into->words, from->words, reason);
	currencies_merge(&into->met, &from->met, currency);
	for (size_t i = 0; i < from->n; i++) {
		struct place at = from->cell[i].at;
		at.group = number[at.group];
		at.reason = reason[at.reason];
		add_cell(cell_at(into, at), &from->cell[i], currency);
	}
	into->reversed += from->reversed;
	held_merge(&into->held, &from->held);
	if (held_too_many(&into->held))
		round_spans(into);
	free(reason);
	free(currency);
}

/* ---- a part ---- */

static int compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

/* In a part cells stand by the places that groups and reasons have in it. */
static int by_place(const void *a, const void *b, void *ctx)
{
	const struct reasons *s = ctx;
	const struct cell_count *x = &s->cell[*(const uint32_t *)a], *y = &s->cell[*(const uint32_t *)b];
	int order = compare_numbers(x->at.group, y->at.group);

	order = order ? order : compare_numbers(x->at.exit, y->at.exit);
	order = order ? order : compare_numbers(x->at.stage, y->at.stage);
	return order ? order : compare_numbers(x->at.reason, y->at.reason);
}

static uint32_t *places(const uint32_t *number, size_t n, size_t all)
{
	uint32_t *place = mem_new((all + 1) * sizeof *place);

	for (size_t i = 0; i < n; i++)
		place[number[i]] = (uint32_t)i;
	return place;
}

static void cell_state(struct reasons *s, struct cell_count *c, struct partial *p)
{
	part_count(p, "valued", STR(""), &c->valued);
	part_sum(p, "value", STR(""), &c->value);
	part_currency(p, "currency", STR(""), &s->met, &c->currency);
	part_spans(p, "days", STR(""), &c->days, &s->held);
}

static void write_cells(struct reasons *s, struct partial *p, const uint32_t *group, size_t n,
			const uint32_t *reason, size_t reasons)
{
	uint32_t most = 0, *order = mem_new((s->n + 1) * sizeof *order);

	for (size_t i = 0; i < n; i++)
		most = group[i] > most ? group[i] : most;
	uint32_t *group_place = places(group, n, most),
		 *reason_place = places(reason, reasons, groups_count(s->words));
	for (uint32_t i = 0; i < s->n; i++) {
		s->cell[i].at.group = group_place[s->cell[i].at.group];
		s->cell[i].at.reason = reason_place[s->cell[i].at.reason];
		order[i] = i;
	}
	if (s->n)
		qsort_r(order, s->n, sizeof *order, by_place, s);
	for (size_t i = 0; i < s->n; i++) {
		struct cell_count *c = &s->cell[order[i]];
		int64_t at[] = { c->at.group, c->at.exit, c->at.stage, c->at.reason };
		part_numbers(p, "left for", STR(""), at, 4, &c->leads);
		cell_state(s, c, p);
	}
	free(group_place);
	free(reason_place);
	free(order);
}

static void read_cells(struct reasons *s, struct partial *p, const uint32_t *group, size_t n,
		       const uint32_t *reason, size_t reasons)
{
	const struct agreement *a = s->plan->said.agreement;

	while (part_more(p, "left for", STR(""), false)) {
		int64_t at[4];
		uint64_t leads = 0;
		part_numbers(p, "left for", STR(""), at, 4, &leads);
		if (!part_check(p, !p->error.n && at[0] >= 0 && at[0] < (int64_t)n && at[1] >= 0 &&
					   at[1] < (int64_t)a->exits.n && at[2] >= 0 &&
					   at[2] < (int64_t)a->stages.n && at[3] >= 0 &&
					   at[3] < (int64_t)reasons))
			break;
		struct cell_count *c = cell_at(
			s, (struct place){ (uint32_t)at[1], (uint32_t)at[2], group[at[0]], reason[at[3]] });
		c->leads += leads;
		cell_state(s, c, p);
	}
}

void reasons_state(struct reasons *s, struct partial *p, const uint32_t *group, size_t n)
{
	size_t reasons;

	if (!p->reads && held_rounded(&s->held))
		round_spans(s);
	part_held(p, &s->held);
	uint32_t *reason = part_groups(p, "reason", s->words, &reasons);
	(p->reads ? read_cells : write_cells)(s, p, group, n, reason, reasons);
	part_currencies(p, "in", STR(""), &s->met);
	part_count(p, "reversed", STR(""), &s->reversed);
	free(reason);
}

/* ---- lines ---- */

/* A cell of a line; the group is its place in the report, and the reason FOLDED if it is of `(other)`. */
enum { FOLDED = UINT32_MAX };
struct ref {
	struct place at;
	uint32_t cell;
};

static int compare_refs(const void *a, const void *b)
{
	const struct place *x = &((const struct ref *)a)->at, *y = &((const struct ref *)b)->at;
	int order = compare_numbers(x->exit, y->exit);

	order = order ? order : compare_numbers(x->stage, y->stage);
	order = order ? order : compare_numbers(x->group, y->group);
	return order ? order : compare_numbers(x->reason, y->reason);
}

static int compare_sums(const void *a, const void *b)
{
	const struct reason_line *x = &((const struct sum *)a)->line, *y = &((const struct sum *)b)->line;
	int order = compare_numbers(x->exit, y->exit);

	order = order ? order : compare_numbers(x->stage, y->stage);
	order = order ? order : compare_numbers(x->group, y->group);
	order = order ? order : compare_numbers(x->kind, y->kind);
	if (order || x->leads != y->leads)
		return order ? order : x->leads > y->leads ? -1 : 1;
	return str_compare(x->reason, y->reason);
}

/* Each cell in its group and, where there are groups, among all leads. */
static struct ref *refer(const struct reasons *s, const uint32_t *place, size_t *n)
{
	struct ref *ref = mem_new((2 * s->n + 1) * sizeof *ref);

	*n = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		struct place at = s->cell[i].at;
		at.group = s->named ? place[at.group] : 0;
		at.reason = s->cell[i].rare ? FOLDED : at.reason;
		ref[(*n)++] = (struct ref){ at, i };
		at.group = (uint32_t)s->named;
		if (s->named)
			ref[(*n)++] = (struct ref){ at, i };
	}
	qsort(ref, *n, sizeof *ref, compare_refs);
	return ref;
}

/* The sum of the cells that one line is of. */
static struct reason_line line_of(const struct reasons *s, const struct ref *ref, size_t n)
{
	struct place at = ref->at;
	bool folded = at.reason == FOLDED, given = folded || exit_reason_given(s->words, at.reason);
	struct reason_line line = { .exit = at.exit, .stage = at.stage, .group = at.group };
	const struct spans **days = mem_resize_array(NULL, n, sizeof *days);
	struct currency currency = { { 0 } };

	line.kind = folded ? REASON_OTHER : given ? REASON_NAMED : REASON_NONE;
	line.reason = folded ? STR("(other)") : exit_reason_shown(s->words, at.reason);
	for (size_t i = 0; i < n; i++) {
		struct cell_count *c = &s->cell[ref[i].cell];
		line.leads += c->leads;
		line.valued += c->valued;
		line.value += c->value;
		currency = currency_of_both(currency, c->currency);
		days[i] = &c->days;
	}
	line.mixed = currency_mixed(currency);
	line.days = spans_spread(days, n, DAY_US);
	free(days);
	return line;
}

static bool same_list(const struct sum *a, const struct sum *b)
{
	return a->line.exit == b->line.exit && a->line.stage == b->line.stage &&
	       a->line.group == b->line.group;
}

/* Tells each line how many leads all reasons of its list are of. */
static void sum_lists(struct reasons *s)
{
	for (size_t i = 0, end; i < s->sums; i = end) {
		uint64_t of = 0;
		for (end = i; end < s->sums && same_list(&s->sum[i], &s->sum[end]); end++)
			of += s->sum[end].line.leads;
		for (size_t k = i; k < end; k++)
			s->sum[k].line.of = of;
	}
}

/* The caller frees what the sums refer to. */
static struct ref *make_sums(struct reasons *s, const uint32_t *place)
{
	size_t n;
	struct ref *ref = refer(s, place, &n);

	s->sums = 0;
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && compare_refs(&ref[i], &ref[end]) == 0;)
			end++;
		MEM_ROOM(s->sum, s->sums, s->sums_cap);
		s->sum[s->sums++] = (struct sum){ line_of(s, &ref[i], end - i), &ref[i], end - i };
	}
	if (s->sums)
		qsort(s->sum, s->sums, sizeof *s->sum, compare_sums);
	sum_lists(s);
	return ref;
}

/* Marks the cells of the named reasons beyond the limit of their exit and stage, among all leads. */
static void mark_rare(struct reasons *s)
{
	size_t rank = 0;

	for (size_t i = 0; i < s->sums; i++) {
		const struct sum *x = &s->sum[i];
		rank = i && same_list(x - 1, x) ? rank + 1 : 0;
		if (x->line.group != s->named || x->line.kind != REASON_NAMED || rank < s->plan->limit)
			continue;
		for (size_t k = 0; k < x->cells; k++)
			s->cell[x->ref[k].cell].rare = true;
	}
}

void reasons_settle(struct reasons *s, const uint32_t *order, size_t named)
{
	uint32_t *place = mem_new((named + 1) * sizeof *place);
	uint32_t *words = mem_new((groups_count(s->words) + 1) * sizeof *words);

	s->named = named;
	for (uint32_t i = 0; i < named; i++)
		place[order[i]] = i;
	groups_order(s->words, words);
	if (held_rounded(&s->held))
		round_spans(s);
	struct ref *ref = make_sums(s, place);
	if (s->plan->limit) {
		mark_rare(s);
		free(ref);
		ref = make_sums(s, place);
	}
	free(ref);
	free(place);
	free(words);
}

/* ---- figures ---- */

size_t reasons_lines(const struct reasons *s)
{
	return s->sums;
}

const struct reason_line *reasons_line(const struct reasons *s, size_t i)
{
	return &s->sum[i].line;
}

/* Keeps the largest, the first of them in front. */
static void rank(struct commonest *c, struct common_reason x)
{
	size_t i = c->n < REASONS_SHOWN ? c->n++ : REASONS_SHOWN;

	for (; i && (c->at[i - 1].leads < x.leads ||
		     (c->at[i - 1].leads == x.leads && str_compare(c->at[i - 1].reason, x.reason) > 0));
	     i--)
		if (i < REASONS_SHOWN)
			c->at[i] = c->at[i - 1];
	if (i < REASONS_SHOWN)
		c->at[i] = x;
}

struct commonest reasons_commonest(const struct reasons *s, size_t exit)
{
	size_t n = groups_count(s->words);
	uint64_t *leads = mem_new((n + 1) * sizeof *leads);
	struct commonest c = { 0 };

	for (size_t i = 0; i < s->n; i++)
		if (s->cell[i].at.exit == exit) {
			leads[s->cell[i].at.reason] += s->cell[i].leads;
			c.left += s->cell[i].leads;
		}
	for (uint32_t i = 0; i < n; i++)
		if (leads[i] && !exit_reason_given(s->words, i))
			c.none_given += leads[i];
		else if (leads[i])
			rank(&c, (struct common_reason){ exit_reason_shown(s->words, i), leads[i] });
	free(leads);
	return c;
}

static void write_share(struct buf *out, const char *before, struct str name, uint64_t leads, uint64_t of)
{
	buf_print(out, "%s%.*s ", before, STR_ARG(name));
	number_write_ratio(out, leads * 100, of, 0);
	buf_char(out, '%');
}

void commonest_write(struct buf *out, const struct commonest *c)
{
	for (size_t i = 0; i < c->n; i++)
		write_share(out, i ? ", " : "", c->at[i].reason, c->at[i].leads, c->left);
	if (c->none_given)
		write_share(out, c->n ? "; " : "", STR("none given"), c->none_given, c->left);
}

/* ---- what is said of them ---- */

void reasons_say(const struct reasons *s, struct diags *diags)
{
	const struct step *last = s->plan->value->stage;

	currencies_say(&s->met, last->name.text, diags);
	tally_say(diags, s->reversed, "that left before they had come, and so in no days", STR(""));
	if (s->held.rounded)
		diag_note(diags, "so many spans that each was rounded to 0.01 days before the medians");
}

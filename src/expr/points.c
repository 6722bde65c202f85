/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Points for conditions, folded. Rules that look at the texts of one column, of the input or computed, or at
 * the values of another, or at both, are one group. What they give together is remembered in a table: a line
 * for each slot of the texts' dictionary, and in it a place for each stretch between the constants that
 * values are compared with, within which no comparison changes. A row is then found by its slot and its
 * stretch.
 *
 * Values are read of just those rows of which a rule of the group would have read them: where its other arms
 * don't settle it first; and texts are computed only for rules that begin with them. So the counts of
 * unreadable cells are those of rules that are asked one by one, as all others are: those that look at more
 * columns, and all for texts that have no slot.
 */
#include "expr/points.h"

#include <stdlib.h>

#include "base/cpu.h"
#include "base/mem.h"
#include "expr/code.h"

enum {
	CUTS_MOST = 128, /* of a group: a table has so many places a slot at the most */
	ALWAYS = 1,
	NEVER = 0,
	ASKS_VALUE = -1
};
#define UNKNOWN INT64_MIN

struct group {
	const struct code *text;    /* a node that asks its texts; NULL: looks at none */
	const struct reader *value; /* NULL: the same */
	struct points_rule *rule;
	size_t n;
	bool marks;	  /* one of them does */
	union value *cut; /* stretches begin with them, ascending; those before the first are missing ones */
	size_t ncuts;
	size_t steps;	 /* of the search among 2^steps - 1 cuts, the last of which are too high */
	uint32_t number; /* among the program's tables */
};

struct points {
	struct group *group;
	size_t ngroups;
	struct points_rule *other; /* that are asked one by one */
	size_t nothers;
	int64_t always, marked; /* by those without a condition */
};

/* ---- what a rule looks at ---- */

struct looks {
	const struct program *program;
	const struct code *text;
	const struct reader *value;
	size_t cuts;
	bool one_of_each; /* no other column, nothing else */
};

static bool same_texts(const struct program *p, const struct code *a, const struct code *b)
{
	return a == b || (a && b && code_text_number(p, a) == code_text_number(p, b));
}

/* Which texts a pattern is asked about, as one may take too many steps, and of which rows a text is computed
 * must not be more than if the rule were asked alone. */
static bool may_follow(const struct code *c)
{
	return c->constant != CONSTANT_REGEX && c->reader && !c->reader->source;
}

static void look(const struct code *c, struct looks *l)
{
	switch (c->look) {
	case LOOK_NOT:
	case LOOK_AND:
	case LOOK_OR:
		for (size_t i = 0; i < c->nargs; i++)
			look(c->arg[i], l);
		return;
	case LOOK_TEXT:
		l->one_of_each &= !l->text || same_texts(l->program, l->text, c);
		l->one_of_each &= !l->value || may_follow(c);
		l->text = c;
		return;
	case LOOK_VALUE:
		l->one_of_each &= !l->value || l->value == c->reader;
		l->value = c->reader;
		l->cuts += 2;
		return;
	default:
		l->one_of_each = false;
		return;
	}
}

/* ---- stretches ---- */

static bool is_number(const struct group *g)
{
	return g->value->kind == TYPE_NUMBER;
}

static int cut_order(const struct group *g, union value a, union value b)
{
	return is_number(g) ? (a.number > b.number) - (a.number < b.number)
			    : (a.time > b.time) - (a.time < b.time);
}

static void add_cut(struct group *g, union value v)
{
	size_t i = g->ncuts;

	while (i && cut_order(g, g->cut[i - 1], v) >= 0)
		i--;
	if (i < g->ncuts && cut_order(g, g->cut[i], v) == 0)
		return;
	memmove(g->cut + i + 1, g->cut + i, (g->ncuts - i) * sizeof *g->cut);
	g->cut[i] = v;
	g->ncuts++;
}

/* The next number that there is. */
static double right_above(double x)
{
	int64_t bits;

	x += 0.0; /* there are two zeros */
	memcpy(&bits, &x, sizeof bits);
	bits += bits < 0 ? -1 : 1;
	memcpy(&x, &bits, sizeof x);
	return x;
}

/* Where the comparison may change: at its constant and right behind it, at both ends of its range. */
static void add_cuts(struct group *g, const struct code *c)
{
	if (c->look == LOOK_VALUE && is_number(g)) {
		add_cut(g, (union value){ .number = c->k.value.number });
		add_cut(g, (union value){ .number = right_above(c->k.value.number) });
	} else if (c->look == LOOK_VALUE) {
		add_cut(g, (union value){ .time = c->k.range.low });
		add_cut(g, (union value){ .time = c->k.range.high });
	}
	for (size_t i = 0; i < c->nargs; i++)
		add_cuts(g, c->arg[i]);
}

/* Does a comparison find the same in both? */
static bool alike(const struct code *c, union value a, union value b)
{
	bool same = c->look != LOOK_VALUE || c->fn.holds(c, a) == c->fn.holds(c, b);

	for (size_t i = 0; i < c->nargs && same; i++)
		same = alike(c->arg[i], a, b);
	return same;
}

static bool all_alike(const struct group *g, union value a, union value b)
{
	for (size_t i = 0; i < g->n; i++)
		if (!alike(g->rule[i].when, a, b))
			return false;
	return true;
}

/* All cuts, from the first value that isn't missing; without those at which nothing changes. */
static void make_cuts(struct program *p, struct group *g, size_t most)
{
	size_t n = 1;

	g->cut = ARENA_ARRAY(&p->arena, 2 * (most + 2), union value);
	add_cut(g, is_number(g) ? (union value){ .number = -HUGE_VAL }
				: (union value){ .time = INSTANT_NONE + 1 });
	for (size_t i = 0; i < g->n; i++)
		add_cuts(g, g->rule[i].when);
	for (size_t i = 1; i < g->ncuts; i++)
		if (!all_alike(g, g->cut[n - 1], g->cut[i]))
			g->cut[n++] = g->cut[i];
	g->ncuts = n;
	while ((size_t)1 << g->steps <= n)
		g->steps++;
	for (size_t i = n; i < ((size_t)1 << g->steps) - 1; i++)
		g->cut[i] = is_number(g) ? (union value){ .number = HUGE_VAL }
					 : (union value){ .time = INT64_MAX };
}

/* A value of a stretch, all of which find the same. */
static union value value_in(const struct group *g, size_t stretch)
{
	if (!stretch)
		return value_none(g->value->kind);
	return g->cut[(stretch < g->ncuts ? stretch : g->ncuts) - 1];
}

/* How many cuts are at or below it. */
static inline size_t stretch_of_number(const union value *cut, size_t steps, double x)
{
	size_t at = 0;

	for (size_t n = (size_t)1 << steps >> 1; n; n >>= 1)
		at += n & -(size_t)(cut[at + n - 1].number <= x);
	return at;
}

static inline size_t stretch_of_time(const union value *cut, size_t steps, int64_t t)
{
	size_t at = 0;

	for (size_t n = (size_t)1 << steps >> 1; n; n >>= 1)
		at += n & -(size_t)(cut[at + n - 1].time <= t);
	return at;
}

/* ---- grouping ---- */

/* While rules are given to groups: of each column, by the number of its texts or its reader's index, the last
 * group that it is the first column of, and which group came before that one. From 1 on; 0: none. */
struct grouping {
	size_t *last, *before;
};

/* The number of the group that a rule belongs to, from 1 on; 0: to none. */
static size_t group_of(struct program *p, struct points *s, struct grouping *of,
		       const struct points_rule *rule)
{
	struct looks l = { .program = p, .one_of_each = true };

	look(rule->when, &l);
	if (!l.one_of_each || (!l.text && !l.value) || l.cuts >= CUTS_MOST / 2)
		return 0;
	size_t *last = &of->last[l.text ? code_text_number(p, l.text) : l.value->index];
	for (size_t i = *last; i; i = of->before[i - 1]) {
		struct group *g = &s->group[i - 1];
		if (same_texts(p, g->text, l.text) && g->value == l.value && g->ncuts + l.cuts < CUTS_MOST) {
			g->ncuts += l.cuts;
			return i;
		}
	}
	of->before[s->ngroups] = *last;
	s->group[s->ngroups] = (struct group){
		.text = l.text, .value = l.value, .ncuts = l.cuts, .number = p->state->ntables++
	};
	*last = ++s->ngroups;
	return *last;
}

const struct points *points_new(struct program *p, const struct points_rule *rules, size_t n)
{
	struct points *s = ARENA_NEW(&p->arena, struct points);
	struct grouping of = { mem_new((p->state->nreaders + p->state->nwork) * sizeof *of.last),
			       mem_new(n * sizeof *of.before) };
	size_t *group = mem_new(n * sizeof *group);

	s->group = ARENA_ARRAY(&p->arena, n, struct group);
	for (size_t i = 0; i < n; i++) {
		group[i] = rules[i].when ? group_of(p, s, &of, &rules[i]) : 0;
		if (group[i])
			s->group[group[i] - 1].n++;
	}
	for (size_t i = 0; i < s->ngroups; i++) {
		s->group[i].rule = ARENA_ARRAY(&p->arena, s->group[i].n, struct points_rule);
		s->group[i].n = 0;
	}
	s->other = ARENA_ARRAY(&p->arena, n, struct points_rule);
	for (size_t i = 0; i < n; i++)
		if (!rules[i].when) {
			s->always += rules[i].points;
			s->marked += rules[i].mark;
		} else if (group[i]) {
			struct group *g = &s->group[group[i] - 1];
			g->rule[g->n++] = rules[i];
			g->marks |= rules[i].mark != 0;
		} else {
			s->other[s->nothers++] = rules[i];
		}
	for (size_t i = 0; i < s->ngroups; i++) {
		size_t most = s->group[i].ncuts;
		s->group[i].ncuts = 0;
		if (s->group[i].value)
			make_cuts(p, &s->group[i], most);
	}
	free(of.last);
	free(of.before);
	free(group);
	return s;
}

/* ---- what a group gives a text ---- */

/* The row whose text it is, and the value; NULL: any. */
struct lookee {
	struct rows *rows;
	size_t row;
	const union value *value;
};

/* NEVER, ALWAYS; ASKS_VALUE: it reads the value, which isn't given. */
static int holds(const struct code *c, const struct lookee *l)
{
	switch (c->look) {
	case LOOK_TEXT:
		return code_holds_text(c, l->rows, l->row);
	case LOOK_VALUE:
		return l->value ? c->fn.holds(c, *l->value) : ASKS_VALUE;
	case LOOK_NOT: {
		int is = holds(c->arg[0], l);
		return is == ASKS_VALUE ? is : !is;
	}
	default:
		for (size_t i = 0; i < c->nargs; i++) {
			int is = holds(c->arg[i], l);
			if (is == ASKS_VALUE || is == (c->look == LOOK_OR))
				return is;
		}
		return c->look == LOOK_AND;
	}
}

/* Adds to what each stretch of a slot's line is given, or (`in` not NULL) to some of them. */
static void add_to_line(const struct group *g, struct given *to, size_t slot, int64_t points, const bool *in)
{
	int64_t *line = to->of + (slot << g->steps);

	for (size_t k = 0; k < (size_t)1 << g->steps; k++)
		line[k] += points & -(int64_t)(!in || in[k]);
}

static void begin_line(const struct group *g, struct given *to, size_t slot)
{
	memset(to->of + (slot << g->steps), 0, ((size_t)1 << g->steps) * sizeof *to->of);
}

/* A rule that has to read the value: in which stretches it holds. */
static void ask_stretches(const struct group *g, const struct code *when, struct rows *r, size_t row,
			  bool *is)
{
	for (size_t k = 0; k < (size_t)1 << g->steps; k++) {
		union value v = value_in(g, k);
		is[k] = holds(when, &(struct lookee){ r, row, &v });
	}
}

/* What the rules give a text, or where a value has to be read, each stretch of it; returns the points. */
static __attribute__((noinline)) int64_t learn(const struct group *g, struct points_table *t, struct rows *r,
					       size_t row, size_t slot)
{
	struct given *to[] = { &t->points, &t->marks };
	const size_t sums = g->marks ? 2 : 1;
	int64_t settled[2] = { 0 };
	bool asks = false, is[CUTS_MOST * 2];

	for (size_t i = 0; i < g->n; i++) {
		const struct points_rule *rule = &g->rule[i];
		const int64_t gives[] = { rule->points, rule->mark };
		int known = holds(rule->when, &(struct lookee){ r, row, NULL });
		for (size_t k = 0; k < sums && known != ASKS_VALUE; k++)
			settled[k] += gives[k] & -(int64_t)known;
		if (known != ASKS_VALUE)
			continue;
		ask_stretches(g, rule->when, r, row, is);
		for (size_t k = 0; k < sums; k++) {
			if (!asks)
				begin_line(g, to[k], slot);
			add_to_line(g, to[k], slot, gives[k], is);
		}
		asks = true;
	}
	t->asks[slot] = asks;
	for (size_t k = 0; k < sums; k++) {
		if (asks)
			add_to_line(g, to[k], slot, settled[k], NULL);
		to[k]->settled[slot] = asks ? 0 : settled[k];
	}
	return t->points.settled[slot];
}

static struct points_table *table_of(const struct group *g, struct frame *f)
{
	struct points_table **t = &f->state->tables[g->number];
	const size_t lines = g->text ? DICT_SLOTS : 1, slots = lines + 1;

	if (*t)
		return *t;
	*t = mem_new(sizeof **t + slots * (2 * sizeof *(*t)->points.settled + sizeof *(*t)->asks));
	(*t)->points.settled = (int64_t *)(*t + 1);
	(*t)->marks.settled = (*t)->points.settled + slots;
	(*t)->asks = (bool *)((*t)->marks.settled + slots);
	for (size_t i = 0; i < slots; i++)
		(*t)->points.settled[i] = UNKNOWN;
	if (g->value) /* not zeroed: few slots are used, as a rule */
		(*t)->points.of = mem_resize(NULL, (lines << g->steps) * sizeof *(*t)->points.of);
	if (g->value && g->marks)
		(*t)->marks.of = mem_resize(NULL, (lines << g->steps) * sizeof *(*t)->marks.of);
	return *t;
}

/* ---- adding ---- */

/* The sums that are added to. */
struct adds {
	int64_t *points, *marks; /* marks: NULL: nobody wants them */
};

CPU_LOOP void add_flagged_body(const bool *is, int64_t points, struct asked ask, int64_t *sum)
{
	EACH_ROW(row, ask, sum[row] += points & -(int64_t)is[row]);
}
CPU_BOTH(void, add_flagged, (const bool *is, int64_t points, struct asked ask, int64_t *sum),
	 (is, points, ask, sum))

static void add_each(const struct points_rule *rule, size_t n, struct rows *r, struct asked ask,
		     struct adds to)
{
	for (size_t i = 0; i < n && ask.n; i++) {
		const bool *is = code_values(rule[i].when, r, ask, rows_room(r)).flag;
		add_flagged(is, rule[i].points, ask, to.points);
		if (to.marks)
			add_flagged(is, rule[i].mark, ask, to.marks);
		rows_room_back(r);
	}
}

/* By the values, of rows whose lines begin at `line`, by slot if they have one. */
#define ADD_STRETCHES(steps_, of)                                                                   \
	EACH_ROW(row, ask, {                                                                        \
		size_t at = (slot ? (size_t)slot[row] << g->steps : 0) + of(cut, (steps_), x[row]); \
		sum[row] += line[at];                                                               \
	})

/* Adds to the sums of rows whose values are so many or more. */
CPU_LOOP void add_from_number_body(const double *x, double from, int64_t more, struct asked ask, int64_t *sum)
{
	EACH_ROW(row, ask, sum[row] += more & -(int64_t)(x[row] >= from));
}
CPU_BOTH(void, add_from_number, (const double *x, double from, int64_t more, struct asked ask, int64_t *sum),
	 (x, from, more, ask, sum))

CPU_LOOP void add_from_time_body(const int64_t *t, int64_t from, int64_t more, struct asked ask, int64_t *sum)
{
	EACH_ROW(row, ask, sum[row] += more & -(int64_t)(t[row] >= from));
}
CPU_BOTH(void, add_from_time, (const int64_t *t, int64_t from, int64_t more, struct asked ask, int64_t *sum),
	 (t, from, more, ask, sum))

/* By the values alone, of few stretches: what each adds to the one before. */
static void add_steps(const struct group *g, const int64_t *line, union vector v, struct asked ask,
		      int64_t *sum)
{
	int64_t missing = line[0];

	if (missing)
		EACH_ROW(row, ask, sum[row] += missing);
	for (size_t k = 0; k < g->ncuts; k++) {
		int64_t more = line[k + 1] - line[k];
		if (more && is_number(g))
			add_from_number(v.number, g->cut[k].number, more, ask, sum);
		else if (more)
			add_from_time(v.time, g->cut[k].time, more, ask, sum);
	}
}

static void add_lines(const struct group *g, const int64_t *line, const uint16_t *slot, union vector v,
		      struct asked ask, int64_t *sum)
{
	const union value *cut = g->cut;

	if (!slot && g->steps <= 2) {
		add_steps(g, line, v, ask, sum);
	} else if (is_number(g)) {
		const double *x = v.number;
		if (g->steps <= 2)
			ADD_STRETCHES(2, stretch_of_number);
		else
			ADD_STRETCHES(g->steps, stretch_of_number);
	} else {
		const int64_t *x = v.time;
		if (g->steps <= 2)
			ADD_STRETCHES(2, stretch_of_time);
		else
			ADD_STRETCHES(g->steps, stretch_of_time);
	}
}
#undef ADD_STRETCHES

static void add_by_value(const struct group *g, const struct points_table *t, const uint16_t *slot,
			 struct rows *r, struct asked ask, struct adds to)
{
	union vector v = column_read(g->value, r, ask)->of;

	add_lines(g, t->points.of, slot, v, ask, to.points);
	if (to.marks && g->marks)
		add_lines(g, t->marks.of, slot, v, ask, to.marks);
}

static void add_by_text(const struct group *g, struct points_table *t, const uint16_t *slot, struct rows *r,
			struct asked ask, struct adds to)
{
	const int64_t *settled = t->points.settled, *marked = t->marks.settled;
	uint16_t *list = rows_room(r).row;
	size_t none = 0, asks = 0;

	EACH_ROW(row, ask, {
		size_t s = slot[row];
		int64_t points = settled[s];
		if (__builtin_expect(points == UNKNOWN, 0)) {
			if (s != DICT_NONE)
				points = learn(g, t, r, row, s);
			else
				points = 0, list[none++] = (uint16_t)row;
		}
		to.points[row] += points;
	});
	if (to.marks && g->marks)
		EACH_ROW(row, ask, to.marks[row] += marked[slot[row]]);
	add_each(g->rule, g->n, r, (struct asked){ list, none }, to);
	if (g->value) {
		for (size_t i = 0; i < ask.n; i++) {
			list[asks] = ask.row[i];
			asks += t->asks[slot[ask.row[i]]];
		}
		if (asks == ask.n)
			add_by_value(g, t, slot, r, ask, to);
		else if (asks)
			add_by_value(g, t, slot, r, (struct asked){ list, asks }, to);
	}
	rows_room_back(r);
}

void points_add(const struct points *s, struct rows *r, struct asked ask, int64_t *sum, int64_t *marks)
{
	const struct adds to = { sum, marks };
	int64_t always = s->always, marked = s->marked;

	if (always)
		EACH_ROW(row, ask, sum[row] += always);
	if (marks && marked)
		EACH_ROW(row, ask, marks[row] += marked);
	for (size_t i = 0; i < s->ngroups; i++) {
		const struct group *g = &s->group[i];
		nodes_asked(NULL, r, ask, g->n);
		const uint16_t *slot = g->text ? code_text_slots(g->text, r, ask) : NULL;
		if (slot) {
			add_by_text(g, table_of(g, r->frame), slot, r, ask, to);
		} else if (g->text) {
			add_each(g->rule, g->n, r, ask, to);
		} else {
			struct points_table *t = table_of(g, r->frame);
			if (t->points.settled[0] == UNKNOWN)
				learn(g, t, r, 0, 0);
			add_by_value(g, t, NULL, r, ask, to);
		}
	}
	add_each(s->other, s->nothers, r, ask, to);
}

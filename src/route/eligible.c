/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See eligible.h. The conditions between the `and`s are taken in their order, so that a cell of the lead is
 * read only if anybody is left then. A value of the roster that can't be read would be noted for each lead
 * that it is asked for: with one of those everyone is asked.
 */
#include "route/eligible.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/map.h"
#include "base/mem.h"
#include "lead/tally.h"

enum { TERMS_MOST = 16, FEW = 16 /* one in so many of all */ };

struct ranked {
	double value;
	uint32_t rep;
};

/* A condition between `and`s. */
struct term {
	enum {
		TERM_REP,    /* names no lead's field, */
		TERM_LEAD,   /* or none of a rep */
		TERM_TEXT,   /* rep = lead, texts */
		TERM_NUMBER, /* rep OP lead, numbers */
		TERM_BOTH    /* texts of both, in another way */
	} how;
	enum expr_op op;
	const struct code *rep, *lead; /* the sides; of one that has no sides, it */

	bool *holds;	   /* TERM_REP: per rep */
	struct map values; /* TERM_TEXT: folded, to a number from 1; */
	uint32_t *value;   /* per rep; 0: missing; */
	uint32_t *from;	   /* per number: where its people are in `who`, and those of the next one */
	uint32_t *who;
	double *number; /* TERM_NUMBER: per rep, */
	struct ranked *ranked;
	size_t nranked;
};

struct comparisons {
	struct term term[TERMS_MOST];
	size_t terms;
};

struct eligible {
	const struct program *program;
	const struct agreement *agreement;
	struct roster *roster;
	struct term term[TERMS_MOST];
	size_t terms;
	bool built, clean;
	int64_t now;   /* when it was built */
	uint32_t *all; /* who takes leads */
	size_t nall;
	struct arena arena; /* what was built */
	struct buf folded;
};

/* ---- what `among` says ---- */

static void note_rep(void *ctx, const struct expr *name)
{
	*(bool *)ctx |= is_rep_column(name);
}

bool names_rep(const struct expr *e)
{
	bool found = false;

	expr_names(e, note_rep, &found);
	return found;
}

static void note_lead(void *ctx, const struct expr *name)
{
	*(bool *)ctx |= !is_rep_column(name);
}

bool names_lead(const struct expr *e)
{
	bool found = false;

	expr_names(e, note_lead, &found);
	return found;
}

static bool is_name(const struct expr *e)
{
	return e->op == EXPR_NAME || e->op == EXPR_COLUMN;
}

/* Nothing but texts is read, of which none is unreadable. */
static bool reads_texts(const struct expr *e)
{
	static const char *const calls[] = { "has", "lower", "upper" };
	bool good = false;

	if (is_name(e) || e->op == EXPR_TEXT)
		return true;
	for (size_t i = 0; e->op == EXPR_CALL && i < sizeof calls / sizeof *calls; i++)
		good |= str_same(e->text, str_from(calls[i]));
	good |= e->op == EXPR_CONTAINS || e->op == EXPR_STARTS || e->op == EXPR_ENDS;
	for (size_t i = 0; good && i < e->nargs; i++)
		good = reads_texts(e->arg[i]);
	return good;
}

static bool bind_side(struct program *p, const struct expr *e, enum type *type)
{
	*type = TYPE_NONE;
	return program_bind(p, e, TYPE_NONE, type) && (*type == TYPE_TEXT || *type == TYPE_NUMBER);
}

/* rep OP lead, as numbers or equal texts. */
static bool bind_compared(struct program *p, const struct expr *e, struct term *t)
{
	static const enum expr_op flipped[] = {
		[EXPR_EQUAL] = EXPR_EQUAL,
		[EXPR_LESS] = EXPR_GREATER,
		[EXPR_LESS_EQUAL] = EXPR_GREATER_EQUAL,
		[EXPR_GREATER] = EXPR_LESS,
		[EXPR_GREATER_EQUAL] = EXPR_LESS_EQUAL,
	};
	const struct expr *rep = e->arg[0], *lead = e->arg[1];
	enum type type, other;
	bool turned = names_rep(lead);

	if (turned)
		rep = e->arg[1], lead = e->arg[0];
	if (names_lead(rep) || names_rep(lead) || !bind_side(p, rep, &type) || !bind_side(p, lead, &other))
		return false;
	if (other == TYPE_NUMBER)
		type = TYPE_NUMBER;
	t->op = turned ? flipped[e->op] : e->op;
	t->how = type == TYPE_TEXT ? TERM_TEXT : TERM_NUMBER;
	t->rep = program_bind(p, rep, type, NULL);
	t->lead = program_bind(p, lead, type, NULL);
	return t->rep && t->lead && (type == TYPE_NUMBER || e->op == EXPR_EQUAL);
}

static bool bind_term(struct program *p, const struct expr *e, struct term *t)
{
	bool rep = names_rep(e), lead = names_lead(e);

	if (rep && lead && e->op >= EXPR_EQUAL && e->op <= EXPR_GREATER_EQUAL)
		return !e->negated && bind_compared(p, e, t);
	if (rep && lead && (is_name(e) || !reads_texts(e)))
		return false;
	t->how = !lead ? TERM_REP : !rep ? TERM_LEAD : TERM_BOTH;
	t->lead = t->rep = program_bind(p, e, TYPE_FLAG, NULL);
	return t->rep;
}

static bool add_terms(struct comparisons *e, struct program *p, const struct expr *among)
{
	bool good = e->terms < TERMS_MOST;

	if (among->op != EXPR_AND)
		return good && bind_term(p, among, &e->term[e->terms++]);
	for (size_t i = 0; good && i < among->nargs; i++)
		good = add_terms(e, p, among->arg[i]);
	return good;
}

/* What asks one person after the other comes last, unless what then follows reads something of the lead that
 * could be noted. False: nothing narrows the people down before somebody is asked. */
static bool order_terms(struct comparisons *e)
{
	struct term both[TERMS_MOST];
	size_t n = 0, kept = 0;
	bool late = true, narrows = false;

	for (size_t i = 0; i < e->terms; i++) {
		n += e->term[i].how == TERM_BOTH;
		late &= !n || e->term[i].how == TERM_BOTH || e->term[i].how == TERM_REP ||
			e->term[i].how == TERM_TEXT;
	}
	n = 0;
	for (size_t i = 0; late && i < e->terms; i++)
		if (e->term[i].how == TERM_BOTH)
			both[n++] = e->term[i];
		else
			e->term[kept++] = e->term[i];
	for (size_t i = 0; i < n; i++)
		e->term[kept++] = both[i];
	for (size_t i = 0; i < e->terms && e->term[i].how != TERM_BOTH; i++)
		narrows |= e->term[i].how == TERM_TEXT || e->term[i].how == TERM_NUMBER;
	return narrows;
}

const struct comparisons *comparisons_bind(struct program *p, const struct expr *among)
{
	struct comparisons *e = ARENA_NEW(&p->arena, struct comparisons);

	return names_rep(among) && names_lead(among) && add_terms(e, p, among) && order_terms(e) ? e : NULL;
}

/* ---- the roster, by its values ---- */

struct eligible *eligible_new(const struct comparisons *by, const struct program *p,
			      const struct agreement *a, struct roster *roster)
{
	struct eligible *e = mem_new(sizeof *e);

	e->program = p;
	e->agreement = a;
	e->roster = roster;
	e->terms = by->terms;
	memcpy(e->term, by->term, sizeof e->term);
	return e;
}

static void release_built(struct eligible *e)
{
	for (size_t i = 0; i < e->terms; i++)
		map_release(&e->term[i].values);
	arena_release(&e->arena);
	e->built = false;
}

void eligible_free(struct eligible *e)
{
	if (!e)
		return;
	release_built(e);
	buf_release(&e->folded);
	free(e);
}

static void read_rep(struct eligible *e, struct term *t, size_t rep, struct frame *f)
{
	struct str text;

	if (t->how == TERM_REP)
		t->holds[rep] = code_flag(t->rep, f);
	if (t->how == TERM_NUMBER)
		t->number[rep] = code_number(t->rep, f);
	if (t->how == TERM_NUMBER && !isnan(t->number[rep]))
		t->ranked[t->nranked++] = (struct ranked){ t->number[rep], (uint32_t)rep };
	if (t->how != TERM_TEXT || !(text = code_text(t->rep, f)).p)
		return;
	buf_clear(&e->folded);
	fold_key_append(&e->folded, text);
	const uint32_t *known = map_find(&t->values, buf_view(&e->folded));
	t->value[rep] = known ? *known
			      : map_put(&t->values, arena_copy(&e->arena, buf_view(&e->folded)),
					(uint32_t)t->values.n + 1);
}

static int by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->rep > y->rep) - (x->rep < y->rep);
}

/* The people of each text, one after the other. */
static void list_values(struct eligible *e, struct term *t)
{
	size_t n = t->values.n;

	t->from = ARENA_ARRAY(&e->arena, n + 2, uint32_t);
	t->who = ARENA_ARRAY(&e->arena, e->nall, uint32_t);
	for (size_t i = 0; i < e->nall; i++)
		t->from[t->value[e->all[i]]]++;
	for (size_t v = 1, sum = t->from[0] = 0; v <= n + 1; v++) { /* where each one ends */
		sum += v <= n ? t->from[v] : 0;
		t->from[v] = (uint32_t)sum;
	}
	for (size_t i = e->nall; i--;)
		if (t->value[e->all[i]])
			t->who[--t->from[t->value[e->all[i]]]] = e->all[i];
}

static void build_term(struct eligible *e, struct term *t, struct frame *f, const struct record *here)
{
	size_t n = e->roster->n;

	t->holds = ARENA_ARRAY(&e->arena, n, bool);
	t->value = ARENA_ARRAY(&e->arena, n, uint32_t);
	t->number = ARENA_ARRAY(&e->arena, n, double);
	t->ranked = ARENA_ARRAY(&e->arena, n, struct ranked);
	t->nranked = 0;
	for (size_t i = 0; i < e->nall; i++) {
		e->roster->asked = &e->roster->rep[e->all[i]];
		frame_record(f, here);
		read_rep(e, t, e->all[i], f);
	}
	e->roster->asked = NULL;
	if (t->how == TERM_TEXT)
		list_values(e, t);
	if (t->how == TERM_NUMBER && t->nranked)
		qsort(t->ranked, t->nranked, sizeof *t->ranked, by_value);
}

static bool says_nothing(const struct frame *f)
{
	struct diags notes = { 0 };

	frame_tell(f, &notes);
	bool nothing = !f->error.n && !notes.out.n && !notes.notes.n;
	diags_release(&notes);
	return nothing;
}

static void build(struct eligible *e)
{
	const struct roster *r = e->roster;
	uint32_t start = 0;
	struct batch place = { .marks = { .start = &start } };
	struct record here = { .batch = &place };
	struct tally tally;
	struct frame f;

	release_built(e);
	e->all = ARENA_ARRAY(&e->arena, r->n, uint32_t);
	e->nall = 0;
	for (size_t i = 0; i < r->n; i++)
		if (r->rep[i].active && r->rep[i].weight)
			e->all[e->nall++] = (uint32_t)i;
	frame_init(&f, e->program);
	tally_init(&tally, e->agreement);
	f.user = &tally;
	for (size_t i = 0; i < e->terms; i++)
		build_term(e, &e->term[i], &f, &here);
	e->clean = says_nothing(&f);
	frame_release(&f);
	tally_release(&tally);
	e->built = true;
	e->now = e->program->now;
}

/* ---- a lead ---- */

/* Of the numbers in order the first that is at least x, or (`above`) above it. */
static size_t bound(const struct term *t, double x, bool above)
{
	size_t low = 0, high = t->nranked;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->ranked[middle].value < x || (above && t->ranked[middle].value == x))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool compares(enum expr_op op, double a, double b)
{
	switch (op) {
	case EXPR_LESS:
		return a < b;
	case EXPR_LESS_EQUAL:
		return a <= b;
	case EXPR_GREATER:
		return a > b;
	case EXPR_GREATER_EQUAL:
		return a >= b;
	default:
		return a == b;
	}
}

static int ascending(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Those of everybody whose numbers compare so: a piece of the numbers in order, if it is short. */
static size_t list_numbers(const struct eligible *e, const struct term *t, double x, uint32_t *who)
{
	bool up = t->op == EXPR_GREATER || t->op == EXPR_GREATER_EQUAL;
	size_t low = up || t->op == EXPR_EQUAL ? bound(t, x, t->op == EXPR_GREATER) : 0;
	size_t high = up ? t->nranked : bound(t, x, t->op != EXPR_LESS);
	size_t n = 0;

	if (isnan(x))
		return 0;
	if ((high - low) > e->nall / FEW) {
		for (size_t i = 0; i < e->nall; i++) {
			who[n] = e->all[i];
			n += compares(t->op, t->number[e->all[i]], x);
		}
		return n;
	}
	for (; low < high; low++)
		who[n++] = t->ranked[low].rep;
	if (n > 1)
		qsort(who, n, sizeof *who, ascending);
	return n;
}

static uint32_t value_of(struct eligible *e, const struct term *t, struct frame *f)
{
	struct str text = code_text(t->lead, f);

	if (!text.p)
		return 0;
	buf_clear(&e->folded);
	fold_key_append(&e->folded, text);
	const uint32_t *value = map_find(&t->values, buf_view(&e->folded));
	return value ? *value : 0;
}

/* Everybody whom the first condition holds of. */
static size_t list_first(struct eligible *e, const struct term *t, struct frame *f, uint32_t *who)
{
	size_t n = e->nall;

	if (t->how == TERM_NUMBER)
		return list_numbers(e, t, code_number(t->lead, f), who);
	if (t->how == TERM_TEXT) {
		uint32_t value = value_of(e, t, f);
		n = value ? t->from[value + 1] - t->from[value] : 0;
		if (n)
			memcpy(who, &t->who[t->from[value]], n * sizeof *who);
		return n;
	}
	memcpy(who, e->all, n * sizeof *who);
	return n;
}

static bool ask_rep(struct eligible *e, const struct term *t, struct frame *f, uint32_t rep)
{
	const struct record *lead = f->record;

	e->roster->asked = &e->roster->rep[rep];
	frame_record(f, lead);
	bool holds = code_flag(t->rep, f);
	e->roster->asked = NULL;
	frame_record(f, lead);
	return holds;
}

/* Those of the people listed whom the condition holds of. */
static size_t filter(struct eligible *e, const struct term *t, struct frame *f, uint32_t *who, size_t n)
{
	uint32_t value = t->how == TERM_TEXT ? value_of(e, t, f) : 0;
	double x = t->how == TERM_NUMBER ? code_number(t->lead, f) : 0;
	bool flag = t->how == TERM_LEAD && code_flag(t->lead, f);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t rep = who[i];
		bool holds = flag;
		if (t->how == TERM_REP)
			holds = t->holds[rep];
		else if (t->how == TERM_TEXT)
			holds = value && t->value[rep] == value;
		else if (t->how == TERM_NUMBER)
			holds = compares(t->op, t->number[rep], x);
		else if (t->how == TERM_BOTH)
			holds = ask_rep(e, t, f, rep);
		who[kept] = rep;
		kept += holds;
	}
	return kept;
}

bool eligible_list(struct eligible *e, struct frame *f, uint32_t *who, size_t *n)
{
	const struct term *first = &e->term[0];

	if (!e->built || e->now != e->program->now)
		build(e);
	*n = 0;
	if (!e->clean)
		return false;
	if (!e->nall)
		return true;
	*n = list_first(e, first, f, who);
	for (size_t i = first->how == TERM_TEXT || first->how == TERM_NUMBER; i < e->terms && *n; i++)
		*n = filter(e, &e->term[i], f, who, *n);
	return true;
}

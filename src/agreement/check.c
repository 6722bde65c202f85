/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold between the statements of an agreement, whatever input it meets. */
#include "agreement/check.h"

#include <stdlib.h>

#include "base/casefold.h"
#include "base/map.h"
#include "base/mem.h"
#include "expr/builtin.h"

static const struct word *word_at(const void *first, size_t i, size_t each)
{
	return (const void *)((const char *)first + i * each);
}

/* Tells every name that stands twice among n structs that begin with their struct word. */
static void check_twice(const void *first, size_t n, size_t each, const char *what, struct diags *diags)
{
	struct map first_of = { 0 };
	struct arena names = { 0 };
	struct buf name = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct word *w = word_at(first, i, each);
		buf_clear(&name);
		fold_name(&name, w->text);
		uint32_t before = map_put(&first_of, arena_copy(&names, buf_view(&name)), (uint32_t)i);
		const struct word *earlier = word_at(first, before, each);
		if (before != i)
			diag_at(diags, w->where, w->span, "%s '%.*s' stands in line %u already", what,
				STR_ARG(w->text), diag_place(earlier->where, earlier->span.at).line);
	}
	map_release(&first_of);
	arena_release(&names);
	buf_release(&name);
}

/* Tells that there is none of that name, and the likeliest of the n structs that was meant. */
static void tell_none(const struct word *w, const char *what, const void *first, size_t n, size_t each,
		      struct diags *diags)
{
	struct nearest near = nearest_to(w->text);
	struct buf say = { 0 };

	for (size_t i = 0; i < n && !diags_full(diags); i++)
		nearest_offer(&near, word_at(first, i, each)->text);
	nearest_say(&near, &say);
	diag_at(diags, w->where, w->span, "there is no %s '%.*s'%.*s", what, STR_ARG(w->text),
		STR_ARG(buf_view(&say)));
	buf_release(&say);
}

/* The stage a word names; SIZE_MAX and a message when there is none. */
static size_t check_stage(const struct agreement *a, const struct word *w, struct diags *diags)
{
	size_t stage = agreement_stage(a, w->text);

	if (stage == SIZE_MAX)
		tell_none(w, "stage", a->stages.at, a->stages.n, sizeof *a->stages.at, diags);
	return stage;
}

static void check_order(const struct agreement *a, const struct word *from, const struct word *to,
			const char *what, struct diags *diags)
{
	size_t first = check_stage(a, from, diags), second = check_stage(a, to, diags);

	if (first != SIZE_MAX && second != SIZE_MAX && first >= second)
		diag_at(diags, to->where, to->span, "%s goes forward: '%.*s' does not come after '%.*s'",
			what, STR_ARG(to->text), STR_ARG(from->text));
}

/* A calendar's name is asked like a function, and stands where units do: `within 2 office hours`. */
static void check_calendar_name(const struct word *w, struct diags *diags)
{
	for (size_t i = 0; i < nbuiltins; i++)
		if (str_same(w->text, str_from(builtins[i].name)))
			diag_at(diags, w->where, w->span,
				"'%s' is a function already: %s; call the calendar otherwise",
				builtins[i].name, builtins[i].shape);
	if (span_unit(w->text))
		diag_at(diags, w->where, w->span, "'%.*s' is a unit of time; call the calendar otherwise",
			STR_ARG(w->text));
}

/* Of the calendars of one name the one without `when` comes last. */
static void check_calendars(const struct agreement *a, struct diags *diags)
{
	/* of the first of each name, the last so far that takes all */
	const struct office **all = mem_new(a->calendars.n * sizeof *all);

	for (size_t i = 0; i < a->calendars.n; i++) {
		const struct office *o = &a->calendars.at[i];
		const struct office **before = &all[agreement_calendar(a, o->name.text)];
		if (*before)
			diag_at(diags, o->name.where, o->name.span,
				"no lead is ever on this calendar: '%.*s' in line %u has no 'when' and takes "
				"them all; that one comes last",
				STR_ARG(o->name.text),
				diag_place((*before)->name.where, (*before)->name.span.at).line);
		if (!o->when)
			*before = o;
		check_calendar_name(&o->name, diags);
	}
	free(all);
}

/* ---- clocks ---- */

/* A moment must be one: a stage or an exit that says when. */
static void check_moment(const struct agreement *a, const struct expr *e, struct diags *diags)
{
	const struct step *step = agreement_step(a, e);

	if (step && !step->at)
		diag_at(diags, e->where, e->span, "a clock needs times: %s '%.*s' has no 'at'",
			agreement_stage(a, e->text) != SIZE_MAX ? "stage" : "exit", STR_ARG(step->name.text));
}

static bool same_name(const struct expr *a, const struct expr *b)
{
	return a->op == b->op && str_same(a->text, b->text);
}

/* What stops a clock does not come before what starts it. */
static void check_target(const struct agreement *a, const struct sla *s, const struct expr *to,
			 struct diags *diags)
{
	size_t first = s->from->op == EXPR_NAME ? agreement_stage(a, s->from->text) : SIZE_MAX;
	size_t then = to->op == EXPR_NAME ? agreement_stage(a, to->text) : SIZE_MAX;

	if (same_name(s->from, to))
		diag_at(diags, to->where, to->span, "a clock does not stop where it starts: both are '%.*s'",
			STR_ARG(to->text));
	else if (first != SIZE_MAX && then != SIZE_MAX && then <= first)
		diag_at(diags, to->where, to->span, "a clock goes forward: '%.*s' does not come after '%.*s'",
			STR_ARG(to->text), STR_ARG(s->from->text));
	else
		check_moment(a, to, diags);
}

/* The first promise that holds is the lead's, so the one that always holds comes last. */
static void check_promises(const struct agreement *a, const struct sla *s, struct diags *diags)
{
	const struct text *where = s->name.where;
	const struct promise *all = NULL;

	for (size_t i = 0; i < s->promises.n; i++) {
		const struct promise *p = &s->promises.at[i];
		if (all)
			diag_at(diags, where, p->words,
				"no lead is ever promised this: 'within' in line %u has no 'when' and takes "
				"them all; that one comes last",
				diag_place(where, all->words.at).line);
		else if (!p->when)
			all = p;
		if (p->calendar.text.p && agreement_calendar(a, p->calendar.text) == SIZE_MAX)
			tell_none(&p->calendar, "calendar", a->calendars.at, a->calendars.n,
				  sizeof *a->calendars.at, diags);
	}
}

static void check_sla(const struct agreement *a, const struct sla *s, struct diags *diags)
{
	check_moment(a, s->from, diags);
	for (size_t i = 0; i < s->to.n; i++)
		check_target(a, s, s->to.at[i], diags);
	check_promises(a, s, diags);
	for (size_t i = 0; i < s->pauses.n; i++) {
		const struct pause *p = &s->pauses.at[i];
		if (p->when)
			continue;
		check_moment(a, p->from, diags);
		if (same_name(p->from, p->to))
			diag_at(diags, p->to->where, p->to->span,
				"a pause does not end where it begins: both are '%.*s'",
				STR_ARG(p->to->text));
		else
			check_moment(a, p->to, diags);
	}
}

/* ---- routes ---- */

/* `rep.team`, in one clause of a route. */
struct rep_search {
	struct diags *diags;
	const char *clause; /* that asks about the lead; NULL: one that asks about the rep */
};

bool is_rep_column(const struct expr *name)
{
	struct str rep = STR("rep.");

	return name->op == EXPR_NAME && name->text.n > rep.n &&
	       str_same(str_slice(name->text, 0, rep.n), rep);
}

static void tell_rep(void *ctx, const struct expr *name)
{
	const struct rep_search *s = ctx;

	if (!is_rep_column(name))
		return;
	if (s->clause)
		diag_at(s->diags, name->where, name->span,
			"'%s' is asked before there is a rep; what a rep must be is said with 'among'",
			s->clause);
	else
		diag_at(s->diags, name->where, name->span,
			"'%.*s' is a column of the roster, and there is none: add roster \"reps.csv\"",
			STR_ARG(name->text));
}

/* What is asked before a rep is chosen knows none, and without a roster nobody does. */
static void check_reps(const struct agreement *a, const struct route *r, struct diags *diags)
{
	const struct {
		const char *clause;
		const struct expr *e;
	} early[] = { { "when", r->when }, { "to", r->to }, { "balance", r->balance } };

	for (size_t i = 0; i < sizeof early / sizeof *early; i++) {
		struct rep_search s = { diags, early[i].clause };
		if (early[i].e)
			expr_names(early[i].e, tell_rep, &s);
	}
	for (size_t i = 0; r->to && !a->roster.text.p && i < r->limits.n; i++)
		expr_names(r->limits.at[i].most, tell_rep, &(struct rep_search){ .diags = diags });
}

/* Does no lead get past it, whoever is away? An owner of the roster may be. */
static bool takes_all(const struct agreement *a, const struct route *r)
{
	bool known = r->to && r->to->op == EXPR_TEXT;

	return !r->when && (r->wait ? known || !r->to : known && !r->limits.n && !a->roster.text.p);
}

/* A table of that name: its cells are called as a rep's are. */
static const struct word *table_rep(const struct agreement *a)
{
	for (size_t i = 0; i < a->tables.n; i++)
		if (str_same(a->tables.at[i].name.text, STR("rep")))
			return &a->tables.at[i].name;
	return NULL;
}

static void check_routes(const struct agreement *a, struct diags *diags)
{
	const struct word *table = table_rep(a);
	const struct route *all = NULL;

	if (table && a->roster.text.p)
		diag_at(diags, table->where, table->span,
			"'rep.' stands before the columns of the roster; call the table otherwise");
	for (size_t i = 0; i < a->routes.n; i++) {
		const struct route *r = &a->routes.at[i];
		if (all)
			diag_at(diags, r->name.where, r->name.span,
				"no lead ever gets here: route '%.*s' in line %u has no 'when' and takes "
				"them all; that one comes last",
				STR_ARG(all->name.text), diag_place(all->name.where, all->name.span.at).line);
		else if (takes_all(a, r))
			all = r;
		if (!r->to && !a->roster.text.p)
			diag_at(diags, r->name.where, r->name.span,
				"route '%.*s' chooses among the roster, and there is none: add roster "
				"\"reps.csv\", or say 'to' and the owner",
				STR_ARG(r->name.text));
		if (!table)
			check_reps(a, r, diags);
	}
}

static void check_benchmark(const struct agreement *a, const struct benchmark *b, struct diags *diags)
{
	if (b->what == BENCHMARK_STEP)
		check_order(a, &b->from, &b->to, "a benchmark", diags);
	if (b->what == BENCHMARK_COMPLIANCE && agreement_sla(a, b->from.text) == SIZE_MAX)
		tell_none(&b->from, "sla", a->slas.at, a->slas.n, sizeof *a->slas.at, diags);
}

void agreement_check(const struct agreement *a, struct diags *diags)
{
	check_calendars(a, diags);
	check_twice(a->fields.at, a->fields.n, sizeof *a->fields.at, "field", diags);
	check_twice(a->tables.at, a->tables.n, sizeof *a->tables.at, "table", diags);
	check_twice(a->stages.at, a->stages.n, sizeof *a->stages.at, "stage", diags);
	check_twice(a->exits.at, a->exits.n, sizeof *a->exits.at, "exit", diags);
	check_twice(a->scores.at, a->scores.n, sizeof *a->scores.at, "score", diags);
	check_twice(a->criteria.at, a->criteria.n, sizeof *a->criteria.at, "criterion", diags);
	check_twice(a->slas.at, a->slas.n, sizeof *a->slas.at, "sla", diags);
	check_twice(a->routes.at, a->routes.n, sizeof *a->routes.at, "route", diags);
	check_routes(a, diags);
	if (a->handover_to.text.p)
		check_order(a, &a->handover_from, &a->handover_to, "a handover", diags);
	for (size_t i = 0; i < a->slas.n; i++)
		check_sla(a, &a->slas.at[i], diags);
	for (size_t i = 0; i < a->benchmarks.n; i++)
		check_benchmark(a, &a->benchmarks.at[i], diags);
}

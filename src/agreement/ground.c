/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What -e leaves without ground. A layer that says a keyword takes all
 * statements of that keyword away below it, and with them names that other
 * statements may stand on. Those are left out, and told: no mistake was made.
 */
#include "agreement/check.h"
#include "agreement/statement.h"
#include "base/casefold.h"

static struct str gone_key(struct buf *key, const char *keyword, struct str name)
{
	buf_str(key, str_from(keyword));
	buf_char(key, ' ');
	fold_name(key, name);
	return buf_view(key);
}

void agreement_gone(struct agreement *a, const char *keyword, struct str name)
{
	struct buf key = { 0 };

	map_put(&a->gone, arena_copy(&a->arena, gone_key(&key, keyword, name)), 0);
	buf_release(&key);
}

static bool is_gone(const struct agreement *a, const char *keyword, struct str name)
{
	struct buf key = { 0 };
	bool gone = map_find(&a->gone, gone_key(&key, keyword, name));

	buf_release(&key);
	return gone;
}

/* Looks among an expression's names for one that is gone. */
struct search {
	const struct agreement *agreement;
	const struct expr *found;
};

static void search_name(void *ctx, const struct expr *name)
{
	struct search *s = ctx;
	const struct agreement *a = s->agreement;
	struct str bant = STR("bant_"), criterion = name->text;

	if (criterion.n > bant.n && str_same(str_slice(criterion, 0, bant.n), bant))
		criterion = str_slice(criterion, bant.n, criterion.n);
	bool score = is_gone(a, "score", name->text) && agreement_score(a, name->text) == SIZE_MAX;
	bool answer = criterion.n < name->text.n && is_gone(a, "bant", criterion) &&
		      agreement_criterion(a, criterion) == SIZE_MAX;
	if ((score || answer) && name->op == EXPR_NAME && !s->found)
		s->found = name;
}

/* Notes that a statement is left out for what it names: `kind` is "the stage " and its like, or nothing. */
static void tell_left(const struct text *where, struct span span, const char *statement, const char *kind,
		      struct str name, const char *why, struct diags *diags)
{
	diag_note(diags, "%s:%u: '%s' is left out: it names %s'%.*s', which %s", where->name,
		  diag_place(where, span.at).line, statement, kind, STR_ARG(name), why);
}

static const char replaced[] = "-e has replaced";

/* Does the statement stand on a name that is gone? Then that is told, and it is left out. */
static bool baseless(const struct agreement *a, const struct expr *e, const char *keyword,
		     struct diags *diags)
{
	struct search s = { .agreement = a };

	if (e)
		expr_names(e, search_name, &s);
	if (s.found)
		tell_left(s.found->where, s.found->span, keyword, "", s.found->text, replaced, diags);
	return s.found;
}

static bool stage_gone(const struct agreement *a, const struct word *w, const char *keyword,
		       struct diags *diags)
{
	if (agreement_stage(a, w->text) != SIZE_MAX || !is_gone(a, "stage", w->text))
		return false;
	tell_left(w->where, w->span, keyword, "the stage ", w->text, replaced, diags);
	return true;
}

/* A stage or an exit that is gone is no column either; one said anew without `at` tells no time. */
static bool moment_gone(const struct agreement *a, const struct sla *s, const struct expr *e,
			struct diags *diags)
{
	const struct step *step = agreement_step(a, e);
	bool stage = is_gone(a, "stage", e->text), exit = is_gone(a, "exit", e->text);
	bool undated = step && !step->at && step->name.where != s->name.where;

	if (e->op != EXPR_NAME || !(stage || exit) || (step && !undated))
		return false;
	tell_left(e->where, e->span, "sla", stage ? "the stage " : "the exit ", e->text,
		  step ? "-e has replaced by one without 'at'" : replaced, diags);
	return true;
}

static bool promise_gone(const struct agreement *a, const struct promise *p, struct diags *diags)
{
	const struct word *w = &p->calendar;

	if (!w->text.p || agreement_calendar(a, w->text) != SIZE_MAX || !is_gone(a, "calendar", w->text))
		return baseless(a, p->when, "sla", diags);
	tell_left(w->where, w->span, "sla", "the calendar ", w->text, replaced, diags);
	return true;
}

static bool pause_gone(const struct agreement *a, const struct sla *s, const struct pause *p,
		       struct diags *diags)
{
	return p->when ? baseless(a, p->when, "sla", diags)
		       : moment_gone(a, s, p->from, diags) || moment_gone(a, s, p->to, diags);
}

/* A clock is left out whole: with one promise or target less it would be another clock. */
static bool sla_gone(const struct agreement *a, const struct sla *s, struct diags *diags)
{
	bool gone = moment_gone(a, s, s->from, diags);

	for (size_t i = 0; i < s->to.n && !gone; i++)
		gone = moment_gone(a, s, s->to.at[i], diags);
	for (size_t i = 0; i < s->promises.n && !gone; i++)
		gone = promise_gone(a, &s->promises.at[i], diags);
	for (size_t i = 0; i < s->pauses.n && !gone; i++)
		gone = pause_gone(a, s, &s->pauses.at[i], diags);
	return gone;
}

/* A route is left out whole, too: its leads try the next one. */
static bool route_gone(const struct agreement *a, const struct route *r, struct diags *diags)
{
	const struct expr *const parts[] = { r->when, r->to, r->among, r->prefer, r->balance };
	bool gone = false;

	for (size_t i = 0; i < sizeof parts / sizeof *parts && !gone; i++)
		gone = baseless(a, parts[i], "route", diags);
	for (size_t i = 0; i < r->limits.n && !gone; i++)
		gone = baseless(a, r->limits.at[i].most, "route", diags);
	return gone;
}

static bool benchmark_gone(const struct agreement *a, const struct benchmark *b, struct diags *diags)
{
	const struct word *w = &b->from;

	if (b->what == BENCHMARK_STEP)
		return stage_gone(a, &b->from, "benchmark", diags) ||
		       stage_gone(a, &b->to, "benchmark", diags);
	if (b->what != BENCHMARK_COMPLIANCE || agreement_sla(a, w->text) != SIZE_MAX ||
	    !is_gone(a, "sla", w->text))
		return false;
	tell_left(w->where, w->span, "benchmark", "the sla ", w->text, "is gone", diags);
	return true;
}

/* Keeps the elements of a list for which `expression` is none that stands on what is gone. */
#define KEEP_GROUNDED(list, expression, keyword)                                   \
	do {                                                                       \
		size_t stay = 0;                                                   \
		for (size_t i = 0; i < (list).n; i++)                              \
			if (!baseless(a, (list).at[i] expression, keyword, diags)) \
				(list).at[stay++] = (list).at[i];                  \
		(list).n = stay;                                                   \
	} while (0)

void agreement_leave_out(struct agreement *a, struct diags *diags)
{
	size_t kept = 0;

	KEEP_GROUNDED(a->grades, .of, "grade");
	KEEP_GROUNDED(a->mql, .when, "mql");
	KEEP_GROUNDED(a->sql, .when, "sql");
	KEEP_GROUNDED(a->priority, , "priority");
	for (size_t i = 0; i < a->slas.n; i++)
		if (sla_gone(a, &a->slas.at[i], diags))
			agreement_gone(a, "sla", a->slas.at[i].name.text);
		else
			a->slas.at[kept++] = a->slas.at[i];
	a->slas.n = kept;
	agreement_call(a);
	kept = 0;
	for (size_t i = 0; i < a->routes.n; i++)
		if (!route_gone(a, &a->routes.at[i], diags))
			a->routes.at[kept++] = a->routes.at[i];
	a->routes.n = kept;
	kept = 0;
	for (size_t i = 0; i < a->benchmarks.n; i++)
		if (!benchmark_gone(a, &a->benchmarks.at[i], diags))
			a->benchmarks.at[kept++] = a->benchmarks.at[i];
	a->benchmarks.n = kept;
	if (a->handover_to.text.p && (stage_gone(a, &a->handover_from, "handover", diags) ||
				      stage_gone(a, &a->handover_to, "handover", diags)))
		a->handover_from = a->handover_to = (struct word){ 0 };
}

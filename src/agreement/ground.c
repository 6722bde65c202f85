/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What -e leaves without ground. A layer that says a keyword takes all
 * statements of that keyword away below it, and with them names that other
 * statements may stand on. Those are left out, and told: no mistake was made.
 */
#include "agreement/check.h"

static bool is_gone(const struct agreement *a, const char *keyword, struct str name)
{
	for (size_t i = 0; i < a->gone.n; i++)
		if (strcmp(a->gone.at[i].keyword, keyword) == 0 && str_same(a->gone.at[i].name, name))
			return true;
	return false;
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
	bool answer = criterion.n < name->text.n && is_gone(a, "bant", criterion);
	for (size_t i = 0; i < a->criteria.n; i++)
		answer = answer && !str_same(a->criteria.at[i].name.text, criterion);
	if ((score || answer) && name->op == EXPR_NAME && !s->found)
		s->found = name;
}

/* Does the statement stand on a name that is gone? Then that is told, and it is left out. */
static bool baseless(const struct agreement *a, const struct expr *e, const char *keyword,
		     struct diags *diags)
{
	struct search s = { .agreement = a };

	expr_names(e, search_name, &s);
	if (s.found)
		diag_note(diags, "%s:%u: '%s' is left out: it names '%.*s', which -e has replaced",
			  s.found->where->name, diag_place(s.found->where, s.found->span.at).line, keyword,
			  STR_ARG(s.found->text));
	return s.found;
}

static bool stage_gone(const struct agreement *a, const struct word *w, const char *keyword,
		       struct diags *diags)
{
	if (agreement_stage(a, w->text) != SIZE_MAX || !is_gone(a, "stage", w->text))
		return false;
	diag_note(diags, "%s:%u: '%s' is left out: it names the stage '%.*s', which -e has replaced",
		  w->where->name, diag_place(w->where, w->span.at).line, keyword, STR_ARG(w->text));
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
	for (size_t i = 0; i < a->benchmarks.n; i++) {
		const struct benchmark *b = &a->benchmarks.at[i];
		bool step = b->what == BENCHMARK_STEP;
		if (!step || !(stage_gone(a, &b->from, "benchmark", diags) ||
			       stage_gone(a, &b->to, "benchmark", diags)))
			a->benchmarks.at[kept++] = *b;
	}
	a->benchmarks.n = kept;
	if (a->handover_to.text.p && (stage_gone(a, &a->handover_from, "handover", diags) ||
				      stage_gone(a, &a->handover_to, "handover", diags)))
		a->handover_from = a->handover_to = (struct word){ 0 };
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From which stage to which leads are handed over, and the shares that both sides hold each other to. */
#include "agreement/clauses.h"
#include "agreement/statement.h"

/* Two stages, the second behind the first; one that doesn't exist is reported elsewhere. */
static void check_order(const struct agreement *a, const struct word *from, const struct word *to,
			const char *what, struct diags *diags)
{
	size_t first = agreement_stage(a, from->text), second = agreement_stage(a, to->text);

	if (first != SIZE_MAX && second != SIZE_MAX && first >= second)
		diag_at(diags, to->where, to->span, "%s goes forward: '%.*s' does not come after '%.*s'",
			what, STR_ARG(to->text), STR_ARG(from->text));
}

bool read_handover(struct agreement *a, struct parser *p)
{
	struct handover h = { 0 };

	if (!take_word(p, &h.from, "a stage's name") || !expect(p, "to", "the stage") ||
	    !take_word(p, &h.to, "a stage's name"))
		return false;
	*ADD(a, a->handovers) = h;
	return true;
}

void check_handover(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	(void)s;
	for (size_t i = 0; i < a->handovers.n; i++)
		check_order(a, &a->handovers.at[i].from, &a->handovers.at[i].to, "a handover", diags);
}

/* `per month`: what is left over is of a period. */
static bool take_per(struct parser *p, struct benchmark *b)
{
	if (!expect(p, "per", "the share") || !take_word(p, &b->per, "'day', 'week', 'month' or 'quarter'"))
		return false;
	for (b->period = PERIOD_DAY; b->period <= PERIOD_QUARTER; b->period++)
		if (str_same(b->per.text, str_from(period_word(b->period))))
			return true;
	struct str near =
		nearest(p->diags, b->per.text, &CANDIDATE_NAMES(period_words, PERIOD_QUARTER + 1), 1);
	diag_at(p->diags, p->text, b->per.span,
		"what is left over is looked at per day, week, month or quarter, not per '%.*s'" DID_YOU_MEAN,
		STR_ARG(b->per.text), DID_YOU_MEAN_ARG(near));
	return false;
}

bool read_benchmark(struct agreement *a, struct parser *p)
{
	struct benchmark b = { 0 };
	struct word first;

	if (!take_word(p, &first, "a stage's name, 'compliance of', 'backlog' or 'left_over'"))
		return false;
	if (p->token.kind == TOKEN_NUMBER && str_eq(first.text, STR("backlog"))) {
		b.what = BENCHMARK_BACKLOG;
	} else if (!parser_at(p, "to") && str_eq(first.text, STR("left_over"))) {
		b.what = BENCHMARK_LEFT_OVER;
	} else if (str_eq(first.text, STR("compliance")) && parser_take(p, "of")) {
		b.what = BENCHMARK_COMPLIANCE;
		if (!take_word(p, &b.clock, "the clock's name"))
			return false;
	} else {
		b.from = first;
		if (!expect(p, "to", "the stage") || !take_word(p, &b.to, "a stage's name"))
			return false;
	}
	if (!take_share(p, &b.share) || (b.what == BENCHMARK_LEFT_OVER && !take_per(p, &b)))
		return false;
	if (p->token.kind == TOKEN_TEXT && !take_text(p, &b.label, "a label"))
		return false;
	*ADD(a, a->benchmarks) = b;
	return true;
}

void check_benchmark(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	(void)s;
	for (size_t i = 0; i < a->benchmarks.n; i++) {
		const struct benchmark *b = &a->benchmarks.at[i];
		if (b->what == BENCHMARK_STEP)
			check_order(a, &b->from, &b->to, "a benchmark", diags);
		else if (b->what == BENCHMARK_LEFT_OVER && agreement_left_over(a, b->period) != b)
			diag_at(diags, b->per.where, b->per.span,
				"a second benchmark of what is left over per %s: say one",
				period_word(b->period));
	}
}

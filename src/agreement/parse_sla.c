/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sla statement, into the model:
 *
 *   sla accept from mql to sal or recycled or disqualified
 *       within 2 office hours   when grade starts with "A"
 *       within 2 office days
 *       warn at 75%
 *       pause when lead_status = "Waiting for partner"
 *       pause from waiting_since to waiting_until
 *
 * A clock runs between moments that have names: stages, exits or columns. They aren't expressions, because
 * `or` separates targets here. Hours and minutes are a length of time; days are counted, because they may
 * differ in length.
 */
#include <math.h>

#include "agreement/clauses.h"
#include "agreement/statement.h"
#include "time/instant.h"

enum { DAYS_MOST = 36500 };

static bool read_ends(struct agreement *a, struct parser *p, struct sla *s)
{
	if (!expect(p, "from", "the clock's name") || !(s->from = take_moment(p, "what starts the clock")) ||
	    !expect(p, "to", "what starts the clock"))
		return false;
	do {
		struct expr *to = take_moment(p, "what stops the clock");
		if (!to)
			return false;
		*ADD(a, s->to) = to;
	} while (parser_take(p, "or"));
	if (!parser_at(p, ","))
		return true;
	parser_error(p, "'or' stands between what stops a clock, as in 'to sal or recycled'");
	return false;
}

/* Hours, minutes or days, of a calendar if its name comes first. In microseconds; 0: reported. */
static int64_t take_unit(struct parser *p, struct word *calendar)
{
	static const char *const possible[] = { "hours", "minutes", "days" };
	struct word word = { 0 };
	int64_t unit;

	if (p->token.kind != TOKEN_NAME) {
		parser_error(p, "'hours', 'minutes' or 'days' is expected here");
		return 0;
	}
	take_word(p, &word, "the unit");
	unit = span_unit(word.text);
	if (!unit && p->token.kind == TOKEN_NAME && span_unit(p->token.text)) {
		*calendar = word;
		take_word(p, &word, "the unit");
		unit = span_unit(word.text);
	}
	if (unit == DAY_US || unit == 3600 * SECOND_US || unit == 60 * SECOND_US)
		return unit;
	struct str near = nearest(p->diags, word.text,
				  &CANDIDATE_NAMES(possible, sizeof possible / sizeof *possible), 1);
	diag_at(p->diags, p->text, word.span,
		"'%.*s' can't be promised, only hours, minutes or days, as in 'within 2 hours' or 'within 2 "
		"office days'" DID_YOU_MEAN,
		STR_ARG(word.text), DID_YOU_MEAN_ARG(near));
	return 0;
}

/* `2 office hours`. */
static bool take_promise(struct parser *p, struct promise *promise)
{
	struct token number = p->token;

	if (number.kind != TOKEN_NUMBER || number.percent) {
		parser_error(p, "how long is expected here, as in 'within 2 hours'");
		return false;
	}
	parser_next(p);
	if (number.mended) /* `2h`, reported with what to write */
		return false;
	int64_t unit = take_unit(p, &promise->calendar);
	if (!unit)
		return false;
	bool days = unit == DAY_US;
	promise->words = (struct span){ number.span.at, p->last.at + p->last.n - number.span.at };
	if (number.number * (double)unit > (double)DAYS_MOST * DAY_US) {
		diag_at(p->diags, p->text, promise->words, "a promise is of %d days at most", DAYS_MOST);
		return false;
	}
	if (days && (number.number < 1 || number.number != trunc(number.number))) {
		diag_at(p->diags, p->text, promise->words,
			"days are counted, 1 or more whole ones; a part of a day is said in hours");
		return false;
	}
	int64_t us = llround(number.number * (double)unit);
	if (!us)
		diag_at(p->diags, p->text, promise->words, "a promise is of more than 0 hours or minutes");
	promise->days = days ? us / DAY_US : 0;
	promise->span = days ? 0 : us;
	return us;
}

static bool read_within(struct agreement *a, struct parser *p, void *into)
{
	struct sla *s = into;
	struct promise promise = { 0 };

	if (!take_promise(p, &promise))
		return false;
	if (parser_take(p, "when") && !(promise.when = expr_parse(p)))
		return false;
	*ADD(a, s->promises) = promise;
	return true;
}

static bool read_warn(struct agreement *a, struct parser *p, void *into)
{
	struct sla *s = into;
	struct span span;
	double share;

	(void)a;
	if (s->warn) {
		parser_error(p, "'warn' is said a second time");
		return false;
	}
	if (!expect(p, "at", "'warn'"))
		return false;
	span = p->token.span;
	if (!take_share(p, &share))
		return false;
	int64_t warn = llround(share * 1e6);
	if (warn <= 0 || warn >= 1000000) {
		diag_at(p->diags, p->text, span,
			"a warning comes between the start and the end: over 0%% and under 100%%");
		return false;
	}
	s->warn = warn;
	return true;
}

static bool read_pause(struct agreement *a, struct parser *p, void *into)
{
	struct sla *s = into;
	struct pause pause = { 0 };

	if (parser_take(p, "when")) {
		if (!(pause.when = expr_parse(p)))
			return false;
	} else if (!parser_take(p, "from")) {
		parser_error(p, "'when' and a condition, or 'from' and a column, is expected after 'pause'");
		return false;
	} else if (!(pause.from = take_moment(p, "what begins the pause")) ||
		   !expect(p, "to", "what begins the pause") ||
		   !(pause.to = take_moment(p, "what ends the pause"))) {
		return false;
	}
	*ADD(a, s->pauses) = pause;
	return true;
}

static const struct clause clauses[] = { { "within", read_within },
					 { "warn", read_warn },
					 { "pause", read_pause } };

bool read_sla(struct agreement *a, struct parser *p)
{
	unsigned before = p->diags->errors;
	struct sla s = { 0 };

	if (!take_plain(p, &s.name,
			"a clock's name is expected here, one word, for columns are called after it: "
			"accept_due") ||
	    !read_ends(a, p, &s))
		parser_skip_line(p);
	take_clauses(a, p, clauses, sizeof clauses / sizeof *clauses,
		     "'within', 'warn at' or 'pause' is expected here", &s);
	if (p->diags->errors != before)
		return false;
	if (!s.promises.n) {
		diag_at(p->diags, p->text, s.name.span,
			"sla '%.*s' promises nothing: it needs an indented line like 'within 2 hours'",
			STR_ARG(s.name.text));
		return false;
	}
	*ADD(a, a->slas) = s;
	return true;
}

/* ---- between it and others ---- */

/* A moment needs a time: a stage or an exit with `at`. */
static void check_moment(const struct agreement *a, const struct expr *e, struct diags *diags)
{
	const struct step *step = agreement_step(a, e);

	if (step && !step->at)
		diag_at(diags, e->where, e->span,
			"a clock needs times: %s '%.*s' has no 'at'; name the column of its time there, or "
			"leave it "
			"out here",
			agreement_stage(a, e->text) != SIZE_MAX ? "stage" : "exit", STR_ARG(step->name.text));
}

static bool same_name(const struct expr *a, const struct expr *b)
{
	return a->op == b->op && str_same(a->text, b->text);
}

/* A clock's stop must not come before its start. */
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

/* A lead has the first promise whose condition holds, so the one without a condition comes last. */
static void check_promises(const struct sla *s, struct diags *diags)
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
	}
}

static void check_clock(const struct agreement *a, const struct sla *s, struct diags *diags)
{
	check_moment(a, s->from, diags);
	for (size_t k = 0; k < s->to.n; k++)
		check_target(a, s, s->to.at[k], diags);
	check_promises(s, diags);
	for (size_t k = 0; k < s->pauses.n; k++) {
		const struct pause *p = &s->pauses.at[k];
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

void check_sla(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	(void)s;
	for (size_t i = 0; i < a->slas.n; i++)
		check_clock(a, &a->slas.at[i], diags);
}

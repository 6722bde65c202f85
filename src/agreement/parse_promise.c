/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The promise statement, into the model: what is promised, of which days, and then, in this order and none of
 * it needed, how time is measured, of which leads, and what it is called.
 *
 *   promise 120 mql per month from 2026-07-01 until 2027-06-30 in office days when country = "DE" "mql, DE"
 *   promise 250000 value of won per quarter
 *   promise mql to sql at least 13% within 90 days per quarter
 *   promise cost of mql at most 90 per month
 *   promise share of won at least 30% per quarter when lead_source = "Webinar"
 *   promise 900 application by 2027-01-15 since 2026-09-01 like the year before
 *   promise mql from "plan.csv" per month
 *
 * A promise is of whole periods, so `from` and `until` stand where one begins and ends.
 */
#include <math.h>

#include "agreement/clauses.h"
#include "agreement/statement.h"

enum { MILLION = 1000000 };

static const char *const units[] = { "day", "week", "month", "quarter", "year" };
enum { UNITS = sizeof units / sizeof *units };

/* ---- what is promised ---- */

/* `at least` or `at most`. */
static bool take_bound(struct parser *p, bool *most)
{
	if (!parser_take(p, "at") || !(parser_at(p, "least") || parser_at(p, "most"))) {
		parser_error(p, "'at least' or 'at most' is expected here");
		return false;
	}
	*most = parser_at(p, "most");
	parser_next(p);
	return true;
}

/* A number, in millionths. */
static bool take_amount(struct parser *p, int64_t *out)
{
	const struct token t = p->token;

	if (t.kind != TOKEN_NUMBER || t.percent) {
		parser_error(p, "a number is expected here, as in '120' or '250000'");
		return false;
	}
	if (t.number > 1e12) {
		parser_error(p, "this number is too large: 1000000000000 is the most");
		return false;
	}
	*out = llround(t.number * MILLION);
	parser_next(p);
	return !t.mended;
}

static bool take_share_of_million(struct parser *p, int64_t *out)
{
	double share;

	if (!take_share(p, &share))
		return false;
	*out = llround(share * MILLION);
	return true;
}

/* `120 mql`, `at most 120 mql`, `250000 value of won`. */
static bool take_number(struct parser *p, struct pledge *g)
{
	struct span span;

	if (parser_at(p, "at") && !take_bound(p, &g->most))
		return false;
	span = p->token.span;
	if (!take_amount(p, &g->promised) || !take_word(p, &g->stage, "a stage's name or 'value of'"))
		return false;
	if (str_same(g->stage.text, STR("value")) && parser_take(p, "of")) {
		g->of = PLEDGE_VALUE;
		if (!take_word(p, &g->stage, "a stage's name"))
			return false;
	}
	if (g->of == PLEDGE_COUNT && g->promised % MILLION) {
		diag_at(p->diags, p->text, span, "leads are counted: a whole number is expected here");
		return false;
	}
	if (!g->promised && !g->most) {
		diag_at(p->diags, p->text, span, "at least 0 is always kept; promise more than that");
		return false;
	}
	return true;
}

static bool take_rate(struct parser *p, struct pledge *g)
{
	g->of = PLEDGE_RATE;
	return (g->to = take_moment(p, "what leads go to")) && take_bound(p, &g->most) &&
	       take_share_of_million(p, &g->promised) && expect(p, "within", "the share") &&
	       take_span(p, &g->within);
}

static bool take_cost(struct parser *p, struct pledge *g)
{
	g->of = PLEDGE_COST;
	if (!take_word(p, &g->stage, "a stage's name") || !take_bound(p, &g->most))
		return false;
	if (!g->most) {
		diag_at(p->diags, p->text, p->last, "a cost is promised 'at most'");
		return false;
	}
	return take_amount(p, &g->promised);
}

static bool take_subject(struct parser *p, struct pledge *g)
{
	struct word first;

	if (p->token.kind == TOKEN_NUMBER || parser_at(p, "at"))
		return take_number(p, g);
	if (!take_word(p, &first, "a number, a stage's name, 'value of', 'cost of' or 'share of'"))
		return false;
	bool of = parser_at(p, "of");
	if (of && str_same(first.text, STR("cost"))) {
		parser_next(p);
		return take_cost(p, g);
	}
	if (of && str_same(first.text, STR("share"))) {
		parser_next(p);
		g->of = PLEDGE_SHARE;
		return take_word(p, &g->stage, "a stage's name") && take_bound(p, &g->most) &&
		       take_share_of_million(p, &g->promised);
	}
	g->stage = first;
	if (of && str_same(first.text, STR("value"))) {
		parser_next(p);
		g->of = PLEDGE_VALUE;
		if (!take_word(p, &g->stage, "a stage's name"))
			return false;
	} else if (parser_take(p, "to")) {
		return take_rate(p, g);
	}
	if (parser_take(p, "from"))
		return take_quoted(p, &g->file, "the plan's file");
	parser_error(p, g->of == PLEDGE_VALUE
				? "'from' and the file of a plan is expected here; without one the number "
				  "stands first, as in 'promise 250000 value of won per quarter'"
				: "'to' and a stage, or 'from' and the file of a plan, is expected here");
	return false;
}

/* ---- of which days ---- */

/* `2026-07-01`, or the first or last day of `2026-07`. */
static bool take_day(struct parser *p, bool last, int64_t *day, struct word *at)
{
	const struct token t = p->token;

	if (t.kind != TOKEN_DATE) {
		parser_error(p, "a date is expected here, as in 2026-07-01");
		return false;
	}
	*at = (struct word){ str_slice(p->text->body, t.span.at, t.span.at + t.span.n), p->text, t.span };
	parser_next(p);
	if (t.day)
		*day = day_number(t.year, t.month, t.day);
	else
		*day = last ? day_number(t.year + t.month / 12, t.month % 12 + 1, 1) - 1
			    : day_number(t.year, t.month, 1);
	return !t.mended;
}

static bool take_unit(struct parser *p, struct pledge *g)
{
	for (int i = 0; i < UNITS; i++)
		if (parser_take(p, units[i])) {
			g->unit = (enum period)i;
			return true;
		}
	struct str near = p->token.kind == TOKEN_NAME
				  ? nearest(p->diags, p->token.text, &CANDIDATE_NAMES(units, UNITS), 1)
				  : STR_NONE;
	parser_error(p, "'day', 'week', 'month', 'quarter' or 'year' is expected after 'per'" DID_YOU_MEAN,
		     DID_YOU_MEAN_ARG(near));
	return false;
}

static bool take_period(struct parser *p, struct pledge *g)
{
	if (parser_take(p, "per")) {
		if (!take_unit(p, g))
			return false;
		if (parser_take(p, "from") && !take_day(p, false, &g->from, &g->from_at))
			return false;
		return !parser_take(p, "until") || take_day(p, true, &g->until, &g->until_at);
	}
	if (!parser_take(p, "by")) {
		parser_error(p, "of which time? 'per month', or 'by 2027-01-15 since 2026-09-01', is "
				"expected here");
		return false;
	}
	g->once = true;
	return take_day(p, true, &g->until, &g->until_at) && expect(p, "since", "the date") &&
	       take_day(p, false, &g->from, &g->from_at);
}

/* ---- how it goes ---- */

static bool take_pace(struct parser *p, struct pledge *g)
{
	struct span span = p->token.span;

	if (parser_take(p, "in") &&
	    (!take_word(p, &g->calendar, "a calendar's name") || !expect(p, "days", "the calendar's name")))
		return false;
	if (parser_at(p, "like")) {
		span = p->token.span;
		parser_next(p);
		if (!expect(p, "the", "'like'") || !expect(p, "year", "'the'") ||
		    !expect(p, "before", "'year'"))
			return false;
		g->as_before = true;
	}
	if (g->as_before && g->calendar.text.p) {
		diag_at(p->diags, p->text, span,
			"the year before says how the time goes, and so does the calendar; say one of them");
		return false;
	}
	if ((g->as_before || g->calendar.text.p) && g->of != PLEDGE_COUNT && g->of != PLEDGE_VALUE) {
		diag_at(p->diags, p->text, span,
			"this says what is due by today, and a share or a cost doesn't grow day by day; "
			"leave it out");
		return false;
	}
	return true;
}

bool read_promise(struct agreement *a, struct parser *p)
{
	struct pledge g = { .from = INT64_MIN, .until = INT64_MAX };
	uint32_t at = p->token.span.at;

	if (!take_subject(p, &g) || !take_period(p, &g) || !take_pace(p, &g))
		return false;
	if (parser_take(p, "when") && !(g.when = expr_parse(p)))
		return false;
	g.words.where = p->text;
	g.words.span = (struct span){ at, p->last.at + p->last.n - at };
	g.words.text = expr_source(&(struct expr){ .where = p->text, .span = g.words.span }, &a->arena);
	g.label = g.words.text;
	if (g.of == PLEDGE_SHARE && !g.when) {
		parser_error(p, "the share of which leads? 'when' and a condition is expected here");
		return false;
	}
	if (p->token.kind == TOKEN_TEXT && !take_text(p, &g.label, "a label"))
		return false;
	*ADD(a, a->pledges) = g;
	return true;
}

/* ---- between it and others ---- */

/* A rate goes on from its stage, to a later one or out. */
static void check_way(const struct agreement *a, const struct pledge *g, struct diags *diags)
{
	size_t from = agreement_stage(a, g->stage.text), to = agreement_stage(a, g->to->text);

	if (!agreement_step(a, g->to))
		diag_at(diags, g->to->where, g->to->span, "there is no stage or exit '%.*s'",
			STR_ARG(g->to->text));
	else if (from != SIZE_MAX && to != SIZE_MAX && to <= from)
		diag_at(diags, g->to->where, g->to->span,
			"a promise goes forward: '%.*s' does not come after '%.*s'", STR_ARG(g->to->text),
			STR_ARG(g->stage.text));
}

static void tell_edge(const struct word *at, enum period p, int64_t day, const char *begins,
		      struct diags *diags)
{
	struct buf near = { 0 };
	int64_t first = period_first_day(p, period_of(p, day)),
		next = period_first_day(p, period_of(p, day) + 1), last = *begins == 'e';

	period_write(&near, PERIOD_DAY, first - last);
	buf_str(&near, STR(" or "));
	period_write(&near, PERIOD_DAY, next - last);
	diag_at(diags, at->where, at->span, "a promise is of whole %ss, and no %s %s on this day; write %.*s",
		units[period_unit(p)], units[period_unit(p)], begins, STR_ARG(buf_view(&near)));
	buf_release(&near);
}

static void check_days(const struct agreement *a, const struct pledge *g, struct diags *diags)
{
	enum period p = period_beginning(g->unit, a->year_begins);

	if (g->from_at.text.p && g->until_at.text.p && g->until < g->from)
		diag_at(diags, g->until_at.where, g->until_at.span, "this ends before it begins, on %.*s",
			STR_ARG(g->from_at.text));
	else if (g->once && g->as_before && g->from <= period_year_before(PERIOD_DAY, g->until))
		diag_at(diags, g->until_at.where, g->until_at.span,
			"this is more than a year, so no year before says how it goes");
	if (g->once)
		return;
	if (g->file.text.p && (g->from_at.text.p || g->until_at.text.p))
		diag_at(diags, g->words.where, (g->from_at.text.p ? g->from_at : g->until_at).span,
			"a plan says itself which periods it is for; leave out 'from' and 'until'");
	if (g->from_at.text.p && period_first_day(p, period_of(p, g->from)) != g->from)
		tell_edge(&g->from_at, p, g->from, "begins", diags);
	if (g->until_at.text.p && period_of(p, g->until + 1) == period_of(p, g->until))
		tell_edge(&g->until_at, p, g->until, "ends", diags);
}

/* Do both promise the same figure, of the same leads? */
static bool is_same(const struct pledge *g, const struct pledge *other, struct arena *arena)
{
	if (g->of != other->of || g->most != other->most || !str_same(g->stage.text, other->stage.text) ||
	    g->once != other->once || (!g->once && g->unit != other->unit) || !g->when != !other->when)
		return false;
	if (g->to && (!str_same(g->to->text, other->to->text) || g->within != other->within))
		return false;
	return !g->when || str_eq(expr_source(g->when, arena), expr_source(other->when, arena));
}

/* Each has a name of its own, and one number for each day. */
static void check_pair(const struct pledge *g, const struct pledge *earlier, struct arena *arena,
		       struct diags *diags)
{
	unsigned line = diag_place(earlier->words.where, earlier->words.span.at).line;
	bool overlap = g->from <= earlier->until && earlier->from <= g->until;

	if (is_same(g, earlier, arena) &&
	    (g->once ? g->from == earlier->from && g->until == earlier->until : overlap))
		diag_at(diags, g->words.where, g->words.span, "the same is promised in line %u already",
			line);
	else if (str_same(g->label, earlier->label))
		diag_at(diags, g->words.where, g->words.span,
			"the promise in line %u is called '%.*s', too; give each a name of its own", line,
			STR_ARG(g->label));
}

void check_promise(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	struct arena arena = { 0 };

	(void)s;
	for (size_t i = 0; i < a->pledges.n; i++) {
		const struct pledge *g = &a->pledges.at[i];
		if (g->to)
			check_way(a, g, diags);
		if (g->once && g->file.text.p)
			diag_at(diags, g->file.where, g->file.span,
				"a plan has a number for each period; write 'per month' behind it");
		check_days(a, g, diags);
		for (size_t k = 0; k < i; k++)
			check_pair(g, &a->pledges.at[k], &arena, diags);
	}
	arena_release(&arena);
}

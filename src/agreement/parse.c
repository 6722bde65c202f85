/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What follows each keyword, into the model, and what must hold between it and
 * others. A reader returns false after a mistake; if it has reported nothing
 * itself, the caller shows the statement's form. Indented lines are read one by
 * one, so that a mistake in one rule does not hide the next.
 */
#include <math.h>

#include "agreement/clauses.h"
#include "agreement/statement.h"

/* `when EXPR "label"`; without a label, the expression's own words are used. */
static bool read_condition(struct agreement *a, struct parser *p, struct condition *c)
{
	if (!expect(p, "when", "the keyword") || !(c->when = expr_parse(p)))
		return false;
	c->label = expr_source(c->when, &a->arena);
	if (p->token.kind == TOKEN_TEXT)
		return take_text(p, &c->label, "a label");
	return true;
}

bool read_agreement(struct agreement *a, struct parser *p)
{
	return take_text(p, &a->title, "the agreement's title");
}

bool read_timezone(struct agreement *a, struct parser *p)
{
	a->zone_name = p->token.text;
	return (a->zone = take_zone(p));
}

/* `July`; 0: reported. */
static int take_month(struct parser *p)
{
	for (int i = 0; i < MONTHS; i++)
		if (parser_take(p, month_names[i]))
			return i + 1;
	struct str near = p->token.kind == TOKEN_NAME
				  ? nearest(p->diags, p->token.text, &CANDIDATE_NAMES(month_names, MONTHS), 1)
				  : STR_NONE;
	parser_error(p, "the name of a month is expected here, as in 'year begins 1 July'" DID_YOU_MEAN,
		     DID_YOU_MEAN_ARG(near));
	return 0;
}

bool read_year(struct agreement *a, struct parser *p)
{
	struct span span;
	int64_t day;

	if (!expect(p, "begins", "'year'"))
		return false;
	span = p->token.span;
	if (!take_whole(p, &day, "the day, the first of a month,"))
		return false;
	if (day != 1) {
		diag_at(p->diags, p->text, span, "a year begins on the first of a month, as its months do");
		return false;
	}
	return (a->year_begins = take_month(p));
}

/* `in NAME, …`, if it is there. False: a mistake. */
static bool take_columns(struct agreement *a, struct parser *p, struct expr ***in, size_t *n)
{
	size_t cap = 0;

	if (!parser_take(p, "in"))
		return true;
	do {
		struct expr *e = take_column(p);
		if (!e)
			return false;
		PUSH(a, *in, *n, cap, e);
	} while (parser_take(p, ","));
	return true;
}

bool read_dates(struct agreement *a, struct parser *p)
{
	struct column_dates d = { 0 };
	struct span span = p->token.span;

	if (parser_at(p, "whole")) {
		d.whole_day = true;
		if (!take_hyphened(p, "whole", "day"))
			return false;
	} else {
		d.dates = parser_at(p, "day") ? DATES_DAY_FIRST : DATES_MONTH_FIRST;
		if (!take_hyphened(p, d.dates == DATES_DAY_FIRST ? "day" : "month", "first"))
			return false;
	}
	if (!take_columns(a, p, &d.in, &d.nin))
		return false;
	if (d.nin) {
		*ADD(a, a->column_dates) = d;
		return true;
	}
	if (d.whole_day || a->dates) {
		diag_at(p->diags, p->text, span,
			d.whole_day ? "which columns? write: dates whole-day in close_date"
				    : "the order of all dates is said a second time; name the columns that "
				      "differ: "
				      "dates day-first in close_date");
		return false;
	}
	a->dates = d.dates;
	return true;
}

bool read_decimal(struct agreement *a, struct parser *p)
{
	struct span span = p->token.span;
	struct str s;

	if (!take_text(p, &s, "a decimal sign"))
		return false;
	if (!str_eq(s, STR(".")) && !str_eq(s, STR(","))) {
		diag_at(p->diags, p->text, span, "the decimal sign is \".\" or \",\"");
		return false;
	}
	a->decimal = s.p[0];
	a->decimal_said = true;
	return true;
}

bool read_missing(struct agreement *a, struct parser *p)
{
	struct missing_words m = { 0 };
	size_t cap = 0;

	while (p->token.kind == TOKEN_TEXT) {
		PUSH(a, m.words, m.nwords, cap, p->token.text);
		parser_next(p);
	}
	if (!m.nwords)
		return false;
	if (!take_columns(a, p, &m.in, &m.nin))
		return false;
	*ADD(a, a->missing) = m;
	return true;
}

bool read_ignore(struct agreement *a, struct parser *p)
{
	struct condition c = { 0 };

	if (!read_condition(a, p, &c))
		return false;
	*ADD(a, a->ignores) = c;
	return true;
}

/* `"EMEA" when country in (…)` or `otherwise "rest"`. */
static bool read_case(struct parser *p, struct field_case *c, struct expr *value)
{
	bool otherwise = !value && parser_take(p, "otherwise");

	*c = (struct field_case){ .value = value ? value : expr_parse(p) };
	if (!c->value)
		return false;
	c->value->compared = true;
	if (otherwise)
		return true;
	if (c->value->op == EXPR_NAME && p->token.kind == TOKEN_TEXT) {
		parser_error(
			p, "'when' is expected after the value; if this is a header, the field's name before "
			   "it is one word, as in job_title");
		return false;
	}
	if (at_line_end(p)) {
		parser_error(p, "'when' is expected after the value; one for every lead stands behind "
				"'otherwise', and headers stand in double quotes with a comma between them");
		return false;
	}
	return expect(p, "when", "the value") && (c->when = expr_parse(p));
}

static bool read_headers(struct agreement *a, struct parser *p, struct field *f, struct str first)
{
	size_t cap = 0;

	PUSH(a, f->headers, f->nheaders, cap, first);
	while (parser_take(p, ",")) {
		struct str header;
		if (!take_text(p, &header, "a header"))
			return false;
		PUSH(a, f->headers, f->nheaders, cap, header);
	}
	return true;
}

static bool read_cases(struct agreement *a, struct parser *p, struct field *f, struct expr *first)
{
	size_t cap = 0;
	bool good = true;

	while (first || !at_line_end(p) || next_indented(p)) {
		struct field_case c;
		if (f->ncases && !f->cases[f->ncases - 1].when) {
			parser_error(p, "'otherwise' comes last");
			return false;
		}
		if (read_case(p, &c, first)) {
			PUSH(a, f->cases, f->ncases, cap, c);
		} else {
			good = false;
			parser_skip_line(p);
		}
		first = NULL;
	}
	return good;
}

bool read_field(struct agreement *a, struct parser *p)
{
	struct field f = { 0 };
	struct expr *first = NULL;

	if (!take_word(p, &f.name, "the field's name"))
		return false;
	if (parser_at(p, "=") || parser_at(p, ":")) {
		parser_error(
			p, "nothing stands between a field's name and its header: field %.*s \"Its Header\"",
			STR_ARG(f.name.text));
		return false;
	}
	if (p->token.kind == TOKEN_TEXT && !(first = expr_parse(p)))
		return false;
	bool headers = first && first->op == EXPR_TEXT && !parser_at(p, "when");
	if (!(headers ? read_headers(a, p, &f, first->text) : read_cases(a, p, &f, first)))
		return false;
	if (!f.nheaders && !f.ncases) {
		diag_at(p->diags, p->text, f.name.span,
			"field '%.*s' needs the header it is read from, in double quotes, or indented lines "
			"that work it out",
			STR_ARG(f.name.text));
		return false;
	}
	*ADD(a, a->fields) = f;
	return true;
}

bool read_table(struct agreement *a, struct parser *p)
{
	struct side_table t = { 0 };

	if (!take_word(p, &t.name, "the table's name"))
		return false;
	if (!take_quoted(p, &t.file, "the table's file") || !expect(p, "by", "the file") ||
	    !take_word(p, &t.key, "the key, a column of the file,") || !expect(p, "=", "the file's column") ||
	    !(t.by = expr_parse(p)))
		return false;
	*ADD(a, a->tables) = t;
	return true;
}

/* The roster's cells are called rep.NAME, like those of a side table named rep. */
void check_table(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	size_t rep = agreement_find(a, NAMED_TABLE, STR("rep"));
	const struct word *name = rep != SIZE_MAX ? &a->tables.at[rep].name : NULL;

	(void)s;
	if (name && a->roster.text.p)
		diag_at(diags, name->where, name->span,
			"'rep.' stands before the columns of the roster; call the table otherwise");
}

/* The clauses of a stage or an exit, in any order, each once. */
static bool read_step(struct parser *p, struct step *s, bool exit)
{
	struct {
		const char *word;
		struct expr **to;
	} clauses[] = { { "when", &s->when },
			{ "at", &s->at },
			{ exit ? "reason" : "value", exit ? &s->reason : &s->value } };

	const struct expr *last = NULL;

	if (!take_word(p, &s->name, exit ? "the exit's name" : "the stage's name"))
		return false;
	while (!at_line_end(p)) {
		size_t i = 0;
		while (i < 3 && !parser_at(p, clauses[i].word))
			i++;
		if (i == 3) {
			parser_error(p, "'when', 'at' or '%s' is expected here%s", clauses[2].word,
				     last && last->op == EXPR_NAME && parser_two_names(p) &&
						     !parser_at(p, exit ? "value" : "reason")
					     ? "; names with spaces stand in backquotes"
					     : "");
			return false;
		}
		if (*clauses[i].to) {
			parser_error(p, "'%s' is said a second time", clauses[i].word);
			return false;
		}
		parser_next(p);
		if (!(last = *clauses[i].to = expr_parse(p)))
			return false;
	}
	return true;
}

bool read_stage(struct agreement *a, struct parser *p)
{
	struct step s = { 0 };

	if (!read_step(p, &s, false))
		return false;
	*ADD(a, a->stages) = s;
	return true;
}

bool read_exit(struct agreement *a, struct parser *p)
{
	struct step s = { 0 };

	if (!read_step(p, &s, true))
		return false;
	if (!s.at && !s.when) {
		diag_at(p->diags, p->text, s.name.span,
			"exit '%.*s' needs 'at' or 'when': without one every lead has left",
			STR_ARG(s.name.text));
		return false;
	}
	*ADD(a, a->exits) = s;
	return true;
}

/* `+20 when … "decision maker"`, `+2 per page_views at most 20 points "page views"`. */
static bool read_rule(struct agreement *a, struct parser *p, struct rule *r)
{
	*r = (struct rule){ .most = NAN, .span = p->token.span };
	bool minus = parser_at(p, "-");
	if (!parser_take(p, "+") && !parser_take(p, "-")) {
		parser_error(p, "a rule begins with its points, as in '+20 when …' or '-30 when …'");
		return false;
	}
	if (p->token.kind != TOKEN_NUMBER || p->token.percent) {
		parser_error(p, "the rule's points are expected here, as in '+20'");
		return false;
	}
	if (p->token.number > 1e6) {
		parser_error(p, "this number is too large: a rule gives 1000000 points at most");
		return false;
	}
	r->points = minus ? -p->token.number : p->token.number;
	parser_next(p);
	parser_take(p, "points");
	while (!at_line_end(p) && p->token.kind != TOKEN_TEXT) {
		if (!r->when && parser_take(p, "when")) {
			if (!(r->when = expr_parse(p)))
				return false;
		} else if (!r->per && parser_take(p, "per")) {
			if (!(r->per = expr_parse(p)))
				return false;
		} else if (r->per && isnan(r->most) && parser_take(p, "at")) {
			int64_t most;
			if (!expect(p, "most", "'at'") || !take_whole(p, &most, "the most points") ||
			    !expect(p, "points", "the number"))
				return false;
			r->most = (double)most;
		} else {
			parser_error(p, "'when', 'per' or 'at most' is expected here");
			return false;
		}
	}
	if (!r->when && !r->per) {
		parser_error(p, "the rule needs 'when' and a condition, or 'per' and a number");
		return false;
	}
	r->label = expr_source(r->when ? r->when : r->per, &a->arena);
	return p->token.kind != TOKEN_TEXT || take_text(p, &r->label, "the rule's label");
}

static bool read_score_head(struct parser *p, struct score *s)
{
	if (!take_word(p, &s->name, "the score's name"))
		return false;
	while (!at_line_end(p)) {
		if (!s->half_life && parser_at(p, "half")) {
			if (!take_hyphened(p, "half", "life") || !take_span(p, &s->half_life))
				return false;
		} else if (!s->since && parser_take(p, "since")) {
			if (!(s->since = expr_parse(p)))
				return false;
		} else if (!s->ranged) {
			struct span span = p->token.span;
			if (!take_whole(p, &s->low, "the score's range, as in '0..50',") ||
			    !expect(p, "..", "the lowest score") ||
			    !take_whole(p, &s->high, "the highest score"))
				return false;
			s->ranged = true;
			if (s->low >= s->high) {
				diag_at(p->diags, p->text, span, "the range's first number is its lower one");
				return false;
			}
		} else {
			return false;
		}
	}
	if (!s->half_life != !s->since) {
		parser_error(p, "a score fades with both: 'half-life 30 days since last_activity_at'");
		return false;
	}
	return true;
}

bool read_score(struct agreement *a, struct parser *p)
{
	struct score s = { 0 };
	unsigned before = p->diags->errors;
	size_t cap = 0;

	if (!read_score_head(p, &s)) {
		if (p->diags->errors == before)
			parser_error(p, "a score's head is written: score engagement 0..50 half-life 30 days "
					"since last_activity_at");
		parser_skip_line(p);
	}
	while (next_indented(p)) {
		struct rule r;
		if (read_rule(a, p, &r)) {
			if (at_line_end(p)) {
				PUSH(a, s.rules, s.nrules, cap, r);
				continue;
			}
			parser_error(p, "a rule ends with its label; it is written: +20 when title ~ \"vp\" "
					"\"decision maker\"");
		}
		parser_skip_line(p);
	}
	if (s.name.text.p)
		*ADD(a, a->scores) = s;
	return p->diags->errors == before;
}

bool read_grade(struct agreement *a, struct parser *p)
{
	struct grade g = { 0 };
	size_t cap = 0;

	if (!(g.of = expr_parse(p)))
		return false;
	for (;;) {
		struct grade_cut cut = { 0 };
		bool last = parser_take(p, "else");
		struct span span = p->token.span;
		if (p->token.kind != TOKEN_NAME && p->token.kind != TOKEN_TEXT &&
		    p->token.kind != TOKEN_NUMBER) {
			parser_error(p, "a grade is expected here, a letter or a digit");
			return false;
		}
		cut.letter = p->token.kind == TOKEN_NUMBER
				     ? str_slice(p->text->body, span.at, span.at + span.n)
				     : p->token.text;
		parser_next(p);
		if (!last && (!expect(p, "from", "the grade") ||
			      !take_whole(p, &cut.from, "the lowest score of the grade")))
			return false;
		if (!last && g.ncuts && cut.from >= g.cuts[g.ncuts - 1].from) {
			diag_at(p->diags, p->text, span,
				"grades go from the highest score down: %lld is not below %lld",
				(long long)cut.from, (long long)g.cuts[g.ncuts - 1].from);
			return false;
		}
		PUSH(a, g.cuts, g.ncuts, cap, cut);
		if (last)
			break;
		if (at_line_end(p)) {
			parser_error(p, "the grade of all the rest is expected here, as in ', else D'");
			return false;
		}
		if (!expect(p, ",", "the grade"))
			return false;
	}
	*ADD(a, a->grades) = g;
	return true;
}

bool read_mql(struct agreement *a, struct parser *p)
{
	struct condition c = { 0 };

	if (!read_condition(a, p, &c))
		return false;
	*ADD(a, a->mql) = c;
	return true;
}

bool read_sql(struct agreement *a, struct parser *p)
{
	struct condition c = { 0 };

	if (!read_condition(a, p, &c))
		return false;
	*ADD(a, a->sql) = c;
	return true;
}

bool read_priority(struct agreement *a, struct parser *p)
{
	do {
		struct expr *e = expr_parse(p);
		if (!e)
			return false;
		*ADD(a, a->priority) = e;
	} while (parser_take(p, ","));
	return true;
}

bool read_bant(struct agreement *a, struct parser *p)
{
	struct criterion c = { 0 };

	if (!take_word(p, &c.name, "the criterion's name"))
		return false;
	for (;;) {
		while (at_line_end(p) && next_indented(p))
			;
		if (at_line_end(p))
			break;
		struct expr **to = parser_at(p, "yes") ? &c.yes : parser_at(p, "no") ? &c.no : NULL;
		if (!to || *to) {
			parser_error(p, "%s",
				     to ? "this is said a second time"
					: "'yes when' or 'no when' is expected here");
			return false;
		}
		parser_next(p);
		if (!expect(p, "when", "'yes' or 'no'") || !(*to = expr_parse(p)))
			return false;
	}
	if (!c.yes && !c.no)
		return false;
	*ADD(a, a->criteria) = c;
	return true;
}

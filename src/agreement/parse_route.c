/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The statements of routing, into the model:
 *
 *   roster "reps.csv"
 *   route named       when named.owner is present   to named.owner
 *   route enterprise  when mql and employees >= 1000
 *       among  rep.team = "enterprise" and has(rep.languages, language)
 *       prefer rep.seniority
 *       share by weight
 *       at most rep.capacity per day
 *       balance by grade
 *       together by company
 *       else wait
 *   assign in order of mql_at
 *   otherwise "nurture"
 *
 * A clause is given once, except for limits: a rep may have one per day and one per week. A route either
 * names the lead's owner or chooses one from the roster; clauses for choosing make no sense where the owner
 * is named.
 */
#include "agreement/clauses.h"
#include "agreement/statement.h"

/* A route being read, and the place of each of its clauses; n 0: not given yet. */
struct reading {
	struct route route;
	struct {
		struct span when, to, among, prefer, share, balance, together, wait;
	} said;
};

static struct str written(const struct parser *p, struct span span)
{
	return str_slice(p->text->body, span.at, span.at + span.n);
}

/* Notes the clause whose word was read last; false: it was given before, which is reported. */
static bool once(struct parser *p, struct span *said)
{
	struct span word = p->last;

	if (said->n) {
		diag_at(p->diags, p->text, word, "'%.*s' is said a second time", STR_ARG(written(p, word)));
		return false;
	}
	*said = word;
	return true;
}

static bool read_when(struct agreement *a, struct parser *p, void *into)
{
	struct reading *r = into;

	(void)a;
	return once(p, &r->said.when) && (r->route.when = expr_parse(p));
}

static bool read_to(struct agreement *a, struct parser *p, void *into)
{
	struct reading *r = into;

	(void)a;
	if (!once(p, &r->said.to) || !(r->route.to = expr_parse(p)))
		return false;
	r->route.to->compared = true;
	return true;
}

static bool read_among(struct agreement *a, struct parser *p, void *into)
{
	struct reading *r = into;

	(void)a;
	return once(p, &r->said.among) && (r->route.among = expr_parse(p));
}

static bool read_prefer(struct agreement *a, struct parser *p, void *into)
{
	struct reading *r = into;

	(void)a;
	return once(p, &r->said.prefer) && (r->route.prefer = expr_parse(p));
}

static bool read_share(struct agreement *a, struct parser *p, void *into)
{
	static const struct {
		const char *word;
		bool by;
		enum route_share share;
	} shares[] = { { "weight", true, SHARE_WEIGHT },
		       { "equally", false, SHARE_EQUALLY },
		       { "load", true, SHARE_LOAD },
		       { "hash", true, SHARE_HASH } };
	struct reading *r = into;

	(void)a;
	if (!once(p, &r->said.share))
		return false;
	bool by = parser_take(p, "by");
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
		if (by == shares[i].by && parser_take(p, shares[i].word)) {
			r->route.share = shares[i].share;
			return true;
		}
	parser_error(p, "leads are shared 'by weight', 'equally', 'by load' or 'by hash'");
	return false;
}

/* `at most rep.capacity per day`; another may follow, of another period. */
static bool read_limit(struct agreement *a, struct parser *p, void *into)
{
	static const char *const periods[] = {
		[PER_RUN] = "run", [PER_DAY] = "day", [PER_WEEK] = "week", [PER_MONTH] = "month"
	};
	struct reading *r = into;
	struct route_limit limit = { .span = p->last };
	size_t per = 0, n = sizeof periods / sizeof *periods;

	if (!expect(p, "most", "'at'") || !(limit.most = expr_parse(p)) || !expect(p, "per", "the limit"))
		return false;
	while (per < n && !parser_take(p, periods[per]))
		per++;
	if (per == n) {
		parser_error(p, "'day', 'week', 'month' or 'run' is expected after 'per'");
		return false;
	}
	limit.per = (enum route_period)per;
	limit.span.n = p->last.at + p->last.n - limit.span.at;
	for (size_t i = 0; i < r->route.limits.n; i++)
		if (r->route.limits.at[i].per == limit.per) {
			diag_at(p->diags, p->text, limit.span, "a second limit per %s: say the lower one",
				periods[per]);
			return false;
		}
	*ADD(a, r->route.limits) = limit;
	return true;
}

static bool read_balance(struct agreement *a, struct parser *p, void *into)
{
	struct reading *r = into;

	(void)a;
	return once(p, &r->said.balance) && expect(p, "by", "'balance'") &&
	       (r->route.balance = expr_parse(p));
}

/* `together by company` and `by domain` are of the field company, and of the field email; any other
 * expression is taken as it is. */
static bool read_together(struct agreement *a, struct parser *p, void *into)
{
	static const struct str email = STR("email");
	struct reading *r = into;

	(void)a;
	if (!once(p, &r->said.together) || !expect(p, "by", "'together'"))
		return false;
	bool company = parser_at(p, "company"), domain = parser_at(p, "domain");
	struct expr *e = r->route.together = expr_parse(p);
	if (!e)
		return false;
	r->route.together_by = TOGETHER_VALUE;
	if (company && e->op == EXPR_NAME)
		r->route.together_by = TOGETHER_COMPANY;
	if (domain && e->op == EXPR_NAME) {
		r->route.together_by = TOGETHER_DOMAIN;
		e->text = email;
	}
	return true;
}

static bool read_else(struct agreement *a, struct parser *p, void *into)
{
	struct reading *r = into;

	(void)a;
	return once(p, &r->said.wait) && (r->route.wait = expect(p, "wait", "'else'"));
}

/* With a named owner there is nothing to choose. */
static void report_choices(struct parser *p, const struct reading *r)
{
	const struct span words[] = { r->said.among, r->said.prefer, r->said.share, r->said.balance,
				      r->said.together };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].n)
			diag_at(p->diags, p->text, words[i],
				"'%.*s' chooses among the roster, and 'to' names the owner: say one of them",
				STR_ARG(written(p, words[i])));
}

static const struct clause clauses[] = {
	{ "when", read_when },	     { "to", read_to },
	{ "among", read_among },     { "prefer", read_prefer },
	{ "share", read_share },     { "at", read_limit },
	{ "balance", read_balance }, { "together", read_together },
	{ "else", read_else },
};

static bool at_clause(const struct parser *p)
{
	size_t i = 0, n = sizeof clauses / sizeof *clauses;

	while (i < n && !parser_at(p, clauses[i].word))
		i++;
	return i < n;
}

/* `route at when country = "AT"` has a name, `route when mql` has none. */
static bool take_name(struct parser *p, struct word *name)
{
	bool clause = at_clause(p);

	if (!take_word(p, name, "the route's name"))
		return false;
	if (!clause || at_line_end(p) || at_clause(p))
		return true;
	diag_at(p->diags, p->text, name->span, "the route's name is expected before '%.*s'",
		STR_ARG(name->text));
	return false;
}

bool read_route(struct agreement *a, struct parser *p)
{
	unsigned before = p->diags->errors;
	struct reading r = { 0 };

	if (!take_name(p, &r.route.name))
		parser_skip_line(p);
	take_clauses(a, p, clauses, sizeof clauses / sizeof *clauses,
		     "'when', 'to', 'among', 'prefer', 'share', 'at most', 'balance by', 'together by' or "
		     "'else wait' is expected here",
		     &r);
	if (r.said.to.n)
		report_choices(p, &r);
	if (p->diags->errors != before)
		return false;
	*ADD(a, a->routes) = r.route;
	return true;
}

bool read_roster(struct agreement *a, struct parser *p)
{
	return take_quoted(p, &a->roster, "the roster's file");
}

bool read_assign(struct agreement *a, struct parser *p)
{
	struct assign_order o = { 0 };

	if (!expect(p, "in", "assign") || !expect(p, "order", "in") || !expect(p, "of", "order") ||
	    !(o.of = expr_parse(p)))
		return false;
	o.descending = parser_take(p, "descending");
	*ADD(a, a->orders) = o;
	return true;
}

bool read_otherwise(struct agreement *a, struct parser *p)
{
	return take_quoted(p, &a->otherwise, "a word for the leads that no route takes");
}

/* ---- between it and others ---- */

/* A route whose places are visited, where its mistakes are reported. */
struct visit {
	const struct route *route;
	const char *clause; /* that is about the lead; NULL: one that is about the rep */
	bool roster;
	struct diags *diags;
};

static void check_rep(void *ctx, const struct expr *name)
{
	const struct visit *v = ctx;

	if (!is_rep_column(name))
		return;
	if (v->clause)
		diag_at(v->diags, name->where, name->span,
			"'%s' is asked before there is a rep; what a rep must be is said with 'among'",
			v->clause);
	else if (v->route->to && !v->roster)
		diag_at(v->diags, name->where, name->span,
			"'%.*s' is a column of the roster, and there is none: add roster \"reps.csv\"",
			STR_ARG(name->text));
}

/* An expression that is evaluated before a rep is chosen can't use one, and without a roster none can. */
static bool check_place(void *ctx, const struct place *p)
{
	struct visit *v = ctx;

	v->clause = p->part->whose == OF_LEAD ? p->part->clause : NULL;
	expr_names(p->expr, check_rep, v);
	return true;
}

/* Does no lead get past it, whoever is away? An owner on the roster may be away. */
static bool takes_all(const struct agreement *a, const struct route *r)
{
	bool known = r->to && r->to->op == EXPR_TEXT;

	return !r->when && (r->wait ? known || !r->to : known && !r->limits.n && !a->roster.text.p);
}

void check_assign(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	struct visit visit = { .diags = diags };

	for (size_t i = 0; i < a->orders.n && agreement_find(a, NAMED_TABLE, STR("rep")) == SIZE_MAX; i++)
		statement_walk(s, a, i, check_place, &visit);
}

void check_route(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	/* a side table called rep has columns named like the roster's */
	bool reps = agreement_find(a, NAMED_TABLE, STR("rep")) == SIZE_MAX;
	const struct route *all = NULL;

	for (size_t i = 0; i < a->routes.n; i++) {
		const struct route *r = &a->routes.at[i];
		struct visit visit = { .route = r, .roster = a->roster.text.p, .diags = diags };
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
		if (reps)
			statement_walk(s, a, i, check_place, &visit);
	}
}

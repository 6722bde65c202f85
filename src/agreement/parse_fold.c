/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fold statement, into the model: of rows that are events it makes one row a lead.
 *
 *   fold history by leadid sorted by createddate newest first keeping last company, country
 *       mql_at      first createddate   when field = "Status" and newvalue = "MQL"
 *       owner_then  newvalue            as of mql_at before oldvalue when field = "Owner"
 *       worked      time in newvalue = "Working" when field = "Status"
 *
 * A line is its name, then how its value comes about and of what, then clauses in any order. Its expressions
 * are about the rows; what it is `after` or `as of` may also be a line above it, by its name alone.
 */
#include "agreement/clauses.h"
#include "agreement/statement.h"

enum { NTH_MOST = 1000000 };

static const struct way {
	const char *word;
	enum fold_of of;
	bool bare; /* it may stand without a value */
} ways[] = {
	{ "first", FOLD_FIRST, false }, { "last", FOLD_LAST, false }, { "nth", FOLD_NTH, false },
	{ "count", FOLD_COUNT, true },	{ "sum", FOLD_SUM, false },   { "min", FOLD_MIN, false },
	{ "max", FOLD_MAX, false },	{ "list", FOLD_LIST, false },
};
enum { WAYS = sizeof ways / sizeof *ways };

#define WAYS_IN_WORDS "first, last, nth, count, sum, min, max, list or time in"

/* Do these two words stand here? */
static bool at_words(const struct parser *p, const char *first, const char *second)
{
	struct diags silent = { 0 };
	struct parser ahead = *p;

	if (!parser_at(p, first))
		return false;
	ahead.diags = &silent;
	parser_next(&ahead);
	bool both = parser_at(&ahead, second);
	diags_release(&silent);
	return both;
}

static bool at_clause(const struct parser *p)
{
	return parser_at(p, "when") || parser_at(p, "after") || parser_at(p, "before") ||
	       at_words(p, "as", "of");
}

static bool take_nth(struct parser *p, int64_t *nth)
{
	struct span span = p->token.span;

	if (!take_whole(p, nth, "which one, as in 'nth 5',"))
		return false;
	if (*nth >= 1 && *nth <= NTH_MOST)
		return true;
	diag_at(p->diags, p->text, span, "the first is 'nth 1', and %d is the most", NTH_MOST);
	return false;
}

/* How the value comes about, and of what. */
static bool take_way(struct parser *p, struct fold_line *l)
{
	if (at_words(p, "time", "in")) {
		parser_next(p);
		parser_next(p);
		l->of = FOLD_TIME_IN;
		return (l->value = expr_parse(p));
	}
	for (size_t i = 0; i < WAYS; i++) {
		if (!parser_take(p, ways[i].word))
			continue;
		l->of = ways[i].of;
		if (l->of == FOLD_NTH && !take_nth(p, &l->nth))
			return false;
		if (ways[i].bare && (at_line_end(p) || at_clause(p)))
			return true;
		if (at_line_end(p) || at_clause(p)) {
			parser_error(p, "'%s' of what? a column is expected here", ways[i].word);
			return false;
		}
		return (l->value = expr_parse(p));
	}
	l->of = FOLD_AS_OF;
	return (l->value = expr_parse(p));
}

/* `when`, `after`, `as of` and `before`, in any order, each once. */
static bool take_line_clauses(struct parser *p, struct fold_line *l)
{
	const struct {
		const char *word, *second;
		struct expr **to;
	} clause[] = { { "when", NULL, &l->when },
		       { "after", NULL, &l->after },
		       { "as", "of", &l->as_of },
		       { "before", NULL, &l->before } };
	enum { CLAUSES = sizeof clause / sizeof *clause };

	while (!at_line_end(p)) {
		size_t i = 0;
		while (i < CLAUSES && !parser_at(p, clause[i].word))
			i++;
		if (i == CLAUSES) {
			parser_error(p, "'when', 'after', 'as of' or 'before' is expected here%s",
				     parser_two_names(p) ? "; names with spaces stand in backquotes" : "");
			return false;
		}
		if (*clause[i].to) {
			parser_error(p, "'%s' is said a second time", clause[i].word);
			return false;
		}
		parser_next(p);
		if (clause[i].second && !expect(p, clause[i].second, "'as'"))
			return false;
		if (!(*clause[i].to = expr_parse(p)))
			return false;
	}
	return true;
}

static bool mistaken(struct parser *p, const struct fold_line *l, const char *words)
{
	diag_at(p->diags, p->text, l->name.span, "'%.*s' %s", STR_ARG(l->name.text), words);
	return false;
}

static bool read_line(struct parser *p, struct fold_line *l)
{
	*l = (struct fold_line){ 0 };
	if (!take_word(p, &l->name, "a line's name") || !take_way(p, l) || !take_line_clauses(p, l))
		return false;
	if (l->of == FOLD_AS_OF && !l->as_of)
		return mistaken(p, l,
				"says not which row its value is of: write " WAYS_IN_WORDS
				" before it, or 'as of' and a time behind it");
	if (l->of == FOLD_AS_OF && l->after)
		return mistaken(p, l,
				"is the latest value not after a time; 'after' goes with " WAYS_IN_WORDS);
	if (l->of != FOLD_AS_OF && l->before)
		return mistaken(p, l,
				"has no use for 'before': it belongs to a line without " WAYS_IN_WORDS
				", which it gives a value where no row is early enough");
	return true;
}

/* `keeping last company, country` */
static bool take_kept(struct agreement *a, struct parser *p, struct fold *f)
{
	if (parser_take(p, "first"))
		f->keeps_first = true;
	else if (!expect(p, "last", "'keeping'"))
		return false;
	do {
		struct expr *e = expr_parse(p);
		if (!e)
			return false;
		if (e->op != EXPR_NAME && e->op != EXPR_COLUMN) {
			diag_at(p->diags, e->where, e->span,
				"the name of a column or field is expected here; what is worked out stands "
				"in a "
				"line of its own");
			return false;
		}
		*ADD(a, f->kept) = e;
	} while (parser_take(p, ","));
	return true;
}

static bool read_head(struct agreement *a, struct parser *p, struct fold *f)
{
	if (!take_word(p, &f->name, "the fold's name") || !expect(p, "by", "the fold's name") ||
	    !(f->by = expr_parse(p)) || !expect(p, "sorted", "what tells leads apart") ||
	    !expect(p, "by", "'sorted'") || !(f->sorted = expr_parse(p)))
		return false;
	if (parser_take(p, "newest")) {
		if (!expect(p, "first", "'newest'"))
			return false;
		f->newest_first = true;
	}
	if (parser_take(p, "keeping") && !take_kept(a, p, f))
		return false;
	if (at_line_end(p))
		return true;
	parser_error(p, "'newest first', 'keeping last' or the line's end is expected here");
	return false;
}

bool read_fold(struct agreement *a, struct parser *p)
{
	unsigned before = p->diags->errors;
	struct fold f = { 0 };

	if (!read_head(a, p, &f)) {
		if (p->diags->errors == before)
			parser_error(p, "a fold begins: fold history by leadid sorted by createddate");
		parser_skip_line(p);
	}
	while (next_indented(p)) {
		struct fold_line l;
		if (read_line(p, &l))
			*ADD(a, f.lines) = l;
		else
			parser_skip_line(p);
	}
	if (p->diags->errors != before)
		return false;
	if (!f.lines.n) {
		diag_at(p->diags, p->text, f.name.span,
			"fold '%.*s' finds nothing out: it needs an indented line like 'mql_at first "
			"createddate'",
			STR_ARG(f.name.text));
		return false;
	}
	*ADD(a, a->folds) = f;
	return true;
}

/* ---- between its lines ---- */

size_t fold_line_named(const struct fold *f, const struct expr *e)
{
	size_t i = 0;

	if (!e || e->op != EXPR_NAME)
		return SIZE_MAX;
	while (i < f->lines.n && !str_same(f->lines.at[i].name.text, e->text))
		i++;
	return i < f->lines.n ? i : SIZE_MAX;
}

/* A time that is a line's comes from one above. */
static void check_time(const struct fold *f, size_t line, const struct expr *e, struct diags *diags)
{
	size_t named = fold_line_named(f, e);

	if (named != SIZE_MAX && named >= line)
		diag_at(diags, e->where, e->span, "the line '%.*s' must stand above this one",
			STR_ARG(e->text));
}

void check_fold(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	(void)s;
	for (size_t k = 0; k < a->folds.n; k++) {
		const struct fold *f = &a->folds.at[k];
		for (size_t i = 0; i < f->lines.n; i++) {
			const struct fold_line *l = &f->lines.at[i];
			for (size_t before = 0; before < i; before++)
				if (str_same(f->lines.at[before].name.text, l->name.text))
					diag_at(diags, l->name.where, l->name.span,
						"the line '%.*s' is there already", STR_ARG(l->name.text));
			check_time(f, i, l->after, diags);
			check_time(f, i, l->as_of, diags);
		}
	}
}

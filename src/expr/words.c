/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See words.h. A comparison is a subject and a predicate; of several comparisons of one subject in a row it
 * is named once. What could be read in two ways is in parentheses: "(a or b) and c".
 */
#include "expr/words.h"

#include <math.h>

#include "base/number.h"
#include "expr/builtin.h"
#include "time/instant.h"

static void value(struct buf *out, const struct expr *e, struct wording *w);

/* ---- nouns ---- */

/* How an operator stands between two nouns; `binds` decides on parentheses. */
static const struct {
	const char *word;
	int binds;
} arithmetic[EXPR_OPS] = {
	[EXPR_ADD] = { " plus ", 1 },	    [EXPR_SUBTRACT] = { " minus ", 1 },
	[EXPR_MULTIPLY] = { " times ", 2 }, [EXPR_DIVIDE] = { " divided by ", 2 },
	[EXPR_NEGATE] = { "minus ", 3 },
};

static const struct builtin *builtin_of(const struct expr *call)
{
	for (size_t i = 0; i < nbuiltins; i++)
		if (str_same(call->text, str_from(builtins[i].name)))
			return &builtins[i];
	return NULL;
}

static void nested(struct buf *out, const struct expr *e, int binds, struct wording *w);

/* What something is compared with; years are not written 2,026. */
static void compared(struct buf *out, const struct expr *with, const struct expr *what, struct wording *w)
{
	if (with->op == EXPR_NUMBER && what->op == EXPR_CALL && str_same(what->text, STR("year")))
		number_write(out, with->number);
	else
		nested(out, with, 0, w);
}

/* Are there words behind an argument, as in "x, rounded to a whole number"? */
static bool trails(const struct expr *e)
{
	const struct builtin *b = e->op == EXPR_CALL ? builtin_of(e) : NULL;

	return b && b->words[0] == '%';
}

/* A noun within another: in parentheses where it is made of several. `binds`: of the operator around it. */
static void nested(struct buf *out, const struct expr *e, int binds, struct wording *w)
{
	int own = arithmetic[e->op].binds;
	bool parens = (own && own < binds) || (e->op == EXPR_NEGATE && binds) || (trails(e) && binds) ||
		      (e->op == EXPR_CALL && e->nargs > 1) || words_is_condition(e);

	buf_str(out, parens ? STR("(") : STR(""));
	value(out, e, w);
	buf_str(out, parens ? STR(")") : STR(""));
}

static void list(struct buf *out, const struct expr *call, size_t from, struct wording *w)
{
	for (size_t i = from; i < call->nargs; i++) {
		if (i > from)
			buf_str(out, i + 1 == call->nargs ? STR(" and ") : STR(", "));
		nested(out, call->arg[i], 9, w);
	}
}

/* A call of a built-in function; or of a calendar, which the agreement names. */
static void call(struct buf *out, const struct expr *e, struct wording *w)
{
	const struct builtin *b = builtin_of(e);
	bool more = b && b->more_words && e->nargs > b->least;
	const char *s = b ? (more ? b->more_words : b->words) : "the open time of %n between %*";

	for (; *s; s++) {
		if (*s != '%') {
			buf_char(out, *s);
			continue;
		}
		s++;
		if (*s == 'n')
			buf_str(out, w->noun(w->ctx, e));
		else if (*s == '*' || *s == '+')
			list(out, e, *s == '+', w);
		else if ((size_t)(*s - '1') < e->nargs)
			nested(out, e->arg[*s - '1'], 9, w);
	}
}

/* "… in days", of a span that is divided by one of them. */
static bool in_unit(struct buf *out, const struct expr *e, struct wording *w)
{
	const struct expr *unit = e->op == EXPR_DIVIDE ? e->arg[1] : NULL;
	static const struct {
		int64_t us;
		const char *word;
	} units[] = { { DAY_US, "days" }, { 3600 * SECOND_US, "hours" }, { 60 * SECOND_US, "minutes" } };

	if (!unit || unit->op != EXPR_SPAN)
		return false;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (unit->span_us == units[i].us) {
			nested(out, e->arg[0], arithmetic[EXPR_DIVIDE].binds, w);
			buf_print(out, " in %s", units[i].word);
			return true;
		}
	return false;
}

/* A call that is true or not: of a built-in function, or with words of its own. */
static bool is_flag_call(const struct expr *e, struct wording *w)
{
	const struct builtin *b = e->op == EXPR_CALL ? builtin_of(e) : NULL;

	return b ? b->result == TYPE_FLAG : e->op == EXPR_CALL && w->holds(w->ctx, e, false).n;
}

static void value(struct buf *out, const struct expr *e, struct wording *w)
{
	int binds = arithmetic[e->op].binds;

	if (words_is_condition(e) || is_flag_call(e, w)) {
		buf_str(out, STR("whether "));
		words_condition(out, e, w);
	} else if (e->op == EXPR_TEXT) {
		words_quote(out, e->text);
	} else if (e->op == EXPR_NUMBER) {
		words_number(out, e->number);
	} else if (e->op == EXPR_DATE) {
		words_date(out, e->year, e->month, e->day);
	} else if (e->op == EXPR_SPAN) {
		words_span(out, e->span_us);
	} else if (e->op == EXPR_FLAG) {
		buf_str(out, e->number != 0 ? STR("yes") : STR("no"));
	} else if (e->op == EXPR_NAME || e->op == EXPR_COLUMN) {
		buf_str(out, w->noun(w->ctx, e));
	} else if (e->op == EXPR_CALL) {
		call(out, e, w);
	} else if (e->op == EXPR_NEGATE) {
		buf_str(out, STR("minus "));
		nested(out, e->arg[0], binds, w);
	} else if (!in_unit(out, e, w)) {
		nested(out, e->arg[0], binds, w);
		buf_print(out, "%s", arithmetic[e->op].word);
		nested(out, e->arg[1], binds + 1, w);
	}
}

void words_value(struct buf *out, const struct expr *e, struct wording *w)
{
	value(out, e, w);
}

/* ---- predicates ---- */

/* Comparisons for each kind of what is compared; in the order of the operators from EQUAL to GREATER_EQUAL,
 * with != as the last. */
enum kind { KIND_ANY, KIND_SPAN, KIND_MOMENT, KIND_DAY, KIND_MONTH, KIND_TEXT, KINDS };
enum { COMPARISONS = EXPR_GREATER_EQUAL - EXPR_EQUAL + 1 };
static const char *const comparing[KINDS][COMPARISONS + 1] = {
	[KIND_ANY] = { "is", "is less than", "is at most", "is more than", "is at least", "is not" },
	[KIND_SPAN] = { "is", "is shorter than", "is at most", "is longer than", "is at least", "is not" },
	[KIND_MOMENT] = { "is", "is before", "is at or before", "is after", "is at or after", "is not" },
	[KIND_DAY] = { "is on", "is before", "is on or before", "is after", "is on or after", "is not on" },
	[KIND_MONTH] = { "is in", "is before", "is in or before", "is after", "is in or after", "is not in" },
	[KIND_TEXT] = { "is", "comes in the alphabet before", "is, or comes in the alphabet before,",
			"comes in the alphabet after", "is, or comes in the alphabet after,", "is not" },
};

/* What other predicates begin with, and their opposites. */
static const struct {
	const char *yes, *no;
} predicates[EXPR_OPS] = {
	[EXPR_IN_FILE] = { "is on the list ", "is not on the list " },
	[EXPR_CONTAINS] = { "contains ", "does not contain " },
	[EXPR_STARTS] = { "begins with ", "does not begin with " },
	[EXPR_ENDS] = { "ends with ", "does not end with " },
	[EXPR_MISSING] = { "is not known", "is known" },
	[EXPR_MATCH] = { "fits the pattern ", "does not fit the pattern " },
	[EXPR_IN] = { "is one of ", "is none of " },
};

static enum kind kind_of(const struct expr *e, struct wording *w)
{
	const struct builtin *b = e->op == EXPR_CALL ? builtin_of(e) : NULL;
	enum type type = e->op == EXPR_NAME ? w->kind(w->ctx, e) : b ? b->result : TYPE_NONE;

	if (e->op == EXPR_DATE)
		return e->day ? KIND_DAY : KIND_MONTH;
	if (e->op == EXPR_SPAN || type == TYPE_SPAN || (e->op == EXPR_CALL && !b))
		return KIND_SPAN;
	if (type == TYPE_TIME)
		return KIND_MOMENT;
	return e->op == EXPR_TEXT ? KIND_TEXT : KIND_ANY;
}

static void compare(struct buf *out, const struct expr *e, struct wording *w)
{
	enum kind left = kind_of(e->arg[0], w), right = kind_of(e->arg[1], w);
	enum kind kind = right == KIND_ANY || (right == KIND_TEXT && left == KIND_MOMENT) ? left : right;
	int op = e->negated ? COMPARISONS : (int)e->op - EXPR_EQUAL;

	buf_print(out, "%s ", comparing[kind][op]);
	compared(out, e->arg[1], e->arg[0], w);
}

/* Returns how many predicates it takes: a pattern may need several. */
static int predicate(struct buf *out, const struct expr *e, struct wording *w)
{
	bool pattern = e->op == EXPR_MATCH && e->arg[1]->op == EXPR_TEXT;
	int n = pattern ? words_pattern(out, e->arg[1]->text, e->negated, w->arena) : 0;

	if (n)
		return n;
	if (e->op >= EXPR_EQUAL && e->op <= EXPR_GREATER_EQUAL) {
		compare(out, e, w);
		return 1;
	}
	w->patterns |= e->op == EXPR_MATCH;
	if (e->op == EXPR_IN && e->nargs == 2)
		buf_str(out, e->negated ? STR("is not ") : STR("is "));
	else
		buf_print(out, "%s", e->negated ? predicates[e->op].no : predicates[e->op].yes);
	for (size_t i = 1; i < e->nargs; i++) {
		buf_str(out, i > 1 ? STR(", ") : STR(""));
		compared(out, e->arg[i], e->arg[0], w);
	}
	return 1;
}

/* ---- clauses ---- */

bool words_is_condition(const struct expr *e)
{
	return e->op >= EXPR_NOT && e->op <= EXPR_MISSING;
}

bool words_has(enum expr_op op)
{
	bool leaf = op <= EXPR_CALL, joins = op >= EXPR_NOT && op <= EXPR_OR;

	return leaf || joins || (op >= EXPR_EQUAL && op <= EXPR_GREATER_EQUAL) || predicates[op].yes ||
	       arithmetic[op].word;
}

/* What is no comparison: a name, a flag, a call. */
static void alone(struct buf *out, const struct expr *e, bool no, struct wording *w)
{
	const struct builtin *b = e->op == EXPR_CALL ? builtin_of(e) : NULL;
	bool own = e->op == EXPR_NAME || (e->op == EXPR_CALL && !b);
	struct str holds = own ? w->holds(w->ctx, e, no) : STR("");

	if (holds.n) {
		buf_str(out, holds);
	} else if (e->op == EXPR_FLAG) {
		buf_str(out, (e->number != 0) != no ? STR("in any case") : STR("in no case"));
	} else if (b && b->result == TYPE_FLAG) {
		buf_str(out, no ? STR("it is not so that ") : STR(""));
		call(out, e, w);
	} else {
		value(out, e, w);
		buf_str(out, no ? STR(" is not yes") : STR(" is yes"));
	}
}

static bool is_comparison(const struct expr *e)
{
	return e->op >= EXPR_EQUAL && e->op <= EXPR_MISSING;
}

/* Arms with `and` or `or` between; those that have such a word themselves in parentheses. */
static void join(struct buf *out, const struct expr *e, struct wording *w)
{
	struct buf before = { 0 }, subject = { 0 }, words = { 0 };

	for (size_t i = 0; i < e->nargs; i++) {
		const struct expr *arm = e->arg[i];
		bool parens = arm->op == EXPR_AND || arm->op == EXPR_OR;
		buf_clear(&subject);
		buf_clear(&words);
		if (is_comparison(arm)) {
			value(&subject, arm->arg[0], w);
			bool again = str_eq(buf_view(&subject), buf_view(&before));
			parens = predicate(&words, arm, w) > 1;
			buf_str(out, !i ? STR("") : e->op == EXPR_AND ? STR(" and ") : STR(" or "));
			if (!again)
				buf_print(out, "%.*s ", STR_ARG(buf_view(&subject)));
		} else {
			words_condition(&words, arm, w);
			buf_str(out, !i ? STR("") : e->op == EXPR_AND ? STR(" and ") : STR(" or "));
		}
		buf_print(out, parens ? "(%.*s)" : "%.*s", STR_ARG(buf_view(&words)));
		buf_clear(&before);
		buf_str(&before, buf_view(&subject));
	}
	buf_release(&before);
	buf_release(&subject);
	buf_release(&words);
}

static void opposite(struct buf *out, const struct expr *of, struct wording *w)
{
	bool joined = of->op == EXPR_AND || of->op == EXPR_OR;

	if (!words_is_condition(of)) {
		alone(out, of, true, w);
		return;
	}
	buf_str(out, joined ? STR("it is not so that (") : STR("it is not so that "));
	words_condition(out, of, w);
	buf_str(out, joined ? STR(")") : STR(""));
}

void words_condition(struct buf *out, const struct expr *e, struct wording *w)
{
	if (e->op == EXPR_AND || e->op == EXPR_OR) {
		join(out, e, w);
	} else if (e->op == EXPR_NOT) {
		opposite(out, e->arg[0], w);
	} else if (is_comparison(e)) {
		value(out, e->arg[0], w);
		buf_char(out, ' ');
		predicate(out, e, w);
	} else {
		alone(out, e, false, w);
	}
}

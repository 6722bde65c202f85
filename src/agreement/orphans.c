/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Orphans of -e. A layer that uses a keyword removes all statements of that keyword below it, and with them
 * names that other statements may use. Those statements are left out, with a note, because the user made no
 * mistake. A clock is left out as a whole, because with a promise or a target less it would be a different
 * clock; so is a route, and its leads try the next one. A statement that names one that was left out is left
 * out too, because its row comes later.
 */
#include "agreement/orphans.h"

#include "agreement/asks.h"
#include "agreement/builtin.h"
#include "agreement/statement.h"
#include "base/casefold.h"

/* Why a name is gone; the values of agreement.gone. */
enum why { REPLACED, LEFT_OUT };

struct search {
	const struct agreement *agreement;
	struct diags *diags;
	const struct expr *found;  /* the first name of an expression that is gone */
	const char *keyword;	   /* of what it names, if only that can be meant */
	const char *why, *instead; /* and how to keep it; NULL: no way */
};

static struct str gone_key(struct buf *key, const char *keyword, struct str name)
{
	buf_str(key, str_from(keyword));
	buf_char(key, ' ');
	fold_name(key, name);
	return buf_view(key);
}

static void put_gone(struct agreement *a, const char *keyword, struct str name, enum why why)
{
	struct buf key = { 0 };

	map_put(&a->gone, arena_copy(&a->arena, gone_key(&key, keyword, name)), why);
	buf_release(&key);
}

void agreement_gone(struct agreement *a, const char *keyword, struct str name)
{
	put_gone(a, keyword, name, REPLACED);
}

/* Did a layer remove that name? Another one may have defined it again. */
static const uint32_t *was_taken(const struct agreement *a, const char *keyword, struct str name)
{
	struct buf key = { 0 };

	if (!a->gone.n) /* a layer only adds, as a rule */
		return NULL;
	const uint32_t *why = map_find(&a->gone, gone_key(&key, keyword, name));

	buf_release(&key);
	return why;
}

static const char *why_gone(const uint32_t *why) /* NULL: replaced */
{
	return why && *why == LEFT_OUT ? "is gone" : "-e has replaced";
}

static bool is_gone(const struct agreement *a, const struct statement *s, struct str name)
{
	return was_taken(a, s->keyword, name) && statement_find(s, a, name) == SIZE_MAX;
}

static bool is_builtin(struct str name)
{
	const struct builtin_field *b = builtin_fields;

	while (b->name && !str_same(name, str_from(b->name)))
		b++;
	return b->name;
}

/* A field, or a table before a point, that the agreement's own text names and that a layer removed. What a
 * layer itself names is a mistake of its own. */
static const char *lost_column(const struct agreement *a, const struct expr *name)
{
	const char *point = memchr(name->text.p, '.', name->text.n);
	struct str table = { name->text.p, point ? (size_t)(point - name->text.p) : 0 };

	if (name->where != a->text)
		return NULL;
	if (is_gone(a, statement_row("field"), name->text) && !is_builtin(name->text))
		return "; '+field' adds to them";
	return table.n && is_gone(a, statement_row("table"), table) ? "; '+table' adds to them" : NULL;
}

/* What all statements of a keyword say together, none of which is left: `grade`. */
static bool lost_verdict(const struct agreement *a, const struct statement *s, const struct expr *name)
{
	return s->verdict && name->where == a->text && str_same(name->text, str_from(s->verdict)) &&
	       !statement_count(s, a) && was_taken(a, s->keyword, STR(""));
}

static void search_name(void *ctx, const struct expr *name)
{
	struct search *search = ctx;

	if (search->found || name->op != EXPR_NAME)
		return;
	search->why = why_gone(NULL);
	search->instead = lost_column(search->agreement, name);
	if (search->instead)
		search->found = name;
	for (const struct statement *s = statements; s->keyword && !search->found; s++) {
		size_t n = s->prefix ? strlen(s->prefix) : SIZE_MAX;
		bool called = name->text.n > n && strncasecmp(name->text.p, s->prefix, n) == 0;
		struct str rest = called ? str_slice(name->text, n, name->text.n) : STR("");
		if (!lost_verdict(search->agreement, s, name) &&
		    !(called && is_gone(search->agreement, s, rest)))
			continue;
		search->found = name;
		search->why = why_gone(was_taken(search->agreement, s->keyword, rest));
	}
}

/* A stage in a call: reached("sal"). */
static void search_call(struct search *s, const struct expr *e)
{
	for (size_t i = 0; i < e->nargs && !s->found; i++)
		search_call(s, e->arg[i]);
	if (s->found || e->op != EXPR_CALL || e->nargs != 1 || e->arg[0]->op != EXPR_TEXT ||
	    !str_same(e->text, STR("reached")) || e->where != s->agreement->text ||
	    !is_gone(s->agreement, statement_row("stage"), e->arg[0]->text))
		return;
	s->found = e->arg[0];
	s->keyword = "stage";
	s->why = why_gone(was_taken(s->agreement, "stage", e->arg[0]->text));
}

static struct word word_of(const struct expr *name)
{
	return (struct word){ name->text, name->where, name->span };
}

/* Notes why the statement of a place is left out. `keyword`: of the statement that was named; NULL: any that
 * expressions can name. Always returns false, which ends the walk. */
static bool orphaned(const struct search *s, const struct place *p, const char *keyword, struct word name,
		     const char *why)
{
	diag_note(s->diags, "%s:%u: '%s' is left out: it names %s%s%s'%.*s', which %s%s", name.where->name,
		  diag_place(name.where, name.span.at).line, p->in->keyword, keyword ? "the " : "",
		  keyword ? keyword : "", keyword ? " " : "", STR_ARG(name.text), why,
		  s->instead ? s->instead : "");
	return false;
}

/* A stage or an exit that was removed isn't a column either; one that a layer defines without `at` gives no
 * time. */
static bool moment_stands(struct search *s, const struct place *p, struct word name)
{
	const struct step *step = agreement_step(s->agreement, p->expr);
	const uint32_t *stage = was_taken(s->agreement, "stage", name.text);
	const uint32_t *why = stage ? stage : was_taken(s->agreement, "exit", name.text);
	bool undated = step && !step->at && step->name.where != name.where;

	if (p->expr->op != EXPR_NAME || (step && !undated))
		return true;
	s->instead = step || why ? NULL : lost_column(s->agreement, p->expr);
	if (s->instead)
		return orphaned(s, p, NULL, name, why_gone(NULL));
	return !why || orphaned(s, p, stage ? "stage" : "exit", name,
				step ? "-e has replaced by one without 'at'" : why_gone(why));
}

/* What no criterion reads any more since some were replaced or left out can't be asked for. */
static bool asked_in_vain(const struct search *s, const struct expr *name)
{
	const struct agreement *a = s->agreement;
	bool fewer =
		was_taken(a, "bant", STR("")) || (a->criteria.n && a->criteria.at[0].name.where != a->text);

	return fewer && name->where == a->text && !asks_fit(a, name);
}

static bool stands(void *ctx, const struct place *p)
{
	struct search *s = ctx;

	if (p->word) {
		const struct statement *of = statement_row(p->part->refers);
		return !is_gone(s->agreement, of, p->word->text) ||
		       orphaned(s, p, of->keyword, *p->word,
				why_gone(was_taken(s->agreement, of->keyword, p->word->text)));
	}
	if (p->part->role == ROLE_MOMENT)
		return moment_stands(s, p, word_of(p->expr));
	if (p->part->asked && asked_in_vain(s, p->expr))
		return orphaned(s, p, NULL, word_of(p->expr), "no 'bant' reads any more");
	if (p->part->whose != OF_FILE && s->agreement->gone.n) {
		expr_names(p->expr, search_name, s);
		search_call(s, p->expr);
	}
	return !s->found || orphaned(s, p, s->keyword, word_of(s->found), s->why);
}

/* Leaves out those of one keyword. */
static void leave_out(struct agreement *a, const struct statement *s, struct diags *diags)
{
	size_t n = statement_count(s, a), kept = 0;

	for (size_t i = 0; i < n; i++) {
		const struct word *name = statement_at(s, a, i);
		if (statement_walk(s, a, i, stands, &(struct search){ .agreement = a, .diags = diags }))
			statement_move(s, a, i, kept++);
		else if (s->unique)
			put_gone(a, s->keyword, name->text, LEFT_OUT);
	}
	if (kept == n) /* as of a statement that is nowhere in a list */
		return;
	statement_cut(s, a, kept);
	put_gone(a, s->keyword, STR(""), LEFT_OUT);
	agreement_call(a);
}

void agreement_leave_out(struct agreement *a, struct diags *diags)
{
	if (!a->layers.n)
		return; /* without -e all are there */
	for (const struct statement *s = statements; s->keyword; s++)
		leave_out(a, s, diags);
}

const char *agreement_lost(const struct agreement *a, const char *keyword)
{
	const uint32_t *why = was_taken(a, keyword, STR(""));

	return why && *why == LEFT_OUT ? " left, because those it had name what -e has replaced" : "";
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Orphans of -e. A layer that uses a keyword removes all statements of that keyword below it, and with them
 * names that other statements may use. Those statements are left out, with a note, because the user made no
 * mistake. A clock is left out as a whole, because with a promise or a target less it would be a different
 * clock; so is a route, and its leads try the next one. A statement that names one that was left out is left
 * out too, because its row comes later.
 */
#include "agreement/orphans.h"

#include "agreement/statement.h"
#include "base/casefold.h"

static const char replaced[] = "-e has replaced";

struct search {
	const struct agreement *agreement;
	struct diags *diags;
	const struct expr *found; /* the first name of an expression that is gone */
};

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

/* Did a layer remove that name? Another one may have defined it again. */
static bool was_taken(const struct agreement *a, const char *keyword, struct str name)
{
	struct buf key = { 0 };
	bool gone = map_find(&a->gone, gone_key(&key, keyword, name));

	buf_release(&key);
	return gone;
}

static bool is_gone(const struct agreement *a, const struct statement *s, struct str name)
{
	return was_taken(a, s->keyword, name) && statement_find(s, a, name) == SIZE_MAX;
}

static void search_name(void *ctx, const struct expr *name)
{
	struct search *search = ctx;

	if (search->found || name->op != EXPR_NAME)
		return;
	for (const struct statement *s = statements; s->keyword; s++) {
		size_t n = s->prefix ? strlen(s->prefix) : SIZE_MAX;
		if (name->text.n <= n || strncasecmp(name->text.p, s->prefix, n) != 0)
			continue;
		if (is_gone(search->agreement, s, str_slice(name->text, n, name->text.n)))
			search->found = name;
	}
}

/* Notes why the statement of a place is left out. `keyword`: of the statement that was named; NULL: any that
 * expressions can name. Always returns false, which ends the walk. */
static bool orphaned(const struct search *s, const struct place *p, const char *keyword, struct word name,
		     const char *why)
{
	diag_note(s->diags, "%s:%u: '%s' is left out: it names %s%s%s'%.*s', which %s", name.where->name,
		  diag_place(name.where, name.span.at).line, p->in->keyword, keyword ? "the " : "",
		  keyword ? keyword : "", keyword ? " " : "", STR_ARG(name.text), why);
	return false;
}

/* A stage or an exit that was removed isn't a column either; one that a layer defines without `at` gives no
 * time. */
static bool moment_stands(const struct search *s, const struct place *p, struct word name)
{
	const struct step *step = agreement_step(s->agreement, p->expr);
	bool stage = was_taken(s->agreement, "stage", name.text);
	bool undated = step && !step->at && step->name.where != name.where;

	if (p->expr->op != EXPR_NAME || (step && !undated) ||
	    !(stage || was_taken(s->agreement, "exit", name.text)))
		return true;
	return orphaned(s, p, stage ? "stage" : "exit", name,
			step ? "-e has replaced by one without 'at'" : replaced);
}

static bool stands(void *ctx, const struct place *p)
{
	struct search *s = ctx;

	if (p->word) {
		const struct statement *of = statement_row(p->part->refers);
		return !is_gone(s->agreement, of, p->word->text) ||
		       orphaned(s, p, of->keyword, *p->word, of->orphans ? "is gone" : replaced);
	}
	if (p->part->role == ROLE_MOMENT)
		return moment_stands(s, p, (struct word){ p->expr->text, p->expr->where, p->expr->span });
	expr_names(p->expr, search_name, s);
	return !s->found ||
	       orphaned(s, p, NULL, (struct word){ s->found->text, s->found->where, s->found->span },
			replaced);
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
			agreement_gone(a, s->keyword, name->text);
	}
	statement_cut(s, a, kept);
	if (kept < n)
		agreement_call(a);
}

void agreement_leave_out(struct agreement *a, struct diags *diags)
{
	for (const struct statement *s = statements; s->keyword; s++)
		if (s->orphans)
			leave_out(a, s, diags);
}

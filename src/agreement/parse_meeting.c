/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hand-over meeting: what sales may answer, what then stands in the CRM, and what a person may see and
 * fill in. An exit has one `return` with all its reasons, and a reason belongs to one exit, so that either
 * says the other.
 */
#include "agreement/clauses.h"
#include "agreement/statement.h"
#include "base/casefold.h"

/* ---- what stands in a column ---- */

/* `sets lead_status = "Working", …`, behind the first word. */
static bool take_settings(struct agreement *a, struct parser *p, struct settings *s)
{
	do {
		struct setting one = { .column = take_column(p) };
		if (!one.column || !expect(p, "=", "the column") ||
		    !take_quoted(p, &one.value, "the word that is set"))
			return false;
		for (size_t i = 0; i < s->n; i++)
			if (str_same(s->at[i].column->text, one.column->text)) {
				diag_at(p->diags, p->text, one.column->span, "'%.*s' is set a second time",
					STR_ARG(one.column->text));
				return false;
			}
		PUSH(a, s->at, s->n, s->cap, one);
	} while (parser_take(p, ","));
	return true;
}

static void check_settings(const struct settings *s, const struct agreement *a, struct diags *diags)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct expr *e = s->at[i].column;
		if (agreement_works_out(a, e))
			diag_at(diags, e->where, e->span,
				"'%.*s' is worked out, and can't be set; name a column of the CRM",
				STR_ARG(e->text));
	}
}

bool read_accept(struct agreement *a, struct parser *p)
{
	struct acceptance accept = { 0 };

	if (!expect(p, "sets", "'accept'") || !take_settings(a, p, &accept.sets))
		return false;
	*ADD(a, a->accepts) = accept;
	return true;
}

void check_accept(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	(void)s;
	for (size_t i = 0; i < a->accepts.n; i++)
		check_settings(&a->accepts.at[i].sets, a, diags);
}

/* ---- the ways back ---- */

/* On to the next word, which may be on an indented line. */
static bool on_text(struct parser *p)
{
	while (at_line_end(p) && next_indented(p))
		;
	return p->token.kind == TOKEN_TEXT;
}

bool read_return(struct agreement *a, struct parser *p)
{
	struct give_back back = { 0 };
	struct word reason;

	if (!take_word(p, &back.exit, "the exit's name"))
		return false;
	while (on_text(p) && take_quoted(p, &reason, "a reason")) {
		if (!str_trim(reason.text).n) {
			diag_at(p->diags, p->text, reason.span, "a reason has words");
			return false;
		}
		*ADD(a, back.reasons) = reason;
	}
	if (parser_take(p, "sets") && !take_settings(a, p, &back.sets))
		return false;
	*ADD(a, a->returns) = back;
	return true;
}

/* The same reason before that one; NULL: it is the first. */
static const struct word *earlier(const struct agreement *a, const struct word *reason)
{
	struct buf folded = { 0 }, scratch = { 0 };
	const struct word *same = NULL;

	fold_append(&folded, reason->text);
	for (size_t i = 0; i < a->returns.n && !same; i++)
		for (size_t k = 0; k < a->returns.at[i].reasons.n && !same; k++) {
			const struct word *w = &a->returns.at[i].reasons.at[k];
			if (fold_equal(w->text, buf_view(&folded), &scratch))
				same = w;
		}
	buf_release(&folded);
	buf_release(&scratch);
	return same == reason ? NULL : same;
}

void check_return(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	(void)s;
	for (size_t i = 0; i < a->returns.n; i++) {
		const struct give_back *back = &a->returns.at[i];
		for (size_t k = 0; k < back->reasons.n; k++) {
			const struct word *reason = &back->reasons.at[k], *same = earlier(a, reason);
			if (same)
				diag_at(diags, reason->where, reason->span,
					"the reason '%.*s' stands in line %u already; a reason belongs to "
					"one "
					"exit",
					STR_ARG(reason->text), diag_place(same->where, same->span.at).line);
		}
		check_settings(&back->sets, a, diags);
	}
}

/* ---- what a person sees, and fills in ---- */

bool read_contact(struct agreement *a, struct parser *p)
{
	do
		if (!(*ADD(a, a->contact) = take_column(p)))
			return false;
	while (parser_take(p, ","));
	return true;
}

bool read_ask(struct agreement *a, struct parser *p)
{
	do
		if (!(*ADD(a, a->asks) = take_column(p)))
			return false;
	while (parser_take(p, ","));
	return true;
}

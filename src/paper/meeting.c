/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hand-over meeting: what sales may answer, what the CRM then says, and what the sheets show and ask. */
#include "paper/telling.h"

/* ". The lead status becomes “Working”, and the rating “A”"; nothing where nothing is set. */
static struct str settings(struct paper *p, const struct settings *s)
{
	struct str words = STR("");

	for (size_t i = 0; i < s->n; i++)
		words = arena_print(&p->arena, "%.*s%s%.*s becomes %.*s", STR_ARG(words), i ? ", and " : "",
				    STR_ARG(noun(p, s->at[i].column)),
				    STR_ARG(quote(p, s->at[i].value.text)));
	return words;
}

void tell_accept(struct paper *p)
{
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->accepts.n; i++)
		say(p, "When sales accepts a lead, %.*s.", STR_ARG(settings(p, &a->accepts.at[i].sets)));
}

static struct str reasons(struct paper *p, const struct give_back *back)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < back->reasons.n; i++) {
		buf_str(&b, i ? STR(", ") : STR(""));
		words_quote(&b, back->reasons.at[i].text);
	}
	return kept(p, &b);
}

void tell_return(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (a->returns.n)
		say(p, "Sales gives a lead back%s:",
		    a->returns.n > 1 ? ", by the first of these ways where none is named" : "");
	for (size_t i = 0; i < a->returns.n; i++) {
		const struct give_back *back = &a->returns.at[i];
		struct str sets = settings(p, &back->sets);
		item(p, "as %.*s, %s%.*s%s%.*s", STR_ARG(term_of(p, back->exit.text)),
		     back->reasons.n ? "for one of these reasons: " : "for any reason",
		     STR_ARG(reasons(p, back)), sets.n ? "; then " : "", STR_ARG(sets));
	}
}

void tell_contact(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (a->contact.n)
		say(p, "Sheets show how a lead can be reached: %.*s.",
		    STR_ARG(nouns(p, a->contact.at, a->contact.n)));
}

void tell_ask(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (a->asks.n)
		say(p, "A person may fill in: %.*s.", STR_ARG(nouns(p, a->asks.at, a->asks.n)));
}

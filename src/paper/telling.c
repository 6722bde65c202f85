/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces that sentences are made of: see telling.h. */
#include "paper/telling.h"

void say(struct paper *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	prose_text(&p->prose, arena_vprint(&p->arena, format, args));
	va_end(args);
}

void item(struct paper *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	prose_item(&p->prose, 0, arena_vprint(&p->arena, format, args));
	va_end(args);
}

void step(struct paper *p, size_t n, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	prose_item(&p->prose, n, arena_vprint(&p->arena, format, args));
	va_end(args);
}

struct str kept(struct paper *p, struct buf *b)
{
	struct str s = arena_copy(&p->arena, buf_view(b));

	buf_release(b);
	return s;
}

struct str clause(struct paper *p, const char *lead, const struct expr *e)
{
	struct buf b = { 0 };

	if (!e)
		return STR("");
	buf_print(&b, "%s", lead);
	words_condition(&b, e, &p->wording);
	return kept(p, &b);
}

struct str noun(struct paper *p, const struct expr *e)
{
	struct buf b = { 0 };

	words_value(&b, e, &p->wording);
	return kept(p, &b);
}

struct str nouns(struct paper *p, struct expr *const *e, size_t n)
{
	struct str s = STR("");

	for (size_t i = 0; i < n; i++)
		s = arena_print(&p->arena, "%.*s%s%.*s", STR_ARG(s),
				!i	     ? ""
				: i + 1 == n ? " and "
					     : ", ",
				STR_ARG(noun(p, e[i])));
	return s;
}

struct str quote(struct paper *p, struct str text)
{
	struct buf b = { 0 };

	words_quote(&b, text);
	return kept(p, &b);
}

struct str number(struct paper *p, double x)
{
	struct buf b = { 0 };

	words_number(&b, x);
	return kept(p, &b);
}

struct str percent(struct paper *p, double share)
{
	struct buf b = { 0 };

	words_number(&b, share * 1e8 / 1e6);
	buf_char(&b, '%');
	return kept(p, &b);
}

struct str labeled(struct paper *p, struct str label, const struct expr *e)
{
	return str_eq(label, expr_source(e, &p->arena)) ? STR("")
							: arena_print(&p->arena, " (“%.*s”)", STR_ARG(label));
}

void cell(struct paper *p, struct grid *g, struct str text)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != *TERM && text.p[i] != *TERM_END)
			buf_char(&b, text.p[i]);
	grid_cell(g, kept(p, &b));
}

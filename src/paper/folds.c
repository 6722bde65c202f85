/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the rows of a history, a row an event, become one row a lead. */
#include "paper/telling.h"

/* The line that is a time, or a time of the row. */
static struct str time_of(struct paper *p, const struct fold *f, const struct expr *e)
{
	return fold_line_named(f, e) != SIZE_MAX ? term_of(p, e->text) : noun(p, e);
}

/* "1st", "22nd" */
static struct str nth(struct paper *p, int64_t n)
{
	int64_t last = n % 100 / 10 == 1 ? 0 : n % 10;
	const char *ending = last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";

	return arena_print(&p->arena, "%.*s%s", STR_ARG(number(p, (double)n)), ending);
}

/* "the creation date of the first row", "the number of rows" */
static struct str way(struct paper *p, const struct fold_line *l)
{
	struct arena *a = &p->arena;
	struct str of = l->value && l->of != FOLD_TIME_IN ? noun(p, l->value) : STR("");

	switch (l->of) {
	case FOLD_FIRST:
		return arena_print(a, "%.*s, of the first row", STR_ARG(of));
	case FOLD_LAST:
		return arena_print(a, "%.*s, of the last row", STR_ARG(of));
	case FOLD_NTH:
		return arena_print(a, "%.*s, of the %.*s row", STR_ARG(of), STR_ARG(nth(p, l->nth)));
	case FOLD_COUNT:
		return of.n ? arena_print(a, "the number of rows in which this is known: %.*s,", STR_ARG(of))
			    : STR("the number of rows");
	case FOLD_SUM:
		return arena_print(a, "the sum of %.*s, over all rows", STR_ARG(of));
	case FOLD_MIN:
		return arena_print(a, "the least of %.*s, of all rows", STR_ARG(of));
	case FOLD_MAX:
		return arena_print(a, "the greatest of %.*s, of all rows", STR_ARG(of));
	case FOLD_LIST:
		return arena_print(a, "a list of %.*s, each once, of all rows", STR_ARG(of));
	case FOLD_TIME_IN:
		return arena_print(a, "how long it was so that %.*s, from row to row",
				   STR_ARG(clause(p, "", l->value)));
	case FOLD_AS_OF:
		break;
	}
	return arena_print(a, "%.*s, of the latest row", STR_ARG(of));
}

static void tell_line(struct paper *p, const struct fold *f, const struct fold_line *l)
{
	struct arena *a = &p->arena;
	struct str after =
		l->after ? arena_print(a, " later than %.*s", STR_ARG(time_of(p, f, l->after))) : STR("");
	struct str as_of =
		l->as_of ? arena_print(a, " not after %.*s", STR_ARG(time_of(p, f, l->as_of))) : STR("");
	struct str before =
		l->before ? arena_print(a, "; if there is none, %.*s of the first such row after that time",
					STR_ARG(noun(p, l->before)))
			  : STR("");

	item(p, "%.*s: %.*s%.*s%s%.*s%.*s%.*s", STR_ARG(term_of(p, l->name.text)), STR_ARG(way(p, l)),
	     STR_ARG(after), l->after && l->as_of ? " and" : "", STR_ARG(as_of),
	     STR_ARG(clause(p, ", counting only rows of which it is true that ", l->when)), STR_ARG(before));
}

static void tell_kept(struct paper *p, const struct fold *f)
{
	struct str all = STR("");

	for (size_t i = 0; i < f->kept.n; i++)
		all = arena_print(&p->arena, "%.*s%s%.*s", STR_ARG(all), i ? ", " : "",
				  STR_ARG(noun(p, f->kept.at[i])));
	if (all.n)
		item(p, "as in its %s row: %.*s", f->keeps_first ? "first" : "last", STR_ARG(all));
}

static void tell_fold(struct paper *p, const struct fold *f)
{
	prose_small_heading(&p->prose,
			    arena_print(&p->arena, "The fold %.*s", STR_ARG(term_of(p, f->name.text))));
	say(p,
	    "Rows are of one lead where this is the same: %.*s. Their order is that of %.*s; of rows with "
	    "the same "
	    "time the one that comes %s is the earlier one. Of each lead is known:",
	    STR_ARG(noun(p, f->by)), STR_ARG(noun(p, f->sorted)),
	    f->newest_first ? "last in the export" : "first in the export");
	tell_kept(p, f);
	for (size_t i = 0; i < f->lines.n; i++)
		tell_line(p, f, &f->lines.at[i]);
}

void tell_folds(struct paper *p)
{
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->folds.n; i++)
		tell_fold(p, &a->folds.at[i]);
}

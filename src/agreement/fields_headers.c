/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By which header a field is found: its spellings in turn, each exactly and then loosely, then what it is
 * called in another language, and then these with a unit. */
#include "agreement/fields_internal.h"

#include "base/cell.h"

size_t column_fit(struct names *n, struct str spelling, bool loosely, const struct expr *expr, bool *twice)
{
	struct headers *h = &n->headers;
	size_t column = SIZE_MAX, also = SIZE_MAX;

	if (!loosely)
		return spelling.n ? headers_exactly(h, spelling) : SIZE_MAX;
	column = headers_loosely(h, spelling);
	if (column != SIZE_MAX && expr)
		also = headers_also(h, column);
	if (also != SIZE_MAX) {
		diag_at(n->diags, expr->where, expr->span,
			"'%.*s' fits two columns, '%.*s' and '%.*s'; write `%.*s` for the first",
			STR_ARG(spelling), STR_ARG(h->name[column]), STR_ARG(h->name[also]),
			STR_ARG(h->name[column]));
		*twice = true;
	}
	return column;
}

void column_bind(struct names *n, size_t column, const struct expr *expr, enum type kind, struct binding *out)
{
	*out = (struct binding){ .how = BOUND_COLUMN,
				 .kind = kind ? kind : n->hint[column],
				 .column = column,
				 .label = n->headers.name[column],
				 .missing = n->missing[column],
				 .commas = n->program->commas,
				 .times = n->times[column] };
	if (n->headers.repeated[column] && expr && expr->op == EXPR_NAME) {
		n->headers.repeated[column] = false;
		diag_note(n->diags,
			  "the header '%.*s' stands more than once; the first is meant (write `%.*s[2]` for "
			  "the second)",
			  STR_ARG(n->headers.name[column]), STR_ARG(n->headers.name[column]));
	}
}

bool builtin_is_called(const struct builtin_field *b, struct str loose)
{
	const char *name = b->name;
	size_t i = 0;

	while (i < loose.n && name[i] && (name[i] == '_' ? ' ' : name[i]) == loose.p[i])
		i++;
	return i == loose.n && !name[i];
}

bool field_counts(const struct entry *e)
{
	return e->builtin && e->builtin->kind == TYPE_NUMBER &&
	       strcmp(e->builtin->name, "probability") != 0 && strcmp(e->builtin->name, "crm_score") != 0;
}

static void take_column(struct names *n, struct entry *e, size_t column, enum found how, struct str by)
{
	e->how = how;
	e->by = by;
	column_bind(n, column, NULL, e->builtin ? e->builtin->kind : TYPE_NONE, &e->binding);
	e->binding.counts = field_counts(e);
}

/* One spelling after the other, each exactly and then loosely. */
static bool seek_spelling(struct names *n, struct entry *e, struct str spelling, const struct expr *expr)
{
	bool twice = false;

	for (int loosely = 0; loosely < 2; loosely++) {
		size_t column = column_fit(n, spelling, loosely, expr, &twice);
		if (twice) {
			e->state = BROKEN;
			return true;
		}
		if (column == SIZE_MAX)
			continue;
		take_column(n, e, column, loosely ? FOUND_LOOSELY : FOUND_EXACTLY, spelling);
		return true;
	}
	return false;
}

/* The next of the built-in headers, which `|` separates. */
static struct str next_listed(struct str *rest)
{
	const char *bar = memchr(rest->p, '|', rest->n);
	struct str one = { rest->p, bar ? (size_t)(bar - rest->p) : rest->n };

	*rest = str_slice(*rest, one.n + !!bar, rest->n);
	return one;
}

/* True also where it is in doubt, which ends the search. */
static bool seek_with_unit(struct names *n, struct entry *e, struct str spelling)
{
	const struct column_unit *u = field_with_unit(n, e, spelling);

	if (u)
		take_column(n, e, u->column, FOUND_WITH_UNIT, spelling.p ? spelling : e->name);
	return u || e->doubt[0];
}

static void seek_units(struct names *n, struct entry *e)
{
	bool ended = seek_with_unit(n, e, e->name);

	for (struct str rest = str_from(e->builtin->headers); rest.n && !ended;)
		ended = seek_with_unit(n, e, next_listed(&rest));
	if (!ended)
		seek_with_unit(n, e, STR_NONE);
}

bool field_seek(struct names *n, struct entry *e, const struct expr *expr)
{
	for (size_t i = 0; e->field && i < e->field->nheaders; i++)
		if (seek_spelling(n, e, e->field->headers[i], expr))
			return true;
	struct str list = e->builtin ? str_from(e->builtin->headers) : STR(""),
		   own = e->builtin ? str_from(e->builtin->name) : STR("");
	/* its own name comes first, unless the list gives its place */
	bool listed = false;
	for (struct str rest = list; rest.n;) {
		struct str one = next_listed(&rest);
		listed |= one.n == own.n /* as none of them has a space around it */ &&
			  builtin_is_called(e->builtin, loose_text(one, &n->headers.loose));
	}
	if (!listed && seek_spelling(n, e, e->name, expr))
		return true;
	for (struct str rest = list; rest.n;)
		if (seek_spelling(n, e, next_listed(&rest), expr))
			return true;
	if (!e->builtin)
		return false;
	struct str language;
	size_t column = field_translated(n, e->builtin->name, &language);
	if (column != SIZE_MAX) {
		take_column(n, e, column, FOUND_TRANSLATED, language);
		return true;
	}
	if (field_units(n))
		seek_units(n, e);
	return e->how == FOUND_WITH_UNIT;
}

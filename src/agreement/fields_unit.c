/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers that say a unit behind a field's name. A currency is read as the amount it is of; what isn't known
 * to leave the figures as they stand, such as k€, is not read but told. */
#include "agreement/fields_internal.h"

#include "base/cell.h"

static void list_units(struct names *n)
{
	n->units = ARENA_ARRAY(n->arena, n->headers.n + 1, struct column_unit);
	for (size_t i = 0; i < n->headers.n; i++) {
		struct header_unit unit = header_unit(n->headers.name[i]);
		if (unit.kind)
			n->units[n->nunits++] =
				(struct column_unit){ i, unit, loose_name(n->arena, unit.bare) };
	}
}

static bool fits(const struct builtin_field *field, enum unit_kind kind)
{
	struct str name = str_from(field->name);

	return kind == UNIT_CURRENCY ? str_among(name, " amount annual_revenue budget ")
				     : kind == UNIT_ABOUT && str_eq(name, STR("employees"));
}

bool field_with_unit(struct names *n, struct entry *e, struct str spelling, size_t *column)
{
	const struct column_unit *found = NULL;

	if (!n->units)
		list_units(n);
	for (size_t i = 0; i < n->nunits && !e->doubt[1].n; i++) {
		const struct column_unit *u = &n->units[i];
		struct str called = spelling.p ? loose_text(spelling, &n->headers.loose) : u->loose;
		if (!str_eq(u->loose, called) ||
		    (!spelling.p && !str_eq(translation_of(called).field, str_from(e->builtin->name))))
			continue;
		e->doubt[found != NULL] = n->headers.name[u->column];
		found = u;
	}
	if (!found)
		return false;
	*column = SIZE_MAX;
	if (!e->doubt[1].n && fits(e->builtin, found->unit.kind)) {
		*column = found->column;
		e->doubt[0] = STR("");
	}
	return true;
}

void names_tell_units(const struct names *n)
{
	struct buf words = { 0 };

	for (size_t i = 0; i < n->nentries; i++) {
		const struct entry *e = &n->entries[i];
		if (!e->used)
			continue;
		if (e->how == FOUND_WITH_UNIT)
			buf_print(&words, "%s'%.*s' is %.*s", words.n ? ", " : "", STR_ARG(e->binding.label),
				  STR_ARG(e->name));
		if (e->doubt[1].n)
			diag_note(n->diags,
				  "'%.*s' and '%.*s' may both be %.*s, so neither is read; name one: -e "
				  "'+field %.*s \"%.*s\"'",
				  STR_ARG(e->doubt[0]), STR_ARG(e->doubt[1]), STR_ARG(e->name),
				  STR_ARG(e->name), STR_ARG(e->doubt[0]));
		else if (e->doubt[0].n)
			diag_note(n->diags,
				  "'%.*s' is not read as %.*s, because '%.*s' may change what it means; if "
				  "it doesn't: -e '+field %.*s \"%.*s\"'",
				  STR_ARG(e->doubt[0]), STR_ARG(e->name),
				  STR_ARG(header_unit(e->doubt[0]).said), STR_ARG(e->name),
				  STR_ARG(e->doubt[0]));
	}
	if (words.n)
		diag_note(n->diags,
			  "headers with a unit: %.*s; their figures are compared as they stand, whatever the "
			  "unit",
			  STR_ARG(buf_view(&words)));
	buf_release(&words);
}

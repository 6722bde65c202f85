/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers that say a unit behind a field's name. A currency is read as the amount it is of; what isn't known
 * to leave the figures as they stand, such as k€, is not read but told. */
#include "agreement/fields_internal.h"

#include "base/cell.h"

bool field_units(struct names *n)
{
	if (n->units)
		return n->nunits;
	n->units = ARENA_ARRAY(n->arena, n->headers.n + 1, struct column_unit);
	for (size_t i = 0; i < n->headers.n; i++) {
		struct header_unit unit = header_unit(n->headers.name[i]);
		if (unit.kind)
			n->units[n->nunits++] =
				(struct column_unit){ i, unit, loose_name(n->arena, unit.bare) };
	}
	return n->nunits;
}

static bool fits(const struct builtin_field *field, enum unit_kind kind)
{
	struct str name = str_from(field->name);

	return kind == UNIT_CURRENCY ? str_among(name, " amount annual_revenue budget ")
				     : kind == UNIT_ABOUT && str_eq(name, STR("employees"));
}

static bool is_translated(const struct column_unit *u, const char *field)
{
	return str_eq(translation_of(u->loose).field, str_from(field));
}

const struct column_unit *field_with_unit(struct names *n, struct entry *e, struct str spelling)
{
	const struct str called = spelling.p ? loose_text(spelling, &n->headers.loose) : STR_NONE;
	size_t many = 0;

	for (size_t i = 0; i < n->nunits && many < 2; i++) {
		const struct column_unit *u = &n->units[i];
		if (spelling.p ? str_eq(u->loose, called) : is_translated(u, e->builtin->name))
			e->doubt[many++] = u;
	}
	if (many != 1 || !fits(e->builtin, e->doubt[0]->unit.kind))
		return NULL;
	const struct column_unit *sure = e->doubt[0];
	e->doubt[0] = NULL;
	return sure;
}

static struct str header_of(const struct names *n, const struct column_unit *u)
{
	return n->headers.name[u->column];
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
		if (!e->doubt[0])
			continue;
		const struct str header = header_of(n, e->doubt[0]);
		if (e->doubt[1])
			diag_note(n->diags,
				  "'%.*s' and '%.*s' may both be %.*s, so neither is read; name one: -e "
				  "'+field %.*s \"%.*s\"'",
				  STR_ARG(header), STR_ARG(header_of(n, e->doubt[1])), STR_ARG(e->name),
				  STR_ARG(e->name), STR_ARG(header));
		else
			diag_note(n->diags,
				  "'%.*s' is not read as %.*s, because '%.*s' may change what it means; if "
				  "it doesn't: -e '+field %.*s \"%.*s\"'",
				  STR_ARG(header), STR_ARG(e->name), STR_ARG(e->doubt[0]->unit.said),
				  STR_ARG(e->name), STR_ARG(header));
	}
	if (words.n)
		diag_note(n->diags,
			  "headers with a unit: %.*s; their figures are compared as they stand, whatever the "
			  "unit",
			  STR_ARG(buf_view(&words)));
	buf_release(&words);
}

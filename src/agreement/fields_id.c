/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lead's id may be, and what it never is. */
#include "agreement/fields_internal.h"

/* A row of contacts or of events has an id of its own, too, which isn't the lead's. */
void field_doubt_id(struct names *n, const struct entry *e)
{
	if (!str_eq(e->name, STR("id")) || e->field || e->binding.how != BOUND_COLUMN)
		return;
	size_t own = headers_loosely(&n->headers, STR("id"));
	if (own == SIZE_MAX || own == e->binding.column)
		return;
	diag_note(n->diags,
		  "the lead's id is taken from '%.*s', not from '%.*s'; if that is wrong: field id \"%.*s\"",
		  STR_ARG(e->binding.label), STR_ARG(n->headers.name[own]), STR_ARG(n->headers.name[own]));
}

/* What stands where an id should, whatever the agreement says: the errors of spreadsheets, and words for
 * nothing. One lead would be taken for all that have it. */
const struct missing *field_no_ids(struct arena *arena)
{
	static const struct str words[] = {
		STR("#REF!"),	  STR("#N/A"),	  STR("#NAME?"),  STR("#VALUE!"), STR("#DIV/0!"),
		STR("#NUM!"),	  STR("#NULL!"),  STR("#SPILL!"), STR("#CALC!"),  STR("#FIELD!"),
		STR("#ERROR!"),	  STR("#BEZUG!"), STR("#NV"),	  STR("#WERT!"),  STR("#ZAHL!"),
		STR("(none)"),	  STR("(blank)"), STR("(empty)"), STR("(null)"),  STR("<null>"),
		STR("null"),	  STR("none"),	  STR("nil"),	  STR("nan"),	  STR("n/a"),
		STR("undefined"),
	};

	return missing_new(arena, words, sizeof words / sizeof *words);
}

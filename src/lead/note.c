/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts in words: see note.h. */
#include "lead/note.h"

#include "base/number.h"

void tally_say(struct diags *diags, uint64_t n, const char *what, struct str label)
{
	struct buf b = { 0 };

	if (!n)
		return;
	number_write_grouped(&b, (int64_t)n);
	diag_note(diags, "%.*s %s %s%s%.*s", STR_ARG(buf_view(&b)), n == 1 ? "row" : "rows", what,
		  label.n ? ": " : "", STR_ARG(label));
	buf_release(&b);
}

void count_add(struct buf *b, uint64_t n, const char *one, const char *many)
{
	if (!n)
		return;
	buf_str(b, b->n ? STR(", ") : STR(""));
	number_write_grouped(b, (int64_t)n);
	buf_print(b, " %s", n == 1 ? one : many);
}

void count_say(struct diags *diags, uint64_t n, const char *one, const char *many)
{
	struct buf b = { 0 };

	count_add(&b, n, one, many);
	if (n)
		diag_note(diags, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

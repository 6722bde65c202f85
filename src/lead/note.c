/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A count in words: see note.h. */
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

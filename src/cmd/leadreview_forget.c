/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadreview --forget: what people have written about a lead is taken out of the decisions. */
#include "cmd/leadreview.h"

void bind_forget(void *ask, struct filter *f, const void **plan)
{
	struct leadreview *t = ask;

	(void)plan;
	if (!t->file)
		diag_error(&f->diags, "--forget blanks what is in a file of decisions; add -s FILE");
	else if (!str_trim(str_from(t->forget)).n)
		diag_error(&f->diags, "--forget: no id; name a lead as the decisions do, such as --forget "
				      "1009799");
	else if (f->common.output)
		diag_error(&f->diags, "--forget prints nothing; leave out --output");
	else
		leadreview_decisions(t, f, false);
}

bool write_forget(void *ask, struct filter *f, void *const *counter)
{
	struct leadreview *t = ask;
	size_t lines, blanked = decisions_forget(t->decisions, str_from(t->forget), &lines);

	(void)counter;
	if (blanked == SIZE_MAX)
		return false;
	f->no = !lines;
	if (!lines)
		diag_note(&f->diags, "%s: no decision is about '%s', so nothing was changed", t->file,
			  t->forget);
	else
		diag_note(&f->diags, "%s: of %zu line%s about '%s', %zu had notes, reasons or answers%s",
			  t->file, lines, lines == 1 ? "" : "s", t->forget, blanked,
			  blanked ? ", which are blanked" : "");
	return true;
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows as they will be once their answers are in the export: see leadreview.h. */
#include "cmd/leadreview.h"

#include "base/cell.h"

struct filling {
	const struct filter *filter;
	struct str answers;
	struct buf *out;
};

static void fill_in(void *ctx, struct rows *lane, struct asked leads)
{
	const struct filling *f = ctx;
	const struct names *names = f->filter->lane[0].names;
	struct dialect dialect = f->filter->source.dialect;
	struct buf scratch = { 0 };

	(void)leads;
	for (size_t c = 0; c < names_columns(names); c++) {
		struct str head = names_head(names, c);
		struct str value = answer_find(f->answers, head, &scratch);
		if (c)
			buf_char(f->out, dialect.delimiter);
		if (value.p && names_header(names, head) == c)
			cell_write(f->out, dialect, value);
		else
			buf_str(f->out, record_raw(&lane->record, c));
	}
	buf_char(f->out, '\n');
	buf_release(&scratch);
}

void leadreview_fill(struct filter *f, struct str row, struct str answers, struct buf *out)
{
	filter_each_row(f, row, fill_in, &(struct filling){ f, answers, out });
}

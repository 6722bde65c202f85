/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Side tables that are written again: by our writer, in any dialect that they have, in any order of rows. And
 * an agreement with leads, for what is read beside them.
 */
#ifndef TESTS_FUZZ_SHEET_H
#define TESTS_FUZZ_SHEET_H

#include "input.h"

#include "agreement/fields.h"
#include "agreement/read.h"
#include "table/batch.h"
#include "table/side.h"
#include "table/source.h"
#include "table/writer.h"

static inline bool side_of(struct side *s, struct str bytes)
{
	struct diags d = { .tool = "fuzz" };
	bool good = side_read(s, file_of(bytes, NULL), &d);

	check(good == !d.errors && good == !d.out.n, "what is refused is reported, and nothing else is");
	diags_release(&d);
	return good;
}

/* A name between quotes whatever it is made of: what is in quotes has no say in what the delimiter is. */
static inline void put_name(struct buf *out, struct dialect dialect, struct str name)
{
	size_t from = out->n;

	cell_write(out, dialect, name);
	if (out->n > from && out->p[from] == '"')
		return;
	out->n = from;
	buf_char(out, '"');
	buf_str(out, name);
	buf_char(out, '"');
}

static inline void put_header(struct buf *out, const struct side *s, char delimiter)
{
	for (size_t c = 0; c < s->columns; c++) {
		if (c)
			buf_char(out, delimiter);
		put_name(out, (struct dialect){ .delimiter = delimiter }, s->name[c]);
	}
	buf_char(out, '\n');
}

static inline void put_row(struct buf *out, const struct side *s, size_t row, char delimiter)
{
	for (size_t c = 0; c < s->columns; c++) {
		if (c)
			buf_char(out, delimiter);
		cell_write(out, (struct dialect){ .delimiter = delimiter }, side_cell(s, row, c));
	}
	/* An empty line is no row. */
	buf_str(out, s->columns == 1 && !side_cell(s, row, 0).n ? STR("\"\"\n") : STR("\n"));
}

/* The rows from the last to the first, that many times. */
static inline void put_reversed(struct buf *out, const struct side *s, int times)
{
	put_header(out, s, ',');
	for (int i = 0; i < times; i++)
		for (size_t row = s->rows; row--;)
			put_row(out, s, row, ',');
}

/* ---- an agreement, and leads ---- */

struct leads {
	struct diags diags;
	struct agreement agreement;
	struct program program;
	struct names *names;
	struct batch batch;
	struct frame frame;
};

/* `rows` are the leads' CSV, their header apart. Bind, then frame_init(&l->frame, &l->program). */
static inline void leads_init(struct leads *l, const char *agreement, const struct str *header,
			      size_t columns, const char *rows)
{
	struct str layer = str_from(agreement);

	*l = (struct leads){ .diags = { .tool = "fuzz" }, .batch = { .first_line = 2 } };
	agreement_read(&l->agreement, NULL, &layer, 1, &l->diags);
	check(!l->diags.errors, "the agreement is read");
	l->names = names_new(&l->agreement, header, columns, &l->program, &l->diags);
	l->program.now = instant_of(INT64_C(1769000000000000)); /* January 2026 */
	l->batch.len = strlen(rows);
	memcpy(batch_room(&l->batch, 0, l->batch.len), rows, l->batch.len);
	batch_scan(&l->batch, (struct dialect){ .delimiter = ',' }, columns);
}

static inline void leads_release(struct leads *l)
{
	frame_release(&l->frame);
	names_free(l->names);
	program_release(&l->program);
	agreement_release(&l->agreement);
	batch_release(&l->batch);
	diags_release(&l->diags);
}

#endif

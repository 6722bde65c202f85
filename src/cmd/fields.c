/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read as what: see fields.h. */
#include "cmd/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "agreement/lookup.h"
#include "agreement/statement.h"
#include "base/mem.h"
#include "cmd/command.h"
#include "cmd/outputs.h"
#include "cmd/page.h"
#include "figures/best.h"
#include "funnel/promises.h"
#include "lead/bant.h"
#include "report/column.h"
#include "route/route.h"

/* Binds one expression over leads by its role in the statement. Expressions that tools have bound are bound
 * again, and a mistake in one is reported once. */
static bool bind_place(void *ctx, const struct place *p)
{
	static const enum type types[] = {
		[ROLE_CONDITION] = TYPE_FLAG, [ROLE_TIME] = TYPE_TIME,	[ROLE_NUMBER] = TYPE_NUMBER,
		[ROLE_TEXT] = TYPE_TEXT,      [ROLE_VALUE] = TYPE_NONE,
	};
	struct program *program = ctx;
	bool binds = p->part->role < sizeof types / sizeof *types && p->part->whose == OF_LEAD &&
		     !p->in->on_demand;

	if (binds)
		program_bind(program, p->expr, types[p->part->role], NULL);
	return true;
}

/* Binds everything that any tool would bind, so that every mistake is reported. */
static void bind_everything(struct filter *f)
{
	struct lane *lane = &f->lane[0];
	const void *plan[COUNTERS];
	struct best_plan best;
	struct routing_plan routing;

	if (f->mode->makes == MAKES_OWN_ROWS) { /* of rows that aren't leads, only these are read */
		f->mode->bind(f->ask, f, plan);
		return;
	}
	for (const struct statement *s = statements; s->keyword; s++)
		if (s->verdict && statement_count(s, &lane->agreement))
			names_computed(lane->names, str_from(s->verdict));
	for (size_t i = 0; i < lane->offices->n; i++)
		office_bind(lane->offices->at[i], NULL);
	clocks_bind(lane->clocks); /* and the pipeline */
	agreement_walk(&lane->agreement, bind_place, &lane->program);
	if (lane->agreement.pledges.n)
		promises_check(lane->names, lane->offices);
	best_bind(&best, lane->names, 1);
	struct roster *roster = roster_read(lane->names);
	if (roster)
		routing_bind(&routing, lane->names, roster);
	roster_free(roster);
}

/* ---- a row for each field, each column that none reads, and each column of a side table ---- */

struct row {
	const struct field_found *field;  /* NULL: no field reads the column */
	size_t column;			  /* SIZE_MAX: there is none */
	const struct table_column *table; /* NULL: it is no column of a table */
	struct buf *text;
};

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static const struct filter *filter_of(const struct cell *c)
{
	return c->view;
}

static struct figure name(const struct cell *c)
{
	const struct row *r = at(c);

	return figure_text(r->field ? r->field->name : r->table ? r->table->name : STR(""));
}

static struct figure column(const struct cell *c)
{
	size_t i = at(c)->column;

	return figure_text(i != SIZE_MAX ? filter_of(c)->source.header.name[i] : STR(""));
}

static void put_why(struct buf *out, const struct field_found *field)
{
	switch (field->how) {
	case FOUND_EXACTLY:
		buf_print(out, "its header '%.*s'", STR_ARG(field->by));
		break;
	case FOUND_LOOSELY:
		buf_print(out, "its header '%.*s', spelled a little otherwise", STR_ARG(field->by));
		break;
	case FOUND_TRANSLATED:
		buf_print(out, "what it is called in %.*s", STR_ARG(field->by));
		break;
	case FOUND_WITH_UNIT:
		buf_print(out, "its header '%.*s', with a unit", STR_ARG(field->by));
		break;
	case FOUND_WORKED_OUT:
		buf_str(out, STR("worked out by the agreement"));
		break;
	case FOUND_NOT:
		buf_str(out, field->used ? STR("nothing to read: missing in every row") : STR("not found"));
	}
}

/* The key says what it is looked up by, as the agreement has it. */
static struct str why_table(const struct table_column *t, struct buf *text)
{
	const struct expr *by = t->by;

	buf_print(text, by ? "the key of %.*s, looked up by %.*s" : "a column of %.*s", STR_ARG(t->file),
		  by ? (int)by->span.n : 0, by ? by->where->body.p + by->span.at : "");
	return buf_view(text);
}

static struct figure why(const struct cell *c)
{
	const struct row *r = at(c);
	const struct filter *f = filter_of(c);

	buf_clear(r->text);
	if (r->table)
		return figure_text(why_table(r->table, r->text));
	if (r->field)
		put_why(r->text, r->field);
	else
		buf_str(r->text, names_reads(f->lane[0].names, r->column) ? STR("read by its header")
									  : STR("no field reads it"));
	if (r->column != SIZE_MAX && f->source.header.bared[r->column])
		buf_str(r->text, STR("; the file has it with spaces, quotes or unseen characters around it"));
	return figure_text(buf_view(r->text));
}

/* Where the agreement first names a field: "nordlicht.agreement:17". */
static struct figure place(const struct cell *c)
{
	const struct row *r = at(c);
	const struct expr *e = r->field ? r->field->used : r->table ? r->table->used : NULL;
	struct buf *text = at(c)->text;

	buf_clear(text);
	if (e)
		buf_print(text, "%s:%u", e->where->name, diag_place(e->where, e->span.at).line);
	return figure_text(buf_view(text));
}

static const struct column columns[] = {
	{ COLUMN("field", name),
	  .definition = "a field of the agreement, one that is built in, or a side table's column" },
	{ COLUMN("column", column), .least = 16, .weight = WEIGHT_ANSWERS,
	  .definition = "the column of the input that it is read from" },
	{ COLUMN("why", why), .least = 40, .weight = WEIGHT_ANSWERS,
	  .definition = "why this column, or why none" },
	{ COLUMN("named in", place), .least = 40, .weight = WEIGHT_EXPLAINS,
	  .definition = "where the agreement first names it" },
};
static const struct report fields = REPORT(columns, struct row, NULL, NULL);

static void put_fields(struct grid *g, struct filter *f, const struct field_found *field, size_t n,
		       const struct table_column *table, size_t ntables)
{
	const struct header *h = &f->source.header;
	struct buf text = { 0 };
	bool *read = mem_new(h->n * sizeof *read);

	/* what the agreement reads, then what it could, then what is not there */
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < n; i++) {
			int belongs = field[i].used || !field[i].builtin ? 0
				      : field[i].how != FOUND_NOT	 ? 1
									 : 2;
			if (belongs == round)
				report_row(&fields, f,
					   &(struct row){ &field[i], field[i].column, NULL, &text }, true, g);
			if (field[i].column != SIZE_MAX)
				read[field[i].column] = true;
		}
	for (size_t c = 0; c < h->n; c++)
		if (!read[c])
			report_row(&fields, f, &(struct row){ NULL, c, NULL, &text }, true, g);
	for (size_t i = 0; i < ntables; i++)
		report_row(&fields, f, &(struct row){ NULL, SIZE_MAX, &table[i], &text }, true, g);
	buf_release(&text);
	free(read);
}

static void put_page(struct filter *f, struct grid *g, const struct field_found *field, size_t n,
		     struct buf *out)
{
	size_t used = 0, found = 0;
	char answer[120];

	for (size_t i = 0; i < n; i++) {
		used += field[i].used != NULL;
		found += field[i].used && field[i].how != FOUND_NOT;
	}
	snprintf(answer, sizeof answer, "%zu of the %zu fields that the agreement names are found.", found,
		 used);
	filter_page_begin(f, "Fields", f->lane[0].program.now, "", out);
	document_answer(out, str_from(answer));
	document_grid(out, g, false);
	filter_page_end(f, out);
}

bool fields_report(struct filter *f)
{
	struct grid g = { 0 };
	const struct grid *list[] = { &g };
	const enum format format = filter_report_format(f);
	struct buf out = { 0 };
	struct table_column *table;
	struct field_found *field;

	bind_everything(f);
	size_t ntables = lookups_columns(names_tables(f->lane[0].names), &table);
	if (f->diags.errors || !outputs_apart(f))
		return false;
	report_heads(&fields, f, &g);
	size_t n = names_fields(f->lane[0].names, &field);
	put_fields(&g, f, field, n, table, ntables);
	if (format == FORMAT_HTML)
		put_page(f, &g, field, n, &out);
	else
		grids_write(&out, list, 1, format,
			    f->common.output ? look_of_file() : look_of(STDOUT_FILENO, f->common.color));
	bool good = filter_print(f, f->common.output, buf_view(&out));
	if (good)
		filter_say_edition(f);
	buf_release(&out);
	grid_release(&g);
	return good;
}

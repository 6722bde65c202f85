/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read as what: see fields.h. */
#include "cmd/fields.h"

#include <stdlib.h>
#include <unistd.h>

#include "agreement/statement.h"
#include "base/mem.h"
#include "cmd/outputs.h"
#include "figures/best.h"
#include "lead/bant.h"
#include "route/route.h"

/* Binds one expression over leads as what its part of the statement is for. Those that tools have bound are
 * bound again, and what is wrong with one is reported once. */
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

/* Binds all that any tool would, so that every mistake shows. */
static void bind_everything(struct filter *f)
{
	struct lane *lane = &f->lane[0];
	struct best_plan best;
	struct routing_plan routing;

	for (const struct statement *s = statements; s->keyword; s++)
		if (s->verdict && statement_count(s, &lane->agreement))
			names_worked(lane->names, str_from(s->verdict));
	for (size_t i = 0; i < lane->offices->n; i++)
		office_bind(lane->offices->at[i], NULL);
	clocks_bind(lane->clocks); /* and the road */
	agreement_walk(&lane->agreement, bind_place, &lane->program);
	best_bind(&best, lane->names, 1);
	struct roster *roster = roster_read(lane->names);
	if (roster)
		routing_bind(&routing, lane->names, roster);
	roster_free(roster);
}

/* Where the agreement first names a field: "nordlicht.agreement:17". */
static void put_place(struct grid *g, const struct expr *e)
{
	if (e)
		grid_print(g, "%s:%u", e->where->name, diag_place(e->where, e->span.at).line);
	else
		grid_cell(g, STR(""));
}

static void put_field(struct grid *g, const struct field_found *field, const struct header *h)
{
	grid_cell(g, field->name);
	grid_cell(g, field->column != SIZE_MAX ? h->name[field->column] : STR(""));
	switch (field->how) {
	case FOUND_EXACTLY:
		grid_print(g, "its header '%.*s'", STR_ARG(field->by));
		break;
	case FOUND_LOOSELY:
		grid_print(g, "its header '%.*s', spelled a little otherwise", STR_ARG(field->by));
		break;
	case FOUND_WORKED_OUT:
		grid_cell(g, STR("worked out by the agreement"));
		break;
	case FOUND_NOT:
		grid_cell(g, field->used ? STR("nothing to read: missing in every row") : STR("not found"));
	}
	put_place(g, field->used);
}

static void put_fields(struct grid *g, struct filter *f)
{
	const struct header *h = &f->source.header;
	struct field_found *field;
	size_t n = names_fields(f->lane[0].names, &field);
	bool *read = mem_new(h->n * sizeof *read);

	/* what the agreement reads, then what it could, then what is not there */
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < n; i++) {
			int belongs = field[i].used || !field[i].builtin ? 0
				      : field[i].how != FOUND_NOT	 ? 1
									 : 2;
			if (belongs == round)
				put_field(g, &field[i], h);
			if (field[i].column != SIZE_MAX)
				read[field[i].column] = true;
		}
	for (size_t c = 0; c < h->n; c++)
		if (!read[c]) {
			grid_cell(g, STR(""));
			grid_cell(g, h->name[c]);
			grid_cell(g, names_reads(f->lane[0].names, c) ? STR("read by its header")
								      : STR("no field reads it"));
			grid_cell(g, STR(""));
		}
	free(read);
}

bool fields_report(struct filter *f)
{
	struct grid g = { 0 };
	const struct grid *list[] = { &g };
	struct buf out = { 0 };

	bind_everything(f);
	if (f->diags.errors || !outputs_apart(f))
		return false;
	grid_column(&g, "field", ALIGN_LEFT, false);
	grid_column(&g, "column", ALIGN_LEFT, false);
	grid_column(&g, "why", ALIGN_LEFT, false);
	grid_column(&g, "named in", ALIGN_LEFT, false);
	put_fields(&g, f);
	grids_write(&out, list, 1, filter_report_format(f), look_of(STDOUT_FILENO, f->common.color));
	bool good = filter_print(f, f->common.output, buf_view(&out));
	buf_release(&out);
	grid_release(&g);
	return good;
}

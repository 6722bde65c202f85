/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read as what: see fields.h. */
#include "cmd/fields.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/outputs.h"
#include "figures/best.h"
#include "lead/bant.h"
#include "route/route.h"

/* Binds all that any tool would, so that every mistake shows. */
static void bind_everything(struct filter *f)
{
	struct lane *lane = &f->lane[0];
	const struct agreement *a = &lane->agreement;
	struct best_plan best;
	struct routing_plan routing;
	static const char *const verdicts[] = { "score", "grade", "mql", "bant", "sql" };
	const bool there[] = { true, a->grades.n, a->mql.n, a->criteria.n, a->sql.n };

	for (size_t i = 0; i < sizeof there / sizeof *there; i++)
		if (there[i])
			names_worked(lane->names, str_from(verdicts[i]));
	for (size_t i = 0; i < lane->offices->n; i++)
		office_bind(lane->offices->at[i], NULL);
	clocks_bind(lane->clocks); /* and the road */
	for (size_t i = 0; i < a->stages.n; i++)
		if (a->stages.at[i].value)
			program_bind(&lane->program, a->stages.at[i].value, TYPE_NUMBER, NULL);
	for (size_t i = 0; i < a->exits.n; i++)
		if (a->exits.at[i].reason)
			program_bind(&lane->program, a->exits.at[i].reason, TYPE_TEXT, NULL);
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

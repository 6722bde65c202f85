/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See nights.h. */
#include "fold/nights.h"

#include "fold/state_read.h"

/* ---- the report ---- */

struct row {
	size_t n; /* of the night, from 1 */
	struct buf at;
};

static bool next_night(const void *view, void *row)
{
	const struct nights_view *v = view;
	struct row *r = row;

	if (r->n == v->archive->nights)
		return false;
	buf_clear(&r->at);
	instant_write(&r->at, v->archive->night[r->n++].at, v->zone);
	return true;
}

static void release(void *row)
{
	buf_release(&((struct row *)row)->at);
}

static const struct night *night_of(const struct cell *c)
{
	return &((const struct nights_view *)c->view)->archive->night[((const struct row *)c->row)->n - 1];
}

static struct figure moment(const struct cell *c)
{
	return figure_text(buf_view(&((const struct row *)c->row)->at));
}

enum { NIGHT, LEADS, COLUMNS, CAME, WENT, CELLS };

static struct figure numbers(const struct cell *c)
{
	const struct night *n = night_of(c);
	size_t number_of = ((const struct row *)c->row)->n;
	const uint64_t number[] = {
		[NIGHT] = number_of,
		[LEADS] = n->rows,
		[COLUMNS] = n->header->n,
		[CAME] = number_of == 1 ? n->rows : n->came, /* the first is kept whole */
		[WENT] = n->went,
		[CELLS] = n->cells,
	};

	return figure_count(number[c->of]);
}

static struct figure is_void(const struct cell *c)
{
	return figure_text(night_of(c)->is_void ? STR("void") : STR(""));
}

static struct figure file(const struct cell *c)
{
	return figure_text(night_of(c)->file);
}

static const char *const void_words[] = { "", "void", NULL };

#define COUNT(name, what) COLUMN(name, numbers), .of = (what), .kind = COLUMN_NUMBER

static const struct column columns[] = {
	{ COUNT("night", NIGHT), .definition = "its number" },
	{ COLUMN("at", moment), .kind = COLUMN_DATE, .definition = "when it was exported" },
	{ COUNT("leads", LEADS), .unit = "leads", .definition = "leads in the export" },
	{ COUNT("columns", COLUMNS), .definition = "columns that are kept" },
	{ COUNT("came", CAME), .unit = "leads",
	  .definition = "leads that were not there before, or came back" },
	{ COUNT("went", WENT), .unit = "leads", .definition = "leads that are not there any more" },
	{ COUNT("cells", CELLS), .definition = "cells that say something else, those of new leads too" },
	{ COLUMN("void", is_void), .words = void_words, .definition = "void: it doesn't count" },
	{ COLUMN("file", file), .definition = "the export's name" },
};

const struct report nights_report = REPORT(columns, struct row, next_night, release);

/* ---- the proof ---- */

struct proof {
	struct state state;
	size_t night; /* at hand, and not proved yet */
};

static bool prove_before(void *ctx, size_t night)
{
	struct proof *p = ctx;
	bool good = state_proves(&p->state, p->night);

	p->night = night;
	return good;
}

static bool take_lead(void *ctx, size_t lead, bool present)
{
	((struct proof *)ctx)->state.lead[lead].present = present;
	return true;
}

static bool take_cell(void *ctx, size_t lead, size_t column, struct str was, struct str is)
{
	struct state *s = &((struct proof *)ctx)->state;

	(void)was;
	state_row(s, lead)[column] = is.n ? arena_copy(&s->arena, is) : STR("");
	return true;
}

/* The nights from a base on up to the next, both included. */
static bool prove_from(struct archive *a, size_t base, size_t to)
{
	static const struct state_sink sink = { prove_before, take_lead, take_cell };
	struct proof p = { .night = base };

	bool good = state_load(&p.state, a, base, 0) &&
		    (base == to || state_read(&p.state, base + 1, to, &sink, &p)) &&
		    state_proves(&p.state, p.night);
	state_release(&p.state);
	return good;
}

bool nights_prove(struct archive *a)
{
	size_t base = 0;
	bool good = true;

	for (size_t i = 1; i < a->nights && good; i++)
		if (a->night[i].base.file.p) {
			good = prove_from(a, base, i);
			base = i;
		}
	return good && prove_from(a, base, a->nights - 1);
}

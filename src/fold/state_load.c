/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was known after a night is read from a base, and from what changed since: see state.h. */
#include <errno.h>
#include <unistd.h>

#include "base/cell.h"
#include "fold/lines.h"
#include "fold/state_read.h"

/* ---- bases ---- */

struct base_reader {
	struct state *state;
	const struct archive_base *base;
	const struct header_then *header; /* of that night */
	uint32_t *of;			  /* the number of each column of the file, */
	size_t columns;			  /* behind `lead` and the id, if it has these */
	size_t ahead;
	size_t id; /* the column of the file that has it */
	uint64_t sum;
	bool begun;
	struct buf cell, id_text;
};

enum { AHEAD = 2 };

/* The first base is the first export. A later one says in front whether the lead was there, and its id; its
 * columns are those of its night, then all others that were known. */
static void plan_base(struct base_reader *r, size_t night)
{
	struct archive *a = r->state->archive;
	const struct header_then *h = r->header;

	r->of = ARENA_ARRAY(&a->arena, h->known, uint32_t);
	r->columns = header_all(h, r->of);
	r->ahead = night ? AHEAD : 0;
	r->id = night ? 1 : header_find(h, a->id, &a->arena);
}

static bool take_base_line(void *ctx, const struct record *line)
{
	struct base_reader *r = ctx;
	struct state *s = r->state;

	r->sum = line_sum(r->sum, line);
	if (line->cells != r->ahead + r->columns) {
		line_error(s->archive->diags, line,
			   "a line has another number of cells than its night has columns");
		return false;
	}
	if (!r->begun) { /* the header, which the months say, too */
		r->begun = true;
		return true;
	}
	struct str id = line_cell(line, r->id, &r->cell);
	if (!r->ahead)
		id = text_value(id, &r->id_text);
	if (state_find(s, id) != SIZE_MAX) {
		line_error(s->archive->diags, line, "a lead stands in it twice");
		return false;
	}
	size_t lead = state_add(s, id);
	s->lead[lead].present = !r->ahead || str_eq(record_raw(line, 0), STR("present"));
	struct str *row = state_row(s, lead);
	for (size_t i = 0; i < r->columns; i++) {
		row[r->of[i]] = state_keep(s, line_cell(line, r->ahead + i, &r->cell));
	}
	return true;
}

/* Reads the base of a night. */
static bool read_base(struct state *s, size_t night)
{
	struct archive *a = s->archive;
	const struct night *n = &a->night[night];
	struct base_reader r = { .state = s, .base = &n->base, .header = n->header };
	const char *path = archive_path(a, n->base.file);

	plan_base(&r, night);
	if (r.id == SIZE_MAX) {
		diag_error(a->diags, "%s: it has no column '%.*s', which its month names as the leads' id",
			   path, STR_ARG(a->id));
		return false;
	}
	bool there = access(path, F_OK) == 0 || errno != ENOENT;
	if (!there)
		diag_error(a->diags, "%s: it is gone, and night %zu with it; take back a copy of it", path,
			   night + 1);
	bool good = there && lines_each(path, 0, take_base_line, &r, a->diags);
	if (good && r.sum != n->base.sum) {
		diag_error(a->diags,
			   "%s: its checksum is another one, so it was changed; take back a copy of it",
			   path);
		good = false;
	}
	buf_release(&r.cell);
	buf_release(&r.id_text);
	return good;
}

/* ---- changes ---- */

static bool take_lead(void *ctx, size_t lead, bool present)
{
	struct state *s = ctx;

	s->lead[lead].present = present;
	return true;
}

static bool take_cell(void *ctx, size_t lead, size_t column, struct str was, struct str is)
{
	struct state *s = ctx;

	(void)was;
	state_row(s, lead)[column] = state_keep(s, is);
	return true;
}

bool state_load(struct state *s, struct archive *a, size_t night, size_t more)
{
	static const struct state_sink sink = { NULL, take_lead, take_cell };
	size_t base = night;

	state_init(s, a, more);
	while (base && !a->night[base].base.file.p)
		base--;
	return read_base(s, base) && state_read(s, base + 1, night, &sink, s);
}

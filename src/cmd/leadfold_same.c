/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the same lead become one row. */
#include "cmd/leadfold.h"

#include "agreement/shapes.h"
#include "same/same_ids.h"
#include "same/same_tell.h"

bool leadfold_is_builtin(const struct same_lead *same)
{
	return same->words.where && same->words.where->body.p == agreement_builtin().p;
}

static bool commit_map(void *ask)
{
	const struct leadfold *t = ask;

	return id_map_commit(t->keeps);
}

void bind_same(void *ask, struct filter *f, const void **plan)
{
	struct leadfold *t = ask;
	struct names *n = f->lane[0].names;
	size_t files, ids;

	if (!leadfold_by(t, f) ||
	    !f->source.header.n) /* not a byte: nothing to join, and no column to look for */
		return;
	const char *const *file = leadfold_files(f, &files);
	const size_t *id = leadfold_ids(t, f, &ids);
	t->same = same_bind(t->by, n, file, files);
	if (!t->same)
		leadfold_tell_archive(f);
	if (!t->same && leadfold_is_builtin(t->by))
		diag_more(&f->diags,
			  "rows of a history, an event each, are folded by a 'fold' in an agreement of "
			  "your own, or as with --shape " SHAPE_FIRST);
	t->output = same_output_bind(t->by, n, id, ids);
	if (t->output)
		leadfold_map(t, f, id, ids);
	f->commit = t->keeps ? commit_map : NULL;
	plan[0] = t->same;
}

/* ---- what a lead is called ---- */

struct choosing {
	const struct leadfold *tool;
	const struct filter *filter;
	const struct sameness *found;
};

static struct str choose_id(void *ctx, uint32_t lead, size_t column)
{
	const struct choosing *c = ctx;

	return same_chosen(c->tool->output, c->found, &c->filter->source, lead, column);
}

/* False: a mistake, which is reported. */
static bool keep_ids(const struct leadfold *t, struct filter *f, const struct sameness *found,
		     struct kept_ids *kept)
{
	const struct program *p = &f->lane[0].program;
	struct choosing choosing = { t, f, found };
	struct buf since = { 0 };

	instant_write(&since, day_date(instant_day(p->now, p->times.zone), p->times.zone), p->times.zone);
	*kept = (struct kept_ids){ .found = found,
				   .map = t->keeps,
				   .since = buf_view(&since),
				   .survivor = choose_id,
				   .ctx = &choosing,
				   .diags = &f->diags };
	bool good = kept_ids_find(kept);
	buf_release(&since);
	return good;
}

/* ---- writing ---- */

bool write_same(void *ask, struct filter *f, void *const *counter)
{
	struct leadfold *t = ask;
	const struct sameness *found = same_found(counter[0]);
	size_t files;

	if (!leadfold_check_same(t, f, found))
		return false;
	if (!t->same) { /* not a byte of input */
		struct buf out = { 0 };
		if (format_kinds[f->emitter.format].frame)
			buf_str(&out, STR("[]\n"));
		return filter_write(f, &out);
	}
	const char *const *file = leadfold_files(f, &files);
	struct kept_ids kept = { 0 };
	bool good = !t->keeps || keep_ids(t, f, found, &kept);
	good = good && same_write(t->output, found, &f->source, f->common.ragged == RAGGED_PAD,
				  own_rows_form(f), (struct same_ids){ kept.of, kept.column, kept.ids });
	kept_ids_release(&kept);
	if (!good)
		return false;
	same_tell(found, t->by, file, files, &f->diags);
	same_output_tell(t->output, &f->diags);
	return true;
}

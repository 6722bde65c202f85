/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the same lead become one row. */
#include "cmd/leadfold.h"

#include "same/same_tell.h"

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
	t->output = same_output_bind(t->by, n, id, ids);
	plan[0] = t->same;
}

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
	if (!same_write(t->output, found, &f->source, f->common.ragged == RAGGED_PAD, own_rows_form(f),
			(struct same_ids){ 0 }))
		return false;
	same_tell(found, t->by, file, files, &f->diags);
	same_output_tell(t->output, &f->diags);
	return true;
}

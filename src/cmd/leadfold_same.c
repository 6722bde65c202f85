/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the same lead become one row. */
#include "cmd/leadfold.h"

#include "cmd/archive_input.h"
#include "same/same_tell.h"

bool feed_same(void *ask, struct filter *f)
{
	struct leadfold *t = ask;

	return archive_inputs(f, false) && systems_input(f, &t->systems);
}

/* The names that batches give to the files that are read. */
static const char *const *name_files(struct filter *f, size_t *n)
{
	const struct common *c = &f->common;
	const char **name = ARENA_ARRAY(&f->lane[0].agreement.arena, c->nfiles + 1, const char *);

	name[0] = "standard input";
	for (size_t i = 0; i < c->nfiles; i++)
		name[i] = strcmp(c->files[i], "-") == 0 ? "standard input" : c->files[i];
	*n = c->nfiles ? c->nfiles : 1;
	return name;
}

static struct same_output *bind_output(struct leadfold *t, struct filter *f, const struct same_lead *same)
{
	struct names *n = f->lane[0].names;
	struct expr id = { .op = EXPR_NAME, .text = STR("id") };
	size_t column = names_column(n, &id);

	if (t->systems.ids)
		return same_output_bind(same, n, t->systems.id, t->systems.ids);
	return same_output_bind(same, n, &column, column != SIZE_MAX);
}

void bind_same(void *ask, struct filter *f, const void **plan)
{
	struct leadfold *t = ask;
	const struct agreement *a = &f->lane[0].agreement;

	if (!a->sames.n) {
		diag_error(&f->diags,
			   "%s: the agreement has no 'same lead' statement%s; write one, or give it with -e, as "
			   "-e 'same lead by email'",
			   a->text->name, agreement_lost(a, "same"));
		return;
	}
	if (!f->source.header.n) /* not a byte: nothing to join, and no column to look for */
		return;
	size_t files;
	const char *const *file = name_files(f, &files);
	t->same = same_bind(a->sames.at, f->lane[0].names, file, files);
	t->output = bind_output(t, f, a->sames.at);
	plan[0] = t->same;
}

bool write_same(void *ask, struct filter *f, void *const *counter)
{
	struct leadfold *t = ask;
	const struct same_lead *same = f->lane[0].agreement.sames.at;
	size_t files;

	if (!t->same) {
		struct buf out = { 0 };
		if (format_kinds[f->emitter.format].frame)
			buf_str(&out, STR("[]\n"));
		return filter_write(f, &out);
	}
	const struct sameness *found = same_found(counter[0]);
	const char *const *file = name_files(f, &files);
	systems_counted(&t->systems, &f->source);
	if (!same_write(t->output, found, &f->source, f->common.ragged == RAGGED_PAD, own_rows_form(f),
			(struct same_ids){ 0 }))
		return false;
	same_tell(found, same, file, files, &f->diags);
	same_output_tell(t->output, &f->diags);
	return true;
}

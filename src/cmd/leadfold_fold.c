/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folds of the agreement, or of a shape that is built in. */
#include "cmd/leadfold.h"

#include <unistd.h>

#include "agreement/shapes.h"
#include "agreement/statement.h"
#include "cmd/page.h"
#include "cmd/spelling.h"

struct named_text fold_shape(const void *ask)
{
	const struct leadfold *t = ask;

	return t->shape < 0 ? (struct named_text){ 0 } : agreement_shape((size_t)t->shape);
}

/* The folds there are, for a message. */
static struct str names_of(const struct agreement *a, struct arena *arena)
{
	struct str all = STR("");

	for (size_t i = 0; i < a->folds.n; i++)
		all = arena_print(arena, "%.*s%s%.*s", STR_ARG(all), i ? ", " : "",
				  STR_ARG(a->folds.at[i].name.text));
	return all;
}

void leadfold_tell_archive(struct filter *f)
{
	if (f->common.nfiles && archive_is(f->common.files[0]))
		diag_more(&f->diags,
			  "%s is an archive, of which a fold reads the history; its leads: "
			  "leadfold --archive %s",
			  f->common.files[0], f->common.files[0]);
}

/* What is built in can't be changed where it is. */
static void tell_shape(const struct leadfold *t, struct filter *f)
{
	const char *name = t->shape < 0 ? NULL : agreement_shape((size_t)t->shape).name;

	if (name)
		diag_more(&f->diags,
			  "leadfold --print-agreement --shape %s > own.agreement prints it, to be changed",
			  name);
}

/* The one that is asked for, or the only one; NULL: a mistake, which is reported. */
static const struct fold *choose(const struct leadfold *t, struct filter *f)
{
	struct lane *lane = &f->lane[0];
	const struct agreement *a = &lane->agreement;

	if (!a->folds.n && t->shape >= 0) {
		diag_error(&f->diags, "%s: the shape has no fold%s", a->text->name,
			   agreement_lost(a, "fold"));
		tell_shape(t, f);
		return NULL;
	}
	if (!a->folds.n) {
		diag_error(&f->diags,
			   "%s: the agreement has %s%s; write one, or take a fold that is built in, as with "
			   "--shape " SHAPE_FIRST "; exports are kept with --archive DIR",
			   a->text->name,
			   a->sames.n ? "no 'fold' statement"
				      : "neither a 'fold' nor a 'same lead' statement",
			   agreement_lost(a, "fold"));
		leadfold_tell_archive(f);
		return NULL;
	}
	if (t->fold) {
		size_t i = agreement_find(a, NAMED_FOLD, str_from(t->fold));
		if (i != SIZE_MAX)
			return &a->folds.at[i];
		struct candidates names = statement_names(statement_row("fold"), a);
		struct str near = nearest(&f->diags, str_from(t->fold), &names, 1);
		diag_error(&f->diags, "--fold: there is no fold '%s'" DID_YOU_MEAN, t->fold,
			   DID_YOU_MEAN_ARG(near));
		return NULL;
	}
	if (a->folds.n > 1) {
		diag_error(&f->diags, "%s: the agreement has several folds; choose one with --fold: %.*s",
			   a->text->name, STR_ARG(names_of(a, &lane->program.arena)));
		return NULL;
	}
	return a->folds.at;
}

static bool put(void *ctx, struct buf *piece)
{
	return filter_write(ctx, piece);
}

static void page(void *ctx, struct grid *rows, struct buf *out)
{
	filter_page_of_rows(ctx, rows, out);
}

struct rows_form own_rows_form(struct filter *f)
{
	const struct common *c = &f->common;
	struct rows_form form = { .dialect = f->source.dialect,
				  .end = f->source.header.end,
				  .bom = c->bom,
				  .no_header = c->no_header,
				  .excel_safe = c->excel_safe,
				  .decimal = rows_decimal(c),
				  .times = rows_times(c),
				  .put = put,
				  .ctx = f };

	if (!form.end.n)
		form.end = STR("\n");
	form.look = c->output ? look_of_file() : look_of(STDOUT_FILENO, c->color);
	form.dialect = rows_dialect(c, form.dialect);
	if (c->format < 0)
		return form;
	form.format = (enum format)c->format;
	form.grid = !format_kinds[form.format].cells;
	form.page = form.format == FORMAT_HTML ? page : NULL;
	return form;
}

static void bind(struct leadfold *t, struct filter *f, bool grouped, const void **plan)
{
	const struct fold *fold = choose(t, f);

	if (!f->source.header.n) /* not a byte: nothing to fold, and no column to look for */
		return;
	if (!fold)
		return;
	if (!(t->folds = fold_bind(fold, f->lane[0].names, grouped))) {
		tell_shape(t, f);
		return;
	}
	fold_begin(t->folds, own_rows_form(f));
	plan[0] = t->folds;
}

void bind_fold(void *ask, struct filter *f, const void **plan)
{
	bind(ask, f, false, plan);
}

void bind_grouped(void *ask, struct filter *f, const void **plan)
{
	bind(ask, f, true, plan);
}

bool write_fold(void *ask, struct filter *f, void *const *counter)
{
	struct leadfold *t = ask;

	(void)counter;
	if (!t->folds) {
		struct buf out = { 0 };
		struct grid none = { 0 };
		if (f->emitter.format == FORMAT_HTML)
			filter_page_of_rows(f, &none, &out);
		else if (format_kinds[f->emitter.format].frame)
			buf_str(&out, STR("[]\n"));
		return filter_write(f, &out);
	}
	return fold_finish(t->folds, f->common.threads);
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which statement says what one lead is, a file of clusters or the agreement; what came of it as a report;
 * and when that is a failure. */
#include "agreement/orphans.h"
#include "base/same_file.h"
#include "cmd/leadfold.h"
#include "cmd/page.h"
#include "same/duplicates_page.h"
#include "same/same_tell.h"

/* ---- before row one ---- */

/* A file of clusters, or the agreement. */
static const struct same_lead *find_by(struct leadfold *t, struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;
	size_t files, ids;

	if (t->clusters_file) {
		const char *const *file = leadfold_files(f, &files);
		const size_t *id = leadfold_ids(t, f, &ids);
		t->clusters = clusters_bind(t->clusters_file, f->lane[0].names, id, ids, file, files);
		return t->clusters ? clusters_lead(t->clusters) : NULL;
	}
	if (a->sames.n)
		return &a->sames.at[0];
	diag_error(&f->diags,
		   "%s: the agreement has no 'same lead' statement%s; write one, or give it with -e, as "
		   "-e 'same lead by email'; or take the groups of a matcher with --clusters FILE",
		   a->text->name, agreement_lost(a, "same"));
	return NULL;
}

static bool same_file(const char *a, const char *b)
{
	struct file_id x, y;

	return strcmp(a, b) == 0 || (file_id(&x, a) && file_id(&y, b) && file_id_same(&x, &y));
}

/* Of a file that is there twice, however it is spelled, each row would be the same lead as itself. */
static bool named_once(struct filter *f)
{
	const struct common *c = &f->common;

	for (size_t i = 0; i < c->nfiles; i++)
		for (size_t k = 0; k < i; k++)
			if (same_file(c->files[i], c->files[k])) {
				diag_error(&f->diags,
					   "%s is named twice, so that each of its rows would be a "
					   "duplicate; name it once",
					   c->files[i]);
				return false;
			}
	return true;
}

bool leadfold_by(struct leadfold *t, struct filter *f)
{
	if (!named_once(f))
		return false;
	if (f->source.header.n)
		t->by = find_by(t, f);
	if (t->fail_when && !f->diags.errors)
		fail_when_bind(&t->failing, t->fail_when, &duplicates_figures, &t->duplicates,
			       &f->lane[0].program, &f->diags);
	return !f->diags.errors;
}

void bind_duplicates(void *ask, struct filter *f, const void **plan)
{
	struct leadfold *t = ask;
	struct names *n = f->lane[0].names;
	size_t files, ids;
	const char *const *file = leadfold_files(f, &files);
	const size_t *id = leadfold_ids(t, f, &ids);

	who_bind(&t->who, n, id, ids);
	if (!leadfold_by(t, f) || !t->by) /* NULL: not a byte of input, and nothing that could be joined */
		return;
	t->same = same_bind(t->by, n, file, files);
	leadfold_map(t, f, id, ids);
	plan[0] = t->same;
}

/* ---- after the last ---- */

/* The answer to --fail-when, with the figures that it is about. */
static void check(struct leadfold *t, struct filter *f)
{
	const struct duplicates *d = &t->duplicates;
	size_t first = 0;

	if (!t->fail_when || !fail_when_count(&t->failing, d, &first))
		return;
	f->no = true;
	diag_note(&f->diags,
		  "--fail-when holds: largest_group %llu, groups %zu, rows %llu, duplicates %llu, "
		  "left_out %llu, nobody %llu",
		  (unsigned long long)d->largest, d->groups, (unsigned long long)d->rows,
		  (unsigned long long)duplicates_beyond(d), (unsigned long long)d->left_out,
		  (unsigned long long)d->nobody);
}

bool leadfold_check_same(struct leadfold *t, struct filter *f, const struct sameness *s)
{
	systems_counted(&t->systems, &f->source);
	if (t->clusters && !clusters_check(t->clusters, &f->diags))
		return false;
	duplicates_find(&t->duplicates, s, t->by, t->sort == SORT_SIZE);
	same_tell_rows(s, &f->diags);
	if (t->by)
		same_tell_vague(s, t->by, &f->diags);
	duplicates_note(&t->duplicates, &f->diags);
	check(t, f);
	return !f->diags.errors;
}

/* The bytes of the folder that all files are in, as they are named. */
static size_t common_folder(const char *const *file, size_t n)
{
	size_t folder = 0, same = 0;

	for (; n && file[0][same]; same++) {
		for (size_t i = 1; i < n; i++)
			if (file[i][same] != file[0][same])
				return folder;
		if (file[0][same] == '/')
			folder = same + 1;
	}
	return n > 1 ? folder : 0;
}

bool write_duplicates(void *ask, struct filter *f, void *const *counter)
{
	struct leadfold *t = ask;
	struct duplicates_view v = { .duplicates = &t->duplicates,
				     .who = &t->who,
				     .files = f->common.nfiles,
				     .utf8 = f->emitter.look.utf8 };
	struct grid grids[DUPLICATES_GRIDS] = { 0 };
	struct buf page = { 0 };
	size_t files;
	const char *const *file = leadfold_files(f, &files);

	v.folder = common_folder(file, files);
	systems_counted(&t->systems, &f->source);
	if (!leadfold_check_same(t, f, same_found(counter[0])))
		return false;
	if (filter_report_plain(f))
		return filter_write_table(f, &duplicates_report, &v);
	if (filter_report_format(f) != FORMAT_HTML) {
		size_t n = duplicates_tables(&v, grids);
		return filter_write_report(f, grids, n);
	}
	filter_page_begin(f, "Duplicates", f->lane[0].program.now, "", &page);
	duplicates_page(&v, &page);
	filter_page_end(f, &page);
	return filter_write(f, &page);
}

void leadfold_release_duplicates(struct leadfold *t)
{
	duplicates_release(&t->duplicates);
	fail_when_release(&t->failing);
	clusters_free(t->clusters);
}

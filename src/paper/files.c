/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that belong to the agreement: their fingerprints, and what is in those that fit on paper. */
#include "agreement/edition.h"
#include "base/cell.h"
#include "base/file.h"
#include "paper/telling.h"
#include "table/side.h"
#include "table/unpack.h"

enum { ROWS_MOST = 60, COLUMNS_MOST = 8, DIGEST_SHOWN = 8 };

static const char *const uses[] = { [USE_LIST] = "list of words",
				    [USE_TABLE] = "table",
				    [USE_HOLIDAYS] = "holidays",
				    [USE_ROSTER] = "sales reps",
				    [USE_PLAN] = "plan" };

static size_t lines_of(struct str s)
{
	size_t n = s.n && s.p[s.n - 1] != '\n';

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

static void row(struct paper *p, struct grid *g, const struct named_file *f)
{
	struct buf hex = { 0 }, bytes = { 0 };

	if (!unpack_file(f->path, &bytes))
		diag_error(p->diags, "%s: can't be read", f->path);
	digest_write(&hex, &f->digest, DIGEST_SHOWN);
	cell(p, g, f->name);
	cell(p, g, str_from(uses[f->use]));
	cell(p, g, number(p, (double)lines_of(buf_view(&bytes))));
	cell(p, g, kept(p, &hex));
	buf_release(&bytes);
}

/* As the tools read it: without comments. */
static void tell_list(struct paper *p, const struct named_file *f)
{
	struct buf bytes = { 0 }, words = { 0 };
	struct str entry;

	if (unpack_file(f->path, &bytes) && lines_of(buf_view(&bytes)) <= ROWS_MOST) {
		struct str rest = without_byte_order_mark(buf_view(&bytes));
		while ((entry = file_entry(&rest)).p) {
			buf_str(&words, words.n ? STR(", ") : STR(""));
			words_quote(&words, entry);
		}
		prose_small_heading(&p->prose, quote(p, f->name));
		prose_text(&p->prose, arena_copy(&p->arena, buf_view(&words)));
	}
	buf_release(&bytes);
	buf_release(&words);
}

static void tell_table(struct paper *p, const struct named_file *f)
{
	struct side side;
	struct grid g = { 0 };

	if (side_read(&side, f->path, p->diags) && side.rows <= ROWS_MOST && side.columns <= COLUMNS_MOST) {
		prose_small_heading(&p->prose, quote(p, f->name));
		for (size_t c = 0; c < side.columns; c++)
			grid_column(&g, arena_copy(&p->arena, side.name[c]).p, ALIGN_LEFT, false);
		for (size_t i = 0; i < side.rows * side.columns; i++)
			cell(p, &g, side.cell[i]);
		prose_grid(&p->prose, &g);
	}
	grid_release(&g);
	side_release(&side);
}

void tell_files(struct paper *p)
{
	struct named_file *file;
	size_t n = agreement_files(p->agreement, &p->arena, &file);
	struct grid g = { 0 };

	if (!n)
		return;
	prose_heading(&p->prose, STR("Files that belong to this agreement"));
	say(p, "They are signed along with it. Each has a fingerprint of its own: a file in which a single "
	       "letter "
	       "differs has another one.");
	grid_column(&g, "file", ALIGN_LEFT, false);
	grid_column(&g, "what it is", ALIGN_LEFT, false);
	grid_column(&g, "lines", ALIGN_RIGHT, true);
	grid_column(&g, "fingerprint", ALIGN_LEFT, false);
	for (size_t i = 0; i < n; i++)
		row(p, &g, &file[i]);
	prose_grid(&p->prose, &g);
	grid_release(&g);
	for (size_t i = 0; i < n; i++)
		if (file[i].use == USE_LIST)
			tell_list(p, &file[i]);
		else if (file[i].use != USE_HOLIDAYS)
			tell_table(p, &file[i]);
}

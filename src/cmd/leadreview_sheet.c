/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadreview --sheet: who is on the table, to be filled in. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/leadreview.h"
#include "cmd/spelling.h"
#include "review/handout.h"

/* Groups are asked for, or else the owners. */
static void bind_groups(struct leadreview *t, struct filter *f)
{
	if (t->by || !cards_have(t->cards, offsetof(struct card, owner)))
		return;
	t->by = "owner";
	t->plan.by = filter_name(f, 0, t->by, TYPE_NONE);
}

/* Before the first meeting there is no file; a name that is mistyped is noticed. */
static bool bind_decisions(struct leadreview *t, struct filter *f)
{
	if (!t->file)
		return true;
	if (access(t->file, F_OK) < 0 && errno == ENOENT)
		diag_note(&f->diags, "%s: not there yet, so nothing is decided", t->file);
	if (!leadreview_decisions(t, f, true))
		return false;
	t->plan.decisions = t->decisions;
	return true;
}

void bind_sheet(void *ask, struct filter *f, const void **plan)
{
	struct leadreview *t = ask;

	if (t->page_each && filter_report_format(f) != FORMAT_HTML)
		diag_error(&f->diags, "--page-each is for pages to print; add -f html");
	if (f->common.mail)
		diag_error(&f->diags, "--mail is for reports, and a sheet is printed; leave it out");
	if (!leadreview_bind(t, f) || !bind_decisions(t, f))
		return;
	bind_groups(t, f);
	plan[0] = &t->plan;
}

static struct str row_at(const void *sheet, size_t row)
{
	return ((const struct handout *)sheet)->seat[row]->row;
}

static uint64_t number_of(const void *sheet, size_t row)
{
	return ((const struct handout *)sheet)->seat[row]->order;
}

static void foresee(void *sheet, struct rows *lane, struct asked leads)
{
	cards_foresee(((struct handout *)sheet)->cards, lane, leads);
}

static struct frame *frame_at(void *rows, size_t row)
{
	return filter_kept_at(rows, row);
}

static bool put_piece(void *ctx, struct buf *out)
{
	return filter_write(ctx, out);
}

static bool put_tables(struct filter *f, const struct handout *s)
{
	size_t n;
	struct grid *grids = handout_tables(s, f->emitter.look.utf8, &n);
	bool good = filter_write_report(f, grids, n);

	free(grids);
	return good;
}

/* It is filled in a spreadsheet. */
static bool put_rows(struct filter *f, const struct handout *s, enum format format)
{
	if (format_kinds[format].cells)
		spreadsheet_spelling(&f->common, &f->lane[0].agreement);
	return filter_write_table(f, &handout_report, s);
}

bool write_sheet(void *ask, struct filter *f, void *const *counter)
{
	const struct leadreview *t = ask;
	struct handout s = { .handing = &t->handing,
			     .cards = t->cards,
			     .terms = &t->terms,
			     .decisions = t->decisions,
			     .by = t->by,
			     .page_each = t->page_each,
			     .picked = t->plan.answered,
			     .now = f->lane[0].program.now,
			     .frame = frame_at };
	enum format format = filter_report_format(f);

	handout_fill(&s, counter[0]);
	s.ctx = filter_kept_open(f, (struct kept_rows){ s.n, row_at, number_of, foresee, &s });
	bool good = format == FORMAT_HTML	 ? handout_page(&s, &f->lane[0].agreement, put_piece, f)
		    : format_kinds[format].plain ? put_rows(f, &s, format)
						 : put_tables(f, &s);
	handout_say(&s, counter[0], &f->diags);
	good = filter_kept_close(s.ctx) && good;
	handout_release(&s);
	return good;
}

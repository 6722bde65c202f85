/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows beside the run of a tool, in workers of their own: those that are read before it, and those that were
 * kept. See filter.h. */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/command.h"
#include "table/batch.h"

/* Did a frame fail? Then this is reported. */
static bool failed(struct filter *f, struct worker *w)
{
	const struct buf *fault = worker_fault(w);

	if (fault)
		diag_error(&f->diags, "%.*s", STR_ARG(buf_view(fault)));
	return fault;
}

/* ---- before the run ---- */

struct meeting_rows {
	rows_fn *ahead, *fn, *left_out;
	void *ctx;
};

/* Passes on the leads of a run in their order, neighbors of one kind together. */
static void meet_run(struct worker *w, const struct batch *b, size_t first, size_t n,
		     const struct meeting_rows *m)
{
	worker_run(w, b, first, n);
	worker_choose(w);
	struct asked leads = worker_any_leads(w);
	if (n > 1 && m->ahead)
		m->ahead(m->ctx, w->lane, leads);
	for (size_t i = 0, end; i < leads.n && !worker_fault(w); i = end) {
		const unsigned char out = w->fate[leads.row[i]] & FATE_LEFT_OUT;
		for (end = i + 1; end < leads.n && (w->fate[leads.row[end]] & FATE_LEFT_OUT) == out; end++)
			;
		rows_fn *meets = out ? m->left_out : m->fn;
		if (meets)
			meets(m->ctx, w->lane, (struct asked){ leads.row + i, end - i });
	}
}

static bool meet_batch(struct filter *f, struct worker *w, const struct batch *b,
		       const struct meeting_rows *m)
{
	/* of two lanes each has leads of its own: see worker_take */
	const size_t most = f->lanes > 1 ? 1 : RUN_MOST, rows = b->marks.nrow;

	for (size_t i = 0, n; i < rows; i += n) {
		n = rows - i < most ? rows - i : most;
		meet_run(w, b, i, n, m);
		if (!worker_fault(w))
			continue;
		if (n > 1) {
			worker_undo(w);
			for (size_t k = 0; k < n && !worker_fault(w); k++)
				meet_run(w, b, i + k, 1, m);
		}
		if (failed(f, w))
			return false;
	}
	return true;
}

bool filter_read_before(struct filter *f, rows_fn *ahead, rows_fn *fn, rows_fn *left_out, void *ctx)
{
	const struct meeting_rows m = { ahead, fn, left_out, ctx };
	off_t place = lseek(STDIN_FILENO, 0, SEEK_CUR); /* where f->source has got to */
	struct source again = { 0 };
	struct batch b = { 0 };
	struct worker w;
	bool good = true;
	int got = -1;

	worker_init(&w, f);
	if (place >= 0)
		lseek(STDIN_FILENO, f->stdin_from, SEEK_SET);
	if (filter_open_files(f, &again, f->common.files, f->common.nfiles, NULL))
		while (good && (got = source_next(&again, &b)) > 0) {
			look_at_batch(NULL, &b);
			good = meet_batch(f, &w, &b, &m);
		}
	if (got < 0 && again.error.p)
		diag_error(&f->diags, "%.*s", STR_ARG(again.error));
	if (place >= 0)
		lseek(STDIN_FILENO, place, SEEK_SET);
	source_close(&again);
	batch_release(&b);
	worker_release(&w);
	return good && got == 0;
}

/* ---- kept rows ---- */

bool filter_each_kept(struct filter *f, const struct kept_row *(*next)(void *ctx), rows_fn *fn, void *ctx)
{
	struct batch b = { 0 };
	struct worker w;
	bool good = true;

	worker_init(&w, f);
	for (const struct kept_row *r; good && (r = next(ctx)); good = !failed(f, &w)) {
		b.len = r->bytes.n + 1;
		memcpy(batch_room(&b, 0, b.len), r->bytes.p, r->bytes.n);
		b.buf[r->bytes.n] = '\n';
		b.file = r->file;
		b.first_line = r->line;
		b.first_row = r->row;
		batch_scan(&b, f->source.dialect, f->source.header.n);
		look_at_batch(NULL, &b);
		worker_row(&w, &b, 0);
		fn(ctx, w.lane, worker_row_alone);
	}
	batch_release(&b);
	worker_release(&w);
	return good;
}

enum { KEPT_BYTES = 1 << 18 }; /* a run has more of them in its last row only */

struct kept_reader {
	struct filter *filter;
	struct kept_rows rows;
	struct worker worker;
	struct batch batch;
	size_t first, n; /* the rows of the run */
	size_t alone;	 /* rows before this one are asked one after the other, since one of them fails */
	uint64_t failed; /* the input's number of the first that did, from 1; 0: none */
};

struct kept_reader *filter_kept_open(struct filter *f, struct kept_rows rows)
{
	struct kept_reader *k = mem_new(sizeof *k);

	k->filter = f;
	k->rows = rows;
	worker_init(&k->worker, f);
	return k;
}

/* Makes rows the run: from `first` on, at most so many. */
static void begin_run(struct kept_reader *k, size_t first, size_t most)
{
	struct batch *b = &k->batch;

	k->first = first;
	b->len = 0;
	for (k->n = 0; k->n < most && b->len <= KEPT_BYTES; k->n++) {
		struct str row = k->rows.at(k->rows.ctx, first + k->n);
		memcpy(batch_room(b, b->len, row.n), row.p, row.n);
		b->len += row.n;
	}
	batch_scan(b, k->filter->source.dialect, k->filter->source.header.n);
	look_at_batch(NULL, b);
	worker_run(&k->worker, b, 0, k->n);
}

/* What will be asked of the rows of a run is asked of all together, unless one fails. */
static void begin_at(struct kept_reader *k, size_t first)
{
	struct worker *w = &k->worker;
	size_t rest = k->rows.n - first, most = rest < KEPT_MOST ? rest : KEPT_MOST;

	if (first >= k->alone && most > 1 && !worker_fault(w)) {
		begin_run(k, first, most);
		k->rows.foresee(k->rows.ctx, w->lane, rows_all(w->lane));
		if (!worker_fault(w))
			return;
		worker_undo(w);
		k->alone = first + k->n;
	}
	begin_run(k, first, 1);
}

static void note_failed(struct kept_reader *k)
{
	if (!k->failed && worker_fault(&k->worker))
		k->failed = k->rows.number(k->rows.ctx, k->first) + 1;
}

struct frame *filter_kept_at(struct kept_reader *k, size_t row)
{
	note_failed(k);
	if (row - k->first >= k->n)
		begin_at(k, row);
	worker_take(&k->worker, row - k->first);
	return &k->worker.frame[0];
}

bool filter_kept_close(struct kept_reader *k)
{
	note_failed(k);
	bool good = !k->failed;
	if (!good)
		diag_error(&k->filter->diags, "row %llu of the input: %.*s", (unsigned long long)k->failed,
			   STR_ARG(buf_view(worker_fault(&k->worker))));
	batch_release(&k->batch);
	worker_release(&k->worker);
	free(k);
	return good;
}

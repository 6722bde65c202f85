/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a run, from the first to the last byte that is written: see filter.h. How it ends is in
 * close.c. */
#include "cmd/command.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "agreement/edition.h"
#include "base/file.h"
#include "base/mem.h"
#include "cli/progress.h"
#include "cmd/changes.h"
#include "cmd/columns.h"
#include "cmd/outputs.h"
#include "cmd/page.h"
#include "cmd/parts.h"
#include "cmd/split.h"

/* ---- rows ---- */

/* Writes the current row of --changes, which are counted in `n`, or --split; false: it is none of them. A
 * header in the middle has no place there. */
static bool put_chosen(struct worker *w, struct change_counts *n, struct buf *out)
{
	struct filter *f = w->filter;

	if ((f->common.changes && !changes_in_row(w, n)) || w->head_again)
		return false;
	size_t row = f->split ? split_row(f->split, w, out) : 0;
	(f->common.changes ? emit_changed_row : emit_row)(&f->emitter, w, &w->lane[0].record, out);
	if (f->split)
		split_row_end(out, row);
	return true;
}

static bool put_row(struct worker *w, struct change_counts *n, struct buf *out)
{
	struct filter *f = w->filter;

	if (f->common.changes || f->split)
		return put_chosen(w, n, out);
	emit_row(&f->emitter, w, &w->lane[0].record, out);
	return true;
}

/* Not every row is written, or not all to one place. */
static __attribute__((noinline)) bool pass_some(struct worker *w, bool lead, struct buf *out)
{
	const struct mode *m = w->filter->mode;

	return (!m->keeps || (lead && m->keeps(w->counter[0], w->lane[0].at))) &&
	       put_row(w, &w->changes, out);
}

/* Writes the current row, if the mode does; true: it goes to the output. */
static bool pass_on(struct worker *w, struct buf *out)
{
	struct filter *f = w->filter;

	if (!worker_keeps(w))
		return false;
	if (f->writes != WRITES_ALL)
		return pass_some(w, worker_has_lead(w), out);
	emit_row(&f->emitter, w, &w->lane[0].record, out);
	return true;
}

/* Drops the row that failed, which is in `out` from `before` on or, for a grid format, in the grid.
 */
static void leave_out(struct filter *f, struct buf *out, size_t before, bool went)
{
	if (f->mode->makes != MAKES_ROWS || !emitter_is_grid(&f->emitter)) {
		out->n = before;
		return;
	}
	if (went)
		grid_drop_row(&f->emitter.grid);
	emit_flush(&f->emitter, out, false);
}

static bool write_rows(struct worker *w, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		size_t before = out->n;
		worker_take(w, i);
		bool went = pass_on(w, out);
		if (worker_fault(w)) {
			leave_out(w->filter, out, before, went);
			return false;
		}
	}
	return true;
}

static bool work_run(struct worker *w, const struct batch *b, size_t first, size_t n, struct buf *out)
{
	struct filter *f = w->filter;

	worker_run(w, b, first, n);
	worker_choose(w);
	struct asked leads = worker_all_leads(w);
	worker_count(w, leads, false);
	if (n > 1 && f->writes == WRITES_ALL)
		emit_prepare(&f->emitter, w);
	if (n > 1 && worker_fault(w)) {
		worker_undo(w);
		for (size_t i = 0; i < n; i++)
			if (!work_run(w, b, first + i, 1, out))
				return false;
		return true;
	}
	if (!worker_fault(w))
		worker_count(w, leads, true);
	if (worker_fault(w)) {
		leave_out(f, out, out->n, false);
		return false;
	}
	if (f->writes == WRITES_NONE)
		return true;
	if (n == 1 || !w->writes_runs)
		return write_rows(w, n, out);
	emit_run(&f->emitter, w, out);
	return true;
}

/* What a thread has counted of many groups goes into the whole, so that not each thread ends with all. */
static void hand_over(struct worker *w)
{
	enum { GROUPS_HELD = 1 << 18 }; /* by all threads together */
	struct filter *f = w->filter;
	const struct counter_kind *const *kind = f->mode->counter;

	for (size_t c = 0; f->nworkers > 1 && c < COUNTERS && kind[c]; c++) {
		void *full = w->counter[c];
		if (!kind[c]->groups || kind[c]->groups(full) < GROUPS_HELD / f->nworkers)
			continue;
		w->counter[c] = kind[c]->new (f->plan[c]);
		pthread_mutex_lock(&f->merging);
		bool first = !f->whole[c];
		if (first)
			f->whole[c] = full;
		else
			kind[c]->merge(f->whole[c], full);
		pthread_mutex_unlock(&f->merging);
		if (!first)
			kind[c]->free(full);
	}
}

static bool work(void *scratch, struct batch *b, size_t first, size_t rows, struct buf *out,
		 struct buf *error)
{
	struct worker *w = scratch;

	_Static_assert((int)PART_MOST <= (int)RUN_MOST, "a part is a run");
	if (!first)
		look_at_batch(&w->looks, b);
	if (!work_run(w, b, first, rows, out)) {
		buf_str(error, buf_view(worker_fault(w)));
		return false;
	}
	if (w->filter->mode->makes == MAKES_ROWS)
		emit_flush(&w->filter->emitter, out, false);
	hand_over(w);
	return true;
}

/* Must one thread do everything, because rows of a grid are laid out in order or a counter needs their
 * order? */
static bool one_thread(const struct filter *f)
{
	const struct mode *m = f->mode;
	bool in_order = m->makes == MAKES_ROWS && emitter_is_grid(&f->emitter);

	for (size_t i = 0; i < COUNTERS && m->counter[i]; i++)
		in_order |= m->counter[i]->in_order;
	return in_order;
}

static void make_workers(struct filter *f)
{
	if (f->mode->makes == MAKES_ROWS) /* which need little memory, and that again and again */
		mem_return_large();
	f->nworkers = one_thread(f) ? 1 : (size_t)f->common.threads;
	f->workers = mem_new(f->nworkers * sizeof *f->workers);
	pthread_mutex_init(&f->merging, NULL);
	for (size_t i = 0; i < f->nworkers; i++) {
		worker_init(&f->workers[i], f);
		struct worker *w = &f->workers[i];
		worker_count_from_now(w);
		w->writes_runs = f->writes == WRITES_ALL && f->lanes == 1 && emit_in_runs(&f->emitter);
		if (f->common.changes)
			changes_count_from_now(&f->workers[i].changes, f);
	}
}

static bool open_output(struct filter *f, struct writer *w, const char *path)
{
	if (writer_open(w, path))
		return true;
	diag_error(&f->diags, "%s: can't be written: %s", w->name, file_why(w->error));
	return false;
}

/* Nobody waits for rows that wait for input. */
static void flush(void *writer)
{
	writer_flush(writer);
}

static bool start_output(struct filter *f)
{
	struct look look = f->common.output ? look_of_file() : look_of(STDOUT_FILENO, f->common.color);

	bool report = f->mode->makes == MAKES_REPORT;

	if (f->mode->makes == MAKES_OWN_ROWS && (f->common.columns || f->common.split || f->common.changes))
		diag_error(&f->diags,
			   "--%s is for rows of the input, and %s makes rows of its own; give it to the tool "
			   "that reads them",
			   f->common.columns ? "columns"
			   : f->common.split ? "split"
					     : "changes",
			   f->mode->name);
	if (f->common.columns && report && !f->mode->own_columns)
		diag_error(&f->diags,
			   "--columns is for rows, and this is a report, which has columns of its own");
	if (f->common.no_header && report)
		diag_error(&f->diags, "--no-header is for rows, and this is a report; leave it out");
	if (f->common.split && report)
		diag_error(&f->diags, "--split is for rows, and this is a report; leave it out");
	else if (f->common.split && !split_bind(f))
		return false;
	if (f->common.columns && !report)
		columns_pick(f);
	f->writes = f->mode->makes != MAKES_ROWS		      ? WRITES_NONE
		    : f->mode->keeps || f->common.changes || f->split ? WRITES_SOME
								      : WRITES_ALL;
	if (f->common.changes && report)
		diag_error(&f->diags, "--changes is for rows, and this is a report; leave it out");
	else if (f->common.changes && !changes_bind(f, f->common.columns))
		return false;
	if (f->diags.errors || !outputs_apart(f))
		return false;
	if ((f->common.format == FORMAT_TABLE || f->common.format == FORMAT_HTML) && !report)
		columns_weigh(f);
	emitter_init(&f->emitter, &f->source, &f->common, look, f->columns, f->ncolumns);
	if (f->split ? !split_open(f) : !open_output(f, &f->writer, f->common.output))
		return false;
	if (f->commit)
		writer_gather(&f->writer, f->commit, f->ask);
	if (f->commit && f->mode->makes == MAKES_ROWS)
		source_before_wait(&f->source, flush, &f->writer);
	if (f->common.rejects && !open_output(f, &f->rejects, f->common.rejects)) {
		writer_fail(&f->writer, f->emitter.out, STR(""));
		return false;
	}
	return true;
}

static bool put(struct filter *f, struct buf *out)
{
	bool good = writer_write(&f->writer, buf_view(out));

	buf_clear(out);
	return good || filter_fail_write(f);
}

/* An input of zero bytes gives no output, or in JSON an empty list. */
static bool nothing(const struct filter *f)
{
	return !f->source.header.n && !format_kinds[f->emitter.format].frame;
}

static void put_head(struct filter *f, struct buf *out)
{
	if (!nothing(f) && !f->common.no_header)
		emit_head(&f->emitter, f->split ? split_head(f->split) : out);
	f->writer.opens = f->emitter.format == FORMAT_JSON ? '[' : '\0';
}

/* Behind the last row: what is held yet, and the end of the output; of a page all of it. */
static bool put_end(struct filter *f, struct buf *out)
{
	if (!nothing(f) && f->emitter.format == FORMAT_HTML)
		filter_page_of_rows(f, &f->emitter.grid, out);
	else if (!nothing(f))
		emit_end(&f->emitter, out->n || !f->writer.opens, out);
	return put(f, out);
}

/* Everything through all workers. */
static bool stream(struct filter *f)
{
	void **scratch = mem_new(f->nworkers * sizeof *scratch);
	struct buf error = { 0 };
	struct progress *progress = NULL;
	bool good = true;

	for (size_t i = 0; i < f->nworkers; i++)
		scratch[i] = &f->workers[i];
	if (f->common.progress)
		progress = progress_start(f->command->tool.name, &f->source.rows, &f->source.done,
					  f->source.size);
	if (f->source.header.n && !flow_run(&f->source, work, scratch, (int)f->nworkers, &f->writer, &error))
		good = f->writer.error ? filter_fail_write(f) : filter_fail(f, buf_view(&error));
	if (progress)
		progress_stop(progress);
	free(scratch);
	buf_release(&error);
	return good;
}

/* Merges what all workers counted; the first has it then. */
static void merge_all(struct filter *f, size_t c)
{
	const struct counter_kind *kind = f->mode->counter[c];

	for (size_t i = 0; i < f->nworkers; i++) {
		void **part = &f->workers[i].counter[c];
		if (f->whole[c]) {
			kind->merge(f->whole[c], *part);
			kind->free(*part);
		} else {
			f->whole[c] = *part;
		}
		*part = NULL;
	}
	f->workers[0].counter[c] = f->whole[c];
	f->whole[c] = NULL;
}

/* Merges what all workers counted, and all partials, into the counters of the first. */
static bool settle(struct filter *f)
{
	const struct counter_kind *const *kind = f->mode->counter;
	void **all = f->workers[0].counter;

	for (size_t c = 0; c < COUNTERS && kind[c]; c++)
		merge_all(f, c);
	if (f->parts && !parts_add_up(f))
		return false;
	for (size_t c = 0; c < COUNTERS && kind[c] && !f->common.partial; c++) {
		if (kind[c]->settle)
			kind[c]->settle(all[c]);
		if (kind[c]->report)
			kind[c]->report(all[c], &f->diags);
	}
	return true;
}

bool filter_run(struct filter *f)
{
	bool rows = f->mode->makes == MAKES_ROWS;
	struct buf out = { 0 };

	if (f->diags.errors || !start_output(f))
		return false;
	make_workers(f);
	if (rows)
		put_head(f, &out);
	bool good = put(f, &out) && stream(f);
	if (good && rows)
		good = put_end(f, &out);
	buf_release(&out);
	return good && settle(f) && !f->diags.errors;
}

/* Makes kept rows the current row again, one after the other, in a fresh worker, because they were counted
 * the first time.
 */
static void each_row(struct filter *f, struct str rows, void (*fn)(void *ctx, struct worker *w), void *ctx)
{
	struct batch b = { .buf = mem_new(rows.n + 64), .len = rows.n, .cap = rows.n };
	struct worker w;

	worker_init(&w, f);
	if (rows.n)
		memcpy(b.buf, rows.p, rows.n);
	batch_scan(&b, f->source.dialect, f->source.header.n);
	look_at_batch(NULL, &b);
	for (size_t i = 0; i < b.marks.nrow; i++) {
		worker_row(&w, &b, i);
		fn(ctx, &w);
	}
	worker_release(&w);
	batch_release(&b);
}

struct again {
	rows_fn *fn;
	void *ctx;
};

static void look_again(void *ctx, struct worker *w)
{
	const struct again *a = ctx;

	if (worker_has_lead(w))
		a->fn(a->ctx, w->lane, worker_row_alone);
}

void filter_each_row(struct filter *f, struct str rows, rows_fn *fn, void *ctx)
{
	each_row(f, rows, look_again, &(struct again){ fn, ctx });
}

static void write_row(void *ctx, struct worker *w)
{
	put_row(w, &w->filter->workers[0].changes, ctx);
	emit_flush(&w->filter->emitter, ctx, false); /* it may have borrowed cells of the batch */
}

bool filter_write_rows(struct filter *f, struct str rows)
{
	struct buf out = { 0 };

	put_head(f, &out);
	each_row(f, rows, write_row, &out);
	bool good = put_end(f, &out);
	buf_release(&out);
	return good;
}

bool filter_write(struct filter *f, struct buf *out)
{
	bool good = put(f, out);

	buf_release(out);
	return good;
}

static bool put_piece(void *ctx, struct buf *out)
{
	return put(ctx, out);
}

/* A report for people says which agreement it was made from, or which two. */
static struct look report_look(struct filter *f)
{
	struct look look = f->emitter.look;
	enum format format = filter_report_format(f);

	look.delimiter = f->common.out_delimiter;
	look.decimal = f->common.out_decimal;
	if (format != FORMAT_MARKDOWN && format != FORMAT_HTML)
		return look;
	for (size_t l = 0; l < f->lanes; l++) {
		struct arena *arena = &f->lane[l].program.arena;
		struct str mark = agreement_mark(&f->lane[l].agreement, arena);
		look.mark = l ? arena_print(arena, "%.*s and %.*s", STR_ARG(look.mark), STR_ARG(mark)) : mark;
	}
	return look;
}

bool filter_write_table(struct filter *f, const struct report *r, const void *view)
{
	enum format format = filter_report_format(f);
	struct buf mark = { 0 };

	if (f->common.bom && (format == FORMAT_CSV || format == FORMAT_TSV))
		buf_str(&mark, STR(BYTE_ORDER_MARK));
	bool good = put(f, &mark) &&
		    report_write(r, view, filter_report_plain(f), format, report_look(f), put_piece, f);
	buf_release(&mark);
	return good;
}

bool filter_write_report(struct filter *f, struct grid *grids, size_t n)
{
	const struct grid **list = mem_new(n * sizeof *list);
	struct buf out = { 0 };

	for (size_t i = 0; i < n; i++)
		list[i] = &grids[i];
	grids_write(&out, list, n, filter_report_format(f), report_look(f));
	bool good = put(f, &out);
	for (size_t i = 0; i < n; i++)
		grid_release(&grids[i]);
	free(list);
	buf_release(&out);
	return good;
}

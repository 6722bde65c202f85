/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame that row tools share: see filter.h. */
#include "cmd/filter.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "cli/progress.h"
#include "cmd/columns.h"
#include "cmd/fields.h"
#include "cmd/outputs.h"
#include "cmd/pipes.h"
#include "lead/bant.h"

/* ---- talk ---- */

/* What there is to say goes to stderr: errors, or else (without --quiet) the notes. */
void filter_say(struct filter *f)
{
	struct diags *d = &f->diags;
	struct buf *said = d->errors ? &d->out : &d->notes;

	if (!look_of(STDERR_FILENO, NULL).utf8)
		utf8_to_ascii(said);
	file_write(STDERR_FILENO, !d->errors && f->common.quiet ? STR("") : buf_view(said));
	buf_clear(&d->out);
	buf_clear(&d->notes);
}

static struct filter *running; /* for running_out alone, which has no other way to know */

/* In whatever thread it was, and only in the first: others wait here until the program is gone. What a thread
 * was about to write is lost, and what awaits a commit may be half a decision, so neither goes out. */
static void running_out(void)
{
	struct filter *f = running;
	char words[80];

	snprintf(words, sizeof words, "%s: out of memory\n", f->tool->name);
	writer_hold(&f->writer);
	if (f->writer.before) {
		f->writer.before = NULL;
		buf_clear(&f->writer.held);
	}
	writer_fail(&f->writer, f->emitter.out, (struct str){ words, strlen(words) - 1 });
	draft_drop_all();
	file_write(STDERR_FILENO, str_from(words));
	_exit(2);
}

/* ---- opening ---- */

static bool read_now(struct filter *f)
{
	struct common *c = &f->common;
	const struct time_style *style = &f->lane[0].program.times;
	int64_t now;

	if (!c->now) {
		struct timespec t;
		clock_gettime(CLOCK_REALTIME, &t);
		now = (int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
	} else {
		enum time_reading how = instant_read(str_trim(str_from(c->now)), style, &now);
		if (how != TIME_READ) {
			diag_error(&f->diags,
				   "%s: '%s' is no time; write it as 2026-10-31 or \"2026-10-31 09:00\"",
				   c->now_from, c->now);
			return false;
		}
		if (!memchr(c->now, ':', strlen(c->now)) && instant_is_date(now, style->zone))
			now = instant_reach(now, 0, style->zone);
	}
	for (size_t i = 0; i < LANES; i++)
		f->lane[i].program.now = now;
	return true;
}

static void bind_lane(struct filter *f, struct lane *lane, enum owner owner)
{
	const struct header *h = &f->source.header;
	const struct agreement *a = &lane->agreement;

	lane->names = names_new(a, h->name, f->no_leads ? 0 : h->n, &lane->program, &f->diags);
	lane->bound = true;
	lane->program.strict = f->common.strict;
	lane->offices = offices_offer(lane->names);
	lane->scoring = scoring_offer(lane->names, owner == OWNS_SCORES);
	bant_offer(lane->names, owner == OWNS_BANT);
	lane->clocks = clocks_offer(lane->names, lane->offices, owner == OWNS_CLOCKS);
	if (!f->no_leads)
		conditions_bind(&lane->ignores, a->ignores.at, a->ignores.n, &lane->program);
	f->lanes++;
}

/* Rows that are no leads are written by a tool, as CSV and whole, and have no columns to ask for. */
static bool open_other_source(struct filter *f)
{
	const struct common *c = &f->common;
	struct source_options options = { .delimiter = ',' };

	if (c->where || c->fields)
		diag_error(&f->diags,
			   "--%s looks at leads, and %s reads none; give it where they are counted",
			   c->where ? "where" : "fields", f->no_leads);
	if (f->diags.errors || !source_open(&f->source, c->files, c->nfiles, &options, &f->diags))
		return false;
	f->source.header.hint = STR("");
	return true;
}

static bool open_input(struct filter *f, struct source *s, struct writer *rejects)
{
	const struct common *c = &f->common;
	struct source_options options = { .delimiter = c->tab ? '\t' : c->delimiter,
					  .raw_tsv = c->raw_tsv,
					  .ragged = (enum ragged)c->ragged,
					  .skip_lines = c->skip_lines,
					  .skip_footer = c->skip_footer,
					  .allow_empty = c->allow_empty,
					  .keep_rejects = rejects,
					  .rejects = rejects };

	return source_open(s, c->files, c->nfiles, &options, &f->diags);
}

/* Rows that are read twice can't come from a pipe. */
static bool keep_pipes(struct filter *f)
{
	return !f->twice || !f->twice(&f->lane[0].agreement) ||
	       pipes_keep(f->common.files, f->common.nfiles, &f->stdin_from, &f->diags);
}

static bool open_source(struct filter *f)
{
	return keep_pipes(f) && open_input(f, &f->source, f->common.rejects ? &f->rejects : NULL);
}

bool filter_print(struct filter *f, const char *path, struct str s)
{
	struct writer *w = &f->writer;

	if (writer_open(w, path)) {
		writer_write(w, s); /* which remembers a failure */
		if (writer_close(w))
			return true;
	}
	diag_error(&f->diags, "%s: can't be written: %s", w->name, file_why(w->error));
	return false;
}

static bool print_columns(struct filter *f)
{
	const struct header *h = &f->source.header;
	struct buf out = { 0 };

	for (size_t i = 0; i < h->n; i++) {
		buf_str(&out, h->name[i]);
		buf_char(&out, '\n');
	}
	bool good = filter_print(f, NULL, buf_view(&out));
	buf_release(&out);
	return good;
}

const struct code *filter_name(struct filter *f, size_t lane, const char *name, enum type want)
{
	struct program *p = &f->lane[lane].program;
	struct expr *e = ARENA_NEW(&p->arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = str_from(name), .where = f->lane[lane].agreement.text };
	return program_bind(p, e, want, NULL);
}

const struct code *filter_option(struct filter *f, size_t lane, const char *option, const char *words,
				 enum type want)
{
	struct program *p = &f->lane[lane].program;
	struct text *text = ARENA_NEW(&p->arena, struct text);

	*text = (struct text){ .name = option, .folder = "", .body = str_from(words) };
	const struct expr *e = expr_parse_text(text, &p->arena, &f->diags);
	return e ? program_bind(p, e, want, NULL) : NULL;
}

bool filter_open(struct filter *f, const struct tool *tool, enum owner owner, int argc, char **argv,
		 option_fn *own, void *ctx, int *exit_code)
{
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is a full disk, and no death */
	f->tool = tool;
	f->diags.tool = tool->name;
	f->writer.fd = f->rejects.fd = -1;
	running = f;
	mem_on_failure = running_out;
	*exit_code = 2;
	if (!file_hold_standard()) {
		diag_error(&f->diags, "closed standard streams can't be held: %s", file_why(errno));
		return false;
	}
	enum option_end end = options_read(tool, &f->common, argc, argv, own, ctx, &f->diags);
	if (end == OPTIONS_DONE)
		*exit_code = 0;
	if (end != OPTIONS_RUN)
		return false;
	if (f->common.print_agreement) {
		*exit_code = filter_print(f, NULL, agreement_builtin()) ? 0 : 2;
		return false;
	}
	struct str statements = buf_view(&f->common.statements);
	agreement_read(&f->lane[0].agreement, f->common.agreement, &statements, 1, &f->diags);
	if (f->diags.errors || !(f->no_leads ? open_other_source(f) : open_source(f)))
		return false;
	if (f->common.print_columns) {
		*exit_code = print_columns(f) ? 0 : 2;
		return false;
	}
	if (f->source.header.hint.n)
		diag_note(&f->diags, "%.*s", STR_ARG(f->source.header.hint));
	bind_lane(f, &f->lane[0], owner);
	if (!read_now(f))
		return false;
	columns_start(f);
	if (f->common.where)
		f->where = filter_option(f, 0, "--where", f->common.where, TYPE_FLAG);
	if (f->common.fields) {
		*exit_code = fields_report(f) ? 0 : 2;
		return false;
	}
	if (f->lane[0].agreement.unused.n)
		diag_note(&f->diags, "%s: %.*s: not used yet, and passed over",
			  f->lane[0].agreement.text->name, STR_ARG(f->lane[0].agreement.unused));
	return true;
}

void filter_compare(struct filter *f, const char *agreement, struct str statements, enum owner owner)
{
	struct lane *other = &f->lane[1];
	struct str layers[] = { statements, buf_view(&f->common.statements) };

	agreement_read(&other->agreement, agreement ? agreement : f->common.agreement, layers,
		       agreement ? 1 : 2, &f->diags);
	if (!f->diags.errors)
		bind_lane(f, other, owner);
	other->program.now = f->lane[0].program.now;
}

/* ---- rows ---- */

/* Rows end before the one that failed, which is in `out` from `before` on or, if it was kept, in the grid. */
static void leave_out(struct filter *f, struct buf *out, size_t before, bool kept)
{
	if (f->take || !emitter_is_grid(&f->emitter)) {
		out->n = before;
		return;
	}
	if (kept)
		grid_drop_row(&f->emitter.grid);
	emit_flush(&f->emitter, out, false);
}

static bool work(void *scratch, const struct batch *b, struct buf *out, struct buf *error)
{
	struct worker *w = scratch;
	struct filter *f = w->filter;

	for (size_t i = 0; i < b->marks.nrow; i++) {
		struct record r = batch_record(b, i);
		size_t before = out->n;
		worker_record(w, &r);
		bool kept = (!f->where || code_flag(f->where, &w->frame[0])) && (!f->keep || f->keep(w));
		if (kept && f->take)
			f->take(w, &r, out);
		else if (kept)
			emit_row(&f->emitter, w, &r, out);
		for (size_t l = 0; l < f->lanes; l++)
			if (w->frame[l].error.n) {
				leave_out(f, out, before, kept);
				buf_str(error, buf_view(&w->frame[l].error));
				return false;
			}
	}
	if (!f->take)
		emit_flush(&f->emitter, out, false);
	return true;
}

static void make_workers(struct filter *f)
{
	f->nworkers = emitter_is_grid(&f->emitter) && !f->take ? 1 : (size_t)f->common.threads;
	f->workers = mem_new(f->nworkers * sizeof *f->workers);
	for (size_t i = 0; i < f->nworkers; i++)
		worker_init(&f->workers[i], f);
}

/* Ends the output with the first error as the mark of a failed run. */
static bool give_up(struct filter *f)
{
	struct str errors = buf_view(&f->diags.out);
	const char *end = memchr(errors.p, '\n', errors.n);

	writer_fail(&f->writer, f->emitter.out,
		    str_slice(errors, 0, end ? (size_t)(end - errors.p) : errors.n));
	return false;
}

static bool fail(struct filter *f, struct str reason)
{
	diag_error(&f->diags, "%.*s", STR_ARG(reason));
	return give_up(f);
}

static bool fail_write(struct filter *f)
{
	if (!f->diags.errors) /* else whoever refused the write has said why */
		diag_error(&f->diags, "%s: can't be written: %s", f->writer.name, file_why(f->writer.error));
	return give_up(f);
}

static bool open_output(struct filter *f, struct writer *w, const char *path)
{
	if (writer_open(w, path))
		return true;
	diag_error(&f->diags, "%s: can't be written: %s", w->name, file_why(w->error));
	return false;
}

static bool start_output(struct filter *f)
{
	struct look look = look_of(STDOUT_FILENO, f->common.color);

	if (f->common.format == FORMAT_HTML && !f->report)
		diag_error(&f->diags, "--format html is for reports, and these are rows; %s makes one",
			   f->tool->report);
	if (f->common.columns && f->report && !f->takes_columns)
		diag_error(&f->diags,
			   "--columns is for rows, and this is a report, which has columns of its own");
	else if (f->common.columns && !f->report)
		columns_pick(f);
	if (f->diags.errors || !outputs_apart(f))
		return false;
	emitter_init(&f->emitter, &f->source, &f->common,
		     f->common.output ? (struct look){ .utf8 = true } : look, f->columns, f->ncolumns);
	if (!open_output(f, &f->writer, f->common.output))
		return false;
	f->writer.before = f->before;
	f->writer.ctx = f;
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
	return good || fail_write(f);
}

/* Of zero bytes comes nothing, but in JSON an empty list. */
static bool nothing(const struct filter *f)
{
	return !f->source.header.n && f->emitter.format != FORMAT_JSON;
}

bool filter_run(struct filter *f)
{
	struct buf out = { 0 }, error = { 0 };

	if (f->diags.errors || !start_output(f))
		return false;
	make_workers(f);
	void **scratch = mem_new(f->nworkers * sizeof *scratch);
	for (size_t i = 0; i < f->nworkers; i++)
		scratch[i] = &f->workers[i];
	if (!f->take && !nothing(f))
		emit_head(&f->emitter, &out);
	bool good = put(f, &out);
	struct progress *progress = NULL;
	if (f->common.progress)
		progress = progress_start(f->tool->name, &f->source.rows, &f->source.done, f->source.size);
	if (good && f->source.header.n &&
	    !flow_run(&f->source, work, scratch, (int)f->nworkers, &f->writer, &error))
		good = f->writer.error ? fail_write(f) : fail(f, buf_view(&error));
	if (progress)
		progress_stop(progress);
	if (good && !f->take && !nothing(f)) {
		emit_flush(&f->emitter, &out, true);
		good = put(f, &out);
	}
	free(scratch);
	buf_release(&out);
	buf_release(&error);
	return good;
}

bool filter_read_before(struct filter *f, row_fn *fn, void *ctx)
{
	off_t place = lseek(STDIN_FILENO, 0, SEEK_CUR); /* where f->source has got to */
	struct source again = { 0 };
	struct batch b = { 0 };
	struct worker w;
	int got = -1;

	worker_init(&w, f);
	if (place >= 0)
		lseek(STDIN_FILENO, f->stdin_from, SEEK_SET);
	if (open_input(f, &again, NULL))
		while ((got = source_next(&again, &b)) > 0)
			for (size_t i = 0; i < b.marks.nrow; i++) {
				struct record r = batch_record(&b, i);
				worker_record(&w, &r);
				if (!f->where || code_flag(f->where, &w.frame[0]))
					fn(ctx, &w, &r);
			}
	if (got < 0 && again.error.p)
		diag_error(&f->diags, "%.*s", STR_ARG(again.error));
	if (place >= 0)
		lseek(STDIN_FILENO, place, SEEK_SET);
	source_close(&again);
	batch_release(&b);
	worker_release(&w);
	return got == 0;
}

void filter_each_row(struct filter *f, struct str rows, row_fn *fn, void *ctx)
{
	struct batch b = { .buf = mem_new(rows.n + 64), .len = rows.n, .cap = rows.n };
	struct worker w; /* a fresh one: these rows were counted when they came by */

	worker_init(&w, f);
	if (rows.n)
		memcpy(b.buf, rows.p, rows.n);
	batch_scan(&b, f->source.dialect, f->source.header.n);
	for (size_t i = 0; i < b.marks.nrow; i++) {
		struct record r = batch_record(&b, i);
		worker_record(&w, &r);
		fn(ctx, &w, &r);
	}
	worker_release(&w);
	batch_release(&b);
}

static void write_row(void *ctx, struct worker *w, const struct record *r)
{
	emit_row(&w->filter->emitter, w, r, ctx);
}

bool filter_write_rows(struct filter *f, struct str rows)
{
	struct buf out = { 0 };

	if (!nothing(f))
		emit_head(&f->emitter, &out);
	filter_each_row(f, rows, write_row, &out);
	if (!nothing(f))
		emit_flush(&f->emitter, &out, true);
	bool good = put(f, &out);
	buf_release(&out);
	return good;
}

bool filter_write(struct filter *f, struct buf *out)
{
	return put(f, out);
}

enum format filter_report_format(const struct filter *f)
{
	if (f->common.format >= 0)
		return (enum format)f->common.format;
	return !f->common.output && isatty(STDOUT_FILENO) ? FORMAT_TABLE : FORMAT_CSV;
}

bool filter_report_plain(const struct filter *f)
{
	enum format format = filter_report_format(f);

	return format == FORMAT_CSV || format == FORMAT_TSV || format == FORMAT_JSON;
}

bool filter_write_report(struct filter *f, struct grid *grids, size_t n)
{
	const struct grid **list = mem_new(n * sizeof *list);
	struct buf out = { 0 };

	for (size_t i = 0; i < n; i++)
		list[i] = &grids[i];
	grids_write(&out, list, n, filter_report_format(f), f->emitter.look);
	bool good = put(f, &out);
	for (size_t i = 0; i < n; i++)
		grid_release(&grids[i]);
	free(list);
	buf_release(&out);
	return good;
}

static bool put_piece(void *filter, struct buf *piece)
{
	return put(filter, piece);
}

bool filter_write_long(struct filter *f, const struct grid_rows *rows, struct grid *g)
{
	bool good = grid_write_long(rows, g, filter_report_format(f), f->emitter.look, put_piece, f);

	grid_release(g);
	return good;
}

/* ---- closing ---- */

static void tell_rows(struct filter *f, uint64_t n, const char *one, const char *many)
{
	struct buf b = { 0 };

	if (!n)
		return;
	number_write_grouped(&b, (int64_t)n);
	diag_note(&f->diags, "%.*s %s", STR_ARG(buf_view(&b)), n == 1 ? one : many);
	buf_release(&b);
}

static void tell_counts(struct filter *f)
{
	const struct lane *lane = &f->lane[0];
	struct worker *first = &f->workers[0];

	for (size_t i = 1; i < f->nworkers; i++) {
		frame_merge(&first->frame[0], &f->workers[i].frame[0]);
		tally_merge(&first->tally[0], &f->workers[i].tally[0], &lane->agreement);
	}
	tally_tell(&first->tally[0], &lane->program, &lane->agreement, &f->diags);
	frame_tell(&first->frame[0], &f->diags);
	tell_rows(f, f->source.blank, "blank line skipped", "blank lines skipped");
	tell_rows(f, f->source.skipped, "row of another width skipped", "rows of another width skipped");
}

/* The last of them, and the file in its place; of a run that failed nothing is kept. */
static bool close_rejects(struct filter *f, bool good)
{
	struct writer *w = &f->rejects;

	if (!f->common.rejects || !f->workers)
		return good;
	if (good && !writer_settle(&f->writer))
		good = fail_write(f);
	if (!good) {
		writer_fail(w, f->source.dialect, STR(""));
		return false;
	}
	writer_write(w, buf_view(&f->source.rejects)); /* which remembers a failure */
	if (writer_close(w))
		return true;
	struct buf words = { 0 };
	buf_print(&words, "%s: can't be written: %s", w->name, file_why(w->error));
	fail(f, buf_view(&words));
	buf_release(&words);
	return false;
}

static void release(struct filter *f)
{
	if (f->end)
		f->end(f);
	for (size_t i = 0; f->workers && i < f->nworkers; i++) {
		if (f->workers[i].own)
			f->drop(f->workers[i].own);
		worker_release(&f->workers[i]);
	}
	free(f->workers);
	emitter_release(&f->emitter);
	free(f->columns);
	for (size_t l = 0; l < LANES; l++) {
		if (f->lane[l].bound) {
			names_free(f->lane[l].names);
			program_release(&f->lane[l].program);
		}
		agreement_release(&f->lane[l].agreement);
	}
	source_close(&f->source);
	common_release(&f->common);
	diags_release(&f->diags);
}

int filter_leave(struct filter *f, int exit_code)
{
	struct diags *d = &f->diags;

	if (d->errors > DIAG_MOST)
		diag_more(d, "and %u more mistakes", d->errors - DIAG_MOST);
	if (d->errors && f->source.header.hint.n)
		diag_more(d, "%.*s", STR_ARG(f->source.header.hint));
	filter_say(f);
	mem_on_failure = NULL;
	release(f);
	return exit_code;
}

int filter_close(struct filter *f, bool good)
{
	good = close_rejects(f, good && !f->diags.errors);
	if (!good && f->workers)
		give_up(f); /* if it did not come to that before */
	if (good && f->workers) {
		if (!writer_close(&f->writer))
			good = fail_write(f);
		tell_counts(f);
	}
	return filter_leave(f, !good ? 2 : f->no ? 1 : 0);
}

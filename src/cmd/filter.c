/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreement and input, opened and bound to each other: see filter.h. The rows are run.c's. */
#include "cmd/command.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "agreement/edition.h"
#include "agreement/read.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "cli/progress.h"
#include "cmd/archive_input.h"
#include "cmd/columns.h"
#include "cmd/header.h"
#include "cmd/outputs.h"
#include "cmd/parts.h"
#include "cmd/spelling.h"
#include "cmd/spool.h"
#include "figures/reason.h"
#include "lead/bant.h"
#include "paper/paper.h"

/* ---- talk ---- */

/* Prints messages to stderr: errors and warnings and, if there are no errors (and without --quiet), the
 * notes.
 */
void filter_say(struct filter *f)
{
	struct diags *d = &f->diags;

	if (!d->errors && !d->quiet)
		buf_str(&d->out, buf_view(&d->notes));
	if (d->out.n && !look_of(STDERR_FILENO, NULL).utf8)
		utf8_to_ascii(&d->out);
	file_write(STDERR_FILENO, buf_view(&d->out));
	buf_clear(&d->out);
	buf_clear(&d->notes);
}

static struct filter *running; /* only for running_out, which has no other way to know */

/* Runs in whichever thread came first; others wait here until the program has exited. What a thread was about
 * to write is lost, and what awaits a commit may be half a decision, so neither is written. */
static void running_out(void)
{
	struct filter *f = running;
	char words[80];

	snprintf(words, sizeof words, "%s: out of memory\n", f->command->tool.name);
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

	if (!c->now && f->as_of != INSTANT_NONE) {
		now = f->as_of;
	} else if (!c->now) {
		struct timespec t;
		clock_gettime(CLOCK_REALTIME, &t);
		now = instant_of((int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000);
	} else {
		enum time_reading how = instant_read(str_trim(str_from(c->now)), style, &now);
		if (how != TIME_READ) {
			diag_error(&f->diags,
				   "%s: '%s' is not a time; write it as 2026-10-31 or \"2026-10-31 09:00\"",
				   c->now_from, c->now);
			return false;
		}
	}
	if (instant_is_date(now))
		now = instant_reach(now, 0, style->zone);
	for (size_t i = 0; i < LANES; i++)
		f->lane[i].program.now = now;
	return true;
}

static bool reads_leads(const struct filter *f)
{
	return f->mode->reads == READS_LEADS;
}

static void bind_columns(const struct filter *f, struct lane *lane, const struct str *head, size_t n,
			 struct diags *diags)
{
	enum owner owner = f->command->owns;
	const struct agreement *a = &lane->agreement;

	lane->names = names_new(a, head, n, &lane->program, diags);
	lane->program.commas =
		f->source.from != DELIMITER_GIVEN && f->source.dialect.delimiter != ',' && !a->decimal_said;
	lane->bound = true;
	lane->program.strict = f->common.strict;
	lane->offices = offices_define(lane->names);
	lane->scoring = scoring_define(lane->names, owner == OWNS_SCORES);
	bant_define(lane->names, owner == OWNS_BANT);
	lane->clocks = clocks_define(lane->names, lane->offices, owner == OWNS_CLOCKS);
	lane->positions = positions_define(lane->names, owner == OWNS_POSITIONS);
	if (reads_leads(f) && !f->mode->every_row && f->mode->makes != MAKES_OWN_ROWS)
		conditions_bind(&lane->ignores, a->ignores.at, a->ignores.n, &lane->program);
}

void filter_unbind(struct lane *lane)
{
	if (!lane->bound)
		return;
	names_free(lane->names);
	program_release(&lane->program);
	lane->bound = false;
}

/* The input's columns, and those that the mode adds to them. */
static const struct str *widen(struct filter *f, const struct lane *lane, size_t *n)
{
	struct lane tried = { .agreement = lane->agreement };
	struct diags unsaid = { .tool = f->command->tool.name };
	struct str *more, *head;

	bind_columns(f, &tried, f->source.header.name, *n, &unsaid);
	size_t lacking = f->mode->lacking(tried.names, &f->arena, &more);
	head = ARENA_ARRAY(&f->arena, *n + lacking, struct str);
	memcpy(head, f->source.header.name, *n * sizeof *head);
	for (size_t i = 0; i < lacking; i++)
		head[(*n)++] = more[i];
	filter_unbind(&tried);
	diags_release(&unsaid);
	return head;
}

static void bind_lane(struct filter *f, struct lane *lane, struct diags *diags)
{
	const struct str *head = f->source.header.name;
	size_t n = reads_leads(f) ? f->source.header.n : 0;

	if (n && f->mode->lacking && !f->common.fields)
		head = widen(f, lane, &n);
	bind_columns(f, lane, head, n, diags);
}

void filter_bind_again(const struct filter *f, struct lane *lane, const struct str *head, size_t n,
		       struct diags *unsaid)
{
	lane->agreement = f->lane[0].agreement;
	bind_columns(f, lane, head, n, unsaid);
	lane->program.now = f->lane[0].program.now;
}

/* Binds it as if it were lane 0, which is then forgotten. */
static bool could_bind(struct filter *f, bool (*bind)(struct names *n))
{
	struct lane tried = { .agreement = f->lane[0].agreement };
	struct diags unsaid = { .tool = f->command->tool.name };

	bind_lane(f, &tried, &unsaid);
	bool good = bind(tried.names);
	filter_unbind(&tried);
	diags_release(&unsaid);
	return good;
}

static bool bind_stages(struct names *n)
{
	return pipeline_bind(&(struct pipeline){ 0 }, n);
}

static bool bind_reasons(struct names *n)
{
	return exit_reasons_bind(&(struct exit_reasons){ 0 }, n, false);
}

bool filter_has_stages(struct filter *f)
{
	return f->lane[0].agreement.stages.n && could_bind(f, bind_stages);
}

bool filter_has_reasons(struct filter *f)
{
	return exit_reasons_said(&f->lane[0].agreement) && could_bind(f, bind_reasons);
}

/* What is ignored of leads is ignored of their events, too, if these have the columns that it names; else it
 * is left to those who read leads. */
static void bind_ignores_of_events(struct filter *f)
{
	struct lane *lane = &f->lane[0], tried = { .agreement = lane->agreement };
	struct diags unsaid = { .tool = f->command->tool.name };
	struct agreement *a = &lane->agreement;
	size_t kept = 0;

	bind_lane(f, &tried, &unsaid);
	for (size_t i = 0; i < a->ignores.n; i++) {
		const struct expr *when = a->ignores.at[i].when;
		if (program_bind(&tried.program, when, TYPE_FLAG, NULL))
			a->ignores.at[kept++] = a->ignores.at[i];
		else
			diag_note(&f->diags,
				  "%s:%u: 'ignore' is left out: these rows lack a column that it names",
				  when->where->name, diag_place(when->where, when->span.at).line);
	}
	a->ignores.n = kept;
	conditions_bind(&lane->ignores, a->ignores.at, kept, &lane->program);
	filter_unbind(&tried);
	diags_release(&unsaid);
}

/* Rows that aren't leads were written by a tool, as complete CSV, and have no columns to choose. */
static bool open_other_source(struct filter *f)
{
	static const char *const nothing[] = { "/dev/null" };
	const struct common *c = &f->common;
	struct source_options options = { .delimiter = ',', .allow_empty = true };

	if (c->nwhere || c->fields || c->as_of || c->header_from)
		diag_error(&f->diags,
			   "--%s looks at leads, and %s reads none; give it where they are counted",
			   c->nwhere   ? "where"
			   : c->fields ? "fields"
			   : c->as_of  ? "as-of"
				       : "header-from",
			   f->mode->name);
	if (f->mode->reads == READS_NOTHING && c->nfiles)
		diag_error(&f->diags, "%s reads no leads; leave '%s' out", f->mode->name, c->files[0]);
	if (f->diags.errors || !source_open(&f->source, nothing, 1, &options, &f->diags))
		return false;
	f->source.header.hint = STR("");
	return true;
}

bool filter_open_files(struct filter *f, struct source *s, const char *const *files, size_t n,
		       struct writer *rejects)
{
	const struct common *c = &f->common;
	struct source_options options = { .delimiter = c->tab ? '\t' : c->delimiter,
					  .raw_tsv = c->raw_tsv,
					  .ragged = (enum ragged)c->ragged,
					  .skip_lines = c->skip_lines,
					  .skip_footer = c->skip_footer,
					  .header_from = c->header_from,
					  .allow_empty = c->allow_empty,
					  .keep_rejects = rejects,
					  .rejects = rejects,
					  .open = f->open,
					  .open_ctx = f->open_ctx };

	return source_open(s, files, n, &options, &f->diags);
}

static bool open_input(struct filter *f, struct source *s, struct writer *rejects)
{
	return filter_open_files(f, s, f->common.files, f->common.nfiles, rejects);
}

/* Rows that are read twice can't come from a pipe. */
static bool keep_pipes(struct filter *f)
{
	return !f->mode->twice || !f->mode->twice(f->ask, &f->lane[0].agreement) ||
	       pipes_keep(f->common.files, f->common.nfiles, &f->stdin_from, &f->diags);
}

static bool open_source(struct filter *f)
{
	if (f->parts)
		return parts_open(f);
	if (!header_keep(f) || !(f->mode->feed ? f->mode->feed(f->ask, f) : archive_inputs(f, false)))
		return false;
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

	for (size_t i = 0; i < h->n; i++)
		buf_print(&out, "%.*s\n", STR_ARG(h->name[i]));
	bool good = filter_print(f, NULL, buf_view(&out));
	buf_release(&out);
	return good;
}

static bool print_stages(struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;
	struct buf out = { 0 };

	for (size_t i = 0; i < a->stages.n; i++)
		buf_print(&out, "%.*s\n", STR_ARG(a->stages.at[i].name.text));
	bool good = filter_print(f, NULL, buf_view(&out));
	buf_release(&out);
	return good;
}

void filter_say_edition(struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;
	struct digest edition = agreement_edition(a);
	struct buf hex = { 0 };

	digest_write(&hex, &edition, DIGEST_BYTES);
	diag_note(&f->diags, "%s: its fingerprint is %.*s", a->text->name, STR_ARG(buf_view(&hex)));
	buf_release(&hex);
}

const struct code *filter_name(struct filter *f, size_t lane, const char *name, enum type want)
{
	struct program *p = &f->lane[lane].program;
	struct expr *e = ARENA_NEW(&p->arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = str_from(name), .where = f->lane[lane].agreement.text };
	return program_bind(p, e, want, NULL);
}

static struct expr *parse_option(struct filter *f, struct program *p, const char *option, const char *words)
{
	struct text *text = ARENA_NEW(&p->arena, struct text);

	*text = (struct text){ .name = option, .folder = "", .body = str_from(words) };
	return expr_parse_text(text, &p->arena, &f->diags);
}

const struct code *filter_option(struct filter *f, size_t lane, const char *option, const char *words,
				 enum type want)
{
	struct program *p = &f->lane[lane].program;
	const struct expr *e = parse_option(f, p, option, words);

	return e ? program_bind(p, e, want, NULL) : NULL;
}

/* All -w, each of which must hold; NULL: there is none, or a mistake is reported. */
static const struct code *bind_where(struct filter *f)
{
	struct program *p = &f->lane[0].program;
	size_t n = f->common.nwhere;
	struct expr all = { .op = EXPR_AND, .arg = ARENA_ARRAY(&p->arena, n, struct expr *) };

	for (size_t i = 0; i < n; i++) {
		struct expr *e = parse_option(f, p, "--where", f->common.where[i]);
		if (!e)
			continue;
		all.arg[all.nargs++] = e;
		all.mended |= e->mended;
		all.height = e->height >= all.height ? e->height + 1 : all.height;
		all.where = e->where;
		all.span = e->span;
	}
	if (!all.nargs)
		return NULL;
	struct expr *e = all.arg[0];
	if (all.nargs > 1)
		*(e = ARENA_NEW(&p->arena, struct expr)) = all;
	return program_bind(p, e, TYPE_FLAG, NULL);
}

/* The agreement as the document that people sign. */
static bool print_document(struct filter *f)
{
	enum format format = (enum format)f->common.format;
	struct buf out = { 0 };

	if (format != FORMAT_HTML && format != FORMAT_MARKDOWN)
		diag_error(&f->diags,
			   "--print-agreement prints the agreement as a document with --format html or "
			   "markdown, and without --format how to start one");
	if (f->common.mail)
		diag_error(&f->diags, "--mail is for reports, and an agreement is printed; leave it out");
	bool good = !f->diags.errors && paper_write(&f->lane[0].agreement, format, &out, &f->diags) &&
		    outputs_apart(f) && filter_print(f, f->common.output, buf_view(&out));
	buf_release(&out);
	return good;
}

bool filter_begin(struct filter *f)
{
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN); /* treat a limit on file size like a full disk, not as a fatal signal */
	f->writer.fd = f->rejects.fd = -1;
	f->as_of = INSTANT_NONE;
	running = f;
	mem_on_failure = running_out;
	if (file_hold_standard())
		return true;
	diag_error(&f->diags, "closed standard streams can't be held: %s", file_why(errno));
	return false;
}

/* The tool's own in place of any other, if it is asked for. */
static struct named_text own_agreement(const struct filter *f)
{
	return f->command->agreement ? f->command->agreement(f->ask) : (struct named_text){ 0 };
}

static void read_agreement(struct filter *f)
{
	struct named_text own = own_agreement(f);
	struct str statements = buf_view(&f->common.statements);

	if (own.name && f->common.agreement)
		diag_note(&f->diags, "%s is an agreement of its own, so %s is not read", own.name,
			  f->common.agreement);
	agreement_read_text(&f->lane[0].agreement, own.name ? own.name : f->common.agreement, own.body,
			    &statements, 1, &f->diags);
}

/*
 * The map of ids that the tool follows, if it is asked to. A mode that makes its input needs it for that. For
 * all others it is read behind the header: the run before in a pipe, whose rows come in, may be the one that
 * writes the map, which is on the disk before any of them is out.
 */
static bool read_map(struct filter *f, bool for_feed)
{
	const char *path = f->command->map && !f->mode->keeps_map ? f->command->map(f->ask) : NULL;
	bool feeds = f->mode->feed;

	if (path && feeds == for_feed && !f->diags.errors && map_apart(f, path))
		f->map = id_map_read(path, &f->diags);
	return !path || feeds != for_feed || f->map;
}

static void look_for_old_ids(struct filter *f)
{
	bool email;

	f->old_id_column = SIZE_MAX;
	if (f->map && reads_leads(f) && !f->mode->feed)
		f->old_id_column = ids_column(f->lane[0].names, &email);
}

/* The agreement may decide which mode it is. */
static bool decide(struct filter *f)
{
	if (f->command->decide)
		f->mode = f->command->decide(f->ask, f);
	return f->mode;
}

bool filter_open(struct filter *f, int *exit_code)
{
	*exit_code = 2;
	if (f->common.print_agreement && f->common.format < 0) {
		struct named_text own = own_agreement(f);
		*exit_code = filter_print(f, NULL, own.name ? own.body : agreement_builtin()) ? 0 : 2;
		return false;
	}
	read_agreement(f);
	if (f->common.spreadsheet)
		spreadsheet_spelling(&f->common, &f->lane[0].agreement);
	if (f->common.print_agreement && !f->diags.errors)
		*exit_code = print_document(f) ? 0 : 2;
	if (f->common.print_stages && !f->diags.errors)
		*exit_code = print_stages(f) ? 0 : 2;
	bool printed = f->common.print_agreement || f->common.print_stages;
	if (!printed && !f->diags.errors && (!decide(f) || !read_map(f, true)))
		return false;
	if (printed || f->diags.errors ||
	    !(reads_leads(f) || (f->common.print_columns && f->mode->reads == READS_ITSELF)
		      ? open_source(f)
		      : open_other_source(f)))
		return false;
	if (f->common.print_columns) {
		*exit_code = print_columns(f) ? 0 : 2;
		return false;
	}
	if (!read_map(f, false))
		return false;
	header_tell(f, diag_note);
	bind_lane(f, &f->lane[0], &f->diags);
	look_for_old_ids(f);
	if (f->mode->makes == MAKES_OWN_ROWS)
		bind_ignores_of_events(f);
	f->lanes = 1;
	head_again_init(&f->head_again, &f->source.header, f->source.dialect.delimiter,
			&f->lane[0].program.arena);
	if (!read_now(f))
		return false;
	columns_start(f);
	f->where = bind_where(f);
	return true;
}

void filter_compare(struct filter *f, const char *agreement, struct str statements)
{
	struct lane *other = &f->lane[1];
	struct str layers[] = { statements, buf_view(&f->common.statements) };

	agreement_read(&other->agreement, agreement ? agreement : f->common.agreement, layers,
		       agreement ? 1 : 2, &f->diags);
	if (!f->diags.errors) {
		bind_lane(f, other, &f->diags);
		f->lanes = 2;
	}
	other->program.now = f->lane[0].program.now;
}

void filter_check_report(struct filter *f, struct fail_when *w, const void *view)
{
	size_t first = 0, n = fail_when_count(w, view, &first);

	f->no |= n > 0;
	if (n)
		diag_note(&f->diags, "--fail-when holds for %zu %s of the report, first in row %zu", n,
			  n == 1 ? "row" : "rows", first + 1);
}

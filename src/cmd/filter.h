/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One run of a tool: options, agreement and input, bound to each other, and
 * what a mode needs of them while it binds and when it writes. How a run goes
 * is in command.h.
 */
#ifndef CMD_FILTER_H
#define CMD_FILTER_H

#include <pthread.h>

#include "agreement/office.h"
#include "agreement/orphans.h"
#include "cmd/emit.h"
#include "cmd/worker.h"
#include "figures/fail_when.h"
#include "lead/clock.h"
#include "lead/conditions.h"
#include "lead/id_map.h"
#include "lead/position.h"
#include "lead/score.h"
#include "report/column.h"
#include "table/flow.h"
#include "table/looks.h"

/* Which columns are the tool's own: those are computed; other tools' columns are read where the input has
 * them. */
enum owner { OWNS_NOTHING, OWNS_SCORES, OWNS_BANT, OWNS_CLOCKS, OWNS_POSITIONS };

struct split;
struct parts;

struct lane {
	struct agreement agreement;
	struct program program;
	struct names *names;
	struct offices *offices;
	struct scoring *scoring;
	struct clocks *clocks;
	struct positions *positions;
	struct conditions ignores;
	bool bound;
};

struct filter {
	const struct command *command;
	const struct mode *mode;
	struct common common;
	uint64_t said;	     /* which of the tool's own options are given: see command.h */
	struct parts *parts; /* of --merge; NULL: leads are read */
	uint64_t counted;    /* which options partials are made with: see parts.h */
	struct diags diags;
	struct source source;
	int (*open)(void *ctx, const char *path); /* opens its files: see source_options */
	void *open_ctx;
	int64_t as_of; /* the time that the input is of; INSTANT_NONE: it is of now */
	struct head_again head_again;
	struct arena arena; /* of the heads of `lacking` columns */
	int64_t stdin_from; /* where the input began, if it is read twice */
	struct lane lane[LANES];
	size_t lanes;
	const struct code *where;
	struct out_column *columns; /* of the output, before -c: the input's, then the tool's */
	size_t ncolumns, columns_cap, added;
	struct emitter emitter;
	struct writer writer, rejects;
	enum {
		WRITES_NONE,
		WRITES_SOME,
		WRITES_ALL
	} writes;	       /* which rows as they come, and ALL: to one place */
	struct split *split;   /* --split; NULL: one file */
	struct id_map *map;    /* of ids, of a tool that follows one; NULL: none */
	size_t old_id_column;  /* where leads may have an old id; SIZE_MAX: nobody counts them */
	struct roster *roster; /* the agreement's, where somebody has read it; NULL otherwise */
	void *ask;	       /* the tool's own */
	/* Called before any byte is written; false: a mistake, which is reported, and nothing is written.
	 * NULL: nothing to do. A mode's `bind` sets it. */
	bool (*commit)(void *ask);
	const void *plan[COUNTERS];
	struct worker *workers;
	size_t nworkers;
	void *whole[COUNTERS]; /* what threads have handed over of many groups; NULL: nothing yet */
	pthread_mutex_t merging;
	bool no; /* all went well, and the answer to the question is no: exit 1 */
};

/* ---- before the input is open ---- */

/* Opens files as the options say that the input's are read. */
bool filter_open_files(struct filter *f, struct source *s, const char *const *files, size_t n,
		       struct writer *rejects);

/* ---- while a mode binds ---- */

/* Another agreement on the same input, as lane 1: `agreement`, or NULL for lane 0's own, under `statements`.
 */
void filter_compare(struct filter *f, const char *agreement, struct str statements);

/* Could the stages and exits of lane 0, or the reasons of its exits, be bound, as this input has the columns
 * that they name? Nothing is reported. For a mode that says more where they can. */
bool filter_has_stages(struct filter *f);
bool filter_has_reasons(struct filter *f);

/* Lane 0's agreement once more, on a header of its own: for a mode that asks what the rows will say that it
 * is about to write. `unsaid`, where lane 0's notes would be repeated, and the header outlive it. */
void filter_bind_again(const struct filter *f, struct lane *lane, const struct str *head, size_t n,
		       struct diags *unsaid);
void filter_unbind(struct lane *lane);

/* What a name of the agreement stands for in a lane; and an expression that an option gives (--where), as
 * `want`. Returns NULL after a mistake, which is reported. */
const struct code *filter_name(struct filter *f, size_t lane, const char *name, enum type want);
const struct code *filter_option(struct filter *f, size_t lane, const char *option, const char *words,
				 enum type want);

/* A column that the tool adds: what `name` stands for in a lane, under the head `head`. Valid until the next
 * is added. */
struct out_column *filter_add(struct filter *f, size_t lane, struct str name, struct str head);

/* Passes all leads to `fn` before the run, in a mode that reads its rows twice; those that -w leaves out to
 * `left_out` (NULL: nobody asks); all leads of a run of several go to `ahead` (likewise) before, which reads
 * what will be asked of them, and keeps nothing. Returns false after a mistake, which is reported. */
typedef void rows_fn(void *ctx, struct rows *lane, struct asked leads);
bool filter_read_before(struct filter *f, rows_fn *ahead, rows_fn *fn, rows_fn *left_out, void *ctx);

/* Passes rows that a first reading kept to `fn`, as `next` gives them, until it gives NULL: rows of any
 * order, which are leads. Returns false after a mistake in one, which is reported. */
bool filter_each_kept(struct filter *f, const struct kept_row *(*next)(void *ctx), rows_fn *fn, void *ctx);

/* ---- when it writes ---- */

/* Passes rows that were kept to `fn` again, in a worker of their own. */
void filter_each_row(struct filter *f, struct str rows, rows_fn *fn, void *ctx);

/* Rows that were kept, in an order of their own. */
enum { KEPT_MOST = TALLY_ROWS };
struct kept_rows {
	size_t n;
	struct str (*at)(const void *ctx, size_t row);	 /* with its line end */
	uint64_t (*number)(const void *ctx, size_t row); /* of the input, from 0 */
	rows_fn *foresee; /* asks up to KEPT_MOST neighbors together what will be asked of each */
	void *ctx;
};

/* Each of them is made the current one when it is asked for, in a worker of their own. The frame is lane 0's
 * and valid until the next. `close` returns false after a mistake in a row, which is reported. */
struct kept_reader *filter_kept_open(struct filter *f, struct kept_rows rows);
struct frame *filter_kept_at(struct kept_reader *k, size_t row);
bool filter_kept_close(struct kept_reader *k);

/* Writes what is laid out already, and releases it. */
bool filter_write(struct filter *f, struct buf *out);

/* Writes a report that is made row by row; or one that is laid out for people, whose grids are released. */
bool filter_write_table(struct filter *f, const struct report *r, const void *view);
bool filter_write_report(struct filter *f, struct grid *grids, size_t n);
enum format filter_report_format(const struct filter *f);
bool filter_report_plain(const struct filter *f); /* for programs, not for people */

/* Is all counted that any format shows? So it is in partials. */
static inline bool filter_counts_all(const struct filter *f)
{
	return f->common.partial || f->parts;
}

/* The answer is no where the condition of --fail-when holds for a row of the report. */
void filter_check_report(struct filter *f, struct fail_when *w, const void *view);

/* Notes the whole fingerprint of the agreement, of which pages show the first digits. */
void filter_say_edition(struct filter *f);

/* Prints the notes so far, before something that takes a while. */
void filter_say(struct filter *f);

/* ---- a run: command.c's ---- */

/* Call it first: it holds closed standard streams open, and sets the message for running out of memory.
 * Returns false after a mistake, which is reported. */
bool filter_begin(struct filter *f);

/* Writes `s` instead of everything else, to `path` or (NULL) standard output. Returns false after a mistake,
 * which is reported. */
bool filter_print(struct filter *f, const char *path, struct str s);

/* Opens the agreement, the input and its header. Returns false when there is nothing left to do (a mistake,
 * --print-columns), and sets the exit code. */
bool filter_open(struct filter *f, int *exit_code);

/* Streams every row, then merges and settles the counters. Returns false after a mistake, which is
 * reported. */
bool filter_run(struct filter *f);

/* Writes the rows that best_counter kept, as if they had just come. */
bool filter_write_rows(struct filter *f, struct str rows);

/* Reports a failure, of writing with its own reason, and ends the output with it. Returns false. */
bool filter_fail(struct filter *f, struct str reason);
bool filter_fail_write(struct filter *f);

/* Reports the counts and closes everything. Returns the exit code. */
int filter_close(struct filter *f, bool good);
int filter_leave(struct filter *f, int exit_code); /* where filter_open left nothing to do */

#endif

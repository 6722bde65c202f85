/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frame that row tools share: options in, the agreement read and bound to
 * the input's header, rows through, what was counted told. A tool adds its
 * columns, or takes the rows for a report.
 */
#ifndef CMD_FILTER_H
#define CMD_FILTER_H

#include "agreement/office.h"
#include "cmd/emit.h"
#include "cmd/worker.h"
#include "lead/clock.h"
#include "lead/conditions.h"
#include "lead/score.h"
#include "table/flow.h"

struct lane {
	struct agreement agreement;
	struct program program;
	struct names *names;
	struct offices *offices;
	struct scoring *scoring;
	struct clocks *clocks;
	struct conditions ignores;
	bool bound;
};

struct filter {
	const struct tool *tool;
	struct common common;
	struct diags diags;
	struct source source;
	int64_t stdin_from; /* where the input began, if it is read twice */
	struct lane lane[LANES];
	size_t lanes;
	const struct code *where;
	struct out_column *columns; /* of the output, before -c: the input's, then the tool's */
	size_t ncolumns, columns_cap;
	struct emitter emitter;
	struct writer writer, rejects;
	struct worker *workers;
	size_t nworkers;

	const char *no_leads; /* the option, given, by which the rows are no leads: nothing of the agreement
				 is bound to them; NULL: they are */
	bool report;	      /* a report comes out instead of rows */
	bool takes_columns;   /* whose --columns is for the tool, which looks at those of the input */
	bool no;	      /* all is done, and the answer to what was asked is no: exit 1 */

	/* What a tool may set before filter_open. */
	bool (*twice)(const struct agreement *a); /* will the rows be read before, too? NULL: no */

	/* What a tool may set before filter_run; `own` is each worker's. */
	bool (*keep)(struct worker *w);						 /* NULL: every row */
	void (*take)(struct worker *w, const struct record *r, struct buf *out); /* NULL: the row goes out */
	void (*drop)(void *own);       /* releases it; set wherever a worker may get one */
	bool (*before)(void *filter);  /* before any byte leaves; false: told, and none does. NULL: nothing */
	void (*end)(struct filter *f); /* releases what is the tool's own and stands on the filter's. NULL:
					  nothing */
};

/* Which tool's columns are its own: the names it offers are computed, others' are read where they are. */
enum owner { OWNS_NOTHING, OWNS_SCORES, OWNS_BANT, OWNS_CLOCKS };

/*
 * Options, agreement, input, header. `exit_code` is set when there is nothing left to do (--help, a mistake,
 * --fields): then false. Tells what is wrong.
 */
bool filter_open(struct filter *f, const struct tool *tool, enum owner owner, int argc, char **argv,
		 option_fn *own, void *ctx, int *exit_code);

/* Another agreement on the same input, as lane 1: `agreement`, or NULL for lane 0's own, under `statements`.
 */
void filter_compare(struct filter *f, const char *agreement, struct str statements, enum owner owner);

/* What a name of the agreement stands for in a lane; and an expression that an option gives (--where), as
 * `want`. NULL: told. */
const struct code *filter_name(struct filter *f, size_t lane, const char *name, enum type want);
const struct code *filter_option(struct filter *f, size_t lane, const char *option, const char *words,
				 enum type want);

/* A column that the tool adds: what `name` stands for in a lane, under the head `head`. */
void filter_add(struct filter *f, size_t lane, const char *name, const char *head);
struct out_column *filter_add_str(struct filter *f, size_t lane, struct str name,
				  struct str head); /* valid until the next is added */

/* Lets every row through to the output (or to `take`). False: told. */
bool filter_run(struct filter *f);

/* Rows picked from the stream, whole with their line ends, written as if they had just come. */
bool filter_write_rows(struct filter *f, struct str rows);

/* All rows that go through, looked at before filter_run, by one who has said so (`twice`). False: told. */
typedef void row_fn(void *ctx, struct worker *w, const struct record *r);
bool filter_read_before(struct filter *f, row_fn *fn, void *ctx);

/* Looks at such rows again, in a worker of its own. */
void filter_each_row(struct filter *f, struct str rows, row_fn *fn, void *ctx);

/* Writes what a tool has laid out itself, and clears it. */
bool filter_write(struct filter *f, struct buf *out);

/* A report instead of rows; the grids are released. */
bool filter_write_report(struct filter *f, struct grid *grids, size_t n);
enum format filter_report_format(const struct filter *f);
bool filter_report_plain(const struct filter *f); /* for programs, not for people */

/* Tells the notes there are now, before something that takes its time. */
void filter_say(struct filter *f);

/* When filter_open says that nothing is left to do: tells what there is to tell, and gives the code back. */
int filter_leave(struct filter *f, int exit_code);

/* Tells the counts, closes everything. The exit code. */
int filter_close(struct filter *f, bool good);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a tool is: its options, and one row for each thing it can make. A run reads the options, picks the
 * mode they ask for, reads the agreement, opens the input, binds, lets the rows through, and writes what the
 * mode makes of them.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "cmd/filter.h"
#include "figures/counter.h"

/* The bit of one of the tool's own options in a set of them, by its place in the tool's table. */
#define OPTION(place) (UINT64_C(1) << (place))

struct mode {
	const char *name; /* in messages: "--summary", "the funnel" */
	/* Asked for by all of `all`, with at least one of `any` if there are some; no bits at all: it is what
	 * the tool makes unless another is asked for. Of several the first in the table. `fits`: what else
	 * goes with it; for other options `remedy` says what to do. */
	uint64_t all, any, fits;
	const char *remedy;

	/* LIST: rows that best_counter, the first, kept. COUNTS: a report of counts that are merged, but not
	 * settled. */
	enum { MAKES_ROWS, MAKES_REPORT, MAKES_LIST, MAKES_COUNTS } makes;
	enum { READS_LEADS, READS_PARTS } reads;
	bool own_columns; /* --columns names what it looks at, and not what it writes */
	bool anywhere;	  /* leads that reached no stage are in its figures, too */

	/* NULL: the rows are read once. */
	bool (*twice)(const void *ask, const struct agreement *a);

	/* Before row one: makes the plan of each counter, adds columns. Mistakes are reported. */
	void (*bind)(void *ask, struct filter *f, const void **plan);
	const struct counter_kind *counter[COUNTERS];

	/* MAKES_ROWS. Does a row of a run go out that the first counter has counted? NULL: every row does. */
	bool (*keeps)(const void *counter, size_t row);
	/* Before any byte leaves; false: reported, and none does. NULL: nothing to do. */
	bool (*commit)(void *ask);

	/* After all rows, with the counters merged and settled. Returns false after a mistake, which is
	 * reported. NULL: nothing to do. */
	bool (*write)(void *ask, struct filter *f, void *const *counter);
};

struct command {
	struct tool tool;
	enum owner owns;
	/* Takes an option of the tool's own; false: reported. NULL: all that matters is that it is there. */
	bool (*option)(void *ask, struct common *common, int key, const char *value, struct diags *diags);
	const struct mode *modes;
	size_t nmodes;
	void (*release)(void *ask); /* what the tool's own struct holds; NULL: nothing */
};

/* main, of a tool whose own struct is `ask`. The exit code. */
int command_run(const struct command *c, void *ask, int argc, char **argv);

#endif

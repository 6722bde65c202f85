/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a tool is: its options, and one row for each thing it can make. A run reads the options, picks the
 * mode they ask for, reads the agreement, opens the input, binds, streams the rows, and writes what the mode
 * makes of them.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "agreement/shapes.h"
#include "cmd/filter.h"
#include "figures/counter.h"

/* The bit of one of the tool's own options in a set of them, by its place in the tool's table. */
#define OPTION(place) (UINT64_C(1) << (place))

/* In such a set: files are named, or - is. Only modes that say it look at it. */
#define NAMED_FILES (UINT64_C(1) << 63)

/* Before row one: makes the plan of each counter, adds columns. Mistakes are reported. */
typedef void bind_fn(void *ask, struct filter *f, const void **plan);

/* After all rows, with the counters merged and settled. Returns false after a mistake, which is reported. */
typedef bool write_fn(void *ask, struct filter *f, void *const *counter);

struct mode {
	const char *name; /* in messages: "--summary", "the funnel" */
	/* Selected when all options of `all` are given, and at least one of `any` if it isn't empty; with no
	 * bits at all it is the tool's default. If several modes match, the first in the table wins. `fits`:
	 * the other options that go with it; for all others `remedy` says what to do, or (NULL) to
	 * add the option they go with. */
	uint64_t all, any, fits;
	const char *remedy;

	/* LIST: rows that best_counter, the first, kept. OWN_ROWS: rows that are none of the input's, written
	 * by its counter. */
	enum { MAKES_ROWS, MAKES_REPORT, MAKES_LIST, MAKES_OWN_ROWS } makes;
	enum {
		READS_LEADS,
		READS_NOTHING, /* files that are named are a mistake */
		READS_ITSELF   /* it does what is to be done with them */
	} reads;
	bool every_row;	  /* leads that the agreement ignores, and ids that repeat, are as any other */
	bool repeats;	  /* leads on several rows are what it reports, so nobody is warned of them */
	bool own_columns; /* --columns names the columns it examines, not those it writes */
	bool anywhere;	  /* leads that reached no stage are in its figures, too */
	bool keeps_map;	  /* it changes the map of ids, which it opens itself */
	bool any_time;	  /* partials of different times, and of different headers, are one whole */
	bool sees_all;	  /* its counters see the leads that -w leaves out, and ask f->where themselves */

	/* Columns that this input lacks and people fill in: they are there behind the input's own, and empty
	 * until a row is filled. NULL: none. The list is in the arena. */
	size_t (*lacking)(struct names *n, struct arena *arena, struct str **head);

	/* NULL: the rows are read once. */
	bool (*twice)(const void *ask, const struct agreement *a);

	/* Makes the input that is read, whose name it puts in place of the files; false: a mistake, which is
	 * reported. NULL: the files are read. */
	bool (*feed)(void *ask, struct filter *f);

	bind_fn *bind;
	const struct counter_kind *counter[COUNTERS];

	/* MAKES_ROWS: is a row of a run, which the first counter has counted, written? NULL: every row is. */
	bool (*keeps)(const void *counter, size_t row);
	write_fn *write; /* NULL: nothing to do */

	/* Of a page: of rows its name (NULL: "Leads"), and the order that they are in (NULL: the input's);
	 * and of any how it is counted, a line each (NULL: nothing is to be said of that). */
	struct {
		const char *name, *order, *how;
	} page;
};

struct command {
	struct tool tool;
	enum owner owns;
	struct named_text (*agreement)(const void *ask); /* in place of any other; NULL: none ever is */
	const char *(*map)(const void *ask);		 /* of ids, which it follows; NULL: none ever is */
	bool exact_ids; /* repeated ids are counted exactly, however many there are */
	const struct mode *modes;
	size_t nmodes;
	/* Of its own options: those that decide what is counted, which a partial keeps; and of these such as
	 * may also be given to --merge alone. */
	uint64_t counts, finds;
	/* The mode that runs, where that depends on the agreement, too: from the one that was asked for. NULL
	 * after a mistake, which is reported. NULL: it doesn't depend. */
	const struct mode *(*decide)(void *ask, struct filter *f);
	void (*release)(void *ask); /* what the tool's own struct holds; NULL: nothing */
};

/* The main of a tool whose own struct is `ask`. Returns the exit code. */
int command_run(const struct command *c, void *ask, int argc, char **argv);

#endif

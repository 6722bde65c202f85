/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One table of options per tool feeds getopt_long, --help, the shells'
 * completions and the test that the man page names every option. What all
 * tools share is one table in option.c.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "base/diag.h"
#include "base/look.h"

/* What the shells complete after the option. */
enum complete { COMPLETE_NOTHING, COMPLETE_FILE, COMPLETE_COLUMN, COMPLETE_WORDS, COMPLETE_AGREEMENT };

struct option_row {
	int key;	   /* the letter, or a number from 256 on for a long option alone */
	const char *name;  /* long; NULL ends the table */
	const char *value; /* what follows, as --help shows it: "FILE"; NULL for none */
	const char *help;  /* one line */
	enum complete complete;
	const char *words; /* for COMPLETE_WORDS: "csv tsv table" */
};

struct tool {
	const char *name; /* "leadscore" */
	const char *line; /* "score leads by the agreement": --help's first line */
	const struct option_row *options;
	const char *examples; /* --help's end */
	bool report;	      /* takes html as a format */
};

/* What every tool takes. Views are of argv. */
struct common {
	const char *agreement; /* -a, else LEADPIPE_AGREEMENT, else NULL: the built-in */
	struct buf statements; /* every -e, a line each */
	const char *where, *columns, *output, *rejects, *now;
	char delimiter; /* 0: not given */
	bool tab, raw_tsv, bom, excel_safe, allow_empty, strict, quiet, progress, fields, print_agreement;
	int format; /* enum format; -1: not given */
	int ragged; /* enum ragged of table/ by its order: error pad skip */
	int64_t skip_lines, skip_footer;
	int threads;
	const char *const *files;
	size_t nfiles;
};

/* Options a tool has of its own go to `own`; it returns false after telling what is wrong. */
typedef bool option_fn(void *ctx, int key, const char *value, struct diags *diags);

enum option_end {
	OPTIONS_RUN,
	OPTIONS_DONE,
	OPTIONS_WRONG
}; /* DONE: --help, --version or completions were printed */
enum option_end options_read(const struct tool *tool, struct common *common, int argc, char **argv,
			     option_fn *own, void *ctx, struct diags *diags);

/* What the terminal on this descriptor can do (COLUMNS, NO_COLOR, TERM, LANG and LC_* decide; no setlocale).
 */
struct look look_of(int fd, const char *color_option);

#endif

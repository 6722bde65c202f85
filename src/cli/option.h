/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One table of options per tool feeds getopt_long, --help, the shells'
 * completions and the test that the man page names every option. What all
 * tools share is one table in option.c.
 *
 * Options may stand after operands whatever POSIXLY_CORRECT says, `--` ends them, a long name may be cut
 * while it stays the only one, and if an option with one value is given twice, the last one counts. An
 * environment variable that is set and not empty is a default: an option always overrides it.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "base/diag.h"
#include "base/look.h"

/* What the shells complete after the option. COLUMN: names out of the file on the line, alone, in a list or
 * in an expression. */
enum complete {
	COMPLETE_NOTHING,
	COMPLETE_FILE,	 /* one that is read or kept, which no output may overwrite: see base/same_file.h */
	COMPLETE_OUTPUT, /* one that is written */
	COMPLETE_COLUMN,
	COMPLETE_STAGE, /* a stage of the agreement */
	COMPLETE_WORDS, /* it must be one of them */
	COMPLETE_SOME,	/* these, and others */
	COMPLETE_AGREEMENT
};

/* The agreement that an option's value, and the -e that follow, describe. */
struct other_agreement {
	const char *file; /* NULL: the same one, with other statements */
	struct buf statements;
};

/* Which member of the tool's own struct, or of struct common, an option sets, and how its value is read. */
struct option_target {
	enum {
		TARGET_NONE,
		TARGET_FLAG,
		TARGET_TEXT,
		TARGET_WORD, /* an index among the row's words */
		TARGET_WHOLE,
		TARGET_AGREEMENT
	} kind;
	size_t offset;
	int64_t low, high; /* of a whole number */
};
#define TO_WHOLE(type, member, low, high)                                                          \
	{                                                                                          \
		_Generic(((struct type *)NULL)->member,                                          \
			bool: TARGET_FLAG,                                                       \
			const char *: TARGET_TEXT,                                               \
			int: TARGET_WORD,                                                        \
			int64_t: TARGET_WHOLE,                                                   \
			struct other_agreement: TARGET_AGREEMENT),                               \
			offsetof(struct type, member), (low), (high) \
	}
#define TO(type, member) TO_WHOLE(type, member, 0, INT64_MAX)
#define TO_NOTHING                   \
	{                            \
		TARGET_NONE, 0, 0, 0 \
	}

struct option_row {
	int key;	   /* the letter, or OPTION_OWN and up for a long option of a tool's own */
	const char *name;  /* long; NULL ends the table */
	const char *value; /* what follows, as --help shows it: "FILE"; NULL for none */
	const char *help;  /* one line; COMPLETE_WORDS adds its words; NULL hides the option */
	enum complete complete;
	const char *words; /* for COMPLETE_WORDS and _SOME: "csv tsv table" */
	struct option_target to;
};

/* Long options that all tools share have keys below this. */
enum { OPTION_OWN = 512 };

struct tool {
	const char *name; /* "leadscore" */
	const char *line; /* "score leads by the agreement": --help's first line */
	const struct option_row *options;
	const char *examples; /* --help's end */
};

/* What every tool takes. Views are of argv. */
struct common {
	const char *agreement;	   /* -a, else LEADPIPE_AGREEMENT, else NULL: the built-in */
	struct buf statements;	   /* every -e, a line each */
	struct buf *statements_to; /* where the next -e goes: statements, unless a tool's own option says
				      otherwise */
	const char **where;	   /* every -w */
	size_t nwhere, where_cap;
	const char *columns, *output, *split, *rejects, *now;
	const char *header_from;	 /* NULL: the header is in the input */
	const char *as_of;		 /* of an archive that is read; NULL: its last night */
	const char *now_from;		 /* who says `now`, for messages: "--now" or "LEADPIPE_NOW" */
	char delimiter;			 /* 0: not given, the file's name decides */
	char out_delimiter, out_decimal; /* of CSV, and of the tool's own numbers; 0: not given */
	int out_times;			 /* enum times_as of time/ by its order; -1: not given */
	bool mail;			 /* a page for programs that show mail */
	bool spreadsheet; /* these, --bom and --excel-safe, as the agreement's country has them */
	bool tab;	  /* the delimiter is a tab, by -t, -d tab or --raw-tsv */
	bool no_header;	  /* CSV or TSV of rows alone */
	bool raw_tsv, bom, excel_safe, allow_empty, strict, quiet, progress, fields, print_agreement;
	bool changes, clear;
	bool partial, merge;
	bool print_columns; /* for the shells: print the header's names, one per line, and stop */
	bool print_stages;  /* the same of the agreement's stages */
	const char *color;  /* for look_of */
	int format;	    /* enum format; -1: not given */
	int ragged;	    /* enum ragged of table/ by its order: error pad skip */
	int64_t skip_lines, skip_footer;
	int threads; /* at least 1, which is the default */
	const char *const *files;
	size_t nfiles;
};

enum option_end {
	OPTIONS_RUN,
	OPTIONS_DONE,
	OPTIONS_WRONG
}; /* DONE: --help, --version or completions were printed */

/* What the tool's own options set is in `own`; `given` has the bit of each that is there, by its place in the
 * tool's table. `common` need not be initialized, and is to be released after any end. argv is reordered: the
 * operands first. */
enum option_end options_read(const struct tool *tool, struct common *common, int argc, char **argv, void *own,
			     uint64_t *given, struct diags *diags);
void common_release(struct common *common);

/* Of a tool's own options: the row of a long name, NULL: none; what one is set to, as it is given (a flag:
 * nothing), appended; and one set as if it had been given, by a value that outlives it. False: a mistake,
 * which is reported. */
const struct option_row *option_row_named(const struct option_row *row, const char *name);
void option_show(const struct option_row *row, const void *own, struct buf *out);
bool option_set(const struct tool *tool, const struct option_row *row, void *own, const char *value,
		struct diags *diags);

/* --help's text. */
void options_help(struct buf *out, const struct tool *tool);

/* Every option the tool takes, its own first; free with free(). The hidden ones too. */
const struct option_row **options_list(const struct tool *tool, size_t *n);

/* What the terminal on this descriptor can do (COLUMNS, NO_COLOR, TERM, LANG and LC_* decide; no setlocale).
 * What is no terminal gets 80 columns or COLUMNS, no color and UTF-8: the same bytes wherever the tool runs.
 */
struct look look_of(int fd, const char *color_option);
struct look look_of_file(void); /* that --output names */

#endif

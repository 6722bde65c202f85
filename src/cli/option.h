/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One table of options per tool feeds getopt_long, --help, the shells'
 * completions and the test that the man page names every option. A row says
 * where its value goes. What all tools share is one table in table.c.
 *
 * Options may stand after operands whatever POSIXLY_CORRECT says, `--` ends
 * them, a long name may be cut while it stays the only one, and an option with
 * one value that is given twice means the last. An environment variable that
 * is set and not empty is a default: an option always outranks it.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "base/diag.h"
#include "base/look.h"
#include "base/mem.h"

/* What the shells complete after the option. COLUMN: names out of the file on the line, alone, in a list or
 * in an expression. */
enum complete { COMPLETE_NOTHING, COMPLETE_FILE, COMPLETE_COLUMN, COMPLETE_WORDS, COMPLETE_AGREEMENT };

struct common;

/* What becomes of an option, whose value is `value`, or NULL where it takes none. */
enum option_kind {
	OPTION_SEEN,  /* nothing more than its bit among those that were given */
	OPTION_FLAG,  /* a bool is raised */
	OPTION_TEXT,  /* kept in a const char *; it must be one of the words, if the row has some */
	OPTION_WHOLE, /* a whole number from low to high, into an int64_t */
	OPTION_WORD,  /* its place among the words, into an int */
	OPTION_OTHER, /* it and the -e that follow describe a struct other_agreement */
	OPTION_CALL,  /* something else; false: a mistake, which is reported */
	/* of the options that all tools share */
	OPTION_DELIMITER,
	OPTION_STATEMENT,
	OPTION_THREADS,
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_COMPLETIONS,
};
typedef bool option_fn(void *into, struct common *common, const char *value, struct diags *diags);

struct option_row {
	char letter;	   /* 0: none */
	const char *name;  /* long; NULL ends the table */
	const char *value; /* what follows, as --help shows it: "FILE"; NULL for none */
	const char *help;  /* one line; COMPLETE_WORDS adds its words; NULL hides the option */
	enum option_kind kind;
	size_t into; /* an offset: in the tool's own struct, or in struct common for an option of all tools */
	enum complete complete;
	const char *words; /* "csv tsv table" */
	int64_t low, high;
	option_fn *call;
};

/* The end of a row: where the value goes. */
#define INTO_FLAG(type, member) .kind = OPTION_FLAG, .into = MEMBER(type, member, bool)
#define INTO_TEXT(type, member) .kind = OPTION_TEXT, .into = MEMBER(type, member, const char *)
#define INTO_WHOLE(type, member, least, most) \
	.kind = OPTION_WHOLE, .into = MEMBER(type, member, int64_t), .low = (least), .high = (most)
#define INTO_WORD(type, member, list) \
	.kind = OPTION_WORD, .into = MEMBER(type, member, int), .complete = COMPLETE_WORDS, .words = (list)
#define INTO_OTHER(type, member)                                                    \
	.kind = OPTION_OTHER, .into = MEMBER(type, member, struct other_agreement), \
	.complete = COMPLETE_AGREEMENT

/* A set of a tool's own options has a bit for each, by its place in the tool's table. */
enum { OPTIONS_MOST = 64 };
#define OPTION(place) (UINT64_C(1) << (place))
#define OPTIONS_FIT(table)                                                \
	_Static_assert(sizeof(table) / sizeof *(table)-1 <= OPTIONS_MOST, \
		       "a set of options has a bit for each row")

struct tool {
	const char *name; /* "leadscore" */
	const char *line; /* "score leads by the agreement": --help's first line */
	const struct option_row *options;
	const char *examples; /* --help's end */
	const char *report; /* the option that makes one, which takes html as a format; NULL: there is none */
};

/* Another agreement than the run's, that an option asks for. */
struct other_agreement {
	bool asked;
	const char *file; /* NULL: the run's own, under other statements */
	struct buf statements;
};

/* What every tool takes. Views are of argv. */
struct common {
	uint64_t given;		   /* the tool's own options that were given */
	const char *agreement;	   /* -a, else LEADPIPE_AGREEMENT, else NULL: the built-in */
	struct buf statements;	   /* every -e, a line each */
	struct buf *statements_to; /* where the next -e goes: statements, or those of another agreement */
	const char *where, *columns, *output, *rejects, *now;
	const char *now_from; /* who says `now`, for messages: "--now" or "LEADPIPE_NOW" */
	char delimiter;	      /* 0: not given, the file's name decides */
	bool tab;	      /* the delimiter is a tab, by -t, -d tab or --raw-tsv */
	bool raw_tsv, bom, excel_safe, allow_empty, strict, quiet, progress, fields, print_agreement;
	bool print_columns; /* the shells ask: print the header's names, one a line, and stop */
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

/* `common` need not be initialized, and is to be released after any end. `own` is the struct that the tool's
 * own options go to. argv is reordered: the operands first. */
enum option_end options_read(const struct tool *tool, struct common *common, int argc, char **argv, void *own,
			     struct diags *diags);
void common_release(struct common *common);

/* What an OPTION_OTHER does, for one that does more. */
void option_other(struct common *common, const char *value, struct other_agreement *other);

/* --help's text. */
void options_help(struct buf *out, const struct tool *tool);

/* Every option the tool takes, its own first; free with free(). The hidden ones too. */
const struct option_row **options_list(const struct tool *tool, size_t *n);

/* The words after an option, for this tool; NULL when it takes none. */
const char *option_words(const struct tool *tool, const struct option_row *row);

/* What the terminal on this descriptor can do (COLUMNS, NO_COLOR, TERM, LANG and LC_* decide; no setlocale).
 * What is no terminal gets no width, no color and UTF-8: the same bytes wherever the tool runs.
 */
struct look look_of(int fd, const char *color_option);

#endif

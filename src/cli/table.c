/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that all tools share, a row each: what --help, the completions and the reading of them are made
 * from. */
#include "base/mem.h"
#include "cli/completion.h"
#include "cli/option_internal.h"

const char delimiter_words[] = "tab comma semicolon pipe";
const char ragged_words[] = "error pad skip";
const char color_words[] = "auto always never";
const char format_words[] = "csv tsv table json markdown";
const char report_words[] = "csv tsv table json markdown html";

#define COMMON(to, member) INTO_##to(struct common, member)
#define WORDS(list)	   .complete = COMPLETE_WORDS, .words = (list)
#define A_FILE		   .complete = COMPLETE_FILE
#define A_COLUMN	   .complete = COMPLETE_COLUMN

static const struct option_row reading[] = {
	{ 'd', "delimiter", "C", "a byte, or one of", .kind = OPTION_DELIMITER, WORDS(delimiter_words) },
	{ 't', "tab", NULL, "cells are between tabs: the same as -d tab", COMMON(FLAG, tab) },
	{ 0, "raw-tsv", NULL, "tabs, where a quote is data and \\t an escape", COMMON(FLAG, raw_tsv) },
	{ 'w', "where", "EXPR", "keep only rows for which this holds", COMMON(TEXT, where), A_COLUMN },
	{ 0, "ragged", "HOW", "a row of the wrong width", INTO_WORD(struct common, ragged, ragged_words) },
	{ 0, "rejects", "FILE", "keep here what --ragged skip leaves out", COMMON(TEXT, rejects), A_FILE },
	{ 0, "skip-lines", "N", "leave out N lines before the header",
	  INTO_WHOLE(struct common, skip_lines, 0, INT64_MAX) },
	{ 0, "skip-footer", "N", "leave out N lines at the end",
	  INTO_WHOLE(struct common, skip_footer, 0, INT64_MAX) },
	{ 0, "allow-empty", NULL, "input of zero bytes is no error", COMMON(FLAG, allow_empty) },
	{ 0, "strict", NULL, "stop at the first cell that can't be read", COMMON(FLAG, strict) },
	{ 'j', "jobs", "N", "threads: 1 to 256, or all; same output", .kind = OPTION_THREADS, .low = 1,
	  .high = 256 },
	{ 0 },
};

static const struct option_row writing[] = {
	{ 'c', "columns", "LIST", "print only these columns, in this order", COMMON(TEXT, columns),
	  A_COLUMN },
	{ 'f', "format", "FORMAT", "print as", INTO_WORD(struct common, format, format_words) },
	{ 'o', "output", "FILE", "print into FILE, renamed there when complete", COMMON(TEXT, output),
	  A_FILE },
	{ 0, "bom", NULL, "begin with a byte order mark, for spreadsheets", COMMON(FLAG, bom) },
	{ 0, "excel-safe", NULL, "guard the input's cells against formulas, too", COMMON(FLAG, excel_safe) },
	{ 0, "color", "WHEN", "in tables", COMMON(TEXT, color), WORDS(color_words) },
	{ 0 },
};

static const struct option_row agreeing[] = {
	{ 'a', "agreement", "FILE", "in place of the built-in one", COMMON(TEXT, agreement),
	  .complete = COMPLETE_AGREEMENT },
	{ 'e', "statement", "STATEMENT", "in place of the agreement's; may be repeated",
	  .kind = OPTION_STATEMENT },
	{ 0, "now", "TIME", "what time it is, in place of the clock's", COMMON(TEXT, now) },
	{ 0, "fields", NULL, "check it, show what is read as what and stop", COMMON(FLAG, fields) },
	{ 0, "print-agreement", NULL, "print it and stop: how to start your own",
	  COMMON(FLAG, print_agreement) },
	{ 0 },
};

static const struct option_row other[] = {
	{ 'q', "quiet", NULL, "no counts on stderr, only errors", COMMON(FLAG, quiet) },
	{ 0, "progress", NULL, "rows, MB/s and time left, on a terminal", COMMON(FLAG, progress) },
	{ 'h', "help", NULL, "print this and stop", .kind = OPTION_HELP },
	{ 'V', "version", NULL, "print the version and stop", .kind = OPTION_VERSION },
	{ 0, "completions", "SHELL", NULL, .kind = OPTION_COMPLETIONS, WORDS(COMPLETION_SHELLS) },
	{ 0, "print-columns", NULL, NULL, COMMON(FLAG, print_columns) },
	{ 0 },
};

const struct option_group option_groups[] = {
	{ "Reading", reading }, { "Writing", writing }, { "The agreement", agreeing },
	{ "Other", other },	{ NULL, NULL },
};

void words_join(struct buf *out, const char *words)
{
	for (const char *end; *words; words = *end ? end + 1 : end) {
		end = words + strcspn(words, " ");
		buf_add(out, words, (size_t)(end - words));
		if (*end)
			buf_str(out, strchr(end + 1, ' ') ? STR(", ") : STR(" or "));
	}
}

const char *option_words(const struct tool *tool, const struct option_row *row)
{
	return row->words == format_words && tool->report ? report_words : row->words;
}

const struct option_row *option_row_named(const struct option_row *row, const char *name)
{
	for (; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

const struct option_row **options_list(const struct tool *tool, size_t *n)
{
	const struct option_row **list = NULL;
	size_t cap = 0;

	*n = 0;
	for (const struct option_row *own = tool->options; own->name; own++) {
		MEM_ROOM(list, *n, cap);
		list[(*n)++] = own;
	}
	for (const struct option_group *g = option_groups; g->title; g++)
		for (const struct option_row *row = g->rows; row->name; row++) {
			if (option_row_named(tool->options, row->name))
				continue; /* the tool means something of its own by it */
			MEM_ROOM(list, *n, cap);
			list[(*n)++] = row;
		}
	return list;
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that all tools share, a row each: what --help, the completions and the reading of them are made
 * from. */
#include "base/mem.h"
#include "cli/completion.h"
#include "cli/shared.h"

const char delimiter_words[] = "tab comma semicolon pipe";
const char decimal_words[] = "point comma";
const char times_words[] = "local iso date";
const char ragged_words[] = "error pad skip";
const char color_words[] = "auto always never";
const char format_words[] = FORMAT_WORDS;

static const struct option_row reading[] = {
	{ 'd', "delimiter", "C", "a byte, or one of", COMPLETE_WORDS, delimiter_words, TO_NOTHING },
	{ 't', "tab", NULL, "cells are between tabs: the same as -d tab", COMPLETE_NOTHING, NULL,
	  TO(common, tab) },
	{ OPTION_RAW_TSV, "raw-tsv", NULL, "tabs, where a quote is data and \\t an escape", COMPLETE_NOTHING,
	  NULL, TO(common, raw_tsv) },
	{ 'w', "where", "EXPR", "keep only rows for which this holds, and every other -w", COMPLETE_COLUMN,
	  NULL, TO_NOTHING },
	{ OPTION_RAGGED, "ragged", "HOW", "a row of the wrong width", COMPLETE_WORDS, ragged_words,
	  TO(common, ragged) },
	{ OPTION_REJECTS, "rejects", "FILE", "keep here what --ragged skip leaves out", COMPLETE_OUTPUT, NULL,
	  TO(common, rejects) },
	{ OPTION_SKIP_LINES, "skip-lines", "N", "leave out N lines before the header", COMPLETE_NOTHING, NULL,
	  TO(common, skip_lines) },
	{ OPTION_SKIP_FOOTER, "skip-footer", "N", "leave out N lines at the end", COMPLETE_NOTHING, NULL,
	  TO(common, skip_footer) },
	{ OPTION_HEADER_FROM, "header-from", "FILE",
	  "this file's first record is the header, the input has none", COMPLETE_FILE, NULL,
	  TO(common, header_from) },
	{ OPTION_ALLOW_EMPTY, "allow-empty", NULL, "input of zero bytes is no error", COMPLETE_NOTHING, NULL,
	  TO(common, allow_empty) },
	{ OPTION_AS_OF, "as-of", "DATE", "read an archive of nights as it was then", COMPLETE_NOTHING, NULL,
	  TO(common, as_of) },
	{ OPTION_MERGE, "merge", NULL, "read what --partial wrote, and report on it all", COMPLETE_NOTHING,
	  NULL, TO(common, merge) },
	{ OPTION_STRICT, "strict", NULL, "stop at the first cell that can't be read", COMPLETE_NOTHING, NULL,
	  TO(common, strict) },
	{ 'j', "jobs", "N", "threads: 1 to 256, or all; same output", COMPLETE_NOTHING, NULL, TO_NOTHING },
	{ 0 },
};

static const struct option_row writing[] = {
	{ 'c', "columns", "LIST", "print only these columns, in this order", COMPLETE_COLUMN, NULL,
	  TO(common, columns) },
	{ OPTION_CHANGES, "changes", NULL, "print only rows that change, to load into the CRM",
	  COMPLETE_NOTHING, NULL, TO(common, changes) },
	{ OPTION_CLEAR, "clear", NULL, "with --changes: a value that is gone is a change, too",
	  COMPLETE_NOTHING, NULL, TO(common, clear) },
	{ 'f', "format", "FORMAT", "print as", COMPLETE_WORDS, format_words, TO(common, format) },
	{ 'o', "output", "FILE", "print into FILE, renamed there when complete", COMPLETE_OUTPUT, NULL,
	  TO(common, output) },
	{ OPTION_SPLIT, "split", "EXPR", "into a file for each value; -o has {} for it", COMPLETE_COLUMN,
	  NULL, TO(common, split) },
	{ OPTION_NO_HEADER, "no-header", NULL, "print rows alone, to go behind others'", COMPLETE_NOTHING,
	  NULL, TO(common, no_header) },
	{ OPTION_PARTIAL, "partial", NULL, "of a report, write what it counts, for --merge", COMPLETE_NOTHING,
	  NULL, TO(common, partial) },
	{ OPTION_BOM, "bom", NULL, "begin with a byte order mark, for spreadsheets", COMPLETE_NOTHING, NULL,
	  TO(common, bom) },
	{ OPTION_EXCEL_SAFE, "excel-safe", NULL, "guard the input's cells against formulas, too",
	  COMPLETE_NOTHING, NULL, TO(common, excel_safe) },
	{ OPTION_MAIL, "mail", NULL, "print a page as programs that show mail can show it", COMPLETE_NOTHING,
	  NULL, TO(common, mail) },
	{ OPTION_SPREADSHEET, "spreadsheet", NULL, "CSV as spreadsheets in the agreement's country open it",
	  COMPLETE_NOTHING, NULL, TO(common, spreadsheet) },
	{ OPTION_OUT_DELIMITER, "out-delimiter", "C", "between cells of CSV: a byte, or one of",
	  COMPLETE_WORDS, delimiter_words, TO_NOTHING },
	{ OPTION_OUT_DECIMAL, "out-decimal", "SIGN", "decimal sign of the tool's own numbers", COMPLETE_WORDS,
	  decimal_words, TO_NOTHING },
	{ OPTION_OUT_TIMES, "out-times", "HOW", "the tool's own times", COMPLETE_WORDS, times_words,
	  TO(common, out_times) },
	{ OPTION_COLOR, "color", "WHEN", "in tables", COMPLETE_WORDS, color_words, TO(common, color) },
	{ 0 },
};

static const struct option_row agreeing[] = {
	{ 'a', "agreement", "FILE", "in place of the built-in one", COMPLETE_AGREEMENT, NULL,
	  TO(common, agreement) },
	{ 'e', "statement", "STATEMENT", "in place of the agreement's; +STATEMENT adds", COMPLETE_NOTHING,
	  NULL, TO_NOTHING },
	{ OPTION_NOW, "now", "TIME", "what time it is, in place of the clock's", COMPLETE_NOTHING, NULL,
	  TO(common, now) },
	{ OPTION_FIELDS, "fields", NULL, "check it, show what is read as what and stop", COMPLETE_NOTHING,
	  NULL, TO(common, fields) },
	{ OPTION_PRINT_AGREEMENT, "print-agreement", NULL,
	  "print the built-in one; with -f html, yours to sign", COMPLETE_NOTHING, NULL,
	  TO(common, print_agreement) },
	{ 0 },
};

static const struct option_row other[] = {
	{ 'q', "quiet", NULL, "no counts on stderr, only errors", COMPLETE_NOTHING, NULL, TO(common, quiet) },
	{ OPTION_PROGRESS, "progress", NULL, "rows, MB/s and time left, on a terminal", COMPLETE_NOTHING,
	  NULL, TO(common, progress) },
	{ 'h', "help", NULL, "print this and stop", COMPLETE_NOTHING, NULL, TO_NOTHING },
	{ 'V', "version", NULL, "print the version and stop", COMPLETE_NOTHING, NULL, TO_NOTHING },
	{ OPTION_COMPLETIONS, "completions", "SHELL", NULL, COMPLETE_WORDS, COMPLETION_SHELLS, TO_NOTHING },
	{ OPTION_PRINT_COLUMNS, "print-columns", NULL, NULL, COMPLETE_NOTHING, NULL,
	  TO(common, print_columns) },
	{ OPTION_PRINT_STAGES, "print-stages", NULL, NULL, COMPLETE_NOTHING, NULL, TO(common, print_stages) },
	{ 0 },
};

const struct option_group option_groups[] = {
	{ "Reading", reading }, { "Writing", writing }, { "The agreement", agreeing },
	{ "Other", other },	{ NULL, NULL },
};

const struct option_row *option_row_named(const struct option_row *row, const char *name)
{
	for (; row->name; row++)
		if (*row->name == *name && strcmp(row->name, name) == 0)
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

void words_join(struct buf *out, const char *words)
{
	for (const char *end; *words; words = *end ? end + 1 : end) {
		end = words + strcspn(words, " ");
		buf_add(out, words, (size_t)(end - words));
		if (*end)
			buf_str(out, strchr(end + 1, ' ') ? STR(", ") : STR(" or "));
	}
}

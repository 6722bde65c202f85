/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --help, out of the same table that is parsed: 80 columns, the tool's own options first. */
#include "cli/shared.h"

enum { HELP_COLUMN = 29, HELP_WIDTH = 79 };

static void to_column(struct buf *out, size_t line, size_t column)
{
	while (out->n - line < column)
		buf_char(out, ' ');
}

/* Words from HELP_COLUMN on, the line broken where the next would not fit. */
static void fill(struct buf *out, size_t line, struct str words)
{
	while (words.n) {
		const char *space = memchr(words.p, ' ', words.n);
		size_t n = space ? (size_t)(space - words.p) : words.n;
		bool fresh = out->n - line <= HELP_COLUMN;
		if (!fresh && out->n - line + 1 + n > HELP_WIDTH) {
			buf_char(out, '\n');
			line = out->n;
			fresh = true;
		}
		if (fresh)
			to_column(out, line, HELP_COLUMN);
		else
			buf_char(out, ' ');
		buf_add(out, words.p, n);
		words = str_slice(words, n + (space != NULL), words.n);
	}
	buf_char(out, '\n');
}

static void row_help(struct buf *out, const struct option_row *row)
{
	size_t line = out->n;
	struct buf help = { 0 };

	if (row->key < 256)
		buf_print(out, "  -%c, --%s", row->key, row->name);
	else
		buf_print(out, "      --%s", row->name);
	if (row->value)
		buf_print(out, " %s", row->value);
	if (out->n - line > HELP_COLUMN - 2) {
		buf_char(out, '\n');
		line = out->n;
	}
	buf_str(&help, str_from(row->help));
	if (row->complete == COMPLETE_WORDS) {
		buf_str(&help, STR(": "));
		words_join(&help, row->words);
	}
	fill(out, line, buf_view(&help));
	buf_release(&help);
}

static bool replaced(const struct tool *tool, const struct option_row *row)
{
	for (const struct option_row *own = tool->options; own->name; own++)
		if (own != row && strcmp(own->name, row->name) == 0)
			return true;
	return false;
}

static void group_help(struct buf *out, const struct tool *tool, const char *title,
		       const struct option_row *row)
{
	if (!row->name)
		return;
	buf_print(out, "\n%s:\n", title);
	for (; row->name; row++)
		if (row->help && !replaced(tool, row))
			row_help(out, row);
}

void options_help(struct buf *out, const struct tool *tool)
{
	buf_print(out, "%s: %s\n\nusage: %s [option ...] [file ...]\n", tool->name, tool->line, tool->name);
	group_help(out, tool, "Options", tool->options);
	for (const struct option_group *g = option_groups; g->title; g++)
		group_help(out, tool, g->title, g->rows);
	if (tool->examples)
		buf_print(out, "\nExamples:\n%s", tool->examples);
	buf_print(out, "\nMore: man %s\n", tool->name);
}

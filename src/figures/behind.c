/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See behind.h. */
#include "figures/behind.h"

#include "base/shell.h"
#include "expr/program.h"

void behind_and(struct buf *condition, const char *format, ...)
{
	va_list args;

	if (condition->n)
		buf_str(condition, STR(" and "));
	va_start(args, format);
	buf_vprint(condition, format, args);
	va_end(args);
}

static bool names_file(const struct expr *e)
{
	bool named = e->op == EXPR_IN_FILE;

	for (size_t i = 0; i < e->nargs; i++)
		named = named || names_file(e->arg[i]);
	return named;
}

bool behind_said(struct buf *condition, const struct expr *said, struct arena *arena)
{
	if (names_file(said))
		return false;
	behind_and(condition, "(%.*s)", STR_ARG(expr_source(said, arena)));
	return true;
}

static void put_quoted(struct buf *out, struct str text, char quote)
{
	buf_char(out, quote);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == quote)
			buf_char(out, quote);
		buf_char(out, text.p[i]);
	}
	buf_char(out, quote);
}

void behind_text(struct buf *condition, struct str text)
{
	put_quoted(condition, text, '"');
}

/* A literal stands on one line. */
static bool has_line_end(struct str text)
{
	return memchr(text.p, '\n', text.n) || memchr(text.p, '\r', text.n);
}

/* What an item of --by is in a condition: there a name is one word. */
static void put_item(struct buf *out, const struct grouping_item *item)
{
	enum expr_op op = item->said->op;

	if (op == EXPR_COLUMN) {
		put_quoted(out, item->head, '`');
	} else if (op == EXPR_NAME) {
		for (size_t i = 0; i < item->head.n; i++)
			buf_char(out, item->head.p[i] == ' ' ? '_' : item->head.p[i]);
	} else {
		bool apart = op != EXPR_CALL;
		buf_print(out, "%s%.*s%s", apart ? "(" : "", STR_ARG(item->head), apart ? ")" : "");
	}
}

bool behind_group(struct buf *condition, const struct grouping_item *item, bool exact, struct str value)
{
	bool bare = item->type == TYPE_NUMBER || item->type == TYPE_FLAG;

	if (!item->said || has_line_end(value) || has_line_end(item->head))
		return false;
	if (value.n && !bare && (item->type != TYPE_TEXT || exact)) /* `=` ignores case */
		return false;
	behind_and(condition, "%s", "");
	put_item(condition, item);
	buf_str(condition, value.n ? STR(" = ") : STR(" is missing"));
	if (bare)
		buf_str(condition, value);
	else if (value.n)
		behind_text(condition, value);
	return true;
}

/* The whole command, after `what: `. */
static void put_command(struct buf *line, const struct behind *b, struct buf *condition)
{
	buf_str(line, b->before);
	if (condition->n) {
		shell_word(line, STR("-w"));
		shell_word(line, buf_view(condition));
	}
	buf_str(line, b->after.n ? STR(" ") : STR(""));
	buf_str(line, b->after);
}

void behind_line(struct buf *page, struct arena *arena, const struct behind *b, struct str what,
		 struct buf *condition)
{
	struct buf line = { 0 };

	if (b->before.n) {
		put_command(&line, b, condition);
		document_command(page, what, arena_copy(arena, buf_view(&line)));
	}
	buf_release(&line);
	buf_release(condition);
}

void behind_note(struct grid *g, const struct behind *b, struct str what, struct buf *condition)
{
	struct buf note = { 0 };

	if (!b->before.n) {
		buf_release(condition);
		return;
	}
	buf_print(&note, "%.*s%s%.*s: ", STR_ARG(g->note), g->note.n ? "\n" : "", STR_ARG(what));
	put_command(&note, b, condition);
	buf_char(&note, '\0');
	grid_note(g, note.p);
	buf_release(&note);
	buf_release(condition);
}

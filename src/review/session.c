/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See session.h: the commands, how a line becomes one of them, and what may stand where. */
#include "review/session_internal.h"

#include <stdlib.h>

#include "base/casefold.h"
#include "base/mem.h"
#include "report/glyph.h"

static command_fn help, quit;

/* What is completed behind a command. */
enum operand {
	OPERAND_NONE,
	OPERAND_OWNER,
	OPERAND_REASON,
	OPERAND_COLUMN,
	OPERAND_DAY,
	OPERAND_REF,
	OPERAND_EXPR
};

static const struct command {
	const char *name, *shape;
	char letter; /* that alone stands for it, whatever else begins so */
	enum operand operand;
	command_fn *fn;
	const char *help;
} commands[] = {
	{ "accept", "[OWNER]", 'a', OPERAND_OWNER, decide_accept,
	  "the lead is taken, by its owner or another" },
	{ "return", "REASON [until DATE]", 'r', OPERAND_REASON, decide_return,
	  "it is given back; until: it comes again then" },
	{ "later", "DATE", 'l', OPERAND_DAY, decide_later, "nothing is decided; it comes again then" },
	{ "answer", "COLUMN VALUE", 0, OPERAND_COLUMN, decide_answer,
	  "what was found out; COLUMN VALUE is enough" },
	{ "note", "TEXT", 0, OPERAND_NONE, decide_note, "a note, kept with the decisions" },
	{ "undo", "", 'u', OPERAND_NONE, decide_undo, "take back the last that you wrote" },
	{ "skip", "", 's', OPERAND_NONE, look_skip, "leave the lead alone until you leave" },
	{ "list", "", 0, OPERAND_NONE, look_list, "who is left" },
	{ "show", "REF|ID|N", 0, OPERAND_REF, look_show, "the card of one lead" },
	{ "find", "[EXPR]", 0, OPERAND_EXPR, look_find, "go through those alone; without EXPR all" },
	{ "why", "[REF]", 0, OPERAND_REF, look_why, "its points, rule by rule" },
	{ "progress", "", 0, OPERAND_NONE, look_progress, "how far it is" },
	{ "help", "", 'h', OPERAND_NONE, help, "this" },
	{ "quit", "", 'q', OPERAND_NONE, quit, "leave, as Ctrl-D does; all is kept" },
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static enum session_does help(struct session *s, struct str rest)
{
	(void)rest;
	for (size_t i = 0; i < COMMANDS; i++) {
		struct buf shape = { 0 };
		buf_print(&shape, "%s %s", commands[i].name, commands[i].shape);
		buf_print(s->out, "  %-28.*s %s\n", STR_ARG(buf_view(&shape)), commands[i].help);
		buf_release(&shape);
	}
	for (size_t i = 0; i < s->w->nasks; i++)
		buf_print(s->out, "%s%.*s", i ? ", " : "columns to answer: ", STR_ARG(s->w->ask[i]));
	buf_print(s->out, "%s", s->w->nasks ? "\n" : "");
	buf_print(s->out, "dates: 2026-12-01, 1.12., monday, tomorrow, +3 days\n"
			  "words may be shortened; alone, a r l s u are accept, return, later, skip, undo\n"
			  "an empty line shows the card again, and decides nothing\n");
	return SESSION_GOES_ON;
}

static enum session_does quit(struct session *s, struct str rest)
{
	return rest.n ? table_wrong(s, "quit takes nothing behind it") : SESSION_ENDS;
}

/* ---- a line ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct str first_word(struct str line, struct str *rest)
{
	size_t n = 0;

	while (n < line.n && !is_blank(line.p[n]))
		n++;
	*rest = str_trim(str_slice(line, n, line.n));
	return str_slice(line, 0, n);
}

static bool begins(struct str name, struct str word)
{
	return word.n <= name.n && str_same(str_slice(name, 0, word.n), word);
}

/* By its whole name, or its letter. */
static const struct command *whole_command(struct str word)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (str_same(str_from(commands[i].name), word) ||
		    (word.n == 1 && commands[i].letter && (word.p[0] | 0x20) == commands[i].letter))
			return &commands[i];
	return NULL;
}

/* The commands and columns that begin so, and the last of them. */
static size_t shortened(const struct session *s, struct str word, const struct command **command,
			size_t *column, struct buf *them)
{
	size_t n = 0;

	for (size_t i = 0; i < COMMANDS; i++)
		if (begins(str_from(commands[i].name), word)) {
			*command = &commands[i];
			buf_print(them, "%s%s", n++ ? ", " : "", commands[i].name);
		}
	for (size_t i = 0; i < s->w->nasks; i++)
		if (begins(s->w->ask[i], word)) {
			*column = i;
			buf_print(them, "%s%.*s", n++ ? ", " : "", STR_ARG(s->w->ask[i]));
		}
	return n;
}

enum { WORD_SHOWN = 40 };

static enum session_does unknown(struct session *s, struct str word)
{
	struct candidates lists[] = { CANDIDATES(commands, COMMANDS, name),
				      CANDIDATE_NAMES(s->w->ask, s->w->nasks) };
	struct str near = nearest(NULL, word, lists, s->w->nasks ? 2 : 1);
	struct buf cut = { 0 };

	text_cut(&cut, word, WORD_SHOWN, s->look.utf8);
	table_wrong(s, "no command is '%.*s'" DID_YOU_MEAN "%s", STR_ARG(buf_view(&cut)),
		    DID_YOU_MEAN_ARG(near), near.n ? "" : "; help lists them");
	buf_release(&cut);
	return SESSION_MISTAKE;
}

static enum session_does run(struct session *s, struct str line)
{
	struct str rest, value, word = first_word(line, &rest);
	const struct command *command = whole_command(word);
	struct buf them = { 0 };
	enum session_does does;

	size_t column = command ? SIZE_MAX : decide_column(s, line, true, &value);
	if (command)
		return command->fn(s, rest);
	if (column != SIZE_MAX)
		return decide_value(s, column, value);
	size_t n = shortened(s, word, &command, &column, &them);
	if (n == 0)
		does = unknown(s, word);
	else if (n > 1)
		does = table_wrong(s, "'%.*s' may be %.*s; nothing done", STR_ARG(word),
				   STR_ARG(buf_view(&them)));
	else
		does = command ? command->fn(s, rest) : decide_value(s, column, rest);
	buf_release(&them);
	return does;
}

enum session_does session_line(struct session *s, struct str line, struct look look, int height,
			       struct buf *out)
{
	enum session_does does = SESSION_GOES_ON;

	s->look = look;
	s->height = height;
	s->out = out;
	buf_clear(&s->line);
	text_show(&s->line, line, true); /* a tab is a blank, and no control gets into the file */
	line = str_trim(buf_view(&s->line));
	if (!line.n)
		s->moved = !s->w->from_file;
	else if (line.p[0] != '#')
		does = run(s, line);
	if (s->moved && does == SESSION_GOES_ON)
		table_show(s);
	lines_fill(out, look.width);
	return does;
}

/* ---- a session ---- */

struct session *session_new(const struct session_world *world)
{
	struct session *s = mem_new(sizeof *s);

	s->w = world;
	table_open(s);
	return s;
}

void session_free(struct session *s)
{
	if (!s)
		return;
	table_close(s);
	buf_release(&s->line);
	free(s);
}

void session_begin(struct session *s, struct look look, int height, struct buf *out)
{
	s->look = look;
	s->height = height;
	s->out = out;
	table_next(s);
	table_show(s);
}

size_t session_left(const struct session *s, size_t *gone)
{
	*gone = 0;
	for (size_t i = 0; i < s->nseats; i++)
		*gone += !s->seat[i].again && table_stand(s, i) != STANDS_LEFT;
	return table_sum(s, 0, s->nlist).left;
}

size_t session_own(const struct session *s, struct str *owner)
{
	*owner = s->mine;
	return table_sum(s, 0, s->nown).left;
}

struct str session_ref(const struct session *s)
{
	return s->current == SIZE_MAX ? STR("") : str_from(s->ref);
}

void session_sum(const struct session *s, struct buf *out)
{
	struct sum n = table_sum(s, 0, s->nlist), own = table_sum(s, 0, s->nown);
	size_t decided = n.accepted + n.returned;

	if (decided)
		buf_print(out, "%zu decided (%zu accepted, %zu returned), ", decided, n.accepted, n.returned);
	else
		buf_print(out, "nothing decided, ");
	if (n.later)
		buf_print(out, "%zu later, ", n.later);
	if (s->nown && s->nown < s->nlist)
		buf_print(out, "%zu left and %zu of others", own.left, n.left - own.left);
	else
		buf_print(out, "%zu left", n.left);
	if (decided || n.later)
		buf_print(out, "; all in %s", s->w->file);
	buf_char(out, '\n');
}

/* ---- completion ---- */

/* A word that begins as what was typed does, but for case and accents' spelling. */
static void offer(struct buf *words, struct str word, struct str typed)
{
	struct buf scratch = { 0 }, folded = { 0 };

	fold_append(&folded, typed);
	if (word.n && fold_starts(word, buf_view(&folded), &scratch)) {
		text_show(words, word, true);
		buf_char(words, '\n');
	}
	buf_release(&scratch);
	buf_release(&folded);
}

static void offer_all(struct buf *words, const struct str *list, size_t n, struct str typed)
{
	for (size_t i = 0; i < n; i++)
		offer(words, list[i], typed);
}

static void offer_refs(const struct session *s, struct buf *words, struct str typed)
{
	char room[REF_LETTERS + 2];

	for (size_t i = 0; i < s->nlist; i++)
		if (s->place[s->list[i]].found && table_stand(s, s->list[i]) == STANDS_LEFT)
			offer(words, table_ref(s, s->list[i], room), typed);
}

static void offer_days(struct buf *words, struct str typed)
{
	static const char *const days[] = { "monday",	"tuesday", "wednesday", "thursday", "friday",
					    "saturday", "sunday",  "tomorrow",	"+1 week",  "+2 weeks" };

	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		offer(words, str_from(days[i]), typed);
}

/* Where the last word of a line begins. */
static size_t last_word(struct str line)
{
	size_t n = line.n;

	while (n && !is_blank(line.p[n - 1]))
		n--;
	return n;
}

/* Reasons, and behind one `until` and days. */
static size_t complete_reason(const struct session *s, struct str line, size_t from, struct buf *words)
{
	const struct terms *t = s->w->terms;
	size_t word = last_word(line);
	struct str before = str_trim(str_slice(line, from, word));

	if (before.n >= 5 && str_same(str_slice(before, before.n - 5, before.n), STR("until"))) {
		offer_days(words, str_slice(line, word, line.n));
		return word;
	}
	offer_all(words, t->reason, t->nreasons, str_slice(line, from, line.n));
	if (words->n || !before.n)
		return from;
	offer(words, STR("until"), str_slice(line, word, line.n));
	return word;
}

/* The values that the input has of a column, and yes and no where it is answered so. */
static void offer_values(const struct session *s, size_t column, struct str typed, struct buf *words)
{
	bool yes_no = false;

	for (size_t i = 0; i < s->w->terms->agreement->criteria.n; i++)
		yes_no |= s->w->question[i].yes_no && s->w->question[i].ask == column;
	if (yes_no) {
		offer(words, STR("yes"), typed);
		offer(words, STR("no"), typed);
	} else if (column < VALUES_KNOWN)
		offer_all(words, s->value[column], s->nvalues[column], typed);
}

static size_t complete_value(const struct session *s, struct str line, size_t from, struct buf *words)
{
	struct str value, typed = str_slice(line, from, line.n);
	size_t column = decide_column(s, typed, true, &value);
	bool behind = column != SIZE_MAX && (value.n || is_blank(line.p[line.n - 1]));

	if (!behind) {
		offer_all(words, s->w->ask, s->w->nasks, typed);
		return from;
	}
	offer_values(s, column, value, words);
	return line.n - value.n;
}

static size_t complete_operand(const struct session *s, const struct command *c, struct str line, size_t from,
			       struct buf *words)
{
	struct str typed = str_slice(line, from, line.n);
	size_t word = last_word(line);

	switch (c->operand) {
	case OPERAND_OWNER:
		offer_all(words, s->owner, s->nowners, typed);
		return from;
	case OPERAND_REASON:
		return complete_reason(s, line, from, words);
	case OPERAND_COLUMN:
		return complete_value(s, line, from, words);
	case OPERAND_DAY:
		offer_days(words, typed);
		return from;
	case OPERAND_REF:
		offer_refs(s, words, typed);
		return from;
	case OPERAND_EXPR:
		offer_all(words, s->w->head, s->w->nheads, str_slice(line, word, line.n));
		return word;
	case OPERAND_NONE:
		break;
	}
	return from;
}

size_t session_complete(struct session *s, struct str before, struct buf *words)
{
	struct str rest, line = before, value;
	size_t from = 0, none;

	while (from < line.n && is_blank(line.p[from]))
		from++;
	line = str_slice(line, from, line.n);
	struct str word = first_word(line, &rest);
	if (word.n == line.n) {
		for (size_t i = 0; i < COMMANDS; i++)
			offer(words, str_from(commands[i].name), word);
		offer_all(words, s->w->ask, s->w->nasks, word);
		return from;
	}
	const struct command *c = whole_command(word);
	struct buf them = { 0 };
	if (!c && decide_column(s, line, true, &value) == SIZE_MAX &&
	    shortened(s, word, &c, &none, &them) != 1)
		c = NULL;
	buf_release(&them);
	if (!c)
		return from + complete_value(s, line, 0, words);
	size_t operand = word.n;
	while (operand < line.n && is_blank(line.p[operand]))
		operand++;
	return from + complete_operand(s, c, line, operand, words);
}

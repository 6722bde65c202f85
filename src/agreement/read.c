/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Layers of statements first, then the agreement's own text, then what layers add to it, then what must hold
 * between all of them. A text
 * has one statement per line, which begins with its keyword; indented lines belong to it. After a mistake
 * reading goes on at the next statement, so that all mistakes are reported at once.
 */
#include "agreement/read.h"

#include <errno.h>
#include <stdlib.h>

#include "agreement/builtin.h"
#include "agreement/check.h"
#include "agreement/clauses.h"
#include "agreement/orphans.h"
#include "agreement/statement.h"
#include "base/file.h"
#include "base/foreign.h"
#include "base/hash.h"
#include "base/mem.h"
#include "expr/habits.h"
#include "table/unpack.h"

/* The row after `last` in the order of keywords, which is not that of the table; last NULL: the first. */
static const struct statement *next_keyword(const struct statement *last)
{
	const struct statement *next = NULL;

	for (const struct statement *s = statements; s->keyword; s++)
		if ((!last || strcmp(s->keyword, last->keyword) > 0) &&
		    (!next || strcmp(s->keyword, next->keyword) < 0))
			next = s;
	return next;
}

struct reading {
	struct agreement *agreement;
	struct diags *diags;
	struct added { /* a statement of a layer that replaces none: `+field size "Company size"` */
		const struct text *text;
		uint32_t at;
		uint64_t skip; /* what a layer above has replaced */
	} * added;
	size_t nadded, cap;
};

/* ---- one statement ---- */

static void unknown(struct parser *p)
{
	const char *keyword[STATEMENTS_MOST];
	size_t n = 0;

	if (p->token.kind != TOKEN_NAME) {
		bool points = p->token.text.n && strchr("+-", p->token.text.p[0]);
		parser_error(p, points ? "the points of a score stand indented, below its 'score' line"
				       : "a statement begins with its keyword, like 'score' or 'stage'");
		return;
	}
	for (const struct statement *s = NULL; (s = next_keyword(s));)
		keyword[n++] = s->keyword;
	struct str near = nearest(p->diags, p->token.text, &CANDIDATE_NAMES(keyword, n), 1);
	const char *habit = habit_statement(p->token.text);
	if (habit)
		parser_error(p, "no statement is called '%.*s'; %s", STR_ARG(p->token.text), habit);
	else
		parser_error(p, "no statement is called '%.*s'" DID_YOU_MEAN, STR_ARG(p->token.text),
			     DID_YOU_MEAN_ARG(near));
}

/* A fingerprint of the words of a statement, without space and comments, behind that of those before. */
static uint64_t print_words(const struct statement_words *w, uint64_t h)
{
	struct diags silent = { 0 };
	struct arena arena = { 0 };
	struct parser p;

	parser_init(&p, w->text, &arena, &silent);
	parser_jump(&p, w->from);
	for (; p.token.kind != TOKEN_END && p.token.span.at < w->to; parser_next(&p)) {
		struct span span = p.token.span;
		bool line = p.token.kind == TOKEN_LINE;
		h = hash_text(line ? STR("\n") : str_slice(w->text->body, span.at, span.at + span.n), h);
	}
	diags_release(&silent);
	arena_release(&arena);
	return h;
}

uint64_t agreement_fingerprint(const struct agreement *a, bool routes)
{
	uint64_t h = 0;

	for (const struct statement *s = NULL; (s = next_keyword(s));) {
		uint64_t print = 0;
		if (s->decides > (routes ? DECIDES_OWNERS : DECIDES_COUNTS))
			continue;
		for (size_t i = 0; i < a->words.n; i++)
			if (a->words.at[i].statement == (size_t)(s - statements))
				print = print_words(&a->words.at[i], print);
		if (print)
			h = hash_text(str_from(s->keyword), h ^ print);
	}
	return h;
}

/* Reads what follows the keyword, and makes sure that any mistake in it is reported. */
static void read_rest(struct agreement *a, struct parser *p, const struct statement *s)
{
	unsigned before = p->diags->errors;
	uint32_t from = p->token.span.at;

	parser_next(p);
	bool good = s->read(a, p);
	if (good && p->token.kind != TOKEN_LINE && p->token.kind != TOKEN_END)
		parser_error(p, "'%s' does not go on like this; it is written: %s", s->keyword, s->form);
	else if (good && p->token.kind == TOKEN_LINE && p->token.indented) {
		parser_next(p);
		parser_error(p, "'%s' has no indented lines", s->keyword);
	} else if (!good && p->diags->errors == before)
		parser_error(p, "'%s' is written: %s", s->keyword, s->form);
	else
		*ADD(a, a->words) =
			(struct statement_words){ (size_t)(s - statements), p->text, from, p->token.span.at };
}

static void read_one(struct agreement *a, struct parser *p, uint64_t skip, bool added)
{
	const struct statement *s = statements;

	while (s->keyword && !parser_at(p, s->keyword))
		s++;
	uint64_t bit = s->keyword ? UINT64_C(1) << (s - statements) : 0;
	bool again = a->said & bit;
	if (skip & bit) {
		parser_next(p);
		if (p->token.kind == TOKEN_NAME || p->token.kind == TOKEN_TEXT)
			agreement_gone(a, s->keyword, p->token.text);
		parser_resync(p);
		return;
	}
	a->said |= bit;
	if (!s->keyword)
		unknown(p);
	else if (again && s->once)
		parser_error(p, "'%s' is said a second time; an agreement says it once%s", s->keyword,
			     added ? ", so replace it: leave out the +" : "");
	else
		read_rest(a, p, s);
	parser_resync(p);
}

/* ---- a text ---- */

/* A text of the arena; its folder is what the path has before its last slash. */
static struct text *text_new(struct agreement *a, const char *name, struct str body, bool known)
{
	struct text *t = ARENA_NEW(&a->arena, struct text);
	const char *slash = strrchr(name, '/');

	t->name = arena_copy(&a->arena, str_from(name)).p;
	t->folder = slash == name ? "/"
		    : slash	  ? arena_copy(&a->arena, (struct str){ name, (size_t)(slash - name) }).p
				  : "";
	t->body = body;
	t->known = known;
	if (!known) /* of whose lines hardly anything is said */
		text_lines(t, &a->arena);
	return t;
}

/* Passes over a statement that adds; its mistakes are reported when it is read. */
static void add_later(struct reading *r, struct parser *p, uint64_t skip)
{
	struct diags silent = { 0 };

	MEM_ROOM(r->added, r->nadded, r->cap);
	r->added[r->nadded++] = (struct added){ p->text, p->token.span.at, skip };
	p->diags = &silent;
	parser_resync(p);
	p->diags = r->diags;
	diags_release(&silent);
}

/* Statements whose keyword was used in a layer above are skipped. */
static void read_text(struct reading *r, const struct text *text)
{
	struct agreement *a = r->agreement;
	uint64_t skip = a->said;
	struct parser p;

	parser_init(&p, text, &a->arena, r->diags);
	while (p.token.kind != TOKEN_END)
		if (p.token.kind == TOKEN_LINE)
			parser_next(&p); /* an indented one was the last statement's */
		else if (text != a->text && parser_at(&p, "+"))
			add_later(r, &p, skip);
		else
			read_one(a, &p, skip, false);
}

static void read_added(struct reading *r)
{
	for (size_t i = 0; i < r->nadded; i++) {
		struct parser p;
		parser_init(&p, r->added[i].text, &r->agreement->arena, r->diags);
		parser_jump(&p, r->added[i].at);
		parser_next(&p);
		read_one(r->agreement, &p, r->added[i].skip, true);
	}
	free(r->added);
}

/* The agreement's own text; false: it can't be read. */
static bool find_text(struct agreement *a, const char *file, struct diags *diags)
{
	struct buf body = { 0 };

	if (!file) {
		a->text = text_new(a, "built-in agreement", agreement_builtin(), true);
	} else if (unpack_file(file, &body))
		a->text = text_new(a, file, arena_copy(&a->arena, buf_view(&body)), false);
	else
		diag_error(diags, "%s: the agreement can't be read: %s", file, file_why(errno));
	buf_release(&body);
	if (!a->text)
		return false;
	struct str s = a->text->body;
	const char *foreign = foreign_file(s);
	const char *zero = !foreign && file && s.n ? memchr(s.p, 0, s.n) : NULL;
	if (foreign)
		diag_error(diags, "%s: %s", file, foreign);
	if (zero)
		diag_error(diags, "%s: this is no agreement: there is a byte 0x00 in line %u", file,
			   diag_place(a->text, (uint32_t)(zero - s.p)).line);
	return !foreign && !zero;
}

void agreement_read(struct agreement *a, const char *file, const struct str *layers, size_t nlayers,
		    struct diags *diags)
{
	agreement_read_text(a, file, STR_NONE, layers, nlayers, diags);
}

void agreement_read_text(struct agreement *a, const char *name, struct str body, const struct str *layers,
			 size_t nlayers, struct diags *diags)
{
	struct reading r = { .agreement = a, .diags = diags };

	*a = (struct agreement){ .decimal = '.' };
	for (size_t i = 0; i < nlayers; i++) {
		const struct text *layer = text_new(a, "-e", arena_copy(&a->arena, layers[i]), false);
		read_text(&r, layer);
		if (layer->body.n)
			*ADD(a, a->layers) = layer;
	}
	if (body.p)
		a->text = text_new(a, name, body, false);
	bool found = body.p || find_text(a, name, diags);
	if (found) {
		read_text(&r, a->text);
		if (!a->text->known)
			diag_not_utf8(diags, a->text->name, a->text->body);
	}
	read_added(&r);
	if (!found || diags->errors)
		return;
	agreement_call(a);
	agreement_leave_out(a, diags);
	agreement_check(a, diags);
}

void agreement_release(struct agreement *a)
{
	zone_free(a->zone);
	for (size_t i = 0; i < a->zones.n; i++)
		zone_free(a->zones.at[i]);
	map_release(&a->called);
	map_release(&a->gone);
	arena_release(&a->arena);
}

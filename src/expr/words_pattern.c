/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Patterns in words. Most are lists of words in disguise: `\b(vp|c[eo]o)\b|leiter` is the words vp, ceo and
 * coo, and leiter anywhere. Such a pattern is written out into the texts that it stands for, each with where
 * it begins and ends. A pattern of any other kind is shown as it is, by the caller.
 */
#include "base/utf8.h"
#include "expr/words.h"

enum { TEXTS_MOST = 64, DEPTH_MOST = 20, RANGE_MOST = 10 };

/* Stand in a text for \b, ^ and $. */
enum { EDGE = 1, START = 2, END = 3 };

struct texts {
	struct str at[TEXTS_MOST];
	size_t n;
};

struct reading {
	struct str s;
	size_t i;
	struct arena *arena;
	int depth;
	bool bad; /* no short list */
};

static char peek(const struct reading *r)
{
	return r->i < r->s.n ? r->s.p[r->i] : '\0';
}

static void add(struct reading *r, struct texts *t, struct str s)
{
	if (t->n == TEXTS_MOST)
		r->bad = true;
	else
		t->at[t->n++] = s;
}

/* Each of the one with each of the other behind it. */
static void times(struct reading *r, struct texts *t, const struct texts *more)
{
	struct texts all = { .n = 0 };

	for (size_t i = 0; i < t->n && !r->bad; i++)
		for (size_t k = 0; k < more->n && !r->bad; k++)
			add(r, &all,
			    more->at[k].n ? arena_print(r->arena, "%.*s%.*s", STR_ARG(t->at[i]),
							STR_ARG(more->at[k]))
					  : t->at[i]);
	*t = all;
}

/* One character as it is. */
static struct str take_one(struct reading *r)
{
	size_t from = r->i++;

	while (r->i < r->s.n && ((unsigned char)r->s.p[r->i] & 0xC0) == 0x80)
		r->i++;
	return str_slice(r->s, from, r->i);
}

/* Behind a backslash: a sign that means itself; anything else is bad. */
static struct str take_escaped(struct reading *r)
{
	char c = peek(r);

	r->bad |= !c || c < ' ' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
	return r->bad ? STR("") : take_one(r);
}

/* [eo], [a-c] */
static void take_class(struct reading *r, struct texts *out)
{
	r->bad |= peek(r) == '^' || peek(r) == ']';
	while (!r->bad && peek(r) && peek(r) != ']') {
		bool escaped = peek(r) == '\\';
		r->i += escaped;
		struct str one = escaped ? take_escaped(r) : take_one(r);
		bool range = peek(r) == '-' && r->i + 1 < r->s.n && r->s.p[r->i + 1] != ']';
		if (!range) {
			r->bad |= *one.p == '[';
			add(r, out, one);
			continue;
		}
		r->i++;
		struct str last = take_one(r);
		r->bad |= one.n != 1 || last.n != 1 || *last.p < *one.p || *last.p - *one.p > RANGE_MOST ||
			  *last.p == '\\';
		for (char c = *one.p; !r->bad && c <= *last.p; c++)
			add(r, out, arena_copy(r->arena, (struct str){ &c, 1 }));
	}
	r->bad |= !peek(r);
	r->i++;
}

static void take_arms(struct reading *r, struct texts *out);

static void take_group(struct reading *r, struct texts *out)
{
	if (peek(r) == '?' || peek(r) == '*') {
		r->bad |= !(r->i + 1 < r->s.n && r->s.p[r->i] == '?' && r->s.p[r->i + 1] == ':');
		r->i += 2;
	}
	r->bad |= ++r->depth > DEPTH_MOST;
	if (!r->bad)
		take_arms(r, out);
	r->depth--;
	r->bad |= peek(r) != ')';
	r->i++;
}

static void take_piece(struct reading *r, struct texts *out)
{
	char c = peek(r);

	if (c == '(' || c == '[' || c == '\\')
		r->i++;
	if (c == '(') {
		take_group(r, out);
	} else if (c == '[') {
		take_class(r, out);
	} else if (c == '\\' && peek(r) == 'b') {
		r->i++;
		add(r, out, STR("\1"));
	} else if (c == '\\') {
		add(r, out, take_escaped(r));
	} else if (c == '^' || c == '$') {
		r->i++;
		add(r, out, c == '^' ? STR("\2") : STR("\3"));
	} else {
		r->bad |= strchr(".*+{?", c) || (unsigned char)c < ' ';
		add(r, out, take_one(r));
	}
}

static void take_sequence(struct reading *r, struct texts *out)
{
	*out = (struct texts){ .at = { STR("") }, .n = 1 };
	while (!r->bad && r->i < r->s.n && peek(r) != '|' && peek(r) != ')') {
		struct texts piece = { .n = 0 };
		take_piece(r, &piece);
		if (!r->bad && peek(r) == '?') {
			r->i++;
			add(r, &piece, STR(""));
		}
		r->bad |= peek(r) && strchr("*+?{", peek(r));
		if (!r->bad)
			times(r, out, &piece);
	}
}

static void take_arms(struct reading *r, struct texts *out)
{
	for (;;) {
		struct texts *arm = ARENA_NEW(r->arena, struct texts);
		take_sequence(r, arm);
		for (size_t i = 0; i < arm->n && !r->bad; i++)
			add(r, out, arm->at[i]);
		if (r->bad || peek(r) != '|')
			return;
		r->i++;
	}
}

/* ---- in words ---- */

static bool in_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || (c & 0x80);
}

/* Where a text begins and ends; its edges are cut off. False: there is an edge inside it, one that isn't at
 * a word's letter, or nothing else. */
static bool cut_edges(struct str *s, int *first, int *last)
{
	*first = s->n && s->p[0] <= END && s->p[0] > 0 ? s->p[0] : 0;
	*s = str_slice(*s, *first != 0, s->n);
	*last = s->n && s->p[s->n - 1] <= END && s->p[s->n - 1] > 0 ? s->p[s->n - 1] : 0;
	*s = str_slice(*s, 0, s->n - (*last != 0));
	for (size_t i = 0; i < s->n; i++)
		if (s->p[i] > 0 && s->p[i] <= END)
			return false;
	return s->n && *first != END && *last != START && (*first != EDGE || in_word(s->p[0])) &&
	       (*last != EDGE || in_word(s->p[s->n - 1]));
}

/* Of texts with these edges: what they are to be, for one and for several. */
static const struct shape {
	int first, last;
	const char *yes, *no, *one, *many;
} shapes[] = {
	{ EDGE, EDGE, "contains", "does not contain", "the word ", "of the words " },
	{ EDGE, 0, "contains", "does not contain", "a word that begins with ", NULL },
	{ 0, EDGE, "contains", "does not contain", "a word that ends with ", NULL },
	{ 0, 0, "contains", "does not contain", "", "of " },
	{ START, 0, "begins with", "does not begin with", "", "of " },
	{ START, EDGE, "begins with", "does not begin with", "the word ", "of the words " },
	{ 0, END, "ends with", "does not end with", "", "of " },
	{ EDGE, END, "ends with", "does not end with", "the word ", "of the words " },
	{ START, END, "is", "is not", "", "of " },
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static void say(struct buf *out, const struct shape *s, bool no, const struct str *text, size_t n)
{
	const char *any = no ? "any " : "one ";

	buf_print(out, "%s ", no ? s->no : s->yes);
	if (n == 1 || !s->many)
		buf_print(out, "%s%s", s->one, n > 1 ? any : "");
	if (n > 1)
		buf_print(out, "%s%s", s->many ? any : "", s->many ? s->many : "of ");
	for (size_t i = 0; i < n; i++) {
		buf_str(out, i ? STR(", ") : STR(""));
		words_quote(out, text[i]);
	}
}

int words_pattern(struct buf *out, struct str pattern, bool no, struct arena *arena)
{
	struct reading r = { .s = pattern, .arena = arena };
	struct texts *all = ARENA_NEW(arena, struct texts);
	int shape[TEXTS_MOST], groups = 0;

	take_arms(&r, all);
	if (r.bad || r.i < pattern.n)
		return 0;
	for (size_t i = 0; i < all->n; i++) {
		int first, last;
		if (!cut_edges(&all->at[i], &first, &last))
			return 0;
		for (shape[i] = 0; shapes[shape[i]].first != first || shapes[shape[i]].last != last;)
			if (++shape[i] == SHAPES)
				return 0;
	}
	for (int k = 0; k < SHAPES; k++) {
		struct str text[TEXTS_MOST];
		size_t n = 0;
		for (size_t i = 0; i < all->n; i++)
			if (shape[i] == k)
				text[n++] = all->at[i];
		if (!n)
			continue;
		buf_str(out, groups++ ? (no ? STR(" and ") : STR(" or ")) : STR(""));
		say(out, &shapes[k], no, text, n);
	}
	return groups;
}

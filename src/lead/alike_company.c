/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of companies: see alike.h. The key is the name's words, a space between them: without accents, ue
 * like u, letters that stand alone put together (J. P. Morgan is JP Morgan, S. A. is SA), a word for "and" as
 * &. Legal forms at the end and in front are left out one after another, and what joins them to the name (&
 * Co.). What would leave nothing is the name as it is. Kept are Group, Holding, cities and lines of business:
 * they tell companies apart.
 */
#include "lead/alike_internal.h"

#include "base/bare.h"

enum { FORM_WORDS = 6 }; /* of the longest legal form */

/* ---------------------------------------------------------------------- words */

/* A key that is being written, word by word. */
struct wording {
	struct buf *key;
	size_t from;  /* where the key begins */
	size_t word;  /* and its last word */
	bool letters; /* which is of letters that stood alone */
};

/* Chinese and Japanese forms stand at the name without a space. */
static struct str without_joined_form(struct str s)
{
	static const struct str joined[] = {
		STR("株式会社"),     STR("有限会社"),	  STR("合同会社"), STR("股份有限公司"),
		STR("有限责任公司"), STR("有限責任公司"), STR("股份公司"), STR("有限公司"),
		STR("公司"),	     STR("㈱"),		  STR("㈲"),	   STR("㈜"),
	};

	for (size_t before = 0; before != s.n;) {
		before = s.n;
		for (size_t i = 0; i < sizeof joined / sizeof *joined; i++) {
			if (str_ends(s, joined[i]))
				s.n -= joined[i].n;
			if (str_starts(s, joined[i]))
				s = str_slice(s, joined[i].n, s.n);
		}
	}
	return s;
}

/* Where the next word begins. */
static size_t begin_word(const struct wording *w)
{
	if (w->key->n > w->from)
		w->key->p[w->key->n++] = ' ';
	return w->key->n;
}

/* What is behind `start` has become a word. */
static void end_word(struct wording *w, size_t start)
{
	struct buf *key = w->key;
	struct str word = str_slice(buf_view(key), start, key->n);

	if ((signed char)word.p[0] < 0 || (signed char)word.p[word.n - 1] < 0) {
		word = without_joined_form(word);
		memmove(key->p + start, word.p, word.n);
		word.p = key->p + start;
		key->n = start + word.n;
	}
	if (!word.n) { /* and no space before it */
		key->n = start > w->from ? start - 1 : start;
		return;
	}
	bool letter = is_one_letter(word) && word.p[0] != '&';
	if (letter && w->letters) { /* put to those before */
		char c[2] = { word.p[0], word.p[word.n - 1] };
		key->n = start - 1;
		for (size_t i = 0; i < word.n; i++)
			bare_put(key, w->word, c[i]);
		return;
	}
	w->word = start;
	w->letters = letter;
}

/* Appends the words of a bare text. */
static void write_words(struct wording *w, struct str bare)
{
	for (size_t i = 0; i < bare.n;) {
		bool is_and = bare.p[i] == '&' || bare.p[i] == '+';
		if (!is_and && !bare_is_word[(unsigned char)bare.p[i]]) {
			i++;
			continue;
		}
		size_t start = begin_word(w);
		if (is_and) {
			w->key->p[w->key->n++] = '&';
			i++;
		} else {
			for (; i < bare.n && (bare.p[i] == '\'' || bare_is_word[(unsigned char)bare.p[i]]);
			     i++)
				if (bare.p[i] != '\'')
					bare_put(w->key, start, bare.p[i]);
		}
		end_word(w, start);
	}
}

/* ------------------------------------------------------------------ judging */

static size_t last_word(struct str s)
{
	const char *space = s.n ? memrchr(s.p, ' ', s.n) : NULL;

	return space ? (size_t)(space + 1 - s.p) : 0;
}

/* Words for "and" between two words. The key is shortened in place. */
static size_t write_ands(char *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n;) {
		const char *space = memchr(p + i, ' ', n - i);
		size_t end = space ? (size_t)(space - p) : n;
		struct str word = { p + i, end - i };
		bool inside = i && space;
		if (inside && word.n <= 3 && fact_of(FACTS_COMPANY, word) & COMPANY_AND)
			word = STR("&");
		bool again = word.n == 1 && word.p[0] == '&' && to > 1 && p[to - 2] == '&';
		if (!again) {
			memmove(p + to, word.p, word.n);
			to += word.n;
			if (space)
				p[to++] = ' ';
		} else if (!space) {
			to--;
		}
		i = end + (space != NULL);
	}
	return to;
}

/* How many bytes a legal form has at the end, with the space before it; 0: there is none. */
static size_t form_at_end(struct str s)
{
	size_t from = last_word(s), form = 0;
	uint32_t is = fact_of(FACTS_COMPANY, str_slice(s, from, s.n));

	if (is & COMPANY_FORM || (from && str_eq(str_slice(s, from, s.n), STR("&"))))
		form = s.n - from;
	for (int words = 2; is & COMPANY_FORM_ENDS && from && words <= FORM_WORDS; words++) {
		from = last_word(str_slice(s, 0, from - 1));
		if (fact_of(FACTS_COMPANY, str_slice(s, from, s.n)) & COMPANY_FORM)
			form = s.n - from;
	}
	return form && form < s.n ? form + 1 : form;
}

/* The same of what stands in front, with the space behind. */
static size_t form_in_front(struct str s)
{
	const char *space = s.n ? memchr(s.p, ' ', s.n) : NULL;
	struct str word = str_slice(s, 0, space ? (size_t)(space - s.p) : s.n);

	if (str_eq(word, STR("&")) || fact_of(FACTS_COMPANY, word) & COMPANY_FORM_BEFORE)
		return space ? word.n + 1 : word.n;
	return 0;
}

/* `letters`: the last word is of letters that stood alone. */
static struct str without_forms(struct str s, bool letters)
{
	size_t n = last_word(s);

	if (letters && n && fact_of(FACTS_COMPANY, str_slice(s, n, s.n)) & COMPANY_FORM_DOTS)
		s.n = n - 1;
	while ((n = form_at_end(s)))
		s.n -= n;
	while ((n = form_in_front(s)))
		s = str_slice(s, n, s.n);
	return s;
}

enum alike alike_company(struct buf *key, struct str company)
{
	enum { SPACES = 2 }; /* "a&b" becomes "a & b": the key is at most so many times as long */
	size_t from = key->n;

	company = str_trim(company);
	if (!company.n)
		return ALIKE_MISSING;
	bare_text(key, company);
	size_t bare = key->n - from;
	buf_room(key, (1 + 2 * SPACES) * bare + BUF_SLACK);
	struct wording w = { .key = key, .from = key->n, .word = key->n };
	write_words(&w, str_slice(buf_view(key), from, key->n));
	struct str s = str_slice(buf_view(key), from + bare, key->n);
	s.n = write_ands(key->p + from + bare, s.n);
	key->n = from;
	if (!s.n || is_one_letter(s) || fact_of(FACTS_COMPANY, s) & COMPANY_NOTHING)
		return ALIKE_NOBODY;
	struct str name = without_forms(s, w.letters);
	if (!name.n)
		name = without_forms(s, false);
	if (name.n)
		s = name;
	memmove(key->p + from, s.p, s.n);
	key->n = from + s.n;
	return ALIKE_GOOD;
}

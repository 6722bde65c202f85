/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A view of bytes: pointer and length. It owns nothing; whoever hands one out
 * says how long it stays valid. A view with p == NULL is "no text", which is
 * not the same as a text of length 0.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE     ((struct str){ NULL, 0 })

/* For printf's "%.*s". */
#define STR_ARG(s) ((int)(s).n), ((s).p ? (s).p : "")

static inline struct str str_from(const char *z)
{
	return (struct str){ z, strlen(z) };
}

static inline struct str str_slice(struct str s, size_t from, size_t to)
{
	return (struct str){ to ? s.p + from : s.p, to - from }; /* nothing of NULL is NULL */
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Equal except for the case of ASCII letters: names and words of the language. */
static inline bool str_same(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || strncasecmp(a.p, b.p, a.n) == 0);
}

/* Is it one of these words, which have a space around each? Case doesn't matter. */
static inline bool str_among(struct str word, const char *words)
{
	for (size_t n; *++words; words += n)
		if (str_same(word, (struct str){ words, n = strcspn(words, " ") }))
			return true;
	return false;
}

static inline bool str_starts(struct str s, struct str head)
{
	return s.n >= head.n && memcmp(s.p, head.p, head.n) == 0;
}

static inline bool str_ends(struct str s, struct str tail)
{
	return s.n >= tail.n && memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0;
}

/* Bytewise order, a prefix before what it begins: below 0, 0, above 0. */
static inline int str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* Without what can't be seen around it: white space of every kind, control characters, and characters without
 * a shape, such as U+200B and U+FEFF. */
struct str str_trim_on(struct str s);
static inline struct str str_trim(struct str s)
{
	if (s.n && (signed char)s.p[0] > ' ' && (signed char)s.p[s.n - 1] > ' ') /* bytes of UTF-8 are not */
		return s;
	return str_trim_on(s);
}

/* The first byte that is no space, tab or line end, as a spreadsheet passes over them; 0: there is none. */
static inline char str_first(struct str s)
{
	while (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
		s.p++, s.n--;
	return s.n ? s.p[0] : '\0';
}

#endif

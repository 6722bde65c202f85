/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a page or a piece of one well formed? Only elements that our pages have, closed in order; attributes
 * quoted, none that runs or fetches something, numbers of a picture's size where one is drawn; & only where
 * an entity begins; no byte that is a command.
 */
#ifndef TESTS_WELL_FORMED_H
#define TESTS_WELL_FORMED_H

#include "base/str.h"

struct tags {
	struct str open[32];
	size_t n;
};

/* One of the words, each between spaces? */
static inline bool tags_word(const char *words, struct str s)
{
	for (const char *p = words; s.n && (p = memmem(p, strlen(p), s.p, s.n)); p++)
		if (p > words && p[-1] == ' ' && p[s.n] == ' ')
			return true;
	return false;
}

static inline bool tags_entity(const char *p)
{
	static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strncmp(p, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

static inline bool tags_value(struct str name, const char *p, size_t n)
{
	static const char drawn[] = " x y x1 y1 x2 y2 cx cy r rx d width height viewBox font-size ";

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] < ' ' || p[i] == 0x7F || p[i] == '<' || p[i] == '>' ||
		    (p[i] == '&' && !tags_entity(p + i)))
			return false;
	if (tags_word(" width height r ", name) && n && *p == '-')
		return false;
	if (!tags_word(drawn, name))
		return true;
	for (size_t i = 0; i < n; i++)
		if (strspn(p + i, "0123456789") > 5) /* far out of any picture */
			return false;
	return n && strspn(p, "0123456789.- %MLHVmlhvz") == n;
}

/* From behind a tag's name to behind its '>'; NULL: it is not well formed. *empty: it ends itself. */
static inline const char *tags_attributes(const char *p, bool *empty)
{
	while (*p == ' ') {
		size_t n = strspn(++p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789");
		struct str name = { p, n };
		if (strncmp(p + n, "=\"", 2) != 0 || strncmp(p, "on", 2) == 0 ||
		    tags_word(" href src ", name))
			return NULL;
		p += n + 2;
		n = strcspn(p, "\"");
		if (!name.n || p[n] != '"' || !tags_value(name, p, n))
			return NULL;
		p += n + 1;
	}
	*empty = *p == '/';
	p += *empty;
	return *p == '>' ? p + 1 : NULL;
}

/* A tag, from behind its '<' to behind its '>'. */
static inline const char *tags_take(const char *p, struct tags *tags)
{
	static const char known[] =
		" html head meta title style body main header footer section h1 h2 h3 p ul ol li em dl div "
		"dt dd "
		"small code table caption thead "
		"tbody tr th td br figure figcaption svg g path line rect circle text details summary ";
	bool closes = *p == '/', empty = false;
	struct str name = { p + closes, strspn(p + closes, "abcdefghijklmnopqrstuvwxyz0123456789") };
	struct str in = tags->n ? tags->open[tags->n - 1] : STR("");

	p = tags_attributes(name.p + name.n, &empty);
	if (!p || !tags_word(known, name))
		return NULL;
	if (closes) {
		tags->n -= tags->n > 0;
		return str_eq(in, name) ? p : NULL;
	}
	if (tags_word(" text title ", in)) /* have nothing but a text in them */
		return NULL;
	if (empty || tags_word(" br meta ", name))
		return p;
	if (tags->n == sizeof tags->open / sizeof *tags->open)
		return NULL;
	tags->open[tags->n++] = name;
	return p;
}

/* NULL if it is, else where it is not. */
static inline const char *ill_formed(const char *p)
{
	struct tags tags = { .n = 0 };
	const char *next;

	if (strncmp(p, "<!DOCTYPE html>", 15) == 0)
		p += 15;
	for (; *p; p = next) {
		next = p + 1;
		if (strncmp(p, "<!-->", 5) == 0) /* an empty comment: see picture.h */
			next = p + 5;
		else if (*p == '<')
			next = tags_take(p + 1, &tags);
		else if (((unsigned char)*p < ' ' && *p != '\n') || *p == 0x7F || *p == '>' ||
			 (*p == '&' && !tags_entity(p)))
			next = NULL;
		if (!next)
			return p;
		if (*p == '<' && tags.n && str_eq(tags.open[tags.n - 1], STR("style")))
			next = strstr(next, "</style>");
		if (!next)
			return p;
	}
	return tags.n ? tags.open[tags.n - 1].p : NULL;
}

#endif

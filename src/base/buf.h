/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing buffer of bytes, made once and cleared for reuse: what comes per
 * row goes here. A view of its content is valid until the next byte is added.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>

#include "base/str.h"

enum { BUF_SLACK = 8 }; /* bytes that can be read past the content, whatever they are */

struct buf {
	char *p;
	size_t n, cap;
};

void buf_release(struct buf *b);

/* Makes room for `more` bytes after the n there are; returns where they go. */
char *buf_grow(struct buf *b, size_t more);

static inline char *buf_room(struct buf *b, size_t more)
{
	return b->p && b->cap - b->n >= more ? b->p + b->n : buf_grow(b, more);
}

static inline void buf_clear(struct buf *b)
{
	b->n = 0;
}

static inline void buf_add(struct buf *b, const char *p, size_t n)
{
	if (n) {
		memcpy(buf_room(b, n), p, n);
		b->n += n;
	}
}

static inline void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

/* Does p point into the buffer's memory? */
static inline bool buf_holds(const struct buf *b, const char *p)
{
	return b->p && p >= b->p && p < b->p + b->cap;
}

static inline void buf_char(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->n++;
}

static inline struct str buf_view(const struct buf *b)
{
	return (struct str){ b->p ? b->p : "", b->n };
}

__attribute__((format(printf, 2, 3))) void buf_print(struct buf *b, const char *format, ...);
__attribute__((format(printf, 2, 0))) void buf_vprint(struct buf *b, const char *format, va_list args);

#endif

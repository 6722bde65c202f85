/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing buffer of bytes: see buf.h. */
#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

char *buf_grow(struct buf *b, size_t more)
{
	size_t need = b->n + more;

	if (need < more)
		need = SIZE_MAX - BUF_SLACK; /* too large to allocate, which is reported as such */
	if (!b->p || b->cap < need) {
		size_t cap = b->cap;
		b->p = mem_resize(b->p, mem_grown(&cap, need) + BUF_SLACK);
		b->cap = cap;
	}
	return b->p + b->n;
}

void buf_vprint(struct buf *b, const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	if (n > 0) {
		vsnprintf(buf_room(b, (size_t)n + 1), (size_t)n + 1, format, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void buf_print(struct buf *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vprint(b, format, args);
	va_end(args);
}

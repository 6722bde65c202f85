/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks in a list, each twice the last up to 1 MiB; a larger piece gets a block of its own. Pieces of a
 * small block are zeroed as they are handed out: its rest is never touched, and start-up is mostly first
 * touches. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

struct arena_block {
	struct arena_block *next;
	size_t size;
	bool zeroed; /* as a large one is, mostly by the system */
	_Alignas(max_align_t) char data[];
};

void arena_release(struct arena *a)
{
	while (a->block) {
		struct arena_block *next = a->block->next;
		free(a->block);
		a->block = next;
	}
	a->used = 0;
}

/* As it is. */
static char *take(struct arena *a, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	size_t need = size + (align - size % align) % align;

	if (need > SIZE_MAX - sizeof(struct arena_block) || need < size)
		mem_fail();
	if (!a->block || a->block->size - a->used < need) {
		size_t next = a->block ? a->block->size * 2 : 4096;
		if (next > 1 << 20)
			next = 1 << 20;
		if (next < need)
			next = need;
		bool zeroed = next >= MEM_MAPPED;
		struct arena_block *b =
			zeroed ? mem_new(sizeof *b + next) : mem_resize(NULL, sizeof *b + next);
		b->zeroed = zeroed;
		b->size = next;
		b->next = a->block;
		a->block = b;
		a->used = 0;
	}
	char *p = a->block->data + a->used;
	a->used += need;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	char *p = take(a, size);

	return a->block->zeroed ? p : memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t n, size_t each)
{
	size_t size;

	if (__builtin_mul_overflow(n, each, &size))
		mem_fail();
	return arena_alloc(a, size);
}

struct str arena_copy(struct arena *a, struct str s)
{
	char *p = take(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

struct str arena_vprint(struct arena *a, const char *format, va_list args)
{
	char *z = NULL;
	int n = vasprintf(&z, format, args);

	if (n < 0)
		mem_fail();
	struct str s = arena_copy(a, (struct str){ z, (size_t)n });
	free(z);
	return s;
}

struct str arena_print(struct arena *a, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str s = arena_vprint(a, format, args);
	va_end(args);
	return s;
}

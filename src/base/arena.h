/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An arena holds what is built once and lives as long as its owner: an
 * agreement, a syntax tree, a header. Nothing in it is freed alone, and what
 * it hands out never moves.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>

#include "base/str.h"

struct arena {
	struct arena_block *block; /* the newest; zero-initialized is empty */
	size_t used;
};

void arena_release(struct arena *a);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t n, size_t each);
#define ARENA_NEW(arena, type)	    ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, n, type) ((type *)arena_array((arena), (n), sizeof(type)))

/* A copy, with a NUL behind it that is not counted. */
struct str arena_copy(struct arena *a, struct str s);
__attribute__((format(printf, 2, 3))) struct str arena_print(struct arena *a, const char *format, ...);
__attribute__((format(printf, 2, 0))) struct str arena_vprint(struct arena *a, const char *format,
							      va_list args);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that threads share, for what is left when all rows are read. */
#ifndef BASE_PIECES_H
#define BASE_PIECES_H

#include <stddef.h>

/* Has so many threads, of which this is one, do the same work; if one can't be created, the others do its
 * part. It returns NULL. */
void threads_do(int threads, void *(*work)(void *ctx), void *ctx);

/* Does the pieces 0 to n - 1, which don't depend on each other, each once and in any order, on so many
 * threads; one at least. */
void pieces_do(size_t n, int threads, void (*piece)(void *ctx, size_t i), void *ctx);

#endif

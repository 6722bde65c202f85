/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work in pieces that don't depend on each other, for what is left when all rows are read. */
#ifndef BASE_PIECES_H
#define BASE_PIECES_H

#include <stddef.h>

/* Does the pieces 0 to n - 1, each once and in any order, on so many threads; one at least. */
void pieces_do(size_t n, int threads, void (*piece)(void *ctx, size_t i), void *ctx);

#endif

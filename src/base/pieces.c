/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pieces.h. Whoever is free takes the next piece. */
#include "base/pieces.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS_MOST = 64 };

struct pieces {
	size_t n;
	_Atomic size_t next;
	void (*piece)(void *ctx, size_t i);
	void *ctx;
};

static void *run(void *argument)
{
	struct pieces *p = argument;

	for (size_t i; (i = atomic_fetch_add(&p->next, 1)) < p->n;)
		p->piece(p->ctx, i);
	return NULL;
}

void threads_do(int threads, void *(*work)(void *ctx), void *ctx)
{
	pthread_t thread[THREADS_MOST];
	int started = 1;

	while (started < threads && started < THREADS_MOST &&
	       pthread_create(&thread[started], NULL, work, ctx) == 0)
		started++;
	work(ctx);
	while (started > 1)
		pthread_join(thread[--started], NULL);
}

void pieces_do(size_t n, int threads, void (*piece)(void *ctx, size_t i), void *ctx)
{
	struct pieces p = { .n = n, .piece = piece, .ctx = ctx };

	threads_do(n < (size_t)threads ? (int)n : threads, run, &p);
}

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

void pieces_do(size_t n, int threads, void (*piece)(void *ctx, size_t i), void *ctx)
{
	struct pieces p = { .n = n, .piece = piece, .ctx = ctx };
	pthread_t thread[THREADS_MOST];
	int started = 1;

	/* If a thread can't be created, the others do its work. */
	while (started < threads && started < THREADS_MOST && (size_t)started < n &&
	       pthread_create(&thread[started], NULL, run, &p) == 0)
		started++;
	run(&p);
	while (started > 1)
		pthread_join(thread[--started], NULL);
}

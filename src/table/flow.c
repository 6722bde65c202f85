/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workers on the same loop: read and cut a batch under one lock, scan it alone, settle it in the order of the
 * cuts, work alone, hand in by ticket. Nothing is worked before all batches cut before it are settled, for
 * counts can't be undone. What can't be cut ahead (see source.h) is read and scanned under the lock, when all
 * that was cut is settled, so no row and no error waits for a read.
 *
 * The worker whose ticket is next writes, and then writes everything that others have handed in after it. A
 * worker that is early leaves its bytes in a ring and takes an empty buffer in exchange; it waits only if it
 * is a whole ring early. The one whose turn it is never waits, and whoever scans goes on to settle, so all
 * make progress.
 *
 * What many short rows make may be many times longer than they are. So a batch is worked in parts, and a
 * worker whose bytes are too many to be kept waits for its turn, writes them, and goes on.
 */
#include "table/flow.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"

enum {
	KEPT = 1 << 22,	 /* a buffer grown beyond this for one giant record is given back */
	PART_LEAST = 32, /* rows, where PART_MOST have made too many bytes */
	EARLY = 1 << 19, /* bytes of a batch that are written before it is through */
	WARY = 16	 /* batches that aren't cut ahead after a wrong cut: more are likely near it */
};

/* What a ticket came to. */
struct result {
	struct buf out, error;
	bool ready, failed;
};

struct flow {
	struct source *source;
	struct writer *writer;
	work_fn *work;
	bool ahead;	       /* there are several threads, so batches are cut ahead */
	_Atomic unsigned wary; /* so many of the next are not */
	uint64_t cut;	       /* so many have been; under `reading` */
	uint64_t settled;      /* of these; under `settling` */
	pthread_mutex_t reading, settling, turning;
	pthread_cond_t settled_one, turned;
	struct result *ring; /* under `turning`, like all below */
	size_t ring_size;
	uint64_t turn;
	bool writing, over; /* over: an error's turn has come; nothing is written any more */
	bool good;
	struct buf *error;
};

struct worker {
	struct flow *flow;
	size_t part; /* rows */
	void *scratch;
	pthread_t thread;
};

static void reset(struct buf *b)
{
	if (b->cap > KEPT)
		buf_release(b);
	buf_clear(b);
}

/* Writes bytes whose turn it is; the lock is released meanwhile. */
static bool write_bytes(struct flow *f, struct buf *out)
{
	pthread_mutex_unlock(&f->turning);
	bool written = writer_write(f->writer, buf_view(out));
	reset(out);
	pthread_mutex_lock(&f->turning);
	if (!written) {
		f->over = true;
		f->good = false;
		buf_print(f->error, "%s: %s", f->writer->name, file_why(f->writer->error));
	}
	return written;
}

static void write_result(struct flow *f, struct result *r)
{
	if (write_bytes(f, &r->out) && !r->failed) {
		f->turn++;
	} else if (!f->over) {
		f->over = true;
		f->good = false;
		buf_str(f->error, buf_view(&r->error));
	}
	pthread_cond_broadcast(&f->turned);
}

/* Writes what there is of a batch that isn't through, when it is its turn. False: it is over. */
static bool write_early(struct flow *f, uint64_t ticket, struct buf *out)
{
	pthread_mutex_lock(&f->turning);
	while (!f->over && (f->turn != ticket || f->writing))
		pthread_cond_wait(&f->turned, &f->turning);
	if (!f->over) {
		f->writing = true;
		write_bytes(f, out);
		f->writing = false;
		pthread_cond_broadcast(&f->turned);
	}
	bool on = !f->over;
	pthread_mutex_unlock(&f->turning);
	return on;
}

/* Hands in a result; r comes back empty. False: it is over. */
static bool hand_in(struct flow *f, uint64_t ticket, struct result *r)
{
	pthread_mutex_lock(&f->turning);
	while (!f->over && ticket - f->turn >= f->ring_size)
		pthread_cond_wait(&f->turned, &f->turning);
	if (!f->over) {
		struct result *slot = &f->ring[ticket % f->ring_size], empty = *slot;
		*slot = *r;
		slot->ready = true;
		*r = empty;
		r->ready = r->failed = false;
	}
	if (!f->writing) {
		f->writing = true;
		for (;;) {
			struct result *slot = &f->ring[f->turn % f->ring_size];
			if (f->over || !slot->ready)
				break;
			write_result(f, slot);
			slot->ready = false;
		}
		f->writing = false;
	}
	bool on = !f->over;
	pthread_mutex_unlock(&f->turning);
	return on;
}

/* Waits until `many` batches are settled, and holds the lock. */
static void await_settled(struct flow *f, uint64_t many)
{
	pthread_mutex_lock(&f->settling);
	while (f->settled != many)
		pthread_cond_wait(&f->settled_one, &f->settling);
}

static void settle(struct flow *f, struct batch *b, uint64_t turn)
{
	await_settled(f, turn);
	if (!source_settle(f->source, b))
		f->wary = WARY;
	f->settled++;
	pthread_cond_broadcast(&f->settled_one);
	pthread_mutex_unlock(&f->settling);
}

/* As source_next, for several callers at a time. */
static int next(struct flow *f, struct batch *b)
{
	pthread_mutex_lock(&f->reading);
	while (f->ahead && !f->wary && source_cut(f->source, b)) {
		uint64_t turn = f->cut++;
		pthread_mutex_unlock(&f->reading);
		source_scan(f->source, b);
		settle(f, b, turn);
		if (b->marks.nrow)
			return 1;
		pthread_mutex_lock(&f->reading);
	}
	await_settled(f, f->cut);
	pthread_mutex_unlock(&f->settling);
	int got = source_next(f->source, b);
	f->wary -= f->wary > 0;
	pthread_mutex_unlock(&f->reading);
	return got;
}

/* False: it is over. */
static bool work_parts(struct worker *w, struct batch *b, struct result *r)
{
	struct flow *f = w->flow;
	const size_t rows = b->marks.nrow;

	for (size_t i = 0, n; i < rows && !r->failed; i += n) {
		if (r->out.n >= EARLY && !write_early(f, b->ticket, &r->out))
			return false;
		size_t before = r->out.n;
		n = rows - i < w->part ? rows - i : w->part;
		r->failed = !f->work(w->scratch, b, i, n, &r->out, &r->error);
		if (r->out.n - before > EARLY && n > PART_LEAST)
			w->part = n / 2;
	}
	return true;
}

static void *run(void *argument)
{
	struct worker *w = argument;
	struct flow *f = w->flow;
	struct batch b = { 0 };
	struct result r = { 0 };
	bool on = true;

	while (on) {
		if (next(f, &b) <= 0)
			break;
		if (!work_parts(w, &b, &r))
			break;
		bool failed = r.failed;
		on = hand_in(f, b.ticket, &r) && !failed;
	}
	batch_release(&b);
	buf_release(&r.out);
	buf_release(&r.error);
	return NULL;
}

bool flow_run(struct source *s, work_fn *work, void *const *scratch, int threads, struct writer *w,
	      struct buf *error)
{
	size_t n = threads > 1 ? (size_t)threads : 1, started = 1;
	struct flow f = {
		.source = s,
		.writer = w,
		.work = work,
		.ahead = n > 1,
		.ring_size = 2 * n,
		.good = true,
		.error = error,
	};
	struct worker *worker = mem_new(n * sizeof *worker);

	f.ring = mem_new(f.ring_size * sizeof *f.ring);
	pthread_mutex_init(&f.reading, NULL);
	pthread_mutex_init(&f.settling, NULL);
	pthread_mutex_init(&f.turning, NULL);
	pthread_cond_init(&f.settled_one, NULL);
	pthread_cond_init(&f.turned, NULL);
	for (size_t i = 0; i < n; i++)
		worker[i] = (struct worker){ .flow = &f, .part = PART_MOST, .scratch = scratch[i] };
	/* If a thread can't be created, the existing ones do its work. */
	while (started < n && pthread_create(&worker[started].thread, NULL, run, &worker[started]) == 0)
		started++;
	run(&worker[0]);
	while (started > 1)
		pthread_join(worker[--started].thread, NULL);
	if (f.good && s->error.p) {
		buf_str(error, s->error);
		f.good = false;
	}
	for (size_t i = 0; i < f.ring_size; i++) {
		buf_release(&f.ring[i].out);
		buf_release(&f.ring[i].error);
	}
	free(f.ring);
	free(worker);
	pthread_cond_destroy(&f.turned);
	pthread_cond_destroy(&f.settled_one);
	pthread_mutex_destroy(&f.turning);
	pthread_mutex_destroy(&f.settling);
	pthread_mutex_destroy(&f.reading);
	return f.good;
}

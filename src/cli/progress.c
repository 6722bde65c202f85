/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A thread that looks at two counters twice a second and redraws one line: see
 * progress.h. The workers never wait for it. The rate is over the whole run,
 * so that the time left doesn't jump.
 */
#include "cli/progress.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/number.h"

struct progress {
	const char *tool;
	const _Atomic uint64_t *rows, *bytes;
	uint64_t total;
	struct timespec start;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool stop, shown;
};

static const char erase[] = "\r\033[K";
enum { HALF_SECOND = 500 * 1000 * 1000, SECOND = 2 * HALF_SECOND };

void progress_line(struct buf *out, const char *tool, uint64_t rows, uint64_t bytes, uint64_t total_bytes,
		   double seconds)
{
	double rate = seconds > 0 ? (double)bytes / seconds : 0;

	buf_print(out, "%s: ", tool);
	number_write_grouped(out, (int64_t)rows);
	buf_print(out, " rows, %.1f MB/s", rate / 1e6);
	if (!total_bytes || bytes > total_bytes || rate <= 0)
		return;
	uint64_t left = (uint64_t)((double)(total_bytes - bytes) / rate + 0.5);
	buf_print(out, ", %d%%, ", (int)(100.0 * (double)bytes / (double)total_bytes));
	if (left >= 3600)
		buf_print(out, "%llu:%02u:%02u left", (unsigned long long)left / 3600,
			  (unsigned)(left / 60 % 60), (unsigned)(left % 60));
	else
		buf_print(out, "%u:%02u left", (unsigned)(left / 60), (unsigned)(left % 60));
}

/* A progress line that can't be written isn't an error. */
static void say(const char *p, size_t n)
{
	while (n) {
		ssize_t written = write(STDERR_FILENO, p, n);
		if (written <= 0)
			return;
		p += written, n -= (size_t)written;
	}
}

static void draw(struct progress *p, struct buf *line)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	double seconds =
		(double)(now.tv_sec - p->start.tv_sec) + (double)(now.tv_nsec - p->start.tv_nsec) / SECOND;
	buf_clear(line);
	buf_add(line, erase, sizeof erase - 1);
	progress_line(line, p->tool, atomic_load_explicit(p->rows, memory_order_relaxed),
		      atomic_load_explicit(p->bytes, memory_order_relaxed), p->total, seconds);
	say(line->p, line->n);
	p->shown = true;
}

static void *run(void *context)
{
	struct progress *p = context;
	struct buf line = { 0 };
	struct timespec next = p->start;

	pthread_mutex_lock(&p->lock);
	while (!p->stop) {
		next.tv_nsec += HALF_SECOND;
		if (next.tv_nsec >= SECOND)
			next.tv_sec++, next.tv_nsec -= SECOND;
		int late = 0;
		while (!p->stop && !late)
			late = pthread_cond_timedwait(&p->ended, &p->lock, &next);
		if (!p->stop)
			draw(p, &line);
	}
	pthread_mutex_unlock(&p->lock);
	buf_release(&line);
	return NULL;
}

/* Signals are the tool's, not this thread's. */
static int start_thread(struct progress *p)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&p->thread, NULL, run, p);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

struct progress *progress_start(const char *tool, const _Atomic uint64_t *rows, const _Atomic uint64_t *bytes,
				uint64_t total_bytes)
{
	pthread_condattr_t monotonic;

	if (!isatty(STDERR_FILENO))
		return NULL;
	struct progress *p = mem_new(sizeof *p);
	p->tool = tool, p->rows = rows, p->bytes = bytes, p->total = total_bytes;
	clock_gettime(CLOCK_MONOTONIC, &p->start);
	pthread_mutex_init(&p->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&p->ended, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (start_thread(p) != 0) { /* no thread, no line: the run goes on */
		free(p);
		return NULL;
	}
	return p;
}

void progress_stop(struct progress *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_cond_signal(&p->ended);
	pthread_mutex_unlock(&p->lock);
	pthread_join(p->thread, NULL);
	if (p->shown)
		say(erase, sizeof erase - 1);
	pthread_cond_destroy(&p->ended);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

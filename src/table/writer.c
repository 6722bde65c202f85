/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream out, and cells written: see writer.h. */
#include "table/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

enum {
	HELD_FEW = 4096,	 /* what a small output has; */
	HELD_MOST = 256 * 1024,	 /* small writes are gathered up to here, */
	GATHERED_MOST = 4 << 20, /* and all of them up to here or for so long before `before` is called */
	GATHERED_MS = 100,
	DIRECT = 64 * 1024, /* a write of so much goes out as it is */
	FAILURE = 1024,	    /* and of a failure so much can be said when there is no more memory */
	PIPE_SIZE = 1 << 20
};

/* ---- opening ---- */

static int take_error(struct writer *w)
{
	w->error = errno ? errno : EIO;
	return w->error;
}

static bool open_draft(struct writer *w, const char *path, const struct stat *old)
{
	w->beside = draft_open(&w->draft, path, old);
	w->fd = w->draft.fd;
	return w->beside;
}

static bool open_standard(struct writer *w)
{
	if (!file_is_open(STDOUT_FILENO, O_WRONLY))
		return false;
	w->fd = STDOUT_FILENO;
	return true;
}

static bool open_directly(struct writer *w, const char *path)
{
	w->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return w->fd >= 0;
}

/* Who holds it may take it again. */
static void lock_init(pthread_mutex_t *lock)
{
	pthread_mutexattr_t recursive;

	pthread_mutexattr_init(&recursive);
	pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(lock, &recursive);
	pthread_mutexattr_destroy(&recursive);
}

bool writer_open(struct writer *w, const char *path)
{
	struct stat st;
	bool good;

	*w = (struct writer){ .fd = -1, .name = path ? path : "standard output", .last = '\n' };
	lock_init(&w->lock);
	if (!path)
		good = open_standard(w);
	else if (stat(path, &st) != 0)
		good = errno == ENOENT && open_draft(w, path, NULL);
	else if (!S_ISREG(st.st_mode))
		good = open_directly(w, path);
	else
		good = access(path, W_OK) == 0 /* rename() would not ask */ && open_draft(w, path, &st);
	if (!good) {
		take_error(w);
		return false;
	}
	if (fstat(w->fd, &st) == 0 && S_ISFIFO(st.st_mode))
		fcntl(w->fd, F_SETPIPE_SZ, PIPE_SIZE);
	w->terminal = isatty(w->fd) == 1;
	buf_room(&w->held, HELD_FEW + FAILURE);
	return true;
}

void writer_open_sink(struct writer *w, const char *name, const struct sink *sink, void *ctx)
{
	*w = (struct writer){ .fd = -1, .name = name, .sink = sink, .sink_ctx = ctx, .last = '\n' };
	lock_init(&w->lock);
	buf_room(&w->held, HELD_FEW + FAILURE);
}

static bool is_open(const struct writer *w)
{
	return w->fd >= 0 || w->sink;
}

/* ---- writing ---- */

static size_t hand_on(struct writer *w, struct str bytes)
{
	if (w->sink)
		return w->sink->take(w->sink_ctx, bytes) ? bytes.n : 0;
	return file_write(w->fd, bytes);
}

static bool put(struct writer *w, struct str bytes)
{
	if (!bytes.n || w->error)
		return !w->error;
	if (w->before && !w->before(w->ctx)) {
		take_error(w);
		w->refused = true;
		return false;
	}
	size_t n = hand_on(w, bytes);
	if (n < bytes.n)
		take_error(w);
	w->written += n;
	if (n)
		w->last = bytes.p[n - 1];
	return n == bytes.n;
}

static bool flush(struct writer *w)
{
	bool good = put(w, buf_view(&w->held));

	buf_clear(&w->held);
	return good;
}

static int64_t milliseconds(void)
{
	struct timespec t = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* More for the next call of `before`. */
static bool gather(struct writer *w, struct str bytes)
{
	if (w->held.n + bytes.n > GATHERED_MOST && !flush(w))
		return false;
	if (bytes.n > GATHERED_MOST)
		return put(w, bytes);
	buf_str(&w->held, bytes);
	return milliseconds() - w->first < GATHERED_MS && !w->terminal ? true : flush(w);
}

static bool take(struct writer *w, struct str bytes)
{
	if (w->error || !bytes.n)
		return !w->error;
	if (!is_open(w)) {
		w->error = EBADF;
		return false;
	}
	if (w->before && !w->held.n)
		w->first = milliseconds();
	if (w->opens) {
		buf_char(&w->held, w->opens);
		w->opens = '\0';
		bytes = str_slice(bytes, 1, bytes.n);
	}
	if (w->before)
		return gather(w, bytes);
	if (bytes.n >= DIRECT)
		return flush(w) && put(w, bytes);
	if (w->held.n + bytes.n > HELD_FEW && w->held.cap < HELD_MOST)
		buf_room(&w->held, HELD_MOST + DIRECT - w->held.n);
	buf_str(&w->held, bytes);
	return w->held.n < HELD_MOST && !w->terminal ? true : flush(w);
}

bool writer_write(struct writer *w, struct str bytes)
{
	pthread_mutex_lock(&w->lock);
	bool good = take(w, bytes);
	pthread_mutex_unlock(&w->lock);
	return good;
}

void writer_gather(struct writer *w, bool (*before)(void *ctx), void *ctx)
{
	w->before = before;
	w->ctx = ctx;
	buf_room(&w->held, GATHERED_MOST + DIRECT);
}

void writer_flush(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	flush(w);
	pthread_mutex_unlock(&w->lock);
}

void writer_hold(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
}

bool writer_settle(struct writer *w)
{
	if (flush(w) && (w->sink ? !w->sink->settle(w->sink_ctx) : w->beside ? !file_sync(w->fd) : false))
		take_error(w);
	return !w->error;
}

static void forget_sink(struct writer *w)
{
	if (!w->error && !(w->sink->settle(w->sink_ctx) && w->sink->keep(w->sink_ctx)))
		take_error(w);
	if (w->error)
		w->sink->drop(w->sink_ctx);
	w->sink = NULL;
}

static void forget(struct writer *w)
{
	if (w->sink)
		forget_sink(w);
	else if (w->beside && w->error)
		draft_drop(&w->draft);
	else if (w->beside ? !draft_keep(&w->draft) : close(w->fd) != 0 && !w->error)
		take_error(w);
	w->fd = -1;
	w->beside = false;
	buf_release(&w->held);
}

bool writer_close(struct writer *w)
{
	if (is_open(w)) {
		if (flush(w) || w->beside || w->sink)
			forget(w);
		else
			buf_release(&w->held);
	}
	if (w->error)
		errno = w->error;
	return !w->error;
}

/* The mark of an incomplete stream: `"leadscore: why` as the beginning of a row, and nothing after it. */
static void mark(struct buf *out, struct dialect dialect, struct str reason)
{
	buf_char(out, '"');
	cell_write_inside(out, dialect, reason);
}

/* A full disk has no room for the mark, so a file gives up the last rows that were written. */
static void make_room(struct writer *w)
{
	off_t end = lseek(w->fd, 0, SEEK_CUR), at = end - (off_t)w->held.n;
	struct stat st;

	if (fstat(w->fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == end && w->written >= w->held.n &&
	    ftruncate(w->fd, at) == 0 && lseek(w->fd, at, SEEK_SET) == at)
		w->error = 0;
}

void writer_fail(struct writer *w, struct dialect dialect, struct str reason)
{
	int error = w->error;

	if (!is_open(w))
		return;
	if (w->beside || w->sink)
		w->error = error ? error : ECANCELED;
	flush(w);
	if (w->refused && !w->beside && !w->sink) { /* now, or before: the output itself works, */
		w->before = NULL;		    /* and only the refused bytes are lost */
		w->error = 0;
	}
	if (w->written && !w->terminal && !w->beside && !w->sink) {
		if (w->error || w->last != '\n')
			buf_char(&w->held, '\n');
		mark(&w->held, dialect, reason);
		if (w->error)
			make_room(w);
		flush(w);
	}
	w->error = w->error ? w->error : error;
	forget(w);
}

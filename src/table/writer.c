/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream out, and cells written: see writer.h. */
#include "table/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/same_file.h"

enum {
	HELD_MOST = 256 * 1024, /* small writes are gathered up to here */
	DIRECT = 64 * 1024,	/* a write of so much goes out as it is */
	PIPE_SIZE = 1 << 20
};

/* ---- opening ---- */

static int take_error(struct writer *w)
{
	w->error = errno ? errno : EIO;
	return w->error;
}

static bool open_directly(struct writer *w, const char *path)
{
	w->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return w->fd >= 0;
}

/* A file beside the target, with the mode the target has or would get. */
static bool open_beside(struct writer *w, const char *path, const struct stat *old)
{
	struct buf temporary = { 0 };

	w->target = file_follow(path);
	buf_print(&temporary, "%s.XXXXXX", w->target);
	buf_char(&temporary, '\0');
	w->temporary = temporary.p;
	w->fd = mkostemp(w->temporary, O_CLOEXEC);
	if (w->fd < 0) {
		int error = errno;
		free(w->temporary);
		free(w->target);
		w->temporary = w->target = NULL;
		errno = error;
		return false;
	}
	mode_t mask = umask(0);
	umask(mask);
	if (fchmod(w->fd, old ? old->st_mode & 07777 : 0666 & ~mask) == 0)
		return true;
	take_error(w);
	writer_fail(w, (struct dialect){ 0 }, STR(""));
	errno = w->error;
	return false;
}

bool writer_open(struct writer *w, const char *path)
{
	struct stat st;
	bool good;

	*w = (struct writer){ .fd = -1, .name = path ? path : "standard output", .last = '\n' };
	if (!path) {
		w->fd = STDOUT_FILENO;
		good = fcntl(w->fd, F_GETFD) >= 0;
		if (!good)
			w->fd = -1;
	} else if (stat(path, &st) != 0) {
		good = errno == ENOENT && open_beside(w, path, NULL);
	} else if (!S_ISREG(st.st_mode)) {
		good = open_directly(w, path);
	} else if (access(path, W_OK) != 0) {
		good = false; /* rename() would not ask */
	} else {
		good = open_beside(w, path, &st);
	}
	if (!good) {
		take_error(w);
		return false;
	}
	if (fstat(w->fd, &st) == 0 && S_ISFIFO(st.st_mode))
		fcntl(w->fd, F_SETPIPE_SZ, PIPE_SIZE);
	w->terminal = isatty(w->fd) == 1;
	return true;
}

/* ---- writing ---- */

static bool put(struct writer *w, const char *p, size_t n)
{
	if (n && !w->error && w->before && !w->before(w->ctx)) {
		take_error(w);
		w->refused = true;
	}
	while (n && !w->error) {
		ssize_t k = write(w->fd, p, n);
		if (k > 0) {
			w->written += (uint64_t)k;
			w->last = p[k - 1];
			p += k, n -= (size_t)k;
		} else if (errno == EAGAIN) {
			poll(&(struct pollfd){ .fd = w->fd, .events = POLLOUT }, 1, -1);
		} else if (errno != EINTR) {
			take_error(w);
		}
	}
	return !w->error;
}

static bool flush(struct writer *w)
{
	bool good = put(w, w->held.p, w->held.n);

	buf_clear(&w->held);
	return good;
}

bool writer_write(struct writer *w, struct str bytes)
{
	if (w->error || !bytes.n)
		return !w->error;
	if (w->fd < 0) {
		w->error = EBADF;
		return false;
	}
	if (bytes.n >= DIRECT)
		return flush(w) && put(w, bytes.p, bytes.n);
	buf_str(&w->held, bytes);
	return w->held.n < HELD_MOST && !w->terminal ? true : flush(w);
}

static void forget(struct writer *w)
{
	if (w->fd >= 0 && close(w->fd) != 0 && !w->error)
		take_error(w);
	w->fd = -1;
	if (w->temporary && w->error)
		unlink(w->temporary);
	else if (w->temporary && rename(w->temporary, w->target) != 0) {
		take_error(w);
		unlink(w->temporary);
	}
	free(w->temporary);
	free(w->target);
	buf_release(&w->held);
	w->temporary = w->target = NULL;
}

bool writer_close(struct writer *w)
{
	if (w->fd >= 0) {
		if (flush(w) || w->temporary)
			forget(w);
		else
			buf_release(&w->held);
	}
	if (w->error)
		errno = w->error;
	return !w->error;
}

/* The mark of half a stream: `"leadscore: why` as the beginning of a row, and nothing behind it. */
static void mark(struct buf *out, struct dialect dialect, struct str reason)
{
	buf_char(out, '"');
	for (size_t i = 0; i < reason.n; i++) {
		char c = reason.p[i];
		if (dialect.raw_tsv && (c == '\t' || c == '\n' || c == '\r' || c == '\\')) {
			buf_char(out, '\\');
			c = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : '\\';
		} else if (c == '"' && !dialect.raw_tsv) {
			buf_char(out, '"');
		}
		buf_char(out, c);
	}
}

/* A full disk has no room for the mark, but for the last rows that it took: a file gives these up. */
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

	if (w->fd < 0)
		return;
	if (w->refused) { /* the output itself is sound: what was refused is gone, the mark is not */
		w->before = NULL;
		w->error = 0;
	}
	if (w->temporary)
		w->error = error ? error : ECANCELED;
	flush(w);
	if (w->written && !w->terminal && !w->temporary) {
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

/* ---- cells ---- */

static void escape(struct buf *out, struct str text)
{
	static const char from[] = "\t\n\r\\", to[] = "tnr\\";

	for (size_t i = 0; i < text.n; i++) {
		const char *special = text.p[i] ? strchr(from, text.p[i]) : NULL;
		if (special)
			buf_char(out, '\\');
		buf_char(out, special ? to[special - from] : text.p[i]);
	}
}

static void quote(struct buf *out, struct str text)
{
	char *p = buf_room(out, 2 * text.n + 2), *start = p;

	*p++ = '"';
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			*p++ = '"';
		*p++ = text.p[i];
	}
	*p++ = '"';
	out->n += (size_t)(p - start);
}

void cell_write(struct buf *out, struct dialect dialect, struct str text)
{
	bool special = false;

	if (dialect.raw_tsv) {
		escape(out, text);
		return;
	}
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		special |= (c == '"') | (c == '\n') | (c == '\r') | (c == dialect.delimiter);
	}
	if (special)
		quote(out, text);
	else
		buf_str(out, text);
}

/* A spreadsheet runs what begins so; a number that has a sign is only a number. */
static bool is_formula(struct str text)
{
	double x;

	if (!text.n || !memchr("=+-@\t\r", text.p[0], 6))
		return false;
	return !number_read(text, '.', &x) && !number_read(text, ',', &x);
}

void cell_write_safe(struct buf *out, struct dialect dialect, struct str text)
{
	if (!is_formula(text)) {
		cell_write(out, dialect, text);
		return;
	}
	struct buf guarded = { 0 };
	buf_char(&guarded, '\'');
	buf_str(&guarded, text);
	cell_write(out, dialect, buf_view(&guarded));
	buf_release(&guarded);
}

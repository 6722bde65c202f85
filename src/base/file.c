/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and descriptors, below what is read from them: see file.h. */
#include "base/file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/same_file.h"

void file_path(struct buf *out, const char *folder, struct str path)
{
	if (*folder && path.n && path.p[0] != '/')
		buf_print(out, "%s/", folder);
	buf_str(out, path);
	buf_char(out, '\0');
	out->n--;
}

ssize_t file_read_some(int fd, char *p, size_t n)
{
	for (;;) {
		ssize_t got = read(fd, p, n);
		if (got < 0 && errno == EAGAIN) /* a standard input somebody made non-blocking */
			poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, -1);
		else if (got >= 0 || errno != EINTR)
			return got;
	}
}

bool file_is_ready(int fd)
{
	return poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 0) > 0;
}

/* Reads to the end, in steps; the error, 0: none. */
static int read_all(int fd, struct buf *out)
{
	size_t most = out->n + FILE_MOST;
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > FILE_MOST)
		return EOVERFLOW;
	for (;;) {
		ssize_t n = file_read_some(fd, buf_room(out, 65536), 65536);
		if (n <= 0)
			return n < 0 ? errno : 0;
		out->n += (size_t)n;
		if (out->n > most)
			return EOVERFLOW;
	}
}

/* What was read whole, so that it can be said later what the program really used. */
static struct digested {
	char *path;
	struct digest digest;
} * digested;
static size_t ndigested, digested_cap;

static struct digested *find_digested(const char *path)
{
	for (size_t i = 0; i < ndigested; i++)
		if (strcmp(digested[i].path, path) == 0)
			return &digested[i];
	return NULL;
}

const struct digest *file_digest(const char *path)
{
	const struct digested *d = find_digested(path);

	return d ? &d->digest : NULL;
}

static void note_digest(const char *path, struct str bytes)
{
	struct digested *d = find_digested(path);

	if (!d) {
		struct buf copy = { 0 };
		buf_print(&copy, "%s", path);
		buf_char(&copy, '\0');
		MEM_ROOM(digested, ndigested, digested_cap);
		d = &digested[ndigested++];
		d->path = copy.p;
	}
	d->digest = digest_of(bytes);
}

bool file_read(const char *path, struct buf *out)
{
	size_t before = out->n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	file_guard(path);
	int error = read_all(fd, out);
	close(fd);
	if (error)
		out->n = before;
	else
		note_digest(path, str_slice(buf_view(out), before, out->n));
	errno = error;
	return !error;
}

/* ---- temporary files ---- */

const char *file_temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder && *folder ? folder : "/tmp";
}

/* Without a name, or with one only for a moment in which no signal comes. */
int file_temporary(void)
{
	const char *folder = file_temporary_folder();
	int fd = open(folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	sigset_t all, before;
	struct buf name = { 0 };

	if (fd >= 0)
		return fd;
	buf_print(&name, "%s/leadpipe.XXXXXX", folder);
	buf_char(&name, '\0');
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	fd = mkostemp(name.p, O_CLOEXEC);
	if (fd >= 0)
		unlink(name.p);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	int error = errno;
	buf_release(&name);
	errno = error;
	return fd;
}

size_t file_write(int fd, struct str bytes)
{
	size_t written = 0;

	while (written < bytes.n) {
		ssize_t n = write(fd, bytes.p + written, bytes.n - written);
		if (n > 0)
			written += (size_t)n;
		else if (n < 0 && errno == EAGAIN) /* somebody made it non-blocking */
			poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
		else if (n < 0 && errno != EINTR)
			break;
	}
	return written;
}

static bool copy(int from, int to)
{
	char block[1 << 16];
	ssize_t n;

	while ((n = file_read_some(from, block, sizeof block)) > 0)
		if (file_write(to, (struct str){ block, (size_t)n }) < (size_t)n)
			return false;
	return n == 0;
}

bool file_keep(int fd)
{
	int kept = file_temporary();

	if (kept < 0)
		return false;
	bool good = copy(fd, kept) && lseek(kept, 0, SEEK_SET) == 0 && dup2(kept, fd) == fd;
	int error = errno;
	close(kept);
	errno = error;
	return good;
}

_Static_assert(FILE_MOST == 256 << 20, "file_why says how much that is");

/* ---- the disk ---- */

int file_open_folder(const char *path, int flags, mode_t mode)
{
	struct buf copy = { 0 };

	buf_str(&copy, str_from(path));
	buf_char(&copy, '\0');
	int fd = open(dirname(copy.p), flags | O_CLOEXEC, mode);
	int error = errno;
	buf_release(&copy);
	errno = error;
	return fd;
}

bool file_sync(int fd)
{
	return fsync(fd) == 0 || errno == EINVAL; /* some file systems have no such thing */
}

bool file_sync_folder(const char *path)
{
	char *real = realpath(path, NULL);
	int fd = file_open_folder(real ? real : path, O_RDONLY | O_DIRECTORY, 0);
	bool good = fd >= 0 && file_sync(fd);
	int error = errno;

	if (fd >= 0)
		close(fd);
	free(real);
	errno = error;
	return good;
}

/* ---- standard streams ---- */

bool file_hold_standard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/", O_PATH) != fd)
			return false;
	return true;
}

bool file_is_open(int fd, int mode)
{
	int flags = fcntl(fd, F_GETFL), open_for = flags & O_ACCMODE;

	if (flags >= 0 && !(flags & O_PATH) && (open_for == mode || open_for == O_RDWR))
		return true;
	errno = EBADF;
	return false;
}

const char *file_why(int error)
{
	static _Thread_local char words[128];

	if (error == EOVERFLOW)
		return "it is larger than 256 MiB, the limit for a file that is read as a whole";
	if (error == EBADF)
		return "it is closed";
	if (error == FILE_DAMAGED)
		return "what is compressed in it is damaged";
	if (error == FILE_CUT_OFF)
		return "what is compressed in it ends too early; was it copied completely?";
	if (error == FILE_WIDE)
		return "it takes more than 128 MiB to unpack; zstd -dc --long=31 makes it readable";
	snprintf(words, sizeof words, "%s", strerror(error));
	words[0] = (char)tolower((unsigned char)words[0]);
	return words;
}

/* ---- lists ---- */

/* A line of a list: without its comment and the space around it. */
static struct str entry(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t')) {
			line.n = i;
			break;
		}
	while (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return str_trim(line);
}

struct str file_entry(struct str *body)
{
	struct str text = STR("");

	while (body->n && !text.n) {
		const char *end = memchr(body->p, '\n', body->n);
		size_t n = end ? (size_t)(end - body->p) : body->n;
		text = entry(str_slice(*body, 0, n));
		*body = str_slice(*body, end ? n + 1 : n, body->n);
	}
	return text.n ? text : STR_NONE;
}

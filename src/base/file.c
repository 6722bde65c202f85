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
#include <unistd.h>

void file_path(struct buf *out, const char *folder, struct str path)
{
	if (*folder && path.n && path.p[0] != '/')
		buf_print(out, "%s/", folder);
	buf_str(out, path);
	buf_char(out, '\0');
	out->n--;
}

bool file_read(const char *path, struct buf *out)
{
	size_t before = out->n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	for (;;) {
		ssize_t n = read(fd, buf_room(out, 65536), 65536);
		if (n > 0) {
			out->n += (size_t)n;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		int error = n < 0 ? errno : 0;
		close(fd);
		if (error)
			out->n = before;
		errno = error;
		return !error;
	}
}

/* ---- temporary files ---- */

const char *file_temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder && *folder ? folder : "/tmp";
}

/* A file that has no name, or only for a moment in which no signal comes. */
static int open_temporary(void)
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

bool file_write(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n > 0)
			bytes = str_slice(bytes, (size_t)n, bytes.n);
		else if (n < 0 && errno == EAGAIN) /* somebody made it non-blocking */
			poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
		else if (n < 0 && errno != EINTR)
			return false;
	}
	return true;
}

static bool copy(int from, int to)
{
	char block[1 << 16];
	ssize_t n;

	while ((n = read(from, block, sizeof block)) != 0)
		if (n > 0 ? !file_write(to, (struct str){ block, (size_t)n }) : errno != EINTR)
			return false;
	return true;
}

bool file_keep(int fd)
{
	int kept = open_temporary();

	if (kept < 0)
		return false;
	bool good = copy(fd, kept) && lseek(kept, 0, SEEK_SET) == 0 && dup2(kept, fd) == fd;
	int error = errno;
	close(kept);
	errno = error;
	return good;
}

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

	if (error == EBADF)
		return "it is closed";
	snprintf(words, sizeof words, "%s", strerror(error));
	words[0] = (char)tolower((unsigned char)words[0]);
	return words;
}

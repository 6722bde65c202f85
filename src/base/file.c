/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole small files: see file.h. */
#include "base/file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
	errno = error;
	return !error;
}

static bool copy(int from, FILE *to)
{
	static _Thread_local char block[1 << 16];
	ssize_t n;

	while ((n = file_read_some(from, block, sizeof block)) > 0)
		if (fwrite(block, 1, (size_t)n, to) != (size_t)n)
			return false;
	return n == 0 && fflush(to) == 0;
}

bool file_keep(int fd)
{
	FILE *kept = tmpfile();

	if (!kept)
		return false;
	bool good = copy(fd, kept) && lseek(fileno(kept), 0, SEEK_SET) == 0 && dup2(fileno(kept), fd) == fd;
	int error = errno;
	fclose(kept);
	errno = error;
	return good;
}

_Static_assert(FILE_MOST == 256 << 20, "file_why says how much that is");

const char *file_why(int error)
{
	static _Thread_local char words[128];

	if (error == EOVERFLOW)
		return "it is larger than 256 MiB, the limit for a file that is read as a whole";
	snprintf(words, sizeof words, "%s", strerror(error));
	words[0] = (char)tolower((unsigned char)words[0]);
	return words;
}

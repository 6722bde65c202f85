/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See same_file.h. What is noted are paths: what one leads to is asked when it matters. */
#include "base/same_file.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

enum { LINKS_MOST = 40 /* as many as the kernel follows */ };

static char *print(const char *format, const char *a, size_t n, const char *b)
{
	struct buf out = { 0 };

	buf_print(&out, format, (int)n, a, b);
	buf_char(&out, '\0');
	return out.p;
}

char *file_follow(const char *path)
{
	char *real = realpath(path, NULL), *here;
	char link[PATH_MAX];

	if (real)
		return real;
	here = print("%.*s%s", path, strlen(path), "");
	for (int i = 0; i < LINKS_MOST; i++) {
		ssize_t n = readlink(here, link, sizeof link - 1);
		if (n <= 0)
			break;
		link[n] = '\0';
		const char *slash = strrchr(here, '/');
		char *next = print("%.*s%s", here, link[0] == '/' || !slash ? 0 : (size_t)(slash + 1 - here),
				   link);
		free(here);
		here = next;
	}
	return here;
}

/* ---- which file ---- */

static bool of_regular(struct file_id *id, const struct stat *st)
{
	*id = (struct file_id){ .device = st->st_dev, .inode = st->st_ino };
	return S_ISREG(st->st_mode);
}

bool file_id_open(struct file_id *id, int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && of_regular(id, &st);
}

/* A file that is not there. */
static bool of_new(struct file_id *id, const char *path)
{
	char *end = file_follow(path), *slash = strrchr(end, '/');
	const char *name = slash ? slash + 1 : end;
	struct stat st;
	bool good = *name && strlen(name) <= NAME_MAX;

	*id = (struct file_id){ 0 };
	if (good)
		memcpy(id->name, name, strlen(name) + 1);
	if (slash)
		slash[slash == end] = '\0'; /* of "/x" the folder is "/" */
	good = good && stat(slash ? end : ".", &st) == 0;
	if (good) {
		id->device = st.st_dev;
		id->inode = st.st_ino;
	}
	free(end);
	return good;
}

bool file_id(struct file_id *id, const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? of_regular(id, &st) : errno == ENOENT && of_new(id, path);
}

bool file_id_same(const struct file_id *a, const struct file_id *b)
{
	return a->device == b->device && a->inode == b->inode && strcmp(a->name, b->name) == 0;
}

/* ---- what is read or kept ---- */

static char **guarded;
static size_t nguarded, guarded_cap;

void file_guard(const char *path)
{
	for (size_t i = 0; i < nguarded; i++)
		if (strcmp(guarded[i], path) == 0)
			return;
	MEM_ROOM(guarded, nguarded, guarded_cap);
	guarded[nguarded++] = print("%.*s%s", path, strlen(path), "");
}

const char *file_guarded(const struct file_id *id)
{
	struct file_id one;

	for (size_t i = 0; i < nguarded; i++)
		if (file_id(&one, guarded[i]) && file_id_same(&one, id))
			return guarded[i];
	return NULL;
}

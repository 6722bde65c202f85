/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which file a path means, however it is spelled and whatever links lead there. It also keeps the list of
 * files that a program reads or keeps: each that is read whole, and each that is noted here. No output may
 * overwrite one of them.
 */
#ifndef BASE_SAME_FILE_H
#define BASE_SAME_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

/* A regular file; or, where `name` is not empty, one that is not there yet, in the folder of that inode. */
struct file_id {
	dev_t device;
	ino_t inode;
	char name[NAME_MAX + 1];
};

/* False: it is no regular file (a terminal, a pipe and /dev/null may be two outputs at once), or can't be
 * one. */
bool file_id(struct file_id *id, const char *path);
bool file_id_open(struct file_id *id, int fd);

bool file_id_same(const struct file_id *a, const struct file_id *b);

/* The target of a chain of symbolic links, which may not exist; a new string. */
char *file_follow(const char *path);

/* Notes a file, whether it exists or not, as one that is read or kept. */
void file_guard(const char *path);

/* The path under which that file was noted; NULL: it was not. */
const char *file_guarded(const struct file_id *id);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shared libraries that few runs need and that take longer to load than a small file takes to read. The one
 * file that knows such a library calls it through pointers, which are filled at the first need.
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stddef.h>

struct library {
	const char *file;	  /* "libz.so.1" */
	const char *need;	  /* "a file is compressed by gzip" */
	const char *knows;	  /* "which unpacks it" */
	const char *package;	  /* Debian's, for the remedy */
	const char *const *names; /* of `n` functions */
	size_t n;
};

/* The functions' addresses into `to`, an array of pointers or a struct of nothing else. Stays loaded. What
 * can't be loaded ends the program with exit 2, a message and the remedy. Not for two threads at once:
 * callers use pthread_once. */
void library_load(const struct library *l, void *to);

#endif

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

/* The same of a list of functions and variables, FUNCTIONS(X) of X(name) each: LIBRARY_MEMBER makes the
 * members of the struct `to` of it, and what follows are the words of struct library. */
#define LIBRARY_MEMBER(function) __typeof__(&function) function;
#define LIBRARY_WORD(name)	 #name
#define LIBRARY_VERSION(macro)	 LIBRARY_WORD(macro)	 /* what its headers say */
#define LIBRARY_NAME(function)	 LIBRARY_WORD(function), /* as a header may have renamed it */
#define LIBRARY_LOAD(to, FUNCTIONS, ...)                                                  \
	do {                                                                              \
		static const char *const names_[] = { FUNCTIONS(LIBRARY_NAME) };          \
		static const struct library l_ = { __VA_ARGS__, .names = names_,          \
						   .n = sizeof names_ / sizeof *names_ }; \
		_Static_assert(sizeof(to) == sizeof names_, "a pointer a name");          \
		library_load(&l_, &(to));                                                 \
	} while (0)

#endif

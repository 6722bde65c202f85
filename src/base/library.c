/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See library.h. */
#include "base/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

void library_load(const struct library *l, void *to)
{
	errno = 0;
	void *library = dlopen(l->file, RTLD_NOW | RTLD_LOCAL), *found;
	bool all = library;
	int error = errno;

	for (size_t i = 0; all && i < l->n; i++) {
		found = dlsym(library, l->names[i]);
		all = found;
		memcpy((char *)to + i * sizeof found, &found, sizeof found);
	}
	if (all)
		return;
	const char *why = dlerror();
	if (!why || error == ENOMEM || strstr(why, "memory")) /* the loader tells it now so, now so */
		mem_fail();
	dprintf(STDERR_FILENO, "leadpipe: %s, and %s, %s, can't be loaded (%s); install it: on Debian, %s\n",
		l->need, l->file, l->knows, why, l->package);
	_exit(2);
}

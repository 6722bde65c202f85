/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See icu.h. */
#include "base/icu.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#define WORDS_OF(x) #x
#define WORDS(x)    WORDS_OF(x)
#define LIBRARY	    "libicuuc.so." WORDS(U_ICU_VERSION_MAJOR_NUM)

static struct icu loaded;

static void load(void)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	bool all = library;

#define FIND(function) all = all && (*(void **)&loaded.function = dlsym(library, WORDS(function)));
	ICU_FUNCTIONS(FIND)
#undef FIND
	if (all)
		return;
	dprintf(STDERR_FILENO,
		"leadpipe: a text is not ASCII, and " LIBRARY
		", which knows its letters, can't be loaded (%s); install it: on Debian, libicu" WORDS(
			U_ICU_VERSION_MAJOR_NUM) "\n",
		dlerror());
	_exit(2);
}

const struct icu *icu(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return &loaded;
}

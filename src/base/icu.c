/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See icu.h. */
#include "base/icu.h"

#include <pthread.h>

#include "base/library.h"

#define WORDS_OF(x) #x
#define WORDS(x)    WORDS_OF(x)
#define VERSION	    WORDS(U_ICU_VERSION_MAJOR_NUM)

static struct icu loaded;

static void load(void)
{
#define NAME(function) WORDS(function),
	static const char *const names[] = { ICU_FUNCTIONS(NAME) };
#undef NAME
	const struct library l = { .file = "libicuuc.so." VERSION,
				   .need = "a text is not ASCII",
				   .knows = "which knows its letters",
				   .package = "libicu" VERSION,
				   .names = names,
				   .n = sizeof names / sizeof *names };

	_Static_assert(sizeof loaded == sizeof names, "a pointer a name");
	library_load(&l, &loaded);
}

const struct icu *icu(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return &loaded;
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See icu.h. */
#include "base/icu.h"

#include <pthread.h>

#define VERSION LIBRARY_VERSION(U_ICU_VERSION_MAJOR_NUM)

static struct icu loaded;

static void load(void)
{
	LIBRARY_LOAD(loaded, ICU_FUNCTIONS, .file = "libicuuc.so." VERSION, .need = "a text is not ASCII",
		     .knows = "which knows its letters", .package = "libicu" VERSION);
}

const struct icu *icu(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return &loaded;
}

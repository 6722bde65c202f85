/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What built-in fields are called in exports of people who work in another language than English.
 * translations.tsv has a line for each such header, sorted by bytes: the header as loose_text makes it, the
 * field, the language. What may mean two things, as Estado does, is left out: a wrong column gives wrong
 * figures.
 */
#ifndef AGREEMENT_TRANSLATIONS_H
#define AGREEMENT_TRANSLATIONS_H

#include "base/str.h"

struct translation {
	struct str header, field, language;
};

/* Of a header as loose_text makes it; all of it is empty if none is known. */
struct translation translation_of(struct str loose);

/* The lines. */
struct str translations(void);

/* The line in which byte `at` stands, and in *end where it ends. */
struct translation translation_at(struct str lines, size_t at, size_t *end);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts by numbers, from 1 on; private to fold/. */
#ifndef FOLD_FOLD_TEXTS_H
#define FOLD_FOLD_TEXTS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"

struct kept_texts {
	struct map map;
	struct arena arena;
	struct str *text; /* of each number but 0 */
	uint32_t n, last; /* numbers; the one that was asked for last */
	size_t cap;
	size_t bytes, kept; /* of all texts; and of those that were in use when that was looked at last */
};

void texts_release(struct kept_texts *t);

/* The number of a text, which is copied if it is new; 0 for none. `likely`: one that it may well be. */
uint32_t texts_number(struct kept_texts *t, struct str text, uint32_t likely);

static inline struct str texts_get(const struct kept_texts *t, uint32_t number)
{
	return number ? t->text[number] : STR_NONE;
}

/* Are there so many that it is time to see which are in use still? */
static inline bool texts_crowded(const struct kept_texts *t)
{
	return t->bytes > 2 * t->kept + (1 << 22);
}

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See known.h. */
#include "route/known.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/word.h"

/* Of a line there are as many leads as that, if as many are known as there is room for: few lines are full.
 * There is room for 32,768 at first, of which few leads touch little. */
enum { USUAL_BITS = 3, FIRST_BITS = 12, MOST_BITS = 32 - USUAL_BITS };

/* The bits behind those that say which line it is. */
static char tag_of(const struct known *t, uint64_t key)
{
	return (char)(key << t->bits >> 56);
}

/* The bits above a place. */
static uint32_t mask_of(const struct known *t)
{
	return (uint32_t)(UINT64_MAX << (t->bits + USUAL_BITS));
}

static uint32_t above_place(const struct known *t, uint64_t key)
{
	return (uint32_t)(key << (t->bits + USUAL_BITS));
}

static struct known_line *next_line(const struct known *t, struct known_line *line)
{
	return ++line < t->line + (UINT64_C(1) << t->bits) ? line : t->line;
}

static void put(const struct known *t, struct known_line *line, uint64_t key, size_t place)
{
	while (line->n == KNOWN_LINE)
		line = next_line(t, line);
	line->tag[line->n] = tag_of(t, key);
	line->place[line->n++] = above_place(t, key) | (uint32_t)place;
}

/* The index is made anew: of all leads it needs the keys, which stand one behind the other, and the lines of
 * some are fetched ahead. */
static void resize(struct known *t, unsigned bits)
{
	enum { AHEAD = 64 };
	const size_t lines = (size_t)1 << bits, most = lines << USUAL_BITS;

	if (bits > MOST_BITS)
		mem_fail();
	t->at = mem_table(t->at, t->most * sizeof *t->at, most * sizeof *t->at);
	mem_table_free(t->line, t->line ? sizeof *t->line << t->bits : 0);
	t->line = mem_table(NULL, 0, lines * sizeof *t->line);
	t->most = most;
	t->bits = bits;
	for (size_t i = 0; i < t->n; i++) {
		if (i + AHEAD < t->n)
			__builtin_prefetch(known_line(t, t->at[i + AHEAD].key), 1);
		put(t, known_line(t, t->at[i].key), t->at[i].key, i);
	}
}

void known_init(struct known *t)
{
	*t = (struct known){ .multiple = hash_secret() | 1 };
	resize(t, FIRST_BITS);
}

void known_release(struct known *t)
{
	mem_table_free(t->at, t->most * sizeof *t->at);
	mem_table_free(t->line, t->line ? sizeof *t->line << t->bits : 0);
	*t = (struct known){ 0 };
}

/* Which of a line's tags are this one, and maybe some more: a bit each, those of the last four between
 * others.
 */
static uint64_t alike(const struct known_line *line, char tag)
{
	return word_has(word_load(line->tag), tag) >> 7 |
	       word_has(word_load(line->tag + KNOWN_LINE - 8), tag) >> 32 >> 6;
}

/* If there is none, *line is the first that isn't full. */
static inline struct known_lead *seek(const struct known *t, struct known_key key, struct known_line **line)
{
	const uint32_t mask = mask_of(t), above = above_place(t, key.key);
	const char tag = tag_of(t, key.key);

	for (*line = known_line(t, key.key);; *line = next_line(t, *line)) {
		for (uint64_t bits = alike(*line, tag); bits; bits &= bits - 1) {
			unsigned bit = (unsigned)__builtin_ctzll(bits), i = bit / 8 + bit % 8 * 8;
			if (i >= (*line)->n || ((*line)->place[i] ^ above) & mask)
				continue;
			struct known_lead *x = &t->at[(*line)->place[i] & ~mask];
			if (x->key == key.key && (uint32_t)x->value == key.more)
				return x;
		}
		if ((*line)->n < KNOWN_LINE)
			return NULL;
	}
}

struct known_lead *known_find(const struct known *t, struct known_key key)
{
	struct known_line *line;

	return seek(t, key, &line);
}

size_t known_place(struct known *t, struct known_key key)
{
	struct known_line *line;
	const struct known_lead *x = seek(t, key, &line);

	if (x)
		return (size_t)(x - t->at);
	if (t->n == t->most) {
		resize(t, t->bits + 1);
		line = known_line(t, key.key);
	}
	t->at[t->n] = (struct known_lead){ key.key, key.more };
	put(t, line, key.key, t->n);
	return t->n++;
}

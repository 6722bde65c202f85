/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of JSON's objects, for rows that are written as they come. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "base/arena.h"
#include "base/block.h"
#include "base/buf.h"

/* What is before each value of an object: `, "head": `, and `first` in place of the comma before the first.
 * So much can be read from each of its bytes. Heads are made distinct as they are written, because two that
 * aren't UTF-8 may become equal. */
enum { JSON_SPAN = 2 * BLOCK };
struct str *json_keys(struct arena *arena, const struct str *head, size_t n, const char *first);

/* A cell: null where it is empty, a number where `number` and it reads as one, else a string. */
void json_value(struct buf *out, bool number, struct str cell);

/* What is no ASCII that is printed, and what ends a string or escapes. */
static inline block json_special(block b)
{
	return (block)(b - (unsigned char)' ' > block_every('~' - ' ')) | (block)(b == block_every('"')) |
	       (block)(b == block_every('\\'));
}

/* Writes the string of a text of up to JSON_SPAN bytes, if nothing has to be done to it; so many can be read
 * from its first, and there is room for two more. */
static inline bool json_short(char *to, struct str text)
{
	block start = block_load(text.p), end = block_load(text.p + BLOCK);
	unsigned special = block_bits(json_special(start));

	to[0] = '"';
	block_store(to + 1, start);
	if (text.n > BLOCK) {
		block_store(to + 1 + BLOCK, end);
		special |= block_bits(json_special(end)) << BLOCK;
	}
	to[1 + text.n] = '"';
	return !(special & (unsigned)((UINT64_C(1) << text.n) - 1));
}

#endif

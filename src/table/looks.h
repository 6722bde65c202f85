/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells and rows that aren't what they look like: bytes that are no UTF-8, quotes that don't quote because a
 * space is before them, a row that is the header again, as `cat jan.csv feb.csv` leaves one, and a line of
 * totals. Each thread counts them; what they were is noted at the end.
 */
#ifndef TABLE_LOOKS_H
#define TABLE_LOOKS_H

#include "base/diag.h"
#include "base/word.h"
#include "table/source.h"

struct looks {
	struct sighting broken, quoted; /* cells */
	struct sighting header, total;	/* rows */
};

void look_merge(struct looks *into, const struct looks *from);

/* Notes what was found. */
void look_tell(const struct looks *l, struct diags *diags);

/* Looks at a batch before its cells are read: sets b->odd and, unless l is NULL, counts cells. */
void look_at_batch(struct looks *l, struct batch *b);

/* The header itself may be no UTF-8, too. */
void look_at_header(struct looks *l, const struct header *h);

/* Adds one more; it stands in row i of the batch. */
void look_found(struct sighting *s, const struct batch *b, size_t i);

/* Is it a line of totals, as spreadsheets and reports end in: the first cell that isn't empty is a word such
 * as `Grand total` or `Summe`, perhaps with a number behind it, and all others are numbers? A lead has a
 * name, an address or a time. `starts` are those of look_total_starts: it may be one only if its first bytes
 * are a start, or no cell's text begins with them. */
bool look_total(const struct record *r, const bool starts[256], struct buf *text);
void look_total_starts(bool starts[256]);

/* Of a text's first bytes in a word: which three letters they are, whatever their case. */
static inline unsigned char total_start(uint64_t w)
{
	return ((w | WORD_EVERY(' ')) & word_mask(3)) * UINT64_C(0x9E3779B97F4A7C15) >> 56;
}

/* May it be a start? What begins with digits, as most rows do, is none. */
static inline bool total_may_start(const bool starts[256], uint64_t w)
{
	const uint64_t letters = WORD_EVERY(0x40) & word_mask(3);

	return starts[total_start(w)] && (w & letters) == letters;
}

/* The header, to be recognized in a row. */
struct head_again {
	struct str *name; /* folded */
	size_t n;
	bool begins[256]; /* which bytes such a row may begin with, perhaps after a quote */
};
struct head_room { /* for reading a row's cells, of each thread */
	struct buf text, name, plain, folded;
};
void head_room_release(struct head_room *room);
void head_again_init(struct head_again *a, const struct header *h, char delimiter, struct arena *arena);
bool head_again_all(const struct head_again *a, const struct record *r, struct head_room *room);

/* Does each cell say what the header says in its place, though it may be written in another way? A cell may
 * be empty, as a tool before leaves those that it adds, but not all are. */
static inline bool head_again(const struct head_again *a, const struct record *r, struct head_room *room)
{
	const unsigned char *p = (const unsigned char *)r->p;

	return a->begins[p[0]] && (p[0] != '"' || a->begins[p[1]]) && head_again_all(a, r, room);
}

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ref of a hand-over: a word to type from paper, which ties a row of a sheet to this hand-over even when
 * a spreadsheet has ruined its id. "dkv-rmt" is six letters of a hash of id and time, in an alphabet without
 * vowels, so that no spreadsheet takes it for a number or a date and it spells no word; it is as many letters
 * longer as it takes to be unlike those of all other handed-over leads of the input.
 */
#ifndef REVIEW_REF_H
#define REVIEW_REF_H

#include "base/buf.h"
#include "time/zone.h"

/* The hash, a number whose digits in base 19 are the letters, the highest first. */
enum { REF_LETTERS = 12, REF_LEAST = 6 };
uint64_t ref_of(struct str id, int64_t at, const struct zone *zone);

/* A time as decisions store it, and as refs hash it: a date as that date in the zone, a moment in UTC;
 * INSTANT_NONE as nothing. */
void stored_time_write(struct buf *b, int64_t at, const struct zone *zone);

/* All that are handed over in an input. */
struct refs {
	uint64_t *at; /* ascending and distinct, once settled */
	size_t n, cap;
};

void refs_add(struct refs *r, uint64_t ref);
void refs_merge(struct refs *into, struct refs *from); /* which is emptied */
void refs_settle(struct refs *r);
void refs_release(struct refs *r);

bool refs_has(const struct refs *r, uint64_t ref); /* once settled */

/* How many letters tell it from all others, at least REF_LEAST; and the word of so many letters. */
size_t refs_letters(const struct refs *r, uint64_t ref);
void ref_write(struct buf *b, uint64_t ref, size_t letters);

/* The refs that begin with what was typed are these: low <= ref < high. False: it holds something that is no
 * letter of a ref, or none at all. Case, hyphens and outer blanks don't matter. */
bool ref_range(struct str typed, uint64_t *low, uint64_t *high);

/* The refs that begin with what was typed: the place of the first, and how many there are. *wrong: none can,
 * as above. */
size_t refs_find(const struct refs *r, struct str typed, size_t *first, bool *wrong);

#endif

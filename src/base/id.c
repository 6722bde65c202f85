/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See id.h. */
#include "base/id.h"

#include "base/arena.h"
#include "base/word.h"

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Those of leads, contacts, accounts, users and the like all begin with 00. */
bool id_shaped(struct str s)
{
	for (size_t i = 2; i < s.n; i++) {
		unsigned char c = lower(s.p[i]);
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z'))
			return false;
	}
	return true;
}

/* ---- eight bytes at a time; of bytes that are ASCII the highest bit says what is found ---- */

#define HIGH WORD_EVERY(0x80)

static uint64_t at_least(uint64_t w, unsigned char byte)
{
	return w + WORD_EVERY((unsigned char)(0x80 - byte));
}

static uint64_t letters(uint64_t folded)
{
	return at_least(folded, 'a') & ~at_least(folded, 'z' + 1) & HIGH;
}

static uint64_t digits(uint64_t w)
{
	return at_least(w, '0') & ~at_least(w, '9' + 1) & HIGH;
}

/* The lowest eight bits, one to a byte. */
static uint64_t spread(uint64_t bits)
{
	uint64_t one = WORD_EVERY(bits & 0xFF) & UINT64_C(0x8040201008040201);

	return (one + WORD_EVERY(0x7F)) & HIGH;
}

/* With these capitals. False: some aren't letters, or what is there is neither letters nor digits. */
static bool capitalize(uint64_t *w, uint64_t capitals)
{
	uint64_t folded = word_fold(*w), letter = letters(folded), capital = spread(capitals);

	*w = folded ^ capital >> 2;
	return word_is_ascii(folded) && (letter | digits(folded)) == HIGH && !(capital & ~letter);
}

/* ---- Salesforce ---- */

/* Each of the last three characters of a long id says which of five others are capitals: A is none of them, B
 * the first, C the second, D both, and so on to 5, all. */
const unsigned char id_sum[256] = {
#define SUM(c)                                       \
	((c) >= 'A' && (c) <= 'Z'   ? (c) - 'A'      \
	 : (c) >= 'a' && (c) <= 'z' ? (c) - 'a'      \
	 : (c) >= '0' && (c) <= '5' ? (c) - '0' + 26 \
				    : ID_NO_SUM)
#define SUMS4(c)  SUM(c), SUM((c) + 1), SUM((c) + 2), SUM((c) + 3)
#define SUMS16(c) SUMS4(c), SUMS4((c) + 4), SUMS4((c) + 8), SUMS4((c) + 12)
#define SUMS64(c) SUMS16(c), SUMS16((c) + 16), SUMS16((c) + 32), SUMS16((c) + 48)
	SUMS64(0), SUMS64(64), SUMS64(128), SUMS64(192)
};

bool id_shorten(struct str s, char id[ID_SHORT])
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned sum[] = { id_sum[p[15]], id_sum[p[16]], id_sum[p[17]] };

	if ((sum[0] | sum[1] | sum[2]) & ID_NO_SUM)
		return false;
	uint64_t capitals = sum[0] | sum[1] << 5 | sum[2] << 10;
	uint64_t first = word_load(s.p), last = word_load(s.p + ID_SHORT - 8);
	bool is = capitalize(&first, capitals) && capitalize(&last, capitals >> (ID_SHORT - 8));
	word_store(id, first);
	word_store(id + ID_SHORT - 8, last);
	return is;
}

/* ---- UUIDs ---- */

static bool lower_uuid(struct str s, char *id)
{
	for (size_t i = 0; i < ID_UUID; i++) {
		unsigned char c = lower(s.p[i]);
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
		id[i] = (char)c;
	}
	return true;
}

/* ---- what they are compared by ---- */

struct str id_key_on(struct str id, struct id_room *room)
{
	if (id.n == ID_LONG && id.p[0] == '0' && id.p[1] == '0' && id_shorten(id, room->p))
		return (struct str){ room->p, ID_SHORT };
	if (id.n == ID_UUID && id.p[8] == '-' && !str_is_lower(id) && lower_uuid(id, room->p))
		return (struct str){ room->p, ID_UUID };
	return id;
}

uint64_t id_hash_on(struct str id, uint64_t seed)
{
	struct id_room room;

	return hash_text(id_key_on(id, &room), seed);
}

struct hash_pair id_hash_pair_on(struct str id)
{
	struct id_room room;

	return hash_pair(id_key_on(id, &room));
}

struct str id_key_kept(struct str id, struct arena *arena)
{
	struct id_room room;
	struct str key = id_key(id, &room);

	return str_eq(key, id) ? id : arena_copy(arena, key);
}

bool id_same(struct str a, struct str b)
{
	struct id_room x, y;

	return str_eq(a, b) || str_eq(id_key(a, &x), id_key(b, &y));
}

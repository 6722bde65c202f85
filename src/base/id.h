/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ids of leads, as they are compared: every byte counts, so 007 is not 7, and case tells ids apart. Two kinds
 * have a form of their own in which one id may be written in two ways:
 *
 * Salesforce's are 15 characters in its reports, of which case alone tells many apart, and 18 in its API: the
 * same ones and a checksum, which says which of them are capitals.
 *
 * In a UUID of 36 characters case says nothing (RFC 9562).
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/hash.h"

enum { ID_SHORT = 15, ID_LONG = 18, ID_UUID = 36 };

/* Is it one of Salesforce's, of either length? Of nearly every other text the first look says no. */
bool id_shaped(struct str s);
static inline bool id_is_salesforces(struct str s)
{
	return (s.n == ID_SHORT || s.n == ID_LONG) && s.p[0] == '0' && s.p[1] == '0' && id_shaped(s);
}

/* Writes the short id of a text of 18 bytes, whatever case that is written in. False: it isn't made of
 * letters and digits alone, or its checksum doesn't fit, so it is no such id. */
bool id_shorten(struct str s, char id[ID_SHORT]);

/* What a byte of a checksum says: five bits, or that it is none. */
enum { ID_NO_SUM = 32 };
extern const unsigned char id_sum[256];

/* Is it its own key? Of most the length says so; no: it may be. */
static inline bool id_stands(struct str id)
{
	const unsigned char *p = (const unsigned char *)id.p;

	if (id.n != ID_LONG)
		return id.n != ID_UUID;
	return p[0] != '0' || p[1] != '0' || (id_sum[p[15]] | id_sum[p[16]] | id_sum[p[17]]) & ID_NO_SUM;
}

/* What an id is compared by: ids are the same if these bytes are. It is the id itself, or in the room. */
struct id_room {
	char p[ID_UUID];
};
struct str id_key_on(struct str id, struct id_room *room);
static inline struct str id_key(struct str id, struct id_room *room)
{
	return id_stands(id) ? id : id_key_on(id, room);
}

/* The same for good: the id itself, which must stay, or in the arena. */
struct arena;
struct str id_key_kept(struct str id, struct arena *arena);

/* Hashes of the keys: as hash_text() and hash_pair(). */
uint64_t id_hash_on(struct str id, uint64_t seed);
struct hash_pair id_hash_pair_on(struct str id);
static inline uint64_t id_hash(struct str id, uint64_t seed)
{
	return id_stands(id) ? hash_text(id, seed) : id_hash_on(id, seed);
}
static inline struct hash_pair id_hash_pair(struct str id)
{
	return id_stands(id) ? hash_pair(id) : id_hash_pair_on(id);
}

bool id_same(struct str a, struct str b);

#endif

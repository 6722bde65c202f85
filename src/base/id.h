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

#include "base/str.h"

enum { ID_SHORT = 15, ID_LONG = 18, ID_UUID = 36 };

/* Is it one of Salesforce's, of either length? Of nearly every other text the first look says no. */
bool id_shaped(struct str s);
static inline bool id_is_salesforces(struct str s)
{
	return (s.n == ID_SHORT || s.n == ID_LONG) && s.p[0] == '0' && s.p[1] == '0' && id_shaped(s);
}

/* Writes the short id of a long one, whatever case that is written in. False: its checksum doesn't fit, so it
 * is no such id. */
bool id_shorten(struct str s, char id[ID_SHORT]);

struct id_room {
	char p[ID_UUID];
};

/* What an id is compared by: ids are the same if these bytes are. It is the id itself, or in the room. */
struct str id_key_on(struct str id, struct id_room *room);
static inline struct str id_key(struct str id, struct id_room *room)
{
	return id.n == ID_LONG || id.n == ID_UUID ? id_key_on(id, room) : id;
}

/* The same for good: the id itself, which must stay, or in the arena. */
struct arena;
struct str id_key_kept(struct str id, struct arena *arena);

bool id_same(struct str a, struct str b);

#endif

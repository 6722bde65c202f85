/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See id.h. */
#include "base/id.h"

#include "base/arena.h"

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

/* Each of the last three characters of a long id says which of five others are capitals: A is none of them, B
 * the first, C the second, D both, and so on to 5, all. */
bool id_shorten(struct str s, char id[ID_SHORT])
{
	for (size_t i = 0; i < ID_SHORT; i++) {
		unsigned char sum = lower(s.p[ID_SHORT + i / 5]), c = lower(s.p[i]);
		unsigned capitals = sum >= 'a' ? sum - 'a' + 0u : sum - '0' + 26u;
		bool capital = capitals >> i % 5 & 1;
		if (capitals > 31 || (capital && c < 'a'))
			return false;
		id[i] = (char)(capital ? c - 'a' + 'A' : c);
	}
	return true;
}

static bool read_uuid(struct str s, char *id)
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

struct str id_key_on(struct str id, struct id_room *room)
{
	if (id.n == ID_LONG && id_is_salesforces(id) && id_shorten(id, room->p))
		return (struct str){ room->p, ID_SHORT };
	if (id.n == ID_UUID && read_uuid(id, room->p))
		return (struct str){ room->p, ID_UUID };
	return id;
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

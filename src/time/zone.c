/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A time zone: one sorted table of the instants at which its offset changes,
 * those the TZif file lists and, behind them, those its footer's POSIX rule
 * makes for the next four centuries. The Gregorian calendar repeats, weekdays
 * and all, every 400 years, so a later time is looked up as its twin in the
 * table's last 400 years.
 *
 * Looking up is a direct index: time is cut into buckets of 97 days, each of
 * which says where in the table to begin; a step or two remain. The way back,
 * from wall clock to instant, is the same search in a second table: change i
 * rules wall clocks from change + max(offset before, offset after) on, which
 * is the end of the gap where clocks go forward, and the end of the second
 * pass's twin, the first pass, where they go back. So a repeated time falls to
 * its first pass and a skipped one to the old offset, which shows it moved
 * forward by the gap.
 *
 * Footer rules begin after the last explicit change, even one that changes
 * nothing. Refused: files that count leap seconds ("right/"), names that leave
 * the zone directory.
 */
#include "time/zone.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/mem.h"
#include "time/tzif.h"

enum { BUCKET_BITS = 23 };

/* Buckets cover [base, base + count << BUCKET_BITS); first[k] is where to begin in bucket k. */
struct search {
	int64_t base;
	uint64_t count;
	int64_t *at;
	uint16_t *first;
};

struct zone {
	uint32_t n;	 /* changes; offset[i] holds before change i, offset[n] after the last */
	int32_t *offset; /* n + 1 */
	struct search utc, local;
	int64_t cycle; /* from here on the last 400 years repeat; INT64_MAX: the last offset stays */
	int32_t fixed; /* where offset points when n is 0 */
};

/* ------------------------------------------------------------- looking up */

/* How many changes are at or before t. */
static inline uint32_t search(const struct search *s, uint32_t n, int64_t t)
{
	uint64_t k = ((uint64_t)t - (uint64_t)s->base) >> BUCKET_BITS;

	if (k >= s->count)
		return t < s->base ? 0 : n;
	uint32_t i = s->first[k];
	while (i < n && s->at[i] <= t)
		i++;
	return i;
}

/* How far t lies beyond the table, in whole cycles. */
static inline int64_t beyond(const struct zone *z, int64_t t)
{
	if (t < z->cycle)
		return 0;
	return ((t - z->cycle) / TZIF_CYCLE + 1) * TZIF_CYCLE;
}

int32_t zone_offset(const struct zone *z, int64_t utc)
{
	return z->offset[search(&z->utc, z->n, utc - beyond(z, utc))];
}

int64_t zone_instant(const struct zone *z, int64_t local)
{
	return local - z->offset[search(&z->local, z->n, local - beyond(z, local))];
}

int64_t zone_first(const struct zone *z, int64_t local)
{
	int64_t later = beyond(z, local), t = local - later;
	uint32_t i = search(&z->local, z->n, t);

	t -= z->offset[i];
	if (i < z->n && t > z->utc.at[i])
		t = z->utc.at[i];
	return t + later;
}

bool zone_is_utc(const struct zone *z)
{
	return z->n == 0 && z->offset[0] == 0;
}

/* --------------------------------------------------------------- building */

static void search_build(struct search *s, uint32_t n)
{
	s->base = s->at[0];
	s->count = (((uint64_t)s->at[n - 1] - (uint64_t)s->base) >> BUCKET_BITS) + 1;
	s->first = mem_new(s->count * sizeof *s->first);
	uint32_t i = 0;
	for (uint64_t k = 0; k < s->count; k++) {
		while (i < n && ((uint64_t)s->at[i] - (uint64_t)s->base) >> BUCKET_BITS < k)
			i++;
		s->first[k] = (uint16_t)i;
	}
}

static struct zone *zone_fixed(int32_t offset)
{
	struct zone *z = mem_new(sizeof *z);

	z->fixed = offset;
	z->offset = &z->fixed;
	z->cycle = INT64_MAX;
	return z;
}

/* Takes over the changes that do change something. */
static struct zone *zone_from(const struct tzif *file)
{
	struct zone *z = zone_fixed(file->first);
	int32_t offset = file->first;

	z->offset = mem_new((file->n + 1) * sizeof *z->offset);
	z->utc.at = mem_new((file->n + 1) * sizeof *z->utc.at);
	z->local.at = mem_new((file->n + 1) * sizeof *z->local.at);
	z->cycle = file->cycle;
	z->offset[0] = offset;
	for (size_t i = 0; i < file->n; i++) {
		int32_t after = file->change[i].offset;
		if (after == offset)
			continue;
		int64_t local = file->change[i].at + (after > offset ? after : offset);
		if (z->n && local < z->local.at[z->n - 1])
			local = z->local.at[z->n - 1];
		z->utc.at[z->n] = file->change[i].at;
		z->local.at[z->n] = local;
		z->offset[++z->n] = offset = after;
	}
	if (z->n) {
		search_build(&z->utc, z->n);
		search_build(&z->local, z->n);
	}
	return z;
}

void zone_free(struct zone *z)
{
	if (!z)
		return;
	if (z->offset != &z->fixed)
		free(z->offset);
	free(z->utc.at);
	free(z->utc.first);
	free(z->local.at);
	free(z->local.first);
	free(z);
}

const struct zone *zone_utc(void)
{
	static int32_t none = 0;
	static const struct zone utc = { .offset = &none, .cycle = INT64_MAX };

	return &utc;
}

/* ------------------------------------------------------------------ names */

/* `+05:30`, `-0800`, `+01`, or one of the names of UTC. */
static bool fixed_offset(struct str name, int32_t *offset)
{
	int digit[4] = { 0 }, n = 0;

	*offset = 0;
	if (str_eq(name, STR("UTC")) || str_eq(name, STR("Z")))
		return true;
	if (name.n < 3 || name.n > 6 || (name.p[0] != '+' && name.p[0] != '-'))
		return false;
	for (size_t i = 1; i < name.n; i++) {
		if (name.p[i] == ':' && i == 3 && name.n == 6)
			continue;
		if (name.p[i] < '0' || name.p[i] > '9' || n == 4)
			return false;
		digit[n++] = name.p[i] - '0';
	}
	int hours = digit[0] * 10 + digit[1], minutes = digit[2] * 10 + digit[3];
	if ((n != 2 && n != 4) || hours > 15 || minutes > 59)
		return false;
	*offset = (hours * 60 + minutes) * 60 * (name.p[0] == '-' ? -1 : 1);
	return true;
}

/* Names are made of these, and never have `..` or an empty part, so a name can't lead out of the
 * directory. */
static bool name_valid(struct str name)
{
	if (!name.n || name.n > 100 || name.p[0] == '/' || name.p[name.n - 1] == '/')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool letter = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
		if (!letter && !memchr("_+-/", c, 4))
			return false;
		if (c == '/' && i && name.p[i - 1] == '/')
			return false;
	}
	return true;
}

static const char *directory(void)
{
	const char *d = getenv("TZDIR");

	return d && *d ? d : "/usr/share/zoneinfo";
}

/* The n-th field (0-based) of a line, fields parted by one `sep`. */
static struct str field(struct str line, char sep, int n)
{
	for (;; n--) {
		const char *end = line.n ? memchr(line.p, sep, line.n) : NULL;
		size_t len = end ? (size_t)(end - line.p) : line.n;
		if (n == 0)
			return str_slice(line, 0, len);
		if (!end)
			return STR_NONE;
		line = str_slice(line, len + 1, line.n);
	}
}

/* `Berlin` is Europe/Berlin, whatever its distance. */
static bool is_last_part(struct str name, struct str wanted)
{
	return name.n > wanted.n + 1 && name.p[name.n - wanted.n - 1] == '/' &&
	       strncasecmp(name.p + name.n - wanted.n, wanted.p, wanted.n) == 0;
}

/* Where the system lists its zones, and in which field of which lines. */
static const struct listing {
	const char *file;
	char first, sep; /* first: the lines' first byte, 0 any */
	int field;
} listings[] = {
	{ "tzdata.zi", 'Z', ' ', 1 },
	{ "tzdata.zi", 'L', ' ', 2 },
	{ "zone1970.tab", 0, '\t', 2 },
};

/* There is no such file. A name that the system lists nevertheless is an alias, or its file is missing. */
static void say_unknown(struct str wanted, const char *path, struct buf *why)
{
	struct str *name = NULL, near = STR_NONE, same = STR_NONE;
	size_t names = 0, cap = 0;
	enum { COUNT = sizeof listings / sizeof *listings };
	struct buf file = { 0 }, text[COUNT] = { 0 };
	bool any = false, listed = false;

	for (size_t i = 0; i < COUNT; i++) {
		buf_clear(&file);
		file_path(&file, directory(), str_from(listings[i].file));
		if (!file_read(file.p, &text[i]))
			continue;
		any = true;
		struct str rest = buf_view(&text[i]);
		while (rest.n) {
			struct str line = field(rest, '\n', 0);
			rest = str_slice(rest, line.n + (line.n < rest.n), rest.n);
			if (!line.n || line.p[0] == '#' ||
			    (listings[i].first && line.p[0] != listings[i].first))
				continue;
			MEM_ROOM(name, names, cap);
			name[names] = field(line, listings[i].sep, listings[i].field);
			if (str_eq(name[names], wanted)) {
				listed = true;
				same = listings[i].first == 'L' ? field(line, ' ', 1) : same;
				continue;
			}
			if (!near.p && is_last_part(name[names], wanted))
				near = name[names]; /* the city alone */
			names++;
		}
	}
	if (!near.p)
		near = nearest(NULL, wanted, &CANDIDATE_NAMES(name, names), 1);
	if (same.p)
		buf_print(why, "time zone '%.*s': '%s' is missing; '%.*s' is the same", STR_ARG(wanted), path,
			  STR_ARG(same));
	else if (listed)
		buf_print(why, "time zone '%.*s': '%s' is missing; is tzdata installed as a whole?",
			  STR_ARG(wanted), path);
	else
		buf_print(why, "no time zone '%.*s'%s%s" DID_YOU_MEAN, STR_ARG(wanted), any ? "" : " in ",
			  any ? "" : directory(), DID_YOU_MEAN_ARG(near));
	free(name);
	for (size_t i = 0; i < COUNT; i++)
		buf_release(&text[i]);
	buf_release(&file);
}

struct zone *zone_load(struct str name, struct buf *why)
{
	struct buf path = { 0 }, bytes = { 0 };
	struct tzif file = { 0 };
	struct zone *z = NULL;
	int32_t offset;

	if (fixed_offset(name, &offset))
		return zone_fixed(offset);
	file_path(&path, directory(), name);
	bool valid = name_valid(name), read = valid && file_read(path.p, &bytes);
	if (!valid || (!read && (errno == ENOENT || errno == ENOTDIR || errno == EISDIR))) {
		say_unknown(name, path.p, why);
	} else if (!read) {
		buf_print(why, "time zone '%.*s': '%s' can't be read: %s", STR_ARG(name), path.p,
			  file_why(errno));
	} else {
		const char *wrong = tzif_parse(buf_view(&bytes), &file);
		if (wrong)
			buf_print(why, "time zone '%.*s': '%s' %s", STR_ARG(name), path.p, wrong);
		else
			z = zone_from(&file);
	}
	tzif_release(&file);
	buf_release(&bytes);
	buf_release(&path);
	return z;
}

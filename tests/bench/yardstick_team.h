/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the yardsticks that deal leads share: people, whose turn it is, and leads told apart. */
#ifndef BENCH_YARDSTICK_TEAM_H
#define BENCH_YARDSTICK_TEAM_H

#include <ctype.h>
#include <sys/mman.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "yardstick.h"

enum { REPS = 256, SET = REPS / 64, WEIGHTS = 3 };

static struct rep {
	char key[32], name[32], region[8];
	size_t name_size;
	unsigned weight, level, capacity, had;
	bool enterprise, german, away;
	uint64_t seed;
} reps[REPS];
static size_t nreps;

/* People who share: whose turn it is, as in stat/turn.h. */
struct pool {
	uint64_t who[WEIGHTS][SET], first[SET]; /* by weight; of each weight those who have got the fewest */
	size_t fewest[WEIGHTS], left[WEIGHTS], people[WEIGHTS], sum, leads;
	uint32_t own[REPS];
};
static uint64_t *known;
static size_t nknown, known_cap;

static void *zeroed(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p)
		refuse("no memory");
	return p;
}

/* ---- people */

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct rep *)a)->key, ((const struct rep *)b)->key);
}

static void read_reps(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[256];

	if (!f || !fgets(line, sizeof line, f))
		refuse("no reps");
	while (fgets(line, sizeof line, f) && nreps < REPS) {
		struct rep *r = &reps[nreps++];
		char team[32], languages[32], from[32] = "";
		if (sscanf(line, "%31[^,],%u,%31[^,],%7[^,],%u,%u,%31[^,],%31[^,]", r->name, &r->weight, team,
			   r->region, &r->level, &r->capacity, languages, from) < 7 ||
		    r->weight - 1 >= WEIGHTS)
			refuse("a rep that is none");
		r->enterprise = !strcmp(team, "enterprise");
		r->german = strstr(languages, "de");
		r->away = isdigit((unsigned char)*from);
		r->name_size = strlen(r->name);
		for (size_t i = 0; i < r->name_size; i++)
			r->key[i] = (char)tolower((unsigned char)r->name[i]);
		r->seed = XXH3_64bits(r->key, r->name_size);
	}
	fclose(f);
	qsort(reps, nreps, sizeof *reps, by_key);
}

static void gather(struct pool *p, size_t w)
{
	p->fewest[w] = SIZE_MAX;
	p->left[w] = 0;
	for (size_t k = 0; k < SET; k++)
		for (uint64_t who = p->who[w][k]; who; who &= who - 1) {
			uint32_t own = p->own[64 * k + (size_t)__builtin_ctzll(who)];
			p->fewest[w] = own < p->fewest[w] ? own : p->fewest[w];
		}
	for (size_t k = 0; k < SET; k++)
		for (uint64_t who = p->who[w][k]; who; who &= who - 1)
			if (p->own[64 * k + (size_t)__builtin_ctzll(who)] == p->fewest[w]) {
				p->first[k] |= who & -who;
				p->left[w]++;
			}
}

static struct pool *new_pool(const uint64_t *set, bool equally)
{
	struct pool *p = zeroed(1, sizeof *p);

	for (size_t i = 0; i < nreps; i++) {
		size_t w = equally ? 0 : reps[i].weight - 1;
		if (!(set[i / 64] >> i % 64 & 1))
			continue;
		p->who[w][i / 64] |= UINT64_C(1) << i % 64;
		p->people[w]++;
		p->sum += w + 1;
	}
	for (size_t w = 0; w < WEIGHTS; w++)
		gather(p, w);
	return p;
}

static struct pool *pool_of(bool (*fits)(const struct rep *, const char *), const char *region, bool equally)
{
	uint64_t set[SET] = { 0 };

	for (size_t i = 0; i < nreps; i++)
		if (!reps[i].away && fits(&reps[i], region))
			set[i / 64] |= UINT64_C(1) << i % 64;
	return new_pool(set, equally);
}

static bool is_inside(const struct rep *r, const char *region)
{
	return !r->enterprise && (!region || !strcmp(r->region, region));
}

/* ---- whose turn it is */

static size_t turn(struct pool *p, uint64_t lot)
{
	uint64_t due[SET] = { 0 };
	size_t best = WEIGHTS, ties = 0;

	for (size_t w = 0; w < WEIGHTS; w++) {
		if (!p->people[w] || (p->leads + 1) * (w + 1) <= p->fewest[w] * p->sum)
			continue;
		size_t mine = best == WEIGHTS ? 0 : (p->fewest[w] + 1) * (best + 1),
		       other = best == WEIGHTS ? 1 : (p->fewest[best] + 1) * (w + 1);
		if (mine > other)
			continue;
		if (mine < other) {
			memset(due, 0, sizeof due);
			ties = 0;
			best = w;
		}
		for (size_t k = 0; k < SET; k++)
			due[k] |= p->who[w][k];
		ties += p->left[w];
	}
	for (size_t drawn = lot % ties, k = 0;; k++) {
		uint64_t left = due[k] & p->first[k];
		size_t here = (size_t)__builtin_popcountll(left);
		if (drawn >= here) {
			drawn -= here;
			continue;
		}
		for (; drawn; drawn--)
			left &= left - 1;
		return k * 64 + (size_t)__builtin_ctzll(left);
	}
}

static size_t give(struct pool *p, uint64_t lot, bool equally)
{
	size_t i = turn(p, lot), w = equally ? 0 : reps[i].weight - 1;

	p->own[i]++;
	p->leads++;
	p->first[i / 64] &= ~(UINT64_C(1) << i % 64);
	if (!--p->left[w])
		gather(p, w);
	return i;
}

/* ---- leads */

/* Leads are told apart by their hashes. */
static void note(uint64_t hash)
{
	if (10 * nknown >= 7 * known_cap) {
		uint64_t *old = known, n = known_cap;
		known_cap = known_cap ? 2 * known_cap : 1024;
		known = mmap(NULL, known_cap * sizeof *known, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (known == MAP_FAILED)
			refuse("no memory");
		madvise(known, known_cap * sizeof *known, MADV_HUGEPAGE);
		for (size_t i = 0; i < n; i++)
			for (size_t k = old[i] & (known_cap - 1); old[i]; k = (k + 1) & (known_cap - 1))
				if (!known[k]) {
					known[k] = old[i];
					break;
				}
		if (old)
			munmap(old, n * sizeof *old);
	}
	size_t k = hash & (known_cap - 1);
	for (; known[k]; k = (k + 1) & (known_cap - 1))
		if (known[k] == hash)
			refuse("a lead that is there twice");
	known[k] = hash;
	nknown++;
}

#endif

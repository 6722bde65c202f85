/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What leadroute is measured against: yardstick_route REPS [FILE] >routed.csv
 *
 * The routes of route.agreement, no others, written by hand: on rows that nobody has, without a ledger, those
 * of reps.csv who are away taken to be so now. The bytes that it writes are those of leadroute -q -a
 * route.agreement. A row at a time, and only cells as the generator writes them; what it can't judge ends the
 * run with status 2.
 */
#include <ctype.h>
#include <fcntl.h>
#include <math.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "yardstick_rows.h"

enum { ID, TITLE, EMPLOYEES, COUNTRY, SOURCE, VIEWS, OWNER, ASKED, REPS = 256, SET = REPS / 64 };
enum { COUNTRIES = 64, WEIGHTS = 3 };

static const char *const names[ASKED] = { "id",		 "title",      "employees", "country",
					  "lead_source", "page_views", "owner" };
static size_t place[ASKED];

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
static struct pool *chiefs, *partners, *rest;
static struct country {
	char name[8];
	uint32_t enterprise[REPS];
	size_t nenterprise;
	uint64_t set[SET]; /* of the first route, who has room, and their pool; NULL: none yet */
	struct pool *limited, *keen[2];
} countries[COUNTRIES];

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

static struct pool *pool_of(bool (*is)(const struct rep *, const char *), const char *region, bool equally)
{
	uint64_t set[SET] = { 0 };

	for (size_t i = 0; i < nreps; i++)
		if (!reps[i].away && is(&reps[i], region))
			set[i / 64] |= UINT64_C(1) << i % 64;
	return new_pool(set, equally);
}

static bool is_chief(const struct rep *r, const char *region)
{
	(void)region;
	return r->enterprise;
}

static bool is_partner(const struct rep *r, const char *region)
{
	(void)region;
	return r->german;
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

/* Everybody, by weighted rendezvous: see route/pool.c. */
static size_t highest(uint64_t lead)
{
	double most = -1;
	uint64_t least = 0; /* what even the largest weight needs */
	size_t best = 0;

	for (size_t i = 0; i < nreps; i++) {
		uint64_t x = lead ^ reps[i].seed;
		x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
		x = (x ^ x >> 27) * 0x94d049bb133111eb;
		x ^= x >> 31;
		if (x >> 11 < least)
			continue;
		double u = ((double)(x >> 11) + 0.5) * 0x1p-53;
		if (reps[i].away || reps[i].weight <= most * (1 - u))
			continue;
		double length = -(double)reps[i].weight / log(u);
		if (length > most)
			most = length, best = i, least = most > 4 ? (uint64_t)((1 - 3.1 / most) * 0x1p53) : 0;
	}
	return best;
}

/* The first route: the highest level of a country's with room. SIZE_MAX: nobody has. */
static size_t enterprise(struct country *c, uint64_t lot)
{
	uint64_t set[SET] = { 0 };
	unsigned level = 0;

	for (size_t k = 0; k < c->nenterprise; k++) {
		size_t i = c->enterprise[k];
		const struct rep *r = &reps[i];
		if (r->had >= r->capacity || r->level < level)
			continue;
		if (r->level > level)
			memset(set, 0, sizeof set);
		level = r->level;
		set[i / 64] |= UINT64_C(1) << i % 64;
	}
	if (!level)
		return SIZE_MAX;
	if (!c->limited || memcmp(c->set, set, sizeof set) != 0) { /* capacities are reached once */
		memcpy(c->set, set, sizeof set);
		c->limited = new_pool(set, false);
	}
	return give(c->limited, lot, false);
}

/* ---- a row */

static unsigned number(struct cell c)
{
	unsigned x = 0;

	for (size_t i = 0; i < c.n; i++) {
		if (!isdigit((unsigned char)c.p[i]) || i > 8)
			refuse("a number that is none");
		x = 10 * x + (unsigned)(c.p[i] - '0');
	}
	return x;
}

static bool is_chief_title(struct cell c)
{
	for (size_t i = 0; i + 5 <= c.n; i++)
		if ((c.p[i] | 32) == 'c'
			    ? !strncasecmp(c.p + i, "chief", 5)
			    : (c.p[i] | 32) == 'd' && i + 8 <= c.n && !strncasecmp(c.p + i, "director", 8))
			return true;
	return false;
}

/* Leads are told apart by their hashes. */
static void note(uint64_t hash)
{
	if (10 * nknown >= 7 * known_cap) {
		uint64_t *old = known, n = known_cap;
		known_cap = known_cap ? 2 * known_cap : 1024;
		known = zeroed(known_cap, sizeof *known);
		for (size_t i = 0; i < n; i++)
			for (size_t k = old[i] & (known_cap - 1); old[i]; k = (k + 1) & (known_cap - 1))
				if (!known[k]) {
					known[k] = old[i];
					break;
				}
		free(old);
	}
	size_t k = hash & (known_cap - 1);
	for (; known[k]; k = (k + 1) & (known_cap - 1))
		if (known[k] == hash)
			refuse("a lead that is there twice");
	known[k] = hash;
	nknown++;
}

static struct country *country_of(const char *name)
{
	size_t k = 0;

	while (k < COUNTRIES && countries[k].keen[0] && memcmp(countries[k].name, name, 8) != 0)
		k++;
	if (k == COUNTRIES)
		refuse("too many countries");
	struct country *c = &countries[k];
	if (c->keen[0])
		return c;
	strcpy(c->name, name);
	for (size_t g = 0; g < 2; g++)
		c->keen[g] = pool_of(is_inside, name, false);
	for (size_t i = 0; i < nreps; i++)
		if (reps[i].enterprise && !reps[i].away && !strcmp(reps[i].region, name))
			c->enterprise[c->nenterprise++] = (uint32_t)i;
	return c;
}

static size_t decide(size_t row, const char **route)
{
	struct cell id = cell_at(row, place[ID]), country = cell_at(row, place[COUNTRY]);
	uint64_t lot = XXH3_64bits(id.p, id.n);
	unsigned employees = number(cell_at(row, place[EMPLOYEES]));
	char region[8] = "";
	size_t rep = SIZE_MAX;

	if (!id.n || country.n > 7 || memchr(country.p, '"', country.n))
		refuse("an id or a country that needs care");
	if (cell_at(row, place[OWNER]).n)
		refuse("a row that has an owner");
	note(lot);
	memcpy(region, country.p, country.n);
	struct country *c = country_of(region);
	if (*route = "enterprise", employees >= 1000)
		rep = enterprise(c, lot);
	bool chief = rep == SIZE_MAX && is_chief_title(cell_at(row, place[TITLE]));
	if (rep == SIZE_MAX && chief)
		*route = "chiefs", rep = give(chiefs, lot, true);
	struct cell source = cell_at(row, place[SOURCE]);
	if (rep == SIZE_MAX && source.n == 7 && !memcmp(source.p, "Partner", 7))
		*route = "partners", rep = give(partners, lot, false);
	if (rep == SIZE_MAX && country.n && number(cell_at(row, place[VIEWS])) >= 10) {
		size_t grade = employees >= 200; /* and no chief: 20 points or none */
		if (c->keen[grade]->sum)
			*route = "keen", rep = give(c->keen[grade], lot, false);
	}
	if (rep == SIZE_MAX && !strcmp(region, "DE"))
		*route = "germany", rep = highest(lot);
	if (rep == SIZE_MAX)
		*route = "rest", rep = give(rest, lot, false);
	reps[rep].had++;
	return rep;
}

static char output[2 * SIZE];

static void put_rows(size_t rows)
{
	char *to = output;

	for (size_t row = 0; row < rows; row++) {
		const char *route, *start = input + at[row * columns] + 1;
		const struct rep *r = &reps[decide(row, &route)];
		const char *owner = cell_at(row, place[OWNER]).p, *end = input + at[row * columns + columns];
		size_t n = (size_t)(owner - start), name = strlen(route);
		if ((size_t)(to - output) + (size_t)(end - start) + 128 > sizeof output) {
			if (fwrite(output, 1, (size_t)(to - output), stdout) < (size_t)(to - output))
				refuse("can't write");
			to = output;
		}
		memcpy(to, start, n);
		to += n;
		memcpy(to, r->name, sizeof r->name);
		to += r->name_size;
		memcpy(to, owner, (size_t)(end - owner));
		to += end - owner;
		memcpy(to, r->enterprise ? ",enterprise," : ",inside,    ", 12);
		to += r->enterprise ? 12 : 8;
		memcpy(to, route, name);
		to += name;
		*to++ = '\n';
	}
	if (fwrite(output, 1, (size_t)(to - output), stdout) < (size_t)(to - output))
		refuse("can't write");
}

static void put_header(const char *p, size_t n)
{
	printf("%.*s,team,route\n", (int)n, p);
}

int main(int argc, char **argv)
{
	int fd = argc == 3 ? open(argv[2], O_RDONLY) : STDIN_FILENO;

	if (argc < 2 || argc > 3 || fd < 0)
		refuse("usage: yardstick_route REPS [FILE] >routed.csv");
	read_reps(argv[1]);
	chiefs = pool_of(is_chief, NULL, true);
	partners = pool_of(is_partner, NULL, false);
	rest = pool_of(is_inside, NULL, false);
	read_rows(fd, names, ASKED, place, put_header, put_rows);
	return fflush(stdout) ? 2 : 0;
}

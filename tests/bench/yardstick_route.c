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
#include <fcntl.h>
#include <math.h>

#include "yardstick_rows.h"
#include "yardstick_team.h"

enum { ID, TITLE, EMPLOYEES, COUNTRY, SOURCE, VIEWS, OWNER, ASKED };
enum { COUNTRIES = 64 };

static const char *const names[ASKED] = { "id",		 "title",      "employees", "country",
					  "lead_source", "page_views", "owner" };
static size_t place[ASKED];

static struct pool *chiefs, *partners, *rest;
static struct country {
	char name[8];
	uint32_t enterprise[REPS];
	size_t nenterprise;
	uint64_t set[SET]; /* of the first route, who has room, and their pool; NULL: none yet */
	struct pool *limited, *keen[2];
} countries[COUNTRIES];

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

static bool is_chief_title(struct cell c)
{
	for (size_t i = 0; i + 5 <= c.n; i++)
		if ((c.p[i] | 32) == 'c'
			    ? !strncasecmp(c.p + i, "chief", 5)
			    : (c.p[i] | 32) == 'd' && i + 8 <= c.n && !strncasecmp(c.p + i, "director", 8))
			return true;
	return false;
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
	int32_t employees = number(cell_at(row, place[EMPLOYEES]));
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

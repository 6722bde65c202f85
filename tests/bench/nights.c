/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The export of one night: nights LEADS NIGHT >leads.csv
 *
 * Twenty columns, about 190 bytes a row. Each night a hundredth of the leads changes, in two or three cells
 * of five, of which the status is one; the same bytes for the same arguments.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { CELLS = 5 };

static const char *const source[] = {
	"Website", "Trade fair", "Webinar", "Search ad", "Partner", "Referral"
};
static const char *const status[] = { "New", "Open", "MQL", "SAL", "SQL", "Won", "Recycled", "MQL" };
static const char *const country[] = { "DE", "AT", "CH", "FR", "US", "GB", "NL" };

static uint64_t state = 20260301;

static uint32_t draw(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)((state >> 32) * n >> 32);
}

static void print(uint32_t i, const uint16_t *changed)
{
	uint32_t x = i * 2654435761u >> 8;

	printf("%u,first.last%u@company%u.example,First%u,\"Last%u, Dr.\",Company %u GmbH,Head of %u,%s,%s,",
	       51000000 + i, i, x % 9973, x % 300, x % 1100, x % 9973, x % 40, country[x % 7], source[x % 6]);
	printf("%s,Rep %u,%u,%u,2026-%02u-%02u,", status[changed[0] % 8], (x + changed[1]) % 50,
	       (x + 7u * changed[2]) % 100, changed[3], 1 + changed[4] / 28 % 12, 1 + changed[4] % 28);
	printf("2025-%02u-%02u,+49 30 %07u,City %u,Industry %u,%u,Campaign %u,\n", 1 + x % 12, 1 + x % 28,
	       x % 10000000, x % 2000, x % 30, x % 5000, x % 90);
}

int main(int argc, char **argv)
{
	uint32_t leads = argc > 1 ? (uint32_t)atoi(argv[1]) : 0,
		 night = argc > 2 ? (uint32_t)atoi(argv[2]) : 0;

	if (argc != 3 || leads < 100 || !night) {
		fputs("usage: nights LEADS NIGHT\n", stderr);
		return 2;
	}
	uint16_t(*changed)[CELLS] = calloc(leads, sizeof *changed);
	if (!changed)
		return 2;
	for (uint32_t n = 1; n < night; n++)
		for (uint32_t k = 0; k < leads / 100; k++) {
			uint16_t *lead = changed[draw(leads)];
			uint32_t first = draw(CELLS), cells = draw(10) < 6 ? 3 : 2;
			for (uint32_t c = 0; c < cells; c++)
				lead[(first + c) % CELLS]++;
		}
	puts("Record ID,Email,First Name,Last Name,Company,Title,Country,Source,Lead "
	     "Status,Owner,Score,Visits,"
	     "Last Visit,Created,Phone,City,Industry,Employees,Campaign,Notes");
	for (uint32_t i = 0; i < leads; i++)
		print(i, changed[i]);
	free(changed);
	return fflush(stdout) == 0 ? 0 : 2;
}

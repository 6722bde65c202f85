/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What leadfunnel is measured against: yardstick_funnel [FILE] >funnel.csv
 *
 * The funnel of funnel.agreement by lead_source and country, no other, written by hand: a row at a time, and
 * only cells as the generator writes them, none later than now; what it can't judge ends the run with
 * status 2. The bytes that it writes are those of leadfunnel -q -a funnel.agreement --by lead_source,country.
 */
#include <fcntl.h>
#include <math.h>

#include "yardstick_rows.h"

enum { CREATED, MQL, ACCEPTED, CONTACTED, RECYCLED, LOST, TIMES, SOURCE = TIMES, COUNTRY, AMOUNT, ASKED };
enum { STAGES = 4, EXITS = 2, SLOTS = 1 << 10 };

static const char *const names[ASKED] = { "created_at",	      "mql_at",	     "accepted_at",
					  "first_contact_at", "recycled_at", "lost_at",
					  "lead_source",      "country",     "amount" };
static const char *const steps[TIMES] = { "inquiry", "mql", "sal", "contacted", "recycled", "lost" };
static size_t place[ASKED];

static struct group {
	uint64_t key[3]; /* up to 16 bytes of a source and 8 of a country */
	char source[17], country[9];
	uint64_t reached[STAGES], left[STAGES][EXITS], amount;
	struct days {
		int64_t *at;
		size_t n, cap;
	} days[TIMES]; /* to each stage and exit, in seconds */
} slots[SLOTS], all;
static size_t used;

/* The lowest n bytes; 8 at most. */
static inline uint64_t first_bytes(const char *p, size_t n)
{
	return n >= 8 ? load(p) : load(p) & ((UINT64_C(1) << 8 * n) - 1);
}

static struct group *group_of(struct cell source, struct cell country)
{
	if (!source.n || source.n > 16 || !country.n || country.n > 8)
		refuse("a group that needs care");
	uint64_t a = first_bytes(source.p, source.n),
		 b = source.n > 8 ? first_bytes(source.p + 8, source.n - 8) : 0;
	uint64_t c = first_bytes(country.p, country.n);
	for (size_t i = (a + 4 * b + 8 * c) * UINT64_C(0x9E3779B97F4A7C15) >> 54;; i = (i + 1) % SLOTS) {
		struct group *g = &slots[i];
		if (g->key[0] == a && g->key[1] == b && g->key[2] == c)
			return g;
		if (g->key[0])
			continue;
		if (++used == SLOTS)
			refuse("too many groups");
		memcpy(g->key, (uint64_t[]){ a, b, c }, sizeof g->key);
		memcpy(g->source, source.p, source.n);
		memcpy(g->country, country.p, country.n);
		return g;
	}
}

static inline void add(struct days *d, int64_t span)
{
	if (span < 0)
		return;
	if (d->n == d->cap) {
		d->cap = d->cap ? 2 * d->cap : 64;
		d->at = realloc(d->at, d->cap * sizeof *d->at);
		if (!d->at)
			refuse("no memory");
	}
	d->at[d->n++] = span;
}

static void count(size_t row)
{
	struct group *g = group_of(cell_at(row, place[SOURCE]), cell_at(row, place[COUNTRY]));
	int64_t t[TIMES], latest = -1;
	size_t depth = 0, gone = TIMES;

	for (size_t i = 0; i < TIMES; i++)
		t[i] = moment(cell_at(row, place[i]));
	for (size_t i = 0; i < STAGES; i++)
		if (t[i] >= 0) {
			depth = i + 1;
			latest = t[i] > latest ? t[i] : latest;
		}
	if (t[CREATED] < 0)
		refuse("a lead without a beginning");
	for (size_t i = 0; i < depth; i++) {
		g->reached[i]++;
		if (i && t[i] >= 0 && t[i - 1] >= 0)
			add(&g->days[i], t[i] - t[i - 1]);
	}
	/* an exit that a later stage follows is over, as is one with the last stage */
	for (size_t i = STAGES; i < TIMES; i++)
		if (t[i] >= 0 && t[i] >= latest && t[i] > t[CONTACTED] && (gone == TIMES || t[i] < t[gone]))
			gone = i;
	if (gone < TIMES) {
		g->left[depth - 1][gone - STAGES]++;
		add(&g->days[gone], t[gone] - t[depth - 1]);
	}
	if (depth < STAGES)
		return;
	struct cell amount = cell_at(row, place[AMOUNT]);
	uint64_t value = 0;
	for (size_t i = 0; i < amount.n; i++) {
		if ((unsigned)(amount.p[i] - '0') > 9 || i > 8)
			refuse("an amount that needs care");
		value = 10 * value + (uint64_t)(amount.p[i] - '0');
	}
	g->amount += value;
}

/* ---- the report */

/* Puts the k-th of them in its place, none before it larger and none behind it smaller. */
static void select_place(int64_t *x, size_t n, size_t k)
{
	while (n > 1) {
		int64_t pivot = x[(n - 1) / 2];
		size_t i = 0, j = n - 1;
		for (;; i++, j--) {
			while (x[i] < pivot)
				i++;
			while (x[j] > pivot)
				j--;
			if (i >= j)
				break;
			int64_t swap = x[i];
			x[i] = x[j];
			x[j] = swap;
		}
		if (k <= j) {
			n = j + 1;
		} else {
			x += j + 1;
			n -= j + 1;
			k -= j + 1;
		}
	}
}

static void put_quantile(struct days *d, size_t tenths)
{
	if (!d->n) {
		putchar(',');
		return;
	}
	size_t low = (d->n - 1) * tenths / 10, part = (d->n - 1) * tenths % 10;
	select_place(d->at, d->n, low);
	int64_t next = d->at[low];
	if (part) {
		next = INT64_MAX;
		for (size_t i = low + 1; i < d->n; i++)
			next = d->at[i] < next ? d->at[i] : next;
	}
	int64_t between = d->at[low] * 10 + (next - d->at[low]) * (int64_t)part;
	int64_t hundredths = (200 * between + 10 * DAY) / (20 * DAY);
	printf(",%lld.%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

static void put_ratio(uint64_t k, uint64_t n)
{
	uint64_t millionths = n ? (2 * k * 1000000 + n) / (2 * n) : 0;

	if (n)
		printf("%llu.%06llu", (unsigned long long)(millionths / 1000000),
		       (unsigned long long)(millionths % 1000000));
	putchar(',');
}

static void put_interval(uint64_t k, uint64_t n)
{
	const double z = 1.959963984540054, p = (double)k / (double)n, zz = z * z / (double)n;
	double middle = p + zz / 2, half = z * sqrt((p * (1 - p) + zz / 4) / (double)n);

	if (n)
		printf("%.6f,%.6f", k ? (middle - half) / (1 + zz) : 0,
		       k < n ? (middle + half) / (1 + zz) : 1);
	else
		putchar(',');
	putchar(',');
}

static void put_stage(const struct group *g, size_t i)
{
	const uint64_t *r = g->reached, *left = g->left[i], out = left[0] + left[1];

	if (i) {
		put_ratio(r[i], r[i - 1]);
		put_ratio(r[i], r[0]);
		put_interval(r[i], r[i - 1]);
		put_ratio(r[i], r[i] + g->left[i - 1][0] + g->left[i - 1][1]);
	} else {
		printf(",1.000000,,,,");
	}
	if (i + 1 < STAGES)
		printf("%llu", (unsigned long long)(r[i] - out - r[i + 1]));
	printf(",%llu,%llu,%llu", (unsigned long long)out, (unsigned long long)left[0],
	       (unsigned long long)left[1]);
}

static void put_group(struct group *g)
{
	for (size_t i = 0; i < TIMES; i++) {
		uint64_t n = i < STAGES ? g->reached[i] : 0;
		for (size_t k = 0; i >= STAGES && k < STAGES; k++)
			n += g->left[k][i - STAGES];
		printf("%s,%s,%s,%llu,", g->source, g->country, steps[i], (unsigned long long)n);
		if (i < STAGES)
			put_stage(g, i);
		else
			printf(",,,,,,,,");
		put_quantile(&g->days[i], 5);
		put_quantile(&g->days[i], 9);
		if (i == CONTACTED)
			printf(",%llu.00,,,,,,\n", (unsigned long long)g->amount);
		else
			printf(",,,,,,,\n");
	}
}

static int by_size(const void *a, const void *b)
{
	const struct group *x = a, *y = b;
	int order = (x->reached[0] < y->reached[0]) - (x->reached[0] > y->reached[0]);

	order = order ? order : strcasecmp(x->source, y->source);
	return order ? order : strcasecmp(x->country, y->country);
}

static void report(void)
{
	strcpy(all.source, "(all)");
	strcpy(all.country, "(all)");
	printf("lead_source,country,stage,reached,from_previous,from_first,low95,high95,of_decided,waiting,"
	       "left,"
	       "recycled,lost,median_days,p90_days,value,benchmark,verdict,judged,judged_low95,judged_high95,"
	       "why_not"
	       "\n");
	qsort(slots, SLOTS, sizeof *slots, by_size);
	for (struct group *g = slots; g < slots + used; g++) {
		for (size_t i = 0; i < TIMES; i++)
			for (size_t k = 0; k < g->days[i].n; k++)
				add(&all.days[i], g->days[i].at[k]);
		for (size_t i = 0; i < STAGES; i++) {
			all.reached[i] += g->reached[i];
			for (size_t k = 0; k < EXITS; k++)
				all.left[i][k] += g->left[i][k];
		}
		all.amount += g->amount;
		put_group(g);
	}
	put_group(&all);
}

/* ---- the input */

static void count_rows(size_t rows)
{
	for (size_t row = 0; row < rows; row++)
		count(row);
}

int main(int argc, char **argv)
{
	int fd = argc == 2 ? open(argv[1], O_RDONLY) : STDIN_FILENO;

	if (argc > 2 || fd < 0)
		refuse("usage: yardstick_funnel [FILE] >funnel.csv");
	prepare_cells();
	read_rows(fd, names, ASKED, place, NULL, count_rows);
	report();
	return fflush(stdout) ? 2 : 0;
}

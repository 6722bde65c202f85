/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of a column and how many leads have them: see factor.h. */
#include "lookback/factor.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/sort.h"
#include "expr/run.h"
#include "stat/quantile.h"

enum {
	FIGURES_FEWEST = 4096, /* room for them from the start, so that they are seldom sorted */
	DIFFERENT = 10,	       /* a column of numbers has more than these */
	ROUNDED_BITS = 36      /* of a double's 52, after which about four digits are left */
};

/* A number of one part: a double as a whole number in the same order. */
struct figure {
	int64_t key;
	uint32_t part, leads;
};

static int64_t key_of(double x)
{
	int64_t bits;

	x += 0.0; /* of two zeros one */
	memcpy(&bits, &x, sizeof bits);
	return bits < 0 ? bits ^ INT64_MAX : bits;
}

static double number_of(int64_t key)
{
	double x;

	key = key < 0 ? key ^ INT64_MAX : key;
	memcpy(&x, &key, sizeof x);
	return x;
}

/* ---- room ---- */

void factor_init(struct factor *s, const struct factor_plan *p, size_t parts)
{
	*s = (struct factor){ .groups = groups_new(&p->grouping), .parts = parts };
}

static void drop_groups(struct factor *s)
{
	if (s->groups)
		groups_free(s->groups);
	free(s->count);
	s->groups = NULL;
	s->count = NULL;
	s->room = 0;
}

void factor_release(struct factor *s)
{
	drop_groups(s);
	free(s->missing);
	free(s->words);
	free(s->figure);
	buf_release(&s->cell);
}

static uint64_t *widened(uint64_t *count, size_t rows, size_t from, size_t to)
{
	uint64_t *wide = mem_new(rows * to * sizeof *wide);

	for (size_t i = 0; i < rows && count; i++)
		memcpy(wide + i * to, count + i * from, from * sizeof *wide);
	free(count);
	return wide;
}

void factor_parts(struct factor *s, size_t parts)
{
	s->count = widened(s->count, s->room, s->parts, parts);
	if (!s->groups) {
		s->missing = widened(s->missing, 1, s->parts, parts);
		s->words = widened(s->words, 1, s->parts, parts);
	}
	s->parts = parts;
}

static uint64_t *counts_of(struct factor *s, uint32_t spelling)
{
	if (spelling >= s->room) {
		size_t before = s->room;
		mem_grown(&s->room, spelling + 1);
		s->count = mem_resize_array(s->count, s->room * s->parts, sizeof *s->count);
		memset(s->count + before * s->parts, 0, (s->room - before) * s->parts * sizeof *s->count);
	}
	return s->count + spelling * s->parts;
}

/* ---- numbers ---- */

/* Sorted ones: of those with the same key and part one is left, which stands where the first did. */
static void join(struct factor *s)
{
	size_t *last = mem_new(s->parts * sizeof *last), n = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct figure x = s->figure[i], *same = &s->figure[last[x.part]];
		if (last[x.part] < n && same->key == x.key && same->part == x.part &&
		    same->leads <= UINT32_MAX - x.leads) {
			same->leads += x.leads;
			continue;
		}
		last[x.part] = n;
		s->figure[n++] = x;
	}
	s->n = n;
	free(last);
}

void factor_join(struct factor *s, bool rounded)
{
	int64_t step = INT64_C(1) << ROUNDED_BITS;

	for (size_t i = 0; i < s->n && rounded; i++)
		s->figure[i].key = (s->figure[i].key + step / 2) & -step;
	if (s->n)
		sort_by_first(s->figure, s->n, sizeof *s->figure);
	join(s);
	s->joined = s->n;
}

static void add_figure(struct factor *s, double x, uint32_t part, uint64_t leads)
{
	if (!leads)
		return;
	if (s->n == s->cap) {
		factor_join(s, false);
		if (s->n >= s->cap / 2) {
			s->cap = s->cap ? s->cap * 2 : FIGURES_FEWEST;
			s->figure = mem_resize_array(s->figure, s->cap, sizeof *s->figure);
		}
	}
	for (; leads > UINT32_MAX; leads -= UINT32_MAX)
		add_figure(s, x, part, UINT32_MAX);
	s->figure[s->n++] = (struct figure){ key_of(x), part, (uint32_t)leads };
}

static void add_text(struct factor *s, const struct factor_plan *p, struct str text, uint32_t part,
		     uint64_t leads)
{
	double x;

	if (!text.n)
		s->missing[part] += leads;
	else if (number_read(text, p->decimal, &x))
		add_figure(s, x, part, leads);
	else
		s->words[part] += leads;
}

/* From now on only numbers are kept apart. */
static void spill(struct factor *s, const struct factor_plan *p)
{
	uint32_t group;

	if (!s->groups)
		return;
	s->missing = mem_new(s->parts * sizeof *s->missing);
	s->words = mem_new(s->parts * sizeof *s->words);
	for (uint32_t i = 0; i < groups_spellings(s->groups); i++) {
		struct str text = groups_spelled(s->groups, i, &group);
		for (uint32_t k = 0; k < s->parts; k++)
			add_text(s, p, text, k, counts_of(s, i)[k]);
	}
	drop_groups(s);
}

/* ---- leads ---- */

static void count_texts(struct factor *s, const struct factor_plan *p, struct rows *rows, struct asked leads,
			const uint32_t *part)
{
	const struct grouping_item *item = p->grouping.item;
	const struct str *text = NULL;
	union vector room = rows_room(rows);

	if (item->type == TYPE_TEXT)
		text = code_values(item->code, rows, leads, room).text;
	for (size_t i = 0; i < leads.n; i++) {
		uint16_t row = leads.row[i];
		add_text(s, p,
			 text ? str_trim(text[row]) : grouping_value(item, rows_at(rows, row), &s->cell),
			 part[row], 1);
	}
	rows_room_back(rows);
}

void factor_count(struct factor *s, const struct factor_plan *p, struct rows *rows, struct asked leads,
		  const uint32_t *part)
{
	if (!s->groups) {
		count_texts(s, p, rows, leads, part);
		return;
	}
	uint32_t *spelling = (uint32_t *)rows_room(rows).flag;
	groups_spellings_of_rows(s->groups, rows, leads, spelling);
	if (leads.n)
		counts_of(s, (uint32_t)groups_spellings(s->groups) - 1);
	EACH_ROW(row, leads, s->count[spelling[row] * s->parts + part[row]]++);
	rows_room_back(rows);
	if (groups_count(s->groups) > p->most)
		spill(s, p);
}

static void merge_groups(struct factor *into, const struct factor *from, const uint32_t *part, size_t parts)
{
	size_t n = groups_spellings(from->groups);
	uint32_t *number = mem_new(n * sizeof *number);

	groups_merge_spellings(into->groups, from->groups, number);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < parts; k++)
			counts_of(into, number[i])[part[k]] += from->count[i * from->parts + k];
	free(number);
}

void factor_merge(struct factor *into, const struct factor *from, const struct factor_plan *p,
		  const uint32_t *part, size_t parts)
{
	uint32_t group;

	if (into->groups && from->groups) {
		merge_groups(into, from, part, parts);
		if (groups_count(into->groups) > p->most)
			spill(into, p);
		return;
	}
	spill(into, p);
	for (uint32_t i = 0; from->groups && i < groups_spellings(from->groups); i++)
		for (size_t k = 0; k < parts; k++)
			add_text(into, p, groups_spelled(from->groups, i, &group), part[k],
				 from->count[i * from->parts + k]);
	for (size_t k = 0; k < parts && !from->groups; k++) {
		into->missing[part[k]] += from->missing[k];
		into->words[part[k]] += from->words[k];
	}
	for (size_t i = 0; i < from->n; i++)
		add_figure(into, number_of(from->figure[i].key), part[from->figure[i].part],
			   from->figure[i].leads);
}

/* ---- a part of a whole ---- */

static void spelling_state(struct factor *s, struct partial *p, uint32_t spelling, const uint32_t *part,
			   size_t parts)
{
	for (size_t k = 0; k < parts; k++) {
		int64_t number = (int64_t)k + 1;
		uint64_t *count = &counts_of(s, spelling)[part[k]];
		if (part_more(p, "in", STR(""), *count) && part_at(p, number))
			part_numbers(p, "in", STR(""), &number, 1, count);
	}
}

static void write_spellings(struct factor *s, struct partial *p, const uint32_t *part, size_t parts)
{
	size_t n = groups_spellings(s->groups);
	uint32_t *order = mem_new((n + 1) * sizeof *order), group;

	groups_sort_spellings(s->groups, order);
	for (size_t i = 0; i < n; i++) {
		struct str text = groups_spelled(s->groups, order[i], &group);
		part_text(p, "value", &text);
		spelling_state(s, p, order[i], part, parts);
	}
	free(order);
}

static void read_spellings(struct factor *s, struct partial *p, const uint32_t *part, size_t parts)
{
	enum { SIXTEEN = 16 }; /* values, for which there is room at once */

	while (part_more(p, "value", STR(""), false)) {
		struct str text = STR("");
		uint32_t next = (uint32_t)groups_spellings(s->groups);
		part_text(p, "value", &text);
		text = str_trim(text);
		groups_add(s->groups, &text, 0);
		if (!part_check(p, groups_spellings(s->groups) > next) ||
		    !part_room(p, next % SIXTEEN ? 0 : SIXTEEN * parts * sizeof *s->count))
			return;
		spelling_state(s, p, next, part, parts);
		uint64_t leads = 0;
		for (size_t k = 0; k < parts; k++)
			leads += counts_of(s, next)[part[k]];
		groups_add(s->groups, &text, leads);
	}
}

static int compare_figures(const void *a, const void *b)
{
	const struct figure *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->part > y->part) - (x->part < y->part);
}

static void write_figures(struct factor *s, struct partial *p, const uint32_t *part, size_t parts)
{
	uint32_t *place = mem_new((s->parts + 1) * sizeof *place);

	for (size_t k = 0; k < parts; k++)
		place[part[k]] = (uint32_t)k;
	factor_join(s, false);
	for (size_t i = 0; i < s->n; i++)
		s->figure[i].part = place[s->figure[i].part];
	if (s->n)
		qsort(s->figure, s->n, sizeof *s->figure, compare_figures);
	for (size_t i = 0; i < s->n; i++) {
		int64_t x[] = { s->figure[i].key, s->figure[i].part };
		uint64_t leads = s->figure[i].leads;
		part_numbers(p, "number", STR(""), x, 2, &leads);
	}
	free(place);
}

static void read_figures(struct factor *s, struct partial *p, const uint32_t *part, size_t parts)
{
	while (part_more(p, "number", STR(""), false)) {
		int64_t x[2] = { 0 };
		uint64_t leads = 0;
		part_numbers(p, "number", STR(""), x, 2, &leads);
		if (!part_check(p, !p->error.n && x[1] >= 0 && x[1] < (int64_t)parts &&
					   isfinite(number_of(x[0]))))
			return;
		add_figure(s, number_of(x[0]), part[x[1]], leads);
	}
	factor_join(s, false);
}

void factor_state(struct factor *s, struct partial *p, const uint32_t *part, size_t parts)
{
	bool spilled = !s->groups;

	part_flag(p, "numbers", STR(""), &spilled);
	if (!spilled) {
		(p->reads ? read_spellings : write_spellings)(s, p, part, parts);
		return;
	}
	if (p->reads) {
		drop_groups(s);
		s->missing = mem_new(s->parts * sizeof *s->missing);
		s->words = mem_new(s->parts * sizeof *s->words);
	}
	for (size_t k = 0; k < parts; k++) {
		part_group(p, "part", k);
		part_count(p, "missing", STR(""), &s->missing[part[k]]);
		part_count(p, "words", STR(""), &s->words[part[k]]);
	}
	(p->reads ? read_figures : write_figures)(s, p, part, parts);
}

/* ---- bins ---- */

static struct bin *new_bin(struct bins *b, size_t parts)
{
	struct bin *bin = &b->bin[b->n++];

	bin->count = ARENA_ARRAY(&b->arena, parts, uint64_t);
	return bin;
}

static void add_leads(struct bin *b, size_t part, uint64_t leads)
{
	b->count[part] += leads;
	b->leads += leads;
}

static void settle_words(struct factor *s, struct bins *out)
{
	size_t n = groups_count(s->groups);
	uint32_t *order = mem_new(n * sizeof *order), *place = mem_new(n * sizeof *place), group;

	out->how = BINS_OF_WORDS;
	out->bin = ARENA_ARRAY(&out->arena, n, struct bin);
	groups_order(s->groups, order);
	for (uint32_t i = 0; i < n; i++) {
		place[order[i]] = i;
		new_bin(out, s->parts)->value = arena_copy(&out->arena, groups_shown(s->groups, order[i], 0));
	}
	for (uint32_t i = 0; i < groups_spellings(s->groups); i++) {
		groups_spelled(s->groups, i, &group);
		for (size_t k = 0; k < s->parts; k++)
			add_leads(&out->bin[place[group]], k, s->count[i * s->parts + k]);
	}
	for (size_t i = 0; i < n; i++)
		out->repeats |= out->bin[i].value.n && out->bin[i].leads > 1;
	free(order);
	free(place);
}

/* A cut: what is at most `key` is below it, and it is shown as `at`, which may lie between two numbers. */
struct cut {
	int64_t key;
	double at;
};

static size_t cut_quartiles(const struct factor *s, uint64_t n, struct cut *cut)
{
	size_t cuts = 0, i = 0;
	uint64_t before = 0; /* leads before figure i */

	if (!s->n)
		return 0;
	for (unsigned k = 1; k < 4; k++) {
		struct quantile q = quantile_place(n, k, 4);
		while (before + s->figure[i].leads <= q.low)
			before += s->figure[i++].leads;
		bool last = q.low + 1 == before + s->figure[i].leads && i + 1 < s->n;
		double low = number_of(s->figure[i].key), high = number_of(s->figure[i + last].key);
		double part = (double)q.part / q.of; /* the difference of two numbers may be none */
		struct cut c = { s->figure[i].key, low * (1 - part) + high * part };
		if (!cuts || cut[cuts - 1].key != c.key)
			cut[cuts++] = c;
	}
	return cuts;
}

static struct str bin_label(struct arena *a, const struct cut *cut, size_t cuts, size_t i)
{
	if (i == 0)
		return arena_print(a, "up to %.10g", cut[0].at);
	if (i == cuts)
		return arena_print(a, "over %.10g", cut[i - 1].at);
	return arena_print(a, "over %.10g to %.10g", cut[i - 1].at, cut[i].at);
}

/* Of joined figures, which are in order. */
static bool numbers_repeat(const struct factor *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->figure[i].leads > 1 || (i && s->figure[i].key == s->figure[i - 1].key))
			return true;
	return false;
}

static void settle_numbers(struct factor *s, uint64_t numbers, struct bins *out)
{
	struct cut cut[3];
	size_t cuts = cut_quartiles(s, numbers, cut), bin = SIZE_MAX;

	out->how = BINS_OF_NUMBERS;
	out->repeats = numbers_repeat(s);
	out->bin = ARENA_ARRAY(&out->arena, cuts + 2, struct bin);
	for (size_t i = 0, at = 0; i < s->n; i++) {
		while (at < cuts && s->figure[i].key > cut[at].key)
			at++;
		if (at != bin)
			new_bin(out, s->parts)->value = bin_label(&out->arena, cut, cuts, at);
		bin = at;
		add_leads(&out->bin[out->n - 1], s->figure[i].part, s->figure[i].leads);
	}
	struct bin *rest = new_bin(out, s->parts);
	for (size_t k = 0; k < s->parts; k++)
		add_leads(rest, k, s->missing[k] + s->words[k]);
	rest->value = STR("");
	out->n -= !rest->leads;
}

/* Of joined figures. */
static bool is_number(const struct factor *s, uint64_t *numbers)
{
	uint64_t words = 0, different = 0;

	*numbers = 0;
	for (size_t i = 0; i < s->n; i++) {
		*numbers += s->figure[i].leads;
		different += i == 0 || s->figure[i].key != s->figure[i - 1].key;
	}
	for (size_t k = 0; k < s->parts; k++)
		words += s->words[k];
	return different > DIFFERENT && words * 99 <= *numbers;
}

void factor_settle(struct factor *s, const struct factor_plan *p, struct bins *out)
{
	struct factor few = { .parts = s->parts };
	uint64_t numbers;
	uint32_t group;

	*out = (struct bins){ 0 };
	if (!s->groups) {
		if (is_number(s, &numbers))
			settle_numbers(s, numbers, out);
		else
			out->how = BINS_TOO_MANY;
		return;
	}
	few.missing = mem_new(s->parts * sizeof *few.missing);
	few.words = mem_new(s->parts * sizeof *few.words);
	for (uint32_t i = 0; i < groups_spellings(s->groups); i++)
		for (uint32_t k = 0; k < s->parts; k++)
			add_text(&few, p, groups_spelled(s->groups, i, &group), k,
				 s->count[i * s->parts + k]);
	factor_join(&few, false);
	if (is_number(&few, &numbers))
		settle_numbers(&few, numbers, out);
	else
		settle_words(s, out);
	factor_release(&few);
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a part, out and in: see part.h. Sorted spans stand in rows of at most SPANS_A_ROW: the number
 * of spans in the row, the unit that all are multiples of, in microseconds, and in units the first and then
 * the difference to the next, with `*` how many are alike. `432000 7 3*2` at 1000000 is 432000, 432007,
 * 432010 and 432010 seconds.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cell.h"
#include "base/mem.h"
#include "base/number.h"
#include "figures/part_internal.h"

/* No count is beyond this, which keeps sums far from overflow; a span, far from the end of time; and a sum,
 * far from the end of 128 bits. */
#define COUNT_MOST INT64_C(1000000000000000)
#define SPAN_MOST  (INT64_MAX / 2)
#define SUM_MOST   ((__int128)1 << 124)
#define ROOM_MOST  ((size_t)1 << 30)

enum { SPANS_A_ROW = 256, DIGITS_MOST = 38 };

const char *const part_heads[PART_CELLS] = { "part", "name", "n", "value", "detail" };

void part_release(struct partial *p)
{
	buf_release(&p->error);
	buf_release(&p->text);
	arena_release(&p->arena);
	buf_release(&p->texts);
	free(p->row);
	free(p->about);
	free(p->of);
}

uint64_t part_sum_of(struct buf *room, const struct str *cell, uint64_t sum)
{
	buf_clear(room);
	for (size_t i = 0; i < PART_CELLS; i++)
		hash_item(room, cell[i]);
	return hash_text(buf_view(room), sum);
}

/* ---- rows ---- */

void part_put_cells(struct partial *p, const struct str *cell)
{
	p->sum = part_sum_of(&p->text, cell, p->sum);
	for (size_t i = 0; i < PART_CELLS; i++) {
		if (i)
			buf_char(p->out, ',');
		cell_write(p->out, (struct dialect){ ',', false }, cell[i]);
	}
	buf_char(p->out, '\n');
	p->rows++;
}

static void put(struct partial *p, const char *key, struct str name, struct str n, struct str value,
		struct str detail)
{
	part_put_cells(p, (const struct str[PART_CELLS]){ str_from(key), name, n, value, detail });
}

static void put_count(struct partial *p, const char *key, struct str name, uint64_t n, struct str value,
		      struct str detail)
{
	char digits[24];
	int length = n ? snprintf(digits, sizeof digits, "%" PRIu64, n) : 0;

	put(p, key, name, (struct str){ digits, (size_t)length }, value, detail);
}

/* The row at hand, if it has that key and name. */
static const struct part_row *row_at(const struct partial *p, const char *key, struct str name)
{
	const struct part_row *r = p->at < p->nrow && !p->error.n ? &p->row[p->at] : NULL;

	return r && str_eq(part_cell(p, r, PART_KEY), str_from(key)) &&
			       str_eq(part_cell(p, r, PART_NAME), name)
		       ? r
		       : NULL;
}

static bool check(struct partial *p, bool good, const char *words)
{
	if (!good && !p->error.n) {
		uint64_t line = p->nrow ? p->row[p->at < p->nrow ? p->at : p->nrow - 1].line : 1;
		buf_print(&p->error, "%s:%" PRIu64 ": %s", p->file, line, words);
	}
	return good;
}

bool part_check(struct partial *p, bool good)
{
	return check(p, good, "this row can't stand here; make the partial anew");
}

bool part_room(struct partial *p, size_t bytes)
{
	const bool fits = bytes <= ROOM_MOST - p->room;

	p->room += fits ? bytes : 0;
	return check(p, fits,
		     "from here on the counts need more than 1 GB; make the partial anew, of fewer groups or "
		     "columns");
}

bool part_more(const struct partial *p, const char *key, struct str name, bool more)
{
	return p->reads ? row_at(p, key, name) != NULL : more;
}

/* ---- what cells say ---- */

static bool read_sum(struct str s, __int128 *out)
{
	bool minus = s.n && s.p[0] == '-';
	__int128 x = 0;

	if (s.n == minus || s.n - minus > DIGITS_MOST)
		return false;
	for (size_t i = minus; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		x = x * 10 + (s.p[i] - '0');
	}
	*out = minus ? -x : x;
	return x <= SUM_MOST;
}

/* The whole number at the beginning, which is taken; false: there is none, or it is out of bounds. */
static bool take_whole(struct str *s, int64_t least, int64_t *out)
{
	size_t n = s->n && s->p[0] == '-';

	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	struct str digits = str_slice(*s, 0, n);
	*s = str_slice(*s, n, s->n);
	return number_read_whole(digits, least, INT64_MAX, out);
}

static bool take_char(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = str_slice(*s, 1, s->n);
	return true;
}

bool part_counted(struct partial *p, int64_t number)
{
	if (number < -COUNT_MOST || number > COUNT_MOST)
		return false;
	p->counted += (uint64_t)llabs(number);
	return p->counted <= 1000 * (uint64_t)COUNT_MOST;
}

/* A row is read: n, where it must be there or (false) must not, and whether the other cells may be there. */
enum { HAS_N = 1, HAS_VALUE = 2, HAS_DETAIL = 4 };

static bool take(struct partial *p, const struct part_row *r, int has, uint64_t *n)
{
	int64_t count = 0;
	bool good = (has & HAS_N ? number_read_whole(part_cell(p, r, PART_N), 1, COUNT_MOST, &count)
				 : !part_cell(p, r, PART_N).n) &&
		    (has & HAS_VALUE || !part_cell(p, r, PART_VALUE).n) &&
		    (has & HAS_DETAIL || !part_cell(p, r, PART_DETAIL).n);

	if (!part_check(p, good && part_counted(p, count)))
		return false;
	if (n)
		*n = (uint64_t)count;
	p->at++;
	return true;
}

/* ---- numbers ---- */

void part_count(struct partial *p, const char *key, struct str name, uint64_t *n)
{
	const struct part_row *r = p->reads ? row_at(p, key, name) : NULL;

	if (r)
		take(p, r, HAS_N, n);
	else if (!p->reads && *n)
		put_count(p, key, name, *n, STR(""), STR(""));
}

void part_flag(struct partial *p, const char *key, struct str name, bool *yes)
{
	const struct part_row *r = p->reads ? row_at(p, key, name) : NULL;

	if (r)
		*yes = take(p, r, 0, NULL);
	else if (!p->reads && *yes)
		put_count(p, key, name, 0, STR(""), STR(""));
}

void part_share(struct partial *p, const char *key, struct str name, struct share *s)
{
	int64_t converted = (int64_t)s->converted;

	part_numbers(p, key, name, &converted, 1, &s->leads);
	if (part_check(p, converted >= 0 && (uint64_t)converted <= s->leads))
		s->converted = (uint64_t)converted;
}

void part_sum(struct partial *p, const char *key, struct str name, __int128 *sum)
{
	const struct part_row *r = p->reads ? row_at(p, key, name) : NULL;
	struct buf b = { 0 };

	if (r) {
		bool good = read_sum(part_cell(p, r, PART_VALUE), sum);
		p->added += !good ? 0 : *sum < 0 ? -*sum : *sum;
		part_check(p, good && p->added <= SUM_MOST);
		take(p, r, HAS_VALUE, NULL);
	} else if (!p->reads && *sum) {
		number_write_fixed(&b, *sum, 0);
		put_count(p, key, name, 0, buf_view(&b), STR(""));
	}
	buf_release(&b);
}

void part_squares(struct partial *p, struct str name, struct squares *s)
{
	__int128 high = (__int128)s->high, middle = (__int128)s->middle, low = (__int128)s->low;

	part_sum(p, "high", name, &high);
	part_sum(p, "middle", name, &middle);
	part_sum(p, "low", name, &low);
	if (part_check(p, high >= 0 && low >= 0 && middle >= 0))
		*s = (struct squares){ (unsigned __int128)high, (unsigned __int128)middle,
				       (unsigned __int128)low };
}

void part_numbers(struct partial *p, const char *key, struct str name, int64_t *number, size_t n,
		  uint64_t *count)
{
	const struct part_row *r = p->reads ? row_at(p, key, name) : NULL;
	struct buf b = { 0 };
	bool any = count && *count;

	if (r) {
		struct str rest = part_cell(p, r, PART_DETAIL);
		bool good = true;
		for (size_t i = 0; i < n && good; i++)
			good = (!i || take_char(&rest, ' ')) && take_whole(&rest, INT64_MIN, &number[i]);
		part_check(p, good && !rest.n);
		take(p, r, (part_cell(p, r, PART_N).n && count ? HAS_N : 0) | HAS_DETAIL, count);
		return;
	}
	for (size_t i = 0; i < n && !p->reads; i++) {
		buf_print(&b, "%s%" PRId64, i ? " " : "", number[i]);
		any |= number[i] != 0;
	}
	if (!p->reads && any)
		put_count(p, key, name, count ? *count : 0, STR(""), buf_view(&b));
	buf_release(&b);
}

void part_text(struct partial *p, const char *key, struct str *text)
{
	const struct part_row *r = p->reads ? row_at(p, key, STR("")) : NULL;

	if (!p->reads)
		put_count(p, key, STR(""), 0, STR(""), *text);
	else if (part_check(p, r) && take(p, r, HAS_DETAIL, NULL))
		*text = part_cell(p, r, PART_DETAIL);
}

bool part_at(const struct partial *p, int64_t number)
{
	struct str rest = p->reads ? part_cell(p, &p->row[p->at], PART_DETAIL) : STR("");
	int64_t x = 0;

	return !p->reads || (take_whole(&rest, INT64_MIN, &x) && x == number);
}

/* ---- spans ---- */

static int64_t common_unit(const struct spans *s)
{
	int64_t unit = 0;

	for (size_t i = 0; i < s->n && unit != 1; i++)
		for (int64_t a = s->at[i]; a;) {
			int64_t rest = unit % a;
			unit = a;
			a = rest;
		}
	return unit ? unit : SECOND_US;
}

static void put_spans(struct partial *p, const char *key, struct str name, struct spans *s)
{
	struct buf b = { 0 }, value = { 0 };

	spans_sort(s);
	const int64_t unit = common_unit(s);
	number_write_whole(&value, unit);
	for (size_t i = 0; i < s->n;) {
		uint64_t n = 0;
		int64_t before = 0;
		buf_clear(&b);
		for (size_t k = 0; i < s->n && k < SPANS_A_ROW; k++) {
			int64_t at = s->at[i];
			uint64_t many = 0;
			for (; i < s->n && s->at[i] == at; i++)
				many += s->count ? s->count[i] : 1;
			if (k)
				buf_char(&b, ' ');
			number_write_whole(&b, (at - before) / unit);
			if (many > 1)
				buf_print(&b, "*%" PRIu64, many);
			before = at;
			n += many;
		}
		put_count(p, key, name, n, buf_view(&value), buf_view(&b));
	}
	buf_release(&b);
	buf_release(&value);
}

/* How many spans they are; 0: they are none. */
static uint64_t take_spans(struct str s, __int128 unit, struct spans *to)
{
	int64_t step, many;
	uint64_t n = 0;
	__int128 at = 0;

	do {
		many = 1;
		if (!take_whole(&s, n > 0, &step) || (take_char(&s, '*') && !take_whole(&s, 1, &many)))
			return 0;
		at += step * unit;
		if (at > SPAN_MOST || many > COUNT_MOST - (int64_t)n)
			return 0;
		spans_add_many(to, (int64_t)at, (uint64_t)many);
		n += (uint64_t)many;
	} while (take_char(&s, ' '));
	return s.n ? 0 : n;
}

void part_spans(struct partial *p, const char *key, struct str name, struct spans *s, struct held *held)
{
	const struct part_row *r;

	if (!p->reads)
		put_spans(p, key, name, s);
	while (p->reads && (r = row_at(p, key, name))) {
		size_t before = s->n;
		__int128 unit;
		uint64_t n;
		if (!part_check(p, read_sum(part_cell(p, r, PART_VALUE), &unit) && unit > 0 &&
					   unit <= SPAN_MOST) ||
		    !take(p, r, HAS_N | HAS_VALUE | HAS_DETAIL, &n) ||
		    !part_check(p, take_spans(part_cell(p, r, PART_DETAIL), unit, s) == n))
			return;
		if (held)
			held->n += held->rounded ? s->n - before : n;
	}
}

void part_held(struct partial *p, struct held *held)
{
	part_flag(p, "rounded", STR(""), &held->rounded);
}

/* ---- groups ---- */

/* Groups, one for each spelling. */
struct listed {
	uint32_t *group;
	size_t n, cap;
};

static void list(struct listed *l, uint32_t group)
{
	MEM_ROOM(l->group, l->n, l->cap);
	l->group[l->n++] = group;
}

static void put_spelling(struct partial *p, const char *key, const struct groups *g, uint32_t spelling,
			 struct listed *l)
{
	uint32_t group;
	struct str rest = groups_spelled(g, spelling, &group);
	size_t items = groups_items(g);

	for (size_t i = 0; i < items || i == 0; i++)
		put_count(p, i ? "and" : key, STR(""), i ? 0 : groups_spelled_leads(g, spelling), STR(""),
			  items ? groups_next(g, &rest) : STR(""));
	list(l, group);
}

static void put_groups(struct partial *p, const char *key, struct groups *g, struct listed *l)
{
	size_t spellings = groups_spellings(g);
	uint32_t *order = mem_new((spellings + 1) * sizeof *order);

	groups_sort_spellings(g, order);
	for (size_t i = 0; i < spellings; i++)
		if (groups_spelled_leads(g, order[i]))
			put_spelling(p, key, g, order[i], l);
	free(order);
}

static void take_spelling(struct partial *p, const char *key, struct groups *g, struct str *value,
			  struct listed *l)
{
	size_t items = groups_items(g);
	uint64_t leads = 0;

	for (size_t i = 0; i < items || i == 0; i++) {
		const struct part_row *r = row_at(p, i ? "and" : key, STR(""));
		if (!part_check(p, r) || !take(p, r, i ? HAS_DETAIL : HAS_N | HAS_DETAIL, i ? NULL : &leads))
			return;
		value[i] = str_trim(part_cell(p, r, PART_DETAIL));
	}
	if (part_check(p, items || !value[0].n))
		list(l, groups_add(g, value, leads));
}

uint32_t *part_groups(struct partial *p, const char *key, struct groups *g, size_t *n)
{
	struct str *value = mem_new((groups_items(g) + 1) * sizeof *value);
	struct listed l = { 0 };

	if (!p->reads)
		put_groups(p, key, g, &l);
	while (p->reads && part_more(p, key, STR(""), false))
		take_spelling(p, key, g, value, &l);
	bool *known = mem_new((groups_count(g) + 1) * sizeof *known);
	*n = 0;
	for (size_t i = 0; i < l.n; i++) {
		if (!known[l.group[i]])
			l.group[(*n)++] = l.group[i];
		known[l.group[i]] = true;
	}
	free(known);
	free(value);
	return l.group;
}

void part_group(struct partial *p, const char *key, size_t i)
{
	uint64_t n = i + 1;

	part_count(p, "of", str_from(key), &n);
	part_check(p, n == i + 1);
}

/* ---- currencies ---- */

static int by_name(const void *a, const void *b)
{
	const struct currency_met *const *x = a, *const *y = b;

	return str_compare((*x)->name, (*y)->name);
}

/* How many rows are in each, by mark and by word. */
void part_currencies(struct partial *p, const char *key, struct str name, struct currencies *met)
{
	const struct currency_met **order = mem_new((met->n + 1) * sizeof *order);
	const struct part_row *r;
	struct buf b = { 0 };

	for (size_t i = 0; i < met->n; i++)
		order[i] = &met->at[i];
	if (met->n)
		qsort(order, met->n, sizeof *order, by_name);
	for (size_t i = 0; i < met->n && !p->reads; i++)
		for (size_t by = 0; by < SAID_MOST; by++)
			if (order[i]->rows[by])
				put_count(p, key, name, order[i]->rows[by],
					  by == SAID_BY_MARK ? STR("0") : STR("1"), order[i]->name);
	while (p->reads && (r = row_at(p, key, name))) {
		uint64_t rows;
		bool word = str_eq(part_cell(p, r, PART_VALUE), STR("1"));
		if (!part_check(p, part_cell(p, r, PART_DETAIL).n &&
					   (word || str_eq(part_cell(p, r, PART_VALUE), STR("0")))) ||
		    !take(p, r, HAS_N | HAS_VALUE | HAS_DETAIL, &rows))
			break;
		uint32_t number = currencies_number(met, part_cell(p, r, PART_DETAIL));
		met->at[number - 1].rows[word ? SAID_BY_WORD : SAID_BY_MARK] += rows;
	}
	buf_release(&b);
	free(order);
}

/* `- EUR`, first by marks and then by words; - is nothing, * several. */
static void put_said(struct buf *out, const struct currencies *met, uint32_t number)
{
	buf_str(out, number == CURRENCY_UNSAID	? STR("-")
		     : number == CURRENCY_MIXED ? STR("*")
						: met->at[number - 1].name);
}

static uint32_t read_said(struct currencies *met, struct str name)
{
	return str_eq(name, STR("-"))	? CURRENCY_UNSAID
	       : str_eq(name, STR("*")) ? CURRENCY_MIXED
					: currencies_number(met, name);
}

void part_currency(struct partial *p, const char *key, struct str name, struct currencies *met,
		   struct currency *c)
{
	const struct part_row *r = p->reads ? row_at(p, key, name) : NULL;
	struct buf b = { 0 };

	if (r) {
		struct str said = part_cell(p, r, PART_DETAIL);
		const char *space = said.n ? memchr(said.p, ' ', said.n) : NULL;
		size_t at = space ? (size_t)(space - said.p) : 0;
		if (!part_check(p, at > 0 && at + 1 < said.n) || !take(p, r, HAS_DETAIL, NULL))
			return;
		c->said[SAID_BY_MARK] = read_said(met, str_slice(said, 0, at));
		c->said[SAID_BY_WORD] = read_said(met, str_slice(said, at + 1, said.n));
	} else if (!p->reads && (c->said[SAID_BY_MARK] || c->said[SAID_BY_WORD])) {
		put_said(&b, met, c->said[SAID_BY_MARK]);
		buf_char(&b, ' ');
		put_said(&b, met, c->said[SAID_BY_WORD]);
		put_count(p, key, name, 0, STR(""), buf_view(&b));
	}
	buf_release(&b);
}

/* ---- the whole part, written ---- */

void part_begin(struct partial *p, struct buf *out)
{
	*p = (struct partial){ .out = out };
	for (size_t i = 0; i < PART_CELLS; i++)
		buf_print(out, "%s%s", i ? "," : "", part_heads[i]);
	buf_char(out, '\n');
	part_put_about(p, STR("version"), STR(PART_VERSION));
}

void part_put_about(struct partial *p, struct str name, struct str detail)
{
	put_count(p, "about", name, 0, STR(""), detail);
}

void part_put_rows(struct partial *p, const struct part_rows *r)
{
	char hex[40];
	int n = snprintf(hex, sizeof hex, "%016" PRIx64 "%016" PRIx64, r->print.high, r->print.low);

	if (r->n)
		put_count(p, "rows", STR(""), r->n, STR(""), (struct str){ hex, (size_t)n });
}

void part_end(struct partial *p)
{
	char hex[24];
	int n = snprintf(hex, sizeof hex, "%016" PRIx64, p->sum);

	put_count(p, "end", STR(""), p->rows, STR(""), (struct str){ hex, (size_t)n });
}

void part_rows_add(struct part_rows *r, struct str row)
{
	part_rows_merge(r, &(struct part_rows){ 1, hash_pair(row) });
}

void part_rows_merge(struct part_rows *into, const struct part_rows *from)
{
	unsigned __int128 sum = ((unsigned __int128)into->print.high << 64 | into->print.low) +
				((unsigned __int128)from->print.high << 64 | from->print.low);

	into->n += from->n;
	into->print = (struct hash_pair){ (uint64_t)sum, (uint64_t)(sum >> 64) };
}

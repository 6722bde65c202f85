/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See money.h. */
#include "lead/money.h"

#include <stdlib.h>

#include "agreement/origins.h"
#include "agreement/units.h"
#include "base/cell.h"
#include "base/mem.h"
#include "base/number.h"
#include "expr/run.h"

/* ---- what headers say ---- */

/* Is one of the words of a header among these? Words end where a small letter meets a capital, too. */
static bool has_word(struct str header, const char *const *words)
{
	size_t from = 0;

	for (size_t i = 0; i <= header.n; i++) {
		unsigned char c = i < header.n ? (unsigned char)header.p[i] : ' ';
		bool capital = c >= 'A' && c <= 'Z', letter = capital || c >= 0x80 || (c >= 'a' && c <= 'z'),
		     hump = i > from && capital && header.p[i - 1] >= 'a' && header.p[i - 1] <= 'z';
		if (letter && !hump)
			continue;
		for (const char *const *w = words; *w; w++)
			if (str_same(str_slice(header, from, i), str_from(*w)))
				return true;
		from = letter ? i : i + 1;
	}
	return false;
}

static const char *const currency_words[] = { "currency", "ccy",    "währung", "Währung",
					      "waehrung", "devise", "moneda",  "divisa",
					      "moeda",	  "valuta", NULL };
static const char *const rate_words[] = { "rate", "exchange", "fx", "kurs", "wechselkurs", NULL };
static const char *const own_words[] = { "company", "home", "base", "corporate", "default", NULL };

/* Is it in one currency, whatever the others are in? `Amount (converted)`, `Amount in company currency`,
 * `Actual Revenue (Base)`. */
static bool is_converted(struct str header)
{
	const struct str base = STR("(base)");

	return has_word(header, (const char *const[]){ "converted", NULL }) ||
	       (has_word(header, currency_words) && has_word(header, own_words)) ||
	       (header.n > base.n && str_same(str_slice(header, header.n - base.n, header.n), base));
}

bool currency_column(struct str header)
{
	return has_word(header, currency_words) && !has_word(header, rate_words) && !is_converted(header);
}

/* ---- binding ---- */

/* Does it hold the other's name? */
static bool speaks_of(struct names *n, size_t column, size_t money)
{
	struct arena *arena = &names_program(n)->arena;
	struct str name = loose_name(arena, names_head(n, column)),
		   of = loose_name(arena, names_head(n, money));

	return of.n && memmem(name.p, name.n, of.p, of.n);
}

/* The column with the currencies of another: one that has its name, else the nearest; SIZE_MAX: none. */
static size_t find_words(struct names *n, size_t money)
{
	size_t found = SIZE_MAX, columns = names_columns(n);

	if (is_converted(names_head(n, money)))
		return SIZE_MAX;
	for (size_t i = 0; i < columns; i++) {
		if (i == money || !currency_column(names_head(n, i)))
			continue;
		if (speaks_of(n, i, money))
			return i;
		if (found == SIZE_MAX ||
		    llabs((long long)i - (long long)money) < llabs((long long)found - (long long)money))
			found = i;
	}
	return found;
}

/* Is a value of these converted already? A column alone is as it stands. */
static bool converts(const struct origins *o, const struct expr *value)
{
	bool rate = o->table;

	for (size_t i = 0; i < names_columns(o->names); i++)
		if (o->column[i])
			rate |= currency_column(names_head(o->names, i)) ||
				has_word(names_head(o->names, i), rate_words);
	return rate && names_column(o->names, value) == SIZE_MAX;
}

static void bind_currency(struct money *m, struct names *n)
{
	size_t columns = names_columns(n), words = SIZE_MAX;
	struct origins o;

	origins_init(&o, n);
	origins_add(&o, m->stage->value);
	bool converted = converts(&o, m->stage->value);
	m->marked = ARENA_ARRAY(&names_program(n)->arena, columns, const struct code *);
	m->headed = ARENA_ARRAY(&names_program(n)->arena, columns, struct str);
	for (size_t i = 0; i < columns && !converted; i++) {
		if (!o.column[i])
			continue;
		struct header_unit unit = header_unit(names_head(n, i));
		m->headed[m->nmarked] = unit.kind == UNIT_CURRENCY ? unit.said : STR("");
		m->marked[m->nmarked++] = names_bind_column(n, i, TYPE_TEXT);
		if (words == SIZE_MAX)
			words = find_words(n, i);
	}
	if (words != SIZE_MAX)
		m->words = names_bind_column(n, words, TYPE_TEXT);
	origins_release(&o);
}

bool money_bind(struct money *m, const struct step *stage, struct names *n)
{
	*m = (struct money){ .stage = stage };
	if (!stage->value)
		return true;
	m->value = program_bind(names_program(n), stage->value, TYPE_NUMBER, NULL);
	if (m->value)
		bind_currency(m, n);
	return m->value;
}

/* ---- currencies ---- */

static uint32_t number_of_both(uint32_t a, uint32_t b)
{
	if (!a || !b || a == b)
		return a ? a : b;
	return CURRENCY_MIXED;
}

struct currency currency_of_both(struct currency a, struct currency b)
{
	for (size_t i = 0; i < SAID_MOST; i++)
		a.said[i] = number_of_both(a.said[i], b.said[i]);
	return a;
}

struct currency currency_renumbered(struct currency c, const uint32_t *number)
{
	for (size_t i = 0; i < SAID_MOST; i++)
		if (c.said[i] != CURRENCY_MIXED)
			c.said[i] = number[c.said[i]];
	return c;
}

void currencies_release(struct currencies *c)
{
	for (size_t i = 0; i < SAID_MOST; i++)
		buf_release(&c->last[i]);
	map_release(&c->number);
	arena_release(&c->arena);
	free(c->at);
}

uint32_t currencies_number(struct currencies *c, struct str name)
{
	const uint32_t *known = map_find(&c->number, name);

	if (known)
		return *known + 1;
	MEM_ROOM(c->at, c->n, c->cap);
	c->at[c->n] = (struct currency_met){ .name = arena_copy(&c->arena, name) };
	map_put(&c->number, c->at[c->n].name, (uint32_t)c->n);
	return (uint32_t)++c->n;
}

void currencies_merge(struct currencies *into, const struct currencies *from, uint32_t *number)
{
	number[CURRENCY_UNSAID] = CURRENCY_UNSAID;
	for (size_t i = 0; i < from->n; i++) {
		number[i + 1] = currencies_number(into, from->at[i].name);
		for (size_t k = 0; k < SAID_MOST; k++)
			into->at[number[i + 1] - 1].rows[k] += from->at[i].rows[k];
	}
}

/* Marks and words for the same currency. */
static struct str usual_name(struct str said)
{
	static const struct {
		const char *said, *name;
	} alike[] = { { "$", "USD" },	  { "US$", "USD" },  { "€", "EUR" },	{ "euro", "EUR" },
		      { "£", "GBP" },	  { "¥", "JPY" },    { "CA$", "CAD" },	{ "C$", "CAD" },
		      { "A$", "AUD" },	  { "AU$", "AUD" },  { "NZ$", "NZD" },	{ "HK$", "HKD" },
		      { "S$", "SGD" },	  { "R$", "BRL" },   { "₹", "INR" },	{ "zł", "PLN" },
		      { "euros", "EUR" }, { "￥", "JPY" },   { "円", "JPY" },	{ "元", "CNY" },
		      { "원", "KRW" },	  { "₩", "KRW" },    { "Kč", "CZK" },	{ "Ft", "HUF" },
		      { "TL", "TRY" },	  { "₺", "TRY" },    { "lei", "RON" },	{ "₽", "RUB" },
		      { "руб", "RUB" },	  { "руб.", "RUB" }, { "р.", "RUB" },	{ "лв", "BGN" },
		      { "лв.", "BGN" },	  { "₴", "UAH" },    { "грн", "UAH" },	{ "грн.", "UAH" },
		      { "RM", "MYR" },	  { "Rp", "IDR" },   { "Rp.", "IDR" },	{ "S/", "PEN" },
		      { "S/.", "PEN" },	  { "Fr.", "CHF" },  { "SFr.", "CHF" }, { "฿", "THB" },
		      { "kr.", "KR" },	  { "Rs.", "RS" } };

	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		if (str_same(said, str_from(alike[i].said)))
			return str_from(alike[i].name);
	return said;
}

/* ---- a lead ---- */

void currency_meet(struct currencies *met, struct currency *sum, enum currency_said by, struct str said,
		   bool again)
{
	struct buf *last = &met->last[by];
	uint32_t number = met->last_number[by];

	if (!said.n)
		return;
	if (!number || !str_eq(buf_view(last), said)) {
		buf_clear(last);
		for (size_t i = 0; i < said.n; i++) /* usd is USD */
			buf_char(last,
				 said.p[i] >= 'a' && said.p[i] <= 'z' ? (char)(said.p[i] - 32) : said.p[i]);
		number = met->last_number[by] = currencies_number(met, usual_name(buf_view(last)));
		buf_clear(last);
		buf_str(last, said);
	}
	met->at[number - 1].rows[by] += !again;
	sum->said[by] = number_of_both(sum->said[by], number);
}

struct money_cells money_ask(const struct money *m, struct rows *rows, struct asked ask)
{
	struct money_cells x = { .value = code_values(m->value, rows, ask, rows_room(rows)).number };
	struct str *text = rows_room(rows).text;
	bool *some = rows_room(rows).flag;
	uint16_t *list = rows_room(rows).row;

	EACH_ROW(row, ask, some[row] = x.value[row] < 0 || x.value[row] > 0);
	ask = asked_where(ask, some, true, list);
	for (size_t i = 0; i < m->nmarked + (m->words != NULL); i++) {
		const struct code *c = i < m->nmarked ? m->marked[i] : m->words;
		x.mark = code_values(c, rows, ask, (union vector){ .text = text }).text;
	}
	rows_room_back(rows);
	rows_room_back(rows);
	if (m->nmarked != 1 || m->words || m->headed[0].n)
		x.mark = NULL;
	return x;
}

void money_ask_back(struct rows *rows)
{
	rows_room_back(rows);
	rows_room_back(rows);
}

bool money_is_plain(const struct money_cells *x, size_t row, __int128 *out)
{
	const double value = x->value[row];

	if (!x->mark || !(value > 0 && value < 0x1p31) || (double)(int64_t)value != value)
		return false;
	const struct str said = x->mark[row];
	for (size_t i = 0; i < said.n; i++)
		if ((unsigned char)(said.p[i] - '0') > 9)
			return false;
	*out = (int64_t)value * 1000000;
	return true;
}

bool money_read(const struct money *m, struct frame *f, bool again, struct currencies *met,
		struct currency *sum, __int128 *out)
{
	if (!stage_value(m->value, m->stage, f, out))
		return false;
	if (!*out)
		return true; /* nothing, in any currency */
	for (size_t i = 0; i < m->nmarked; i++) {
		struct str cell = code_text(m->marked[i], f),
			   mark = number_currency(cell, f->program->decimal);
		currency_meet(met, sum, SAID_BY_MARK, mark.n || !cell.n ? mark : m->headed[i], again);
	}
	if (m->words)
		currency_meet(met, sum, SAID_BY_WORD, code_text(m->words, f), again);
	return true;
}

/* ---- and of them all ---- */

enum { SHOWN_MOST = 4 };

/* The one that more rows are in is shown first. */
static bool before(const struct currency_met *a, const struct currency_met *b, enum currency_said by)
{
	return a->rows[by] != b->rows[by] ? a->rows[by] > b->rows[by] : str_compare(a->name, b->name) < 0;
}

static const struct currency_met *next(const struct currencies *c, enum currency_said by,
				       const struct currency_met *after)
{
	const struct currency_met *found = NULL;

	for (size_t i = 0; i < c->n; i++)
		if (c->at[i].rows[by] && (!after || before(after, &c->at[i], by)) &&
		    (!found || before(&c->at[i], found, by)))
			found = &c->at[i];
	return found;
}

static void say_some(const struct currencies *c, enum currency_said by, struct str stage, struct diags *diags)
{
	struct buf b = { 0 };
	const struct currency_met *at = NULL;
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->at[i].rows[by] > 0;
	for (size_t i = 0; n > 1 && i < n && i < SHOWN_MOST; i++) {
		at = next(c, by, at);
		buf_print(&b, "%s%.*s (", i ? ", " : "", STR_ARG(at->name));
		number_write_grouped(&b, (int64_t)at->rows[by]);
		buf_print(&b, " %s)", at->rows[by] == 1 ? "row" : "rows");
	}
	if (n > 1)
		diag_warning(
			diags,
			"%.*s: its values are in %zu currencies, %.*s%s, which have no sum, so sums of "
			"several are empty; convert them with a table of rates, as leadpipe-agreement(5) "
			"shows under 'stage', or group by currency",
			STR_ARG(stage), n, STR_ARG(buf_view(&b)), n > SHOWN_MOST ? ", ..." : "");
	buf_release(&b);
}

void currencies_say(const struct currencies *c, struct str stage, struct diags *diags)
{
	for (enum currency_said by = 0; by < SAID_MOST; by++)
		say_some(c, by, stage, diags);
}

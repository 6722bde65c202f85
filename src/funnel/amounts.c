/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Amounts of groups: see amounts.h. A period in the file may be a part of the
 * groups' (a date or a month of a quarter), and is folded into it; a week is
 * a part of no other.
 */
#include "funnel/amounts.h"

#include <stdlib.h>

#include "base/casefold.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "table/side.h"

/* One reading of the file. */
struct reading {
	const struct amounts_kind *kind;
	struct amounts *amounts;
	struct names *names;
	struct side side;
	size_t cost, currency; /* columns; past them: none has the currency of the amounts */
	struct {
		size_t column; /* here */
		size_t leads;  /* the column of the leads that it is; SIZE_MAX: it is computed */
	} * item;
	struct buf room, folded;
	struct map met; /* rows, where each may stand once */
	int64_t period; /* the one read last; INT64_MIN: none */
	size_t commas;	/* amounts whose comma is doubtful */
	struct str sample;
};

/* ---- which column is what ---- */

/* The names that a column of periods may have, and the periods it holds; `any`: its cells decide. */
static const struct {
	const char *name;
	bool any;
	enum period period;
} period_columns[] = {
	{ "year", false, PERIOD_YEAR },	  { "quarter", false, PERIOD_QUARTER },
	{ "month", false, PERIOD_MONTH }, { "week", false, PERIOD_WEEK },
	{ "period", true, PERIOD_DAY },	  { "cohort", true, PERIOD_DAY },
	{ "date", true, PERIOD_DAY },	  { "day", true, PERIOD_DAY },
};
enum { PERIOD_COLUMNS = sizeof period_columns / sizeof *period_columns };

static bool is_part(enum period part, enum period of)
{
	enum period shorter = period_unit(part), longer = period_unit(of);

	return part == of || part == PERIOD_DAY ||
	       (shorter < longer && shorter != PERIOD_WEEK && longer != PERIOD_WEEK);
}

static bool is_free(const struct reading *r, size_t column, size_t items)
{
	for (size_t i = 0; i < items; i++)
		if (r->item[i].column == column)
			return false;
	return column != SIZE_MAX && column != r->cost;
}

/* The column of an item: named by its own words, else by the header that it is read from, else by its
 * period. */
static size_t find_column(const struct reading *r, size_t i)
{
	const struct grouping_item *item = &r->amounts->grouping->item[i];
	size_t leads = r->item[i].leads, column = side_column(&r->side, item->head);

	if (is_free(r, column, i))
		return column;
	for (size_t c = 0; c < r->side.columns; c++)
		if (leads != SIZE_MAX && names_header(r->names, r->side.name[c]) == leads && is_free(r, c, i))
			return c;
	for (size_t k = 0; item->periodic && k < PERIOD_COLUMNS; k++) {
		column = side_column(&r->side, str_from(period_columns[k].name));
		if ((period_columns[k].any || is_part(period_columns[k].period, period_unit(item->period))) &&
		    is_free(r, column, i))
			return column;
	}
	return SIZE_MAX;
}

/* "'channel', 'month'": the columns there are. */
static void list_columns(const struct reading *r, struct buf *out)
{
	for (size_t c = 0; c < r->side.columns; c++)
		buf_print(out, "%s'%.*s'", c ? ", " : "", STR_ARG(r->side.name[c]));
}

static bool find_cost(struct reading *r)
{
	struct str called = str_from(r->kind->column);
	struct buf say = { 0 };
	struct str near;

	r->cost = side_column(&r->side, called);
	for (size_t c = 0; c < r->side.columns; c++)
		if (c != r->cost && str_same(r->side.name[c], called)) {
			diag_error(names_diags(r->names), "%s: two columns are called '%s'; keep one",
				   r->amounts->path, r->kind->column);
			return false;
		}
	if (r->cost != SIZE_MAX)
		return true;
	near = nearest(names_diags(r->names), called, &CANDIDATE_NAMES(r->side.name, r->side.columns), 1);
	list_columns(r, &say);
	if (near.n)
		buf_print(&say, DID_YOU_MEAN, DID_YOU_MEAN_ARG(near));
	else
		buf_print(&say, "; %s", r->kind->call);
	diag_error(names_diags(r->names), "%s: no column '%s' among %.*s", r->amounts->path, r->kind->column,
		   STR_ARG(buf_view(&say)));
	buf_release(&say);
	return false;
}

static void tell_missing(const struct reading *r, const struct grouping_item *item)
{
	struct buf say = { 0 };
	struct str head = item->head, wanted = head;

	if (item->periodic && side_column(&r->side, str_from(period_word(item->period))) == SIZE_MAX)
		wanted = str_from(period_word(item->period));
	list_columns(r, &say);
	buf_print(&say, "; add a column '%.*s'", STR_ARG(wanted));
	if (!item->said && str_eq(head, STR("cohort")))
		buf_str(&say, STR(", or leave out --cohort"));
	else if (item->said)
		buf_print(&say, ", or leave out '%.*s'", STR_ARG(head));
	diag_error(names_diags(r->names), "%s: %s: no column for '%.*s' among %.*s", r->amounts->path,
		   r->kind->undivided, STR_ARG(head), STR_ARG(buf_view(&say)));
	buf_release(&say);
}

static bool find_columns(struct reading *r)
{
	const struct grouping *g = r->amounts->grouping;
	bool good = find_cost(r);

	for (r->currency = 0; r->currency < r->side.columns; r->currency++)
		if (currency_column(r->side.name[r->currency]))
			break;
	for (size_t i = 0; i < g->n && good; i++) {
		const struct grouping_item *item = &g->item[i];
		r->item[i].leads = item->said ? names_column(r->names, item->said) : SIZE_MAX;
		r->item[i].column = find_column(r, i);
		good = r->item[i].column != SIZE_MAX;
		if (!good)
			tell_missing(r, item);
	}
	return good;
}

/* ---- rows ---- */

static bool wrong_cell(const struct reading *r, size_t row, size_t column, const char *what,
		       const char *remedy)
{
	struct str cell = side_cell(&r->side, row, column);

	diag_error(names_diags(r->names), "%s:%u: %.*s: %s: '%.*s'; %s", r->amounts->path, r->side.line[row],
		   STR_ARG(r->side.name[column]), what, STR_ARG(cell), remedy);
	return false;
}

static bool read_cost(struct reading *r, size_t row, __int128 *out)
{
	struct str cell = side_cell(&r->side, row, r->cost);
	char decimal = names_program(r->names)->decimal;
	__int128 x;
	double beyond;

	if (number_read_millionths(cell, decimal, out)) {
		if (number_comma_doubtful(cell) && !r->commas++)
			r->sample = cell;
		return true;
	}
	if (number_read(cell, decimal, &beyond))
		return wrong_cell(r, row, r->cost, "beyond 9.2e18, the most that can be added up",
				  "correct it");
	if (!number_read_millionths(cell, decimal == '.' ? ',' : '.', &x))
		return wrong_cell(r, row, r->cost, r->kind->none, r->kind->remedy);
	return wrong_cell(r, row, r->cost, r->kind->none,
			  decimal == '.' ? "say 'decimal \",\"' in the agreement if that is what it means"
					 : "the agreement says 'decimal \",\"'");
}

/* A name of a period that only other years have: calendar years, or those that begin in another month. */
static bool wrong_period(struct reading *r, size_t row, size_t column, int begins)
{
	enum { JANUARY = 1, OTHER = 7 }; /* and 0: nothing is said */
	enum period period;
	int64_t number;

	if (!period_read(side_cell(&r->side, row, column), begins <= JANUARY ? OTHER : JANUARY, &period,
			 &number))
		return wrong_cell(r, row, column, "neither a period nor a date",
				  begins > JANUARY ? "write it as FY2027, FY2027-Q1, 2026-03 or 2026-03-15"
						   : "write it as 2026-03 or 2026-03-15");
	if (begins <= JANUARY)
		return wrong_cell(r, row, column, "of a year that isn't the calendar's",
				  "say 'year begins 1 July', or the like, in the agreement");
	return wrong_cell(r, row, column, "of a calendar year, and the agreement says 'year begins'",
			  "write it as FY2026-Q3 or FY2026, or as months or dates: 2026-03, 2026-03-15");
}

/* The groups' period that contains a cell's period, written as the groups write it. */
static bool read_period(struct reading *r, size_t row, size_t column, enum period wanted)
{
	const struct time_style *style = &names_program(r->names)->times;
	struct str cell = side_cell(&r->side, row, column);
	const int begins = names_program(r->names)->year_begins;
	enum period period;
	int64_t number, t;

	if (!period_read(cell, begins, &period, &number)) {
		enum time_reading how = instant_read(cell, style, &t);
		if (how == TIME_AMBIGUOUS)
			return wrong_cell(r, row, column, "this may be two dates",
					  "say 'dates day-first' or 'dates month-first' in the agreement");
		if (how != TIME_READ)
			return wrong_period(r, row, column, begins);
		period = PERIOD_DAY;
		number = instant_day(t, style->zone);
	}
	if (!is_part(period, wanted)) {
		buf_print(&r->room, "not within one %s", period_word(wanted));
		return wrong_cell(r, row, column, r->room.p, "write dates, or group by longer periods");
	}
	r->period = period_of(wanted, period_first_day(period, number));
	period_write(&r->room, wanted, r->period);
	return true;
}

/* A cell in the form of a lead's value: kept in r->room. */
static bool read_value(struct reading *r, size_t row, size_t i)
{
	const struct grouping_item *item = &r->amounts->grouping->item[i];
	size_t column = r->item[i].column, leads = r->item[i].leads;
	struct str cell = side_cell(&r->side, row, column);
	bool missing = leads != SIZE_MAX && missing_is(names_missing(r->names, leads), cell, &r->room);

	buf_clear(&r->room);
	if (item->periodic && cell.n)
		return read_period(r, row, column, item->period);
	if (!missing)
		buf_str(&r->room, cell);
	return true;
}

/* Two rows that differ in nothing but the amount are one too many. */
static bool read_once(struct reading *r, size_t row)
{
	const uint32_t *known;

	buf_clear(&r->room);
	for (size_t c = 0; c < r->side.columns; c++) {
		struct str cell = c == r->cost ? STR("") : side_cell(&r->side, row, c);
		buf_clear(&r->folded);
		fold_append(&r->folded, cell);
		hash_item(&r->room, buf_view(&r->folded));
	}
	known = map_find(&r->met, buf_view(&r->room));
	if (known) {
		diag_error(names_diags(r->names), "%s:%u: this stands in line %u already; which one counts?",
			   r->amounts->path, r->side.line[row], *known);
		return false;
	}
	map_put(&r->met, arena_copy(&names_program(r->names)->arena, buf_view(&r->room)), r->side.line[row]);
	return true;
}

static bool read_row(struct reading *r, size_t row)
{
	const struct grouping *g = r->amounts->grouping;
	struct arena *arena = &names_program(r->names)->arena;
	struct amount *to = &r->amounts->at[r->amounts->n];
	bool good = read_cost(r, row, &to->is.amount) && (!r->kind->once || read_once(r, row));

	to->is.said[SAID_BY_MARK] = arena_copy(
		arena, number_currency(side_cell(&r->side, row, r->cost), names_program(r->names)->decimal));
	if (r->currency < r->side.columns)
		to->is.said[SAID_BY_WORD] = arena_copy(arena, side_cell(&r->side, row, r->currency));
	to->line = r->side.line[row];
	to->value = ARENA_ARRAY(arena, g->n, struct str);
	for (size_t i = 0; i < g->n; i++) {
		r->period = INT64_MIN;
		good = read_value(r, row, i) && good;
		to->period = i ? to->period : r->period;
		to->value[i] = arena_copy(arena, buf_view(&r->room));
	}
	r->amounts->n++;
	return good;
}

static bool read_rows(struct reading *r)
{
	bool good = true;

	r->amounts->at = ARENA_ARRAY(&names_program(r->names)->arena, r->side.rows, struct amount);
	for (size_t i = 0; i < r->side.rows; i++)
		if (!side_blank(&r->side, i))
			good = read_row(r, i) && good;
	if (r->commas && r->side.commas && !names_agreement(r->names)->decimal_said)
		cells_doubt_commas(r->side.name[r->cost], r->commas, r->sample, names_diags(r->names));
	return good;
}

bool amounts_knows(const char *path, const struct grouping *g, struct names *n)
{
	struct diags unsaid = { .tool = names_diags(n)->tool };
	struct amounts amounts = { .grouping = g };
	struct reading r = { .amounts = &amounts, .names = n, .cost = SIZE_MAX };
	size_t found = 0;

	r.item = mem_new(g->n * sizeof *r.item);
	if (side_read(&r.side, path, &unsaid))
		for (size_t i = 0; i < g->n; i++) {
			r.item[i].leads = g->item[i].said ? names_column(n, g->item[i].said) : SIZE_MAX;
			r.item[i].column = find_column(&r, i);
			found += r.item[i].column != SIZE_MAX;
		}
	free(r.item);
	side_release(&r.side);
	diags_release(&unsaid);
	return found == g->n;
}

struct amounts *amounts_read(const struct amounts_kind *kind, const char *path, const struct grouping *g,
			     struct names *n)
{
	struct reading r = { .kind = kind,
			     .amounts = ARENA_NEW(&names_program(n)->arena, struct amounts),
			     .names = n };

	*r.amounts = (struct amounts){ .path = path, .grouping = g };
	r.item = mem_new(g->n * sizeof *r.item);
	bool good = side_read(&r.side, path, names_diags(n)) && find_columns(&r) && read_rows(&r);
	free(r.item);
	buf_release(&r.room);
	buf_release(&r.folded);
	map_release(&r.met);
	side_release(&r.side);
	return good ? r.amounts : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Costs of groups: see spend.h. A period in the file may be a part of the
 * groups' (a date or a month of a quarter), and is folded into it; a week is
 * a part of no other.
 */
#include "funnel/spend.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "table/side.h"

struct spend {
	const char *path;
	const struct grouping *grouping;
	size_t n;
	struct spend_row {
		uint32_t line;
		struct expense cost;
		struct str *value; /* one for each item */
	} * row;
};

/* One reading of the file. */
struct reading {
	struct spend *spend;
	struct names *names;
	struct side side;
	size_t cost, currency; /* columns; past them: none has the currency of costs */
	struct {
		size_t column; /* here */
		size_t leads;  /* the column of the leads that it is; SIZE_MAX: it is computed */
	} * item;
	struct buf room;
	size_t commas; /* costs whose comma is doubtful */
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
	{ "date", true, PERIOD_DAY },
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
	const struct grouping_item *item = &r->spend->grouping->item[i];
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
	struct buf say = { 0 };
	struct str near;

	r->cost = side_column(&r->side, STR("cost"));
	if (r->cost != SIZE_MAX)
		return true;
	near = nearest(names_diags(r->names), STR("cost"), &CANDIDATE_NAMES(r->side.name, r->side.columns),
		       1);
	list_columns(r, &say);
	if (near.n)
		buf_print(&say, DID_YOU_MEAN, DID_YOU_MEAN_ARG(near));
	else
		buf_str(&say, STR("; call the one with the money so"));
	diag_error(names_diags(r->names), "%s: no column 'cost' among %.*s", r->spend->path,
		   STR_ARG(buf_view(&say)));
	buf_release(&say);
	return false;
}

static const char *period_word(enum period p)
{
	size_t i = 0;

	while (period_columns[i].period != period_unit(p))
		i++;
	return period_columns[i].name;
}

static void tell_missing(const struct reading *r, const struct grouping_item *item)
{
	struct buf say = { 0 };
	struct str head = item->head, wanted = head;

	if (item->periodic && side_column(&r->side, str_from(period_word(item->period))) == SIZE_MAX)
		wanted = str_from(period_word(item->period));
	list_columns(r, &say);
	buf_print(&say, "; add a column '%.*s', or leave out ", STR_ARG(wanted));
	if (!item->said && str_eq(head, STR("cohort")))
		buf_str(&say, STR("--cohort"));
	else
		buf_print(&say, "'%.*s'", STR_ARG(head));
	diag_error(
		names_diags(r->names),
		"%s: a cost can't be divided among groups it doesn't know: no column for '%.*s' among %.*s",
		r->spend->path, STR_ARG(head), STR_ARG(buf_view(&say)));
	buf_release(&say);
}

static bool find_columns(struct reading *r)
{
	const struct grouping *g = r->spend->grouping;
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

	diag_error(names_diags(r->names), "%s:%u: %.*s: %s: '%.*s'; %s", r->spend->path, r->side.line[row],
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
		return wrong_cell(r, row, r->cost, "no amount of money", "write what was spent, or 0");
	return wrong_cell(r, row, r->cost, "no amount of money",
			  decimal == '.' ? "say 'decimal \",\"' in the agreement if that is what it means"
					 : "the agreement says 'decimal \",\"'");
}

/* The groups' period that contains a cell's period, written as the groups write it. */
static bool read_period(struct reading *r, size_t row, size_t column, enum period wanted)
{
	const struct time_style *style = &names_program(r->names)->times;
	struct str cell = side_cell(&r->side, row, column);
	enum period period;
	int64_t number, t;

	if (!period_read(cell, names_program(r->names)->year_begins, &period, &number)) {
		enum time_reading how = instant_read(cell, style, &t);
		if (how == TIME_AMBIGUOUS)
			return wrong_cell(r, row, column, "this may be two dates",
					  "say 'dates day-first' or 'dates month-first' in the agreement");
		if (how != TIME_READ)
			return wrong_cell(r, row, column, "neither a period nor a date",
					  "write it as 2026-03 or 2026-03-15");
		period = PERIOD_DAY;
		number = instant_day(t, style->zone);
	}
	if (!is_part(period, wanted)) {
		buf_print(&r->room, "not within one %s", period_word(wanted));
		return wrong_cell(r, row, column, r->room.p, "write dates, or group by longer periods");
	}
	period_write(&r->room, wanted, period_of(wanted, period_first_day(period, number)));
	return true;
}

/* A cell in the form of a lead's value: kept in r->room. */
static bool read_value(struct reading *r, size_t row, size_t i)
{
	const struct grouping_item *item = &r->spend->grouping->item[i];
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

static bool read_row(struct reading *r, size_t row)
{
	const struct grouping *g = r->spend->grouping;
	struct arena *arena = &names_program(r->names)->arena;
	struct spend_row *to = &r->spend->row[r->spend->n];
	bool good = read_cost(r, row, &to->cost.amount);

	to->cost.said[SAID_BY_MARK] = arena_copy(
		arena, number_currency(side_cell(&r->side, row, r->cost), names_program(r->names)->decimal));
	if (r->currency < r->side.columns)
		to->cost.said[SAID_BY_WORD] = arena_copy(arena, side_cell(&r->side, row, r->currency));
	to->line = r->side.line[row];
	to->value = ARENA_ARRAY(arena, g->n, struct str);
	for (size_t i = 0; i < g->n; i++) {
		good = read_value(r, row, i) && good;
		to->value[i] = arena_copy(arena, buf_view(&r->room));
	}
	r->spend->n++;
	return good;
}

static bool read_rows(struct reading *r)
{
	bool good = true;

	r->spend->row = ARENA_ARRAY(&names_program(r->names)->arena, r->side.rows, struct spend_row);
	for (size_t i = 0; i < r->side.rows; i++)
		if (!side_blank(&r->side, i))
			good = read_row(r, i) && good;
	if (r->commas && r->side.commas && !names_agreement(r->names)->decimal_said)
		cells_doubt_commas(r->side.name[r->cost], r->commas, r->sample, names_diags(r->names));
	return good;
}

struct spend *spend_read(const char *path, const struct grouping *g, struct names *n)
{
	struct reading r = { .spend = ARENA_NEW(&names_program(n)->arena, struct spend), .names = n };

	*r.spend = (struct spend){ .path = path, .grouping = g };
	r.item = mem_new(g->n * sizeof *r.item);
	bool good = side_read(&r.side, path, names_diags(n)) && find_columns(&r) && read_rows(&r);
	free(r.item);
	buf_release(&r.room);
	side_release(&r.side);
	return good ? r.spend : NULL;
}

/* ---- and its leads ---- */

/* Rows whose groups have no lead. */
struct unmet {
	size_t rows;
	__int128 cost;
	const struct spend_row *first;
};

static void tell_unmet(const struct spend *s, const struct unmet *u, struct diags *diags)
{
	struct buf b = { 0 };

	if (!u->rows)
		return;
	number_write_quotient(&b, number_quotient(u->cost, 1000000, 2), false);
	buf_str(&b, STR(" counts in (all) alone; first '"));
	for (size_t i = 0; i < s->grouping->n; i++)
		buf_print(&b, "%s%.*s", i ? ", " : "", STR_ARG(u->first->value[i]));
	diag_note(diags, "%s: %zu row%s of groups without leads: %.*s', line %u", s->path, u->rows,
		  u->rows == 1 ? "" : "s", STR_ARG(buf_view(&b)), u->first->line);
	buf_release(&b);
}

void spend_share(const struct spend *s, struct funnel *f, struct diags *diags)
{
	struct unmet unmet = { 0 };
	size_t unknown = 0;
	__int128 cost;

	for (size_t i = 0; i < s->n; i++) {
		const struct spend_row *row = &s->row[i];
		if (funnel_spend(f, row->value, &row->cost) || !s->grouping->n)
			continue;
		unmet.first = unmet.rows++ ? unmet.first : row;
		unmet.cost += row->cost.amount;
	}
	tell_unmet(s, &unmet, diags);
	funnel_say_costs(f, s->path, diags);
	for (size_t group = 0; group < funnel_groups(f); group++)
		unknown += !funnel_cost(f, group, &cost) && !cost;
	if (!s->n)
		diag_note(diags, "%s: no costs in it", s->path);
	else if (unknown)
		diag_note(diags, "%s: no row of %zu group%s of leads: their cost is not known", s->path,
			  unknown, unknown == 1 ? "" : "s");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Costs of groups: see spend.h. A period in the file may be a part of the
 * groups' (a date or a month of a quarter), and is folded into it; a week is
 * a part of no other.
 */
#include "lead/spend.h"

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
		__int128 cost;
		struct str *value; /* one for each item */
	} * row;
};

/* One reading of the file. */
struct reading {
	struct spend *spend;
	struct names *names;
	struct side side;
	size_t cost, *column; /* of each item */
	struct buf room;
};

/* ---- which column is what ---- */

/* What a column of periods may be called; it holds such periods, or whatever its cells say. */
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
	return part == of || part == PERIOD_DAY || (part < of && part != PERIOD_WEEK && of != PERIOD_WEEK);
}

static bool is_free(const struct reading *r, size_t column, size_t items)
{
	for (size_t i = 0; i < items; i++)
		if (r->column[i] == column)
			return false;
	return column != SIZE_MAX && column != r->cost;
}

/* The column of an item: of its own words, else of the header that it is read from, else of its period. */
static size_t find_column(const struct reading *r, size_t i)
{
	const struct grouping_item *item = &r->spend->grouping->item[i];
	size_t read = item->said ? names_column(r->names, item->said) : SIZE_MAX;
	size_t column = side_column(&r->side, item->head);

	if (is_free(r, column, i))
		return column;
	for (size_t c = 0; c < r->side.columns; c++)
		if (read != SIZE_MAX && names_header(r->names, r->side.name[c]) == read && is_free(r, c, i))
			return c;
	for (size_t k = 0; item->period && k < PERIOD_COLUMNS; k++) {
		column = side_column(&r->side, str_from(period_columns[k].name));
		if ((period_columns[k].any || is_part(period_columns[k].period, *item->period)) &&
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
	struct nearest near = nearest_to(STR("cost"));
	struct buf say = { 0 };

	r->cost = side_column(&r->side, STR("cost"));
	if (r->cost != SIZE_MAX)
		return true;
	for (size_t c = 0; c < r->side.columns; c++)
		nearest_offer(&near, r->side.name[c]);
	list_columns(r, &say);
	if (near.best.p)
		nearest_say(&near, &say);
	else
		buf_str(&say, STR("; call the one with the money so"));
	diag_error(names_diags(r->names), "%s: no column 'cost' among %.*s", r->spend->path,
		   STR_ARG(buf_view(&say)));
	buf_release(&say);
	return false;
}

static bool find_columns(struct reading *r)
{
	const struct grouping *g = r->spend->grouping;
	struct buf there = { 0 };
	bool good = find_cost(r);

	list_columns(r, &there);
	for (size_t i = 0; i < g->n && good; i++) {
		const struct grouping_item *item = &g->item[i];
		r->column[i] = find_column(r, i);
		if (r->column[i] != SIZE_MAX)
			continue;
		struct str wanted = item->head;
		for (size_t k = 0; item->period && k < PERIOD_COLUMNS; k++)
			if (!period_columns[k].any && period_columns[k].period == *item->period)
				wanted = str_from(period_columns[k].name);
		diag_error(names_diags(r->names),
			   "%s: no column for '%.*s' among %.*s, and a cost can't be divided among groups it "
			   "doesn't know; add a column '%.*s', or leave '%.*s' out of the groups",
			   r->spend->path, STR_ARG(item->head), STR_ARG(buf_view(&there)), STR_ARG(wanted),
			   STR_ARG(item->head));
		good = false;
	}
	buf_release(&there);
	return good;
}

/* ---- rows ---- */

static bool wrong_cell(const struct reading *r, size_t row, size_t column, const char *what,
		       const char *remedy)
{
	diag_error(names_diags(r->names), "%s:%u: %.*s: %s: '%.*s'%s", r->spend->path, r->side.line[row],
		   STR_ARG(r->side.name[column]), what, STR_ARG(side_cell(&r->side, row, column)), remedy);
	return false;
}

static bool read_cost(struct reading *r, size_t row, __int128 *out)
{
	struct str cell = side_cell(&r->side, row, r->cost);
	char decimal = names_program(r->names)->decimal;
	__int128 x;

	if (number_read_millionths(cell, decimal, out))
		return true;
	if (!cell.n)
		return wrong_cell(r, row, r->cost, "nothing", "; write what was spent, or 0");
	if (!number_read_millionths(cell, decimal == '.' ? ',' : '.', &x))
		return wrong_cell(r, row, r->cost, "not an amount of money", "; write what was spent, or 0");
	return wrong_cell(r, row, r->cost, "not an amount of money",
			  decimal == '.' ? "; say 'decimal \",\"' in the agreement if that is what it means"
					 : "; the agreement says 'decimal \",\"'");
}

/* The period of the groups that a cell's is in, as they are called. */
static bool read_period(struct reading *r, size_t row, size_t column, enum period wanted)
{
	const struct time_style *style = &names_program(r->names)->times;
	struct str cell = side_cell(&r->side, row, column);
	enum period period = PERIOD_DAY;
	int64_t number, t;

	if (!period_read(cell, &period, &number)) {
		enum time_reading how = instant_read(cell, style, &t);
		if (how == TIME_AMBIGUOUS)
			return wrong_cell(r, row, column, "this may be two dates",
					  "; say 'dates day-first' or 'dates month-first' in the agreement");
		if (how != TIME_READ)
			return wrong_cell(r, row, column, "neither a period nor a date",
					  "; write it as 2026-03 or 2026-03-15");
		number = instant_day(t, style->zone);
	}
	if (!is_part(period, wanted))
		return wrong_cell(r, row, column, "not within one period of the groups",
				  "; write a shorter one, or group by longer ones");
	period_write(&r->room, wanted, period_of(wanted, period_first_day(period, number)));
	return true;
}

/* A cell as the value of a lead would be: r->room has it. */
static bool read_value(struct reading *r, size_t row, size_t i)
{
	const struct grouping_item *item = &r->spend->grouping->item[i];
	struct str cell = side_cell(&r->side, row, r->column[i]);
	size_t read = item->said ? names_column(r->names, item->said) : SIZE_MAX;

	buf_clear(&r->room);
	if (item->period && cell.n)
		return read_period(r, row, r->column[i], *item->period);
	if (read == SIZE_MAX || !missing_is(names_missing(r->names, read), cell, &r->room))
		buf_str((buf_clear(&r->room), &r->room), cell);
	return true;
}

static bool read_row(struct reading *r, size_t row)
{
	const struct grouping *g = r->spend->grouping;
	struct arena *arena = &names_program(r->names)->arena;
	struct spend_row *to = &r->spend->row[r->spend->n];
	bool good = read_cost(r, row, &to->cost);

	to->line = r->side.line[row];
	to->value = ARENA_ARRAY(arena, g->n, struct str);
	for (size_t i = 0; i < g->n; i++) {
		good = read_value(r, row, i) && good;
		to->value[i] = arena_copy(arena, buf_view(&r->room));
	}
	r->spend->n++;
	return good;
}

struct spend *spend_read(const char *path, const struct grouping *g, struct names *n)
{
	struct arena *arena = &names_program(n)->arena;
	struct reading r = { .spend = ARENA_NEW(arena, struct spend), .names = n };
	bool good = side_read(&r.side, path, names_diags(n));

	*r.spend = (struct spend){ .path = path, .grouping = g };
	r.column = mem_new(g->n * sizeof *r.column);
	good = good && find_columns(&r);
	r.spend->row = ARENA_ARRAY(arena, r.side.rows, struct spend_row);
	for (size_t i = 0; i < r.side.rows && (good || names_diags(n)->errors); i++)
		if (!side_blank(&r.side, i))
			good = read_row(&r, i) && good;
	free(r.column);
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
	number_write_fixed(&b, number_divided(u->cost, 10000), 2);
	buf_str(&b, STR(" counts in (all) alone: '"));
	for (size_t i = 0; i < s->grouping->n; i++)
		buf_print(&b, "%s%.*s", i ? ", " : "", STR_ARG(u->first->value[i]));
	diag_note(diags, "%s: %zu row%s of groups without a lead, whose cost of %.*s'%s, line %u", s->path,
		  u->rows, u->rows == 1 ? "" : "s", STR_ARG(buf_view(&b)), u->rows == 1 ? "" : " and others",
		  u->first->line);
	buf_release(&b);
}

void spend_share(const struct spend *s, struct funnel *f, struct diags *diags)
{
	struct unmet unmet = { 0 };
	size_t unknown = 0;
	__int128 cost;

	for (size_t i = 0; i < s->n; i++) {
		const struct spend_row *row = &s->row[i];
		if (funnel_spend(f, row->value, row->cost) || !s->grouping->n)
			continue;
		unmet.first = unmet.rows++ ? unmet.first : row;
		unmet.cost += row->cost;
	}
	tell_unmet(s, &unmet, diags);
	for (size_t group = 0; group < funnel_groups(f); group++)
		unknown += !funnel_cost(f, group, &cost);
	if (!s->n)
		diag_note(diags, "%s: no costs in it", s->path);
	else if (unknown)
		diag_note(diags, "%s: %zu group%s of leads without a row in it: the cost is not known",
			  s->path, unknown, unknown == 1 ? "" : "s");
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What groups are by: the items of --by, bound to the input, and those that are periods or have an order of
 * their own. See group.h. */
#include "figures/group.h"

#include "expr/builtin.h"

/* A function whose values have their own order, if the item is just that function. */
static const struct ordered {
	const char *function;
	enum group_order order;
	bool periodic;
	enum period period;
} ordered[] = {
	{ "band", GROUP_BY_PLACE, false, 0 },
	{ "hour", GROUP_BY_NUMBER, false, 0 },
	{ "month", GROUP_BY_BYTES, true, PERIOD_MONTH },
	{ "quarter", GROUP_BY_BYTES, true, PERIOD_QUARTER },
	{ "week", GROUP_BY_BYTES, true, PERIOD_WEEK },
	{ "weekday", GROUP_BY_PLACE, false, 0 },
	{ "year", GROUP_BY_NUMBER, true, PERIOD_YEAR },
};

static void set_order(struct grouping_item *item, int year_begins)
{
	for (size_t i = 0; item->said->op == EXPR_CALL && i < sizeof ordered / sizeof *ordered; i++)
		if (str_same(item->said->text, str_from(ordered[i].function))) {
			item->periodic = ordered[i].periodic;
			item->period = period_beginning(ordered[i].period, year_begins);
			/* a year that is no number has a name */
			item->order = item->period > PERIOD_YEAR ? GROUP_BY_BYTES : ordered[i].order;
		}
}

void grouping_item_called(struct grouping_item *item, struct str head, int year_begins)
{
	*item = (struct grouping_item){ .head = head };
	for (size_t i = 0; i < sizeof ordered / sizeof *ordered; i++) {
		struct str name = str_from(ordered[i].function);
		bool call = head.n > name.n && head.p[name.n] == '(' && head.p[head.n - 1] == ')';
		if (call && ordered[i].periodic && str_same(str_slice(head, 0, name.n), name)) {
			item->periodic = true;
			item->period = period_beginning(ordered[i].period, year_begins);
		}
	}
}

static bool is_header(void *ctx, struct str words)
{
	return names_header(ctx, words) != SIZE_MAX;
}

bool grouping_bind(struct grouping *g, struct names *n, const char *by, bool exact)
{
	return grouping_bind_list(g, n, "--by", by, exact);
}

bool grouping_bind_list(struct grouping *g, struct names *n, const char *option, const char *by, bool exact)
{
	struct program *p = names_program(n);
	struct text *text = ARENA_NEW(&p->arena, struct text);
	struct expr **list;
	bool good = true;

	*g = (struct grouping){ .exact = exact };
	if (!by)
		return true;
	*text = (struct text){ .name = option, .folder = "", .body = str_from(by) };
	g->n = expr_parse_list(text, &p->arena, names_diags(n), is_header, n, &list);
	g->item = ARENA_ARRAY(&p->arena, g->n, struct grouping_item);
	for (size_t i = 0; i < g->n; i++) {
		struct grouping_item *item = &g->item[i];
		bool column = list[i]->op == EXPR_COLUMN;
		item->head = column ? list[i]->text : expr_source(list[i], &p->arena);
		item->said = list[i];
		set_order(item, p->year_begins);
		item->code = program_bind(p, list[i], TYPE_NONE, &item->type);
		if (item->code && item->order == GROUP_BY_PLACE)
			item->nplaces = builtin_places(item->code, &item->place);
		good = item->code && good;
	}
	return good && g->n;
}

void grouping_lead(struct grouping *g, struct arena *arena, struct str head, const struct code *code,
		   enum period period)
{
	struct grouping_item *item = ARENA_ARRAY(arena, g->n + 1, struct grouping_item);

	item[0] = (struct grouping_item){ .head = head,
					  .code = code,
					  .type = code_type(code),
					  .order = GROUP_BY_BYTES,
					  .periodic = true,
					  .period = period };
	if (g->n)
		memcpy(item + 1, g->item, g->n * sizeof *item);
	g->item = item;
	g->n++;
}

size_t grouping_add(struct grouping *g, struct arena *arena, const struct grouping_item *one)
{
	struct grouping_item *item = ARENA_ARRAY(arena, g->n + 1, struct grouping_item);

	if (g->n)
		memcpy(item, g->item, g->n * sizeof *item);
	item[g->n] = *one;
	g->item = item;
	return g->n++;
}

void grouping_heads(const struct grouping *g, struct grid *grid)
{
	for (size_t i = 0; i < g->n; i++)
		grid_column(grid, arena_copy(&grid->arena, g->item[i].head).p, ALIGN_LEFT, false);
}

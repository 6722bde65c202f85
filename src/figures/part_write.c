/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts, written: see part.h. Spans are sorted, those of a stage of a group in
 * rows of at most SPANS_A_ROW: the number of spans in the row, the unit that
 * all are multiples of, in seconds, and in units the first and then the
 * difference to the next, with `*` how many are alike. `432000 7 3*2` at 1
 * second is 432000, 432007, 432010 and 432010 seconds.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "figures/part_internal.h"
#include "table/writer.h"

enum { SPANS_A_ROW = 256 };

static const struct dialect comma = { ',', false };

static void put_cell(struct buf *out, struct str text)
{
	buf_char(out, ',');
	cell_write(out, comma, text);
}

/* Millionths as a decimal, without zeros at its end. */
static void put_millionths(struct buf *out, __int128 x)
{
	number_write_fixed(out, x, 6);
	while (out->p[out->n - 1] == '0')
		out->n--;
	out->n -= out->p[out->n - 1] == '.';
}

/* `value` is written if there is one. */
void part_put(struct part_writer *w, const char *part, struct str name, uint64_t n, const __int128 *value,
	      struct str detail)
{
	struct buf *out = w->out;
	struct str values = STR("");
	uint32_t group;

	if (w->spelling)
		values = groups_spelled(w->groups, *w->spelling, &group);
	buf_str(out, str_from(part));
	put_cell(out, name);
	buf_char(out, ',');
	if (n)
		number_write_whole(out, (int64_t)n);
	buf_char(out, ',');
	if (value)
		put_millionths(out, *value);
	put_cell(out, detail);
	for (size_t i = 0; i < w->grouping->n; i++)
		put_cell(out, w->spelling ? groups_next(w->groups, &values) : values);
	buf_char(out, '\n');
	w->rows++;
}

void part_put_count(struct part_writer *w, const char *part, struct str name, uint64_t n)
{
	if (n)
		part_put(w, part, name, n, NULL, STR(""));
}

static void put_abouts(struct part_writer *w)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < w->kind->nabout; i++) {
		const struct part_about *about = w->kind->about[i];
		buf_clear(&b);
		about->write(w, &b);
		part_put(w, "about", str_from(about->name), 0, NULL, buf_view(&b));
	}
	for (size_t i = 0; i < w->grouping->n; i++) {
		const struct grouping_item *item = &w->grouping->item[i];
		part_put(w, "about", STR("order"), i + 1, NULL, str_from(part_orders[item->order]));
		for (size_t k = 0; k < item->nplaces; k++)
			part_put(w, "about", STR("place"), i + 1, NULL, item->place[k]);
	}
	buf_release(&b);
}

void part_put_begin(struct part_writer *w)
{
	for (size_t i = 0; i < PART_CELLS; i++)
		buf_print(w->out, "%s%s", i ? "," : "", part_heads[i]);
	for (size_t i = 0; i < w->grouping->n; i++)
		put_cell(w->out, w->grouping->item[i].head);
	buf_char(w->out, '\n');
	put_abouts(w);
}

void part_put_end(struct part_writer *w)
{
	part_put(w, "end", STR(""), w->rows, NULL, STR(""));
}

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

void part_put_spans(struct part_writer *w, const char *part, struct str name, struct spans *s)
{
	struct buf b = { 0 };

	spans_sort(s);
	__int128 unit = common_unit(s);
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
			number_write_whole(&b, (at - before) / (int64_t)unit);
			if (many > 1)
				buf_print(&b, "*%" PRIu64, many);
			before = at;
			n += many;
		}
		part_put(w, part, name, n, &unit, buf_view(&b));
	}
	buf_release(&b);
}

/* A group goes by the first of its spellings. */
void part_put_groups(struct part_writer *w, void (*write)(struct part_writer *w, uint32_t group))
{
	size_t n = groups_spellings(w->groups);
	uint32_t *order = mem_new(n * sizeof *order), group;
	bool *written = mem_new(groups_count(w->groups) * sizeof *written);

	groups_sort_spellings(w->groups, order);
	for (size_t i = 0; i < n; i++) {
		w->spelling = &order[i];
		part_put_count(w, "leads", STR(""), groups_spelled_leads(w->groups, order[i]));
	}
	for (size_t i = 0; i < n; i++) {
		w->spelling = &order[i];
		groups_spelled(w->groups, order[i], &group);
		if (!written[group])
			write(w, group);
		written[group] = true;
	}
	w->spelling = NULL;
	free(order);
	free(written);
}

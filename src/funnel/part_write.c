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
#include "funnel/part_internal.h"
#include "table/writer.h"

enum { SPANS_A_ROW = 256 };

static const struct dialect comma = { ',', false };

struct writing {
	struct buf *out;
	struct funnel *funnel;
	const struct grouping *grouping;
	uint64_t rows;
	const uint32_t *spelling; /* whose rows are written; NULL: they are of no group */
};

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
static void put_row(struct writing *w, const char *part, struct str name, uint64_t n, const __int128 *value,
		    struct str detail)
{
	struct buf *out = w->out;
	struct str values = STR("");
	uint32_t group;

	if (w->spelling)
		values = groups_spelled(w->funnel->groups, *w->spelling, &group);
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
		put_cell(out, w->spelling ? groups_next(w->funnel->groups, &values) : values);
	buf_char(out, '\n');
	w->rows++;
}

static void put_count(struct writing *w, const char *part, struct str name, uint64_t n)
{
	if (n)
		put_row(w, part, name, n, NULL, STR(""));
}

static void write_abouts(struct writing *w, int64_t now)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < ABOUTS; i++) {
		buf_clear(&b);
		abouts[i].write(&b, w->funnel, now);
		put_row(w, "about", str_from(abouts[i].name), 0, NULL, buf_view(&b));
	}
	for (size_t i = 0; i < w->grouping->n; i++) {
		const struct grouping_item *item = &w->grouping->item[i];
		put_row(w, "about", STR("order"), i + 1, NULL, str_from(order_words[item->order]));
		for (size_t k = 0; k < item->nplaces; k++)
			put_row(w, "about", STR("place"), i + 1, NULL, item->place[k]);
	}
	buf_release(&b);
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

static void write_spans(struct writing *w, const char *part, struct str name, struct spans *s)
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
		put_row(w, part, name, n, &unit, buf_view(&b));
	}
	buf_release(&b);
}

static void write_group(struct writing *w, const struct counts *c)
{
	const struct funnel *s = w->funnel;
	const struct agreement *a = s->plan->agreement;

	for (size_t i = 0; i < s->stages; i++) {
		struct str name = a->stages.at[i].name.text;
		put_count(w, "reached", name, c->reached[i]);
		for (size_t k = 0; k < s->exits; k++)
			if (c->left[i * s->exits + k])
				put_row(w, "left", name, c->left[i * s->exits + k], NULL,
					a->exits.at[k].name.text);
		if (c->value[i])
			put_row(w, "value", name, 0, &c->value[i], STR(""));
		write_spans(w, "days", name, &c->days[i]);
	}
	for (size_t i = 0; i < s->exits; i++)
		write_spans(w, "exit_days", a->exits.at[i].name.text, &c->exit_days[i]);
}

/* A group goes by the first of its spellings. */
static void write_groups(struct writing *w)
{
	struct funnel *s = w->funnel;
	size_t n = groups_spellings(s->groups);
	uint32_t *order = mem_new(n * sizeof *order), group;
	bool *written = mem_new(groups_count(s->groups) * sizeof *written);

	groups_sort_spellings(s->groups, order);
	for (size_t i = 0; i < n; i++) {
		w->spelling = &order[i];
		put_count(w, "leads", STR(""), groups_spelled_leads(s->groups, order[i]));
	}
	for (size_t i = 0; i < n; i++) {
		w->spelling = &order[i];
		groups_spelled(s->groups, order[i], &group);
		if (!written[group])
			write_group(w, &s->counts[group]);
		written[group] = true;
	}
	w->spelling = NULL;
	free(order);
	free(written);
}

void part_write(void *self, int64_t now, struct buf *out)
{
	struct funnel *s = self;
	struct writing w = { .out = out, .funnel = s, .grouping = s->plan->grouping };

	if (held_rounded(&s->held))
		funnel_round(s);
	for (size_t i = 0; i < CELLS; i++)
		buf_print(out, "%s%s", i ? "," : "", part_heads[i]);
	for (size_t i = 0; i < w.grouping->n; i++)
		put_cell(out, w.grouping->item[i].head);
	buf_char(out, '\n');
	write_abouts(&w, now);
	if (s->held.rounded) /* before the spans: who reads them then knows how many there may be */
		put_row(&w, "rounded", STR(""), 0, NULL, STR(""));
	write_groups(&w);
	for (size_t i = 0; i < s->stages; i++) {
		struct str name = s->plan->agreement->stages.at[i].name.text;
		put_count(&w, "skipped", name, s->odd[i].skipped);
		put_count(&w, "reversed", name, s->odd[i].reversed);
		put_count(&w, "came_back", name, s->odd[i].came_back);
		if (s->recorded[i])
			put_row(&w, "recorded", name, 0, NULL, STR(""));
	}
	put_count(&w, "undated", STR(""), s->undated);
	put_count(&w, "young", STR(""), s->young);
	put_row(&w, "end", STR(""), w.rows, NULL, STR(""));
}

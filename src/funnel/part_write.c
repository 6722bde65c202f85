/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The partials of a funnel, written: see part.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "funnel/part_internal.h"

const char *const currency_rows[SAID_MOST] = { "marks", "words" };

/* What is said of the currency of a sum: `- EUR`, first by marks and then by words; - is nothing, * several.
 */
static void put_said(struct buf *out, const struct currencies *met, uint32_t number)
{
	buf_str(out, number == CURRENCY_UNSAID	? STR("-")
		     : number == CURRENCY_MIXED ? STR("*")
						: met->at[number - 1].name);
}

static void write_value(struct part_writer *w, const struct counts *c, size_t stage, struct str name)
{
	const struct funnel *s = w->counter;
	const uint32_t *said = c->currency[stage].said;
	bool any = said[SAID_BY_MARK] || said[SAID_BY_WORD];
	struct buf b = { 0 };

	if (any) {
		put_said(&b, &s->met[stage], said[SAID_BY_MARK]);
		buf_char(&b, ' ');
		put_said(&b, &s->met[stage], said[SAID_BY_WORD]);
	}
	if (any || c->value[stage])
		part_put(w, "value", name, 0, &c->value[stage], buf_view(&b));
	buf_release(&b);
}

static int by_name(const void *a, const void *b)
{
	const struct currency_met *const *x = a, *const *y = b;

	return str_compare((*x)->name, (*y)->name);
}

/* How many rows are in each currency, by mark and by word. */
static void write_currencies(struct part_writer *w, const struct currencies *met, struct str name)
{
	const struct currency_met **order = mem_new(met->n * sizeof *order);

	for (size_t i = 0; i < met->n; i++)
		order[i] = &met->at[i];
	if (met->n)
		qsort(order, met->n, sizeof *order, by_name);
	for (size_t i = 0; i < met->n; i++)
		for (size_t by = 0; by < SAID_MOST; by++)
			if (order[i]->rows[by])
				part_put(w, currency_rows[by], name, order[i]->rows[by], NULL,
					 order[i]->name);
	free(order);
}

static void write_group(struct part_writer *w, uint32_t group)
{
	const struct funnel *s = w->counter;
	const struct counts *c = &s->counts[group];
	const struct agreement *a = s->plan->agreement;

	for (size_t i = 0; i < s->stages; i++) {
		struct str name = a->stages.at[i].name.text;
		part_put_count(w, "reached", name, c->reached[i]);
		for (size_t k = 0; k < s->exits; k++)
			if (c->left[i * s->exits + k])
				part_put(w, "left", name, c->left[i * s->exits + k], NULL,
					 a->exits.at[k].name.text);
		write_value(w, c, i, name);
		part_put_spans(w, "days", name, &c->days[i]);
	}
	for (size_t i = 0; i < s->exits; i++)
		part_put_spans(w, "exit_days", a->exits.at[i].name.text, &c->exit_days[i]);
}

void part_write(void *self, int64_t now, struct buf *out)
{
	struct funnel *s = self;
	struct part_writer w = { .kind = &funnel_part_kind,
				 .agreement = s->plan->agreement,
				 .grouping = s->plan->grouping,
				 .groups = s->groups,
				 .counter = s,
				 .now = now,
				 .out = out };

	if (held_rounded(&s->held))
		funnel_round(s);
	part_put_begin(&w);
	if (s->held.rounded) /* before the spans: who reads them then knows how many there may be */
		part_put(&w, "rounded", STR(""), 0, NULL, STR(""));
	part_put_groups(&w, write_group);
	for (size_t i = 0; i < s->stages; i++) {
		struct str name = s->plan->agreement->stages.at[i].name.text;
		part_put_count(&w, "skipped", name, s->odd[i].skipped);
		part_put_count(&w, "reversed", name, s->odd[i].reversed);
		part_put_count(&w, "came_back", name, s->odd[i].came_back);
		write_currencies(&w, &s->met[i], name);
		if (s->recorded[i])
			part_put(&w, "recorded", name, 0, NULL, STR(""));
	}
	part_put_count(&w, "undated", STR(""), s->undated);
	part_put_count(&w, "young", STR(""), s->young);
	part_put_end(&w);
}

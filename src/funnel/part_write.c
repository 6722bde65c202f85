/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The partials of a funnel, written: see part.h. */
#include "funnel/part_internal.h"

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
		if (c->value[i])
			part_put(w, "value", name, 0, &c->value[i], STR(""));
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
		if (s->recorded[i])
			part_put(&w, "recorded", name, 0, NULL, STR(""));
	}
	part_put_count(&w, "undated", STR(""), s->undated);
	part_put_count(&w, "young", STR(""), s->young);
	part_put_end(&w);
}

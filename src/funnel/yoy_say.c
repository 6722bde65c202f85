/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said beside the figures: which periods are not over, and which leads are left out. */
#include "funnel/yoy_internal.h"

/* The last instant of a day is the day. */
static void put_moment(struct buf *out, int64_t t, const struct zone *zone)
{
	struct civil c = instant_civil(t, zone);

	buf_print(out, "%04d-%02d-%02d", c.year, c.month, c.day);
	if (t != day_last(instant_day(t, zone), zone))
		buf_print(out, " %02d:%02d:%02d", c.hour, c.minute, c.second);
}

static void put_period(struct buf *out, const struct yoy_plan *p, size_t i)
{
	period_write(out, p->period, p->first + (int64_t)i);
}

static void put_cut(const struct yoy *s, struct buf *out)
{
	const struct yoy_plan *p = s->plan;
	size_t last = p->n - 1, before = yoy_place_before(p, last);

	put_period(out, p, last);
	buf_str(out, STR(" has not ended: it is seen as of "));
	put_moment(out, p->cutoff[last], p->zone);
	if (before == SIZE_MAX || !s->earlier[before])
		return;
	buf_str(out, STR(", and beside it "));
	put_period(out, p, before);
	buf_str(out, STR(" as of "));
	put_moment(out, p->earlier_cutoff, p->zone);
}

static void put_cut_by_window(const struct yoy_plan *p, struct buf *out)
{
	int64_t now = p->cutoff[p->n - 1];

	buf_str(out, STR("from "));
	put_period(out, p, p->whole);
	buf_str(out, STR(" on leads count that came in by "));
	put_moment(out, instant_plus(now, -p->window, p->zone), p->zone);
	buf_str(out, STR(", and of the year before those that did by "));
	put_moment(out, instant_plus(p->earlier_cutoff, -p->window, p->zone), p->zone);
}

bool yoy_unfinished(const struct yoy *s, struct buf *out)
{
	const struct yoy_plan *p = s->plan;
	bool any = false;

	for (size_t i = p->whole; i < p->n; i++)
		any |= yoy_any(s, i);
	if (any && p->window)
		put_cut_by_window(p, out);
	else if (any)
		put_cut(s, out);
	return any;
}

static void tell_left_out(const struct yoy_plan *p, struct diags *diags)
{
	const struct agreement *a = p->agreement;

	if (p->handover == SIZE_MAX)
		diag_note(diags,
			  "%s: the agreement has no 'handover' statement, so lead_qualification_rate and "
			  "lead_response_time are left out",
			  a->text->name);
	if (!p->value.value)
		diag_note(diags, "%s: stage '%.*s' has no 'value', so lead_to_sales_revenue is left out",
			  a->text->name, STR_ARG(a->stages.at[a->stages.n - 1].name.text));
}

void yoy_say(const void *self, struct diags *diags)
{
	const struct yoy *s = self;
	const struct yoy_plan *p = s->plan;
	const struct agreement *a = p->agreement;
	struct buf cut = { 0 };

	tell_left_out(p, diags);
	if (yoy_unfinished(s, &cut))
		diag_note(diags, "%.*s", STR_ARG(buf_view(&cut)));
	buf_release(&cut);
	currencies_say(&s->met, a->stages.at[a->stages.n - 1].name.text, diags);
	tally_say(diags, s->no_origin, "in no period, as their time of this stage is unknown",
		  a->stages.at[0].name.text);
	tally_say(diags, s->before, "in no period, for they came in before 1970", STR(""));
	tally_say(diags, s->young, "too young for the window, in no count", STR(""));
	for (size_t i = 0; i < p->pipeline.nstages + p->pipeline.nexits; i++)
		tally_say(diags, s->undated[i], "where it holds without a time, and so is not reached yet",
			  i < p->pipeline.nstages ? a->stages.at[i].name.text
						  : a->exits.at[i - p->pipeline.nstages].name.text);
	if (p->handover != SIZE_MAX) {
		struct str handover = a->stages.at[p->handover].name.text;
		tally_say(diags, s->no_handover,
			  "in no response time, as their time of this stage is unknown", handover);
		tally_say(diags, s->reversed, "in no response time, for they went on before they reached",
			  handover);
	}
	if (s->held.rounded)
		diag_note(diags, "so many answers that each was rounded to 0.01 hours before the medians");
}

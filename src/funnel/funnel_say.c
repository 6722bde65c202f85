/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said below a funnel of leads that it doesn't count as they may be expected to: see funnel.h. */
#include "base/number.h"
#include "funnel/funnel_internal.h"
#include "lead/note.h"

static void tell_status_only(const struct funnel *s, size_t stage, struct diags *diags)
{
	const struct step *said = &s->plan->agreement->stages.at[stage];
	uint64_t left = funnel_left_between(s, s->named, 0, stage);
	struct buf b = { 0 };

	if (!funnel_status_only(s, stage))
		return;
	number_write_grouped(&b, (int64_t)left);
	diag_note(diags, "%.*s: known from the present status only; %.*s %s that left may have been further",
		  STR_ARG(said->name.text), STR_ARG(buf_view(&b)), left == 1 ? "lead" : "leads");
	buf_release(&b);
}

static void tell_unrecorded(const struct funnel *s, struct diags *diags)
{
	const struct agreement *a = s->plan->agreement;
	size_t last = s->stages - 1, n = 0;
	struct buf names = { 0 };

	for (size_t i = 1; i < last; i++)
		if (!funnel_recorded(s, i))
			buf_print(&names, "%s%.*s", n++ ? ", " : "", STR_ARG(a->stages.at[i].name.text));
	if (n)
		diag_note(diags, "%.*s: no lead shows %s; the next step is counted from the stage before",
			  STR_ARG(buf_view(&names)), n == 1 ? "it" : "them");
	buf_release(&names);
	if (last && !funnel_recorded(s, last) && !s->plan->pipeline.stages) /* else pipeline_tell says it */
		diag_note(diags, "%.*s: no column of the parts says who reached it, so nobody has",
			  STR_ARG(a->stages.at[last].name.text));
}

static void tell_timeless(const struct funnel *s, struct diags *diags)
{
	timeless_tell(diags, s->plan->agreement, s->timeless,
		      "where it holds without a time, and so is not reached in the window",
		      "where it holds without a time, and so has not left in the window");
}

static void tell_left_out(const struct funnel *s, struct diags *diags)
{
	window_tell(diags, s->plan->agreement->stages.at[s->plan->from].name.text, s->undated, s->young);
}

void funnel_say_leads(const struct funnel *s, struct diags *diags)
{
	for (size_t i = 1; i < s->stages; i++)
		tell_status_only(s, i, diags);
	tell_timeless(s, diags);
	tell_left_out(s, diags);
}

void funnel_say(const void *self, struct diags *diags)
{
	const struct funnel *s = self;

	for (size_t i = 1; i < s->stages; i++)
		tell_status_only(s, i, diags);
	if (funnel_at(s, s->named, 0).reached) /* of nobody nothing is missing */
		tell_unrecorded(s, diags);
	for (size_t i = 0; i < s->stages; i++) {
		struct str name = s->plan->agreement->stages.at[i].name.text;
		if (funnel_recorded(s, i))
			tally_say(diags, s->odd[i].skipped, "that skipped a stage on their way", name);
		tally_say(diags, s->odd[i].reversed, "whose time lies before that of an earlier stage", name);
		tally_say(diags, s->odd[i].came_back, "whose time is of an earlier lap, before an exit",
			  name);
	}
	tell_timeless(s, diags);
	funnel_say_currencies(s, diags);
	tell_left_out(s, diags);
	if (s->held.rounded)
		diag_note(diags, "so many spans that each was rounded to 0.01 days before the medians");
}

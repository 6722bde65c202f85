/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the partials of a funnel say about themselves besides what all parts say, and the order of it. */
#include "funnel/part_internal.h"

static void write_cohort(const struct part_writer *w, struct buf *out)
{
	const struct funnel *s = w->counter;

	if (s->plan->cohorts)
		buf_str(out, str_from(period_word(s->plan->cohorts->period)));
}

static bool read_cohort(struct part_reader *in, struct str detail)
{
	struct parts *p = in->counter;
	size_t i = part_word(detail, period_words, PERIOD_UNITS);

	p->cohorts = detail.n;
	if (p->cohorts && (i == SIZE_MAX || !in->grouping.n))
		return part_wrong(in, "'%.*s' is no period of these groups", STR_ARG(part_brief(detail)));
	p->cohort = p->cohorts ? period_beginning((enum period)i, in->agreement->year_begins) : PERIOD_DAY;
	if (p->cohorts) {
		in->grouping.item[0].periodic = true;
		in->grouping.item[0].period = p->cohort;
	}
	return true;
}

static void write_from(const struct part_writer *w, struct buf *out)
{
	const struct funnel *s = w->counter;

	buf_str(out, s->plan->agreement->stages.at[s->plan->from].name.text);
}

static bool read_from(struct part_reader *in, struct str detail)
{
	struct parts *p = in->counter;

	p->plan.from = agreement_stage(in->agreement, detail);
	return p->plan.from != SIZE_MAX ||
	       part_wrong(in, "there is no stage '%.*s'", STR_ARG(part_brief(detail)));
}

static void write_window(const struct part_writer *w, struct buf *out)
{
	const struct funnel *s = w->counter;

	if (s->plan->window)
		span_write(out, s->plan->window);
}

static bool read_window(struct part_reader *in, struct str detail)
{
	struct parts *p = in->counter;

	return !detail.n || (span_read(detail, '.', &p->plan.window) && p->plan.window > 0) ||
	       part_wrong(in, "'%.*s' is not a span", STR_ARG(part_brief(detail)));
}

static const struct part_about about_cohort = { "cohort", write_cohort, read_cohort, false };
static const struct part_about about_from = { "from", write_from, read_from, false };
static const struct part_about about_window = { "window", write_window, read_window, false };

const struct part_about *const funnel_abouts[FUNNEL_ABOUTS] = {
	&part_version, &part_agreement, &part_exact, &about_cohort, &about_from, &about_window, &part_now,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leadreview's modes bind alike: see leadreview.h. */
#include "cmd/leadreview.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "lead/roster.h"

static void say_notes(void *ctx)
{
	filter_say(ctx);
}

bool leadreview_decisions(struct leadreview *t, struct filter *f, bool makes)
{
	const struct zone *zone = f->lane[0].program.times.zone;

	t->decisions = decisions_open(t->file, makes, zone, say_notes, f, &f->diags);
	return t->decisions;
}

struct str leadreview_reviewer(const struct leadreview *t, struct filter *f)
{
	const char *environment = getenv("LEADPIPE_REVIEWER");
	const char *name = t->reviewer ? t->reviewer : environment ? environment : "";

	if (!str_trim(str_from(name)).n) {
		const struct passwd *me = getpwuid(geteuid());
		name = me ? me->pw_name : "";
	}
	struct str by = str_trim(str_from(name));
	if (!by.n)
		diag_error(&f->diags, "nobody is known to sign the decisions; add --reviewer NAME, or set "
				      "LEADPIPE_REVIEWER");
	return by;
}

bool leadreview_at(const struct leadreview *t, struct filter *f, int64_t *at)
{
	const struct program *p = &f->lane[0].program;

	*at = p->now;
	if (!t->at)
		return true;
	if (instant_read(str_trim(str_from(t->at)), &p->times, at) != TIME_READ) {
		diag_error(&f->diags,
			   "--at: '%s' is not a time; write it as 2026-10-31 or \"2026-10-31 09:00\"", t->at);
		return false;
	}
	if (instant_is_date(*at))
		*at = day_last(instant_day(*at, p->times.zone), p->times.zone);
	if (*at <= p->now)
		return true;
	diag_error(&f->diags, "--at: '%s' is after now", t->at);
	return false;
}

bool leadreview_bind(struct leadreview *t, struct filter *f)
{
	struct lane *lane = &f->lane[0];
	struct names *n = lane->names;

	if (!handing_bind(&t->handing, n, lane->clocks))
		return false;
	t->plan = (struct meeting_plan){ .handing = &t->handing,
					 .where = f->where,
					 .line_end = f->source.header.end };
	best_bind(&t->plan.best, n, SIZE_MAX);
	if (t->by)
		t->plan.by = filter_option(f, 0, "--by", t->by, TYPE_NONE);
	t->cards = cards_bind(n, &t->handing, lane->scoring);
	if (lane->agreement.roster.text.p)
		t->roster = roster_read(n);
	terms_bind(&t->terms, n, t->handing.sla, t->roster);
	return !f->diags.errors;
}

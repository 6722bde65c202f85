/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What marketing promises: numbers, rates and costs of a period. */
#include "paper/telling.h"
#include "time/day.h"

static struct str date(struct paper *p, int64_t day)
{
	struct civil c = day_civil(day);
	struct buf b = { 0 };

	words_date(&b, c.year, c.month, c.day);
	return kept(p, &b);
}

/* "in each month from 1 July 2026", "from 1 September 2026 to 15 January 2027" */
static struct str period(struct paper *p, const struct pledge *s)
{
	struct str from =
		s->from_at.text.p ? arena_print(&p->arena, " from %.*s", STR_ARG(date(p, s->from))) : STR("");
	struct str until = s->until_at.text.p
				   ? arena_print(&p->arena, " %s %.*s", from.n ? "to" : "until and on",
						 STR_ARG(date(p, s->until)))
				   : STR("");

	return arena_print(&p->arena, "%s%s%.*s%.*s", s->once ? "" : " in each ",
			   s->once ? "" : period_word(s->unit), STR_ARG(from), STR_ARG(until));
}

/* "at least 120", or what a plan says. */
static struct str amount(struct paper *p, const struct pledge *s, struct str promised)
{
	const char *bound = s->most ? "at most" : "at least";

	if (s->file.text.p)
		return arena_print(&p->arena, "%s what the plan %.*s says", bound,
				   STR_ARG(quote(p, s->file.text)));
	return arena_print(&p->arena, "%s %.*s", bound, STR_ARG(promised));
}

static struct str within(struct paper *p, const struct pledge *s)
{
	struct buf b = { 0 };

	words_span(&b, s->within);
	return kept(p, &b);
}

static struct str goes_to(struct paper *p, const struct pledge *s)
{
	bool leaves = agreement_exit(p->agreement, s->to->text) != SIZE_MAX &&
		      agreement_stage(p->agreement, s->to->text) == SIZE_MAX;

	return arena_print(&p->arena, "%s %.*s", leaves ? "leave as" : "reach",
			   STR_ARG(term_of(p, s->to->text)));
}

static struct str promise(struct paper *p, const struct pledge *s)
{
	struct arena *a = &p->arena;
	struct str stage = term_of(p, s->stage.text), in = period(p, s);
	struct str number_of = number(p, (double)s->promised / 1e6);
	struct str share = percent(p, (double)s->promised / 1e6);

	switch (s->of) {
	case PLEDGE_COUNT:
		return arena_print(a, "The number of leads that reach %.*s%.*s is %.*s", STR_ARG(stage),
				   STR_ARG(in), STR_ARG(amount(p, s, number_of)));
	case PLEDGE_VALUE:
		return arena_print(a, "The worth of the leads that reach %.*s%.*s is %.*s", STR_ARG(stage),
				   STR_ARG(in), STR_ARG(amount(p, s, number_of)));
	case PLEDGE_RATE:
		return arena_print(a, "Of the leads that reach %.*s%.*s, %.*s %.*s within %.*s from then",
				   STR_ARG(stage), STR_ARG(in), STR_ARG(amount(p, s, share)),
				   STR_ARG(goes_to(p, s)), STR_ARG(within(p, s)));
	case PLEDGE_COST:
		return arena_print(a, "What is spent%.*s, divided by the leads that reach %.*s then, is %.*s",
				   STR_ARG(in), STR_ARG(stage), STR_ARG(amount(p, s, number_of)));
	case PLEDGE_SHARE:
		break;
	}
	return arena_print(a, "Of the leads that reach %.*s%.*s, %.*s are such that %.*s", STR_ARG(stage),
			   STR_ARG(in), STR_ARG(amount(p, s, share)), STR_ARG(clause(p, "", s->when)));
}

void tell_year(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (a->year_begins > 1)
		item(p,
		     "Years begin on 1 %s, and their quarters with them. They are called after the year "
		     "in which they end.",
		     month_names[a->year_begins - 1]);
	else if (a->year_begins)
		item(p, "Years begin on 1 January.");
}

void tell_pledges(struct paper *p)
{
	const struct agreement *a = p->agreement;
	bool rates = false;

	for (size_t i = 0; i < a->pledges.n; i++) {
		const struct pledge *s = &a->pledges.at[i];
		rates |= s->of == PLEDGE_RATE;
		struct str label = str_eq(s->label, s->words.text)
					   ? STR("")
					   : arena_print(&p->arena, " (“%.*s”)", STR_ARG(s->label));
		struct str only = s->when && s->of != PLEDGE_SHARE
					  ? clause(p, "; a lead counts only if ", s->when)
					  : STR("");
		struct str pace = s->calendar.text.p
					  ? arena_print(&p->arena,
							"; what is due by a day goes by the hours that the "
							"calendar %.*s is open",
							STR_ARG(term_of(p, s->calendar.text)))
				  : s->as_before ? STR("; what is due by a day goes by the year before")
						 : STR("");
		step(p, i + 1, "%.*s%.*s%.*s%.*s.", STR_ARG(promise(p, s)), STR_ARG(only), STR_ARG(pace),
		     STR_ARG(label));
	}
	if (a->pledges.n)
		say(p,
		    "The time at which a lead reached the stage decides in which period it is; where that "
		    "is not known, the lead is in none.%s",
		    rates ? " Where something must follow within a time, only leads that have had all of it "
			    "count, and a period is judged when its last lead has."
			  : "");
}

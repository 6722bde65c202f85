/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets a lead: the sales reps, the routes, and the order of the leads. */
#include "paper/telling.h"

void tell_roster(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (a->roster.text.p)
		say(p,
		    "The people who can get leads are the sales reps in the file “%.*s”: who is active and "
		    "not "
		    "away, with the weight and the capacity that the file gives them.",
		    STR_ARG(a->roster.text));
}

/* Who comes before all others. */
static void tell_together(struct paper *p, const struct route *r)
{
	struct str what =
		r->together_by == TOGETHER_COMPANY
			? STR("of the same company, however its name and legal form are written")
		: r->together_by == TOGETHER_DOMAIN
			? STR("whose email has the same domain, unless that is a public mail host's")
			: arena_print(&p->arena, "with the same value of %.*s",
				      STR_ARG(noun(p, r->together)));

	item(p,
	     "If one of them has leads %.*s, that rep gets this one, too, as part of the rep's share; of "
	     "several such reps the one who got the last of these leads, or else who has the most.",
	     STR_ARG(what));
}

static void tell_choice(struct paper *p, const struct route *r)
{
	static const char *const shares[] = {
		[SHARE_WEIGHT] = "They take turns, each as often as their weight says.",
		[SHARE_EQUALLY] = "They take turns, all equally often.",
		[SHARE_LOAD] = "The lead goes to the one with the fewest open leads for their weight.",
		[SHARE_HASH] =
			"The lead's id decides, by their weights: the same lead always goes to the same rep.",
	};

	if (r->to)
		return;
	if (r->together)
		tell_together(p, r);
	if (r->prefer)
		item(p, "Of these, the best come first: those with the highest, latest or yes of %.*s.",
		     STR_ARG(noun(p, r->prefer)));
	if (r->together && r->share == SHARE_HASH)
		item(p,
		     "Else what such leads have in common decides, by the reps' weights; of a lead that has "
		     "nothing in common with others, its id.");
	else
		item(p, "%s", shares[r->share]);
	if (r->balance)
		item(p, "They do so separately for each value of %.*s.", STR_ARG(noun(p, r->balance)));
}

static void tell_route(struct paper *p, const struct route *r, size_t place)
{
	static const char *const periods[] = {
		[PER_RUN] = "run of the tool", [PER_DAY] = "day", [PER_WEEK] = "week", [PER_MONTH] = "month"
	};
	struct str to = r->to	   ? noun(p, r->to)
			: r->among ? clause(p, "one of the sales reps of whom this is true: ", r->among)
				   : STR("one of the sales reps");

	prose_small_heading(&p->prose,
			    arena_print(&p->arena, "%zu. %.*s", place, STR_ARG(term_of(p, r->name.text))));
	say(p, "%.*s goes to %.*s.",
	    STR_ARG(r->when ? arena_print(&p->arena, "%.*s, the lead", STR_ARG(clause(p, "If ", r->when)))
			    : STR("Every lead")),
	    STR_ARG(to));
	tell_choice(p, r);
	for (size_t i = 0; i < r->limits.n; i++)
		item(p, "Nobody gets more leads per %s, over all routes, than %.*s.",
		     periods[r->limits.at[i].per], STR_ARG(noun(p, r->limits.at[i].most)));
	if (r->wait)
		item(p, "While nobody is there for the lead, it waits, and tries no later route.");
}

void tell_routes(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (!a->routes.n)
		return;
	say(p, "The routes are tried in this order. The first that fits and that has somebody who is present "
	       "and "
	       "below the limits gives the lead its owner.");
	for (size_t i = 0; i < a->routes.n; i++)
		tell_route(p, &a->routes.at[i], i + 1);
}

void tell_order(struct paper *p)
{
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->orders.n; i++) {
		const struct assign_order *o = &a->orders.at[i];
		bool time = o->of->op == EXPR_NAME && p->wording.kind(p, o->of) == TYPE_TIME;
		say(p, "Leads are given out in the order of %.*s, the %s first.", STR_ARG(noun(p, o->of)),
		    time	    ? (o->descending ? "latest" : "earliest")
		    : o->descending ? "greatest"
				    : "least");
	}
	if (!a->orders.n && a->routes.n)
		say(p, "Leads are given out in the order of the export.");
}

void tell_otherwise(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (a->otherwise.text.p)
		say(p, "A lead that no route takes has no owner; its route is “%.*s”.",
		    STR_ARG(a->otherwise.text));
	else if (a->routes.n)
		say(p, "A lead that no route takes has no owner.");
}

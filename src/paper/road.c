/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pipeline: its stages, the ways out of it, the handover, and the goals. */
#include "paper/telling.h"

/* What shows it: a condition, a time, both or neither. */
static struct str reached(struct paper *p, const struct step *s)
{
	if (s->when && s->at)
		return arena_print(&p->arena, "%.*s; the time of it is %.*s",
				   STR_ARG(clause(p, "if ", s->when)), STR_ARG(noun(p, s->at)));
	if (s->when)
		return clause(p, "if ", s->when);
	return s->at ? arena_print(&p->arena, "at %.*s", STR_ARG(noun(p, s->at))) : STR("in any case");
}

static void note_own(void *ctx, const struct expr *name)
{
	bool *builtin = ctx;

	*builtin &= name->op == EXPR_NAME && names_builtin(name->text);
}

/* Does the stage depend on built-in fields alone? An export that has none of their columns then says nothing
 * of it. */
static bool all_builtin(const struct step *s)
{
	bool builtin = s->when || s->at;

	if (s->when)
		expr_names(s->when, note_own, &builtin);
	if (s->at)
		expr_names(s->at, note_own, &builtin);
	return builtin;
}

void tell_stages(struct paper *p)
{
	const struct agreement *a = p->agreement;
	bool worths = false;

	if (!a->stages.n)
		return;
	say(p,
	    "These are the stages, in their order. A lead has been at a stage at the time that is named, if "
	    "that is "
	    "known and not in the future. Where there is a condition, it must hold, and the time, if it is "
	    "known, must not be in the future. A lead has reached all stages up to the last one that it has "
	    "been at, those in between too.");
	for (size_t i = 0; i < a->stages.n; i++) {
		const struct step *s = &a->stages.at[i];
		struct str worth =
			s->value ? arena_print(&p->arena, ". Its worth is %.*s", STR_ARG(noun(p, s->value)))
				 : STR("");
		worths |= s->value != NULL;
		step(p, i + 1, "%.*s: %.*s%.*s", STR_ARG(term_of(p, s->name.text)), STR_ARG(reached(p, s)),
		     STR_ARG(worth));
	}
	if (all_builtin(&a->stages.at[0]))
		say(p, "If the export has no column for the first stage, every lead has reached it.");
	if (worths)
		say(p, "Worths in several currencies are not added up.");
	say(p, "A lead that has reached %.*s has converted.",
	    STR_ARG(term_of(p, a->stages.at[a->stages.n - 1].name.text)));
}

void tell_exits(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (!a->exits.n)
		return;
	say(p, "In the same way, a lead has left this road as");
	for (size_t i = 0; i < a->exits.n; i++) {
		const struct step *s = &a->exits.at[i];
		struct str reason = s->reason ? arena_print(&p->arena, ". The reason is %.*s",
							    STR_ARG(noun(p, s->reason)))
					      : STR("");
		item(p, "%.*s: %.*s%.*s", STR_ARG(term_of(p, s->name.text)), STR_ARG(reached(p, s)),
		     STR_ARG(reason));
	}
	say(p, "An exit that only a time shows does not count where a stage has a later time: the lead came "
	       "back. A "
	       "lead that has reached the last stage has left it only by a later exit.");
}

void tell_handover(struct paper *p)
{
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->handovers.n; i++) {
		const struct handover *h = &a->handovers.at[i];
		say(p,
		    "Marketing hands over to sales: %.*s is the last stage of marketing, and %.*s the first "
		    "of sales. A lead that reaches the former anew is handed over again, and needs a new "
		    "answer.",
		    STR_ARG(term_of(p, h->from.text)), STR_ARG(term_of(p, h->to.text)));
	}
}

void tell_benchmarks(struct paper *p)
{
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->benchmarks.n; i++) {
		const struct benchmark *b = &a->benchmarks.at[i];
		struct str share = percent(p, b->share);
		struct str label =
			b->label.p ? arena_print(&p->arena, " (“%.*s”)", STR_ARG(b->label)) : STR("");
		switch (b->what) {
		case BENCHMARK_STEP:
			item(p, "Of the leads that reach %.*s, %.*s reach %.*s%.*s.",
			     STR_ARG(term_of(p, b->from.text)), STR_ARG(share),
			     STR_ARG(term_of(p, b->to.text)), STR_ARG(label));
			break;
		case BENCHMARK_COMPLIANCE:
			item(p,
			     "The promise %.*s is kept for %.*s of the leads that were answered or are past "
			     "due%.*s.",
			     STR_ARG(term_of(p, b->clock.text)), STR_ARG(share), STR_ARG(label));
			break;
		case BENCHMARK_LEFT_OVER:
			item(p,
			     "Of the leads that waited when a %s began, or came in it, no more than %.*s are "
			     "still unanswered at its end%.*s.",
			     period_word(b->period), STR_ARG(share), STR_ARG(label));
			break;
		case BENCHMARK_BACKLOG:
			item(p, "Of the leads that were handed over, no more than %.*s still wait%.*s.",
			     STR_ARG(share), STR_ARG(label));
			break;
		}
	}
}

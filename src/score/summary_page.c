/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Top to bottom: the answer, the headline, the rules' worth, the grades. See summary_page.h. */
#include "score/summary_page.h"

#include <math.h>

#include "figures/page.h"
#include "score/summary_internal.h"

enum { RULES_SHOWN = 24 };

struct page {
	const struct summary *summary;
	struct buf *out;
	struct arena arena;
	size_t rules, better, worse; /* rules that are compared, and of them beyond chance */
	struct dot dot[RULES_SHOWN];
	size_t dots;
};

static bool has_outcome(const struct page *p)
{
	return pipeline_ends(&p->summary->plan->pipeline);
}

static struct str last(const struct page *p)
{
	const struct summary_plan *plan = p->summary->plan;

	return plan->agreement->stages.at[plan->pipeline.nstages - 1].name.text;
}

static struct share by_rule(const struct page *p)
{
	struct share rule = p->summary->crossed[1][0];

	share_add(&rule, p->summary->crossed[1][1]);
	return rule;
}

/* ---- the rules ---- */

/* "5.2% against 1.0%" */
static struct str worth(struct page *p, struct share with, struct share without)
{
	return arena_print(&p->arena, "%.*s against %.*s",
			   STR_ARG(page_percent(&p->arena, with.converted, with.leads)),
			   STR_ARG(page_percent(&p->arena, without.converted, without.leads)));
}

static void look_at_rule(struct page *p, struct str label, struct share with)
{
	struct share without = share_minus(p->summary->all, with);

	if (!has_outcome(p) || !with.leads || !without.leads)
		return;
	struct interval ends = newcombe(with.converted, with.leads, without.converted, without.leads, Z95);
	double by = (double)with.converted / (double)with.leads -
		    (double)without.converted / (double)without.leads;
	p->rules++;
	p->better += ends.low > 0;
	p->worse += ends.high < 0;
	if (p->dots < RULES_SHOWN)
		p->dot[p->dots++] = (struct dot){
			label,	   worth(p, with, without),
			by,	   ends.low,
			ends.high, ends.low > 0 ? DOT_OVER : ends.high < 0 ? DOT_UNDER : DOT_AT
		};
}

static void look_at_rules(struct page *p)
{
	const struct agreement *a = p->summary->plan->agreement;

	for (size_t i = 0, at = 0; i < a->scores.n; i++)
		for (size_t k = 0; k < a->scores.at[i].nrules; k++, at++)
			look_at_rule(p, a->scores.at[i].rules[k].label, p->summary->rule[at].touched);
}

static void put_rules(struct page *p)
{
	if (!p->dots)
		return;
	document_dots(
		p->out,
		&(struct dots){ .name = arena_print(
					&p->arena,
					"What each rule is worth: of its leads against the rest, the share "
					"that reached %.*s, and the difference with its 95%% interval",
					STR_ARG(last(p))),
				.row = p->dot,
				.rows = p->dots,
				.mark = 0,
				.mark_name = STR("no difference"),
				.of = DOTS_WORTH });
	if (p->rules > p->dots)
		document_note(p->out, arena_print(&p->arena, "%zu of %zu rules; the table below has all.",
						  p->dots, p->rules));
}

/* ---- the headline ---- */

static void put_answer(struct page *p)
{
	struct buf b = { 0 };

	if (!p->summary->all.leads) {
		document_answer(p->out,
				STR("No lead is counted, so there is nothing to say about the rules."));
		return;
	}
	if (has_outcome(p))
		buf_print(&b,
			  "%.*s of %.*s leads reached %.*s (%.*s); %zu of %zu rules %s better than chance "
			  "explains, %zu worse.",
			  STR_ARG(page_count(&p->arena, p->summary->all.converted)),
			  STR_ARG(page_count(&p->arena, p->summary->all.leads)), STR_ARG(last(p)),
			  STR_ARG(page_percent(&p->arena, p->summary->all.converted, p->summary->all.leads)),
			  p->better, p->rules, p->better == 1 ? "picks" : "pick", p->worse);
	else
		buf_print(&b,
			  "%.*s leads are scored; who converted isn't known, so the rules can't be judged.",
			  STR_ARG(page_count(&p->arena, p->summary->all.leads)));
	document_answer(p->out, buf_view(&b));
	buf_release(&b);
}

static struct str reached(struct page *p, struct share x)
{
	return has_outcome(p)
		       ? arena_print(&p->arena, "%.*s of them reached %.*s",
				     STR_ARG(page_percent(&p->arena, x.converted, x.leads)), STR_ARG(last(p)))
		       : STR("");
}

static struct tile leads_tile(struct page *p, const char *label, struct share x, struct str detail)
{
	return (struct tile){ .label = str_from(label),
			      .figure = arena_print(&p->arena, "%.*s %s",
						    STR_ARG(page_count(&p->arena, x.leads)),
						    x.leads == 1 ? "lead" : "leads"),
			      .detail = page_lines(&p->arena, detail, reached(p, x)) };
}

static void put_tiles(struct page *p)
{
	const struct summary *s = p->summary;
	struct share rule = by_rule(p);
	struct tile tile[4] = { leads_tile(p, "Leads", s->all, STR("")) };
	size_t n = 1;

	if (s->plan->mql) {
		tile[n++] =
			leads_tile(p, "MQL by the rule", rule,
				   arena_print(&p->arena, "%.*s of all",
					       STR_ARG(page_percent(&p->arena, rule.leads, s->all.leads))));
		if (has_outcome(p) && s->all.converted)
			tile[n++] = (struct tile){
				.label = STR("Caught by the rule"),
				.figure = page_percent(&p->arena, rule.converted, s->all.converted),
				.detail = arena_print(&p->arena, "%.*s of the %.*s that reached %.*s",
						      STR_ARG(page_count(&p->arena, rule.converted)),
						      STR_ARG(page_count(&p->arena, s->all.converted)),
						      STR_ARG(last(p)))
			};
	}
	if (p->rules)
		tile[n++] = (struct tile){
			.label = STR("Rules beyond chance"),
			.figure = arena_print(&p->arena, "%zu of %zu", p->better + p->worse, p->rules),
			.detail = arena_print(&p->arena, "%zu better, %zu worse", p->better, p->worse)
		};
	document_tiles(p->out, tile, n);
}

/* ---- the grades ---- */

/* Two grades cross: the share that converted, in each letter of the first and the second. */
static void put_grades(struct page *p)
{
	const struct summary *s = p->summary;
	const struct grade *down = s->plan->agreement->grades.at, *across = down + 1;

	if (!s->plan->grades || s->plan->agreement->grades.n != 2 || !has_outcome(p) || !s->all.leads)
		return;
	struct str *column = ARENA_ARRAY(&p->arena, across->ncuts, struct str);
	struct heat_row *row = ARENA_ARRAY(&p->arena, down->ncuts, struct heat_row);
	for (size_t c = 0; c < across->ncuts; c++)
		column[c] = across->cuts[c].letter;
	for (size_t r = 0; r < down->ncuts; r++) {
		double *share = ARENA_ARRAY(&p->arena, across->ncuts, double);
		bool *few = ARENA_ARRAY(&p->arena, across->ncuts, bool);
		for (size_t c = 0; c < across->ncuts; c++) {
			struct share x = s->grade[r * across->ncuts + c];
			share[c] = x.leads ? (double)x.converted / (double)x.leads : (double)NAN;
			few[c] = x.leads < VERDICT_FEWEST;
		}
		row[r] = (struct heat_row){ .label = down->cuts[r].letter, .share = share, .few = few };
	}
	document_heat(p->out,
		      &(struct heat){
			      .name = arena_print(&p->arena,
						  "Share that reached %.*s by grade: %.*s down, %.*s across; "
						  "framed: of fewer than 20 leads",
						  STR_ARG(last(p)), STR_ARG(down->of->text),
						  STR_ARG(across->of->text)),
			      .column = column,
			      .columns = across->ncuts,
			      .row = row,
			      .rows = down->ncuts,
			      .even = true });
}

void summary_page(const struct summary *s, struct buf *out)
{
	struct page p = { .summary = s, .out = out };

	look_at_rules(&p);
	put_answer(&p);
	put_tiles(&p);
	put_rules(&p);
	put_grades(&p);
	arena_release(&p.arena);
}

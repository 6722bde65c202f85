/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises as tables of columns: see promises_report.h. */
#include "funnel/promises_report.h"

#include "figures/group_figure.h"
#include "base/number.h"

enum { MILLION = 1000000 };

/* A promise in one of its periods, of a group or of all leads. */
struct row {
	size_t next;
	struct promise_row at;
	const struct promised *of;
	struct promise_figures x;
	struct buf text;
};

static bool next_promise(const void *view, void *row)
{
	const struct promises_view *v = view;
	struct row *r = row;

	for (; r->next < promises_rows(v->promises); r->next++) {
		r->at = promises_row(v->promises, r->next);
		if (v->only != SIZE_MAX && v->only != r->at.promise)
			continue;
		r->next++;
		r->of = &v->plan->at[r->at.promise];
		r->x = promise_at(v->promises, &r->at);
		return true;
	}
	return false;
}

static void release(void *row)
{
	buf_release(&((struct row *)row)->text);
}

static const struct row *at(const struct cell *c)
{
	return c->row;
}

/* Room for a text of the row, empty. */
static struct buf *room(const struct cell *c)
{
	struct buf *b = &((struct row *)c->row)->text;

	buf_clear(b);
	return b;
}

static const struct promises_plan *plan_of(const void *view)
{
	return ((const struct promises_view *)view)->plan;
}

/* ---- words ---- */

static const char *const verdicts[] = { [PROMISE_UNJUDGED] = "",
					[PROMISE_MET] = "met",
					[PROMISE_ON_PACE] = "on pace",
					[PROMISE_BEHIND] = "behind",
					[PROMISE_MISSED] = "missed",
					[PROMISE_OPEN] = "open",
					NULL };

const char *promises_verdict(const struct promise_figures *x)
{
	return verdicts[x->verdict];
}

const char *promises_why(const struct promise_figures *x)
{
	static const char *const words[] = {
		[PROMISE_SAID] = "",
		[PROMISE_NO_PLAN] = "not planned",
		[PROMISE_NO_TIMES] = "the stage has no times",
		[PROMISE_CURRENCIES] = "several currencies",
		[PROMISE_NO_COSTS] = "no costs",
		[PROMISE_NO_LEADS] = "no leads",
		[PROMISE_NO_VALUES] = "no values yet",
		[PROMISE_EARLY] = "less than a tenth is over",
		[PROMISE_NO_YEAR] = "fewer than 20 leads a year before",
		[PROMISE_CLOSED] = "the calendar is not open in it",
		[PROMISE_RUNNING] = "not over",
		[PROMISE_MATURING] = "maturing",
		[PROMISE_BETWEEN] = "within its limits",
	};

	if (x->why == PROMISE_SAID && x->chance.why == WHY_FEW)
		return "fewer than 20 leads";
	return words[x->why];
}

enum tone promises_tone(const struct promise_figures *x)
{
	static const enum tone tones[] = {
		[PROMISE_UNJUDGED] = TONE_DIM, [PROMISE_MET] = TONE_GOOD,   [PROMISE_ON_PACE] = TONE_GOOD,
		[PROMISE_BEHIND] = TONE_BAD,   [PROMISE_MISSED] = TONE_BAD, [PROMISE_OPEN] = TONE_DIM
	};

	return tones[x->verdict];
}

void promises_period(const struct promises_plan *p, const struct promise_row *r, struct buf *out)
{
	const struct promised *x = &p->at[r->promise];

	if (!x->said->once) {
		period_write(out, x->period, r->number);
		return;
	}
	period_write(out, PERIOD_DAY, x->said->from);
	buf_str(out, STR(".."));
	period_write(out, PERIOD_DAY, x->said->until);
}

/* ---- figures for programs ---- */

/* Leads are whole, shares have 6 decimals, money 2. */
static int places_of(const struct promised *p)
{
	static const int places[] = { [PLEDGE_COUNT] = 0,
				      [PLEDGE_VALUE] = 2,
				      [PLEDGE_RATE] = 6,
				      [PLEDGE_COST] = 2,
				      [PLEDGE_SHARE] = 6 };

	return places[p->said->of];
}

static struct figure figure_of(struct amount_of x, int places)
{
	return figure_quotient(x.k, x.n * MILLION, places);
}

static struct figure group(const struct cell *c)
{
	return grouping_figure(
		plan_of(c->view)->grouping, c->i,
		promises_group(((const struct promises_view *)c->view)->promises, &at(c)->at, c->i));
}

static struct figure group_shown(const struct cell *c)
{
	return grouping_shown(group(c));
}

static struct figure name(const struct cell *c)
{
	return figure_text(at(c)->of->said->label);
}

static struct figure period(const struct cell *c)
{
	struct buf *b = room(c);

	promises_period(plan_of(c->view), &at(c)->at, b);
	return figure_text(buf_view(b));
}

enum which { PROMISED, REACHED, BEFORE, DUE, EXPECTED };
static struct amount_of amount(const struct row *r, enum which which)
{
	switch (which) {
	case PROMISED:
		return (struct amount_of){ r->x.promised, r->x.planned };
	case REACHED:
		return r->x.reached;
	case BEFORE:
		return r->x.before;
	case DUE:
		return r->x.due;
	default:
		return r->x.expected;
	}
}

static struct figure figure(const struct cell *c)
{
	int places = places_of(at(c)->of);
	bool parted = (c->of == DUE || c->of == EXPECTED) && !places;

	return figure_of(amount(at(c), (enum which)c->of), parted ? 2 : places);
}

static struct figure share(const struct cell *c)
{
	const struct promise_figures *x = &at(c)->x;

	return x->planned && x->reached.n ? figure_quotient(x->reached.k, x->promised * x->reached.n, 6)
					  : (struct figure){ 0 };
}

static struct figure low(const struct cell *c)
{
	return figure_real(at(c)->x.low, places_of(at(c)->of));
}

static struct figure high(const struct cell *c)
{
	return figure_real(at(c)->x.high, places_of(at(c)->of));
}

static struct figure verdict(const struct cell *c)
{
	return figure_toned(figure_text(str_from(promises_verdict(&at(c)->x))), promises_tone(&at(c)->x));
}

static struct figure chance(const struct cell *c)
{
	return figure_text(str_from(at(c)->x.chance.word));
}

static struct figure leads(const struct cell *c)
{
	enum pledge_of of = at(c)->of->said->of;

	return of == PLEDGE_COUNT || of == PLEDGE_VALUE ? (struct figure){ 0 } : figure_count(at(c)->x.leads);
}

static struct figure why_not(const struct cell *c)
{
	return figure_toned(figure_text(str_from(promises_why(&at(c)->x))), TONE_DIM);
}

/* ---- figures for people ---- */

void promises_amount(const struct promised *p, struct amount_of x, struct buf *out)
{
	bool rate = places_of(p) == 6;

	if (!x.n)
		return;
	if (p->said->of == PLEDGE_COST)
		number_write_quotient(out, number_quotient(x.k, x.n * MILLION, 2), true);
	else
		number_write_quotient(out, number_quotient(x.k * (rate ? 100 : 1), x.n * MILLION, rate),
				      true);
	if (rate)
		buf_char(out, '%');
}

static struct figure shown(const struct cell *c)
{
	struct buf *b = room(c);

	promises_amount(at(c)->of, amount(at(c), (enum which)c->of), b);
	return figure_text(buf_view(b));
}

static struct figure share_shown(const struct cell *c)
{
	const struct promise_figures *x = &at(c)->x;
	struct buf *b = room(c);

	if (x->planned && x->reached.n && x->promised) {
		number_write_quotient(b, number_quotient(x->reached.k * 100, x->promised * x->reached.n, 0),
				      true);
		buf_char(b, '%');
	}
	return figure_text(buf_view(b));
}

/* "92 to 130": whole numbers, whatever it is of. */
static struct figure limits(const struct cell *c)
{
	const struct promise_figures *x = &at(c)->x;
	struct buf *b = room(c);

	if (x->low < x->high) { /* and known */
		number_write_grouped(b, (__int128)llround(x->low));
		buf_str(b, STR(" to "));
		number_write_grouped(b, (__int128)llround(x->high));
	}
	return figure_toned(figure_text(buf_view(b)), TONE_DIM);
}

/* The verdict; behind an open one, why. */
static struct figure judged(const struct cell *c)
{
	const struct promise_figures *x = &at(c)->x;
	const char *why = promises_why(x);
	struct buf *b = room(c);

	buf_print(b, "%s", promises_verdict(x));
	if (*x->chance.word)
		buf_str(b, x->chance.side ? STR(", beyond chance") : STR(", within chance"));
	else if (*why)
		buf_print(b, "%s%s", b->n ? ": " : "", why);
	return figure_toned(figure_text(buf_view(b)), promises_tone(x));
}

/* ---- columns ---- */

static size_t items(const void *view)
{
	return plan_of(view)->grouping->n;
}

static void item_head(const void *view, size_t i, struct buf *head)
{
	buf_str(head, plan_of(view)->grouping->item[i].head);
}

static size_t items_shown(const void *view)
{
	const struct promises_view *v = view;

	return v->plan->at[v->only].grouped ? v->plan->grouping->n : 0;
}

static bool is_ahead(const void *view)
{
	const struct promises_view *v = view;
	enum pledge_of of = v->plan->at[v->only].said->of;

	return of == PLEDGE_COUNT || of == PLEDGE_VALUE;
}

static bool is_of_leads(const void *view)
{
	return !is_ahead(view);
}

#define NUMBER .kind = COLUMN_NUMBER

static const struct column columns[] = {
	{ .figure = group,
	  .repeats = items,
	  .heads = item_head,
	  .definition =
		  "the group, where the promise is a plan that has a column for it; (all) is all leads" },
	{ COLUMN("promise", name), .definition = "the label of the promise, or its words" },
	{ COLUMN("period", period), .definition = "a period that has begun" },
	{ COLUMN("promised", figure), .of = PROMISED, NUMBER,
	  .definition = "what is promised; empty where no plan says" },
	{ COLUMN("reached", figure), .of = REACHED, NUMBER, .definition = "what came of it" },
	{ COLUMN("share", share), NUMBER, .unit = "share", .definition = "reached, by promised" },
	{ COLUMN("promised_to_date", figure), .of = DUE, NUMBER,
	  .definition = "what is due by now, of a count or a value" },
	{ COLUMN("expected", figure), .of = EXPECTED, NUMBER,
	  .definition = "what it comes to at this pace; empty before a tenth of the period has passed" },
	{ COLUMN("expected_low95", low), NUMBER, .definition = "the low end of its 95% limits" },
	{ COLUMN("expected_high95", high), NUMBER, .definition = "the high end" },
	{ COLUMN("verdict", verdict), .words = verdicts + PROMISE_MET,
	  .definition = "met, on pace, behind, missed or open" },
	{ COLUMN("chance", chance), .words = verdict_words,
	  .definition = "of a rate: over, at or under what is promised, by its 95% interval" },
	{ COLUMN("before_to_date", figure), .of = BEFORE, NUMBER,
	  .definition = "what had come of the period before when as much of it had passed" },
	{ COLUMN("leads", leads), NUMBER, .unit = "leads",
	  .definition = "that a rate, a share or a cost is of" },
	{ COLUMN("why_not", why_not), .definition = "why there is no verdict, or it is open" },
};
static const struct column table_columns[] = {
	{ .figure = group_shown, .repeats = items_shown, .heads = item_head },
	{ COLUMN("period", period) },
	{ COLUMN("promised", shown), .of = PROMISED, NUMBER },
	{ COLUMN("reached", shown), .of = REACHED, NUMBER },
	{ COLUMN("share", share_shown), NUMBER, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("due by now", shown), .of = DUE, NUMBER, .brief = "due", .weight = WEIGHT_EXPLAINS,
	  .there = is_ahead },
	{ COLUMN("expected", shown), .of = EXPECTED, NUMBER, .weight = WEIGHT_EXPLAINS, .there = is_ahead },
	{ COLUMN("95% limits", limits), NUMBER, .brief = "95%", .weight = WEIGHT_EXPLAINS,
	  .there = is_ahead },
	{ COLUMN("of leads", leads), NUMBER, .there = is_of_leads, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("before", shown), .of = BEFORE, NUMBER, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("verdict", judged), .weight = WEIGHT_ANSWERS, .least = 23 },
};

const struct report promises_report = REPORT(columns, struct row, next_promise, release);
static const struct report table = REPORT(table_columns, struct row, next_promise, release);

bool promises_table(const struct promises_view *v, struct grid *g)
{
	struct row row = { 0 };
	bool any = next_promise(v, &row);

	if (!any)
		return false;
	grid_title(g, arena_copy(&g->arena, v->plan->at[v->only].said->label).p);
	report_fill(&table, v, v->utf8, g);
	return true;
}

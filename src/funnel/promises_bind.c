/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises bound to an input: which periods they are of, how far the running one is, plans and costs. */
#include "base/file.h"
#include "funnel/promises.h"

/* ---- periods ---- */

static int64_t year_before(int64_t day)
{
	return period_year_before(PERIOD_DAY, day);
}

int64_t promised_first_day(const struct promised *p, int64_t number)
{
	if (!p->said->once)
		return period_first_day(p->period, number);
	return number ? year_before(p->said->from) : p->said->from;
}

int64_t promised_next_day(const struct promised *p, int64_t number)
{
	if (!p->said->once)
		return period_first_day(p->period, number + 1);
	return 1 + (number ? year_before(p->said->until) : p->said->until);
}

/* Days that are in both years are in this one. */
int64_t promised_of(const struct promised *p, int64_t day)
{
	if (!p->said->once)
		return period_of(p->period, day);
	for (int64_t number = 0; number >= -1; number--)
		if (day >= promised_first_day(p, number) && day < promised_next_day(p, number))
			return number;
	return PERIOD_NONE;
}

int64_t promised_before(const struct promised *p, int64_t number)
{
	if (p->said->once)
		return number == 0 && promised_next_day(p, -1) <= p->said->from ? -1 : PERIOD_NONE;
	return p->said->as_before ? period_year_before(p->period, number) : number - 1;
}

static int64_t seconds(int64_t us)
{
	return (us + SECOND_US / 2) / SECOND_US;
}

static int64_t begins(const struct promises_plan *plan, int64_t day)
{
	return day_instant(day, plan->zone);
}

/* How far the last period is, and its counterpart at the same share, or of a year before at the same time. */
static void bind_pace(const struct promises_plan *plan, struct promised *p, const struct calendar *c)
{
	int64_t from = begins(plan, promised_first_day(p, p->last)),
		to = begins(plan, promised_next_day(p, p->last)), now = plan->now;

	p->early = promised_before(p, p->last);
	p->part = seconds(c ? calendar_between(c, from, now) : instant_between(from, now));
	p->whole = seconds(c ? calendar_between(c, from, to) : instant_between(from, to));
	if (c && !(calendar_knows(c, from) && calendar_knows(c, to)))
		p->part = p->whole = 0;
	if (p->early == PERIOD_NONE)
		return;
	if (p->said->once || p->said->as_before) {
		p->early_end = period_moment_before(p->said->once ? PERIOD_DAY : p->period, now, plan->zone);
		return;
	}
	from = begins(plan, promised_first_day(p, p->early));
	to = begins(plan, promised_next_day(p, p->early));
	int64_t all = c ? calendar_between(c, from, to) : instant_between(from, to);
	int64_t some = p->whole ? (int64_t)((__int128)all * p->part / p->whole) : 0;
	int64_t end = c ? calendar_plus(c, from, some) : instant_after(from, some);
	/* what begins there has not come yet, not even what is dated so */
	p->early_end = end == INSTANT_NONE ? from : instant_of(instant_us(end) - 1);
	if (!p->whole || all == INSTANT_NONE)
		p->early = PERIOD_NONE;
}

static void bind_periods(const struct promises_plan *plan, struct promised *p)
{
	int64_t today = instant_day(plan->now, plan->zone);

	if (p->said->once) {
		p->first = 0;
		p->last = today < p->said->from ? -1 : 0;
	} else {
		p->first = p->said->from_at.text.p ? period_of(p->period, p->said->from) : PERIOD_NONE;
		p->last = period_of(p->period, today);
		if (p->said->until_at.text.p && period_of(p->period, p->said->until) < p->last)
			p->last = period_of(p->period, p->said->until);
	}
}

/* ---- plans and costs ---- */

static const struct amounts_kind plans = {
	.column = "promised",
	.call = "call the one with the numbers so",
	.undivided = "nothing says when it is due",
	.none = "no number",
	.remedy = "write what is promised, or 0",
	.once = true,
};

static const struct amounts_kind costs = {
	.column = "cost",
	.call = "call the one with the money so",
	.undivided = "nothing says when it was spent",
	.none = "no amount of money",
	.remedy = "write what was spent, or 0",
};

/* Periods, and behind them the items of `by`, if any. */
static struct grouping *by_period(const struct promised *p, const struct grouping *by, struct arena *arena)
{
	static const char *const heads[] = { "day", "week", "month", "quarter", "year" };
	struct grouping *g = ARENA_NEW(arena, struct grouping);
	size_t n = by ? by->n : 0;
	enum period period = p->said->once ? PERIOD_DAY : p->period;

	*g = (struct grouping){ .n = n + 1, .exact = by && by->exact };
	g->item = ARENA_ARRAY(arena, n + 1, struct grouping_item);
	g->item[0] = (struct grouping_item){ .head = str_from(heads[period_unit(period)]),
					     .periodic = true,
					     .period = period };
	if (n)
		memcpy(g->item + 1, by->item, n * sizeof *g->item);
	return g;
}

static bool check_plan(const struct promised *p, struct diags *diags)
{
	bool good = true;

	for (size_t i = 0; i < p->plan->n; i++) {
		const struct amount *a = &p->plan->at[i];
		const char *wrong = a->period == INT64_MIN     ? "no period; write it as 2026-07"
				    : a->is.amount < 0	       ? "less than 0 is promised"
				    : a->is.amount > INT64_MAX ? "more than can be promised"
				    : p->said->of == PLEDGE_COUNT && a->is.amount % 1000000
					    ? "leads are counted; write a whole number"
					    : NULL;
		if (wrong)
			diag_error(diags, "%s:%u: %s", p->plan->path, a->line, wrong);
		good = good && !wrong;
	}
	if (!p->plan->n)
		diag_error(diags, "%s: a plan without a row promises nothing", p->plan->path);
	return good && p->plan->n;
}

/* Does the file have a column for an item? Nothing is reported. */
static bool knows_groups(const char *path, const struct promised *p, const struct grouping *by,
			 struct names *n)
{
	return by->n && amounts_knows(path, by_period(p, by, &names_program(n)->arena), n);
}

static bool bind_plan(const struct promises_plan *plan, struct promised *p, struct names *n)
{
	struct arena *arena = &names_program(n)->arena;
	const struct word *file = &p->said->file;
	struct buf path = { 0 };

	file_path(&path, file->where->folder, file->text);
	const char *name = arena_copy(arena, buf_view(&path)).p;
	buf_release(&path);
	p->grouped = knows_groups(name, p, plan->grouping, n);
	p->plan = amounts_read(&plans, name, by_period(p, p->grouped ? plan->grouping : NULL, arena), n);
	if (!p->plan || !check_plan(p, names_diags(n)))
		return false;
	int64_t last = PERIOD_NONE;
	for (size_t i = 0; i < p->plan->n; i++) {
		int64_t number = p->plan->at[i].period;
		p->first = i && p->first < number ? p->first : number;
		last = number > last ? number : last;
	}
	p->last = last < p->last ? last : p->last;
	return true;
}

static bool bind_costs(struct promised *p, const char *spend, struct names *n)
{
	if (!spend) {
		diag_at(names_diags(n), p->said->words.where, p->said->words.span,
			"a promise of costs needs them: add --spend FILE");
		return false;
	}
	p->costs = amounts_read(&costs, spend, by_period(p, NULL, &names_program(n)->arena), n);
	return p->costs;
}

/* ---- a promise ---- */

/* One calendar for all leads: the one without `when`. */
static bool bind_calendar(const struct promised *p, const struct offices *offices, struct names *n,
			  const struct calendar **out)
{
	const struct word *name = &p->said->calendar;
	const struct agreement *a = names_agreement(n);

	if (!name->text.p)
		return true;
	struct office_set *set = offices_find(offices, name->text);
	if (!office_bind(set, NULL))
		return false;
	*out = office_calendar(set, office_count(set) - 1); /* it comes last */
	for (size_t i = 0; i < a->calendars.n; i++)
		if (str_same(a->calendars.at[i].name.text, name->text) && !a->calendars.at[i].when)
			return true;
	diag_at(names_diags(n), name->where, name->span,
		"each calendar '%.*s' is for some leads, and a promise is of all of them; add one without "
		"'when'",
		STR_ARG(name->text));
	return false;
}

/* What has no time is in no period, and of it nobody knows when. */
static bool check_times(const struct promises_plan *plan, const struct promised *p, struct diags *diags)
{
	const struct agreement *a = plan->agreement;
	bool good = step_dated(&a->stages.at[p->stage], "stage", "--promises", diags);

	if (p->said->of != PLEDGE_RATE)
		return good;
	if (p->to == SIZE_MAX)
		return pipeline_dated(&plan->pipeline, a, p->stage + 1, "--promises", diags) && good;
	for (size_t i = p->to; i < a->stages.n; i++)
		good = step_dated(&a->stages.at[i], "stage", "--promises", diags) && good;
	return good;
}

/* All but its costs and its pace. */
static bool bind_promise(struct promises_plan *plan, struct promised *p, struct names *n,
			 const struct offices *offices, const struct calendar **c)
{
	const struct agreement *a = plan->agreement;
	const struct pledge *said = p->said;
	bool good = true;

	p->stage = agreement_stage(a, said->stage.text);
	p->to = p->exit = SIZE_MAX;
	if (said->to) {
		p->to = agreement_stage(a, said->to->text);
		p->exit = p->to == SIZE_MAX ? agreement_exit(a, said->to->text) : SIZE_MAX;
	}
	p->period = period_beginning(said->unit, a->year_begins);
	plan->used[p->stage] = true;
	if (said->to)
		plan->used[a->stages.n + (p->to == SIZE_MAX ? a->stages.n + p->exit : p->to)] = true;
	good = check_times(plan, p, names_diags(n));
	if (said->when)
		good = (p->when = program_bind(names_program(n), said->when, TYPE_FLAG, NULL)) && good;
	if (said->of == PLEDGE_VALUE) {
		const struct step *stage = &a->stages.at[p->stage];
		good = money_bind(&p->value, stage, n) && good;
		if (!stage->value)
			diag_at(names_diags(n), said->stage.where, said->stage.span,
				"stage '%.*s' has no 'value'", STR_ARG(stage->name.text));
		good = stage->value && good;
	}
	bind_periods(plan, p);
	if (said->file.text.p)
		good = bind_plan(plan, p, n) && good;
	return bind_calendar(p, offices, n, c) && good;
}

static void tell_not_begun(const struct promised *p, struct diags *diags)
{
	struct buf day = { 0 };

	period_write(&day, PERIOD_DAY, promised_first_day(p, p->first));
	diag_note(diags, "'%.*s' begins on %.*s, so there is nothing to report of it yet",
		  STR_ARG(p->said->label), STR_ARG(buf_view(&day)));
	buf_release(&day);
}

static bool begin_plan(struct promises_plan *p, struct names *n, const struct grouping *g)
{
	const struct agreement *a = names_agreement(n);
	struct program *program = names_program(n);

	*p = (struct promises_plan){ .agreement = a,
				     .grouping = g,
				     .zone = program->times.zone,
				     .now = program->now,
				     .n = a->pledges.n };
	p->at = ARENA_ARRAY(&program->arena, p->n, struct promised);
	p->used = ARENA_ARRAY(&program->arena, 2 * a->stages.n + a->exits.n, bool);
	for (size_t i = 0; i < p->n; i++)
		p->at[i] = (struct promised){ .said = &a->pledges.at[i], .early = PERIOD_NONE };
	return pipeline_bind(&p->pipeline, n);
}

bool promises_check(struct names *n, const struct offices *offices)
{
	const struct grouping none = { 0 };
	const struct calendar *c;
	struct promises_plan p;
	bool good = begin_plan(&p, n, &none);

	for (size_t i = 0; i < p.n; i++)
		good = bind_promise(&p, &p.at[i], n, offices, &c) && good;
	return good;
}

bool promises_bind(struct promises_plan *p, struct names *n, const struct offices *offices,
		   const struct grouping *g, const char *spend, bool only_counts)
{
	bool divided = false, good = begin_plan(p, n, g);

	for (size_t i = 0; i < p->n; i++) {
		struct promised *x = &p->at[i];
		const struct calendar *c = NULL;
		good = bind_promise(p, x, n, offices, &c) && good;
		if (x->said->of == PLEDGE_COST && (spend || !only_counts))
			good = bind_costs(x, spend, n) && good;
		if (!good)
			continue;
		if (x->last < x->first && x->first != PERIOD_NONE) {
			tell_not_begun(x, names_diags(n));
			continue;
		}
		x->running = day_last(promised_next_day(x, x->last) - 1, p->zone) > p->now;
		if (x->running)
			bind_pace(p, x, c);
	}
	for (size_t i = 0; good && g->n && i < p->n; i++)
		divided |= p->at[i].grouped;
	if (good && g->n && !divided)
		diag_note(names_diags(n),
			  "--by: no promise is a plan with a column for each item, so none is "
			  "divided");
	return good;
}

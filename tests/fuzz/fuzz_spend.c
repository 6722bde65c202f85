/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as what leads cost, for a few leads in groups. What is refused is reported. Of what is read the
 * leads together cost the sum of all rows; the groups together the same, unless rows without leads are noted;
 * and every row once more, in another order, makes everything cost twice as much.
 *
 * The first byte says what groups are made of, and how the agreement reads numbers and dates.
 */
#include "sheet.h"

#include "base/number.h"
#include "funnel/spend.h"
#include "lead/tally.h"

static const char rows[] =
	"2026-01-05,2026-02-01,Ads,DE\n2026-01-20,,ads,US\n2026-03-31,2026-04-02,Events,DE\n"
	"2026-04-01,,Events,\n2026-05-02,,n/a,DE\n2026-06-01,,\"a, b\",US\n";
static const struct str header[] = { STR("created_at"), STR("won_at"), STR("Channel"), STR("country") };
enum { GROUPS_MOST = 8 };

struct costs {
	bool good, unmet, known[GROUPS_MOST + 1];
	size_t groups;
	__int128 cost[GROUPS_MOST + 1]; /* the last one: of all */
};

static void settle(struct leads *l, const struct funnel_plan *plan, struct costs *costs)
{
	struct funnel *f = funnel_counter.new(plan);
	struct tally tally;

	frame_init(&l->frame, &l->program);
	tally_init(&tally, &l->agreement);
	l->frame.user = &tally;
	for (size_t i = 0; i < l->batch.marks.nrow; i++) {
		struct record r = batch_record(&l->batch, i);
		frame_record(&l->frame, &r);
		funnel_counter.count(f, &l->frame.rows, (struct asked){ &l->frame.rows.at, 1 });
	}
	funnel_counter.settle(f);
	spend_share(plan->spend, f, false, &l->diags);
	costs->groups = funnel_groups(f);
	check(costs->groups <= GROUPS_MOST, "the leads are of few groups");
	for (size_t i = 0; i <= costs->groups; i++)
		costs->known[i] = funnel_cost(f, i, &costs->cost[i]);
	funnel_counter.free(f);
	tally_release(&tally);
}

static void spend_of(struct costs *costs, struct str bytes, unsigned how)
{
	static const char *const by[] = { NULL, "Channel", "Channel, country", "month(created_at)" };
	char agreement[300];
	struct grouping grouping;
	struct funnel_plan plan;
	struct leads l;

	snprintf(agreement, sizeof agreement,
		 "missing \"\" \"n/a\"\nstage lead at created_at\nstage won at won_at\n%s%s",
		 how & 8 ? "decimal \",\"\n" : "", how & 16 ? "dates day-first\n" : "");
	leads_init(&l, agreement, header, 4, rows);
	check(funnel_bind(&plan, l.names) && grouping_bind(&grouping, l.names, by[how & 3], how & 32),
	      "the funnel is bound");
	plan.grouping = &grouping;
	if (how & 4)
		check(funnel_cohorts(&plan, l.names, PERIOD_QUARTER, &grouping), "the cohorts are bound");
	plan.spend = spend_read(file_of(bytes, NULL), &grouping, l.names);
	*costs = (struct costs){ .good = plan.spend };
	check(costs->good == !l.diags.errors, "what is refused is reported");
	if (costs->good)
		settle(&l, &plan, costs);
	costs->unmet = l.diags.notes.n && memmem(l.diags.notes.p, l.diags.notes.n, " of groups without leads",
						 strlen(" of groups without leads"));
	leads_release(&l);
}

/* The sum of the column `cost`, and how many rows have one. */
static __int128 sum_of(const struct side *s, unsigned how, size_t *n)
{
	size_t column = side_column(s, STR("cost"));
	__int128 sum = 0, cost = 0;

	check(column != SIZE_MAX, "costs are in their column");
	for (size_t row = *n = 0; row < s->rows; row++) {
		if (side_blank(s, row))
			continue;
		check(number_read_millionths(side_cell(s, row, column), how & 8 ? ',' : '.', &cost),
		      "a cost is a number");
		sum += cost;
		*n += 1;
	}
	return sum;
}

static void check_sums(const struct costs *c, __int128 all, size_t rows_there)
{
	__int128 sum = 0;

	check(c->cost[c->groups] == all && c->known[c->groups] == (rows_there > 0),
	      "all leads cost what all rows do");
	for (size_t i = 0; i < c->groups; i++) {
		check(c->known[i] || !c->cost[i], "what is not known costs nothing");
		sum += c->cost[i];
	}
	if (c->groups && !c->unmet)
		check(sum == all, "groups cost what all do, or rows without leads are noted");
}

static void check_twice(const struct costs *once, const struct costs *twice)
{
	check(twice->good && twice->groups == once->groups && twice->unmet == once->unmet,
	      "every row twice is read, too");
	for (size_t i = 0; i <= once->groups; i++)
		check(twice->known[i] == once->known[i] && twice->cost[i] == 2 * once->cost[i],
		      "every row twice costs twice as much");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = input_whole(data, size);
	unsigned how = input_byte(&bytes);
	struct costs once, twice;
	struct buf text = { 0 };
	struct side side;
	size_t n;

	spend_of(&once, bytes, how);
	if (!once.good)
		return 0;
	check(side_of(&side, bytes), "costs are a side table");
	__int128 all = sum_of(&side, how, &n);
	check_sums(&once, all, n);
	put_reversed(&text, &side, 2);
	spend_of(&twice, buf_view(&text), how);
	check_twice(&once, &twice);
	side_release(&side);
	buf_release(&text);
	return 0;
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures of the backlog by their laws. Of leads drawn at random: each
 * moment of a trend counts what a run at that moment counts; parts merged in
 * any order count what the whole does. Response times against plain sorting,
 * moments against plain search.
 */
#include "tests/unit/lead.h"

#include "stat/answers.h"
#include "sla/backlog.h"
#include "stat/quantile.h"

/* xorshift64* of Marsaglia and Vigna: the same numbers everywhere. */
static uint64_t state = 1;

static uint64_t draw(uint64_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * UINT64_C(2685821657736338717) >> 32) % n;
}

/* ---- leads ---- */

static const char head[] = "created,m,s,q,r,l,pf,pt,c,region\n";

static const char agreement[] =
	"timezone \"Europe/Berlin\"\n"
	"stage lead at created\nstage mql at m\nstage sal at s\nstage sql at q\n"
	"exit recycled at r\nexit lost at l\n"
	"calendar office when region = \"west\"\n timezone \"America/New_York\"\n hours mon-fri 09:00-17:00\n"
	"calendar office when region != \"nowhere\"\n hours mon-fri 08:00-12:00 13:00-18:00, sat "
	"22:00-03:00\n"
	"sla accept from mql to sal or lost\n within 8 office hours when region = \"west\"\n within 4 days\n"
	" warn at 75%\n pause from pf to pt\n"
	"sla answer from pf to c\n within 3 office days\n warn at 50%\n"
	"sla again from recycled to sal within 30 hours when region != \"east\"\n"
	"sla call from c to sql within 5 days pause when region = \"north\"\n";

/* A time so many days after 1 January 2026, in so many days; sometimes none, sometimes a date. */
static void put_time(struct buf *b, unsigned chance, unsigned from, unsigned days)
{
	if (draw(100) < chance) {
		unsigned day = from + (unsigned)draw(days);
		buf_print(b, "2026-%02u-%02u", day / 28 + 1, day % 28 + 1);
		if (draw(4))
			buf_print(b, " %02u:%02u", (unsigned)draw(24), (unsigned)draw(4) * 15);
	}
	buf_char(b, ',');
}

static void draw_leads(struct buf *csv, size_t n)
{
	static const char *const region[] = { "west", "West", "WEST ", "east", "north", "nowhere", "" };

	buf_print(csv, "%s", head);
	for (size_t i = 0; i < n; i++) {
		unsigned first = (unsigned)draw(140), days = 1 + (unsigned)draw(draw(2) ? 30 : 3);
		static const unsigned chance[] = { 90, 80, 60, 40, 25, 25, 50, 40, 50 };
		for (size_t c = 0; c < sizeof chance / sizeof *chance; c++)
			put_time(csv, chance[c], first, days);
		buf_print(csv, "%s\n", region[draw(7)]);
	}
	buf_char(csv, '\0');
}

struct world {
	struct leads leads;
	struct buf csv;
	struct clocks *clocks;
	struct grouping grouping;
};

static void open_world(struct world *w, size_t n, const char *by, const char *now)
{
	*w = (struct world){ 0 };
	draw_leads(&w->csv, n);
	leads_init(&w->leads, agreement, w->csv.p, now);
	w->clocks = clocks_define(w->leads.names, offices_define(w->leads.names), true);
	assert_non_null(clocks_bind(w->clocks));
	assert_true(grouping_bind(&w->grouping, w->leads.names, by, false));
	assert_true(clocks_dated(w->clocks, "a trend", &w->leads.diags));
	leads_begin(&w->leads);
}

static void close_world(struct world *w)
{
	leads_release(&w->leads);
	buf_release(&w->csv);
}

/* Every step-th lead from one on. */
static struct backlog *count(struct world *w, const struct backlog_plan *plan, size_t from, size_t step)
{
	struct backlog *b = backlog_counter.new(plan);
	struct record r;

	for (size_t i = from; i < w->leads.batch.marks.nrow; i += step)
		leads_count(&backlog_counter, b, leads_at(&w->leads, i, &r));
	return b;
}

/* ---- comparing ---- */

static bool alike(const struct backlog_figures *a, const struct backlog_figures *b)
{
	return a->handed_over == b->handed_over && a->backlog == b->backlog && a->before == b->before &&
	       !memcmp(a->status, b->status, sizeof a->status) && !memcmp(a->age, b->age, sizeof a->age) &&
	       a->oldest == b->oldest && a->median == b->median && a->p90 == b->p90;
}

static void show(const struct backlog_figures *x)
{
	print_error("  handed over %lu, backlog %lu, before %lu, oldest %ld, median %ld, p90 %ld; status",
		    x->handed_over, x->backlog, x->before, x->oldest, x->median, x->p90);
	for (size_t i = 0; i < CLOCK_STATUSES; i++)
		print_error(" %lu", x->status[i]);
	print_error("; age");
	for (size_t i = 0; i < BACKLOG_AGES; i++)
		print_error(" %lu", x->age[i]);
	print_error("\n");
}

static struct str shown(const struct backlog *b, size_t group)
{
	return group == backlog_groups(b) ? STR("(all)") : backlog_group(b, group, 0);
}

/* The group of that name; SIZE_MAX: it has none. */
static size_t find_group(const struct backlog *b, struct str name)
{
	for (size_t g = 0; g <= backlog_groups(b); g++)
		if (str_same(shown(b, g), name))
			return g;
	return SIZE_MAX;
}

/* All that one says at a moment is what another says at one of its own. */
static void check_alike(const struct world *w, const struct backlog *a, size_t at, const struct backlog *b,
			size_t other)
{
	for (size_t g = 0; g <= backlog_groups(a); g++) {
		size_t h = find_group(b, shown(a, g));
		for (size_t i = 0; i < w->clocks->n; i++) {
			struct backlog_figures x = backlog_at(a, g, i, at);
			struct backlog_figures y = { .oldest = INSTANT_NONE,
						     .median = INSTANT_NONE,
						     .p90 = INSTANT_NONE };
			if (h != SIZE_MAX)
				y = backlog_at(b, h, i, other);
			if (alike(&x, &y))
				continue;
			show(&x);
			show(&y);
			fail_msg("group %.*s, clock %zu, moment %zu", STR_ARG(shown(a, g)), i, at);
		}
	}
}

/* What must be so of any figures. */
static void check_sums(const struct world *w, const struct backlog *b, size_t at)
{
	for (size_t i = 0; i < w->clocks->n; i++) {
		struct backlog_figures sum = { 0 };
		for (size_t g = 0; g <= backlog_groups(b); g++) {
			struct backlog_figures x = backlog_at(b, g, i, at);
			uint64_t ages = 0;
			for (size_t a = 0; a < BACKLOG_AGES; a++)
				ages += x.age[a];
			assert_int_equal(ages, x.backlog);
			assert_true((x.oldest != INSTANT_NONE) <= (x.backlog > 0));
			assert_true(x.oldest == INSTANT_NONE || x.oldest >= 0);
			assert_true(x.median == INSTANT_NONE || (0 <= x.median && x.median <= x.p90));
			if (g < backlog_groups(b))
				sum.handed_over += x.handed_over;
			else if (g)
				assert_int_equal(sum.handed_over, x.handed_over);
		}
	}
}

/* Two say the same of what moved. */
static void check_moves_alike(const struct world *w, const struct backlog *a, const struct backlog *b,
			      size_t moment)
{
	for (size_t g = 0; g <= backlog_groups(a); g++)
		for (size_t i = 0; i < w->clocks->n; i++) {
			struct backlog_moves x = backlog_moved(a, g, i, moment),
					     y = backlog_moved(b, g, i, moment);
			assert_int_equal(x.opening, y.opening);
			assert_int_equal(x.closing, y.closing);
			for (size_t k = MOVE_CAME_IN;
			     k <= MOVE_ANSWERED + w->clocks->agreement->slas.at[i].to.n; k++)
				assert_int_equal(backlog_moves_of(&x, k), backlog_moves_of(&y, k));
		}
}

/* What a moment ends with, the next one begins with; groups add up to all. How many were answered. */
static uint64_t check_moves(const struct world *w, const struct backlog *b, size_t moment, bool all_time)
{
	uint64_t answered = 0;

	for (size_t i = 0; i < w->clocks->n; i++) {
		struct backlog_moves sum = { 0 };
		for (size_t g = 0; g <= backlog_groups(b); g++) {
			struct backlog_moves x = backlog_moved(b, g, i, moment);
			if (all_time && moment)
				assert_int_equal(x.opening, backlog_at(b, g, i, moment - 1).backlog);
			assert_int_equal(x.closing, backlog_at(b, g, i, moment).backlog);
			assert_true(x.opening + x.came_in + x.reopened >= x.closing);
			if (g < backlog_groups(b)) {
				sum.opening += x.opening;
				sum.came_in += x.came_in;
				sum.answered += x.answered;
				continue;
			}
			answered += x.answered;
			if (g) {
				assert_int_equal(sum.opening, x.opening);
				assert_int_equal(sum.came_in, x.came_in);
				assert_int_equal(sum.answered, x.answered);
			}
		}
	}
	return answered;
}

/* ---- the laws ---- */

/* Of n leads. How many waited, over all moments. */
static uint64_t check_trend(size_t n, enum period period, int64_t last, const char *since, const char *by)
{
	struct world w;
	struct moments m;
	int64_t from, now;

	open_world(&w, n, by, "2026-06-20 13:00");
	now = w.leads.program.now;
	assert_int_equal(instant_read(str_from(since), &w.leads.program.times, &from), TIME_READ);
	moments_new(&m, period, from, now, w.leads.program.times.zone, &w.leads.program.arena);
	struct backlog_plan plan = { w.clocks, &w.grouping, &m, last, false, true, NULL };
	struct backlog *trend = count(&w, &plan, 0, 1);
	backlog_counter.settle(trend);
	uint64_t seen = 0, moved = 0;
	for (size_t k = 0; k < m.n; k++) {
		struct moments one;
		w.leads.program.now = m.at[k];
		frame_moment(&w.leads.frame, m.at[k]);
		moments_now(&one, m.at[k], m.zone, &w.leads.program.arena);
		struct backlog_plan then = { w.clocks, &w.grouping, &one, last, false, false, NULL };
		struct backlog *b = count(&w, &then, 0, 1);
		backlog_counter.settle(b);
		check_alike(&w, trend, k, b, 0);
		check_sums(&w, trend, k);
		moved += check_moves(&w, trend, k, !last);
		seen += backlog_at(b, backlog_groups(b), 0, 0).backlog;
		backlog_counter.free(b);
	}
	assert_true(n < 100 || moved > 0);
	backlog_counter.free(trend);
	close_world(&w);
	return seen;
}

static void test_each_moment_is_a_run_of_its_own(void **unused)
{
	(void)unused;
	state = 20260620;
	assert_true(check_trend(400, PERIOD_MONTH, 0, "2025-11-15", "region") > 0);
	assert_true(check_trend(400, PERIOD_WEEK, 0, "2026-01-01", NULL) > 0);
	assert_true(check_trend(400, PERIOD_DAY, 0, "2026-02-10", "month(m)") > 0);
	assert_true(check_trend(400, PERIOD_QUARTER, 0, "2024-05-01", "region") > 0);
}

static void test_so_with_the_last_days_alone(void **unused)
{
	(void)unused;
	state = 7;
	assert_true(check_trend(400, PERIOD_MONTH, 40 * DAY_US, "2026-01-01", "region") > 0);
	assert_true(check_trend(400, PERIOD_WEEK, 14 * DAY_US, "2026-01-01", NULL) > 0);
	assert_true(check_trend(400, PERIOD_DAY, 36 * 3600 * SECOND_US, "2026-01-01", NULL) > 0);
	assert_true(check_trend(400, PERIOD_DAY, 10 * DAY_US, "2026-02-20", "region") > 0);
}

/* Few leads at a time: nobody hides behind one who waits longer. */
static void test_so_of_one_lead_or_three(void **unused)
{
	(void)unused;
	uint64_t seen = 0;

	state = 11;
	for (size_t i = 0; i < 400; i++)
		seen += check_trend(i % 3 + 1, PERIOD_DAY, i % 2 * 9 * DAY_US, "2026-03-20", NULL);
	assert_true(seen > 1000);
}

static void test_parts_in_any_order_are_the_whole(void **unused)
{
	(void)unused;
	enum { PARTS = 5 };
	struct world w;
	struct moments m;
	int64_t from;

	state = 99;
	open_world(&w, 500, "region", "2026-06-20 13:00");
	assert_int_equal(instant_read(STR("2026-01-20"), &w.leads.program.times, &from), TIME_READ);
	moments_new(&m, PERIOD_WEEK, from, w.leads.program.now, w.leads.program.times.zone,
		    &w.leads.program.arena);
	struct backlog_plan plan = { w.clocks, &w.grouping, &m, 60 * DAY_US, false, true, NULL };
	struct backlog *whole = count(&w, &plan, 0, 1);
	backlog_counter.settle(whole);
	for (size_t turn = 0; turn < 6; turn++) {
		struct backlog *part[PARTS + 1];
		for (size_t i = 0; i < PARTS; i++)
			part[i] = count(&w, &plan, i, PARTS);
		part[PARTS] = backlog_counter.new(&plan); /* a thread that saw nothing */
		for (size_t n = PARTS + 1; n > 1; n--) {
			size_t i = draw(n), j = (i + 1 + draw(n - 1)) % n;
			backlog_counter.merge(part[i], part[j]);
			backlog_counter.free(part[j]);
			part[j] = part[n - 1];
		}
		backlog_counter.settle(part[0]);
		assert_int_equal(backlog_groups(part[0]), backlog_groups(whole));
		assert_int_equal(backlog_first(part[0]), backlog_first(whole));
		for (size_t g = 0; g <= backlog_groups(whole); g++)
			assert_true(str_eq(shown(part[0], g), shown(whole, g)));
		for (size_t k = 0; k < m.n; k++) {
			check_alike(&w, whole, k, part[0], k);
			check_alike(&w, part[0], k, whole, k);
			check_moves_alike(&w, part[0], whole, k);
		}
		backlog_counter.free(part[0]);
	}
	backlog_counter.free(whole);
	close_world(&w);
}

static void test_nobody_at_all(void **unused)
{
	(void)unused;
	struct world w;
	struct moments m;

	open_world(&w, 0, "region", "2026-06-20 13:00");
	moments_new(&m, PERIOD_MONTH, 0, w.leads.program.now, w.leads.program.times.zone,
		    &w.leads.program.arena);
	struct backlog_plan plan = { w.clocks, &w.grouping, &m, 0, false, true, NULL };
	struct backlog *b = count(&w, &plan, 0, 1);
	backlog_counter.settle(b);
	assert_int_equal(backlog_groups(b), 0);
	assert_int_equal(backlog_first(b), m.n - 1);
	check_sums(&w, b, m.n - 1);
	assert_int_equal(backlog_at(b, 0, 0, 0).handed_over, 0);
	assert_true(backlog_at(b, 0, 0, m.n - 1).median == INSTANT_NONE);
	backlog_counter.free(b);
	close_world(&w);
}

/* ---- answers ---- */

enum { HOUR = 3600 };

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* In hundredths of an hour, by sorting what there is: type 7 of numbers that fit. */
static int64_t naive(const int64_t *sorted, size_t n, unsigned num, unsigned den)
{
	if (!n)
		return INT64_MIN;
	size_t low = (n - 1) * num / den, part = (n - 1) * num % den;
	int64_t high = sorted[part ? low + 1 : low];
	__int128 tenths = (__int128)sorted[low] * den + (__int128)(high - sorted[low]) * (int64_t)part;
	__int128 unit = (__int128)HOUR * SECOND_US * den;
	return (int64_t)((tenths * 200 + unit) / (2 * unit));
}

static void check_answers(size_t n, size_t moments, uint64_t most, bool round)
{
	struct answers a = { 0 }, b = { 0 };
	int64_t *spent = mem_new((n + 1) * sizeof *spent), *here = mem_new((n + 1) * sizeof *here);
	size_t *from = mem_new((n + 1) * sizeof *from), *to = mem_new((n + 1) * sizeof *to);
	int64_t *median = mem_new(moments * sizeof *median), *p90 = mem_new(moments * sizeof *p90);
	const int64_t hundredth = HOUR * SECOND_US / 100;

	for (size_t i = 0; i < n; i++) {
		spent[i] = (int64_t)(draw(most) * (1 + draw(1000003)));
		from[i] = draw(moments);
		to[i] = from[i] + draw(moments - from[i]);
		answers_add(draw(2) ? &a : &b, spent[i], from[i], to[i]);
		if (round)
			spent[i] = (spent[i] + hundredth / 2) / hundredth * hundredth;
	}
	if (round && draw(2))
		answers_round(&b);
	answers_merge(&a, &b);
	if (round)
		answers_round(&a);
	answers_quantiles(&a, 0, moments, median, p90);
	for (size_t k = 0; k < moments; k++) {
		size_t in = 0;
		for (size_t i = 0; i < n; i++)
			if (from[i] <= k && k <= to[i])
				here[in++] = spent[i];
		qsort(here, in, sizeof *here, by_size);
		assert_int_equal(median[k], naive(here, in, 1, 2));
		assert_int_equal(p90[k], naive(here, in, 9, 10));
	}
	answers_release(&a);
	answers_release(&b);
	free(spent), free(here), free(from), free(to), free(median), free(p90);
}

static void test_answers_by_sorting(void **unused)
{
	(void)unused;
	static const size_t sizes[] = { 0, 1, 2, 3, 4, 7, 8, 31, 32, 33, 300 };

	state = 5;
	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
		for (int round = 0; round < 2; round++) {
			check_answers(sizes[s], 1, 4000000, round);
			check_answers(sizes[s], 2, 4000000, round);
			check_answers(sizes[s], 40, 4000000, round);
			check_answers(sizes[s], 7, 3, round);	      /* many alike */
			check_answers(sizes[s], 5, 300000000, round); /* years */
		}
}

static void test_rounding_keeps_equal_ones_as_one(void **unused)
{
	(void)unused;
	struct answers a = { 0 };
	int64_t median, p90;

	for (int i = 0; i < 1000; i++)
		answers_add(&a, 36000000 * (i % 3) + i % 7, 0, 0);
	answers_round(&a);
	assert_int_equal(a.n, 3);
	assert_int_equal(a.at[0].count + a.at[1].count + a.at[2].count, 1000);
	answers_round(&a);
	assert_int_equal(a.n, 3);
	answers_quantiles(&a, 0, 1, &median, &p90);
	assert_int_equal(median, 1);
	assert_int_equal(p90, 2);
	answers_release(&a);
}

/* ---- moments ---- */

static void check_moments(const char *zone_name, enum period period, const char *since, const char *now)
{
	struct arena arena = { 0 };
	struct moments m;
	struct buf why = { 0 };
	struct zone *zone = zone_load(str_from(zone_name), &why);
	struct time_style style = { .zone = zone };
	int64_t from, to;

	assert_non_null(zone);
	assert_int_equal(instant_read(str_from(since), &style, &from), TIME_READ);
	assert_int_equal(instant_read(str_from(now), &style, &to), TIME_READ);
	moments_new(&m, period, from, to, style.zone, &arena);
	assert_int_equal(m.at[m.n - 1], to);
	int64_t tomorrow = instant_day(to + instant_of(1), style.zone);
	assert_int_equal(m.ended, period_of(period, tomorrow) != period_of(period, m.day[m.n - 1]));
	for (size_t k = 0; k < m.n; k++) {
		assert_int_equal(m.day[k], instant_day(m.at[k], style.zone));
		assert_true(k == 0 || m.at[k - 1] < m.at[k]);
		assert_true(k == 0 || period_of(period, m.day[k]) == period_of(period, m.day[k - 1]) + 1);
		if (k + 1 < m.n) { /* the next microsecond is another period's first */
			int64_t next = m.at[k] + instant_of(1);
			assert_int_equal(instant_day(next, style.zone), m.day[k] + 1);
			assert_true(next == day_instant(m.day[k] + 1, style.zone));
		}
	}
	if (from < to)
		assert_int_equal(period_of(period, m.day[0]),
				 period_of(period, instant_day(from, style.zone)));
	for (int i = 0; i < 4000; i++) {
		static const int64_t near[] = { 0, 1, -1, 2, 7200 * SECOND_US, -7200 * SECOND_US };
		size_t pick = draw(m.n), k = 0;
		int64_t t =
			i % 2 ? m.at[pick] + near[draw(6)]
			      : from - 80 * DAY_US + (int64_t)draw(UINT32_MAX) % (to - from + 100 * DAY_US);
		while (k < m.n && m.at[k] < t)
			k++;
		assert_int_equal(moments_from(&m, t), k);
		int64_t day = instant_day(t, style.zone);
		for (k = 0; k < m.n && m.day[k] < day;)
			k++;
		assert_int_equal(moments_from_day(&m, day), k);
	}
	arena_release(&arena);
	zone_free(zone);
}

static void test_moments_by_searching(void **unused)
{
	(void)unused;
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu",
					     "Pacific/Apia" };

	state = 3;
	for (size_t z = 0; z < sizeof zones / sizeof *zones; z++)
		for (enum period p = PERIOD_DAY; p <= PERIOD_YEAR; p++) {
			check_moments(zones[z], p, "2018-10-20", "2019-02-17 12:30");
			check_moments(zones[z], p, "2026-03-29", "2026-03-30");
			check_moments(zones[z], p, "1970-01-01", "1972-03-01 23:59:59.999999");
			check_moments(zones[z], p, "2026-05-02", "2026-05-01"); /* nothing is past */
			check_moments(zones[z], p, "2026-05-01 10:00", "2026-05-01 10:00:00.000001");
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_moment_is_a_run_of_its_own),
		cmocka_unit_test(test_so_with_the_last_days_alone),
		cmocka_unit_test(test_so_of_one_lead_or_three),
		cmocka_unit_test(test_parts_in_any_order_are_the_whole),
		cmocka_unit_test(test_nobody_at_all),
		cmocka_unit_test(test_answers_by_sorting),
		cmocka_unit_test(test_rounding_keeps_equal_ones_as_one),
		cmocka_unit_test(test_moments_by_searching),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

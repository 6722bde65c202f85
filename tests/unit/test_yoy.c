/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Year over year, of leads reckoned by hand, and by its laws of leads drawn at
 * random: beside an unfinished period stands what a run a year ago would have
 * said; beside a finished one what its own row says; parts merged in any order
 * count what the whole does.
 */
#include "tests/unit/lead.h"

#include <math.h>

#include "funnel/yoy.h"

static const char agreement[] =
	"stage lead at created\nstage mql at m\nstage sal at s\nstage won at w value amount\n"
	"exit recycled at r\nhandover mql to sal\n";
#define HEAD "created,m,s,w,r,amount\n"

struct world {
	struct leads leads;
	struct yoy_plan plan;
};

static void open_window(struct world *w, const char *text, const char *csv, enum period period,
			const char *now, int64_t window)
{
	leads_init(&w->leads, text, csv, now);
	assert_true(yoy_bind(&w->plan, w->leads.names, period, window, &w->leads.diags));
	leads_begin(&w->leads);
}

static void open_world(struct world *w, const char *text, const char *csv, enum period period,
		       const char *now)
{
	open_window(w, text, csv, period, now, 0);
}

/* Every step-th lead from one on. */
static struct yoy *count(struct world *w, size_t from, size_t step)
{
	struct yoy *s = yoy_counter.new(&w->plan);
	struct record r;

	for (size_t i = from; i < w->leads.batch.marks.nrow; i += step)
		leads_count(&yoy_counter, s, leads_at(&w->leads, i, &r));
	return s;
}

/* ---- by hand ---- */

static const char by_hand_rows[] = HEAD
	/* 2026, up to 1 July at noon: answered after 3 and 5 hours, and not; not handed over */
	"2026-01-10 09:00,2026-01-11 09:00,2026-01-11 12:00,2026-03-01,,1000\n"
	"2026-02-10 09:00,2026-02-10 10:00,2026-02-10 15:00,,,200\n"
	"2026-03-10 09:00,2026-03-11 09:00,,,,\n"
	"2026-04-10 09:00,,,,,\n"
	/* 2025: up to 1 July at noon, answered and won later, came in at noon, came in a second later, won in
	   2026 */
	"2025-01-10 09:00,2025-01-11 09:00,2025-01-11 10:00,2025-03-01,,500\n"
	"2025-02-10 09:00,2025-02-10 10:00,2025-08-10 15:00,2025-09-01,,700\n"
	"2025-07-01 12:00,,,,,\n"
	"2025-07-01 12:00:01,2025-07-02 12:00,2025-07-02 14:00,2025-12-31 23:59:59,,9000\n"
	"2025-03-01 09:00,2025-03-01 09:00,2025-03-02 09:00,2026-01-05,,100\n"
	/* 2024: handed over in an earlier lap, answered before it was handed over, answered in an earlier lap
	 */
	"2024-01-01 09:00,2024-01-02 09:00,2024-03-01 09:00,,2024-02-01 12:00,\n"
	"2024-02-29 09:00,2024-03-02 09:00,2024-03-01 09:00,,,\n"
	"2024-02-01 09:00,2024-02-20 09:00,2024-02-02 09:00,,2024-02-10 09:00,\n"
	/* in no period */
	",2026-02-10 10:00,,,,\n"
	"1969-12-31 23:59,,,,,\n"
	"2026-07-01 12:01,,,,,\n";

#define NONE	      ((struct yoy_side){ .known = false })
#define RATE(top, of) ((struct yoy_side){ .known = true, .k = (top), .n = (of) })
#define HOURS(x)      ((struct yoy_side){ .known = true, .median = (int64_t)((x)*7200e6) })
#define MONEY(x)      ((struct yoy_side){ .known = true, .amount = (__int128)(x)*1000000 })

static bool alike(struct yoy_side a, struct yoy_side b)
{
	return a.known == b.known &&
	       (!a.known || (a.k == b.k && a.n == b.n && a.median == b.median && a.amount == b.amount));
}

static void as_reckoned_by_hand(void **unused)
{
	static const struct {
		int year;
		enum yoy_figure figure;
		struct yoy_side value, before;
		int chance;
	} want[] = {
		{ 2026, YOY_CONVERSION, RATE(1, 4), RATE(1, 4), CHANCE_UNKNOWN },
		{ 2026, YOY_QUALIFICATION, RATE(3, 4), RATE(3, 4), CHANCE_UNKNOWN },
		{ 2026, YOY_RESPONSE, HOURS(4), HOURS(12.5), CHANCE_UNKNOWN },
		{ 2026, YOY_UNANSWERED, RATE(1, 3), RATE(1, 3), CHANCE_UNKNOWN },
		{ 2026, YOY_REVENUE, MONEY(1000), MONEY(500), CHANCE_UNKNOWN },
		{ 2025, YOY_CONVERSION, RATE(3, 5), RATE(0, 3), CHANCE_UNKNOWN },
		{ 2025, YOY_QUALIFICATION, RATE(4, 5), RATE(3, 3), CHANCE_UNKNOWN },
		{ 2025, YOY_RESPONSE, HOURS(13), NONE, CHANCE_UNKNOWN },
		{ 2025, YOY_UNANSWERED, RATE(0, 4), RATE(2, 2), CHANCE_UNKNOWN },
		{ 2025, YOY_REVENUE, MONEY(10200), MONEY(0), CHANCE_UNKNOWN },
		{ 2024, YOY_CONVERSION, RATE(0, 3), NONE, CHANCE_UNKNOWN },
		{ 2024, YOY_RESPONSE, NONE, NONE, CHANCE_UNKNOWN },
		{ 2024, YOY_REVENUE, MONEY(0), NONE, CHANCE_UNKNOWN },
	};
	struct world w;

	(void)unused;
	open_world(&w, agreement, by_hand_rows, PERIOD_YEAR, "2026-07-01 12:00");
	struct yoy *s = count(&w, 0, 1);
	yoy_counter.settle(s);
	assert_false(yoy_any(s, 2023 - 1970));
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct yoy_change x = yoy_at(s, (size_t)want[i].year - 1970, want[i].figure);
		if (!alike(x.value, want[i].value) || !alike(x.before, want[i].before) ||
		    (int)x.chance != want[i].chance)
			fail_msg("%d, figure %d: %lu/%lu %ld %ld, before %lu/%lu %ld %ld, chance %d",
				 want[i].year, want[i].figure, x.value.k, x.value.n, x.value.median,
				 (long)x.value.amount, x.before.k, x.before.n, x.before.median,
				 (long)x.before.amount, x.chance);
	}
	yoy_counter.report(s, &w.leads.diags);
	assert_true(
		str_eq(buf_view(&w.leads.diags.notes),
		       STR("test: 2026 has not ended: it is seen as of 2026-07-01 12:00:00, and beside it "
			   "2025 as of "
			   "2025-07-01 12:00:00\n"
			   "test: 1 row in no period, as their time of this stage is unknown: lead\n"
			   "test: 1 row in no period, for they came in before 1970\n"
			   "test: 1 row in no response time, for they went on before they reached: mql\n")));
	yoy_counter.free(s);
	leads_release(&w.leads);
}

/* ---- the other moment ---- */

static void the_earlier_moment(void **unused)
{
	static const struct {
		const char *zone, *now;
		enum period period;
		const char *cutoff; /* NULL: the period has ended */
	} cases[] = {
		{ "UTC", "2026-07-01 12:00", PERIOD_YEAR, "2025-07-01 12:00" },
		{ "UTC", "2028-02-29 12:00", PERIOD_YEAR, "2027-02-28 12:00" },
		{ "UTC", "2028-02-29 12:00", PERIOD_MONTH, "2027-02-28 12:00" },
		{ "UTC", "2025-02-28 12:00", PERIOD_QUARTER, "2024-02-28 12:00" },
		{ "UTC", "2026-07-01", PERIOD_MONTH, "2025-07-01" },
		{ "UTC", "2026-12-31 23:59:59.999999", PERIOD_YEAR, NULL },
		{ "UTC", "2028-02-29 23:59:59.999999", PERIOD_MONTH, NULL },
		{ "UTC", "2028-02-29 23:59:59.999998", PERIOD_MONTH, "2027-02-28 23:59:59.999998" },
		{ "UTC", "2026-05-14 12:00", PERIOD_WEEK, "2025-05-15 12:00" }, /* a Thursday each */
		{ "UTC", "2027-01-01 12:00", PERIOD_WEEK,
		  "2025-12-26 12:00" }, /* a Friday, of the last week */
		{ "Europe/Berlin", "2026-03-29 12:00", PERIOD_YEAR, "2025-03-29 12:00" },
		{ "Europe/Berlin", "2025-03-30 12:00", PERIOD_YEAR, "2024-03-30 12:00" },
		{ "Europe/Berlin", "2026-03-30 02:30", PERIOD_YEAR, "2025-03-30 02:30" }, /* skipped */
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf text = { 0 };
		struct world w;
		int64_t want = 0;
		buf_print(&text, "timezone \"%s\"\n%s", cases[i].zone, agreement);
		buf_char(&text, '\0');
		open_world(&w, text.p, HEAD, cases[i].period, cases[i].now);
		if (cases[i].cutoff)
			assert_int_equal(
				instant_read(str_from(cases[i].cutoff), &w.leads.program.times, &want),
				TIME_READ);
		if (!cases[i].cutoff != (w.plan.whole == w.plan.n) ||
		    (cases[i].cutoff && instant_us(w.plan.earlier_cutoff) != instant_us(want)))
			fail_msg("%s: %ld, not %ld", cases[i].now, w.plan.earlier_cutoff, want);
		leads_release(&w.leads);
		buf_release(&text);
	}
}

/* ---- more than chance ---- */

/* 400 leads of each year: of 2025 every tenth won, answered after 10 hours and more; of 2026 every fourth,
 * after 1 hour and more. */
static void more_than_chance(void **unused)
{
	struct buf csv = { 0 };
	struct world w;

	(void)unused;
	buf_print(&csv, HEAD);
	for (int year = 2025; year <= 2026; year++)
		for (int i = 0; i < 400; i++)
			buf_print(&csv, "%d-01-10 00:01,%d-01-10 00:01,%d-01-10 %02d:%02d,%s,,%d\n", year,
				  year, year, (year == 2025 ? 10 : 1) + i / 60, i % 60,
				  i % (year == 2025 ? 10 : 4) ? ""
				  : year == 2025	      ? "2025-02-01"
							      : "2026-02-01",
				  50);
	buf_char(&csv, '\0');
	open_world(&w, agreement, csv.p, PERIOD_YEAR, "2026-12-31 23:59:59.999999");
	struct yoy *s = count(&w, 0, 1);
	yoy_counter.settle(s);
	struct yoy_change x = yoy_at(s, 2026 - 1970, YOY_CONVERSION);
	assert_int_equal(x.chance, OUTSIDE);
	/* of Wilson's 0.210079 to 0.294677 and 0.074299 to 0.133311 */
	assert_true(fabs(x.ends.low - 0.098007) < 1e-6);
	assert_true(fabs(x.ends.high - 0.201542) < 1e-6);
	assert_int_equal(yoy_at(s, 2026 - 1970, YOY_QUALIFICATION).chance, INSIDE);
	assert_int_equal(yoy_at(s, 2026 - 1970, YOY_RESPONSE).chance, OUTSIDE);
	assert_true(isnan(yoy_at(s, 2026 - 1970, YOY_RESPONSE).ends.low));
	assert_int_equal(yoy_at(s, 2026 - 1970, YOY_UNANSWERED).chance, INSIDE);
	assert_int_equal(yoy_at(s, 2026 - 1970, YOY_REVENUE).chance,
			 OUTSIDE); /* 3000 ÷ √(140 · 50²) = 5.07 */
	yoy_counter.free(s);
	leads_release(&w.leads);
	buf_release(&csv);
}

/* So many leads that were won for the amount in 2025, and one for nothing in 2026; and 20 of each that were
 * not. */
static int chance_of(const char *amount, int n, __int128 *sum)
{
	struct buf csv = { 0 };
	struct world w;

	buf_print(&csv, HEAD "2026-01-10,,,2026-01-11,,\n");
	for (int i = 0; i < n; i++)
		buf_print(&csv, "2025-01-10,,,2025-01-11,,%s\n", amount);
	for (int i = 0; i < 20; i++)
		buf_print(&csv, "2025-01-10,,,,,\n2026-01-10,,,,,\n");
	buf_char(&csv, '\0');
	open_world(&w, agreement, csv.p, PERIOD_YEAR, "2026-12-31 23:59:59.999999");
	struct yoy *s = count(&w, 0, 1);
	yoy_counter.settle(s);
	struct yoy_change x = yoy_at(s, 2026 - 1970, YOY_REVENUE);
	assert_true(x.value.amount == 0);
	*sum = x.before.amount;
	yoy_counter.free(s);
	leads_release(&w.leads);
	buf_release(&csv);
	return x.chance;
}

/* The squares of large amounts don't run over: n alike are n ÷ √n, and that is beyond 1.96 from 4 on. The
 * last is 2^43 − 1 millionths, whose square is for a half in what its upper and its lower bits make. */
static void large_amounts(void **unused)
{
	static const char *const amounts[] = { "9200000000000000000", "-9200000000000000000", "9000000000000",
					       "8796093.022207" };
	__int128 sum;

	(void)unused;
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		assert_int_equal(chance_of(amounts[i], 3, &sum), INSIDE);
		assert_int_equal(chance_of(amounts[i], 4, &sum), OUTSIDE);
	}
	assert_true(sum == (__int128)8796093022207 * 4);
	chance_of(amounts[0], 5, &sum);
	assert_true(sum == (__int128)9200000000000000000 * 5000000);
}

/* ---- no verdict ---- */

/* Ten leads a day from a date to a day before another; 30% of them are won so many days later. */
static void put_leads(struct buf *csv, int64_t day, int64_t end, int days)
{
	for (; day < end; day++) {
		struct civil c = day_civil(day), w = day_civil(day + days);
		for (int i = 0; i < 10; i++) {
			buf_print(csv, "%04d-%02d-%02d,,,", c.year, c.month, c.day);
			if (i < 3)
				buf_print(csv, "%04d-%02d-%02d", w.year, w.month, w.day);
			buf_print(csv, ",,\n");
		}
	}
}

static void a_business_that_begins(void **unused)
{
	static const struct {
		int from_month;
		enum period period;
		const char *now;
		int64_t window;
		int chance, why;
		uint64_t early, leads, before; /* before: the leads of the year before */
	} cases[] = {
		{ 10, PERIOD_YEAR, "2026-12-31 23:59:59.999999", 0, CHANCE_UNKNOWN, YOY_LATE_START, 0, 920,
		  920 },
		{ 10, PERIOD_YEAR, "2026-11-15 12:00", 0, CHANCE_UNKNOWN, YOY_LATE_START, 0, 460, 460 },
		{ 10, PERIOD_YEAR, "2026-12-31 23:59:59.999999", 60, CHANCE_UNKNOWN, YOY_LATE_START, 0, 320,
		  320 },
		/* matching days are not matching follow-up: with a window there is no change */
		{ 1, PERIOD_YEAR, "2026-12-31 23:59:59.999999", 0, INSIDE, YOY_JUDGED, 0, 0, 3650 },
		{ 1, PERIOD_QUARTER, "2026-12-31 23:59:59.999999", 60, INSIDE, YOY_JUDGED, 0, 0, 320 },
		{ 1, PERIOD_QUARTER, "2026-08-01 12:00", 60, CHANCE_UNKNOWN, YOY_FEW, 0, 0, 0 },
		{ 1, PERIOD_QUARTER, "2026-09-01 12:00", 60, INSIDE, YOY_JUDGED, 0, 0, 30 },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf csv = { 0 };
		struct world w;
		buf_print(&csv, HEAD);
		put_leads(&csv, day_number(2025, cases[i].from_month, 1), day_number(2027, 1, 1), 60);
		buf_char(&csv, '\0');
		open_window(&w, agreement, csv.p, cases[i].period, cases[i].now, cases[i].window * DAY_US);
		struct yoy *s = count(&w, 0, 1);
		yoy_counter.settle(s);
		if (yoy_any(s, w.plan.n - 1)) {
			struct yoy_change x = yoy_at(s, w.plan.n - 1, YOY_CONVERSION);
			if ((int)x.chance != cases[i].chance || (int)x.why != cases[i].why ||
			    x.early != cases[i].early || x.leads != cases[i].leads ||
			    x.before.n != cases[i].before)
				fail_msg("%zu: chance %d, why %d, %lu of %lu, before %lu", i, x.chance, x.why,
					 x.early, x.leads, x.before.n);
			if (cases[i].window)
				assert_true(x.value.k * x.before.n == x.before.k * x.value.n);
		}
		yoy_counter.free(s);
		leads_release(&w.leads);
		buf_release(&csv);
	}
}

/* ---- laws ---- */

/* xorshift64* of Marsaglia and Vigna: the same numbers everywhere. */
static uint64_t state = 1;

static uint64_t draw(uint64_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * UINT64_C(2685821657736338717) >> 32) % n;
}

static void put_time(struct buf *b, unsigned chance, unsigned from, unsigned days)
{
	if (draw(100) < chance) {
		struct civil c = day_civil(day_number(2023, 1, 1) + from + (int64_t)draw(days));
		buf_print(b, "%04d-%02d-%02d", c.year, c.month, c.day);
		if (draw(4))
			buf_print(b, " %02u:%02u", (unsigned)draw(24), (unsigned)draw(4) * 15);
	}
	buf_char(b, ',');
}

static void draw_leads(struct buf *csv, size_t n)
{
	static const unsigned chance[] = { 95, 80, 60, 40, 30 };

	buf_print(csv, HEAD);
	for (size_t i = 0; i < n; i++) {
		unsigned first = (unsigned)draw(1400), days = 1 + (unsigned)draw(draw(2) ? 200 : 3);
		put_time(csv, chance[0], first, 1);
		for (size_t c = 1; c < sizeof chance / sizeof *chance; c++)
			put_time(csv, chance[c], first, days);
		buf_print(csv, "%u.%02u\n", (unsigned)draw(2000), (unsigned)draw(100));
	}
	buf_char(csv, '\0');
}

static void same_side(struct yoy_side a, struct yoy_side b, const char *what, size_t period, int f)
{
	if (!alike(a, b))
		fail_msg("%s: period %zu, figure %d: %d %lu/%lu %ld %ld, not %d %lu/%lu %ld %ld", what,
			 period, f, a.known, a.k, a.n, a.median, (long)a.amount, b.known, b.k, b.n, b.median,
			 (long)b.amount);
}

static struct yoy *settled(struct world *w)
{
	struct yoy *s = count(w, 0, 1);

	yoy_counter.settle(s);
	return s;
}

/* What a run a year ago said of its last period stands beside this one's. */
static void as_said_a_year_ago(struct world *w, const struct yoy *s, const char *csv, enum period period)
{
	struct buf then = { 0 };
	struct world ago;

	if (w->plan.whole == w->plan.n || !yoy_any(s, w->plan.n - 1))
		return;
	instant_write(&then, w->plan.earlier_cutoff, w->plan.zone);
	buf_char(&then, '\0');
	open_world(&ago, agreement, csv, period, then.p);
	struct yoy *said = settled(&ago);
	assert_true(w->plan.beside[ago.plan.n - 1]);
	for (int f = 0; f < YOY_FIGURES; f++) {
		struct yoy_change x = yoy_at(s, w->plan.n - 1, (enum yoy_figure)f);
		struct yoy_side none = NONE;
		bool any = yoy_any(said, ago.plan.n - 1);
		same_side(x.before, any ? yoy_at(said, ago.plan.n - 1, (enum yoy_figure)f).value : none,
			  "a year ago", w->plan.n - 1, f);
	}
	yoy_counter.free(said);
	leads_release(&ago.leads);
	buf_release(&then);
}

static void as_its_own_row(struct world *w, const struct yoy *s, enum period period)
{
	for (size_t i = 0; i < w->plan.whole; i++) {
		size_t before =
			(size_t)(period_year_before(period, w->plan.first + (int64_t)i) - w->plan.first);
		if (!yoy_any(s, i) || before >= w->plan.n)
			continue;
		for (int f = 0; f < YOY_FIGURES; f++)
			if (yoy_any(s, before))
				same_side(yoy_at(s, i, (enum yoy_figure)f).before,
					  yoy_at(s, before, (enum yoy_figure)f).value, "own row", i, f);
	}
}

static void as_in_parts(struct world *w, const struct yoy *s)
{
	struct yoy *all = yoy_counter.new(&w->plan);

	for (size_t parts = 3, i = parts; i-- > 0;) {
		struct yoy *part = count(w, i, parts);
		yoy_counter.merge(all, part);
		yoy_counter.free(part);
	}
	yoy_counter.settle(all);
	for (size_t i = 0; i < w->plan.n; i++) {
		assert_int_equal(yoy_any(all, i), yoy_any(s, i));
		for (int f = 0; f < YOY_FIGURES && yoy_any(s, i); f++) {
			struct yoy_change x = yoy_at(s, i, (enum yoy_figure)f),
					  y = yoy_at(all, i, (enum yoy_figure)f);
			same_side(x.value, y.value, "parts", i, f);
			same_side(x.before, y.before, "parts", i, f);
			assert_int_equal(x.chance, y.chance);
		}
	}
	yoy_counter.free(all);
}

static void laws(void **unused)
{
	static const enum period periods[] = { PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR };
	static const char *const nows[] = { "2026-07-01 12:00", "2024-02-29 08:30",
					    "2025-12-31 23:59:59.999999", "2027-01-01 01:00", "2025-03-10" };

	(void)unused;
	for (int round = 0; round < 80; round++) {
		enum period period = periods[round % 4];
		struct buf csv = { 0 };
		struct world w;
		draw_leads(&csv, 100 + draw(800));
		open_world(&w, agreement, csv.p, period, nows[round % 5]);
		struct yoy *s = settled(&w);
		as_said_a_year_ago(&w, s, csv.p, period);
		as_its_own_row(&w, s, period);
		as_in_parts(&w, s);
		yoy_counter.free(s);
		leads_release(&w.leads);
		buf_release(&csv);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_reckoned_by_hand),	  cmocka_unit_test(the_earlier_moment),
		cmocka_unit_test(more_than_chance),	  cmocka_unit_test(large_amounts),
		cmocka_unit_test(a_business_that_begins), cmocka_unit_test(laws),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

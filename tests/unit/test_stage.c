/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a lead got and whether it left, as of a moment: a table of leads, each with its answer. */
#include "tests/unit/lead.h"

#include "base/file.h"
#include "lead/stage.h"

static const char pipeline_text[] =
	"stage lead at created_at\nstage mql at mql_at\nstage sal at sal_at\nstage sql at sql_at\n"
	"stage won at won_at value amount\nexit recycled at recycled_at\nexit lost at lost_at\n";
static const char head[] = "created_at,mql_at,sal_at,sql_at,won_at,amount,recycled_at,lost_at\n";

struct stands {
	size_t depth, exit;
	bool came_back;
};

static struct stands stand(const char *agreement, const char *header, const char *row, const char *now)
{
	struct buf csv = { 0 };
	struct leads l;
	struct pipeline pipeline;
	struct record r;

	buf_print(&csv, "%s%s\n", header, row);
	buf_char(&csv, '\0');
	leads_init(&l, agreement, csv.p, now);
	assert_true(pipeline_bind(&pipeline, l.names));
	leads_begin(&l);
	struct standing at = *pipeline_stand(&pipeline, leads_at(&l, 0, &r));
	struct stands s = { at.depth, at.exit, l.tally.came_back };
	leads_release(&l);
	buf_release(&csv);
	return s;
}

struct answer {
	const char *row;
	size_t depth, exit; /* NONE, or 0 recycled, 1 lost */
	bool came_back;
};
#define NONE SIZE_MAX

static void check(const struct answer *a, size_t n, const char *now)
{
	for (size_t i = 0; i < n; i++) {
		struct stands s = stand(pipeline_text, head, a[i].row, now);
		if (s.depth != a[i].depth || s.exit != a[i].exit || s.came_back != a[i].came_back)
			fail_msg("%s at %s: depth %zu, exit %zd, came back %d", a[i].row, now, s.depth,
				 (ssize_t)s.exit, s.came_back);
	}
}

static void test_as_of_the_end(void **unused)
{
	(void)unused;
	static const struct answer answers[] = {
		{ "2026-02-01 10:30,2026-02-02 10:30,2026-02-03 15:00,2026-02-05 10:30,2026-02-20 "
		  "10:30,1000,,",
		  5, NONE, false },
		{ "2026-02-01 10:30,2026-02-02 21:00,,2026-02-10 10:30,,,,", 4, NONE,
		  false },							  /* a stage skipped */
		{ "2026-02-01 10:30,,,,2026-04-10 10:30,500,,", 5, NONE, false }, /* all skipped */
		{ "2026-02-10 10:30,2026-02-08 10:30,2026-02-12 10:30,,,,,", 3, NONE, false }, /* reversed */
		{ "2026-02-01 10:30,2026-02-05 10:30,,,,,,2026-02-09 12:00", 2, 1, false },
		{ "2026-02-01 10:30,2026-02-05 10:30,2026-02-20 10:30,,,,2026-02-09 12:00,", 3, NONE,
		  true }, /* came back */
		{ "2026-02-01 10:30,2026-02-25 10:30,,,,,2026-02-09 12:00,", 2, NONE, true },
		{ "2026-02-01 10:30,2026-02-03 10:30,,,2026-04-01 10:30,640,,2026-02-15 10:30", 5, NONE,
		  true },
		{ "2026-02-01 10:30,2026-02-03 10:30,,,2026-04-01 10:30,300,,2026-05-01 10:30", 5, 1,
		  false },						  /* cancelled */
		{ "2026-02-01,2026-02-04,,,,,2026-02-04,", 2, 0, false }, /* a tie leaves it in force */
		{ "2026-02-01 10:30,2026-02-04 10:30,,,,,2026-02-04 10:30,", 2, 0, false },
		{ "2026-02-01,2026-02-04 15:00,,,,,2026-02-04,", 2, 0, false }, /* a date is its whole day */
		{ "2026-02-01,2026-02-04,,,,,2026-02-04 15:00,", 2, 0, false },
		{ "2026-02-01,2026-02-04 15:00:01,,,,,2026-02-04 15:00,", 2, NONE, true },
		{ "2026-02-01 10:30,2026-02-05 10:30,,,,,2026-02-09 12:00,2026-04-10 10:30", 2, 0,
		  false }, /* the earlier exit */
		{ "2026-02-01 10:30,2026-02-05 10:30,,,,,2026-04-10 10:30,2026-02-09 12:00", 2, 1, false },
		{ "2026-02-01 10:30,2026-02-05 10:30,,,,,2026-02-09,2026-02-09", 2, 0,
		  false }, /* ties by order */
		{ ",2026-02-05 10:30,,,,,,", 2, NONE, false },
		{ "2026-02-02 10:30,soon,,,,,,", 1, NONE, false }, /* no time is no evidence */
		{ "2026-05-20 10:30,2026-05-21 10:30,2026-05-22 10:30,2026-06-01 10:30,2026-07-15 "
		  "10:30,900,,",
		  4, NONE, false },
		{ ",,,,,,,", 0, NONE, false },
		{ ",,,,,,,2026-02-09 12:00", 1, 1, false },	   /* an exit implies the first stage */
		{ "2026-07-15,,,,,,,2026-07-16", 0, NONE, false }, /* not yet */
		{ "2026-02-02,,,,,,,2026-07-16", 1, NONE, false },
		{ "0000-00-00,2026-02-05,,,,,0000-00-00,", 2, NONE, false },
	};

	check(answers, sizeof answers / sizeof *answers, "2026-06-30 23:59");
}

static void test_as_of_the_past(void **unused)
{
	(void)unused;
	static const struct answer answers[] = {
		{ "2026-02-01 10:30,2026-02-02 10:30,2026-02-03 15:00,2026-02-05 10:30,2026-02-20 "
		  "10:30,1000,,",
		  4, NONE, false },
		{ "2026-02-01 10:30,2026-02-05 10:30,2026-02-20 10:30,,,,2026-02-09 12:00,", 2, 0,
		  false }, /* gone, not yet back */
		{ "2026-02-01 10:30,2026-02-25 10:30,,,,,2026-02-09 12:00,", 1, 0, false },
		{ "2026-02-01 10:30,2026-02-03 10:30,,,2026-04-01 10:30,300,,2026-05-01 10:30", 2, NONE,
		  false },
		{ "2026-02-10 00:00,,,,,,,", 0, NONE, false },
		{ "2026-02-09 23:59:59.999999,,,,,,,", 1, NONE, false },
	};

	check(answers, sizeof answers / sizeof *answers, "2026-02-09 23:59:59.999999");
}

/* when, when with at, neither; and exits without a time. */
static void test_conditions(void **unused)
{
	(void)unused;
	static const char text[] =
		"stage lead\nstage try when status in (\"try\", \"won\") at t\nstage won when status = "
		"\"won\"\n"
		"exit left when status contains \"left\" or note = \"left\"\nexit lost at lost_at\n";
	static const struct answer answers[] = {
		{ ",,,", 1, NONE, false },
		{ "try,,,", 2, NONE, false }, /* `when` decides, `at` only says when */
		{ "try,2026-07-01,,", 1, NONE, false },
		{ "x,2026-02-01,,", 1, NONE, false },
		{ "try,soon,,", 1, NONE, false }, /* but what fills it and is no time is no evidence */
		{ "won,2026-02-01,,", 3, NONE, false },
		{ "left,,,", 1, 0, false },
		{ "try,2026-02-01,,left", 2, 0, false }, /* an undated exit holds while its condition does */
		{ "won,,2026-02-01,", 3, NONE, false },	 /* nobody knows which of the two was earlier */
		{ "won,,,left", 3, NONE, false },
		{ "try,,2026-02-01,", 2, 1, false },  /* undated evidence of another does not */
		{ "left,,2026-02-01,", 1, 1, false }, /* the dated exit before the undated */
	};

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		struct stands s = stand(text, "status,t,lost_at,note\n", answers[i].row, "2026-06-30");
		if (s.depth != answers[i].depth || s.exit != answers[i].exit ||
		    s.came_back != answers[i].came_back)
			fail_msg("%s: depth %zu, exit %zd, came back %d", answers[i].row, s.depth,
				 (ssize_t)s.exit, s.came_back);
	}
}

/* An exit whose condition holds: the CRM says today that the lead is out. */
static void test_exits_with_a_condition(void **unused)
{
	(void)unused;
	static const char text[] = "stage lead at t\nstage mql at m\nstage won at w\n"
				   "exit lost when status = \"lost\" at closed\nexit back at b\n";
	static const struct answer answers[] = {
		{ "lost,2026-05-02,,,2026-05-01,", 1, 0, false }, /* a later stage doesn't bring it back */
		{ "lost,2026-05-02,2026-05-09,,2026-05-01,", 2, 0, false },
		{ "open,2026-05-02,2026-05-09,,2026-05-01,", 2, NONE, false },
		{ "lost,2026-05-02,,,,", 1, 0, false },
		{ "lost,2026-05-02,,,2026-07-01,", 1, NONE, false }, /* not yet */
		{ "open,2026-05-02,2026-05-09,,,2026-05-08", 2, NONE, true },
		{ "open,2026-05-02,2026-05-09,,,2026-05-09", 2, 1, false },
		{ "lost,2026-05-02,2026-05-09,,2026-05-01,2026-05-08", 2, 0, true },
		/* but the last stage does, and a tie with it is no way back */
		{ "lost,2026-04-27,2026-04-28,2026-04-29,2026-04-29,", 3, NONE, false },
		{ "lost,2026-04-27,2026-04-28,2026-04-29,2026-04-28,", 3, NONE, true },
		{ "lost,2026-04-27,2026-04-28,2026-04-29,2026-04-30,", 3, 0, false },
		{ "lost,2026-04-27,2026-04-28,2026-04-29 15:00,2026-04-29,", 3, NONE, false },
		{ "lost,2026-04-27,2026-05-09,2026-04-29,2026-04-30,", 3, 0, false },
		{ "lost,2026-04-27,2026-04-28,2026-04-29,,", 3, NONE, false },
		{ "open,2026-04-27,2026-05-09,2026-04-29,,2026-04-30", 3, NONE, true },
		{ "open,2026-04-27,2026-04-28,2026-04-29,,2026-04-29", 3, NONE, false },
	};
	/* where everybody is at the last stage, that says nothing against it */
	static const char single[] = "stage lead\nexit lost when status = \"lost\" at closed\n";

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		struct stands s = stand(text, "status,t,m,w,closed,b\n", answers[i].row, "2026-06-30");
		if (s.depth != answers[i].depth || s.exit != answers[i].exit ||
		    s.came_back != answers[i].came_back)
			fail_msg("%s: depth %zu, exit %zd, came back %d", answers[i].row, s.depth,
				 (ssize_t)s.exit, s.came_back);
	}
	assert_int_equal(stand(single, "status,closed\n", "lost,2026-05-01", "2026-06-30").exit, 0);
	assert_int_equal(stand(single, "status,closed\n", "lost,", "2026-06-30").exit, 0);
	assert_int_equal(stand(single, "status,closed\n", "open,", "2026-06-30").exit, NONE);
}

/* Reached never falls as now moves on. */
static void test_reached_never_falls(void **unused)
{
	(void)unused;
	static const char row[] =
		"2026-02-05,2026-02-02,2026-02-20,2026-02-10,2026-04-01,,2026-02-15,2026-02-25";
	size_t depth = 0;

	for (int day = 1; day <= 28; day++) {
		char now[32];
		snprintf(now, sizeof now, "2026-02-%02d 12:00", day);
		struct stands s = stand(pipeline_text, head, row, now);
		assert_true(s.depth >= depth);
		depth = s.depth;
	}
	assert_int_equal(depth, 4);
}

static char *slurp(const char *name)
{
	char path[512];
	const char *shared = getenv("LEADPIPE_SHARED");
	struct buf b = { 0 };

	snprintf(path, sizeof path, "%s/data/semantics/%s", shared ? shared : "", name);
	if (!shared || !file_read(path, &b))
		return NULL;
	buf_char(&b, '\0');
	return b.p;
}

/* Of every stage: reached, waiting, left, and left by each exit; against the answers of another program. */
static void check_counts(const char *answers_file, const char *now)
{
	char *csv = slurp("edge.csv"), *answers = slurp(answers_file);
	long reached[6] = { 0 }, waiting[6] = { 0 }, left[6][2] = { { 0 } };
	struct leads l;
	struct pipeline pipeline;
	struct record r;

	if (!csv || !answers)
		skip();
	leads_init(&l, pipeline_text, csv, now);
	assert_true(pipeline_bind(&pipeline, l.names));
	leads_begin(&l);
	for (size_t i = 0; i < l.batch.marks.nrow; i++) {
		struct standing s = *pipeline_stand(&pipeline, leads_at(&l, i, &r));
		for (size_t k = 1; k <= s.depth; k++)
			reached[k]++;
		if (s.exit == NONE)
			waiting[s.depth]++;
		else
			left[s.depth][s.exit]++;
	}
	leads_release(&l);
	char *line = strchr(answers, '\n') + 1;
	for (int k = 1; k <= 5; k++, line = strchr(line, '\n') + 1) {
		long cell[12] = { 0 };
		char *p = line;
		for (int c = 0; c < 12; c++, p += strcspn(p, ",\n") + 1)
			cell[c] = strtol(p, NULL, 10);
		assert_int_equal(reached[k], cell[1]);
		assert_int_equal(k < 5 ? waiting[k] : 0, cell[6]);
		assert_int_equal(left[k][0] + left[k][1], cell[7]);
		assert_int_equal(left[k][0], cell[8]);
		assert_int_equal(left[k][1], cell[9]);
		assert_int_equal(reached[k],
				 (k < 5 ? reached[k + 1] : 0) + left[k][0] + left[k][1] + waiting[k]);
	}
	free(csv);
	free(answers);
}

static void test_edge_cases_at_the_end(void **unused)
{
	(void)unused;
	check_counts("edge_now_2026-06-30.csv", "2026-06-30 23:59:59.999999");
}

static void test_edge_cases_in_between(void **unused)
{
	(void)unused;
	check_counts("edge_now_2026-03-09.csv", "2026-03-09 23:59:59.999999");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_of_the_end),
		cmocka_unit_test(test_as_of_the_past),
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_exits_with_a_condition),
		cmocka_unit_test(test_reached_never_falls),
		cmocka_unit_test(test_edge_cases_at_the_end),
		cmocka_unit_test(test_edge_cases_in_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

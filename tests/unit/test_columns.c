/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of the reports for programs: each says what it means, and the
 * section of the manual that is about the report names it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bant/shortfall.h"
#include "funnel/eventual.h"
#include "funnel/funnel_report.h"
#include "funnel/reasons_report.h"
#include "funnel/yoy_report.h"
#include "lookback/good_months.h"
#include "lookback/lookback_report.h"
#include "route/dry_run.h"
#include "review/status.h"
#include "route/fairness_report.h"
#include "route/replay.h"
#include "same/duplicates_report.h"
#include "score/summary.h"
#include "sla/backlog_report.h"

static const struct described {
	const struct report *report;
	const char *page, *section;
} reports[] = {
	{ &shortfall_report, "leadbant", "THE SUMMARY" },
	{ &eventual_report, "leadfunnel", "IN THE END" },
	{ &funnel_report, "leadfunnel", "THE FUNNEL" },
	{ &reasons_report, "leadfunnel", "WHY THEY LEFT" },
	{ &yoy_report, "leadfunnel", "The year before" },
	{ &good_months_report, "leadfunnel", "LOOKING BACK" },
	{ &lookback_report, "leadfunnel", "LOOKING BACK" },
	{ &duplicates_report, "leadfold", "DUPLICATES" },
	{ &duplicates_figures, "leadfold", "DUPLICATES" },
	{ &status_report, "leadreview", "HOW FAR IT IS" },
	{ &dry_run_report, "leadroute", "OPTIONS" },
	{ &fairness_report, "leadroute", "HOW FAIR IT IS" },
	{ &replay_report, "leadroute", "VERIFYING THE LEDGER" },
	{ &summary_report, "leadscore", "THE SUMMARY" },
	{ &backlog_report, "leadsla", "THE REPORT" },
};
enum { REPORTS = sizeof reports / sizeof *reports };

/* The macro lines of a section, a space before each word and behind the last. */
static char *section_of(const struct described *d)
{
	struct buf text = { 0 };
	char path[4096], line[4096], *root = getenv("ROOT");
	bool on = false;

	snprintf(path, sizeof path, "%s/man/%s.1", root ? root : ".", d->page);
	FILE *f = fopen(path, "r");
	if (!f)
		fail_msg("%s can't be read", path);
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, ".Sh ", 4) == 0 || strncmp(line, ".Ss ", 4) == 0)
			on = strcmp(line + 4, d->section) == 0;
		else if (on && *line == '.')
			buf_print(&text, " %s ", line);
	}
	fclose(f);
	buf_char(&text, '\0');
	return text.p;
}

static bool names(const char *section, const char *head)
{
	struct buf word = { 0 };

	buf_print(&word, " %s ", head);
	buf_char(&word, '\0');
	bool found = strstr(section, word.p);
	buf_release(&word);
	return found;
}

static void test_columns_are_in_the_manual(void **state)
{
	(void)state;
	for (const struct described *d = reports; d < reports + REPORTS; d++) {
		char *section = section_of(d);
		for (size_t i = 0; i < d->report->columns; i++) {
			const char *head = d->report->column[i].head; /* NULL: as the input says */
			if (head && !names(section, head))
				fail_msg("man/%s.1, %s does not name the column '%s'", d->page, d->section,
					 head);
		}
		free(section);
	}
}

static void test_columns_are_defined(void **state)
{
	(void)state;
	for (const struct described *d = reports; d < reports + REPORTS; d++)
		for (size_t i = 0; i < d->report->columns; i++) {
			const struct column *c = &d->report->column[i];
			if (!c->definition || !*c->definition)
				fail_msg("%s, %s: column %zu has no definition", d->page, d->section, i);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns_are_in_the_manual),
		cmocka_unit_test(test_columns_are_defined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel: how many leads became customers, and where the others were lost. */
#include "cmd/leadfunnel.h"
#include "funnel/reasons_report.h"

enum {
	BY,
	EXACT,
	SORT,
	LIMIT,
	COHORT,
	ACROSS,
	FIGURE,
	GROUPS,
	FROM,
	WINDOW,
	SIMULTANEOUS,
	SPEND,
	REASONS,
	EVENTUAL,
	YOY,
	LOOKBACK,
	GOOD_MONTHS,
	TO,
	ROWS,
	PROMISES,
	FAIL_WHEN,
	MOVEMENT,
	SINCE
};

static const char cohort_words[] = "month week quarter year";
static const char figure_words[] = "reached from_previous from_first of_decided median_days p90_days value "
				   "cost cost_per_reached value_per_cost verdict";
static const char movement_words[] = "month week day quarter year"; /* as in leadfunnel_movement.c */

static const struct option_row own_options[] = {
	[BY] = { OPTION_OWN + BY, "by", "EXPR[,EXPR]", "print a funnel for each group, all leads last",
		 COMPLETE_COLUMN, NULL, TO(leadfunnel, by) },
	[EXACT] = { OPTION_OWN + EXACT, "exact", NULL, "treat different spellings as different groups", 0,
		    NULL, TO(leadfunnel, exact) },
	[SORT] = { OPTION_OWN + SORT, "sort", "COLUMN", "order groups by a column, largest first",
		   COMPLETE_SOME, figure_words, TO(leadfunnel, sort) },
	[LIMIT] = { OPTION_OWN + LIMIT, "limit", "N",
		    "print only N groups (with --reasons: reasons), the rest as (other)", 0, NULL,
		    TO_WHOLE(leadfunnel, limit, 1, INT64_C(1000000000)) },
	[COHORT] = { OPTION_OWN + COHORT, "cohort", "PERIOD", "print a funnel for each period of arrival",
		     COMPLETE_WORDS, cohort_words, TO(leadfunnel, cohort) },
	[ACROSS] = { OPTION_OWN + ACROSS, "across", "EXPR", "print a grid: a column for each group of EXPR",
		     COMPLETE_COLUMN, NULL, TO(leadfunnel, grid.across) },
	[FIGURE] = { OPTION_OWN + FIGURE, "figure", "LIST",
		     "with --across: what is in it, such as won.from_first", COMPLETE_SOME, figure_words,
		     TO(leadfunnel, grid.figure) },
	[GROUPS] = { OPTION_OWN + GROUPS, "groups", "LIST|@FILE",
		     "with --across: the columns, the rest as (other)", 0, NULL,
		     TO(leadfunnel, grid.groups) },
	[FROM] = { OPTION_OWN + FROM, "from", "STAGE",
		   "begin cohorts and windows at STAGE, not the first stage", COMPLETE_STAGE, NULL,
		   TO(leadfunnel, from) },
	[WINDOW] = { OPTION_OWN + WINDOW, "window", "SPAN", "count only events within SPAN: '90 days'", 0,
		     NULL, TO(leadfunnel, window) },
	[SIMULTANEOUS] = { OPTION_OWN + SIMULTANEOUS, "simultaneous", NULL, "make verdicts hold jointly", 0,
			   NULL, TO(leadfunnel, simultaneous) },
	[SPEND] = { OPTION_OWN + SPEND, "spend", "FILE", "add the cost per lead, from a CSV of costs",
		    COMPLETE_FILE, NULL, TO(leadfunnel, spend) },
	[REASONS] = { OPTION_OWN + REASONS, "reasons", NULL, "report why leads left, by exit and stage", 0,
		      NULL, TO_NOTHING },
	[EVENTUAL] = { OPTION_OWN + EVENTUAL, "eventual", NULL,
		       "report the share of each step that will eventually convert", 0, NULL, TO_NOTHING },
	[YOY] = { OPTION_OWN + YOY, "yoy", NULL,
		  "compare each year, or --cohort period, with the year before", 0, NULL, TO_NOTHING },
	[LOOKBACK] = { OPTION_OWN + LOOKBACK, "lookback", NULL,
		       "report which columns, or those of -c, predicted conversion", 0, NULL, TO_NOTHING },
	[GOOD_MONTHS] = { OPTION_OWN + GOOD_MONTHS, "good-months", NULL,
			  "with --lookback and --window: what was more common in the best months", 0, NULL,
			  TO(leadfunnel, good_months) },
	[TO] = { OPTION_OWN + TO, "to", "STAGE", "with --lookback: the stage that means converted",
		 COMPLETE_STAGE, NULL, TO(leadfunnel, to) },
	[ROWS] = { OPTION_OWN + ROWS, "rows", NULL,
		   "pass the rows on, with the stage and the exit of each lead added", 0, NULL, TO_NOTHING },
	[PROMISES] = { OPTION_OWN + PROMISES, "promises", NULL,
		       "report what was promised in numbers, and what came of it", 0, NULL, TO_NOTHING },
	[FAIL_WHEN] = { OPTION_OWN + FAIL_WHEN, "fail-when", "EXPR",
			"exit 1 if EXPR holds for a row of the report", 0, NULL, TO(leadfunnel, fail_when) },
	[MOVEMENT] = { OPTION_OWN + MOVEMENT, "movement", "PERIOD",
		       "report what came to each stage in each PERIOD, and what left it", COMPLETE_WORDS,
		       movement_words, TO(leadfunnel, period) },
	[SINCE] = { OPTION_OWN + SINCE, "since", "TIME",
		    "with --movement: begin at TIME, not with the first lead", 0, NULL,
		    TO(leadfunnel, since) },
	{ 0 },
};

/* ---- what it makes ---- */

#define COUNTS                                                                                          \
	(OPTION(BY) | OPTION(EXACT) | OPTION(COHORT) | OPTION(ACROSS) | OPTION(FROM) | OPTION(WINDOW) | \
	 OPTION(REASONS) | OPTION(EVENTUAL) | OPTION(YOY) | OPTION(LOOKBACK) | OPTION(GOOD_MONTHS) |    \
	 OPTION(TO) | OPTION(PROMISES) | OPTION(MOVEMENT) | OPTION(SINCE))
#define GRID (OPTION(ACROSS) | OPTION(FIGURE) | OPTION(GROUPS))

/* What pages say of how it is counted. */
#define HOW_FUNNEL                                                                          \
	"A lead that reached a stage has reached all stages before it.\n"                   \
	"Left: with an exit that no later stage has undone. Waiting: the others that have " \
	"not gone on."

static const struct mode modes[] = {
	{ .name = "the funnel",
	  .page = { .how = HOW_FUNNEL
		    "\n"
		    "Over or under is a share whose 95% interval (Wilson) leaves the benchmark out; "
		    "fewer than 20 leads have no verdict." },
	  .fits = OPTION(BY) | OPTION(EXACT) | OPTION(SORT) | OPTION(LIMIT) | OPTION(COHORT) | OPTION(FROM) |
		  OPTION(WINDOW) | OPTION(SIMULTANEOUS) | OPTION(SPEND) | OPTION(FAIL_WHEN) | GRID,
	  .makes = MAKES_REPORT,
	  .any_time = true,
	  .bind = bind_funnel,
	  .counter = { &funnel_counter },
	  .write = write_funnel },
	{ .name = "--rows",
	  .page = { .name = "Leads in the funnel", .how = HOW_FUNNEL },
	  .all = OPTION(ROWS),
	  .fits = OPTION(FROM) | OPTION(WINDOW),
	  .remedy = "pick rows with -w, also those of a group",
	  .bind = bind_rows,
	  .counter = { &left_out_counter } },
	{ .name = "--reasons",
	  .page = { .how = "Each lead that left counts once, with the exit it is in now and that exit's "
			   "reason.\n"
			   "Of stage: of all leads that reached the stage they left from, with a 95% "
			   "interval (Wilson)." },
	  .all = OPTION(REASONS),
	  .fits = OPTION(BY) | OPTION(EXACT) | OPTION(LIMIT) | OPTION(COHORT) | OPTION(FROM) |
		  OPTION(WINDOW) | OPTION(FAIL_WHEN),
	  .remedy = "leave one of them out",
	  .makes = MAKES_REPORT,
	  .bind = bind_reasons,
	  .counter = { &reasons_counter },
	  .write = write_reasons },
	{ .name = "--eventual",
	  .page = { .how = "Leads that still wait count for as long as they were seen; those that left are "
			   "not waited for (Aalen and Johansen's estimate).\n"
			   "A share goes as far as there are leads that had that time." },
	  .all = OPTION(EVENTUAL),
	  .fits = OPTION(BY) | OPTION(EXACT) | OPTION(FAIL_WHEN),
	  .remedy = "leave one of them out",
	  .makes = MAKES_REPORT,
	  .bind = bind_eventual,
	  .counter = { &eventual_counter },
	  .write = write_eventual },
	{ .name = "--yoy",
	  .page = { .how = "A lead belongs to the period in which it reached the first stage; what happened "
			   "after the period's end doesn't count.\n"
			   "A period that has not ended is compared with the year before up to the same date "
			   "and time." },
	  .all = OPTION(YOY),
	  .fits = OPTION(COHORT) | OPTION(WINDOW) | OPTION(FAIL_WHEN),
	  .remedy = "leave one of them out",
	  .makes = MAKES_REPORT,
	  .bind = bind_yoy,
	  .counter = { &yoy_counter },
	  .write = write_yoy },
	{ .name = "--movement",
	  .page = { .how = "There: at the stage, and with no exit. A lead that comes and goes within a "
			   "period counts as come, and by where it stands at its end." },
	  .all = OPTION(MOVEMENT),
	  .fits = OPTION(BY) | OPTION(EXACT) | OPTION(SINCE) | OPTION(FAIL_WHEN),
	  .remedy = "leave one of them out",
	  .makes = MAKES_REPORT,
	  .bind = bind_movement,
	  .counter = { &stage_moves_counter },
	  .write = write_movement },
	{ .name = "--lookback",
	  .page = { .how = "All leads of the funnel count; who has not converted yet counts as not "
			   "converted.\n"
			   "Better or worse is a value whose lift, its share against that of all others, has "
			   "a "
			   "95% interval without 1.\n"
			   "What is written only after the outcome predicts nothing: such columns are "
			   "marked." },
	  .all = OPTION(LOOKBACK),
	  .fits = OPTION(EXACT) | OPTION(FROM) | OPTION(WINDOW) | OPTION(GOOD_MONTHS) | OPTION(TO) |
		  OPTION(FAIL_WHEN),
	  .remedy = "leave one of them out",
	  .makes = MAKES_REPORT,
	  .own_columns = true,
	  .bind = bind_lookback,
	  .counter = { &lookback_counter },
	  .write = write_lookback },
	{ .name = "--promises",
	  .page = { .how = "Met: what was promised is reached. Behind: even the upper limit of what is to be "
			   "expected by the end is less. On pace: what is to be expected is enough.\n"
			   "Open: a period, or the time that its leads have, is not over, or too little of "
			   "it is to say." },
	  .all = OPTION(PROMISES),
	  .fits = OPTION(BY) | OPTION(EXACT) | OPTION(SPEND) | OPTION(FAIL_WHEN),
	  .remedy = "leave it out; which periods, and how long a rate is followed, the agreement says",
	  .makes = MAKES_REPORT,
	  .bind = bind_promises,
	  .counter = { &promises_counter },
	  .write = write_promises },
};

static void release(void *ask)
{
	struct leadfunnel *t = ask;

	fail_when_release(&t->failing);
}

static const struct command command = {
	.tool = { .name = "leadfunnel",
		  .line = "report where leads convert and where they leak",
		  .options = own_options,
		  .examples =
			  "  leadfunnel leads.csv\n"
			  "  leadfunnel --by country leads.csv > funnel.csv\n"
			  "  leadfunnel --cohort quarter --window '90 days' -f table leads.csv\n"
			  "  leadfunnel --cohort month --across country --figure won.from_first leads.csv\n"
			  "  leadfunnel --reasons --by lead_source --limit 5 leads.csv\n"
			  "  leadfunnel --movement month -f table leads.csv\n"
			  "  leadfunnel --promises -f table leads.csv\n"
			  "  leadfunnel --rows -w 'funnel_stage = \"sal\" and funnel_exit is missing' "
			  "leads.csv\n"
			  "  leadfunnel --lookback -c lead_source,country leads.csv\n" },
	.owns = OWNS_POSITIONS,
	.modes = modes,
	.counts = COUNTS,
	.finds = OPTION(ACROSS),
	.nmodes = sizeof modes / sizeof *modes,
	.release = release,
};

int main(int argc, char **argv)
{
	return command_run(&command, &(struct leadfunnel){ .cohort = -1 }, argc, argv);
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadreview: the hand-over meeting. Sheets of the leads that wait for an answer, the decisions about them,
 * and these merged back into the export. */
#include "cmd/leadreview.h"

#include "lead/roster.h"

enum {
	SHEET,
	BY,
	PAGE_EACH,
	DECISIONS_FILE,
	RECORD,
	AT,
	SKIP,
	AGAIN,
	APPLY,
	PREFER,
	STATUS,
	REVIEWER,
	COMMANDS,
	FORGET,
	FAIL_WHEN,
	MAP
};

static const char prefer_words[] = "crm decisions";

static const struct option_row own_options[] = {
	[SHEET] = { OPTION_OWN + SHEET, "sheet", NULL,
		    "print the leads that wait, with boxes or cells to fill in", 0, NULL, TO_NOTHING },
	[BY] = { OPTION_OWN + BY, "by", "EXPR", "group the sheet: owner, team, country", COMPLETE_COLUMN,
		 NULL, TO(leadreview, by) },
	[PAGE_EACH] = { OPTION_OWN + PAGE_EACH, "page-each", NULL,
			"with --by: begin each group on a new page", 0, NULL, TO(leadreview, page_each) },
	[DECISIONS_FILE] = { 's', "decisions", "FILE", "keep the decisions there, and go on from them",
			     COMPLETE_FILE, NULL, TO(leadreview, file) },
	[RECORD] = { OPTION_OWN + RECORD, "record", "SHEET", "record the decisions of a filled sheet",
		     COMPLETE_FILE, NULL, TO(leadreview, record) },
	[AT] = { OPTION_OWN + AT, "at", "TIME", "with --record: when the meeting was", 0, NULL,
		 TO(leadreview, at) },
	[SKIP] = { OPTION_OWN + SKIP, "skip-mistakes", NULL, "with --record: record the rows that are right",
		   0, NULL, TO(leadreview, skip_mistakes) },
	[AGAIN] = { OPTION_OWN + AGAIN, "again", NULL, "with --record: overrule newer decisions", 0, NULL,
		    TO(leadreview, again) },
	[APPLY] = { OPTION_OWN + APPLY, "apply", NULL, "merge the decisions into the rows", 0, NULL,
		    TO_NOTHING },
	[PREFER] = { OPTION_OWN + PREFER, "prefer", "WORD", "with --apply: who is right where both answered",
		     COMPLETE_WORDS, prefer_words, TO(leadreview, prefer) },
	[STATUS] = { OPTION_OWN + STATUS, "status", NULL,
		     "report what is decided and what is left, by reviewer and owner", 0, NULL, TO_NOTHING },
	[REVIEWER] = { OPTION_OWN + REVIEWER, "reviewer", "NAME",
		       "who decides; that owner's leads come first", 0, NULL, TO(leadreview, reviewer) },
	[COMMANDS] = { OPTION_OWN + COMMANDS, "commands", "FILE", "read the commands from a file",
		       COMPLETE_FILE, NULL, TO(leadreview, commands) },
	[FORGET] = { OPTION_OWN + FORGET, "forget", "ID", "blank a lead's notes, reasons and answers in FILE",
		     0, NULL, TO(leadreview, forget) },
	[FAIL_WHEN] = { OPTION_OWN + FAIL_WHEN, "fail-when", "EXPR",
			"with --status: exit 1 if EXPR holds for a row of the report", 0, NULL,
			TO(leadreview, fail_when) },
	[MAP] = { OPTION_OWN + MAP, "map", "FILE",
		  "know leads by their old ids, too, as leadfold --map keeps them", COMPLETE_FILE, NULL,
		  TO(leadreview, map) },
	{ 0 },
};

#define FILES	(OPTION(DECISIONS_FILE) | OPTION(MAP))
#define MEETING (FILES | OPTION(REVIEWER))

static const struct mode modes[] = {
	{ .name = "the meeting on the terminal",
	  .fits = MEETING | OPTION(COMMANDS) | OPTION(BY),
	  .makes = MAKES_REPORT,
	  .sees_all = true,
	  .lacking = cards_lacking,
	  .bind = bind_talk,
	  .counter = { &meeting_counter },
	  .write = write_talk },
	{ .name = "--sheet",
	  .all = OPTION(SHEET),
	  .fits = FILES | OPTION(BY) | OPTION(PAGE_EACH),
	  .makes = MAKES_REPORT,
	  .sees_all = true,
	  .bind = bind_sheet,
	  .counter = { &meeting_counter },
	  .write = write_sheet },
	{ .name = "--record",
	  .all = OPTION(RECORD),
	  .fits = MEETING | OPTION(AT) | OPTION(SKIP) | OPTION(AGAIN),
	  .makes = MAKES_REPORT,
	  .sees_all = true,
	  .lacking = cards_lacking,
	  .bind = bind_record,
	  .counter = { &meeting_counter },
	  .write = write_record },
	{ .name = "--apply",
	  .page = { .name = "Leads as they were decided",
		    .how = "A decision counts for the hand-over it was made on; of several the last one "
			   "does." },
	  .all = OPTION(APPLY),
	  .fits = FILES | OPTION(PREFER),
	  .remedy = "leave it out",
	  .twice = apply_reads_twice,
	  .bind = bind_apply },
	{ .name = "--status",
	  .page = { .how = "A decision counts for the hand-over it was made on; of several the last one "
			   "does.\n"
			   "Left: handed over, and neither accepted nor returned nor put off." },
	  .all = OPTION(STATUS),
	  .fits = FILES | OPTION(FAIL_WHEN),
	  .makes = MAKES_REPORT,
	  .sees_all = true,
	  .bind = bind_status,
	  .counter = { &status_counter },
	  .write = write_status },
	{ .name = "--forget",
	  .all = OPTION(FORGET),
	  .fits = FILES,
	  .makes = MAKES_REPORT,
	  .reads = READS_NOTHING,
	  .bind = bind_forget,
	  .write = write_forget },
};

static const char *map_of(const void *ask)
{
	return ((const struct leadreview *)ask)->map;
}

static void release(void *ask)
{
	struct leadreview *t = ask;

	talk_free(t->talk);
	cards_free(t->cards);
	apply_free(t->applying);
	fail_when_release(&t->failing);
	decisions_close(t->decisions);
	filled_release(&t->filled);
	roster_free(t->roster);
}

static const struct command command = {
	.tool = { .name = "leadreview",
		  .line = "hold the hand-over meeting, and keep what it decides",
		  .options = own_options,
		  .examples = "  leadreview --sheet --by owner -f html leads.csv > sheet.html\n"
			      "  leadreview --record filled.csv -s decisions.csv leads.csv\n"
			      "  leadreview -s decisions.csv leads.csv\n"
			      "  leadreview --apply -s decisions.csv leads.csv > decided.csv\n" },
	.owns = OWNS_NOTHING,
	.map = map_of,
	.modes = modes,
	.nmodes = sizeof modes / sizeof *modes,
	.release = release,
};

int main(int argc, char **argv)
{
	return command_run(&command, &(struct leadreview){ 0 }, argc, argv);
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfold: one lead, one view. Keeps every night's export in an archive, and gives any day back. */
#include <stdlib.h>

#include "agreement/shapes.h"
#include "base/mem.h"
#include "cmd/leadfold.h"

static const struct option_row own_options[] = {
	[ARCHIVE] = { OPTION_OWN + ARCHIVE, "archive", "DIR",
		      "file the export that is named in this folder, or read what is filed there",
		      COMPLETE_FILE, NULL, TO(leadfold, archive) },
	[AT] = { OPTION_OWN + AT, "at", "TIME", "when the export was made (default: the file's time)", 0,
		 NULL, TO(leadfold, at) },
	[HISTORY] = { OPTION_OWN + HISTORY, "history", NULL,
		      "print what changed from night to night, as rows", 0, NULL, TO_NOTHING },
	[CHANGED_SINCE] = { OPTION_OWN + CHANGED_SINCE, "changed-since", "DATE",
			    "print only leads that changed later than that", 0, NULL,
			    TO(leadfold, changed_since) },
	[NIGHTS] = { OPTION_OWN + NIGHTS, "nights", NULL, "report what was filed, a row a night", 0, NULL,
		     TO_NOTHING },
	[CHECK] = { OPTION_OWN + CHECK, "check", NULL,
		    "prove that every night is what was filed; exit 1 if one is not", 0, NULL, TO_NOTHING },
	[VOID] = { OPTION_OWN + VOID, "void", "NIGHT", "this night does not count any more", 0, NULL,
		   TO_WHOLE(leadfold, void_night, 1, INT64_MAX) },
	[SNAPSHOTS] = { OPTION_OWN + SNAPSHOTS, "snapshots", NULL,
			"file each of several exports, by the date in its name", 0, NULL, TO_NOTHING },
	[ACCEPT] = { OPTION_OWN + ACCEPT, "accept", NULL, "file an export that looks like a wrong one", 0,
		     NULL, TO(leadfold, accept) },
	[REPEATS] = { OPTION_OWN + REPEATS, "repeats", "WHICH", "of rows with the same id, take the",
		      COMPLETE_WORDS, REPEATS_WORDS, TO(leadfold, repeats) },
	[EXCEPT] = { OPTION_OWN + EXCEPT, "except", "LIST", "columns not to keep, from now on; none for none",
		     COMPLETE_COLUMN, NULL, TO(leadfold, except) },
	[FOLD] = { OPTION_OWN + FOLD, "fold", "NAME", "make one row a lead by this fold of the agreement", 0,
		   NULL, TO(leadfold, fold) },
	[GROUPED] = { OPTION_OWN + GROUPED, "grouped", NULL,
		      "fold rows of which those of a lead stand together, in little memory", 0, NULL,
		      TO_NOTHING },
	[SHAPE] = { OPTION_OWN + SHAPE, "shape", "NAME", "fold rows as they come out of", COMPLETE_WORDS,
		    SHAPE_NAMES, TO(leadfold, shape) },
	[MAP] = { OPTION_OWN + MAP, "map", "FILE", "keep the ids of leads there, old and kept, or follow it",
		  COMPLETE_FILE, NULL, TO(leadfold, map) },
	[SAME] = { OPTION_OWN + SAME, "same", NULL, "make one row a lead of the rows that are the same lead",
		   0, NULL, TO_NOTHING },
	[DUPLICATES] = { OPTION_OWN + DUPLICATES, "duplicates", NULL,
			 "report which rows are one lead, and why", 0, NULL, TO_NOTHING },
	[CLUSTERS] = { OPTION_OWN + CLUSTERS, "clusters", "FILE",
		       "rows are one lead if this file of ids has them in one cluster", COMPLETE_FILE, NULL,
		       TO(leadfold, clusters_file) },
	[SORT] = { OPTION_OWN + SORT, "sort", "HOW", "order the groups of --duplicates by", COMPLETE_WORDS,
		   SORT_WORDS, TO(leadfold, sort) },
	[FAIL_WHEN] = { OPTION_OWN + FAIL_WHEN, "fail-when", "EXPR",
			"exit 1 if EXPR holds for the figures of the groups", 0, NULL,
			TO(leadfold, fail_when) },
	{ 0 },
};

#define READING "the archive is read here; it goes with a file that is filed"

static const struct mode modes[] = {
	{ .name = "--snapshots",
	  .all = OPTION(ARCHIVE) | OPTION(SNAPSHOTS),
	  .fits = NAMED_FILES | OPTION(ACCEPT) | OPTION(REPEATS) | OPTION(EXCEPT),
	  .remedy = "each file is filed as of the date in its name",
	  .makes = MAKES_REPORT,
	  .reads = READS_ITSELF,
	  .bind = bind_snapshots },
	{ .name = "--nights",
	  .page = { .how = "A night is one export as it was filed; what changed is counted against the night "
			   "before." },
	  .all = OPTION(ARCHIVE) | OPTION(NIGHTS),
	  .fits = NAMED_FILES,
	  .remedy = "it reports all nights",
	  .makes = MAKES_REPORT,
	  .reads = READS_NOTHING,
	  .bind = bind_nights,
	  .write = write_nights },
	{ .name = "--check",
	  .all = OPTION(ARCHIVE) | OPTION(CHECK),
	  .fits = NAMED_FILES,
	  .remedy = "it looks at all nights",
	  .makes = MAKES_REPORT,
	  .reads = READS_NOTHING,
	  .bind = bind_check },
	{ .name = "--void",
	  .all = OPTION(ARCHIVE) | OPTION(VOID),
	  .fits = NAMED_FILES,
	  .remedy = "it takes a night back, and that is all",
	  .makes = MAKES_REPORT,
	  .reads = READS_NOTHING,
	  .bind = bind_void },
	{ .name = "--history",
	  .all = OPTION(ARCHIVE) | OPTION(HISTORY),
	  .fits = NAMED_FILES | OPTION(MAP),
	  .remedy = READING,
	  .every_row = true,
	  .feed = feed_history,
	  .bind = bind_as_it_is },
	{ .name = "--changed-since",
	  .all = OPTION(ARCHIVE) | OPTION(CHANGED_SINCE),
	  .fits = NAMED_FILES | OPTION(MAP),
	  .remedy = READING,
	  .every_row = true,
	  .feed = feed_leads,
	  .bind = bind_as_it_is },
	{ .name = "filing",
	  .all = OPTION(ARCHIVE) | NAMED_FILES,
	  .fits = OPTION(AT) | OPTION(ACCEPT) | OPTION(REPEATS) | OPTION(EXCEPT),
	  .remedy = "a file is named, and that is filed",
	  .makes = MAKES_REPORT,
	  .every_row = true,
	  .bind = bind_filing,
	  .counter = { &export_counter },
	  .write = write_filing },
	{ .name = "--archive",
	  .all = OPTION(ARCHIVE),
	  .fits = OPTION(MAP),
	  .remedy =
		  "without a file the archive is read; name the file that is to be filed, or -; to fold what "
		  "changed, name the folder without --archive",
	  .every_row = true,
	  .feed = feed_leads,
	  .bind = bind_as_it_is },
	{ .name = "--duplicates",
	  .page = { .how = "Two rows are one lead if a key of the agreement says the same in both, or a "
			   "chain of such rows joins them." },
	  .all = OPTION(DUPLICATES),
	  .fits = NAMED_FILES | OPTION(CLUSTERS) | OPTION(SORT) | OPTION(FAIL_WHEN) | OPTION(MAP),
	  .remedy = "it reports which rows are one lead",
	  .makes = MAKES_REPORT,
	  .anywhere = true,
	  .repeats = true,
	  .feed = feed_same,
	  .bind = bind_duplicates,
	  .counter = { &same_counter },
	  .write = write_duplicates },
	{ .name = "--grouped",
	  .all = OPTION(GROUPED),
	  .fits = NAMED_FILES | OPTION(FOLD) | OPTION(SHAPE) | OPTION(MAP),
	  .makes = MAKES_OWN_ROWS,
	  .page = { .name = "Folded leads",
		    .how = "Each lead's rows are read in the order of time that the fold names." },
	  .feed = feed_events,
	  .bind = bind_grouped,
	  .counter = { &fold_grouped_counter },
	  .write = write_fold },
	{ .name = "the same lead",
	  .any = OPTION(SAME) | OPTION(CLUSTERS) | OPTION(FAIL_WHEN),
	  .fits = NAMED_FILES | OPTION(MAP),
	  .remedy = "rows of the same lead are joined; folds are asked for with --fold NAME",
	  .makes = MAKES_OWN_ROWS,
	  .page = { .name = "One row a lead",
		    .how = "Two rows are one lead if a key of the agreement says the same in both, or a "
			   "chain of such rows joins them." },
	  .keeps_map = true,
	  .feed = feed_same,
	  .bind = bind_same,
	  .counter = { &same_counter },
	  .write = write_same },
	{ .name = "a fold",
	  .fits = NAMED_FILES | OPTION(FOLD) | OPTION(SHAPE) | OPTION(MAP),
	  .remedy = "that is of an archive: --archive DIR",
	  .makes = MAKES_OWN_ROWS,
	  .page = { .name = "Folded leads",
		    .how = "Each lead's rows are read in the order of time that the fold names." },
	  .feed = feed_events,
	  .bind = bind_fold,
	  .counter = { &fold_counter },
	  .write = write_fold },
};

static const char *map_of(const void *ask)
{
	return ((const struct leadfold *)ask)->map;
}

/* What a run makes for which nothing is asked: what the agreement has. */
static const struct mode *decide(void *ask, struct filter *f)
{
	const struct leadfold *t = ask;
	const struct agreement *a = &f->lane[0].agreement;
	const struct mode *same = modes;

	if (f->mode->bind != bind_fold || t->fold || t->shape >= 0 || !a->sames.n ||
	    (a->folds.n && leadfold_is_builtin(a->sames.at)))
		return f->mode;
	while (same->bind != bind_same)
		same++;
	if (!a->folds.n || f->common.print_columns)
		return same;
	diag_error(&f->diags,
		   "%s: the agreement has 'same lead' and 'fold %.*s'; choose one with --same or --fold %.*s",
		   a->text->name, STR_ARG(a->folds.at[0].name.text), STR_ARG(a->folds.at[0].name.text));
	return NULL;
}

static void release(void *ask)
{
	struct leadfold *t = ask;

	if (t->opened)
		archive_release(&t->filed);
	fold_free(t->folds);
	leadfold_release_duplicates(t);
	same_output_free(t->output);
	same_free(t->same);
}

static const struct command command = {
	.tool = { .name = "leadfold",
		  .line = "make one row a lead of its history, and keep every night's export",
		  .options = own_options,
		  .examples =
			  "  leadfold -a our.agreement history.csv > leads.csv\n"
			  "  leadfold --shape salesforce-history LeadHistory.csv > leads.csv\n"
			  "  leadfold -e 'same lead by email, phone' marketing.csv sales.csv > leads.csv\n"
			  "  leadfold --archive leads.d leads.csv\n"
			  "  leadfold --archive leads.d --as-of 2026-03-08 > then.csv\n"
			  "  leadfold --archive leads.d --history -w 'column = \"Lead Status\"'\n"
			  "  leadfold --archive leads.d --changed-since 2026-10-30\n" },
	.owns = OWNS_NOTHING,
	.agreement = fold_shape,
	.map = map_of,
	.modes = modes,
	.nmodes = sizeof modes / sizeof *modes,
	.decide = decide,
	.release = release,
};

int main(int argc, char **argv)
{
	char **copy = mem_new(((size_t)argc + 1) * sizeof *copy); /* which nobody reorders */

	memcpy(copy, argv, (size_t)argc * sizeof *copy);
	int code = command_run(
		&command,
		&(struct leadfold){ .repeats = -1, .shape = -1, .sort = -1, .argc = argc, .argv = copy },
		argc, argv);
	free(copy);
	return code;
}

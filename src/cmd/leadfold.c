/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfold: one lead, one view. Makes one row a lead of rows that are events. */
#include "cmd/leadfold.h"

#include "agreement/shapes.h"

static const struct option_row own_options[] = {
	[FOLD] = { OPTION_OWN + FOLD, "fold", "NAME", "make one row a lead by this fold of the agreement", 0,
		   NULL, TO(leadfold, fold) },
	[GROUPED] = { OPTION_OWN + GROUPED, "grouped", NULL,
		      "the rows of a lead stand together: little memory is needed", 0, NULL, TO_NOTHING },
	[SHAPE] = { OPTION_OWN + SHAPE, "shape", "NAME", "fold rows as they come out of", COMPLETE_WORDS,
		    SHAPE_NAMES, TO(leadfold, shape) },
	{ 0 },
};

static const struct mode modes[] = {
	{ .name = "--grouped",
	  .all = OPTION(GROUPED),
	  .fits = OPTION(FOLD) | OPTION(SHAPE),
	  .makes = MAKES_OWN_ROWS,
	  .bind = bind_grouped,
	  .counter = { &fold_grouped_counter },
	  .write = write_fold },
	{ .name = "a fold",
	  .fits = OPTION(FOLD) | OPTION(SHAPE),
	  .makes = MAKES_OWN_ROWS,
	  .bind = bind_fold,
	  .counter = { &fold_counter },
	  .write = write_fold },
};

static const struct command leadfold_command = {
	.tool = { .name = "leadfold",
		  .line = "make one row a lead of rows that are events",
		  .options = own_options,
		  .examples = "  leadfold -a our.agreement history.csv > leads.csv\n"
			      "  leadfold --shape salesforce-history LeadHistory.csv > leads.csv\n"
			      "  leadfold --print-agreement --shape hubspot-history > fold.agreement\n" },
	.owns = OWNS_NOTHING,
	.agreement = fold_shape,
	.modes = modes,
	.nmodes = sizeof modes / sizeof *modes,
	.release = release_fold,
};

int main(int argc, char **argv)
{
	return command_run(&leadfold_command, &(struct leadfold){ .shape = -1 }, argc, argv);
}

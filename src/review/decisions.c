/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See decisions.h. */
#include "review/decisions.h"

const struct str decision_name[DECISIONS] = { STR("accept"), STR("return"), STR("later"), STR("answer"),
					      STR("undo") };

struct decisions *decisions_open(const char *path, bool makes, const struct zone *zone, journal_wait_fn *wait,
				 void *ctx, struct diags *diags)
{
	(void)makes, (void)zone, (void)wait, (void)ctx;
	diag_error(diags, "%s: not there yet", path);
	return NULL;
}

void decisions_close(struct decisions *d)
{
	(void)d;
}

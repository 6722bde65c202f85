/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room for what the rows of a run say about stages and exits: see tally.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "lead/stage.h"

void tally_journeys_free(struct tally *t)
{
	free(t->journey.sign);
	free(t->journey.now);
	free(t->journey.then);
	free(t->journey.row);
}

void tally_journeys(struct tally *t, size_t rows)
{
	struct journey *j = &t->journey;

	if (rows <= j->rows)
		return;
	tally_journeys_free(t);
	j->rows = rows;
	j->sign = mem_new(rows * j->steps * sizeof *j->sign);
	j->now = mem_new(rows * sizeof *j->now);
	j->then = mem_new(rows * sizeof *j->then);
	j->row = mem_new(rows * sizeof *j->row);
}

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of several systems as one input, where rows of the same person are to be joined. Each may have
 * columns of its own, in an order and under headers of its own: the input has all of them. Columns that the
 * agreement reads as the same field are one, under the header of the first file that has it; so are columns
 * whose headers are loosely the same; the others follow behind. Ids under different headers are ids of
 * different systems, and both stay.
 *
 * Each file is written with these columns to a temporary file, which is opened wherever the file is named;
 * its rows keep their lines. Files that have one header are read as they are.
 */
#ifndef CMD_SYSTEMS_INPUT_H
#define CMD_SYSTEMS_INPUT_H

#include "cmd/filter.h"

struct systems {
	const size_t *id; /* columns that are ids, one for each system that has its own, if they were made */
	size_t ids;
	bool made; /* what follows is of the files as they are, and not of those that were made of them */
	uint64_t blank, skipped, crs;
};

/* Before the input is opened. `by`: the keys that join rows, of which a file may lack columns; NULL:
 * something else joins them. False: a mistake, which is reported. What it gives lives as long as the
 * agreement. */
bool systems_input(struct filter *f, struct systems *s, const struct same_lead *by);

/* After the run, before its counts are reported: those of the source become those of the files. */
void systems_counted(const struct systems *s, struct source *source);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --partial and --merge of any report. A part says which options of the tool it was counted with and what the
 * header of its input was. So a merge is the same run once more, on that header and no rows, into whose
 * counters the parts are merged before they are settled.
 */
#ifndef CMD_PARTS_H
#define CMD_PARTS_H

#include "cmd/filter.h"

/* Before the mode is chosen: reads the parts of --merge, and sets the options that they were counted with,
 * which are added to `said`. False: a mistake, which is reported. */
bool parts_read(struct filter *f, uint64_t *said);
void parts_free(struct filter *f);

/* The mode is chosen: has it parts, and do all options go with them? Mistakes are reported. */
void parts_check(struct filter *f, uint64_t given);

/* In place of the input: opens the header that the parts were counted with, as of their time. False: a
 * mistake, which is reported. */
bool parts_open(struct filter *f);

/* Merges all parts into the counters, which aren't settled yet. False: a mistake, which is reported. */
bool parts_add_up(struct filter *f);

/* Appends what the counters hold, as a part. */
void parts_write(struct filter *f, struct buf *out);

#endif

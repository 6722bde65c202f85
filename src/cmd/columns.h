/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the output: the input's, what the tool adds (filter_add), and of these what -c picks. */
#ifndef CMD_COLUMNS_H
#define CMD_COLUMNS_H

#include "cmd/filter.h"

/* The input's columns are the output's, until a tool adds some. */
void columns_start(struct filter *f);

/* What a name or a header in the value of an option stands for: a column of the output by its exact head, or
 * whatever it means to the agreement. Mistakes are reported. */
struct out_column columns_named(struct filter *f, const char *option, const struct expr *named);

/* The columns that --columns names, in its order. Mistakes are reported. */
void columns_pick(struct filter *f);

/* In a table that is too wide: the id, what the tool adds, what it reads, the rest; of --columns the first
 * ones. To be called when all is bound. */
void columns_weigh(struct filter *f);

#endif

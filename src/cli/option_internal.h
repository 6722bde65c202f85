/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What option.c, table.c, help.c and completion.c share; private to cli/. */
#ifndef CLI_OPTION_INTERNAL_H
#define CLI_OPTION_INTERNAL_H

#include "cli/option.h"

/* What some options take. */
extern const char delimiter_words[], ragged_words[], color_words[], format_words[], report_words[];

struct option_group {
	const char *title; /* NULL ends the list */
	const struct option_row *rows;
};
extern const struct option_group option_groups[];

/* The row of a long name in one table; NULL: none. */
const struct option_row *option_row_named(const struct option_row *row, const char *name);

/* "csv tsv json" is "csv, tsv or json". */
void words_join(struct buf *out, const char *words);

#endif

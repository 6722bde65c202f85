/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What option.c, help.c and completion.c share; private to cli/. */
#ifndef CLI_SHARED_H
#define CLI_SHARED_H

#include "cli/option.h"

/* Keys of the shared options that have no letter. */
enum {
	OPTION_NOW = 256,
	OPTION_STRICT,
	OPTION_PROGRESS,
	OPTION_FIELDS,
	OPTION_RAGGED,
	OPTION_REJECTS,
	OPTION_SKIP_LINES,
	OPTION_SKIP_FOOTER,
	OPTION_RAW_TSV,
	OPTION_BOM,
	OPTION_EXCEL_SAFE,
	OPTION_MAIL,
	OPTION_SPREADSHEET,
	OPTION_OUT_DELIMITER,
	OPTION_OUT_DECIMAL,
	OPTION_OUT_TIMES,
	OPTION_ALLOW_EMPTY,
	OPTION_HEADER_FROM,
	OPTION_NO_HEADER,
	OPTION_AS_OF,
	OPTION_PRINT_AGREEMENT,
	OPTION_PRINT_COLUMNS,
	OPTION_PRINT_STAGES,
	OPTION_COLOR,
	OPTION_CHANGES,
	OPTION_CLEAR,
	OPTION_SPLIT,
	OPTION_PARTIAL,
	OPTION_MERGE,
	OPTION_COMPLETIONS
};

/* What some options take. */
extern const char delimiter_words[], decimal_words[], times_words[], ragged_words[], color_words[],
	format_words[];

struct option_group {
	const char *title; /* NULL ends the list */
	const struct option_row *rows;
};
extern const struct option_group option_groups[];

/* "csv tsv json" is "csv, tsv or json". */
void words_join(struct buf *out, const char *words);

#endif

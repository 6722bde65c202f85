/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How rows that are none of the input's go out: a dialect, or else a format of grids. */
#ifndef REPORT_ROWS_FORM_H
#define REPORT_ROWS_FORM_H

#include "base/cell.h"
#include "base/look.h"
#include "report/grid.h"

struct rows_form {
	struct dialect dialect;
	struct str end; /* of a line */
	bool grid, bom, excel_safe, no_header;
	char decimal; /* of numbers */
	int times;    /* enum times_as of time/ */
	enum format format;
	struct look look;
	/* Of a format that is a page: makes it of all rows. NULL: rows go out as they come. */
	void (*page)(void *ctx, struct grid *rows, struct buf *out);
	/* Takes a piece and clears it; false after a mistake, which it reports. */
	bool (*put)(void *ctx, struct buf *piece);
	void *ctx;
};

#endif

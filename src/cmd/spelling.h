/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How what a tool writes is spelled: the delimiter, and the decimal sign and the times that are its own. What
 * the input's cells say stays as it came, in quotes where a delimiter wants them.
 */
#ifndef CMD_SPELLING_H
#define CMD_SPELLING_H

#include "agreement/model.h"
#include "base/cell.h"
#include "cli/option.h"
#include "time/instant.h"

/* All that a spreadsheet wants in the agreement's country, as far as no option has said otherwise: where
 * numbers have a comma it is no delimiter, so that a file opens as it is. */
void spreadsheet_spelling(struct common *c, const struct agreement *a);

/* Of rows, from what the input has. */
struct dialect rows_dialect(const struct common *c, struct dialect in);
char rows_decimal(const struct common *c);
enum times_as rows_times(const struct common *c);

/* Of a report in this format. */
enum times_as report_times(const struct common *c, enum format format);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What expressions may ask about where a lead is in the funnel, so that the leads behind any figure can be
 * listed:
 *
 *   funnel_stage    the name of the last stage it reached
 *   funnel_at       that stage's own time, if it has one
 *   funnel_days     the days from then to now
 *   funnel_exit     the name of the exit in force, if it has left
 *   funnel_exit_at  that exit's time
 *   reached("sal")  whether it reached a stage
 *   came_back       whether it came back from an exit, which is then not in force
 *
 * They are missing, or false, for rows that are no leads, for leads that reached no stage, and for leads that
 * a window excludes; in a window they are as of its end, which is then "now".
 */
#ifndef LEAD_POSITION_H
#define LEAD_POSITION_H

#include "lead/stage.h"

/* Those that a tool can add as columns. */
enum position_column {
	POSITION_STAGE,
	POSITION_AT,
	POSITION_DAYS,
	POSITION_EXIT,
	POSITION_EXIT_AT,
	POSITION_COLUMNS
};
struct str position_head(enum position_column column);

struct positions;

/*
 * Offers the names and the function. `own`: this tool adds the columns. A field of the agreement that has one
 * of the names keeps it, but for a column that this tool adds, of which it says what the CRM calls it. Stages
 * and exits are bound when first asked for; what they depend on can't ask for them, which is reported.
 */
struct positions *positions_define(struct names *n, bool own);

/* Has leads looked at in a window. Call it before the first row. */
void positions_window(struct positions *p, struct window w);

#endif

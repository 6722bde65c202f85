/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are the leads that a limit turned away in falling order of their time? An export with the newest lead first
 * gives each day's room to the newest, and the oldest may wait for ever.
 */
#ifndef ROUTE_NEWEST_H
#define ROUTE_NEWEST_H

#include "lead/stage.h"

struct newest;

/* Looks at the time of the hand-over (of the stage that `handover` names, or else of mql) and at created_at.
 * NULL: neither is known. */
struct newest *newest_new(struct names *n, const struct pipeline *pipeline);
void newest_free(struct newest *s);

/* A lead that nobody got because of a limit. */
void newest_turned_away(struct newest *s, const struct record *r);

void newest_tell(const struct newest *s, struct diags *diags);

#endif

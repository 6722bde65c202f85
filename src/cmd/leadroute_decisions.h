/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadroute --decisions: the owners whom meetings have accepted leads for. */
#ifndef CMD_LEADROUTE_DECISIONS_H
#define CMD_LEADROUTE_DECISIONS_H

#include "cmd/filter.h"
#include "route/accepted.h"

struct meeting_owners;

/* Reads the decisions, and binds hand-overs to a lane's input. NULL: a mistake, which is reported. */
struct meeting_owners *meeting_owners_new(struct filter *f, size_t lane, const char *path);
void meeting_owners_free(struct meeting_owners *m);

struct accepted_by meeting_owners_by(struct meeting_owners *m);

#endif

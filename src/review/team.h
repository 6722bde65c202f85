/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The team of a lead's owner, by the roster, where the export itself has no column for it. */
#ifndef REVIEW_TEAM_H
#define REVIEW_TEAM_H

#include "lead/roster.h"

/* Defines `team`, if the roster has teams and the input has none. The roster must outlive the names. */
void team_define(struct names *n, const struct roster *r);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backlog as a page to mail every night: headline, curve, ages, and the leads that wait longest. */
#ifndef SLA_BACKLOG_PAGE_H
#define SLA_BACKLOG_PAGE_H

#include "sla/backlog_report.h"

/* `waiting` is a grid of the leads that wait longest. */
void backlog_page(const struct backlog_view *v, const struct grid *waiting, struct buf *out);

#endif

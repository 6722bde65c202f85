/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has how many leads, and whether that is fair, as a page before its tables. */
#ifndef ROUTE_FAIRNESS_PAGE_H
#define ROUTE_FAIRNESS_PAGE_H

#include "route/fairness_report.h"

void fairness_page(const struct fairness_view *v, struct buf *out);

#endif

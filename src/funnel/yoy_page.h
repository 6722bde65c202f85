/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Year over year as a page before its table: slopes from the year before. */
#ifndef FUNNEL_YOY_PAGE_H
#define FUNNEL_YOY_PAGE_H

#include "funnel/yoy_report.h"

void yoy_page(const struct yoy_view *v, struct buf *out);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why leads left, as one page. */
#ifndef FUNNEL_REASONS_PAGE_H
#define FUNNEL_REASONS_PAGE_H

#include "funnel/reasons_report.h"

void reasons_page(const struct reasons_view *v, struct buf *out);

#endif

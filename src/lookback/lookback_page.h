/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking back as a page before its table: which values converted more than others. */
#ifndef LOOKBACK_LOOKBACK_PAGE_H
#define LOOKBACK_LOOKBACK_PAGE_H

#include "lookback/lookback_report.h"

void lookback_page(const struct lookback_view *v, struct buf *out);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as a page to pass on: headline, where it narrows, groups against benchmarks, cohorts. */
#ifndef FUNNEL_FUNNEL_PAGE_H
#define FUNNEL_FUNNEL_PAGE_H

#include "funnel/funnel_rates.h"

void funnel_page(const struct funnel_view *v, struct buf *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as a page that is passed on: headline, where it narrows, groups against benchmarks, cohorts. */
#ifndef LEAD_FUNNEL_PAGE_H
#define LEAD_FUNNEL_PAGE_H

#include "lead/funnel_rates.h"

void funnel_page(const struct funnel_view *v, struct buf *out);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The share that will have converted in the end, as a page to pass on: a curve for each step. */
#ifndef FUNNEL_EVENTUAL_PAGE_H
#define FUNNEL_EVENTUAL_PAGE_H

#include "figures/behind.h"
#include "funnel/eventual.h"

/* `behind` lists leads, as of now. */
void eventual_page(const struct eventual *s, const struct eventual_plan *plan, const struct behind *behind,
		   struct buf *out);

#endif

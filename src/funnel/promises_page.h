/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of promises: how each stands, its last periods as bars, and all of its figures. */
#ifndef FUNNEL_PROMISES_PAGE_H
#define FUNNEL_PROMISES_PAGE_H

#include "funnel/promises_report.h"

void promises_page(const struct promises_view *v, struct buf *out);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Duplicates as a page: how many there are, what joined them, and who they are. */
#ifndef SAME_DUPLICATES_PAGE_H
#define SAME_DUPLICATES_PAGE_H

#include "same/duplicates_report.h"

/* Its tables have so many groups, joins and values at most, and say so. */
enum { DUPLICATES_PAGE = 500 };

void duplicates_page(const struct duplicates_view *v, struct buf *out);

#endif

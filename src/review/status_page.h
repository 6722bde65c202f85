/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a meeting has come, as a page before its tables. */
#ifndef REVIEW_STATUS_PAGE_H
#define REVIEW_STATUS_PAGE_H

#include "review/status.h"

void status_page(const struct status_view *v, struct buf *out);

#endif

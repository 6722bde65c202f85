/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scores as a page, before its tables: what the rules are worth, and where the grades stand. */
#ifndef SCORE_SUMMARY_PAGE_H
#define SCORE_SUMMARY_PAGE_H

#include "score/summary.h"

void summary_page(const struct summary *s, struct buf *out);

#endif

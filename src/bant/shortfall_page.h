/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A BANT review as a page, before its tables: who is qualified, and what isn't known. */
#ifndef BANT_SHORTFALL_PAGE_H
#define BANT_SHORTFALL_PAGE_H

#include "bant/shortfall.h"

void shortfall_page(const struct shortfall *s, struct buf *out);

#endif

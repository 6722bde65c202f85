/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a funnel's parts share. Others see part.h. */
#ifndef FUNNEL_PART_INTERNAL_H
#define FUNNEL_PART_INTERNAL_H

#include "funnel/funnel_internal.h"
#include "funnel/part.h"

/* The first rows, in their order; behind them stand those of the groups' items. */
enum { FUNNEL_ABOUTS = 7 };
extern const struct part_about *const funnel_abouts[FUNNEL_ABOUTS];

/* The rows that say how many leads' values are in a currency. */
extern const char *const currency_rows[SAID_MOST];

#endif

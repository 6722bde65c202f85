/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * BANT: budget, authority, need and timing, each `yes`, `no` or `unknown`; how many are yes; whether that
 * makes the lead a sales qualified lead (SQL); and what to find out next.
 */
#ifndef LEAD_BANT_H
#define LEAD_BANT_H

#include "lead/tally.h"

/* Defines `bant_X` for every criterion X, `bant`, `sql` and `ask_next`. `own`: this tool adds them as
 * columns.
 */
void bant_define(struct names *n, bool own);

/* "bant_budget": the column's name of criterion i, in the program's arena. */
struct str bant_column(struct names *n, size_t i);

#endif

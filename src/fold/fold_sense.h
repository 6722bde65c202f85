/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are the rows of a lead written in the order that the fold takes them to be in? That matters only where two
 * of them have the same time, and a CRM exports its history from the newest to the oldest. The first rows of
 * the input are remembered, each in its place, so it makes no difference which thread has seen which. Private
 * to fold/.
 */
#ifndef FOLD_FOLD_SENSE_H
#define FOLD_FOLD_SENSE_H

#include "fold/fold_run.h"

struct fold_sense *sense_new(void);
void sense_free(struct fold_sense *s);

/* Remembers the rows of a run that are among the first of the input. */
void sense_run(struct fold_sense *s, const struct fold_run *run);

/* Notes if rows of one time stand the other way round. */
void sense_report(const struct fold_sense *s, const struct fold_plan *p, struct diags *diags);

#endif

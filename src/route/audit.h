/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report on who has which leads, and how fair that is. Where the agreement has routes, a lead without an
 * owner is assigned as a run would assign it, and a lead with an owner is compared with the people whom the
 * routes find eligible. Without routes only the owners are known.
 */
#ifndef ROUTE_AUDIT_H
#define ROUTE_AUDIT_H

#include "lead/score.h"
#include "route/assigner.h"
#include "route/fairness_report.h"

struct audit;

/* The assigner is bound and, if there are routes, open. Returns NULL after a mistake, which is reported. */
struct audit *audit_new(struct assigner *d, const struct scoring *scoring);
void audit_free(struct audit *a);

/* Its plan is a pointer to an audit. */
extern const struct counter_kind audit_counter;

/* The figures to show, once settled; valid until the audit is freed. */
const struct fairness_view *audit_view(const void *self);

#endif

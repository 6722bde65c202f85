/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a header says behind its name: `Amount (USD)`, `Deal value [€]`, `Annual Revenue in EUR`,
 * `amount_usd`, `Employees (approx.)`. */
#ifndef AGREEMENT_UNITS_H
#define AGREEMENT_UNITS_H

#include "base/str.h"

enum unit_kind {
	UNIT_NONE,
	UNIT_CURRENCY, /* and nothing else: `k€` isn't one */
	UNIT_ABOUT,    /* a number of people, as near as it is known */
	UNIT_OTHER,    /* whatever stands in brackets */
};

struct header_unit {
	enum unit_kind kind;
	struct str bare, said; /* the header without it, and the unit; parts of the header */
};
struct header_unit header_unit(struct str header);

#endif

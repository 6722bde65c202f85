/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calendars of an agreement, as expressions use them: `office(from, to)` is the time the lead's calendar
 * of that name was open between two times.
 */
#ifndef AGREEMENT_OFFICE_H
#define AGREEMENT_OFFICE_H

#include "agreement/fields.h"

/* Calendars of one name. Their files are read and their hours compiled when they are first bound. */
struct office_set;
struct offices {
	struct office_set **at;
	size_t n;
	const struct agreement *agreement;
	struct office_set **of; /* of each calendar that is the first of its name */
};

/* Defines a function for each name in the names' program. It lives in that program's arena. */
struct offices *offices_define(struct names *n);

/* NULL: none of that name. */
struct office_set *offices_find(const struct offices *o, struct str name);

/* Reads the files it needs, once; false: a mistake, which is reported (at `use`, if it asks for itself; NULL:
 * nowhere). */
bool office_bind(struct office_set *s, const struct expr *use);

/* Is it the same calendar for all leads, number 0? */
bool office_is_one(const struct office_set *s);

/* The number in the set of the lead's calendar; SIZE_MAX: none of them. */
size_t office_of(const struct office_set *s, struct frame *f);

/* Notes each calendar by which times were measured that lie in a later year than its last holiday. */
void offices_say(const struct offices *o, struct diags *diags);

size_t office_count(const struct office_set *s);
const struct calendar *office_calendar(const struct office_set *s, size_t i);
const struct zone *office_zone(const struct office_set *s, size_t i);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why leads left: what the `reason` of an exit says. Reasons that differ only in case or outer space are one,
 * shown in the spelling that most of the leads with it have, whichever exits they left by. Leads without a
 * reason have one of their own, REASON_NONE_GIVEN.
 */
#ifndef FIGURES_REASON_H
#define FIGURES_REASON_H

#include "figures/group.h"

/* Bound once, shared by all threads. */
struct exit_reasons {
	const struct agreement *agreement;
	const struct code **of;	  /* per exit; NULL: the agreement names none */
	bool *lacking;		  /* per exit: it names a built-in field that the input has no column for */
	struct grouping spelling; /* for groups_new: how reasons are told apart; nothing is read by it */
};

#define REASON_NONE_GIVEN "(none given)"

/* Has any exit of the agreement a `reason`? */
bool exit_reasons_said(const struct agreement *a);

/* Returns false after mistakes, which are reported. `exact`: spellings apart. */
bool exit_reasons_bind(struct exit_reasons *r, struct names *n, bool exact);

/* The number of the reason why the current lead left by that exit, among those in `s`, which counts it. */
uint32_t exit_reason_of(const struct exit_reasons *r, size_t exit, struct groups *s, struct frame *f);

/* After groups_order: is it a reason, or is none given? And its shown spelling. */
bool exit_reason_given(const struct groups *s, uint32_t reason);
struct str exit_reason_shown(const struct groups *s, uint32_t reason);

#endif

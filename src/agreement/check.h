/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at once all statements are read, each without a mistake. */
#ifndef AGREEMENT_CHECK_H
#define AGREEMENT_CHECK_H

#include "agreement/model.h"

/* Notes all names anew, so that they are found. In model.c. */
void agreement_call(struct agreement *a);

/* Statements of a lower layer that name what a layer above took away say nothing any more. In ground.c. */
void agreement_leave_out(struct agreement *a, struct diags *diags);

/* Tells what can't be, as far as that shows without an input. */
void agreement_check(const struct agreement *a, struct diags *diags);

#endif

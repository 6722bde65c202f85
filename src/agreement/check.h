/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold between the statements of an agreement, whatever input it meets. */
#ifndef AGREEMENT_CHECK_H
#define AGREEMENT_CHECK_H

#include "agreement/model.h"

/* Reports what can be seen to be wrong without an input. Call it after everything was read without a
 * mistake. */
void agreement_check(const struct agreement *a, struct diags *diags);

#endif

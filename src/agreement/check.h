/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold between the statements of an agreement, whatever input it meets. */
#ifndef AGREEMENT_CHECK_H
#define AGREEMENT_CHECK_H

#include "agreement/model.h"

/* Reports what can't be, as far as that shows without an input. After all is read without a mistake. */
void agreement_check(const struct agreement *a, struct diags *diags);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The note about a number of rows. */
#ifndef LEAD_NOTE_H
#define LEAD_NOTE_H

#include "base/diag.h"

/* "132 rows ignored: competitors"; nothing for none. */
void tally_say(struct diags *diags, uint64_t n, const char *what, struct str label);

#endif

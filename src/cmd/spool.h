/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pipes that are to be read twice: each is kept in a file, which is gone when the tool is. */
#ifndef CMD_SPOOL_H
#define CMD_SPOOL_H

#include "base/diag.h"

/* Of all inputs (none: standard input); what a shell makes of <(...) is one, too. *from is where standard
 * input begins, if it can be read again. Returns false after a mistake, which is reported. */
bool pipes_keep(const char *const *files, size_t n, int64_t *from, struct diags *diags);

#endif

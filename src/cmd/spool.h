/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pipes that must be read twice: each is copied to a temporary file that disappears with the process. */
#ifndef CMD_SPOOL_H
#define CMD_SPOOL_H

#include "base/diag.h"

/* Does so for all inputs (none: standard input); a shell's <(...) is a pipe, too. *from is where standard
 * input begins, if it can be read again. Returns false after a mistake, which is reported. */
bool pipes_keep(const char *const *files, size_t n, int64_t *from, struct diags *diags);

#endif

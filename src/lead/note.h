/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes about numbers of rows, and of other things. */
#ifndef LEAD_NOTE_H
#define LEAD_NOTE_H

#include "base/diag.h"

/* "132 rows ignored: competitors"; nothing for none. */
void tally_say(struct diags *diags, uint64_t n, const char *what, struct str label);

/* The same of other things, "3 leads wait"; and one item of a list of them, "3 accepted, 1 returned". */
void count_say(struct diags *diags, uint64_t n, const char *one, const char *many);
void count_add(struct buf *b, uint64_t n, const char *one, const char *many);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that name what a layer of -e removed. */
#ifndef AGREEMENT_ORPHANS_H
#define AGREEMENT_ORPHANS_H

#include "agreement/model.h"

/* Notes that a layer removed a name. */
void agreement_gone(struct agreement *a, const char *keyword, struct str name);

/* Leaves these statements out, with a note for each. Call it after all layers are read, each without a
 * mistake. */
void agreement_leave_out(struct agreement *a, struct diags *diags);

/* For a message that there is no statement of a keyword: what became of those there were; else "". */
const char *agreement_lost(const struct agreement *a, const char *keyword);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be wrong with the header: another delimiter, or a lead in its place. */
#ifndef CMD_HEADER_H
#define CMD_HEADER_H

#include "cmd/filter.h"

/* Says it by `tell`: diag_note, or diag_before where it may have led to the errors. */
void header_tell(struct filter *f, void (*tell)(struct diags *, const char *, ...));

/* So that the file of --header-from can be read more than once, where it will be. Returns false after a
 * mistake, which is reported. */
bool header_keep(struct filter *f);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose an option is that this command doesn't have. */
#ifndef CLI_ELSEWHERE_H
#define CLI_ELSEWHERE_H

#include "base/buf.h"

/* Appends the commands that have an option of exactly this name, as in "leadroute and leadsla"; nothing:
 * none. */
void option_elsewhere(struct buf *b, struct str name);

/* The name that an option has here which other programs call so; NULL: none. */
const char *option_alias(struct str name);

#endif

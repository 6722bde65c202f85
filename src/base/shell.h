/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command lines that people copy into a shell. */
#ifndef BASE_SHELL_H
#define BASE_SHELL_H

#include "base/buf.h"

/* Appends a word after a space, unless it is the first; in single quotes where a shell would read anything
 * into it. */
void shell_word(struct buf *line, struct str word);

#endif

/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What spreadsheets write, as UTF-8: UTF-16 that begins with a byte order mark, and Windows-1252, which is
 * taken for every line that is no UTF-8.
 */
#ifndef BASE_RECODE_H
#define BASE_RECODE_H

#include "base/diag.h"

/* Is it UTF-16 with a byte order mark? */
bool recode_is_wide(struct str bytes);

/* Appends the text of some bytes without its byte order marks. The lines that were taken for Windows-1252 are
 * counted in *ansi; what has no character becomes U+FFFD. */
void recode_append(struct buf *out, struct str bytes, struct sighting *ansi);

#endif

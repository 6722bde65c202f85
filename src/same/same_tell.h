/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What joining came to, as notes. */
#ifndef SAME_SAME_TELL_H
#define SAME_SAME_TELL_H

#include "same/same.h"

/* How many rows and leads there are, and how many leads of so many rows. */
void same_tell_rows(const struct sameness *s, struct diags *diags);

/* How many rows have a name that doesn't say who it is, where a key asks for it. */
void same_tell_vague(const struct sameness *s, const struct same_lead *same, struct diags *diags);

/* By what rows were joined, how many values join nobody, and which joins were left out. With several files,
 * also how many leads are in all of them and in one only. */
void same_tell(const struct sameness *s, const struct same_lead *same, const char *const *file, size_t files,
	       struct diags *diags);

#endif
